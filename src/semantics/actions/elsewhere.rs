//! What other systems, and people, call actions.

/// The action of the standard vocabulary for words that mean it elsewhere.
const ACTIONS: &[(&str, &[&str])] = &[
    ("send", &["reply", "respond", "answer", "say", "tell", "write", "message", "post message", "post reply"]),
    ("note", &["comment", "post note", "leave note", "write note"]),
    (
        "assign to group",
        &[
            "escalate",
            "transfer",
            "route",
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

/// How an action is called here, or what to write; `None` if the words mean nothing elsewhere either.
///
/// Of several that begin like this, the one with the most words is meant.
pub(super) fn instead(written: &[&str], known: &[&str]) -> Option<String> {
    let begins =
        |words: &&&str| written.iter().take(words.split(' ').count()).eq(words.split(' ').collect::<Vec<_>>().iter());
    let longest = |all: &[&'static str]| all.iter().filter(begins).map(|words| words.len()).max();
    let actions = ACTIONS.iter().filter(|(action, _)| known.contains(action));
    let actions = actions.filter_map(|(action, all)| Some((longest(all)?, format!("here it is called `{action}`"))));
    let advice = ADVICE.iter().filter_map(|(advice, all)| Some((longest(all)?, (*advice).to_owned())));
    actions.chain(advice).max_by_key(|(length, _)| *length).map(|(_, instead)| instead)
}

#[cfg(test)]
mod tests {
    use super::{ACTIONS, ADVICE, instead};

    const KNOWN: &[&str] = &["send", "assign to group", "assign to agent", "end session", "close"];

    #[test]
    fn words_of_other_systems_are_known() {
        let cases = [
            (&["reply"][..], "here it is called `send`"),
            (&["escalate", "to"], "here it is called `assign to group`"),
            (&["end", "conversation"], "here it is called `end session`"),
            (
                &["unless", "agent"],
                "`unless` stands behind the duration on the line of the wait: `wait 5s unless agent.wrote`",
            ),
        ];
        for (written, expected) in cases {
            assert_eq!(instead(written, KNOWN).as_deref(), Some(expected));
        }
        assert_eq!(instead(&["end"], KNOWN), None);
        assert_eq!(instead(&["tag"], KNOWN), None, "a book without that action is not told of it");
    }

    #[test]
    fn each_word_stands_once() {
        let all: Vec<&str> = ACTIONS.iter().chain(ADVICE).flat_map(|(_, all)| all.iter().copied()).collect();
        let once: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(once.len(), all.len());
    }
}
