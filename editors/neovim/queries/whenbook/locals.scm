; All names of a book are known in the whole of it, so there is one scope.
(file) @local.scope

(trigger_declaration (name) @local.definition.function)
(automation_declaration (name) @local.definition.function)
(first_match_declaration . (name) @local.definition.function)
(scenario_declaration (name) @local.definition.function)
(condition_declaration (name) @local.definition.function)
(message_declaration (name) @local.definition.var)
(list_declaration (name) @local.definition.var)
(schedule_declaration (name) @local.definition.var)
(status_declaration . (name) @local.definition.var)
(lifecycle_declaration (name) @local.definition.type)
(enum_declaration (name) @local.definition.type)

(path . (name) @local.reference)
(names_only (name) @local.reference)
(rule_names (name) @local.reference)
(plain_word) @local.reference
(once_clause (word) @local.reference)
