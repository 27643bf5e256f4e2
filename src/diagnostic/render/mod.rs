//! How findings are shown: to a person, to a program, to what reads them in CI. One file a format; each takes findings with
//! their files and gives a text or plain data.

pub mod concise;
mod fingerprint;
pub mod github;
pub mod gitlab;
#[cfg(feature = "cli")]
pub mod human;
pub mod json;
pub mod junit;
mod lines;
mod page;
mod places;
pub mod sarif;
pub mod xml;

pub use lines::{Lines, Position};
pub use page::section;
pub use places::Findings;

use std::borrow::Cow;

use super::{Finding, Severity, Sources};

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// Findings with which the book cannot run.
    pub errors: usize,
    /// Findings that are probably mistakes.
    pub warnings: usize,
    /// Hints.
    pub advice: usize,
}

impl Counts {
    /// Counts them.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = Self::default();
        counts.add(findings);
        counts
    }

    /// Counts these too.
    pub fn add(&mut self, findings: &[Finding]) {
        for finding in findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Advice => self.advice += 1,
            }
        }
    }
}

impl std::fmt::Display for Counts {
    /// `3 errors, 1 warning`; `no findings` if there are none.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> =
            [(self.errors, "error", "s"), (self.warnings, "warning", "s"), (self.advice, "hint", "s")]
                .into_iter()
                .filter(|(count, ..)| *count > 0)
                .map(|(count, word, plural)| format!("{count} {word}{}", if count == 1 { "" } else { plural }))
                .collect();
        formatter.write_str(&if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") })
    }
}

/// The text with control characters other than line breaks and tabs written as escapes, so that it cannot talk to a
/// terminal.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    let hidden = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if hidden(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect())
}

/// Findings in the order in which people read them: by file, then by place; those of a folder as a whole come first.
#[must_use]
pub fn in_reading_order(mut findings: Vec<Finding>, sources: &Sources) -> Vec<Finding> {
    findings.sort_by_cached_key(|finding| {
        let path = sources.get(finding.primary.location.file).map(|file| file.path.clone());
        (path, finding.primary.location.span, finding.code.id)
    });
    findings
}
