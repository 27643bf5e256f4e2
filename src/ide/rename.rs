//! Other names for what a book declares.

use std::collections::BTreeMap;

use super::refactor::applied;
use super::{Analysis, Position, Symbol, directory, enum_values, naming};
use crate::diagnostic::{Edit, FileId, Location, Severity, SourceFile};
use crate::semantics::names::Kind;
use crate::semantics::{self, Settings};

/// Why something cannot have another name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRename {
    /// Nothing at the position has a name that the book gives.
    #[error("there is no name here that the book gives")]
    NoName,
    /// It ships with Whenbook.
    #[error("`{0}` ships with Whenbook and keeps its name")]
    Shipped(String),
    /// The new name cannot be one.
    #[error("`{0}` cannot be a name: names are letters, digits and `_`, and begin with a letter")]
    NotAName(String),
    /// The new name cannot be that of a group, an agent or a webhook.
    #[error("`{0}` cannot be this name: it is a text of one line without quotation marks, braces and `\\`")]
    NotAText(String),
    /// The new name says something else where the old one stands.
    #[error("`{0}` is a word of the language, and would not be read as a name")]
    Reserved(String),
    /// The new name is there already.
    #[error("`{0}` is declared already")]
    Taken(String),
}

/// The name at a position, if it can be changed.
///
/// # Errors
/// Why it cannot.
pub fn can_rename(analysis: &Analysis, position: Position) -> Result<Symbol, NoRename> {
    named(analysis, position).map(|named| named.symbol)
}

/// A name that a book gives, with all its places.
struct Named {
    symbol: Symbol,
    places: Vec<Location>,
}

fn named(analysis: &Analysis, position: Position) -> Result<Named, NoRename> {
    let (symbol, used, declared) = match enum_values::at(analysis, position) {
        Some(value) => {
            let (used, declared) = (value.used(analysis), value.declared(analysis).into_iter().collect());
            (Symbol { kind: Kind::Enum, name: value.name, location: value.location }, used, declared)
        }
        None => {
            let symbol = Symbol::at(analysis, position).filter(|symbol| is_given_by_a_book(symbol.kind));
            let symbol = symbol.ok_or(NoRename::NoName)?;
            let (used, declared) = (symbol.used(analysis), symbol.declared(analysis));
            (symbol, used, declared)
        }
    };
    let is_shipped = |location: &Location| analysis.sources.get(location.file).is_none_or(|file| file.shipped);
    if declared.is_empty() && !symbol.kind.is_of_directory() {
        return Err(NoRename::NoName);
    }
    if declared.iter().any(is_shipped) {
        return Err(NoRename::Shipped(symbol.name));
    }
    let mut places: Vec<Location> = used.into_iter().chain(declared).collect();
    // The values of an enum stand for it too.
    if symbol.kind == Kind::Enum {
        places.retain(|place| analysis.text_of(*place) == symbol.name);
    }
    places.sort();
    places.dedup();
    // With something in parentheses, a name is not written in one piece.
    let is_written = |place: &Location| analysis.text_of(*place) == symbol.name;
    if (is_dotted(symbol.kind) || symbol.kind.is_of_directory()) && !places.iter().all(is_written) {
        return Err(NoRename::NoName);
    }
    Ok(Named { symbol, places })
}

const fn is_given_by_a_book(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Trigger
            | Kind::Automation
            | Kind::FirstMatch
            | Kind::Condition
            | Kind::Message
            | Kind::List
            | Kind::Schedule
            | Kind::Scenario
            | Kind::Status
            | Kind::Enum
    ) || is_dotted(kind)
        || kind.is_of_directory()
}

/// Of these the messaging core knows the names too, and must follow.
const fn is_dotted(kind: Kind) -> bool {
    matches!(kind, Kind::Attribute | Kind::Event)
}

/// The edits that give the name at a position another one, by file.
///
/// # Errors
/// Why it cannot have it.
pub fn rename(analysis: &Analysis, position: Position, new: &str) -> Result<BTreeMap<FileId, Vec<Edit>>, NoRename> {
    let Named { symbol, places } = named(analysis, position)?;
    let old = symbol.name.as_str();
    if symbol.kind.is_of_directory() && !is_plain_text(new) {
        return Err(NoRename::NotAText(new.to_owned()));
    }
    let is_name =
        symbol.kind.is_of_directory() || if is_dotted(symbol.kind) { is_path(old, new) } else { naming::is_word(new) };
    if !is_name {
        return Err(NoRename::NotAName(new.to_owned()));
    }
    if !naming::is_name(symbol.kind, new) {
        return Err(NoRename::Reserved(new.to_owned()));
    }
    let vocabulary = &analysis.checked.vocabulary;
    let is_taken = match symbol.kind {
        Kind::Attribute => vocabulary.attributes.contains_key(new),
        Kind::Event => vocabulary.events.contains_key(new),
        Kind::Enum => vocabulary.enums.contains_key(new),
        kind if kind.is_of_directory() => {
            directory::entries(analysis).any(|entry| entry.kind == kind && entry.name == new)
        }
        _ => analysis.names().index.contains_key(new),
    };
    if new != old && is_taken {
        return Err(NoRename::Taken(new.to_owned()));
    }
    let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for place in places {
        edits.entry(place.file).or_default().push(Edit { span: place.span, text: new.to_owned() });
    }
    if symbol.kind == Kind::Enum && errors(analysis, &edits) > errors(analysis, &BTreeMap::new()) {
        return Err(NoRename::Reserved(new.to_owned()));
    }
    Ok(edits)
}

/// Whether it can stand between quotation marks as it is.
fn is_plain_text(new: &str) -> bool {
    let is_plain = |letter: char| !letter.is_control() && !matches!(letter, '"' | '\\' | '{' | '}');
    !new.is_empty() && new.trim() == new && new.chars().all(is_plain)
}

/// Whether a dotted name can be another one: what holds it stays.
fn is_path(old: &str, new: &str) -> bool {
    let holder = |name: &str| name.split('.').next().map(str::to_owned);
    new.contains('.') && new.split('.').all(naming::is_word) && (!old.contains('.') || holder(old) == holder(new))
}

/// How many errors the book would have with these changes. Of a value, only the whole book knows all that it may be called.
fn errors(analysis: &Analysis, edits: &BTreeMap<FileId, Vec<Edit>>) -> usize {
    let own = analysis.sources.iter().filter(|(_, source)| !source.shipped);
    let files: Vec<SourceFile> = own
        .map(|(file, source)| match edits.get(&file) {
            Some(edits) => SourceFile { text: applied(&source.text, edits), ..source.clone() },
            None => source.clone(),
        })
        .collect();
    let findings = semantics::compile(&files, &Settings::default()).findings;
    findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, of};
    use super::*;

    #[test]
    fn a_name_changes_in_all_files() {
        let rules = "trigger greet {\n  on customer.wrote\n  do { send hello }\n}\n\ntest \"a\" {\n  receive customer.wrote\n  expect fired greet\n  expect sent hello\n}\n";
        let analysis = of(&[("rules.when", rules), ("texts.when", "message hello { en: \"Hi\" }\n")]);
        let position = Position { file: FileId(1), offset: 10 };
        let edits = rename(&analysis, position, "welcome").unwrap();
        let counts: Vec<_> = edits.iter().map(|(file, edits)| (file.0, edits.len())).collect();
        assert_eq!(counts, [(0, 2), (1, 1)]);
        assert_eq!(rename(&analysis, position, "greet"), Err(NoRename::Taken("greet".to_owned())));
        assert_eq!(rename(&analysis, position, "two words"), Err(NoRename::NotAName("two words".to_owned())));
    }

    #[test]
    fn a_word_of_the_language_is_refused() {
        let (analysis, position) = at("condition ab$0c when user.plan is pro\n");
        for word in ["when", "known", "trigger", "do", "and", "all", "true", "fired"] {
            let refused = rename(&analysis, position, word);
            assert!(matches!(refused, Err(NoRename::Reserved(_) | NoRename::NotAName(_))), "{word}: {refused:?}");
        }
        assert!(rename(&analysis, position, "loyal").is_ok());
    }

    #[test]
    fn attributes_events_and_values_of_the_book_have_other_names() {
        let book = "enum level { gold, silver }\n\nattribute user.level: level default silver\n\nevent order.paid carries agent\n\ntrigger t {\n  on order.paid, change of user.level\n  when user.level in [gold, silver]\n  do { send \"{user.level}\" }\n}\n";
        let renamed = |needle: &str, new: &str| {
            let position = Position { file: FileId(0), offset: u32::try_from(book.rfind(needle).unwrap()).unwrap() };
            let edits = rename(&of(&[("book.when", book)]), position, new)?;
            Ok(applied(book, edits.get(&FileId(0)).unwrap()))
        };
        assert_eq!(renamed("user.level", "user.tier"), Ok(book.replace("user.level", "user.tier")));
        assert_eq!(renamed("order.paid", "order.settled"), Ok(book.replace("order.paid", "order.settled")));
        assert_eq!(renamed("gold", "best"), Ok(book.replace("gold", "best")));
        assert_eq!(renamed("gold, silver }", "best"), Ok(book.replace("gold", "best")));
        assert_eq!(
            renamed("level {", "tier"),
            Ok(book.replace("enum level", "enum tier").replace(": level", ": tier"))
        );
        assert_eq!(
            renamed("user.level", "conversation.level"),
            Err(NoRename::NotAName("conversation.level".to_owned()))
        );
        assert_eq!(renamed("gold", "silver"), Err(NoRename::Reserved("silver".to_owned())));
        assert_eq!(renamed("gold", "known"), Err(NoRename::Reserved("known".to_owned())));
    }

    #[test]
    fn what_ships_keeps_its_name() {
        let (analysis, position) = at("use std.triggers\n\nactivate first_r$0eply\n");
        assert_eq!(can_rename(&analysis, position), Err(NoRename::Shipped("first_reply".to_owned())));
        let (analysis, position) = at("trigger t {\n  on customer.wr$0ote\n  do { close }\n}\n");
        assert_eq!(can_rename(&analysis, position), Err(NoRename::Shipped("customer.wrote".to_owned())));
    }
}
