//! What stands inside messages, schedules, policies, lifecycles, directories and vocabularies.

use super::{
    Asked, Completion, CompletionKind, Fit, attributes, conditions, keyword, keywords, names, rules, values,
    values_like,
};
use crate::semantics::types::BUILT_IN;
use crate::syntax::ast::DeclarationKind;

/// Languages to begin with, where the book has none yet.
const LANGUAGES: &[&str] = &["en", "ko", "ja", "zh", "de", "fr", "es", "pt"];

/// What may follow in a block that belongs to no rule and no test.
pub(super) fn offers(asked: &Asked<'_>) -> Vec<Completion> {
    let words = asked.words();
    let blocks = &asked.statement.blocks;
    let inner = blocks.last().filter(|_| blocks.len() > 1);
    match (blocks.first().map(super::super::statement::Block::first), inner) {
        (Some("message"), None) => languages(asked, &words),
        (Some("schedule"), None) => hours(&words),
        (Some("directory"), None) => directory(&words),
        (Some("lifecycle"), _) => lifecycle(asked, &words),
        (Some("policy"), None) => policy(asked, &words),
        (Some("policy"), Some(block)) if block.first() == "prefer" => preference(asked, &words),
        (Some("condition"), None) => asked.in_block().unwrap_or_default(),
        (_, Some(_)) => asked.in_block().unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The languages that this message does not have yet; those of the book's other messages first.
fn languages(asked: &Asked<'_>, words: &[&str]) -> Vec<Completion> {
    if !words.is_empty() {
        return Vec::new();
    }
    let mut known: Vec<&str> = Vec::new();
    for declaration in asked.analysis.checked.units.iter().flat_map(|unit| &unit.ast.declarations) {
        let DeclarationKind::Message(message) = &declaration.kind else { continue };
        for (language, _) in &message.translations {
            if !known.contains(&language.text.as_str()) {
                known.push(&language.text);
            }
        }
    }
    let own = asked.statement.blocks.first().map_or(0, |block| block.start);
    let body = crate::diagnostic::Span::new(own, asked.statement.start).of(asked.analysis.text(asked.file));
    let is_written = |language: &str| body.lines().any(|line| line.trim_start().starts_with(&format!("{language}:")));
    let of_the_book = known.len();
    known.extend(LANGUAGES.iter().filter(|each| !known.contains(each)).copied().collect::<Vec<_>>());
    let offers = known.iter().enumerate().filter(|(_, language)| !is_written(language));
    offers
        .map(|(at, language)| {
            let fit = if at < of_the_book { Fit::Wanted } else { Fit::Possible };
            Completion::new(language, CompletionKind::Value).snippet(format!("{language}: \"$0\"")).fit(fit)
        })
        .collect()
}

fn hours(words: &[&str]) -> Vec<Completion> {
    let line = |label: &str, insert: &str, about: &str| {
        Completion::new(label, CompletionKind::Keyword).snippet(insert).docs(about).fit(Fit::Wanted)
    };
    match words {
        [] => vec![
            line("timezone", "timezone \"${1:Europe/London}\"", "without it, the book's counts"),
            line("mon-fri", "mon-fri ${1:09:00}-${2:18:00}", "the hours of these days"),
            line("sat", "sat ${1:10:00}-${2:14:00}", "the hours of that day"),
            line("closed", "closed ${1:12-25}", "whole dates, of one year or of every year"),
            line("open", "open ${1:2026-12-31} ${2:09:00}-${3:12:00}", "only these hours on that date"),
        ],
        ["closed"] | ["closed", .., "," | "to"] => values_like(&["12-25", "2026-12-31"]),
        ["closed", ..] => keywords(&[("to", "the last of these days")]),
        ["open"] => values_like(&["2026-12-31", "12-25"]),
        [.., "-"] => rules::days(false),
        ["timezone"] => vec![Completion::new("\"…\"", CompletionKind::Text).snippet("\"$0\"")],
        [_] | [_, .., ","] => values_like(&["09:00-18:00", "09:00-12:00"]),
        _ => Vec::new(),
    }
}

fn directory(words: &[&str]) -> Vec<Completion> {
    let line = |label: &str| {
        Completion::new(label, CompletionKind::Keyword).snippet(format!("{label} \"$0\"")).fit(Fit::Wanted)
    };
    match words {
        [] => ["groups", "agents", "webhooks"].map(line).into(),
        _ => Vec::new(),
    }
}

fn policy(asked: &Asked<'_>, words: &[&str]) -> Vec<Completion> {
    let which = asked.statement.blocks.first().and_then(|block| block.head.get(1)).map_or("", |word| word.text);
    let line = |label: &str, insert: &str, about: &str| {
        Completion::new(label, CompletionKind::Keyword).snippet(insert).docs(about).fit(Fit::Wanted)
    };
    match (which, words) {
        ("capacity", []) => vec![
            line(
                "inactive after",
                "inactive after ${1:5m} {\n  remind \"$2\"\n  set conversation.status to ${3:pending}\n}",
                "the first stage",
            ),
            line("then after", "then after ${1:5m} { remind \"$0\" }", "the next stage"),
        ],
        ("assignment", []) => vec![
            line("capacity", "capacity ${1:4}", "how many conversations an agent has at a time"),
            line(
                "inactive conversations do not count",
                "inactive conversations do not count",
                "an agent whose customer is silent is free",
            ),
            line("accept within", "accept within ${1:30s}", "offered to one after the other"),
            line("accept by anyone", "accept by anyone", "offered to all who may take it"),
            line("accept by hand", "accept by hand", "agents take what they like"),
            line("agents when", "agents when all {\n  agent.status is online\n  $0\n}", "who may take it"),
            line("prefer agents", "prefer agents {\n  lowest agent.load\n}", "who of them goes first"),
            line(
                "prefer conversations",
                "prefer conversations {\n  highest conversation.priority\n}",
                "which goes first",
            ),
            line("if nobody after", "if nobody after ${1:2m} { $0 }", "what is done when nobody takes it"),
        ],
        ("wait", []) => vec![
            line("windows", "windows ${1:10m}, ${2:2h}, ${3:21d}", "how far back it looks"),
            line("samples", "samples ${1:5}", "how many it needs"),
            line("known when routed in the last", "known when routed in the last ${1:7d}", "what counts"),
            line("from", "from ${1:50%} to ${2:90%}", "the range that is told"),
        ],
        ("wait", ["known"]) => keywords(&[("when routed in the last", "what counts")]),
        ("wait", ["known", "when"]) => keywords(&[("routed in the last", "what counts")]),
        ("wait", ["known", "when", "routed"]) => keywords(&[("in the last", "what counts")]),
        ("wait", ["known", .., "in"]) => keywords(&[("the last", "what counts")]),
        ("wait", ["known", .., "the"]) => keywords(&[("last", "what counts")]),
        ("wait", ["known", .., "last"] | ["windows"] | ["windows", .., ","]) => values::durations(),
        ("wait", ["from"] | ["from", _, "to"]) => values_like(&["50%", "90%"]),
        ("wait", ["from", _]) => vec![keyword("to").insert("to ")],
        (_, ["accept"]) => {
            keywords(&[("within", "one after the other"), ("by anyone", "all at once"), ("by hand", "nobody")])
        }
        (_, ["agents"]) => vec![keyword("when").insert("when ")],
        (_, ["agents", "when", ..]) => conditions::offers(asked, rules::behind(asked, "when"), &[]),
        (_, ["prefer"]) => keywords(&[("agents", "who goes first"), ("conversations", "which goes first")]),
        (_, [.., "after" | "within"]) => values::durations(),
        _ => Vec::new(),
    }
}

fn preference(asked: &Asked<'_>, words: &[&str]) -> Vec<Completion> {
    match words {
        ["highest" | "lowest"] => attributes::all(asked, Fit::Wanted),
        [] => {
            let mut offers = keywords(&[("highest", "the largest goes first"), ("lowest", "the smallest goes first")]);
            offers.extend(conditions::offers(asked, &[], &[]));
            offers
        }
        _ => conditions::offers(asked, &asked.statement.words, &[]),
    }
}

fn lifecycle(asked: &Asked<'_>, words: &[&str]) -> Vec<Completion> {
    let line = |label: &str, insert: &str, about: &str| {
        Completion::new(label, CompletionKind::Keyword).snippet(insert).docs(about).fit(Fit::Wanted)
    };
    let is_inner = asked.statement.blocks.len() > 1;
    match words {
        [] if is_inner => vec![
            line("start", "start $0", "the state of a new conversation"),
            line("active", "active $0", "the states in which somebody works on it"),
            line("final", "final $0", "nothing leaves it"),
            line("from … on", "from ${1:new} to ${2:open} on ${3:agent.wrote}", "an event moves it"),
            line("from … by", "from ${1:open} to ${2:closed} by ${3:close}", "an action moves it"),
        ],
        [] => vec![
            line(
                "states",
                "states ${1:conversation.status} { ${2:new, open, closed} } {\n  start ${3:new}\n  $0\n}",
                "what is moved",
            ),
            line(
                "new conversation on",
                "new conversation on ${1:customer.wrote} when $0",
                "the message belongs to a new one",
            ),
            line("limit", "limit ${1:conversation.tags} to ${2:8}", "a list does not grow beyond that"),
            line(
                "only … may",
                "only ${1:owner} may ${2:delete conversation}",
                "what only people with that role may do",
            ),
        ],
        _ if words.contains(&"when") => {
            conditions::offers(asked, rules::behind(asked, "when"), &[("raises", "these events come next")])
        }
        ["from" | "start" | "active" | "final", ..] if !words.contains(&"on") && !words.contains(&"by") => {
            let mut offers = states(asked);
            if !matches!(words.last(), Some(&("from" | "to" | "start" | "active" | "final" | ","))) {
                offers =
                    keywords(&[("to", "where it goes"), ("on", "an event moves it"), ("by", "an action moves it")]);
            }
            offers
        }
        [.., "raises"] => names::events(asked, &[], &[]),
        _ if words.contains(&"on") => {
            let start = words.iter().position(|word| *word == "on").map_or(0, |at| at + 1);
            let after = [("when", "only if this holds"), ("raises", "these events come next")];
            names::events(asked, words.get(start..).unwrap_or_default(), &after)
        }
        [.., "by"] => {
            let all = asked.analysis.checked.vocabulary.actions.iter();
            let mut offers: Vec<Completion> = all.map(|action| keyword(&action.name)).collect();
            offers.push(keyword("set"));
            offers
        }
        ["limit" | "states"] => attributes::all(asked, Fit::Wanted),
        _ => Vec::new(),
    }
}

/// The states that the surrounding block names.
fn states(asked: &Asked<'_>) -> Vec<Completion> {
    let head = asked.statement.blocks.last().map(|block| (block.start, asked.statement.start));
    let Some((start, end)) = head else { return Vec::new() };
    let text = crate::diagnostic::Span::new(start, end).of(asked.analysis.text(asked.file));
    let inner = text.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map_or("", |(inner, _)| inner);
    let names = inner.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty() && !name.starts_with("//"));
    names.map(|name| Completion::new(name, CompletionKind::Value).fit(Fit::Wanted)).collect()
}

/// Behind `attribute user.level: `: its type, and what else is said of it.
pub(super) fn attribute(asked: &Asked<'_>, words: &[&str]) -> Vec<Completion> {
    match words.iter().position(|word| *word == ":").and_then(|at| words.get(at + 1..)) {
        None => Vec::new(),
        Some([] | ["list", "of"]) => {
            let mut offers: Vec<Completion> = BUILT_IN.iter().map(|(name, _)| keyword(name).fit(Fit::Wanted)).collect();
            let enums = asked.analysis.checked.vocabulary.enums.keys().filter(|name| !name.contains('.'));
            offers.extend(enums.map(|name| {
                Completion::new(name, CompletionKind::Value).about(crate::semantics::names::Kind::Enum, name)
            }));
            offers.push(keyword("list of").insert("list of "));
            offers.push(keyword("one of").snippet("one of { ${1:first}, ${2:second} }"));
            offers
        }
        Some([.., "default"]) => Vec::new(),
        Some(_) => keywords(&[
            ("default", "what it is when nobody has said"),
            ("optional", "it can be unknown"),
            ("writable", "`set` may change it"),
        ]),
    }
}

/// Behind `carries`: the first words of attributes.
pub(super) fn carried(asked: &Asked<'_>, words: &[&str]) -> Vec<Completion> {
    let mut offers: Vec<Completion> = Vec::new();
    let attributes = asked.analysis.checked.vocabulary.attributes.iter();
    for (name, _) in attributes.filter(|(_, each)| each.holder == crate::ir::vocabulary::Holder::Event) {
        let first = name.split('.').next().unwrap_or_default();
        if !words.contains(&first) && !offers.iter().any(|offer| offer.label == first) {
            offers.push(Completion::new(first, CompletionKind::Attribute).fit(Fit::Wanted));
        }
    }
    offers
}
