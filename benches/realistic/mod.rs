//! A large book as people write them: what ships and the examples, repeated under other names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use whenbook::diagnostic::{FileId, SourceFile};
use whenbook::semantics::names::Kind;
use whenbook::semantics::{self, Settings};
use whenbook::syntax::{self, ast::DeclarationKind};

/// Files, each with the number of the book to which it belongs.
const FILES: [(u32, &str); 6] = [
    (0, "std-rules/standard-triggers.when"),
    (1, "examples/first-match/greetings.when"),
    (0, "examples/help-desk/queue.when"),
    (0, "examples/help-desk/silence.when"),
    (0, "examples/help-desk/topics.when"),
    (0, "examples/help-desk/welcome.when"),
];

/// A book with at least so many triggers: copies of everything that has a name.
pub fn book(root: &Path, triggers: usize) -> String {
    let (mut book, parts) = files(root, triggers, 1);
    parts.iter().for_each(|part| book.push_str(part));
    book
}

/// The same in so many files, and what all of them need.
pub fn files(root: &Path, triggers: usize, files: usize) -> (String, Vec<String>) {
    let account = fs::read_to_string(root.join("examples/help-desk/account.when")).expect("the file is there");
    let pieces: Vec<Piece> = FILES.iter().flat_map(|(number, name)| pieces(&root.join(name), *number)).collect();
    let each = pieces.iter().filter(|piece| piece.is_trigger).count().max(1);
    let copies = triggers.div_ceil(each);
    let mut parts = vec![String::new(); files];
    for copy in 0..copies {
        let part = parts.get_mut(copy * files / copies).expect("a file");
        for piece in &pieces {
            piece.copy_to(part, copy);
        }
    }
    (account, parts)
}

/// A declaration, cut behind each place at which something is named.
struct Piece {
    parts: Vec<String>,
    number: u32,
    is_trigger: bool,
}

impl Piece {
    fn copy_to(&self, book: &mut String, copy: usize) {
        let end = format!("_{}_{copy}", self.number);
        book.push_str(&self.parts.join(&end));
        book.push_str("\n\n");
    }
}

fn pieces(path: &Path, number: u32) -> Vec<Piece> {
    let text = fs::read_to_string(path).expect("the file is there");
    let source = SourceFile { path: "a.when".into(), text: text.clone(), shipped: false };
    let references = semantics::compile(&[source], &Settings::default()).checked.references;
    let named = references.iter().filter(|reference| {
        let own = [
            Kind::Trigger,
            Kind::Automation,
            Kind::FirstMatch,
            Kind::Condition,
            Kind::Message,
            Kind::List,
            Kind::Schedule,
        ];
        reference.location.file == FileId(0) && own.contains(&reference.kind)
    });
    let mut ends: BTreeSet<u32> = named.map(|reference| reference.location.span.end).collect();
    let mut pieces = Vec::new();
    for declaration in syntax::parse(FileId(0), &text).ast().declarations {
        let (id, is_trigger) = match &declaration.kind {
            DeclarationKind::Trigger(node) => (&node.id, true),
            DeclarationKind::Automation(node) => (&node.id, false),
            DeclarationKind::FirstMatch(node) => (&node.id, false),
            DeclarationKind::Condition(node) => (&node.id, false),
            DeclarationKind::Message(node) => (&node.id, false),
            DeclarationKind::List(node) => (&node.id, false),
            DeclarationKind::Schedule(node) => (&node.id, false),
            _ => continue,
        };
        ends.extend(id.as_ref().map(|id| id.span.end));
        let (mut from, mut parts) = (declaration.span.start, Vec::new());
        for end in ends.range(declaration.span.start..declaration.span.end).copied().chain([declaration.span.end]) {
            parts.push(text.get(from as usize..end as usize).expect("a span").to_owned());
            from = end;
        }
        pieces.push(Piece { parts, number, is_trigger });
    }
    pieces
}
