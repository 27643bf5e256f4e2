//! A book with everything there is to say about it.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::suppression::Suppressions;
use super::{Levels, Lint, Memory, Sees, Subject, registry};
use crate::diagnostic::{FileId, Finding, Severity, SourceFile, Sources};
use crate::ir::Book;
use crate::semantics::{Compiled, Reading, Settings, compile_again, compile_file};

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
    let mut compiled = check_again(files, settings, &mut Memory::default());
    compiled.book = compiled.book.map(Book::sealed);
    compiled
}

/// The same of a book that was checked before, perhaps with other texts. The book is not sealed: it has no hash.
#[must_use]
pub fn check_again(files: &[Reading], settings: &Settings, memory: &mut Memory) -> Compiled {
    let mut compiled = compile_again(files, settings, &mut memory.semantics);
    let unknown = memory.unknown(files);
    let (levels, _) = Levels::of(settings, crate::diagnostic::FileId::default());
    let mut findings = std::mem::take(&mut compiled.findings);
    let mut suppressions = Suppressions::read(files);
    // Where something is missing, much else looks wrong.
    if let Some(book) = &compiled.book {
        let subject = Subject::new(book, &compiled.checked, &compiled.sources, settings);
        let (of_files, of_book) = lint(&subject, &levels, &unknown);
        findings.extend(memory.known().cloned());
        memory.put(&unknown, &of_files, files);
        findings.extend(of_files);
        findings.extend(of_book);
        findings = suppressions.apply(findings);
        findings.extend(suppressions.unused(files, |code| levels.looks_for(code)));
    } else {
        findings = suppressions.apply(findings);
    }
    findings.extend(suppressions.findings);
    let findings = judged(findings, &levels, &compiled.sources);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        compiled.book = None;
    }
    compiled.findings = findings;
    compiled
}

/// What can be said of one file without looking at all others anew: what nothing but the whole book tells is not among the
/// findings ([`of_book`](super::of_book)). `others_broken` says that another file has an error, where lints are silent.
#[must_use]
pub fn check_file(
    files: &[Reading],
    settings: &Settings,
    memory: &Memory,
    (file, others_broken): (FileId, bool),
) -> Compiled {
    let mut compiled = compile_file(files, settings, &memory.semantics, file);
    let (levels, _) = Levels::of(settings, FileId::default());
    let mut findings = std::mem::take(&mut compiled.findings);
    let mut suppressions = Suppressions::default();
    if let Some(reading) = files.get(file.0 as usize) {
        suppressions.add(file, reading);
    }
    if let Some(book) = compiled.book.as_ref().filter(|_| !others_broken) {
        let subject = Subject::new(book, &compiled.checked, &compiled.sources, settings);
        let only = BTreeSet::from([file]);
        let subject = subject.within(&only);
        let wanted = registry::lints().filter(|lint| lint.sees == Sees::File && levels.looks_for(&lint.code));
        findings.extend(wanted.flat_map(|lint| (lint.check)(&subject)));
    }
    findings = suppressions.apply(findings);
    findings.extend(suppressions.findings);
    findings.retain(|finding| finding.primary.location.file == file && !registry::of_book(finding.code));
    compiled.findings = judged(findings, &levels, &compiled.sources);
    compiled
}

/// The findings as grave as the settings want them, in the order of files and lines.
fn judged(findings: Vec<Finding>, levels: &Levels, sources: &Sources) -> Vec<Finding> {
    let judge = |finding: Finding| levels.judge(path_of(&finding, sources), finding);
    let mut findings: Vec<Finding> = findings.into_iter().filter_map(judge).collect();
    findings.sort_by_key(|finding| (finding.primary.location, finding.code.id));
    findings
}

/// What the lints find that speak at all: those that see a file at a time, in these files, and the others. What ships is not
/// the user's to mend.
fn lint(subject: &Subject<'_>, levels: &Levels, files: &BTreeSet<FileId>) -> (Vec<Finding>, Vec<Finding>) {
    let within = subject.within(files);
    let wanted: Vec<&Lint> = registry::lints().filter(|lint| levels.looks_for(&lint.code)).collect();
    let found = wanted.par_iter().map(|lint| {
        let subject = if lint.sees == Sees::File { &within } else { subject };
        let mut findings = (lint.check)(subject);
        findings.retain(|finding| subject.is_own(finding.primary.location.file));
        (lint.sees, findings)
    });
    let (of_files, of_book): (Vec<_>, Vec<_>) =
        found.collect::<Vec<_>>().into_iter().partition(|(sees, _)| *sees == Sees::File);
    let flat = |found: Vec<(Sees, Vec<Finding>)>| found.into_iter().flat_map(|(_, findings)| findings).collect();
    (flat(of_files), flat(of_book))
}

fn path_of<'a>(finding: &Finding, sources: &'a Sources) -> &'a str {
    sources.get(finding.primary.location.file).map_or("", |file| file.path.as_str())
}
