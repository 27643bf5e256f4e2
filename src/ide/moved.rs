//! Files that get another name: what a book says of them follows.

use std::collections::BTreeMap;

use super::Analysis;
use crate::diagnostic::{Edit, FileId};
use crate::semantics::{external_path, named_files, plain_text};

/// The edits that keep each `use "…"` and each log that a test plays right, by file, when files move: `new` gives the path of
/// one that does. Edits are of the files as they are before the move.
#[must_use]
pub fn moved(analysis: &Analysis, new: &dyn Fn(&str) -> Option<String>) -> BTreeMap<FileId, Vec<Edit>> {
    let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for unit in &analysis.checked.units {
        let Some(source) = analysis.sources.get(unit.file).filter(|source| !source.shipped) else { continue };
        let from = new(&source.path).unwrap_or_else(|| source.path.clone());
        for text in named_files(&unit.ast) {
            let Some(written) = plain_text(text) else { continue };
            let named = external_path(&source.path, &written);
            let named = new(&named).unwrap_or(named);
            if external_path(&from, &written) != named {
                let path = if written.starts_with('/') { named } else { relative(&from, &named) };
                let edit = Edit { span: text.span, text: format!("\"{path}\"") };
                edits.entry(unit.file).or_default().push(edit);
            }
        }
    }
    edits
}

/// How the file at `from` names the one at `to`.
fn relative(from: &str, to: &str) -> String {
    let (folder, _) = from.rsplit_once('/').unwrap_or_default();
    let mut folders = folder.split('/').filter(|part| !part.is_empty()).peekable();
    let mut parts = to.split('/').filter(|part| !part.is_empty()).peekable();
    while folders.peek().is_some() && folders.peek() == parts.peek() {
        folders.next();
        parts.next();
    }
    folders.map(|_| "..").chain(parts).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::super::sample::of;
    use super::*;

    const RULES: &str = "use \"../common/texts.when\"\n\nuse std.triggers\n\ntest \"a\" {\n  receive from \"logs/morning.jsonl\"\n  nothing sent\n}\n";

    /// What the texts become when files move.
    fn named(files: &[(&str, &str)], moves: &[(&str, &str)]) -> Vec<(String, String)> {
        let analysis = of(files);
        let new = |path: &str| {
            let to = |(old, new): &(&str, &str)| path.strip_prefix(old).map(|rest| format!("{new}{rest}"));
            moves.iter().find_map(to)
        };
        let edits = moved(&analysis, &new);
        let texts = |(file, edits): (FileId, Vec<Edit>)| {
            let path = analysis.sources.get(file).unwrap().path.clone();
            edits.into_iter().map(move |edit| (path.clone(), edit.text)).collect::<Vec<_>>()
        };
        edits.into_iter().flat_map(texts).collect()
    }

    #[test]
    fn what_names_a_file_follows_it() {
        let files = [("/w/book/rules.when", RULES), ("/w/common/texts.when", "")];
        let rules = |text: &str| ("/w/book/rules.when".to_owned(), format!("\"{text}\""));
        for (old, new, expected) in [
            ("/w/common/texts.when", "/w/common/base.when", vec![rules("../common/base.when")]),
            ("/w/common", "/w/shared", vec![rules("../shared/texts.when")]),
            ("/w/book/logs", "/w/book/old/logs", vec![rules("old/logs/morning.jsonl")]),
            ("/w/book/rules.when", "/w/rules.when", vec![rules("common/texts.when"), rules("book/logs/morning.jsonl")]),
            ("/w/book", "/w/deep/er", vec![rules("../../common/texts.when")]),
            ("/w", "/v", vec![]),
            ("/w/other.when", "/w/another.when", vec![]),
        ] {
            assert_eq!(named(&files, &[(old, new)]), expected, "{old} -> {new}");
        }
    }
}
