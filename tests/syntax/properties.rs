//! Whatever the text: a tree that is the text, no panic, and the neighbours of damage survive.

use std::{fs, path::Path};

use proptest::prelude::*;
use whenbook::{
    diagnostic::FileId,
    syntax::{self, Parse, ast::DeclarationKind},
};

/// Parses and checks what holds for any text.
fn checked(text: &str) -> Parse {
    let parse = syntax::parse(FileId(0), text);
    let leaves: String = parse.tree.leaves().map(|leaf| leaf.text()).collect();
    assert_eq!(leaves, text);
    for node in parse.tree.nodes() {
        assert!(node.children().all(|child| {
            let (inner, outer) = (child.span(), node.span());
            child.parent().map(|parent| parent.index()) == Some(node.index())
                && outer.start <= inner.start
                && inner.end <= outer.end.max(inner.start)
        }));
    }
    let _ = parse.ast();
    for finding in &parse.findings {
        assert!(finding.primary.location.span.end as usize <= text.len(), "{finding:?}");
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            assert!(text.get(edit.span.start as usize..edit.span.end as usize).is_some(), "{finding:?}");
        }
    }
    parse
}

/// Real books, which hold every declaration.
fn books() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/syntax/good", "std-rules", "std-rules/lifecycle"];
    let mut books = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let small = path.metadata().unwrap().len() < 6000;
            if small && path.extension().is_some_and(|extension| extension == "when") {
                books.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    books
}

/// What is put into a book to damage it.
fn splinter() -> impl Strategy<Value = String> {
    let pieces = [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "\"",
        "'",
        "\"\"\"",
        "/",
        "//",
        "/*",
        "\\",
        ",",
        ";",
        ":",
        "=",
        "==",
        "\n",
        "\r",
        "\r\n",
        " ",
        "\t",
        "\0",
        "、",
        "｛",
        "“",
        "{user.",
        "}}",
        "is",
        "not",
        "and",
        "when",
        "do",
        "on",
        "trigger",
        "trigger x {",
        "all {",
        "5 m",
        "9:00",
        "1,000",
        "-",
        ".",
        "@",
        "#",
        "--",
        "wehn",
        "\u{feff}",
        "🙂",
        "e\u{301}",
    ];
    prop_oneof![prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), "\\PC{0,3}"]
}

/// Replaces some characters by something else.
fn damaged(text: &str, damage: &[(prop::sample::Index, usize, String)]) -> String {
    let mut text = text.to_owned();
    for (place, removed, put) in damage {
        let start = text.floor_char_boundary(place.index(text.len() + 1));
        let end = text.floor_char_boundary((start + removed).min(text.len()));
        text.replace_range(start..end, put);
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (text, _) = syntax::decode(FileId(0), &bytes);
        checked(&text);
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(splinter(), 0..60), blanks: bool) {
        checked(&pieces.join(if blanks { " " } else { "" }));
    }

    #[test]
    fn damaged_books(
        book in prop::sample::select(books()),
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0..30_usize, splinter()), 1..6),
    ) {
        checked(&damaged(&book, &damage));
    }

    /// Damage within one declaration leaves the next ones as they are.
    #[test]
    fn neighbours(
        book in prop::sample::select(books()),
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0..30_usize, splinter()), 1..4),
        which: prop::sample::Index,
    ) {
        let whole = checked(&book).ast().declarations;
        let victim = &whole[which.index(whole.len())];
        let (start, end) = (victim.span.start as usize, victim.span.end as usize);
        let broken = damaged(&book[start..end], &damage);
        prop_assume!(!broken.contains("/*") && !broken.contains("\"\"\""));
        let after = format!("{}{broken}{}", &book[..start], &book[end..]);
        let kinds: Vec<DeclarationKind> = checked(&after).ast().declarations.into_iter().map(|declaration| declaration.kind).collect();
        let shown: Vec<String> = kinds.iter().map(without_places).collect();
        let neighbours = whole.iter().filter(|declaration| declaration.span != victim.span);
        for neighbour in neighbours {
            prop_assert!(shown.contains(&without_places(&neighbour.kind)), "lost {:?} in\n{after}", neighbour.kind);
        }
    }
}

/// A declaration as text, without where it stands.
fn without_places(kind: &DeclarationKind) -> String {
    let shown = format!("{kind:?}");
    let mut out = String::with_capacity(shown.len());
    let mut rest = shown.as_str();
    while let Some(at) = rest.find("Span { ") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = &rest[rest.find('}').unwrap() + 1..];
    }
    out + rest
}

/// Sizes and depths that hurt other parsers.
#[test]
fn hard_texts() {
    let head = "trigger x \"X\" {\n  on a.b\n  when ";
    let texts = [
        format!("{head}{}a is b{}\n}}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("{head}{}a is b\n}}", "not ".repeat(10_000)),
        format!("{head}{}", "all { ".repeat(10_000)),
        format!("{head}a in {}", "[".repeat(10_000)),
        format!("{head}{}a is b{}\n}}", "(".repeat(60), ")".repeat(60)),
        format!("{head}a is \"{}\"\n}}", "x".repeat(1_000_000)),
        format!("{head}a is \"{}", "x".repeat(1_000_000)),
        "{".repeat(10_000),
        "}\n".repeat(10_000),
        "\0".repeat(100_000),
        "\"".repeat(10_000),
        "/*".repeat(10_000),
        "trigger x {\n".repeat(2_000),
        "a.b is c ".repeat(10_000),
    ];
    for text in texts {
        checked(&text);
    }
}

#[test]
fn a_word_that_is_misspelt_in_two_ways_is_put_right_once() {
    checked("policy assignment { accept by anyon{e }\n\npolicy assignment { accept by hand }\n");
}
