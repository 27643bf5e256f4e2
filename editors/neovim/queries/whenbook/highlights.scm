; Colours. Of two patterns for the same place the later one counts.

["{" "}" "(" ")" "[" "]"] @punctuation.bracket
["," ":" "."] @punctuation.delimiter
(order) @operator

(comment) @comment
(doc) @comment.documentation

; ---- damage
(missing_close) @error
(missing_quote) @error

; ---- texts
(text) @string
(block_text) @string
(plain_text) @string
(escaped_text) @string
(escape) @string.escape
(regex) @string.regexp
(placeholder ["{" "}"] @punctuation.special)
(placeholder (word) @type)
(fallback) @string.special

; ---- numbers and times
(number) @number
(percentage) @number
(duration) @number
(date) @number
(annual_date) @number
(clock) @number
(day) @constant.builtin

; ---- names
(path (name) @variable)
(path (segment) @variable.member)
(argument_path (name) @variable)
(argument_path (segment) @variable.member)
(path_argument (word) @variable)
(path_argument (segment) @variable.member)
(attribute_path (name) @variable)
(attribute_path (segment) @variable.member)
(placeholder_path (name) @variable)
(placeholder_path (segment) @variable.member)
(event_reference (path (name) @type))
(event_reference (path (segment) @type))
(event_declaration (path (name) @type))
(event_declaration (path (segment) @type))
(entry (word) @property)
(locale) @label
(slot ["<" ">"] @punctuation.bracket)
(cell ["<" ">"] @punctuation.bracket)
(enum_value (word) @constant)
(type_name) @type
(directory_entry (word) @property)
(parameter (word) @variable.parameter)
(slot (word) @variable.parameter)
(cell (name) @variable.parameter)
(names (name) @constant)
(names_only (name) @variable)
(rule_names (name) @function)
(expect_timer (name) @function)
(expect_no_timer (name) @function)
(first_match_declaration (name) @function)
(trigger_declaration (name) @function)
(automation_declaration (name) @function)
(scenario_declaration (name) @function)
(given_step (name) @function)
(condition_declaration (name) @function)
(message_declaration (name) @variable)
(list_declaration (name) @variable)
(schedule_declaration (name) @variable)
(lifecycle_declaration (name) @type)
(enum_declaration (name) @type)
(status_declaration (name) @constant)
(start_rule (name) @constant)
(commander (name) @variable.builtin)
(once_clause (word) @constant.builtin)

; ---- actions
(verb) @function.call
(plain_word) @function.call
(by_action (word) @function.call)
(action_declaration (word) @function)
(signature_option (word) @function)

; ---- words of the language
[
  "use" "activate" "deactivate" "attribute" "event" "action" "enum" "directory" "trigger" "automation" "condition" "message"
  "list" "schedule" "policy" "lifecycle" "status" "test" "scenario"
  "carries" "default" "optional" "writable" "one" "of" "match" "first" "counts" "as"
  "on" "channels" "once" "per" "every" "day" "order" "do" "inactive" "after" "while" "since" "last" "unless" "at" "only"
  "during" "change" "wait" "set" "to" "check" "again"
  "timezone" "closed" "open" "capacity" "release" "off" "assignment" "conversations" "count" "accept" "within" "by" "anyone"
  "hand" "agents" "prefer" "highest" "lowest" "nobody" "time" "windows" "samples" "known" "routed" "from"
  "states" "start" "active" "final" "raises" "new" "conversation" "limit" "may"
  "given" "receive" "advance" "expect" "repeat" "times" "rows" "fired" "did" "refused" "nothing" "sent" "done" "containing" "no"
  "timer" "timeline"
] @keyword

["if" "when" "then"] @keyword.conditional

[
  "and" "or" "not" "is" "was" "in" "the" "has" "had" "have" "contains" "contain" "starts" "start" "ends" "end" "with" "does"
  "matches" "finds" "find" "between" "more" "less" "than" "ago" "exactly" "under" "all" "any" "none"
] @keyword.operator

(start_rule "start" @keyword)
