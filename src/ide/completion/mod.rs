//! What may be written at a place.
//!
//! Where one is, is told by what stands before: the blocks that are open, and the beginning of the line ([`place`]). So it
//! works in a line that is half written.

mod actions;
mod attributes;
mod declarations;
mod place;
mod values;

use super::{Analysis, Position};
use crate::diagnostic::Span;
use crate::runtime::maintained::CHANNEL;
use crate::semantics::names::Kind;
use place::{Place, Reads};

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// As it is shown, and looked for.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// Its type or signature.
    pub detail: Option<String>,
    /// What it means. Markdown.
    pub docs: Option<String>,
    /// What is written; `${1:…}` are places to fill in, if it is a snippet.
    pub insert: String,
    /// Whether `insert` has places to fill in.
    pub is_snippet: bool,
    /// What is replaced: the word that is begun.
    pub replaces: Span,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are called as what they are")]
pub enum CompletionKind {
    Keyword,
    Attribute,
    Event,
    Action,
    Value,
    Rule,
    Condition,
    Message,
    List,
    Schedule,
    Text,
    Template,
}

/// What may be written at a position. An editor takes those that fit what is begun.
#[must_use]
pub fn completions(analysis: &Analysis, position: Position) -> Vec<Completion> {
    let text = analysis.text(position.file);
    let Some(place) = place::at(&analysis.parse(position.file), text, position.offset) else { return Vec::new() };
    let begun = match place {
        Place::Action { from } => Span::new(from, position.offset),
        _ => place::begun(text, position.offset),
    };
    let offers = match place {
        Place::File => declarations::declarations(),
        Place::Rule { automation } => declarations::clauses(automation),
        Place::Events => events(analysis),
        Place::Condition { reads } => condition(analysis, &reads),
        Place::Value { attribute } => values::of(analysis, &attribute),
        Place::Operator { attribute } => values::operators(analysis, &attribute),
        Place::Action { .. } => actions::actions(analysis),
        Place::Slot { reads, words } => actions::slot(analysis, &words, &reads),
        Place::Placeholder { reads } => attributes::placeholders(analysis, &reads),
        Place::Fact => attributes::all(analysis),
        Place::Rules => named(analysis, &[Kind::Trigger, Kind::Automation]),
        Place::Names(kind) => named(analysis, &[kind]),
        Place::Channels => values::of(analysis, CHANNEL.0),
        Place::Test => declarations::test_steps(),
        Place::Expectation => {
            let mut offers = declarations::expectations();
            offers.extend(attributes::all(analysis));
            offers
        }
        Place::Uses => declarations::uses(),
    };
    offers.into_iter().map(|offer| Completion { replaces: begun, ..offer }).collect()
}

/// What stands alone in a condition: attributes that can be read, named conditions, schedules, events, triggers.
fn condition(analysis: &Analysis, reads: &Reads) -> Vec<Completion> {
    let mut offers = attributes::readable(analysis, reads);
    offers.extend(named(analysis, &[Kind::Condition, Kind::Schedule, Kind::Trigger]));
    offers.extend(["not", "all", "any", "none"].map(|word| match word {
        "not" => keyword(word, "not "),
        block => snippet(block, &format!("{block} {{\n  $0\n}}"), CompletionKind::Keyword),
    }));
    offers
}

fn events(analysis: &Analysis) -> Vec<Completion> {
    let events = analysis.checked.vocabulary.events.iter();
    let mut offers: Vec<Completion> = events
        .map(|(name, event)| {
            let carries = (!event.carries.is_empty()).then(|| format!("carries {}", event.carries.join(", ")));
            Completion { detail: carries, docs: event.docs.clone(), ..plain(name, CompletionKind::Event) }
        })
        .collect();
    offers.push(keyword("change of", "change of "));
    offers
}

/// Declared names of these kinds.
fn named(analysis: &Analysis, kinds: &[Kind]) -> Vec<Completion> {
    let names = analysis.names();
    let entries = names.index.iter().filter(|(_, entry)| kinds.contains(&entry.kind));
    entries
        .map(|(name, entry)| {
            let docs = analysis.declaration(entry.location).and_then(|(_, docs)| docs.map(str::to_owned));
            let kind = match entry.kind {
                Kind::Condition => CompletionKind::Condition,
                Kind::Message => CompletionKind::Message,
                Kind::List => CompletionKind::List,
                Kind::Schedule => CompletionKind::Schedule,
                _ => CompletionKind::Rule,
            };
            let words = entry.kind.words().split_once(' ').map(|(_, words)| words.to_owned());
            Completion { detail: words, docs, ..plain(name, kind) }
        })
        .collect()
}

fn plain(label: &str, kind: CompletionKind) -> Completion {
    Completion {
        label: label.to_owned(),
        kind,
        detail: None,
        docs: None,
        insert: label.to_owned(),
        is_snippet: false,
        replaces: Span::default(),
    }
}

fn keyword(label: &str, insert: &str) -> Completion {
    Completion { insert: insert.to_owned(), ..plain(label, CompletionKind::Keyword) }
}

fn snippet(label: &str, insert: &str, kind: CompletionKind) -> Completion {
    Completion { insert: insert.to_owned(), is_snippet: true, ..plain(label, kind) }
}

/// A text with nothing in it that a snippet would take for a place to fill in.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

#[cfg(test)]
mod tests {
    use super::super::sample::at;
    use super::*;

    fn labels(marked: &str) -> Vec<String> {
        let (analysis, position) = at(marked);
        completions(&analysis, position).into_iter().map(|offer| offer.label).collect()
    }

    fn has(marked: &str, wanted: &[&str], unwanted: &[&str]) {
        let labels = labels(marked);
        for label in wanted {
            assert!(labels.iter().any(|each| each == label), "{label} is missing in {marked}: {labels:?}");
        }
        for label in unwanted {
            assert!(!labels.iter().any(|each| each == label), "{label} is offered in {marked}");
        }
    }

    #[test]
    fn a_file_and_a_rule_have_their_words() {
        has("$0", &["trigger", "automation", "schedule", "test"], &["on"]);
        has("trigger t {\n  $0\n}\n", &["on", "when", "do", "once per"], &["trigger", "after"]);
        has("automation t {\n  $0\n}\n", &["after", "at", "do"], &["on"]);
    }

    #[test]
    fn events_stand_after_on() {
        has("trigger t {\n  on $0\n  do { close }\n}\n", &["customer.wrote", "change of"], &["user.name"]);
        has("trigger t {\n  on customer.wrote, ag$0\n", &["agent.wrote"], &[]);
    }

    #[test]
    fn a_condition_reads_what_the_event_carries() {
        has("trigger t {\n  on customer.wrote\n  when $0\n}\n", &["message.text", "user.plan"], &["agent.name"]);
        has(
            "trigger t {\n  on conversation.queued\n  when all {\n    user.plan is pro\n    $0\n  }\n}\n",
            &["queue.size"],
            &["message.text"],
        );
        has("trigger t {\n  on customer.wrote\n  when user.plan is pro and $0\n}\n", &["message.text"], &["pro"]);
    }

    #[test]
    fn values_are_those_of_the_attribute() {
        has("trigger t {\n  on customer.wrote\n  when user.plan is $0\n}\n", &["pro", "enterprise"], &["user.name"]);
        has("trigger t {\n  on customer.wrote\n  when user.plan in [pro, $0\n}\n", &["enterprise"], &[]);
        has("trigger t {\n  on customer.wrote\n  when user.plan $0\n}\n", &["is", "is not", "in"], &["contains"]);
        has("trigger t {\n  on customer.wrote\n  when message.text $0\n}\n", &["contains", "contains any"], &["<"]);
        let directory = "directory { groups \"Billing\", \"Sales\" }\n";
        has(
            &format!("{directory}trigger t {{\n  on customer.wrote\n  when conversation.group is $0\n}}\n"),
            &["\"Billing\""],
            &[],
        );
    }

    #[test]
    fn actions_come_with_their_slots() {
        has("trigger t {\n  on customer.wrote\n  do {\n    $0\n  }\n}\n", &["send", "add tag", "wait"], &["on"]);
        has("trigger t {\n  on customer.wrote\n  do { se$0 }\n}\n", &["send"], &[]);
        let message = "message hello { en: \"Hi\" }\n";
        has(&format!("{message}trigger t {{\n  on customer.wrote\n  do {{ send $0 }}\n}}\n"), &["hello"], &["send"]);
    }

    #[test]
    fn placeholders_are_completed_inside_texts() {
        has("trigger t {\n  on customer.wrote\n  do { send \"Hello {$0\" }\n}\n", &["user.name"], &["agent.name"]);
        has("trigger t {\n  on customer.wrote\n  do { send \"Hello {user.na$0}\" }\n}\n", &["user.name"], &[]);
        assert_eq!(labels("trigger t {\n  on customer.wrote\n  do { send \"Hello $0\" }\n}\n"), [""; 0]);
    }

    #[test]
    fn tests_have_their_steps() {
        has("test \"a\" {\n  $0\n}\n", &["receive", "expect", "given", "advance"], &["on"]);
        has("trigger t {\n  on customer.wrote\n  do { close }\n}\ntest \"a\" {\n  expect fired $0\n}\n", &["t"], &[]);
        has("test \"a\" {\n  receive $0\n}\n", &["customer.wrote"], &[]);
        has("test \"a\" {\n  given { user.$0 }\n}\n", &["user.plan"], &[]);
    }

    #[test]
    fn the_begun_word_is_replaced() {
        let (analysis, position) = at("trigger t {\n  on customer.wrote\n  when user.pl$0\n}\n");
        let replaced: Vec<_> = completions(&analysis, position).iter().map(|offer| offer.replaces).collect();
        assert!(replaced.iter().all(|span| span.of(analysis.text(position.file)) == "user.pl"));
    }
}
