//! Trees of good files.

use std::{fmt::Write, fs};

use whenbook::{
    diagnostic::FileId,
    syntax::{self, Kind, Tree},
};

#[test]
fn trees() {
    insta::glob!("good/*.when", |path| {
        let text = fs::read_to_string(path).unwrap();
        let parse = syntax::parse(FileId(0), &text);
        assert_eq!(parse.findings, Vec::new());
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "good/snapshots" }, {
            insta::assert_snapshot!(show(&parse.tree));
        });
    });
}

/// A line a node or leaf, blanks left out; line ends as `⏎` behind what they follow.
fn show(tree: &Tree) -> String {
    let mut out = String::new();
    for node in tree.nodes().filter(|node| node.kind() != Kind::blank) {
        if node.kind() == Kind::nl {
            out.truncate(out.trim_end_matches('\n').len());
            out.push_str(" ⏎\n");
            continue;
        }
        let depth = node.ancestors().count();
        write!(out, "{}{:?}", "  ".repeat(depth), node.kind()).unwrap();
        if node.is_leaf() {
            write!(out, " {}", node.text()).unwrap();
        }
        out.push('\n');
    }
    out
}
