//! A book with everything there is to say about it.

use super::suppression::Suppressions;
use super::{Levels, Subject, registry};
use crate::diagnostic::{Finding, Severity, SourceFile, Sources};
use crate::semantics::{Compiled, Reading, Settings, compile_read};

/// Compiles the files of a book and looks at it with every lint. The findings are as the book's settings and comments want
/// them; the book is there unless one of them is an error.
///
/// It reads nothing else; see [`compile`](crate::semantics::compile). Findings about the levels in the settings come from
/// [`Levels::of`].
#[must_use]
pub fn check(files: &[SourceFile], settings: &Settings) -> Compiled {
    let files: Vec<Reading> = files.iter().cloned().map(Reading::of).collect();
    check_read(&files, settings)
}

/// The same with files that have been read already.
#[must_use]
pub fn check_read(files: &[Reading], settings: &Settings) -> Compiled {
    let mut compiled = compile_read(files, settings);
    let (levels, _) = Levels::of(settings, crate::diagnostic::FileId::default());
    let mut findings = std::mem::take(&mut compiled.findings);
    let mut suppressions = Suppressions::read(files);
    // Where something is missing, much else looks wrong.
    if let Some(book) = &compiled.book {
        let subject = Subject::new(book, &compiled.checked, &compiled.sources, settings);
        findings.extend(lint(&subject, &levels));
        findings = suppressions.apply(findings);
        findings.extend(suppressions.unused(|code| levels.looks_for(code)));
    } else {
        findings = suppressions.apply(findings);
    }
    findings.extend(suppressions.findings);
    let path = |finding: &Finding| path_of(finding, &compiled.sources);
    let mut findings: Vec<Finding> =
        findings.into_iter().filter_map(|finding| levels.judge(path(&finding), finding)).collect();
    findings.sort_by_key(|finding| (finding.primary.location, finding.code.id));
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        compiled.book = None;
    }
    compiled.findings = findings;
    compiled
}

/// What the lints find that speak at all. What ships is not the user's to mend.
fn lint(subject: &Subject<'_>, levels: &Levels) -> Vec<Finding> {
    let wanted = registry::lints().filter(|lint| levels.looks_for(&lint.code));
    let findings = wanted.flat_map(|lint| (lint.check)(subject));
    findings.filter(|finding| subject.is_own(finding.primary.location.file)).collect()
}

fn path_of<'a>(finding: &Finding, sources: &'a Sources) -> &'a str {
    sources.get(finding.primary.location.file).map_or("", |file| file.path.as_str())
}
