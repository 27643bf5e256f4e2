//! By what a report knows a finding of the last report again.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::places::Places;
use crate::diagnostic::Finding;

/// The name of this way to make them, with its version.
pub(super) const NAME: &str = "whenbook/finding/v1";

/// Gives each finding of one report its own fingerprint: of its code, its file, what it says and the words of its first
/// line, but not of where that line is. So it stays the same while other lines come and go. Equal ones are numbered.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    seen: BTreeMap<String, usize>,
}

impl Fingerprints {
    pub(super) fn of(&mut self, finding: &Finding, places: &mut Places<'_>) -> String {
        let location = finding.primary.location;
        let path = places.path(location.file);
        let lines = places.lines(location.file);
        let line = lines.text_of(lines.index_of(location.span.start as usize));
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut hash = Sha256::new();
        for part in [finding.code.id, path, &finding.message, &words.join(" ")] {
            hash.update(part);
            hash.update([0]);
        }
        let hash: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let count = self.seen.entry(hash.clone()).or_default();
        *count += 1;
        format!("{hash}:{count}")
    }
}
