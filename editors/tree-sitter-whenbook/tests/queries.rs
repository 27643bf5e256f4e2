//! The queries that editors colour, fold, indent and select with; `copies.rs` makes those of other editors from them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use tree_sitter::{Language, Parser, Query, QueryCursor, StreamingIterator};

const SAMPLE: &str = include_str!("sample.when");

fn language() -> Language {
    tree_sitter_whenbook::LANGUAGE.into()
}

/// The folder of all editors.
fn editors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn query(name: &str) -> Query {
    compiled(&editors().join("tree-sitter-whenbook/queries").join(name))
}

fn compiled(path: &Path) -> Query {
    let text = fs::read_to_string(path).unwrap();
    Query::new(&language(), &text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Each capture of a query with its bytes; of several at the same bytes the last one counts, as in editors.
fn captures(name: &str) -> BTreeMap<(usize, usize), String> {
    let query = query(name);
    let mut parser = Parser::new();
    parser.set_language(&language()).unwrap();
    let tree = parser.parse(SAMPLE, None).unwrap();
    assert!(!tree.root_node().has_error());
    let mut found: BTreeMap<(usize, usize), (usize, String)> = BTreeMap::new();
    let mut cursor = QueryCursor::new();
    let mut matches = cursor.matches(&query, tree.root_node(), SAMPLE.as_bytes());
    while let Some(one) = matches.next() {
        for capture in one.captures() {
            let name = query.capture_names()[capture.index as usize].to_owned();
            let entry = found.entry((capture.node.start_byte(), capture.node.end_byte()));
            let seen = entry.or_insert((0, String::new()));
            if one.pattern_index >= seen.0 {
                *seen = (one.pattern_index, name);
            }
        }
    }
    found.into_iter().map(|(bytes, (_, name))| (bytes, name)).collect()
}

/// The folders of all queries.
const FOLDERS: [&str; 4] =
    ["tree-sitter-whenbook/queries", "neovim/queries/whenbook", "helix/queries/whenbook", "zed/languages/whenbook"];

#[test]
fn all_queries_fit_the_grammar() {
    for folder in FOLDERS {
        let entries = fs::read_dir(editors().join(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let queries: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "scm")).collect();
        assert!(queries.len() >= 4, "{folder}");
        for path in queries {
            assert!(compiled(&path).pattern_count() > 0, "{}", path.display());
        }
    }
}

#[test]
fn what_the_sample_is_coloured_with() {
    let shown: Vec<String> = captures("highlights.scm")
        .iter()
        .filter(|((start, end), _)| !SAMPLE[*start..*end].contains('\n'))
        .map(|((start, end), name)| format!("{name:<24} {}", &SAMPLE[*start..*end]))
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn what_of_the_sample_can_be_folded() {
    let line = |byte: usize| SAMPLE[..byte].matches('\n').count() + 1;
    let folds: Vec<String> = captures("folds.scm")
        .keys()
        .map(|(start, end)| (line(*start), line(*end)))
        .filter(|(first, last)| first < last)
        .map(|(first, last)| format!("{first}-{last} {}", SAMPLE.lines().nth(first - 1).unwrap().trim()))
        .collect();
    insta::assert_snapshot!(folds.join("\n"));
}
