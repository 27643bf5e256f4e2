//! Findings for a program: one document, its schema in `docs/check.schema.json`.

use serde::Serialize;

use super::places::{Findings, Places};
use super::{Counts, Position};
use crate::diagnostic::{Edit, Finding, Label, Severity};

/// What `whenbook check --format json` writes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// All findings, by file and place.
    pub findings: Vec<ReportedFinding>,
    /// How many there are.
    pub summary: Summary,
}

/// How many findings in how many files.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Of each severity.
    #[serde(flatten)]
    pub counts: Counts,
    /// How many files were checked.
    pub files: usize,
}

/// A finding.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportedFinding {
    /// Its code: `E0203`. `whenbook explain E0203` tells more.
    pub code: &'static str,
    /// The code's name: `unknown-attribute`.
    pub name: &'static str,
    /// How grave it is.
    pub severity: SeverityName,
    /// What is wrong.
    pub message: String,
    /// Where.
    #[serde(flatten)]
    pub place: ReportedPlace,
    /// Further places that matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<ReportedPlace>,
    /// How to write it right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// A change that mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<ReportedFix>,
}

/// A place in a file, with a few words about it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportedPlace {
    /// The file, relative to the book's folder.
    pub file: String,
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
    /// What is there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// A change that mends a finding.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportedFix {
    /// What it does.
    pub title: String,
    /// Whether it is sure to be what was meant.
    pub safe: bool,
    /// What to replace in the finding's file.
    pub edits: Vec<ReportedEdit>,
}

/// A text put in place of another.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportedEdit {
    /// The first character that is replaced.
    pub start: Position,
    /// After the last one.
    pub end: Position,
    /// What stands there afterwards.
    pub text: String,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeverityName {
    /// The book cannot run.
    Error,
    /// Probably a mistake.
    Warning,
    /// A hint.
    Advice,
}

impl From<Severity> for SeverityName {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Advice => Self::Advice,
        }
    }
}

/// The findings of one book as plain data.
#[must_use]
pub fn findings(findings: Findings<'_>) -> Vec<ReportedFinding> {
    let mut places = Places::new(findings.sources);
    findings.list.iter().map(|finding| report(finding, &mut places)).collect()
}

fn report(finding: &Finding, places: &mut Places<'_>) -> ReportedFinding {
    let file = finding.primary.location.file;
    let mut edit = |edit: &Edit| {
        let (start, end) = places.ends(file, edit.span);
        ReportedEdit { start, end, text: edit.text.clone() }
    };
    let fix = finding.fix.as_ref().map(|fix| ReportedFix {
        title: fix.title.clone(),
        safe: fix.safe,
        edits: fix.edits.iter().map(&mut edit).collect(),
    });
    ReportedFinding {
        code: finding.code.id,
        name: finding.code.name,
        severity: finding.severity.into(),
        message: finding.message.clone(),
        place: place(&finding.primary, places),
        further: finding.further.iter().map(|label| place(label, places)).collect(),
        help: finding.help.clone(),
        fix,
    }
}

fn place(label: &Label, places: &mut Places<'_>) -> ReportedPlace {
    let (start, end) = places.ends(label.location.file, label.location.span);
    ReportedPlace { file: places.path(label.location.file).to_owned(), start, end, label: label.text.clone() }
}
