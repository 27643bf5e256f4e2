//! The phases of a compilation, in order.

use crate::diagnostic::{Finding, SourceFile, Sources};
use crate::ir;

use super::checker::Report;
use super::context::{Context, Reference};
use super::names::{Names, Unit};
use super::settings::Settings;
use super::vocabulary::Vocabulary;

/// What a compilation gives.
#[derive(Debug)]
pub struct Compiled {
    /// The book; `None` if and only if a finding is an error.
    pub book: Option<ir::Book>,
    /// What is wrong, in the order of files and lines.
    pub findings: Vec<Finding>,
    /// All files, the shipped ones that are used too. The places of the book are in them, in this order.
    pub sources: Sources,
    /// What editors want to know, of broken books too.
    pub checked: Checked,
}

/// What a compilation has found out beside the book.
#[derive(Debug, Default)]
pub struct Checked {
    /// The files as they were read.
    pub units: Vec<Unit>,
    /// What may be written in the book.
    pub vocabulary: Vocabulary,
    /// Which names are used where, in the order of files and lines.
    pub references: Vec<Reference>,
}

/// Compiles the files of a book. It reads nothing else: the prelude and what ships is within, and files that a `use` takes
/// from elsewhere are among `files`.
#[must_use]
pub fn compile(files: &[SourceFile], settings: &Settings) -> Compiled {
    let mut sources = Sources::default();
    let mut report = Report::default();
    for file in files {
        sources.add(file.clone());
    }
    let units: Vec<Unit> = Vec::new();
    let vocabulary = {
        let names = Names::collect(&units, &mut report.findings);
        let context = Context::new(settings, &sources, names, Vocabulary::default());
        // The calls of `declarations` stand here, phase by phase.
        context.vocabulary
    };
    let checked = Checked { units, vocabulary, references: report.references };
    Compiled { book: None, findings: report.findings, sources, checked }
}
