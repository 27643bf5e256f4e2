(trigger_declaration "trigger" @context (name) @name) @item
(automation_declaration "automation" @context (name) @name) @item
(first_match_declaration "first" @context "match" @context . (name) @name) @item
(condition_declaration "condition" @context (name) @name) @item
(message_declaration "message" @context (name) @name) @item
(list_declaration "list" @context (name) @name) @item
(schedule_declaration "schedule" @context (name) @name) @item
(lifecycle_declaration "lifecycle" @context (name) @name) @item
(enum_declaration "enum" @context (name) @name) @item
(event_declaration "event" @context (path) @name) @item
(attribute_declaration "attribute" @context (attribute_path) @name) @item
(capacity_release_policy "policy" @context "capacity" @name "release" @name) @item
(assignment_policy "policy" @context "assignment" @name) @item
(wait_time_policy "policy" @context "wait" @name "time" @name) @item
(test_declaration "test" @context (text) @name) @item
(scenario_declaration "scenario" @context (name) @name) @item
