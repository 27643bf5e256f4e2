//! Findings as GitLab's code quality report. Columns are characters, from 1.

use serde::Serialize;

use super::Findings;
use super::fingerprint::Fingerprints;
use super::places::Places;
use crate::diagnostic::{Finding, Severity};

/// A finding, as GitLab reads it.
#[derive(Debug, Serialize)]
pub struct Issue {
    description: String,
    check_name: &'static str,
    /// By which GitLab knows it again in the next report.
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Debug, Serialize)]
struct Place {
    path: String,
    positions: Range,
}

#[derive(Debug, Serialize)]
struct Range {
    begin: Point,
    end: Point,
}

#[derive(Debug, Serialize)]
struct Point {
    line: usize,
    column: usize,
}

/// The report on all these books.
#[must_use]
pub fn issues(books: &[Findings<'_>]) -> Vec<Issue> {
    let mut fingerprints = Fingerprints::default();
    let of_book = |book: &Findings<'_>| {
        let mut places = Places::new(book.sources);
        let issues = book.list.iter().map(|finding| issue(finding, &mut places, &mut fingerprints));
        issues.collect::<Vec<_>>()
    };
    books.iter().flat_map(of_book).collect()
}

fn issue(finding: &Finding, places: &mut Places<'_>, fingerprints: &mut Fingerprints) -> Issue {
    let location = finding.primary.location;
    let (start, end) = places.ends(location.file, location.span);
    Issue {
        description: format!("{}: {}", finding.code.id, finding.message),
        check_name: finding.code.name,
        fingerprint: fingerprints.of(finding, places),
        severity: match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Advice => "info",
        },
        location: Place {
            path: places.path(location.file).to_owned(),
            positions: Range {
                begin: Point { line: start.line, column: start.column },
                end: Point { line: end.line, column: end.column },
            },
        },
    }
}
