//! Words and templates of the language itself.

use super::{Completion, CompletionKind, keyword, plain, snippet};
use crate::semantics::shipped::SHIPPED;

/// What a file declares, whole rules among it.
pub(super) fn declarations() -> Vec<Completion> {
    let template = |label: &str, insert: &str, about: &str| Completion {
        docs: Some(about.to_owned()),
        ..snippet(label, insert, CompletionKind::Template)
    };
    vec![
        template(
            "trigger",
            "trigger ${1:name} \"${2:Title}\" {\n  on ${3:customer.wrote}\n  once per session\n  when ${4:user.plan is pro}\n  do { ${5:send \"Hello!\"} }\n}",
            "when something happens, do something",
        ),
        template(
            "automation",
            "automation ${1:name} \"${2:Title}\" {\n  after ${3:2d} since last ${4:agent.wrote} unless ${5:customer.wrote}\n  do { ${6:send \"Could you solve it?\"} }\n}",
            "when nothing happens for some time, do something",
        ),
        template(
            "trigger: first reply",
            "trigger ${1:first_reply} \"First reply\" {\n  on conversation.requested\n  once per session\n  do {\n    wait 5s unless agent.wrote\n    send \"${2:Thank you for writing. One of us will be with you shortly.}\"\n  }\n}",
            "thanks a customer, unless an agent is quicker",
        ),
        template(
            "trigger: out of hours",
            "trigger ${1:out_of_hours} \"Out of hours\" {\n  on conversation.requested\n  once per session\n  when ${2:office_hours} is closed\n  do { send \"${3:We are away right now.}\" }\n}",
            "says that nobody is there",
        ),
        template(
            "schedule",
            "schedule ${1:office_hours} {\n  timezone \"${2:Europe/London}\"\n  mon-fri ${3:09:00}-${4:18:00}\n}",
            "when an office is open",
        ),
        template("message", "message ${1:name} {\n  en: \"$2\"\n}", "a text in several languages"),
        template("condition", "condition ${1:name} when $0", "a condition that rules share"),
        template("list", "list ${1:name} { \"$2\" }", "values that rules share"),
        template("first match", "first match ${1:name} { $0 }", "triggers of which at most one fires"),
        template(
            "policy capacity release",
            "policy capacity release {\n  inactive after ${1:5m} {\n    remind \"${2:Are you still there?}\"\n    set conversation.status to pending\n  }\n}",
            "frees agents whose customers have gone silent",
        ),
        template("policy assignment", "policy assignment {\n  capacity ${1:4}\n}", "who gets a conversation"),
        template(
            "test",
            "test \"${1:Title}\" {\n  receive ${2:customer.wrote}\n  expect fired $0\n}",
            "a scenario with what should come of it",
        ),
        template("scenario", "scenario ${1:name} {\n  given { $0 }\n}", "the beginning of several tests"),
        template("attribute", "attribute ${1:user.level}: ${2:text} ${3:optional}", "a fact of your own"),
        template("event", "event ${1:order.paid} carries ${2:order}", "an event of your own"),
        template("action", "action ${1:ping} <${2:name}: ${3:text}>", "an action of your own"),
        template("enum", "enum ${1:name} { ${2:first}, ${3:second} }", "a choice of values"),
        template("directory", "directory {\n  groups \"${1:Billing}\"\n}", "the account's groups, agents, webhooks"),
        keyword("use", "use "),
        keyword("activate", "activate "),
        keyword("deactivate", "deactivate "),
    ]
}

/// The clauses of a trigger or an automation.
pub(super) fn clauses(automation: bool) -> Vec<Completion> {
    let clause = |label: &str, insert: &str| snippet(label, insert, CompletionKind::Keyword);
    let mut clauses = if automation {
        vec![
            clause("after", "after ${1:2d} since last ${2:agent.wrote} unless ${3:customer.wrote}"),
            clause("after … while", "after ${1:4d} while ${2:conversation.status is solved}"),
            clause("at", "at ${1:09:00} on ${2:mon-fri} while $0"),
            clause("only during", "only during ${1:office_hours}"),
        ]
    } else {
        vec![clause("on", "on $0")]
    };
    clauses.extend([
        clause("when", "when $0"),
        clause("when all", "when all {\n  $0\n}"),
        clause("do", "do { $0 }"),
        clause("once per", "once per ${1:session}"),
        clause("channels", "channels $0"),
        clause("order", "order ${1:10}"),
        keyword("inactive", "inactive"),
    ]);
    clauses
}

/// The steps of a test.
pub(super) fn test_steps() -> Vec<Completion> {
    let step = |label: &str, insert: &str| snippet(label, insert, CompletionKind::Keyword);
    vec![
        step("given", "given { $0 }"),
        step("at", "at ${1:2026-12-01} ${2:10:00}"),
        step("receive", "receive ${1:customer.wrote}"),
        step("as … do", "as ${1:agent} do { $0 }"),
        step("advance", "advance ${1:5m}"),
        step("expect", "expect $0"),
        step("expect fired", "expect fired $0"),
        step("expect sent", "expect sent \"$0\""),
        step("expect nothing sent", "expect nothing sent"),
    ]
}

/// What a test expects.
pub(super) fn expectations() -> Vec<Completion> {
    ["fired", "not fired", "sent", "sent containing", "nothing sent", "timer", "no timer"]
        .map(|words| keyword(words, words))
        .into()
}

/// What ships, to be taken in.
pub(super) fn uses() -> Vec<Completion> {
    SHIPPED.iter().map(|shipped| plain(shipped.name, CompletionKind::Value)).collect()
}
