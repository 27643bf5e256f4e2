//! `not` and a comparison in one: `a is not b`, `a does not contain b`.

use super::{document::Doc, statement};
use crate::syntax::{Kind, Node};

/// Whether the opposite of a comparison has words of its own.
pub(super) fn has_opposite(comparison: Node<'_>) -> bool {
    relation(comparison).and_then(words).is_some()
}

/// The opposite of a comparison; the comparison, if that has no words of its own.
pub(super) fn opposite(comparison: Node<'_>) -> Doc<'_> {
    let Some((relation, (operator, length))) =
        relation(comparison).and_then(|relation| Some((relation, words(relation)?)))
    else {
        return statement::doc(comparison);
    };
    let subject = comparison.parts().take_while(|part| part.index() < relation.index()).map(statement::doc);
    let rest = statement::words(relation.kind(), relation.parts().skip(length));
    let blank = if relation.parts().nth(length).is_some() { " " } else { "" };
    let after = [Doc::text(" "), Doc::text(operator), Doc::text(blank), rest];
    Doc::Sequence(subject.chain(after).collect())
}

fn relation(comparison: Node<'_>) -> Option<Node<'_>> {
    comparison.parts().nth(1)
}

/// The words that say the opposite, and how many words of the relation they stand for. The words come from the language
/// page: "exactly `not (…)`".
fn words(relation: Node<'_>) -> Option<(&'static str, usize)> {
    let kinds: Vec<Kind> = relation.parts().map(Node::kind).collect();
    Some(match *kinds.as_slice() {
        [Kind::k_is, Kind::k_not, ..] => ("is", 2),
        [Kind::k_is, ..] => ("is not", 1),
        [Kind::k_was, Kind::k_not, ..] => ("was", 2),
        [Kind::k_was, ..] => ("was not", 1),
        [Kind::k_not, Kind::k_in, ..] => ("in", 2),
        [Kind::k_in, ..] => ("not in", 1),
        [Kind::k_has, Kind::k_not, Kind::k_fired] => ("has", 2),
        [Kind::k_has, Kind::k_fired] => ("has not", 1),
        [Kind::k_does, Kind::k_not, Kind::k_contain, ..] => ("contains", 3),
        [Kind::k_does, Kind::k_not, Kind::k_start, ..] => ("starts", 3),
        [Kind::k_does, Kind::k_not, Kind::k_end, ..] => ("ends", 3),
        [Kind::k_does, Kind::k_not, Kind::k_match, ..] => ("matches", 3),
        [Kind::k_does, Kind::k_not, Kind::k_find, ..] => ("finds", 3),
        [Kind::k_does, Kind::k_not, Kind::k_have, ..] => ("has", 3),
        [Kind::k_contains, ..] => ("does not contain", 1),
        [Kind::k_starts, ..] => ("does not start", 1),
        [Kind::k_ends, ..] => ("does not end", 1),
        [Kind::k_matches, ..] => ("does not match", 1),
        [Kind::k_finds, ..] => ("does not find", 1),
        [Kind::k_has, ..] => ("does not have", 1),
        _ => return None,
    })
}
