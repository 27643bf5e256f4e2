//! Other names for what a book declares.

use std::collections::BTreeMap;

use super::{Analysis, Position, Symbol};
use crate::diagnostic::{Edit, FileId, Location};
use crate::semantics::names::Kind;

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
    /// The new name is there already.
    #[error("`{0}` is declared already")]
    Taken(String),
}

/// The name at a position, if it can be changed.
///
/// # Errors
/// Why it cannot.
pub fn can_rename(analysis: &Analysis, position: Position) -> Result<Symbol, NoRename> {
    let named = Symbol::at(analysis, position).filter(|symbol| is_given_by_a_book(symbol.kind));
    let symbol = named.ok_or(NoRename::NoName)?;
    let is_shipped = |location: &Location| analysis.sources.get(location.file).is_none_or(|file| file.shipped);
    if symbol.declared(analysis).iter().any(is_shipped) {
        return Err(NoRename::Shipped(symbol.name));
    }
    Ok(symbol)
}

/// Names of one word. A dotted name is shared with the messaging core, which would have to follow.
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
    )
}

/// The edits that give the name at a position another one, by file.
///
/// # Errors
/// Why it cannot have it.
pub fn rename(analysis: &Analysis, position: Position, new: &str) -> Result<BTreeMap<FileId, Vec<Edit>>, NoRename> {
    let symbol = can_rename(analysis, position)?;
    let mut letters = new.chars();
    let begins = letters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    if !begins || !letters.all(|letter| letter.is_alphanumeric() || letter == '_') {
        return Err(NoRename::NotAName(new.to_owned()));
    }
    if new != symbol.name && analysis.names().index.contains_key(new) {
        return Err(NoRename::Taken(new.to_owned()));
    }
    let mut places = symbol.used(analysis);
    places.extend(symbol.declared(analysis));
    places.sort();
    places.dedup();
    let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for place in places {
        edits.entry(place.file).or_default().push(Edit { span: place.span, text: new.to_owned() });
    }
    Ok(edits)
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
    fn what_ships_keeps_its_name() {
        let (analysis, position) = at("use std.triggers\n\nactivate first_r$0eply\n");
        assert_eq!(can_rename(&analysis, position), Err(NoRename::Shipped("first_reply".to_owned())));
        let (analysis, position) = at("trigger t {\n  on customer.wr$0ote\n  do { close }\n}\n");
        assert_eq!(can_rename(&analysis, position), Err(NoRename::NoName));
    }
}
