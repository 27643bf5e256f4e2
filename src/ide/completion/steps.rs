//! The lines of tests and scenarios.

use super::{
    Asked, Completion, CompletionKind, Fit, actions, attributes, conditions, keyword, keywords, names, rules, values,
    values_like,
};
use crate::ide::statement::Word;
use crate::ir::vocabulary::Holder;
use crate::semantics::names::Kind;
use crate::syntax::ast::{DeclarationKind, LifecycleClause};

/// What may follow inside a test or a scenario.
pub(super) fn offers(asked: &Asked<'_>) -> Vec<Completion> {
    let block = asked.statement.blocks.last().filter(|_| asked.statement.blocks.len() > 1);
    let words = asked.words();
    let is_step = words.first().is_some_and(|first| matches!(*first, "expect" | "receive" | "given" | "advance"));
    match block {
        Some(block) if !is_step => match (block.first(), block.last()) {
            ("given" | "receive", _) => fact(asked, &words),
            ("rows", _) => columns(asked, &words),
            ("repeat", _) => step(asked, &words),
            _ => asked.in_block().unwrap_or_default(),
        },
        _ => step(asked, &words),
    }
}

fn step(asked: &Asked<'_>, words: &[&str]) -> Vec<Completion> {
    match words {
        [] => steps(asked),
        ["given"] => {
            let mut offers = names::of(asked, &[Kind::Scenario], Fit::Wanted);
            offers.push(keyword("{ … }").snippet("{ $0 }").docs("facts, from then on"));
            offers
        }
        ["receive"] => {
            let mut offers = names::events(asked, &[], &[]);
            offers.push(keyword("from").snippet("from \"$0\"").docs("the events of a log"));
            offers
        }
        ["receive" | "as", .., "in"] => Vec::new(),
        ["receive" | "as", .., "in", _] if words.first() == Some(&"receive") && !words.ends_with(&["}"]) => {
            vec![keyword("{ … }").snippet("{ $0 }").docs("what it brings")]
        }
        ["receive" | "as", .., "}"] => vec![keyword("in").insert("in ")],
        ["as", .., "do"] => vec![keyword("{ … }").snippet("{ $0 }")],
        ["receive", ..] if !words.contains(&"from") => {
            vec![keyword("{ … }").snippet("{ $0 }").docs("what it brings"), keyword("in").insert("in ")]
        }
        ["as"] => roles(asked),
        ["as", ..] => vec![keyword("do").snippet("do { $0 }"), keyword("in").insert("in ")],
        ["advance"] => values::durations(),
        ["at"] => values_like(&["2026-12-01"]),
        ["at", _] => values_like(&["10:00"]),
        ["repeat"] => vec![keyword("times").snippet("${1:3} times every ${2:30s} {\n  $0\n}")],
        ["repeat", _] => vec![keyword("times").insert("times ")],
        ["expect", ..] => expectation(asked, words.get(1..).unwrap_or_default()),
        _ => Vec::new(),
    }
}

fn expectation(asked: &Asked<'_>, words: &[&str]) -> Vec<Completion> {
    match words {
        ["in", _, rest @ ..] if words.len() > 1 => expectation(asked, rest),
        [] => {
            let mut offers = expectations();
            offers.extend(conditions::offers(asked, &[], &[]).into_iter().map(|offer| offer.fit(Fit::Possible)));
            offers
        }
        ["fired"] | ["fired", .., ","] | ["not", "fired"] | ["not", "fired", .., ","] => {
            names::of(asked, &[Kind::Trigger, Kind::Automation], Fit::Wanted)
        }
        ["timer" | "no", "timer"] | ["timer"] => names::of(asked, &[Kind::Automation, Kind::Trigger], Fit::Wanted),
        ["timer", _] => vec![keyword("at").insert("at ")],
        ["timer", _, "at"] => values_like(&["2026-12-01"]),
        ["timer", _, "at", _] => values_like(&["10:00"]),
        ["no"] => vec![keyword("timer").insert("timer ")],
        ["nothing"] => keywords(&[("sent", "no message"), ("done", "no action at all")]),
        ["sent"] => {
            let mut offers = names::of(asked, &[Kind::Message], Fit::Wanted);
            offers.push(Completion::new("\"…\"", CompletionKind::Text).snippet("\"$0\"").fit(Fit::Wanted));
            offers.push(keyword("containing").snippet("containing \"$0\""));
            offers
        }
        ["did" | "refused", ..] => actions::offers(asked, behind_any(asked, &["did", "refused"])),
        ["not", "did", ..] => actions::offers(asked, rules::behind(asked, "did")),
        ["not"] => {
            let words = keywords(&[("fired", "these have not fired"), ("did", "this was not done")]);
            let conditions = conditions::offers(asked, &[], &[]).into_iter().map(|offer| offer.fit(Fit::Seldom));
            words.into_iter().map(|offer| offer.fit(Fit::Wanted)).chain(conditions).collect()
        }
        ["fired" | "sent" | "timer" | "nothing" | "timeline", ..] => Vec::new(),
        _ => conditions::offers(asked, rules::behind(asked, "expect"), &[]),
    }
}

fn behind_any<'s, 'a>(asked: &'s Asked<'a>, wanted: &[&str]) -> &'s [Word<'a>] {
    let word = wanted.iter().find(|word| asked.statement.words.iter().any(|each| each.is(word)));
    word.map(|word| rules::behind(asked, word)).unwrap_or_default()
}

/// The facts of `given` and `receive`: of an event, what it carries comes first.
fn fact(asked: &Asked<'_>, words: &[&str]) -> Vec<Completion> {
    let last = words.rsplit(|word| *word == ",").next().unwrap_or_default();
    match last {
        [] => {
            let event = received(asked);
            let is_carried = |name: &str| event.is_some_and(|event| attributes::is_carried(asked, name, event));
            let offers = attributes::such(asked, Fit::Possible, |name, attribute| match attribute.holder {
                Holder::Event => is_carried(name),
                Holder::Clock => false,
                Holder::Conversation | Holder::User | Holder::Account => true,
            });
            let fitted = offers.into_iter();
            fitted.map(|offer| if is_carried(&offer.label) { offer.fit(Fit::Wanted) } else { offer }).collect()
        }
        [_] => vec![keyword("is").insert("is ")],
        [attribute, "is"] => values::of_fact(asked, attribute),
        [attribute, "is", "[", ..] if asked.statement.open.last() == Some(&'[') => values::members(asked, attribute),
        _ => Vec::new(),
    }
}

/// The event whose facts these are.
fn received<'a>(asked: &Asked<'a>) -> Option<&'a str> {
    let block = asked.statement.blocks.last().filter(|block| block.first() == "receive")?;
    block.head.get(1).map(|event| event.text)
}

/// The columns that the lines of the test name: `<plan>`.
fn columns(asked: &Asked<'_>, words: &[&str]) -> Vec<Completion> {
    if words.last().is_some_and(|last| *last != ",") {
        return Vec::new();
    }
    let Some(test) = asked.statement.blocks.first() else { return Vec::new() };
    let body = crate::diagnostic::Span::new(test.start, asked.statement.start).of(asked.analysis.text(asked.file));
    let cells = body.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(name, _)| name));
    let mut offers: Vec<Completion> = Vec::new();
    for cell in cells.filter(|cell| cell.chars().all(|letter| letter.is_alphanumeric() || letter == '_')) {
        if !offers.iter().any(|offer| offer.label == cell) && !words.contains(&cell) {
            offers.push(Completion::new(cell, CompletionKind::Value).insert(format!("{cell}: ")).fit(Fit::Wanted));
        }
    }
    offers
}

/// Who can do something in a test: the roles of which a lifecycle says what they may are among them.
fn roles(asked: &Asked<'_>) -> Vec<Completion> {
    let declarations = asked.analysis.checked.units.iter().flat_map(|unit| &unit.ast.declarations);
    let mut offers = keywords(&[
        ("agent", "a person of the team"),
        ("customer", "the customer"),
        ("bot", "the AI agent or another bot"),
        ("api", "another program"),
    ]);
    for declaration in declarations {
        let DeclarationKind::Lifecycle(lifecycle) = &declaration.kind else { continue };
        for (clause, _) in &lifecycle.clauses {
            if let LifecycleClause::OnlyMay(Some(role), _) = clause
                && !offers.iter().any(|offer| offer.label == role.text)
            {
                offers.push(keyword(&role.text));
            }
        }
    }
    offers
}

fn steps(asked: &Asked<'_>) -> Vec<Completion> {
    let step = |label: &str, insert: &str, about: &str| {
        Completion::new(label, CompletionKind::Keyword).snippet(insert).docs(about).fit(Fit::Wanted)
    };
    let mut steps = vec![
        step("given", "given { $0 }", "sets facts, from then on"),
        step("at", "at ${1:2026-12-01} ${2:10:00}", "moves the clock there"),
        step("receive", "receive ${1:customer.wrote}", "something happens"),
        step("receive from", "receive from \"$0\"", "the events of a log"),
        step("as … do", "as ${1|agent,customer,bot,api|} do { $0 }", "somebody does something"),
        step("advance", "advance ${1:5m}", "moves the clock on"),
        step("repeat", "repeat ${1:3} times every ${2:30s} {\n  $0\n}", "its lines again and again"),
    ];
    if asked.statement.blocks.first().is_some_and(|block| block.first() == "test") {
        steps.extend([
            step("expect", "expect $0", "how things are now"),
            step("expect fired", "expect fired $0", "these have fired"),
            step("expect not fired", "expect not fired $0", "these have not fired"),
            step("expect sent", "expect sent \"$0\"", "this was sent"),
            step("expect nothing sent", "expect nothing sent", "no message was sent"),
            step("expect did", "expect did $0", "this was done"),
            step("expect timeline", "expect timeline", "all of it; `whenbook test --bless` writes it"),
            step("rows", "rows {\n  $0\n}", "the cases, one a line"),
        ]);
    }
    steps
}

fn expectations() -> Vec<Completion> {
    let offers = keywords(&[
        ("fired", "these have fired"),
        ("not fired", "these have not fired"),
        ("sent", "this was sent"),
        ("sent containing", "a text with this in it was sent"),
        ("nothing sent", "no message was sent"),
        ("did", "this was done"),
        ("not did", "this was not done"),
        ("nothing done", "no action at all"),
        ("refused", "this was to be done and might not be"),
        ("timer", "this is due then"),
        ("no timer", "nothing of this is due"),
        ("timeline", "all that has happened, as text"),
    ]);
    offers.into_iter().map(|offer| offer.fit(Fit::Wanted)).collect()
}
