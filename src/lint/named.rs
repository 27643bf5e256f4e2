//! What a name in `[lints]`, or in a comment that allows a finding, stands for.

use super::registry;
use crate::diagnostic::codes::group::Group;
use crate::diagnostic::{Code, Severity};
use crate::semantics::suggest::nearest;

/// A kind of warning or advice, or a group of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Code(&'static Code),
    Group(Group),
}

/// Why a name stands for nothing that has a level.
pub(super) enum Problem {
    /// There is no such finding. What to do about it, and what was meant, if something is near.
    Unknown(String, Option<&'static str>),
    /// It is an error, and stays one.
    Error,
}

impl Named {
    /// What the name stands for; `otherwise` is the advice where no name is near.
    pub(super) fn find(name: &str, otherwise: &str) -> Result<Self, Problem> {
        if let Some(group) = Group::find(name) {
            return Ok(Self::Group(group));
        }
        match registry::code(name) {
            Some(code) if code.severity() == Severity::Error => Err(Problem::Error),
            Some(code) => Ok(Self::Code(code)),
            None => {
                let known = registry::codes().into_iter().flat_map(|code| [code.id, code.name]);
                let meant = nearest(name, known.chain(Group::all().map(Group::name)));
                let help = meant.map_or(otherwise.to_owned(), |meant| format!("did you mean `{meant}`?"));
                Err(Problem::Unknown(help, meant))
            }
        }
    }

    /// Whether it is that, or a group with it.
    pub(super) fn covers(self, code: &Code) -> bool {
        match self {
            Self::Code(named) => named == code,
            Self::Group(group) => group == code.group(),
        }
    }

    /// Its name in `whenbook.toml`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Code(code) => code.name,
            Self::Group(group) => group.name(),
        }
    }
}
