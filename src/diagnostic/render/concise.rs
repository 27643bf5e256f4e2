//! Findings one a line, `path:line:column: W0701 message`: for editors, `grep`, and logs. Columns are characters, from 1.

use super::places::Places;
use super::{Findings, printable};
use crate::diagnostic::Finding;

/// One line for each finding.
#[must_use]
pub fn lines(findings: Findings<'_>) -> String {
    let mut places = Places::new(findings.sources);
    findings.list.iter().map(|finding| line(finding, &mut places) + "\n").collect()
}

pub(super) fn line(finding: &Finding, places: &mut Places<'_>) -> String {
    let start = places.start(finding.primary.location);
    let path = places.path(finding.primary.location.file);
    let line = format!("{path}:{}:{}: {} {}", start.line, start.column, finding.code.id, finding.message);
    printable(&line).replace(['\n', '\t'], " ")
}
