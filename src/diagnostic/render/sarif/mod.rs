//! Findings as SARIF 2.1.0, which GitHub's code scanning and other viewers read.
//!
//! Columns and `charOffset` count characters (`unicodeCodePoints`), lines and columns from 1, offsets from 0; `byteOffset`
//! counts bytes of the file. A byte order mark is a part of the bytes, and no character.

mod place;
mod rule;

use serde::Serialize;

use super::Findings;
use super::fingerprint::{self, Fingerprints};
use super::places::Places;
use crate::diagnostic::{Finding, Fix, Severity};
use place::{Location, Region};
use rule::{Rule, Rules};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A whole document.
#[derive(Debug, Serialize)]
pub struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    original_uri_base_ids: place::Bases,
    artifacts: Vec<place::Artifact>,
    results: Vec<Found>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    information_uri: Option<&'static str>,
    rules: Vec<Rule>,
}

#[derive(Debug, Serialize)]
struct Text {
    text: String,
}

/// A finding.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    rule_id: &'static str,
    rule_index: usize,
    level: Level,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: std::collections::BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Mending>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    Note,
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Advice => Self::Note,
        }
    }
}

/// A fix.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Mending {
    description: Text,
    artifact_changes: [Change; 1],
    properties: Safety,
}

#[derive(Debug, Serialize)]
struct Safety {
    /// Whether it is sure to be what was meant.
    safe: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: place::ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

/// The report on all these books. Paths are taken as relative to the root of the repository, unless they are absolute.
#[must_use]
pub fn log(books: &[Findings<'_>]) -> Log {
    let rules = Rules::of(books);
    let mut fingerprints = Fingerprints::default();
    // Books may share files.
    let files = books.iter().flat_map(|book| book.sources.iter()).filter(|(_, file)| !file.shipped);
    let mut known = std::collections::BTreeSet::new();
    let artifacts = files.filter(|(_, file)| known.insert(&file.path)).map(|(_, file)| place::artifact(file)).collect();
    let mut results = Vec::new();
    for book in books {
        let mut places = Places::new(book.sources);
        results.extend(book.list.iter().map(|finding| found(finding, &mut places, &rules, &mut fingerprints)));
    }
    let repository = env!("CARGO_PKG_REPOSITORY");
    let driver = Driver {
        name: "Whenbook",
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: (!repository.is_empty()).then_some(repository),
        rules: rules.list,
    };
    let run = Run {
        tool: Tool { driver },
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: place::bases(),
        artifacts,
        results,
    };
    Log { schema: SCHEMA, version: "2.1.0", runs: [run] }
}

fn found(finding: &Finding, places: &mut Places<'_>, rules: &Rules, fingerprints: &mut Fingerprints) -> Found {
    let help = finding.help.iter().map(|help| format!("\n{help}"));
    let related = finding.further.iter().zip(1..).map(|(label, number)| place::location(label, Some(number), places));
    Found {
        rule_id: finding.code.id,
        rule_index: rules.index_of(finding.code),
        level: finding.severity.into(),
        message: Text { text: finding.message.clone() + &help.collect::<String>() },
        related_locations: related.collect(),
        locations: [place::location(&finding.primary, None, places)],
        partial_fingerprints: [(fingerprint::NAME, fingerprints.of(finding, places))].into(),
        fixes: finding.fix.iter().map(|fix| mending(fix, finding, places)).collect(),
    }
}

fn mending(fix: &Fix, finding: &Finding, places: &mut Places<'_>) -> Mending {
    let file = finding.primary.location.file;
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: place::region(file, edit.span, places),
        inserted_content: Text { text: edit.text.clone() },
    });
    Mending {
        description: Text { text: fix.title.clone() },
        artifact_changes: [Change {
            replacements: replacements.collect(),
            artifact_location: place::artifact_location(places.path(file)),
        }],
        properties: Safety { safe: fix.safe },
    }
}
