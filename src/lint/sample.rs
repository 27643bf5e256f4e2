//! What a lint says of a text, for the tests of lints.

use super::{Lint, check, lints};
use crate::diagnostic::{FileId, Finding, Severity, SourceFile};
use crate::semantics::Settings;

/// The messages of its findings, in order.
pub(super) fn found(lint: &Lint, text: &str) -> Vec<String> {
    with_settings(lint, text, lint.settings)
}

/// Those of a trigger on `customer.wrote` with this condition.
pub(super) fn found_when(lint: &Lint, condition: &str) -> Vec<String> {
    found(lint, &format!("trigger t {{\n  on customer.wrote\n  when {condition}\n  do {{ add tag \"a\" }}\n}}\n"))
}

/// The same as [`found`] in a book with these settings.
pub(super) fn with_settings(lint: &Lint, text: &str, settings: &str) -> Vec<String> {
    findings(lint, text, settings).into_iter().map(|finding| finding.message).collect()
}

/// The message of each finding of the lint of that code, with its help and the text of its fix.
pub(super) fn told(code: &str, settings: &str, text: &str) -> Vec<String> {
    let lint = lints().find(|lint| lint.code.id == code).unwrap();
    let level = if lint.opt_in { format!("[lints]\n{code} = \"advice\"\n") } else { String::new() };
    let findings = findings(lint, text, &format!("{settings}{level}")).into_iter();
    findings
        .map(|finding| {
            let edits = finding.fix.into_iter().flat_map(|fix| fix.edits).map(|edit| edit.text);
            let words = [Some(finding.message), finding.help].into_iter().flatten().chain(edits);
            words.collect::<Vec<_>>().join(" | ")
        })
        .collect()
}

fn findings(lint: &Lint, text: &str, settings: &str) -> Vec<Finding> {
    let (settings, wrong) = Settings::parse(FileId(0), settings);
    assert_eq!(wrong, []);
    let file = SourceFile { path: "book.when".into(), text: text.into(), shipped: false };
    let checked = check(&[file], &settings);
    let errors: Vec<_> = checked.findings.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{text}: {errors:#?}");
    checked.findings.into_iter().filter(|one| *one.code == lint.code).collect()
}
