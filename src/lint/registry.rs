//! All lints, and all codes with theirs.

use super::{Lint, Sees, conditions, declarations, messages, style, testing, timing};
use crate::diagnostic::Code;
use crate::diagnostic::codes::{self, hints, rules, suppressions, tests};

/// All lints, group by group.
pub fn lints() -> impl Iterator<Item = &'static Lint> {
    let groups = [testing::LINTS, declarations::LINTS, conditions::LINTS, timing::LINTS, messages::LINTS, style::LINTS];
    groups.into_iter().flatten().copied()
}

/// All codes there are, those of lints among them, in the order of their numbers; errors first.
#[must_use]
pub fn codes() -> Vec<&'static Code> {
    let mut all: Vec<&Code> = codes::all().chain(lints().map(|lint| &lint.code)).collect();
    all.sort_by_key(|code| (std::cmp::Reverse(code.severity()), code.id));
    all
}

/// Whether a finding of that code depends on the whole book, so that [`check_file`](super::check_file) does not give it.
#[must_use]
pub fn of_book(code: &Code) -> bool {
    let of_compiler =
        [&rules::CASCADE, &hints::UNUSED, &hints::UNUSED_WORD, &tests::TITLE_TWICE, &suppressions::UNUSED_SUPPRESSION];
    of_compiler.contains(&code) || lints().any(|lint| lint.sees == Sees::Book && lint.code == *code)
}

/// The code of that id (in any case) or name.
#[must_use]
pub fn code(id_or_name: &str) -> Option<&'static Code> {
    let is_it = |code: &&Code| code.id.eq_ignore_ascii_case(id_or_name) || code.name == id_or_name;
    codes::find(id_or_name).or_else(|| lints().map(|lint| &lint.code).find(is_it))
}

/// Whether the code is of a lint that speaks only where it is asked to.
pub(super) fn is_opt_in(code: &Code) -> bool {
    lints().any(|lint| lint.opt_in && lint.code == *code)
}
