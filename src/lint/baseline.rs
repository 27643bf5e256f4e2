//! A baseline: the findings that a book has today, accepted until what they are about changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::diagnostic::{FileId, Finding, Severity, SourceFile, Sources, Span};
use crate::syntax;

/// The form of baseline that this version writes and reads.
const FORMAT: u32 = 1;

/// The accepted findings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Baseline {
    /// The form of this file.
    pub format: u32,
    /// By file, code and place.
    pub accepted: Vec<Accepted>,
}

/// An accepted finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Accepted {
    /// The file, relative to the baseline's folder. It is accepted in another as well, if it is gone from this one.
    pub file: String,
    /// The code of the finding.
    pub code: String,
    /// What it says.
    pub message: String,
    /// A hash of the declaration that it is about, without blanks and comments: once that changes, the finding is told of
    /// again.
    pub declaration: String,
}

/// Why a file is no baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It is not what a baseline looks like.
    #[error("it is not a baseline")]
    Form,
    /// Another version has written it.
    #[error("another version of Whenbook has written it")]
    Format,
}

impl Baseline {
    /// Those of the findings that can be accepted: all but errors. `name` says what a file is called in the baseline.
    pub fn of(findings: &[Finding], sources: &Sources, name: impl Fn(&SourceFile) -> String) -> Self {
        let can_be = |finding: &&Finding| finding.severity != Severity::Error;
        Self::of_those(findings.iter().filter(can_be), sources, name)
    }

    /// All of the findings, errors too: what was one may be a warning now that the settings want it so.
    pub fn of_all(findings: &[Finding], sources: &Sources, name: impl Fn(&SourceFile) -> String) -> Self {
        Self::of_those(findings.iter(), sources, name)
    }

    fn of_those<'a>(
        findings: impl Iterator<Item = &'a Finding>,
        sources: &Sources,
        name: impl Fn(&SourceFile) -> String,
    ) -> Self {
        let mut declarations = Declarations::default();
        let mut accepted: Vec<Accepted> =
            findings.filter_map(|finding| declarations.accepted(finding, sources, &name)).collect();
        accepted.sort();
        Self { format: FORMAT, accepted }
    }

    /// Adds the findings of another book.
    pub fn add(&mut self, other: Self) {
        self.format = FORMAT;
        self.accepted.extend(other.accepted);
        self.accepted.sort();
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// If it is none.
    pub fn load(bytes: &[u8]) -> Result<Self, Unusable> {
        let baseline: Self = serde_json::from_slice(bytes).map_err(|_| Unusable::Form)?;
        if baseline.format == FORMAT { Ok(baseline) } else { Err(Unusable::Format) }
    }

    /// As a text that is easy to compare: a line each.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Ready to be compared with findings.
    #[must_use]
    pub fn acceptance(&self) -> Acceptance<'_> {
        let mut left: BTreeMap<&Accepted, usize> = BTreeMap::new();
        for accepted in &self.accepted {
            *left.entry(accepted).or_default() += 1;
        }
        Acceptance { left }
    }
}

/// A baseline, and how much of it has not been needed yet: each of its lines accepts one finding.
#[derive(Debug)]
pub struct Acceptance<'a> {
    left: BTreeMap<&'a Accepted, usize>,
}

impl Acceptance<'_> {
    /// The findings that are not accepted in their files.
    pub fn filter(
        &mut self,
        findings: Vec<Finding>,
        sources: &Sources,
        name: impl Fn(&SourceFile) -> String,
    ) -> Vec<Finding> {
        self.keep(findings, sources, name, |left, accepted| left.get_mut(accepted).filter(|left| **left > 0))
    }

    /// Of these, those that are not accepted in any other file either: a file may be renamed, a declaration moved.
    pub fn filter_moved(
        &mut self,
        findings: Vec<Finding>,
        sources: &Sources,
        name: impl Fn(&SourceFile) -> String,
    ) -> Vec<Finding> {
        self.keep(findings, sources, name, |left, accepted| {
            let is_same = |other: &Accepted| Accepted { file: accepted.file.clone(), ..other.clone() } == *accepted;
            left.iter_mut().find(|(other, left)| **left > 0 && is_same(other)).map(|(_, left)| left)
        })
    }

    fn keep(
        &mut self,
        findings: Vec<Finding>,
        sources: &Sources,
        name: impl Fn(&SourceFile) -> String,
        left: impl for<'l> Fn(&'l mut BTreeMap<&Accepted, usize>, &Accepted) -> Option<&'l mut usize>,
    ) -> Vec<Finding> {
        let mut declarations = Declarations::default();
        findings
            .into_iter()
            .filter(|finding| {
                if finding.severity == Severity::Error {
                    return true;
                }
                let accepted = declarations.accepted(finding, sources, &name);
                let left = accepted.and_then(|accepted| left(&mut self.left, &accepted));
                left.map(|left| *left -= 1).is_none()
            })
            .collect()
    }

    /// How many lines of the baseline have accepted nothing: what they were about is mended or has changed.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left.values().sum()
    }
}

/// The declarations of files by their places, with their hashes: each file is read once.
#[derive(Debug, Default)]
struct Declarations {
    of: BTreeMap<FileId, Vec<(Span, String)>>,
}

impl Declarations {
    fn accepted(
        &mut self,
        finding: &Finding,
        sources: &Sources,
        name: impl Fn(&SourceFile) -> String,
    ) -> Option<Accepted> {
        let location = finding.primary.location;
        let file = sources.get(location.file)?;
        Some(Accepted {
            file: name(file),
            code: finding.code.id.to_owned(),
            message: finding.message.clone(),
            declaration: self.hash(location.file, file, location.span),
        })
    }

    /// The hash of the declaration around the place; of its line, where there is none.
    fn hash(&mut self, id: FileId, file: &SourceFile, span: Span) -> String {
        let declarations = self.of.entry(id).or_insert_with(|| of_file(id, file));
        let before = declarations.partition_point(|(declaration, _)| declaration.start <= span.start);
        let around = before.checked_sub(1).and_then(|index| declarations.get(index));
        match around.filter(|(declaration, _)| span.start <= declaration.end) {
            Some((_, hash)) => hash.clone(),
            None => hash_of([line(&file.text, span).trim()]),
        }
    }
}

fn of_file(id: FileId, file: &SourceFile) -> Vec<(Span, String)> {
    if !file.path.ends_with(".when") {
        return Vec::new();
    }
    let tree = syntax::parse(id, &file.text).tree;
    let declarations = tree.root().parts();
    declarations
        .map(|node| {
            let words = node.leaves().filter(|leaf| !leaf.is_trivia()).map(syntax::Node::text);
            (node.span(), hash_of(words))
        })
        .collect()
}

/// The first 16 digits are enough to tell texts of one book from each other.
fn hash_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for word in words {
        hasher.update(word.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn line(text: &str, span: Span) -> &str {
    let start = text.get(..span.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint;
    use crate::semantics::Settings;

    fn found(text: &str) -> (Vec<Finding>, Sources) {
        let file = SourceFile { path: "book.when".to_owned(), text: text.to_owned(), shipped: false };
        let compiled = lint::check(&[file], &Settings::default());
        (compiled.findings, compiled.sources)
    }

    fn left_over(baseline: &Baseline, text: &str) -> (usize, usize) {
        let (findings, sources) = found(text);
        let mut acceptance = baseline.acceptance();
        let rest = acceptance.filter(findings, &sources, |file| file.path.clone());
        (rest.len(), acceptance.left())
    }

    #[test]
    fn a_finding_is_accepted_in_another_file_as_often_as_it_was() {
        let (findings, sources) = found("list a { \"x\" }\n\nlist b { \"y\" }\n");
        let baseline = Baseline::of(&findings, &sources, |_| "old.when".to_owned());
        let mut acceptance = baseline.acceptance();
        let twice = [findings.clone(), findings.clone()].concat();
        let rest = acceptance.filter(twice, &sources, |file| file.path.clone());
        assert_eq!(rest.len(), 4, "no file is called so");
        assert_eq!(acceptance.filter_moved(rest, &sources, |file| file.path.clone()).len(), 2);
        assert_eq!(acceptance.left(), 0);
    }

    #[test]
    fn a_finding_is_accepted_until_its_declaration_changes() {
        let text = "list a { \"x\" }\n\nlist b { \"y\" }\n";
        let (findings, sources) = found(text);
        let baseline = Baseline::of(&findings, &sources, |file| file.path.clone());
        assert_eq!(baseline.accepted.len(), 2);
        assert_eq!(Baseline::load(baseline.to_json().as_bytes()), Ok(baseline.clone()));
        assert_eq!(left_over(&baseline, text), (0, 0));
        let moved = "// New.\n\nlist b {\n  \"y\"\n}\n\nlist a { \"x\" } // still\n";
        assert_eq!(left_over(&baseline, moved), (0, 0), "moved, laid out anew, commented");
        assert_eq!(left_over(&baseline, "list a { \"x\" }\n\nlist b { \"z\" }\n"), (1, 1), "one of them changed");
        assert_eq!(
            left_over(&baseline, "list a { \"x\" }\n\nlist c { \"z\" }\n"),
            (1, 1),
            "a new one beside an old one"
        );
        assert_eq!(left_over(&baseline, "list a { \"x\" }\n"), (0, 1), "one of them gone");
    }

    #[test]
    fn errors_are_never_accepted() {
        let (findings, sources) = found("trigger t {\n  on nothing.known\n  do { note \"x\" }\n}\n");
        assert!(!findings.is_empty());
        assert_eq!(Baseline::of(&findings, &sources, |file| file.path.clone()).accepted, []);
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        assert_eq!(Baseline::load(b"[]"), Err(Unusable::Form));
        assert_eq!(Baseline::load(br#"{"format": 2, "accepted": []}"#), Err(Unusable::Format));
    }
}
