//! Which findings fail a check.

use super::super::Exit;
use super::books::CheckedBook;
use crate::diagnostic::Severity;

/// The least grave findings that fail a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Least {
    /// Errors alone
    Error,
    /// Errors and warnings
    #[default]
    Warning,
    /// Any finding
    Advice,
    /// None: the exit code tells only whether the check could be done
    Never,
}

impl Least {
    /// `None` if nothing fails.
    pub(super) const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Advice => Some(Severity::Advice),
            Self::Never => None,
        }
    }

    pub(super) fn judge(self, books: &[CheckedBook]) -> Exit {
        let Some(least) = self.severity() else { return Exit::Fine };
        let mut findings = books.iter().flat_map(|book| &book.findings);
        if findings.any(|finding| finding.severity >= least) { Exit::Findings } else { Exit::Fine }
    }
}
