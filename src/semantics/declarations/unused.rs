//! Declarations that nothing uses.

use indexmap::IndexSet;

use crate::diagnostic::codes::hints;
use crate::diagnostic::{FileId, Finding, Location, Sources, Span};
use crate::semantics::context::Reference;
use crate::semantics::names::Kind;
use crate::semantics::{Context, Report};

/// A declaration that something should use.
struct Candidate {
    kind: Kind,
    name: String,
    location: Location,
}

/// Tells of the book's own declarations that nothing but a test uses. What ships is there for those who want it.
pub fn check(context: &Context<'_>, sources: &Sources, report: &mut Report) {
    let tests = context.names.tests.iter().map(|test| (test.file, test.span));
    let scenarios = context.names.scenarios.iter().map(|scenario| (scenario.file, scenario.span));
    let mut tests: Vec<(FileId, Span)> = tests.chain(scenarios).collect();
    tests.sort_unstable();
    let in_test = |location: &Location| {
        let before = tests.partition_point(|(file, span)| (*file, span.start) <= (location.file, location.span.start));
        let last = before.checked_sub(1).and_then(|last| tests.get(last));
        last.is_some_and(|(file, span)| *file == location.file && location.span.end <= span.end)
    };
    let used: IndexSet<(Kind, &str)> = report
        .references
        .iter()
        .filter(|reference| reference.kind == Kind::Scenario || !in_test(&reference.location))
        .map(|reference: &Reference| (reference.kind, reference.name.as_str()))
        .collect();
    let mut findings = Vec::new();
    for candidate in candidates(context) {
        // Of what several books take in, each may use another part.
        let is_for_others =
            sources.get(candidate.location.file).is_none_or(|file| file.shipped || file.is_from_outside());
        if is_for_others || used.contains(&(candidate.kind, candidate.name.as_str())) {
            continue;
        }
        let (_, what) = candidate.kind.words().split_once(' ').unwrap_or_default();
        let code = if is_vocabulary(candidate.kind) { &hints::UNUSED_WORD } else { &hints::UNUSED };
        let message = format!("nothing uses the {what} `{}`", candidate.name);
        let finding = Finding::new(code, candidate.location, message);
        let help = match candidate.kind {
            Kind::Scenario => format!("take it out, or write `given {}` in a test", candidate.name),
            _ => "take it out, or use it; tests do not count".to_owned(),
        };
        findings.push(finding.help(help));
    }
    report.findings.extend(findings);
}

/// A messaging core declares all that it offers, and no book uses everything.
const fn is_vocabulary(kind: Kind) -> bool {
    matches!(kind, Kind::Attribute | Kind::Event | Kind::Action | Kind::Enum)
}

fn candidates(context: &Context<'_>) -> Vec<Candidate> {
    let named = [Kind::Condition, Kind::Message, Kind::List, Kind::Schedule, Kind::Scenario];
    let index = context.names.index.iter().filter(|(_, entry)| named.contains(&entry.kind));
    let vocabulary = &context.vocabulary;
    let mut candidates: Vec<Candidate> = index
        .map(|(name, entry)| Candidate { kind: entry.kind, name: (*name).to_owned(), location: entry.location })
        .collect();
    let mut add = |kind, name: &str, location| {
        candidates.push(Candidate { kind, name: name.to_owned(), location });
    };
    for attribute in vocabulary.attributes.values() {
        if !moved_by_lifecycle(context, attribute.location) {
            add(Kind::Attribute, &attribute.key, attribute.location);
        }
    }
    for (name, event) in &vocabulary.events {
        add(Kind::Event, name, event.location);
    }
    for action in &vocabulary.actions {
        add(Kind::Action, &action.name, action.location);
    }
    for declared in &context.names.enums {
        if let Some(id) = &declared.node.name {
            add(Kind::Enum, &id.text, Location { file: declared.file, span: id.span });
        }
    }
    candidates.sort_by_key(|candidate| candidate.location);
    candidates
}

/// A lifecycle's own attributes do their work by being moved.
fn moved_by_lifecycle(context: &Context<'_>, location: Location) -> bool {
    context.names.lifecycles.iter().any(|lifecycle| {
        lifecycle.file == location.file
            && lifecycle.span.start <= location.span.start
            && location.span.end <= lifecycle.span.end
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::told;

    #[test]
    fn what_nothing_uses_is_told() {
        let book = "attribute user.vip: boolean default false\nattribute user.level: rank default low\nenum rank { low, high \
                    }\nenum idle { a, b }\nevent order.paid\nevent order.late\naction ping <name: text>\naction pong <name: \
                    text>\ncondition big when user.level is high\ncondition small when user.level is low\nlist a { \"x\" \
                    }\nmessage m { en: \"Hello\" }\nschedule s { mon 09:00-10:00 }\n\ntrigger t {\n  on order.paid\n  when \
                    big\n  do { ping \"a\" }\n}\n";
        assert_eq!(
            told(book),
            [
                "A0703 user.vip",
                "A0703 idle",
                "A0703 order.late",
                "A0703 pong",
                "W0701 small",
                "W0701 a",
                "W0701 m",
                "W0701 s"
            ]
        );
    }

    #[test]
    fn tests_do_not_count_and_lifecycles_do() {
        let lifecycle = "event order.paid\n\nlifecycle l {\n  states conversation.order { unpaid, paid } {\n    start \
                         unpaid\n    final paid\n    from unpaid to paid on order.paid\n  }\n}\n";
        assert_eq!(told(lifecycle), [""; 0]);
        let test = "event order.paid\n\ntest \"a\" {\n  receive order.paid\n  expect nothing sent\n}\n";
        assert_eq!(told(test), ["A0703 order.paid"]);
    }
}
