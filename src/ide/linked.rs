//! Names that are written together: the column of a test's rows, in each row and in each line that takes what it says.
//!
//! Other names are renamed: they may be used in files that nobody looks at while typing.

use super::statement::declaration;
use super::{Analysis, Position};
use crate::diagnostic::Span;
use crate::syntax::{Kind, Node};

/// The places that change together with the name at a position, itself among them; none if it stands alone.
#[must_use]
pub fn linked(analysis: &Analysis, position: Position) -> Vec<Span> {
    let parse = analysis.parse(position.file);
    let Some(test) = declaration(&parse, position.offset + 1).filter(|node| node.kind() == Kind::test_declaration)
    else {
        return Vec::new();
    };
    let all: Vec<Node<'_>> = test.subtree().filter_map(column).collect();
    let Some(name) = all.iter().find(|node| node.span().touches(position.offset)).map(|node| node.text()) else {
        return Vec::new();
    };
    let same: Vec<Span> = all.iter().filter(|node| node.text() == name).map(|node| node.span()).collect();
    if same.len() > 1 { same } else { Vec::new() }
}

/// The name of a column: of a `<cell>`, or of an entry of a row.
fn column(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        Kind::cell => node.child(Kind::name),
        Kind::row => None,
        Kind::entry if node.parent()?.kind() == Kind::row => node.child(Kind::word),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::at;

    #[test]
    fn the_name_of_a_column_is_one_in_all_rows() {
        let text = "test \"a\" {\n  given { user.plan is <pl$0an> }\n  receive customer.wrote\n  expect fired <rule>\n  rows {\n    plan: free, rule: a\n    plan: pro, rule: b\n  }\n}\n";
        let (analysis, position) = at(text);
        let places: Vec<u32> = super::linked(&analysis, position).iter().map(|span| span.start).collect();
        assert_eq!(places.len(), 3, "{places:?}");
        let (analysis, position) = at(&text.replace("$0", "").replace("given", "giv$0en"));
        assert_eq!(super::linked(&analysis, position), []);
    }
}
