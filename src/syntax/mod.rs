//! From text to a lossless tree, a typed reading of it, and back in the canonical layout.
//!
//! Reading never fails: whatever the bytes, there is a tree whose text is the input, and a finding for each thing that is
//! not right. `grammar/whenbook.pest` is the one grammar; [`Kind`] names its rules.

mod amounts;
pub mod ast;
mod build;
mod format;
mod grammar;
mod lines;
mod lower;
mod operators;
mod spelling;
mod split;
mod tree;

pub use format::format;
pub use grammar::Kind;
pub use tree::{Node, Tree};

use crate::diagnostic::{FileId, Finding};

/// What reading a file gives.
#[derive(Clone, Debug)]
pub struct Parse {
    /// Which file it is.
    pub file: FileId,
    /// All of its text, broken or not.
    pub tree: Tree,
    /// What is wrong with its form, in the order of the file.
    pub findings: Vec<Finding>,
}

impl Parse {
    /// The typed reading of the file.
    #[must_use]
    pub fn ast(&self) -> ast::File {
        lower::file(&self.tree)
    }
}

/// Reads a file. Never fails, never panics.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parse {
    let tree = build::tree(text, &split::split(text));
    Parse { file, tree, findings: Vec::new() }
}
