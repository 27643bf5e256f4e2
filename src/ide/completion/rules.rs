//! The clauses of triggers and automations.

use super::{
    Asked, Completion, CompletionKind, Fit, Reads, conditions, keyword, keywords, names, templates, values, values_like,
};
use crate::runtime::maintained::CHANNEL;
use crate::semantics::names::Kind;

/// What may follow inside a trigger or an automation.
pub(super) fn offers(asked: &Asked<'_>) -> Vec<Completion> {
    let words = asked.words();
    // In a block that is not closed, the next clause begins all the same.
    let is_clause = matches!(words.first(), Some(&("on" | "when" | "do" | "once" | "channels")));
    if asked.statement.blocks.len() > 1 && !is_clause {
        return asked.in_block().unwrap_or_default();
    }
    let is_automation = asked.statement.blocks.first().is_some_and(|block| block.first() == "automation");
    clause(asked, &words, is_automation)
}

fn clause(asked: &Asked<'_>, words: &[&str], is_automation: bool) -> Vec<Completion> {
    match words {
        [] => {
            let mut offers = clauses(asked, is_automation);
            if begins_a_line(asked) {
                offers.extend(templates::in_file(asked).into_iter().map(|offer| offer.fit(Fit::Seldom)));
            }
            offers
        }
        ["on", events @ ..] => names::events(asked, events, &[]),
        ["channels", ..] => match words.last() {
            Some(&"channels" | &",") => {
                let all = values::members(asked, CHANNEL.0).into_iter();
                all.filter(|offer| !words.contains(&offer.label.as_str())).collect()
            }
            _ => Vec::new(),
        },
        ["when", ..] => conditions::offers(asked, behind(asked, "when"), &[]),
        ["do"] => vec![keyword("{ … }").snippet("{ $0 }")],
        ["once"] => vec![keyword("per").insert("per ")],
        ["once", "per"] => keywords(&[
            ("session", "once in each session"),
            ("conversation", "once in each conversation"),
            ("user", "once for each user, in all conversations"),
        ]),
        ["once", "per", _] => vec![keyword("every").insert("every ").docs("again, but not more often than that")],
        ["once", "per", _, "every"] => {
            let mut offers = keywords(&[("day", "again on another date")]);
            offers.extend(values_like(&["24h", "7d"]));
            offers
        }
        ["order"] => values_like(&["10", "20"]),
        ["only"] => vec![keyword("during").insert("during ")],
        ["only", "during"] => names::of(asked, &[Kind::Schedule], Fit::Wanted),
        ["after" | "at", ..] if is_automation => timing(asked, words),
        _ => Vec::new(),
    }
}

/// `after 2h of office_hours since last customer.wrote unless agent.wrote`, `at 09:00 on mon-fri while …`
fn timing(asked: &Asked<'_>, words: &[&str]) -> Vec<Completion> {
    const SINCE: &[(&str, &str)] = &[
        ("since last", "each of these events starts anew"),
        ("since first", "later ones change nothing"),
        ("while", "that this holds without a break"),
    ];
    match words {
        ["after", ..] if words.contains(&"while") => {
            let watching = Asked { reads: Reads::Kept, ..asked.clone() };
            conditions::offers(&watching, behind(asked, "while"), &[])
        }
        _ if words.contains(&"while") => conditions::offers(asked, behind(asked, "while"), &[]),
        ["after"] => values::durations(),
        ["after", _] => {
            let mut offers = keywords(SINCE);
            offers.push(keyword("of").insert("of ").docs("counts only the time when the schedule is open"));
            offers
        }
        ["after", _, "of"] => names::of(asked, &[Kind::Schedule], Fit::Wanted),
        ["after", _, "of", _] => keywords(SINCE),
        ["after", .., "since"] => keywords(&[("last", "each one starts anew"), ("first", "later ones change nothing")]),
        ["after", .., "unless"] => names::events(asked, &[], &[]),
        ["after", ..] if words.contains(&"unless") => names::events(asked, after(words, "unless"), &[]),
        ["after", .., "last" | "first"] => names::events(asked, &[], &[]),
        ["after", ..] => {
            let events = if words.contains(&"last") { after(words, "last") } else { after(words, "first") };
            names::events(asked, events, &[("unless", "ends it if that comes meanwhile")])
        }
        ["at"] => values_like(&["09:00", "18:00"]),
        ["at", _] => keywords(&[("on", "only on these days"), ("while", "if this holds then")]),
        ["at", _, "on"] | ["at", _, "on", .., ","] => days(true),
        ["at", _, "on", .., "-"] => days(false),
        ["at", _, "on", ..] => keywords(&[("while", "if this holds then")]),
        _ => Vec::new(),
    }
}

/// Days of the week, and if a range may stand there, the usual one.
pub(super) fn days(with_range: bool) -> Vec<Completion> {
    let mut days = if with_range { values_like(&["mon-fri"]) } else { Vec::new() };
    days.extend(values_like(&["mon", "tue", "wed", "thu", "fri", "sat", "sun"]));
    days
}

fn after<'w, 'a>(words: &'w [&'a str], word: &str) -> &'w [&'a str] {
    let start = words.iter().position(|each| *each == word).map_or(words.len(), |at| at + 1);
    words.get(start..).unwrap_or_default()
}

/// The words of the statement behind that one.
pub(super) fn behind<'s, 'a>(asked: &'s Asked<'a>, word: &str) -> &'s [crate::ide::statement::Word<'a>] {
    let words = asked.statement.words.as_slice();
    let start = words.iter().position(|each| each.is(word)).map_or(0, |at| at + 1);
    words.get(start..).unwrap_or_default()
}

/// Whether the cursor stands where declarations begin, so that the block above may not have been closed.
fn begins_a_line(asked: &Asked<'_>) -> bool {
    let before = asked.analysis.text(asked.file).get(..asked.statement.begun.start as usize);
    before.is_some_and(|before| before.ends_with('\n'))
}

fn clauses(asked: &Asked<'_>, is_automation: bool) -> Vec<Completion> {
    let clause = |label: &str, insert: &str, about: &str| {
        Completion::new(label, CompletionKind::Keyword).snippet(insert).docs(about).fit(Fit::Wanted)
    };
    let mut clauses = if is_automation {
        vec![
            clause(
                "after",
                "after ${1:2d} since last ${2:agent.wrote} unless ${3:customer.wrote}",
                "so long after an event",
            ),
            clause(
                "after … while",
                "after ${1:4d} while ${2:conversation.status is solved}",
                "when this has held so long",
            ),
            clause("at", "at ${1:09:00} on ${2:mon-fri} while $0", "each time at which clocks show it"),
            clause("only during", "only during ${1:office_hours}", "if it is due while that is closed, it waits"),
        ]
    } else {
        vec![clause("on", "on $0", "the events that it listens to")]
    };
    clauses.extend([
        clause("when", "when $0", "the condition"),
        clause("when all", "when all {\n  $0\n}", "every line must hold"),
        clause("when any", "when any {\n  $0\n}", "one line must hold"),
        clause("do", "do { $0 }", "the actions, in order"),
        clause("once per", "once per ${1|session,conversation,user|}", "how often it may fire"),
        clause("channels", "channels $0", "only on these"),
        clause("order", "order ${1:10}", "smaller numbers fire first; without it, 0"),
        clause("inactive", "inactive", "switched off; it is checked all the same"),
    ]);
    let text = asked.analysis.text(asked.file);
    let is_written = |label: &str| {
        let first = label.split(' ').next().unwrap_or_default();
        asked.statement.blocks.first().is_some_and(|block| {
            let body = crate::diagnostic::Span::new(block.start, asked.statement.start).of(text);
            body.lines().any(|line| line.trim_start().split(' ').next() == Some(first))
        })
    };
    // What is there already comes last: each stands once.
    clauses.into_iter().map(|offer| if is_written(&offer.label) { offer.fit(Fit::Seldom) } else { offer }).collect()
}
