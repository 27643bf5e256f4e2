//! Whenbook for tree-sitter: the grammar that editors colour, fold and indent with.
//!
//! The parser proper is C, written from `grammar.js` by `generate/`.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_whenbook() -> *const ();
}

/// The language, for `tree_sitter::Parser::set_language`.
// SAFETY: it is the function that tree-sitter wrote into `src/parser.c` for this purpose.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_whenbook) };
