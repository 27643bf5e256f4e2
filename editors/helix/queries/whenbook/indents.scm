; Two blanks more inside of braces and brackets.
[
  (trigger_declaration)
  (automation_declaration)
  (first_match_declaration)
  (message_declaration)
  (list_declaration)
  (schedule_declaration)
  (directory_declaration)
  (enum_declaration)
  (one_of)
  (capacity_release_policy)
  (assignment_policy)
  (wait_time_policy)
  (lifecycle_declaration)
  (states_clause)
  (test_declaration)
  (scenario_declaration)
  (repeat_step)
  (rows_clause)
  (facts)
  (record)
  (block)
  (condition_block)
  (prefer_clause)
  (list)
  (arguments)
] @indent

["}" "]" ")"] @outdent

; Texts keep the blanks that their author gave them.
