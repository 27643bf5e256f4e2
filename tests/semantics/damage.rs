//! Whatever stands in the files, there is an answer: findings, or a book that the engine takes.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use regex::Regex;
use whenbook::diagnostic::Severity;
use whenbook::{Book, Engine};

use super::compiled;

/// Books to damage, and the words that take the place of others.
static BOOKS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let word = Regex::new(r#"\s+|[A-Za-z_][\w.]*|[0-9][\w:.%-]*|"[^"\n]*"|."#).expect("a pattern");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["tests/semantics/books", "tests/findings", "std-rules/lifecycle"] {
        let mut paths: Vec<_> =
            fs::read_dir(root.join(folder)).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "when"));
        paths.sort();
        texts.extend(paths.iter().map(|path| fs::read_to_string(path).expect("a text")));
    }
    texts.iter().map(|text| word.find_iter(text).map(|found| found.as_str().to_owned()).collect()).collect()
});

#[derive(Clone, Debug)]
enum Damage {
    Remove(prop::sample::Index),
    Repeat(prop::sample::Index),
    Replace(prop::sample::Index, prop::sample::Index, prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        any::<prop::sample::Index>().prop_map(Damage::Remove),
        any::<prop::sample::Index>().prop_map(Damage::Repeat),
        any::<(prop::sample::Index, prop::sample::Index, prop::sample::Index)>()
            .prop_map(|(at, book, word)| Damage::Replace(at, book, word)),
    ]
}

fn damaged(mut words: Vec<String>, damages: &[Damage]) -> String {
    for damage in damages {
        if words.is_empty() {
            break;
        }
        match damage {
            Damage::Remove(at) => {
                words.remove(at.index(words.len()));
            }
            Damage::Repeat(at) => {
                let at = at.index(words.len());
                words.insert(at, words[at].clone());
            }
            Damage::Replace(at, other, word) => {
                let other = other.get(BOOKS.as_slice());
                let at = at.index(words.len());
                words[at].clone_from(&other[word.index(other.len())]);
            }
        }
    }
    words.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_book_gives_findings_or_runs(
        book in any::<prop::sample::Index>(),
        damages in prop::collection::vec(damage(), 1..6),
    ) {
        let text = damaged(book.get(BOOKS.as_slice()).clone(), &damages);
        let compiled = compiled("book.when", &text);
        let broken = compiled.findings.iter().any(|finding| finding.severity == Severity::Error);
        prop_assert_eq!(compiled.book.is_none(), broken);
        if let Some(book) = compiled.book {
            let json = serde_json::to_vec(&book).expect("JSON");
            let loaded = Book::load(&json);
            prop_assert!(loaded.as_ref() == Ok(&book), "{:?}\n{}", loaded.err(), text);
            prop_assert!(Engine::new(book).is_ok(), "{}", text);
        }
    }
}
