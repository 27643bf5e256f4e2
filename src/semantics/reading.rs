//! From texts to what they say: the given files, the prelude, and what is used of what ships.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
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
    file: Arc<SourceFile>,
    pub(super) ast: Arc<ast::File>,
    fingerprints: Arc<[u64]>,
    comments: Arc<[Comment]>,
    is_series: bool,
    /// What is wrong with its form, as if the file were the only one.
    findings: Arc<[Finding]>,
}

impl Reading {
    /// Reads a file.
    #[must_use]
    pub fn of(file: SourceFile) -> Self {
        let parse = syntax::parse(FileId(0), &file.text);
        let ast = parse.ast();
        Self {
            fingerprints: fingerprints(&ast, &file.text),
            ast: Arc::new(ast),
            comments: parse.comments().into(),
            findings: parse.findings.into(),
            is_series: false,
            file: Arc::new(file),
        }
    }

    /// Takes in a log of events, which tests play.
    #[must_use]
    pub fn series(file: SourceFile) -> Self {
        Self {
            ast: Arc::default(),
            fingerprints: Arc::default(),
            comments: Arc::default(),
            findings: Arc::default(),
            is_series: true,
            file: Arc::new(file),
        }
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

    /// What it says.
    #[must_use]
    pub fn ast(&self) -> &Arc<ast::File> {
        &self.ast
    }

    /// Its comments, in order.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    fn unit(&self, file: FileId, report: &mut Report) -> Unit {
        report.findings.extend(self.findings.iter().map(|finding| finding.clone().within(file)));
        Unit { file, ast: Arc::clone(&self.ast), fingerprints: Arc::clone(&self.fingerprints) }
    }

    /// The file without its tests.
    fn without_tests(mut self) -> Self {
        let is_test = |declaration: &ast::Declaration| {
            matches!(declaration.kind, ast::DeclarationKind::Test(_) | ast::DeclarationKind::Scenario(_))
        };
        Arc::make_mut(&mut self.ast).declarations.retain(|declaration| !is_test(declaration));
        self.fingerprints = fingerprints(&self.ast, &self.file.text);
        self
    }
}

/// The given files, the prelude, and what is used of what ships; the given ones come last, in the order of their paths, so
/// that what is declared twice is reported where a user can mend it.
pub(super) fn with_what_ships(
    files: &[Reading],
    shipped: &mut BTreeMap<&'static str, Reading>,
    report: &mut Report,
) -> (Sources, Vec<Unit>) {
    let mut sources = Sources::default();
    let mut given: Vec<(&str, Unit)> = Vec::new();
    for reading in files {
        let id = sources.add(reading.file().clone());
        given.push((reading.file.path.as_str(), reading.unit(id, report)));
    }
    given.sort_by_key(|(path, unit)| (*path, unit.file));
    let mut prelude = shipped::prelude();
    replaced::by(&mut prelude, given.iter().map(|(_, unit)| &*unit.ast));
    let fingerprints = fingerprints(&prelude, PRELUDE.text);
    let prelude = Unit { file: sources.add(source(&PRELUDE)), ast: prelude, fingerprints };
    let mut units = vec![prelude];
    let mut open: Vec<&'static Shipped> = given.iter().flat_map(|(_, unit)| uses::shipped_uses(&unit.ast)).collect();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    open.sort_by_key(|file| file.path);
    while let Some(file) = open.pop() {
        if taken.insert(file.path) {
            let id = sources.add(source(file));
            // They test what ships, not the choice that a book makes of it: they hold where all of it is active.
            let read = shipped.entry(file.path).or_insert_with(|| Reading::of(source(file)).without_tests());
            let unit = read.unit(id, report);
            open.extend(uses::shipped_uses(&unit.ast));
            units.push(unit);
        }
    }
    units.extend(given.into_iter().map(|(_, unit)| unit));
    (sources, units)
}

/// A number for each declaration that changes with its text and its documentation.
fn fingerprints(file: &ast::File, text: &str) -> Arc<[u64]> {
    let fingerprint = |declaration: &ast::Declaration| {
        let mut hasher = DefaultHasher::new();
        (declaration.span.of(text), &declaration.docs).hash(&mut hasher);
        hasher.finish()
    };
    file.declarations.iter().map(fingerprint).collect()
}

fn source(shipped: &Shipped) -> SourceFile {
    SourceFile { path: shipped.path.to_owned(), text: shipped.text.to_owned(), shipped: true }
}
