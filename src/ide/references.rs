//! Where a name is used.

use super::{Analysis, Position, Symbol, enum_values, linked};
use crate::diagnostic::Location;

/// Where the name at a position is used, in the order of files and lines, placeholders and tests among them; with
/// `and_declared`, where it is declared too.
#[must_use]
pub fn references(analysis: &Analysis, position: Position, and_declared: bool) -> Vec<Location> {
    let (mut found, declared) = if let Some(value) = enum_values::at(analysis, position) {
        (value.used(analysis), value.declared(analysis).into_iter().collect())
    } else if let Some(symbol) = Symbol::at(analysis, position) {
        (symbol.used(analysis), symbol.declared(analysis))
    } else {
        let (rows, cells) = cells(analysis, position);
        (cells, rows)
    };
    if and_declared {
        found.extend(declared);
    }
    found.sort();
    found.dedup();
    found
}

/// Of a column of a test: where its rows say what it is, and where a line takes that.
pub(super) fn cells(analysis: &Analysis, position: Position) -> (Vec<Location>, Vec<Location>) {
    let text = analysis.text(position.file);
    let is_cell = |place: &Location| text.get(..place.span.start as usize).is_some_and(|before| before.ends_with('<'));
    let places = linked(analysis, position).into_iter().map(|span| Location { file: position.file, span });
    let (cells, rows): (Vec<_>, Vec<_>) = places.partition(is_cell);
    (rows, cells)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, texts};

    #[test]
    fn a_value_of_an_enum_is_used_where_it_stands() {
        let book = "enum level { gold, silver }\n\nattribute user.level: level default silver\n\ncondition best when user.level is go$0ld\n\ncondition worst when user.level is silver\n";
        for marked in [book.to_owned(), book.replace("$0", "").replace("{ gold", "{ go$0ld")] {
            let (analysis, position) = at(&marked);
            let found = super::references(&analysis, position, true);
            assert_eq!(texts(&analysis, &found), ["book.when:13 gold", "book.when:107 gold"], "{marked}");
        }
    }

    #[test]
    fn a_column_is_used_in_the_lines_of_its_test() {
        let test = "test \"a\" {\n  given { user.plan is <pl$0an> }\n  receive customer.wrote\n  rows {\n    plan: free\n    plan: pro\n  }\n}\n";
        let (analysis, position) = at(test);
        assert_eq!(texts(&analysis, &super::references(&analysis, position, false)), ["book.when:35 plan"]);
        assert_eq!(super::references(&analysis, position, true).len(), 3);
        assert_eq!(super::super::definition(&analysis, position).len(), 2);
    }

    #[test]
    fn placeholders_and_tests_are_uses() {
        let book = "attribute user.level: text default \"none\"\n\ntrigger t {\n  on customer.wrote\n  do { send \"You are {user.le$0vel}\" }\n}\n\ntest \"a\" {\n  given { user.level is \"gold\" }\n  receive customer.wrote\n  expect fired t\n}\n";
        let (analysis, position) = at(book);
        let found = super::references(&analysis, position, true);
        assert_eq!(
            texts(&analysis, &found),
            ["book.when:10 user.level", "book.when:97 user.level", "book.when:136 user.level"]
        );
    }
}
