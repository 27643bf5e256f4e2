//! What a word of the language says, where that is easily mistaken.

use super::Hover;
use crate::ide::completion::operator_docs;
use crate::ide::tokens::is_keyword;
use crate::ide::{Analysis, Position};
use crate::syntax::{Kind, Node};

/// The lines of which it is told, by what they are in the grammar.
const LINES: &[(Kind, &str)] = &[
    (
        Kind::once_clause,
        "How often it may fire. It counts when the rule fires, whatever becomes of its waits; with `every`, it may fire again after that time, or on another date.",
    ),
    (Kind::order_clause, "Smaller numbers fire first; without the line, 0."),
    (Kind::channels_clause, "Only on these channels; without the line, on every one."),
    (Kind::inactive_clause, "Switched off. It is checked all the same, and `activate` switches it on."),
    (Kind::only_during_clause, "If it is due while the schedule is closed, it waits for the opening."),
    (
        Kind::first_match_declaration,
        "At most one of these fires: the first in the list whose condition holds. One that is held back by its `once` or by a wait keeps the others back too.",
    ),
    (
        Kind::wait_action,
        "The rest of the block follows after that time; while it waits, the rule does not fire again in that conversation. `unless …` drops the rest as soon as one of these events comes. `then check again` drops it if `when` does not hold any more; without it, the condition is not looked at again.",
    ),
    (
        Kind::after_clause,
        "`while`: it must hold for so long without a break. `since last`: each of these events starts anew. `since first`: later ones change nothing. `unless`: such an event ends it.",
    ),
    (Kind::at_clause, "Each time at which clocks in the book's time zone show it; `on`: only on these days."),
    (Kind::change_of, "The attribute has another value than before the event."),
    (Kind::raises_clause, "These events come next, so that triggers and other lines hear of the move."),
    (Kind::activate_declaration, "Switches rules on that are inactive: all that ship are."),
    (Kind::deactivate_declaration, "Switches rules off, those that ship among them."),
    (Kind::limit_clause, "The list does not grow beyond that."),
    (Kind::only_may_clause, "Only people with that role may do it; no rule of the book does it."),
];

/// Of a word of a line or of an operator.
pub(super) fn hover(analysis: &Analysis, position: Position) -> Option<Hover> {
    let parse = analysis.parse(position.file);
    let leaf = parse.tree.leaf_at(position.offset).filter(|leaf| is_keyword(leaf.kind()))?;
    let parent = leaf.parent()?;
    if let Some(docs) = operator(parent) {
        return Some(Hover { span: leaf.span(), text: docs, from: None });
    }
    let (_, text) = LINES.iter().find(|(kind, _)| *kind == parent.kind())?;
    Some(Hover { span: leaf.span(), text: (*text).to_owned(), from: None })
}

/// What an operator asks, told in all its words.
fn operator(relation: Node<'_>) -> Option<String> {
    let words: Vec<&str> = relation
        .parts()
        .take_while(|part| is_keyword(part.kind()) || part.kind() == Kind::order)
        .map(|part| part.text())
        .collect();
    let words = words.join(" ");
    operator_docs(&words).map(|docs| format!("`{words}`: {docs}"))
}
