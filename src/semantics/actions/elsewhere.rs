//! What other systems, and people, call actions.

/// The action of the standard vocabulary for words that mean it elsewhere.
const ACTIONS: &[(&str, &[&str])] = &[
    ("send", &["reply", "respond", "answer", "say", "tell", "write", "message", "post message", "post reply"]),
    ("note", &["comment", "post note", "leave note", "write note"]),
    (
        "assign to group",
        &[
            "escalate to",
            "escalate",
            "transfer to",
            "transfer",
            "route to",
            "route",
            "forward to",
            "forward",
            "move to",
            "pass to",
            "assign group",
            "assign to team",
            "assign team",
        ],
    ),
    ("assign to agent", &["assign agent", "assign to user", "assign user", "assign to assignee"]),
    ("add tag", &["tag", "label", "add label"]),
    ("remove tag", &["untag", "remove label", "delete tag"]),
    ("notify group", &["alert", "inform", "ping", "page", "warn", "email group"]),
    ("close", &["archive", "finish"]),
    ("end session", &["end conversation", "end chat"]),
    ("hand over", &["handover", "handoff", "hand off"]),
    ("call webhook", &["webhook", "trigger webhook", "fire webhook", "http"]),
    ("suspend user", &["block", "ban", "block user", "ban user"]),
    ("request rating", &["survey", "ask rating"]),
];

/// What to do where no action does it.
const ADVICE: &[(&str, &[&str])] = &[
    ("write `set conversation.status to solved`", &["resolve", "solve", "mark solved", "mark as solved"]),
    ("`unless` stands behind the duration on the line of the wait: `wait 5s unless agent.wrote`", &["unless"]),
    ("write `wait 5m`", &["pause", "sleep", "delay"]),
    (
        "a block ends after its last action; for one trigger out of several, list them in a `first match`",
        &["stop", "exit", "return", "break"],
    ),
];

/// What to write instead of words that mean an action elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instead {
    /// That action, in the place of so many words.
    Action(&'static str, usize),
    /// What the advice says.
    Advice(&'static str),
}

/// What is meant; `None` if the words mean nothing elsewhere either. Of several that begin like this, the one with the most
/// words is meant.
pub(super) fn instead(written: &[&str], known: &[&str]) -> Option<Instead> {
    let begins = |words: &str| words.split(' ').zip(1..).all(|(word, count)| written.get(count - 1) == Some(&word));
    let longest = |all: &[&str]| all.iter().filter(|words| begins(words)).map(|words| words.split(' ').count()).max();
    let actions = ACTIONS.iter().filter(|(action, _)| known.contains(action));
    let actions = actions.filter_map(|(action, all)| longest(all).map(|count| (count, Instead::Action(action, count))));
    let advice = ADVICE.iter().filter_map(|(advice, all)| Some((longest(all)?, Instead::Advice(advice))));
    actions.chain(advice).max_by_key(|(count, _)| *count).map(|(_, instead)| instead)
}

#[cfg(test)]
mod tests {
    use super::{ACTIONS, ADVICE, Instead, instead};

    const KNOWN: &[&str] = &["send", "assign to group", "assign to agent", "end session", "close"];

    #[test]
    fn words_of_other_systems_are_known() {
        let cases = [
            (&["reply"][..], Some(Instead::Action("send", 1))),
            (&["escalate", "to"], Some(Instead::Action("assign to group", 2))),
            (&["assign", "to", "team"], Some(Instead::Action("assign to group", 3))),
            (&["end", "conversation"], Some(Instead::Action("end session", 2))),
            (&["resolve", "ticket"], Some(Instead::Advice("write `set conversation.status to solved`"))),
            (&["end"], None),
            // A book without that action is not told of it.
            (&["tag"], None),
        ];
        for (written, expected) in cases {
            assert_eq!(instead(written, KNOWN), expected, "{written:?}");
        }
    }

    #[test]
    fn each_action_is_one_of_the_prelude() {
        for (action, _) in ACTIONS {
            let declared = format!("\naction {action}");
            let is_declared = |text: &str| text.split(&declared).skip(1).any(|rest| rest.starts_with(['\n', ' ']));
            assert!(is_declared(crate::semantics::shipped::PRELUDE.text), "{action}");
        }
    }

    #[test]
    fn each_word_stands_once() {
        let all: Vec<&str> = ACTIONS.iter().chain(ADVICE).flat_map(|(_, all)| all.iter().copied()).collect();
        let once: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(once.len(), all.len());
    }
}
