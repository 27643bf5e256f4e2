//! What a file declares: whole rules, and the words of one that is begun.

use super::snippets::choice;
use super::{Asked, Completion, CompletionKind, Fit, conditions, keyword, keywords, names, parts, rules, values};
use crate::runtime::maintained::STATUS;
use crate::semantics::names::Kind;
use crate::semantics::shipped::SHIPPED;

/// What may follow outside of all blocks.
pub(super) fn in_file(asked: &Asked<'_>) -> Vec<Completion> {
    let words = asked.words();
    match words.as_slice() {
        [] => declarations(asked),
        ["use"] => uses(),
        ["activate" | "deactivate"] | ["activate" | "deactivate", .., ","] => {
            names::of(asked, &[Kind::Trigger, Kind::Automation], Fit::Wanted)
        }
        ["policy"] => keywords(&[
            ("capacity release", "frees agents whose customers have gone silent"),
            ("assignment", "who gets a conversation"),
            ("wait time", "how long those who come will wait"),
        ]),
        ["policy", "capacity"] => vec![keyword("release")],
        ["policy", "wait"] => vec![keyword("time")],
        ["first"] => vec![keyword("match").insert("match ")],
        ["condition", _] => vec![keyword("when").insert("when ").fit(Fit::Wanted)],
        ["condition", ..] => conditions::offers(asked, rules::behind(asked, "when"), &[]),
        ["attribute", _, ..] => parts::attribute(asked, &words),
        ["event", _] => vec![keyword("carries").insert("carries ")],
        ["event", _, "carries", ..] => parts::carried(asked, &words),
        ["status", .., "as"] => values::members(asked, STATUS.0),
        ["status", .., "counts"] => vec![keyword("as").insert("as ")],
        ["status", _, ..] => vec![keyword("counts as").insert("counts as ")],
        // A clause whose block was closed too early.
        ["on" | "when" | "do" | "once" | "channels", ..] => rules::offers(asked),
        _ => Vec::new(),
    }
}

/// What ships, to be taken in; and a file.
fn uses() -> Vec<Completion> {
    let first_comment = |text: &str| {
        let lines = text.lines().take_while(|line| line.starts_with("//"));
        lines.map(|line| line.trim_start_matches('/').trim()).collect::<Vec<_>>().join(" ")
    };
    let shipped = SHIPPED.iter().map(|shipped| {
        Completion::new(shipped.name, CompletionKind::Value).docs(first_comment(shipped.text)).fit(Fit::Wanted)
    });
    let file = Completion::new("\"…\"", CompletionKind::Text).snippet("\"$0\"").docs("a file from outside the folder");
    shipped.chain([file]).collect()
}

/// Declarations, whole rules among them. Where the book has schedules, groups and languages of its own, they are proposed.
fn declarations(asked: &Asked<'_>) -> Vec<Completion> {
    let template = |label: &str, insert: &str, about: &str| {
        Completion::new(label, CompletionKind::Template).snippet(insert).docs(about).fit(Fit::Wanted)
    };
    let schedule = choice(2, &names::named(asked, Kind::Schedule), "office_hours");
    let events = "${3|customer.wrote,conversation.requested,conversation.started,conversation.assigned,agent.wrote|}";
    let once = "once per ${4|session,conversation,user|}";
    vec![
        template(
            "trigger",
            &format!(
                "trigger ${{1:name}} \"${{2:Title}}\" {{\n  on {events}\n  {once}\n  when ${{5:user.plan is pro}}\n  do {{ ${{6:send \"Hello!\"}} }}\n}}"
            ),
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
            &format!(
                "trigger ${{1:out_of_hours}} \"Out of hours\" {{\n  on conversation.requested\n  once per session\n  when {schedule} is closed\n  do {{ send \"${{3:We are away right now.}}\" }}\n}}"
            ),
            "says that nobody is there",
        ),
        template(
            "trigger: words in a message",
            "trigger ${1:refund} \"${2:Asks for a refund}\" {\n  on customer.wrote\n  once per session\n  when message.text contains any [\"${3:refund}\"]\n  do { add tag \"${4:refund}\" }\n}",
            "does something when the customer writes one of some words",
        ),
        template(
            "automation: close when solved",
            "automation ${1:close_solved} \"Close four days after solved\" {\n  after ${2:4d} while conversation.status is solved\n  do { set conversation.status to closed }\n}",
            "closes what has been solved for some time",
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
            "policy wait time",
            "policy wait time {\n  windows ${1:10m}, ${2:2h}, ${3:21d}\n}",
            "how long those who come will wait",
        ),
        template("lifecycle", "lifecycle ${1:ticket} {\n  $0\n}", "the states of a conversation, and what moves it"),
        template(
            "test",
            "test \"${1:Title}\" {\n  receive ${2:customer.wrote}\n  expect fired $0\n}",
            "a scenario with what should come of it",
        ),
        template("scenario", "scenario ${1:name} {\n  given { $0 }\n}", "the beginning of several tests"),
        template("attribute", "attribute ${1:user.level}: ${2:text} ${3|optional,default|}", "a fact of your own"),
        template("event", "event ${1:order.paid} carries ${2:order}", "an event of your own"),
        template("action", "action ${1:ping} <${2:name}: ${3:text}>", "an action of your own"),
        template("enum", "enum ${1:name} { ${2:first}, ${3:second} }", "a choice of values"),
        template(
            "status",
            "status ${1:name} \"${2:Title}\" counts as ${3|pending,hold,solved|}",
            "a status of your own",
        ),
        template("directory", "directory {\n  groups \"${1:Billing}\"\n}", "the account's groups, agents, webhooks"),
        keyword("use").insert("use ").docs("takes in rules that ship, or a file"),
        keyword("activate").insert("activate ").docs("switches triggers on that ship"),
        keyword("deactivate").insert("deactivate ").docs("switches triggers off"),
    ]
}
