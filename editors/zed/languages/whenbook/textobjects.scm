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
] @function.around

(do_clause (block) @function.inside)

(comment) @comment.around
(doc) @comment.around
