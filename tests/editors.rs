//! What the editors know of the language without asking the server: it says the same as the grammar and the vocabulary do.

use std::collections::BTreeSet;
use std::path::Path;

use regex::Regex;
use serde_json::Value;
use whenbook::diagnostic::{Severity, SourceFile};
use whenbook::semantics::Settings;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The words that a pattern lists: `(one|two)`.
fn listed(pattern: &str) -> BTreeSet<String> {
    let list = Regex::new(r"\(([a-z]+(?:\|[a-z]+)+)\)").unwrap();
    list.captures_iter(pattern).flat_map(|found| found[1].split('|').map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// The words that the TextMate grammar lists in one of its parts.
fn textmate(parts: &[&str]) -> BTreeSet<String> {
    let grammar: Value = serde_json::from_str(&read("editors/vscode/syntaxes/whenbook.tmLanguage.json")).unwrap();
    let patterns =
        parts.iter().flat_map(|part| grammar["repository"][part]["patterns"].as_array().cloned().unwrap_or_default());
    patterns.flat_map(|pattern| listed(pattern["match"].as_str().unwrap_or_default())).collect()
}

fn keywords() -> BTreeSet<String> {
    let keyword = Regex::new(r#"(?m)^k_\w+ = @\{ "([a-z]+)""#).unwrap();
    keyword.captures_iter(&read("grammar/whenbook.pest")).map(|found| found[1].to_owned()).collect()
}

/// The words of the actions that ship, without their slots.
fn actions() -> BTreeSet<String> {
    let prelude = read("std-rules/prelude.when");
    let (slot, word) = (Regex::new("<[^>]*>").unwrap(), Regex::new("[a-z]+").unwrap());
    let signatures = prelude.lines().filter_map(|line| line.strip_prefix("action "));
    let plain: Vec<_> = signatures.map(|signature| slot.replace_all(signature, "").into_owned()).collect();
    plain.iter().flat_map(|words| word.find_iter(words).map(|found| found.as_str().to_owned())).collect()
}

#[test]
fn the_textmate_grammar_has_each_word_and_no_other() {
    let known = keywords().union(&actions()).cloned().collect::<BTreeSet<_>>();
    assert!(known.len() > 150, "they are read");
    let listed = textmate(&["declarations", "clauses", "operators", "words", "actions"]);
    let missing: Vec<_> = known.difference(&listed).collect();
    let unknown: Vec<_> = listed.difference(&known).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "missing: {missing:?}; not of the language: {unknown:?}");
}

/// What a snippet inserts if nothing is typed over it.
fn inserted(body: &str) -> String {
    let choice = Regex::new(r"\$\{\d+\|([^,|]*)[^|]*\|\}").unwrap();
    let place = Regex::new(r"\$\{\d+:((?:\\\}|[^}])*)\}").unwrap();
    let text = place.replace_all(&choice.replace_all(body, "$1"), "$1").into_owned();
    text.replace(r"\}", "}").replace("$0", "")
}

#[test]
fn each_snippet_is_laid_out_and_has_no_errors() {
    let snippets: Value = serde_json::from_str(&read("editors/vscode/snippets/whenbook.json")).unwrap();
    for (name, snippet) in snippets.as_object().unwrap() {
        let lines: Vec<_> = snippet["body"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
        let text = inserted(&lines.join("\n"));
        assert_eq!(whenbook::syntax::format(&text).as_deref(), Some(text.as_str()), "{name} is not laid out");
        let files = [
            SourceFile { path: "snippet.when".to_owned(), text, shipped: false },
            SourceFile { path: "book.when".to_owned(), text: "use std.lifecycle.ticket\n".to_owned(), shipped: false },
        ];
        let found = whenbook::lint::check(&files, &Settings::default()).findings;
        let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
        assert_eq!(errors.map(|finding| &finding.message).collect::<Vec<_>>(), Vec::<&String>::new(), "{name}");
    }
}
