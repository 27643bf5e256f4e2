//! All that is to be said of a name: its declaration, its documentation, what it can be, where it comes from.

use super::{Analysis, Symbol};
use crate::diagnostic::{FileId, Location};
use crate::ir::vocabulary::Holder;
use crate::semantics::names::Kind;
use crate::semantics::shipped::{PRELUDE, SHIPPED};
use crate::semantics::suggest::listed;
use crate::semantics::types::Type;

/// Lines of a declaration that are shown.
const MOST_LINES: usize = 12;

/// More names than this are not listed.
const MOST_NAMES: usize = 12;

/// What is said of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Markdown.
    pub text: String,
    /// Where it is declared, if that is a file of the user's own.
    pub from: Option<Location>,
}

/// All about what that name stands for; `None` if nothing has it.
#[must_use]
pub fn describe(analysis: &Analysis, kind: Kind, name: &str) -> Option<Description> {
    let nowhere = Location { file: FileId(0), span: crate::diagnostic::Span::default() };
    let symbol = Symbol { kind, name: name.to_owned(), location: nowhere };
    let place = symbol.declared(analysis).first().copied()?;
    Some(of(analysis, &symbol, place, None))
}

/// All about a name that is declared at `place`; `first` comes right behind the declaration.
pub(super) fn of(analysis: &Analysis, symbol: &Symbol, place: Location, first: Option<String>) -> Description {
    let (span, docs) = analysis.declaration(place).unwrap_or((place.span, None));
    let whole = Location { file: place.file, span };
    let mut parts = vec![format!("```when\n{}\n```", head(analysis.text_of(whole)))];
    parts.extend(first);
    parts.extend(docs.map(str::to_owned));
    parts.extend(facts(analysis, symbol));
    let shipped = analysis.sources.get(place.file).filter(|file| file.shipped);
    parts.extend(shipped.map(|file| origin(&file.path)));
    Description { text: parts.join("\n\n"), from: shipped.is_none().then_some(place) }
}

/// The declaration, shortened if it is long.
fn head(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() <= MOST_LINES {
        return text.to_owned();
    }
    let mut shown: Vec<&str> = lines.into_iter().take(MOST_LINES - 1).collect();
    shown.push("  …");
    shown.join("\n")
}

fn origin(path: &str) -> String {
    let shipped = SHIPPED.iter().find(|shipped| shipped.path == path);
    match shipped {
        Some(shipped) => format!("*ships with Whenbook: `use {}`*", shipped.name),
        None if path == PRELUDE.path => "*standard vocabulary*".to_owned(),
        None => "*ships with Whenbook*".to_owned(),
    }
}

/// What can be known of it beside what is declared.
fn facts(analysis: &Analysis, symbol: &Symbol) -> Vec<String> {
    let vocabulary = &analysis.checked.vocabulary;
    match symbol.kind {
        Kind::Attribute => {
            let found = vocabulary.attributes.iter().find(|(_, each)| each.key == symbol.name);
            let Some((name, attribute)) = found else { return Vec::new() };
            let mut facts: Vec<String> = values(analysis, &attribute.value_type).into_iter().collect();
            if attribute.holder == Holder::Event {
                let first = name.split('.').next().unwrap_or_default();
                facts.extend(names("Only these events tell it: ", "and", vocabulary.carriers(first)));
            }
            if attribute.optional {
                facts.push("It can be unknown.".to_owned());
            }
            facts
        }
        Kind::Event => {
            let carries = vocabulary.events.get(&symbol.name).map(|event| event.carries.as_slice()).unwrap_or_default();
            let is_carried = |name: &&String| {
                let first = name.split('.').next().unwrap_or_default();
                carries.iter().any(|word| word == first)
            };
            let told = vocabulary.attributes.keys().filter(is_carried).map(String::as_str);
            names("It tells ", "and", told).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn values(analysis: &Analysis, value_type: &Type) -> Option<String> {
    match value_type {
        Type::Enum(name) => names("One of ", "or", analysis.checked.vocabulary.values_of(name)),
        Type::List(of) => values(analysis, of),
        _ => None,
    }
}

/// The names in code, the first ones of many.
fn names<'a>(before: &str, last: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let all: Vec<&str> = names.collect();
    let more = all.len().saturating_sub(MOST_NAMES);
    match all.get(..MOST_NAMES) {
        _ if all.is_empty() => None,
        Some(shown) if more > 0 => {
            let shown: Vec<String> = shown.iter().map(|name| format!("`{name}`")).collect();
            Some(format!("{before}{} and {more} more.", shown.join(", ")))
        }
        _ => Some(format!("{before}{}.", listed(&all, last))),
    }
}
