//! From text to a lossless tree, a typed reading of it, and back in the canonical layout.
//!
//! Reading never fails: whatever the bytes, there is a tree whose text is the input, and a finding for each thing that is
//! not right. `grammar/whenbook.pest` is the one grammar; [`Kind`] names its rules.

mod amounts;
pub mod ast;
mod build;
mod comments;
mod decode;
mod findings;
mod format;
mod grammar;
mod lines;
mod lower;
mod operators;
#[cfg(test)]
mod oracle;
mod repair;
pub mod several;
mod spelling;
mod split;
mod tree;

pub use comments::Comment;
pub use decode::decode;
pub use format::{format, format_in_place, with_line_ends_of};
pub use grammar::Kind;
pub use tree::{Node, Tree};

use crate::diagnostic::{FileId, Finding};
use repair::{Map, Repair};

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

/// How often a file is read again with misspelt words put right: one may hide others.
const READINGS: usize = 4;

/// Reads a file. Never fails, never panics.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parse {
    let mut tree = build::tree(text, &split::split(text));
    let mut repairs: Vec<Repair> = Vec::new();
    for _ in 0..READINGS {
        let found = repair::find(&tree);
        if found.is_empty() {
            break;
        }
        let map = Map::new(&repairs);
        let found: Vec<_> = found.into_iter().map(|repair| Repair { span: map.span(repair.span), ..repair }).collect();
        let before = repairs.len();
        for repair in found {
            // One word may look misspelt in two ways; it is put right once.
            if repairs.iter().all(|known| repair.span.end <= known.span.start || known.span.end <= repair.span.start) {
                repairs.push(repair);
            }
        }
        if repairs.len() == before {
            break;
        }
        repairs.sort_by_key(|repair| repair.span);
        let repaired = repair::apply(text, &repairs);
        tree = build::tree(&repaired, &split::split(&repaired));
    }
    if !repairs.is_empty() {
        let map = Map::new(&repairs);
        tree = tree.over(text, |span| map.span(span));
    }
    let findings = findings::of(file, &tree, &repairs);
    Parse { file, tree, findings }
}
