//! Where a name is used.

use super::{Analysis, Position, Symbol};
use crate::diagnostic::Location;

/// Where the name at a position is used, in the order of files and lines, placeholders and tests among them; with
/// `and_declared`, where it is declared too.
#[must_use]
pub fn references(analysis: &Analysis, position: Position, and_declared: bool) -> Vec<Location> {
    let Some(symbol) = Symbol::at(analysis, position) else { return Vec::new() };
    let mut found = symbol.used(analysis);
    if and_declared {
        found.extend(symbol.declared(analysis));
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, texts};

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
