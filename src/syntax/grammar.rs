//! The parser that pest makes of `grammar/whenbook.pest`.

use pest::{Parser, iterators::Pairs};

#[expect(missing_docs, reason = "the rules are explained in the grammar")]
mod generated {
    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/whenbook.pest"]
    pub(in crate::syntax) struct Grammar;
}

/// What a node or leaf of the tree is: the name of its rule in `grammar/whenbook.pest`.
pub use generated::Rule as Kind;

/// Reads one piece of a file. The grammar matches any text; `None` would be a mistake in it, and costs that piece only.
pub(super) fn read(piece: &str) -> Option<Pairs<'_, Kind>> {
    generated::Grammar::parse(Kind::file, piece).ok()
}
