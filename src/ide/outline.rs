//! The declarations of a file, and those of a book by name.

use super::Analysis;
use crate::diagnostic::{FileId, Span};
use crate::syntax::ast::{self, DeclarationKind};

/// A declaration in the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is called.
    pub name: String,
    /// Its title, or what kind of declaration it is.
    pub detail: String,
    /// What it is.
    pub kind: ItemKind,
    /// The file.
    pub file: FileId,
    /// All of it.
    pub whole: Span,
    /// Its name.
    pub place: Span,
}

/// What an item of an outline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are called as they are written")]
pub enum ItemKind {
    Attribute,
    Event,
    Action,
    Enum,
    Trigger,
    Automation,
    FirstMatch,
    Condition,
    Message,
    List,
    Schedule,
    Policy,
    Lifecycle,
    Status,
    Scenario,
    Test,
}

/// The declarations of a file, in its order.
#[must_use]
pub fn outline(analysis: &Analysis, file: FileId) -> Vec<Item> {
    let unit = analysis.checked.units.iter().find(|unit| unit.file == file);
    let declarations = unit.map(|unit| unit.ast.declarations.as_slice()).unwrap_or_default();
    declarations.iter().filter_map(|declaration| item(file, declaration, analysis.text(file))).collect()
}

/// The declarations of the user's own files whose names have the letters of `wanted` in their order, nearest first.
#[must_use]
pub fn find(analysis: &Analysis, wanted: &str) -> Vec<Item> {
    let own = analysis.sources.iter().filter(|(_, file)| !file.shipped);
    let items = own.flat_map(|(file, _)| outline(analysis, file));
    let mut found: Vec<(usize, Item)> = items
        .filter_map(|item| Some((distance(&item.name, wanted).or_else(|| distance(&item.detail, wanted))?, item)))
        .collect();
    found.sort_by_key(|(distance, item)| (*distance, item.name.len()));
    found.into_iter().map(|(_, item)| item).collect()
}

/// How many letters of the name stand before the last one that is wanted and are not wanted themselves; `None` if one is
/// missing.
fn distance(name: &str, wanted: &str) -> Option<usize> {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let mut between = 0;
    for wanted in wanted.chars().flat_map(char::to_lowercase).filter(|letter| !letter.is_whitespace()) {
        between += letters.by_ref().position(|letter| letter == wanted)?;
    }
    Some(between)
}

pub(super) fn item(file: FileId, declaration: &ast::Declaration, text: &str) -> Option<Item> {
    let whole = declaration.span;
    let make = |name: &str, detail: String, kind: ItemKind, place: Span| Item {
        name: name.to_owned(),
        detail,
        kind,
        file,
        whole,
        place,
    };
    let word = |id: &Option<ast::Word>, title: &Option<ast::Text>, what: &str, kind: ItemKind| {
        let title = title.as_ref().map(|title| unquoted(title.span.of(text))).filter(|title| !title.is_empty());
        id.as_ref().map(|id| make(&id.text, title.unwrap_or_else(|| what.to_owned()), kind, id.span))
    };
    let first_line = || whole.of(text).lines().next().unwrap_or_default();
    match &declaration.kind {
        DeclarationKind::Use(_)
        | DeclarationKind::Activate(_)
        | DeclarationKind::Deactivate(_)
        | DeclarationKind::Directory(_) => None,
        DeclarationKind::Attribute(node) => node
            .path
            .as_ref()
            .map(|path| make(path.span.of(text), "attribute".to_owned(), ItemKind::Attribute, path.span)),
        DeclarationKind::Event(node) => {
            node.path.as_ref().map(|path| make(path.span.of(text), "event".to_owned(), ItemKind::Event, path.span))
        }
        DeclarationKind::Action(_) => {
            let signature = first_line().trim_start_matches("action").trim();
            Some(make(signature, "action".to_owned(), ItemKind::Action, whole))
        }
        DeclarationKind::Enum(node) => word(&node.name, &None, "enum", ItemKind::Enum),
        DeclarationKind::Trigger(node) => word(&node.id, &node.title, "trigger", ItemKind::Trigger),
        DeclarationKind::Automation(node) => word(&node.id, &node.title, "automation", ItemKind::Automation),
        DeclarationKind::FirstMatch(node) => word(&node.id, &None, "first match", ItemKind::FirstMatch),
        DeclarationKind::Condition(node) => word(&node.id, &None, "condition", ItemKind::Condition),
        DeclarationKind::Message(node) => word(&node.id, &None, "message", ItemKind::Message),
        DeclarationKind::List(node) => word(&node.id, &None, "list", ItemKind::List),
        DeclarationKind::Schedule(node) => word(&node.id, &None, "schedule", ItemKind::Schedule),
        DeclarationKind::Scenario(node) => word(&node.id, &None, "scenario", ItemKind::Scenario),
        DeclarationKind::Lifecycle(node) => word(&node.id, &None, "lifecycle", ItemKind::Lifecycle),
        DeclarationKind::Status(node) => word(&node.id, &node.title, "status", ItemKind::Status),
        DeclarationKind::Test(node) => node
            .title
            .as_ref()
            .map(|title| make(&unquoted(title.span.of(text)), "test".to_owned(), ItemKind::Test, title.span)),
        DeclarationKind::CapacityRelease(_) | DeclarationKind::Assignment(_) | DeclarationKind::WaitTime(_) => {
            let name = first_line().trim_end_matches('{').trim();
            Some(make(name, "policy".to_owned(), ItemKind::Policy, whole))
        }
    }
}

fn unquoted(text: &str) -> String {
    text.trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::sample::of;
    use super::*;

    const BOOK: &str = "use std.lifecycle.ticket\nattribute user.level: number default 0\naction ping <name: text>\ntrigger billing_wait \"Billing wait\" {\n  on customer.wrote\n  when\n}\npolicy capacity release off\ntest \"Nobody waits\" {\n  receive customer.wrote\n  expect nothing sent\n}\n";

    #[test]
    fn a_broken_file_has_an_outline() {
        let analysis = of(&[("book.when", BOOK)]);
        let items = outline(&analysis, FileId(0));
        let told: Vec<_> = items.iter().map(|item| (item.name.as_str(), item.detail.as_str())).collect();
        let expected = [
            ("user.level", "attribute"),
            ("ping <name: text>", "action"),
            ("billing_wait", "Billing wait"),
            ("policy capacity release off", "policy"),
            ("Nobody waits", "test"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn declarations_are_found_by_some_letters_of_their_names() {
        let analysis = of(&[("book.when", BOOK)]);
        let names = |wanted: &str| find(&analysis, wanted).into_iter().map(|item| item.name).collect::<Vec<_>>();
        assert_eq!(names("blwt"), ["billing_wait"]);
        assert_eq!(names("Nobody w"), ["Nobody waits"]);
        assert_eq!(names("xyz"), [""; 0]);
        assert_eq!(names("").len(), 5);
    }
}
