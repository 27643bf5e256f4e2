//! The registry of codes: one static a code, in a file for each range. A number is never used for anything else again.
//!
//! | range | of |
//! |---|---|
//! | `E00xx` | reading files and whenbook.toml |
//! | `E01xx` | the form of a file (syntax; from `E0131` on: forms) |
//! | `E02xx` | names: unknown, double, out of place |
//! | `E03xx` | types, units, optional values |
//! | `E04xx` | triggers and automations; from `E0450` schedules, lists, messages |
//! | `E05xx` | policies and lifecycles |
//! | `E06xx` | tests |
//! | `W0xxx` | warnings, numbered as the errors of the same matter |
//! | `W07xx` | what nothing uses |
//! | `W08xx` to `W11xx` | lints: each has its code in its own file, in `src/lint/` |
//! | `W12xx` | comments that allow a finding |
//! | `A0xxx` | advice, numbered likewise |

pub mod files;
pub mod forms;
pub mod group;
pub mod hints;
pub mod known;
pub mod lifecycles;
pub mod moves;
pub mod names;
pub mod parts;
pub mod policies;
pub mod rules;
pub mod scenarios;
pub mod schedules;
pub mod suppressions;
pub mod syntax;
pub mod tables;
pub mod tests;
pub mod types;

use super::Severity;

/// What a kind of finding is, once and for all: shown by `whenbook explain`, listed in `docs/errors.md`.
#[derive(Debug)]
pub struct Code {
    /// `E0203`: a letter for error, warning or advice, and a number.
    pub id: &'static str,
    /// What it is called in `whenbook.toml` and in lists: `unknown-attribute`.
    pub name: &'static str,
    /// What is wrong, why that matters and what to do, in an admin's words. Markdown.
    pub explanation: &'static str,
    /// A whole file that gives this finding; empty if no file can (a finding about a folder, say).
    pub bad: &'static str,
    /// The same, written right: it gives no finding at all.
    pub good: &'static str,
}

impl Code {
    /// The severity that its letter says.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self.id.as_bytes().first() {
            Some(b'E') => Severity::Error,
            Some(b'W') => Severity::Warning,
            _ => Severity::Advice,
        }
    }

    /// The address of its section of `docs/errors.md` or `docs/lints.md`, if the repository is public: its address is not
    /// empty.
    #[must_use]
    pub fn page(&self, repository: &str) -> Option<String> {
        let anchor = format!("{}-{}", self.id, self.name).to_ascii_lowercase();
        let version = env!("CARGO_PKG_VERSION");
        let page = if self.severity() == Severity::Error { "errors" } else { "lints" };
        (!repository.is_empty()).then(|| format!("{repository}/blob/v{version}/docs/{page}.md#{anchor}"))
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

/// All codes but those of the lints (see `lint::codes`), in order of their numbers.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [
        files::CODES,
        syntax::CODES,
        forms::CODES,
        names::CODES,
        types::CODES,
        known::CODES,
        rules::CODES,
        schedules::CODES,
        parts::CODES,
        lifecycles::CODES,
        moves::CODES,
        policies::CODES,
        tests::CODES,
        tables::CODES,
        scenarios::CODES,
        hints::CODES,
        suppressions::CODES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The code of that id (in any case) or name, if it is none of a lint (see `lint::code`).
#[must_use]
pub fn find(id_or_name: &str) -> Option<&'static Code> {
    all().find(|code| code.id.eq_ignore_ascii_case(id_or_name) || code.name == id_or_name)
}

#[cfg(test)]
mod tests_of_pages {
    use super::files::NOT_UTF8;

    #[test]
    fn a_public_repository_has_the_page_of_a_code() {
        assert_eq!(NOT_UTF8.page(""), None);
        let address = NOT_UTF8.page("https://example.org/whenbook").unwrap_or_default();
        assert!(address.ends_with("/docs/errors.md#e0001-not-utf8"), "{address}");
    }
}
