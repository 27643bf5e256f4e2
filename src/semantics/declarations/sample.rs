//! Small books for the unit tests of this folder.

use crate::diagnostic::{FileId, Location, SourceFile, Sources};
use crate::semantics::names::{Names, Unit};
use crate::semantics::vocabulary::Vocabulary;
use crate::semantics::{Context, Report, Settings, compile};
use crate::syntax;

/// What one phase makes of a book of one file, with its findings as `code text`.
pub fn run<T>(text: &str, phase: impl FnOnce(&mut Context<'_>, &mut Report) -> T) -> (T, Vec<String>) {
    run_with(&Settings::default(), text, phase)
}

/// The same with settings.
pub fn run_with<T>(
    settings: &Settings,
    text: &str,
    phase: impl FnOnce(&mut Context<'_>, &mut Report) -> T,
) -> (T, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile { path: "book.when".to_owned(), text: text.to_owned(), shipped: false });
    let parse = syntax::parse(file, text);
    assert_eq!(parse.findings, [], "{text}");
    let ast = parse.ast();
    let fingerprints = vec![0; ast.declarations.len()].into();
    let units = [Unit { file: FileId(0), ast: ast.into(), fingerprints }];
    let mut report = Report::default();
    let names = Names::collect(&units, &mut report.findings);
    let mut context = Context::new(settings, &sources, names, Vocabulary::default());
    let made = phase(&mut context, &mut report);
    let told = report.findings.iter();
    let told = told.map(|finding| format!("{} {}", finding.code.id, finding.primary.location.span.of(text))).collect();
    (made, told)
}

/// The findings of a whole book of one file as `code text`, but for those about the prelude.
pub fn told(text: &str) -> Vec<String> {
    told_with(&Settings::default(), text)
}

/// The same with settings.
pub fn told_with(settings: &Settings, text: &str) -> Vec<String> {
    let file = SourceFile { path: "book.when".to_owned(), text: text.to_owned(), shipped: false };
    let compiled = compile(&[file], settings);
    let text_of = |location: Location| {
        compiled.sources.get(location.file).map(|file| location.span.of(&file.text).to_owned()).unwrap_or_default()
    };
    let findings = compiled.findings.iter();
    findings.map(|finding| format!("{} {}", finding.code.id, text_of(finding.primary.location))).collect()
}
