; A rule, test or other declaration is what elsewhere is a function; a clause is a block; a value is a parameter.
[
  (trigger_declaration)
  (automation_declaration)
  (condition_declaration)
  (message_declaration)
  (schedule_declaration)
  (lifecycle_declaration)
  (capacity_release_policy)
  (assignment_policy)
  (wait_time_policy)
  (test_declaration)
  (scenario_declaration)
] @function.outer

(do_clause (block) @function.inner)
(test_declaration) @test.outer
(scenario_declaration) @test.outer

[
  (on_clause)
  (when_clause)
  (do_clause)
  (after_clause)
  (at_clause)
  (once_clause)
  (order_clause)
  (channels_clause)
  (only_during_clause)
] @block.outer

(when_clause (condition) @conditional.inner)
(when_clause) @conditional.outer
(comparison) @statement.outer
(action) @statement.outer
(call_action (_) @parameter.inner)
(entry) @parameter.outer
(comment) @comment.outer
(doc) @comment.outer
