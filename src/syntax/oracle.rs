//! The parser beside the one that pest itself makes of the same grammar: whatever the text, they tell of the same.

use std::fs;
use std::path::{Path, PathBuf};

use pest::{Parser, Token};
use proptest::prelude::*;

use super::grammar::{Event, read};
use super::split::split;

mod by_pest {
    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/whenbook.pest"]
    pub(super) struct Grammar;
}

/// A begin or end of a rule, with the place.
type Told = (bool, String, usize);

fn by_pest(piece: &str) -> Option<Vec<Told>> {
    let pairs = by_pest::Grammar::parse(by_pest::Rule::file, piece).ok()?;
    let told = pairs.tokens().map(|token| match token {
        Token::Start { rule, pos } => (true, format!("{rule:?}"), pos.pos()),
        Token::End { rule, pos } => (false, format!("{rule:?}"), pos.pos()),
    });
    Some(told.collect())
}

fn by_us(piece: &str) -> Option<Vec<Told>> {
    let (mut told, mut open) = (Vec::new(), Vec::new());
    let (events, is_read) = read(piece, Vec::new());
    for event in is_read.then_some(events)? {
        match event {
            Event::Open(kind, from) => {
                told.push((true, format!("{kind:?}"), from as usize));
                open.push(kind);
            }
            Event::Close(to) => told.push((false, format!("{:?}", open.pop().expect("what is open")), to as usize)),
            Event::Leaf(kind, from, to) => {
                told.push((true, format!("{kind:?}"), from as usize));
                told.push((false, format!("{kind:?}"), to as usize));
            }
        }
    }
    Some(told)
}

/// Compares them on each piece of a text.
fn compare(text: &str) {
    for piece in split(text) {
        let content = piece.span.of(text);
        if piece.too_deep.is_some() {
            continue;
        }
        let (ours, theirs) = (by_us(content), by_pest(content));
        let (Some(ours), Some(theirs)) = (&ours, &theirs) else {
            // How deep pest gets depends on how much stack there is.
            assert!(content.matches(['{', '(', '[', '｛']).count() > 64, "only one of them reads {content:?}");
            continue;
        };
        let differs = ours.iter().zip(theirs).position(|(ours, theirs)| ours != theirs);
        if let Some(place) = differs.or((ours.len() != theirs.len()).then_some(ours.len().min(theirs.len()))) {
            panic!("{content:?}\n  ours: {:?}\n  pest: {:?}", ours.get(place), theirs.get(place));
        }
    }
}

/// Every file of the language in the repository.
fn files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut waiting: Vec<_> =
        ["std-rules", "examples", "tests", "docs", "benches", "editors", "lsp"].map(|name| root.join(name)).into();
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
            waiting.extend(fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|extension| extension == "when" || extension == "md") {
            // Of a page, its examples are read, and the rest is damage.
            let bytes = fs::read(&path).expect("a file");
            files.push((path, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    files.sort();
    files
}

#[test]
fn all_files_of_the_repository_are_read_as_pest_reads_them() {
    let files = files();
    assert!(files.len() > 100, "{}", files.len());
    for (_, text) in files {
        compare(&text);
    }
}

/// What pest takes letters to be, and what we do: both follow tables of Unicode, perhaps not of one year.
#[test]
fn letters_are_letters_to_both() {
    for character in ('\0'..=char::MAX).filter(|character| character.is_alphanumeric() || !character.is_ascii()) {
        assert_eq!(pest::unicode::XID_START(character), unicode_ident::is_xid_start(character), "{character:?}");
        assert_eq!(pest::unicode::XID_CONTINUE(character), unicode_ident::is_xid_continue(character), "{character:?}");
    }
}

/// Damage to a text.
#[derive(Clone, Debug)]
enum Damage {
    Delete(prop::sample::Index, usize),
    Double(prop::sample::Index, usize),
    /// Something of another place is put there.
    Copy(prop::sample::Index, usize, prop::sample::Index),
    Put(prop::sample::Index, String),
    SwapLines(prop::sample::Index, prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<prop::sample::Index>;
    let signs = [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "\"",
        "\"\"\"",
        "'",
        "/",
        "//",
        "///",
        "/*",
        "*/",
        "#",
        "--",
        "<!--",
        "\\",
        ",",
        ";",
        ":",
        "=",
        "!=",
        "&&",
        "<",
        ">",
        "\n",
        "\r",
        "\r\n",
        " ",
        "\t",
        "\u{a0}",
        "\u{feff}",
        "\0",
        ".",
        "-",
        "_",
        "@",
        "、",
        "，",
        "｛",
        "｝",
        "“",
        "’",
        "5m",
        "9:00",
        "1,000",
        "-2.5",
        "2026-01-02",
        "all {",
        "not",
        "and",
        "or",
        "IS",
        "is not",
        "does not contain",
        "at least",
        "é",
        "ö",
        "中",
        "🙂",
        "e\u{301}",
        "\u{387}",
    ];
    prop_oneof![
        (place(), 1..30_usize).prop_map(|(at, length)| Damage::Delete(at, length)),
        (place(), 1..60_usize).prop_map(|(at, length)| Damage::Double(at, length)),
        (place(), 1..60_usize, place()).prop_map(|(from, length, to)| Damage::Copy(from, length, to)),
        (place(), prop::sample::select(signs.to_vec())).prop_map(|(at, sign)| Damage::Put(at, sign.to_owned())),
        (place(), "\\PC{1,3}").prop_map(|(at, text)| Damage::Put(at, text)),
        (place(), place()).prop_map(|(one, other)| Damage::SwapLines(one, other)),
    ]
}

fn apply(text: &mut String, damage: &Damage) {
    let range = |text: &str, at: &prop::sample::Index, length: usize| {
        let start = text.floor_char_boundary(at.index(text.len() + 1));
        start..text.ceil_char_boundary((start + length).min(text.len()))
    };
    match damage {
        Damage::Delete(at, length) => text.replace_range(range(text, at, *length), ""),
        Damage::Double(at, length) => {
            let range = range(text, at, *length);
            let copy = text.get(range.clone()).expect("characters").to_owned();
            text.insert_str(range.start, &copy);
        }
        Damage::Copy(from, length, to) => {
            let copy = text.get(range(text, from, *length)).expect("characters").to_owned();
            text.insert_str(range(text, to, 0).start, &copy);
        }
        Damage::Put(at, sign) => text.insert_str(range(text, at, 0).start, sign),
        Damage::SwapLines(one, other) => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            let count = lines.len();
            if count > 0 {
                lines.swap(one.index(count), other.index(count));
                *text = lines.concat();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// However a text is damaged.
    #[test]
    fn what_is_damaged_is_read_as_pest_reads_it(
        file in any::<prop::sample::Index>(), start in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..5)
    ) {
        static FILES: std::sync::OnceLock<Vec<(PathBuf, String)>> = std::sync::OnceLock::new();
        let (_, text) = file.get(FILES.get_or_init(files));
        // A window of some declarations: so most of what is read is near the damage.
        let start = text.floor_char_boundary(start.index(text.len() + 1));
        let start = text.get(..start).expect("characters").rfind("\n\n").map_or(0, |place| place + 2);
        let end = text.floor_char_boundary((start + 1_500).min(text.len()));
        let mut text = text.get(start..end).expect("characters").to_owned();
        for damage in &damages {
            apply(&mut text, damage);
        }
        compare(&text);
    }

    /// Whatever the text.
    #[test]
    fn any_text_is_read_as_pest_reads_it(text in "(\\PC|[ \n\"{}()/<>,.:a-f0-9]){0,40}") {
        compare(&text);
    }
}
