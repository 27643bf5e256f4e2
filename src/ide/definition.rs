//! Where a name is declared.

use super::references::cells;
use super::{Analysis, Position, Symbol};
use crate::diagnostic::Location;

/// Where the name at a position is declared: the places of the declared name. A shipped file may be among them.
#[must_use]
pub fn definition(analysis: &Analysis, position: Position) -> Vec<Location> {
    match Symbol::at(analysis, position) {
        Some(symbol) => symbol.declared(analysis),
        // Of a column of a test, its rows.
        None => cells(analysis, position).0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, texts};

    #[test]
    fn names_lead_to_where_they_are_declared() {
        let book = "list closing { \"bye\" }\n\ntrigger t {\n  on customer.wrote\n  when message.text contains any clo$0sing\n  do { close }\n}\n";
        let (analysis, position) = at(book);
        let found = super::definition(&analysis, position);
        assert_eq!(texts(&analysis, &found), ["book.when:5 closing"]);
    }

    #[test]
    fn the_vocabulary_leads_to_the_prelude() {
        let (analysis, position) = at("trigger t {\n  on customer.wr$0ote\n  do { close }\n}\n");
        let found = super::definition(&analysis, position);
        let path =
            found.first().and_then(|location| analysis.sources.get(location.file)).map(|file| file.path.as_str());
        assert_eq!(path, Some("std/prelude.when"));
    }
}
