//! What a lint says of a text, for the tests of lints.

use super::{Lint, check};
use crate::diagnostic::{FileId, Severity, SourceFile};
use crate::semantics::Settings;

/// The messages of its findings, in order.
pub(super) fn found(lint: &Lint, text: &str) -> Vec<String> {
    with_settings(lint, text, lint.settings)
}

/// The same in a book with these settings.
pub(super) fn with_settings(lint: &Lint, text: &str, settings: &str) -> Vec<String> {
    let (settings, wrong) = Settings::parse(FileId(0), settings);
    assert_eq!(wrong, []);
    let file = SourceFile { path: "book.when".into(), text: text.into(), shipped: false };
    let checked = check(&[file], &settings);
    let errors: Vec<_> = checked.findings.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{text}: {errors:#?}");
    checked.findings.iter().filter(|one| *one.code == lint.code).map(|one| one.message.clone()).collect()
}
