//! `event`.

use indexmap::IndexMap;

use super::enums::twice;
use super::{Event, Vocabulary};
use crate::diagnostic::codes::names as codes;
use crate::diagnostic::{Finding, Location};
use crate::semantics::Report;
use crate::semantics::names::Names;
use crate::semantics::suggest;

/// First words of what every event has, or nobody carries.
pub(super) const ALWAYS_THERE: &[&str] = &["conversation", "session", "user", "account", "group", "time"];

pub(super) fn of(names: &Names<'_>, report: &mut Report) -> IndexMap<String, Event> {
    let mut events: IndexMap<String, Event> = IndexMap::new();
    for declared in &names.events {
        let Some(path) = &declared.node.path else {
            continue;
        };
        let name = path.dotted();
        let location = Location { file: declared.file, span: path.span };
        if path.segments.len() < 2 {
            if !name.is_empty() {
                let message = format!("`{name}` has no dot in it");
                let finding = Finding::new(&codes::NOT_DOTTED, location, message);
                report.findings.push(finding.help(format!("events are called `WHO.DID`, such as `customer.{name}`")));
            }
            continue;
        }
        if let Some(first) = events.get(&name) {
            report.findings.push(twice(&name, location, first.location).help("give one of them another name"));
            continue;
        }
        let mut carries: Vec<String> = Vec::new();
        for word in &declared.node.carries {
            let location = Location { file: declared.file, span: word.span };
            if ALWAYS_THERE.contains(&word.text.as_str()) {
                let message = format!("no event carries `{}`", word.text);
                let help = "the account, the user, the conversation and the time are always there; take the word away";
                report.findings.push(Finding::new(&codes::NOTHING_TO_CARRY, location, message).help(help));
            } else if carries.iter().any(|carried| *carried == word.text) {
                let message = format!("`{}` is named twice", word.text);
                report.findings.push(Finding::new(&codes::NOTHING_TO_CARRY, location, message).help("take one away"));
            } else {
                carries.push(word.text.to_string());
            }
        }
        events.insert(name, Event { carries, docs: declared.docs.map(str::to_owned), location });
    }
    events
}

/// What is looked at when the attributes are there: that what events carry is declared, and that no name is both.
pub(super) fn check(names: &Names<'_>, vocabulary: &Vocabulary, report: &mut Report) {
    for declared in &names.events {
        let Some(path) = &declared.node.path else {
            continue;
        };
        if let Some(attribute) = vocabulary.attributes.get(&path.dotted()) {
            let location = Location { file: declared.file, span: path.span };
            let finding = twice(&path.dotted(), location, attribute.location);
            report.findings.push(finding.help("it is an attribute and an event; give one of them another name"));
        }
        for word in &declared.node.carries {
            let mut first_words = vocabulary.attributes.keys().filter_map(|key| key.split('.').next());
            if ALWAYS_THERE.contains(&word.text.as_str()) || first_words.any(|first| first == word.text) {
                continue;
            }
            let location = Location { file: declared.file, span: word.span };
            let message = format!("no attribute begins with `{}`", word.text);
            let finding = Finding::new(&codes::NOTHING_TO_CARRY, location, message);
            let mut known: Vec<&str> =
                vocabulary.events.values().flat_map(|event| &event.carries).map(String::as_str).collect();
            known.sort_unstable();
            known.dedup();
            report.findings.push(match suggest::nearest(&word.text, known.iter().copied()) {
                Some(meant) => finding.help(format!("did you mean `{meant}`?")),
                None => finding.help(format!("declare what it brings: `attribute {}.name: text optional`", word.text)),
            });
        }
    }
}
