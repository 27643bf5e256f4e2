//! From texts to what they say: the given files, the prelude, and what is used of what ships.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::checker::Report;
use super::names::Unit;
use super::shipped::{self, PRELUDE, Shipped};
use super::{replaced, uses};
use crate::diagnostic::{FileId, Finding, SourceFile, Sources};
use crate::syntax::{self, Comment, ast};

/// A file that has been read: whoever looks for what it takes in and then compiles it, reads it once.
#[derive(Clone, Debug)]
pub struct Reading {
    pub(super) file: SourceFile,
    pub(super) ast: Arc<ast::File>,
    comments: Vec<Comment>,
    is_series: bool,
    /// What is wrong with its form, as if the file were the only one.
    findings: Vec<Finding>,
}

impl Reading {
    /// Reads a file.
    #[must_use]
    pub fn of(file: SourceFile) -> Self {
        let parse = syntax::parse(FileId(0), &file.text);
        Self {
            ast: Arc::new(parse.ast()),
            comments: parse.comments(),
            findings: parse.findings,
            is_series: false,
            file,
        }
    }

    /// Takes in a log of events, which tests play.
    #[must_use]
    pub fn series(file: SourceFile) -> Self {
        Self { ast: Arc::default(), comments: Vec::new(), findings: Vec::new(), is_series: true, file }
    }

    /// Whether it is a log of events, and no rules.
    #[must_use]
    pub fn is_series(&self) -> bool {
        self.is_series
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &SourceFile {
        &self.file
    }

    /// Its comments, in order.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    fn unit(&self, file: FileId, report: &mut Report) -> Unit {
        report.findings.extend(self.findings.iter().map(|finding| finding.clone().within(file)));
        Unit { file, ast: Arc::clone(&self.ast) }
    }
}

/// The given files, the prelude, and what is used of what ships; the given ones come last, in the order of their paths, so
/// that what is declared twice is reported where a user can mend it.
pub(super) fn with_what_ships(files: &[Reading], report: &mut Report) -> (Sources, Vec<Unit>) {
    let mut sources = Sources::default();
    let mut given: Vec<(&str, Unit)> = Vec::new();
    for reading in files {
        let id = sources.add(reading.file.clone());
        given.push((reading.file.path.as_str(), reading.unit(id, report)));
    }
    given.sort_by_key(|(path, unit)| (*path, unit.file));
    let mut prelude = Unit { file: sources.add(source(&PRELUDE)), ast: shipped::prelude() };
    replaced::by(Arc::make_mut(&mut prelude.ast), given.iter().map(|(_, unit)| &*unit.ast));
    let mut units = vec![prelude];
    let mut open: Vec<&'static Shipped> = given.iter().flat_map(|(_, unit)| uses::shipped_uses(&unit.ast)).collect();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    open.sort_by_key(|file| file.path);
    while let Some(file) = open.pop() {
        if taken.insert(file.path) {
            let unit = take(file, &mut sources, report);
            open.extend(uses::shipped_uses(&unit.ast));
            units.push(unit);
        }
    }
    units.extend(given.into_iter().map(|(_, unit)| unit));
    (sources, units)
}

fn take(shipped: &Shipped, sources: &mut Sources, report: &mut Report) -> Unit {
    let id = sources.add(source(shipped));
    let mut unit = Reading::of(source(shipped)).unit(id, report);
    // They test what ships, not the choice that a book makes of it: they hold where all of it is active.
    let is_test = |declaration: &ast::Declaration| {
        matches!(declaration.kind, ast::DeclarationKind::Test(_) | ast::DeclarationKind::Scenario(_))
    };
    Arc::make_mut(&mut unit.ast).declarations.retain(|declaration| !is_test(declaration));
    unit
}

fn source(shipped: &Shipped) -> SourceFile {
    SourceFile { path: shipped.path.to_owned(), text: shipped.text.to_owned(), shipped: true }
}
