//! The corpus in `test/corpus`, in the form that `tree-sitter test` reads: a title between lines of `=`, a text, `---`, and its
//! tree. `WHENBOOK_BLESS=1` writes the trees anew.

use std::{fs, path::Path};

#[test]
fn the_corpus_is_read_as_it_says() {
    let bless = std::env::var_os("WHENBOOK_BLESS").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test/corpus");
    let mut cases = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let written = fs::read_to_string(&path).unwrap();
        let read: Vec<Case> = cases_of(&written);
        cases += read.len();
        let right = read.iter().map(Case::with_tree).collect::<Vec<_>>().join("\n");
        if bless {
            fs::write(&path, right).unwrap();
        } else {
            assert_eq!(
                written,
                right,
                "{} is not what the grammar says; WHENBOOK_BLESS=1 writes it anew",
                path.display()
            );
        }
    }
    assert!(cases >= 20, "only {cases} cases");
}

struct Case {
    title: String,
    text: String,
}

impl Case {
    fn with_tree(&self) -> String {
        let mut parser = tree_sitter::Parser::new();
        parser.set_language(&tree_sitter_whenbook::LANGUAGE.into()).unwrap();
        let tree = parser.parse(&self.text, None).unwrap();
        let line = "=".repeat(60);
        let mut out = format!("{line}\n{}\n{line}\n\n{}\n\n---\n\n", self.title, self.text);
        write_node(tree.root_node(), 0, &mut out);
        out.push('\n');
        out
    }
}

fn write_node(node: tree_sitter::Node<'_>, depth: usize, out: &mut String) {
    let missing = if node.is_missing() { "MISSING " } else { "" };
    out.push_str(&format!("{}({missing}{}", "  ".repeat(depth), node.kind()));
    for child in node.named_children(&mut node.walk()) {
        out.push('\n');
        write_node(child, depth + 1, out);
    }
    out.push(')');
}

fn cases_of(written: &str) -> Vec<Case> {
    let mut lines = written.lines().peekable();
    let mut cases = Vec::new();
    while let Some(line) = lines.next() {
        if !line.starts_with("===") {
            continue;
        }
        let title = lines.next().unwrap().to_owned();
        lines.next();
        let mut text = String::new();
        for line in lines.by_ref().take_while(|line| *line != "---") {
            text.push_str(line);
            text.push('\n');
        }
        cases.push(Case { title, text: text.trim_matches('\n').to_owned() });
    }
    cases
}
