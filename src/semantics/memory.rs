//! What the compilations of a book remember, so that the next one costs what has changed.
//!
//! Most of the work is done declaration by declaration, each with eyes for its own text, for what all files share
//! ([`shared`]) and for the names that it asks for ([`Asked`](super::checker::Asked)). So what was made of a file is good as long as the file, what
//! is shared, and the answers are the same. A finding that points into another file moves with that file; what was found of
//! a file that has one is made anew each time.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use super::checker::{Checker, Report};
use super::conditions::Named;
use super::context::Context;
use super::declarations::tests::Titled;
use super::names::{Declared, Unit};
use super::reading::Reading;
use super::rules::triggers::Placed;
use super::settings::Settings;
use crate::diagnostic::FileId;
use crate::ir;
use crate::syntax::ast::{self, DeclarationKind};

/// So many declarations of a file are compiled by one processor at a time.
const AT_ONCE: usize = 128;

/// How much of a book is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Book,
    /// The rules and tests of one file, with what they name. What can be said only of the whole book is not said.
    File(FileId),
}

impl Scope {
    /// Those that are compiled. They stand file by file.
    pub(super) fn of<'d, 'a, N>(self, declared: &'d [Declared<'a, N>]) -> &'d [Declared<'a, N>] {
        let Self::File(file) = self else { return declared };
        let mut files = declared.chunk_by(|one, other| one.file == other.file);
        files.find(|group| group.iter().any(|each| each.file == file)).unwrap_or_default()
    }
}

/// What the compilations of one book remember. A copy costs little.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Whether there will be another one.
    is_kept: bool,
    /// What all files shared in the last one.
    shared: u64,
    /// The files of which something was made anew in the last one.
    anew: BTreeSet<FileId>,
    pub(super) shipped: BTreeMap<&'static str, Reading>,
    pub(super) messages: Shelf<ir::Message>,
    pub(super) conditions: Shelf<Named>,
    pub(super) triggers: Shelf<Placed>,
    pub(super) automations: Shelf<ir::Automation>,
    pub(super) scenarios: Shelf<()>,
    pub(super) tests: Shelf<Titled>,
}

/// What was made of the declarations of one kind, by file.
#[derive(Clone, Debug)]
pub(super) struct Shelf<T> {
    files: BTreeMap<FileId, Arc<Made<T>>>,
}

/// What was made of those of one file, of what.
#[derive(Debug)]
struct Made<T> {
    /// The file as it was read. It is the same one if it is the same in memory.
    ast: Arc<ast::File>,
    parts: Vec<Arc<T>>,
    report: Report,
    /// What the names stood for that were asked for.
    answers: Vec<(String, Option<u64>)>,
    /// All names, if they were asked for.
    all: Option<u64>,
}

impl Memory {
    /// One that remembers, for a book that will be compiled again.
    #[must_use]
    pub fn kept() -> Self {
        Self { is_kept: true, ..Self::default() }
    }

    /// Whether there will be another compilation.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// Whether something was made anew of that file in the last compilation.
    #[must_use]
    pub fn is_anew(&self, file: FileId) -> bool {
        self.anew.contains(&file)
    }

    /// A number that is the same as long as what all files share is the same.
    #[must_use]
    pub const fn shared(&self) -> u64 {
        self.shared
    }

    /// Begins a compilation of these files: what can no longer be good is forgotten.
    pub(super) fn begin(&mut self, units: &[Unit], files: &[Reading], settings: &Settings) {
        if !self.is_kept {
            return;
        }
        let shared = shared(units, files, settings);
        if shared != self.shared {
            let (is_kept, shipped) = (self.is_kept, std::mem::take(&mut self.shipped));
            *self = Self { is_kept, shipped, shared, ..Self::default() };
        }
        self.anew.clear();
    }
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { files: BTreeMap::new() }
    }
}

impl<T: Clone + Send + Sync> Shelf<T> {
    /// What `make` makes of all these declarations, in their order. They stand file by file.
    pub fn fill<N: Sync>(
        of: impl Fn(&mut Memory) -> &mut Self,
        memory: &mut Memory,
        (context, report): (&Context<'_>, &mut Report),
        declared: &[Declared<'_, N>],
        make: impl Fn(&mut Checker<'_>, &Declared<'_, N>) -> Option<T> + Sync,
    ) -> Vec<Arc<T>> {
        let (known, is_kept) = (std::mem::take(&mut of(memory).files), memory.is_kept);
        let groups: Vec<&[Declared<'_, N>]> = declared.chunk_by(|one, other| one.file == other.file).collect();
        let made = groups.par_iter().filter_map(|group| {
            let file = group.first()?.file;
            if let Some(made) = known.get(&file).filter(|made| made.is_good(file, context)) {
                return Some((file, false, Arc::clone(made)));
            }
            let chunks = group.par_chunks(AT_ONCE).map(|chunk| {
                let mut report = Report::default();
                let parts = chunk.iter().filter_map(|each| make(&mut Checker::new(context, file, &mut report), each));
                (parts.map(Arc::new).collect(), report)
            });
            let chunks: Vec<(Vec<Arc<T>>, Report)> = chunks.collect();
            let (mut parts, mut report) = (Vec::with_capacity(group.len()), Report::default());
            for (chunk, own) in chunks {
                parts.extend(chunk);
                report.append(own);
            }
            Some((file, true, Arc::new(Made::new(file, parts, report, (context, is_kept)))))
        });
        let made: Vec<(FileId, bool, Arc<Made<T>>)> = made.collect();
        let mut parts = Vec::with_capacity(declared.len());
        for (file, is_anew, made) in made {
            if is_anew {
                memory.anew.insert(file);
            }
            if !memory.is_kept {
                // Nobody else has it.
                let made = Arc::into_inner(made).into_iter();
                made.for_each(|made| made.give(&mut parts, report));
                continue;
            }
            report.findings.extend(made.report.findings.iter().cloned());
            report.references.extend(made.report.references.iter().cloned());
            parts.extend(made.parts.iter().cloned());
            if memory.is_kept && made.stays_in(file) {
                of(memory).files.insert(file, made);
            }
        }
        parts
    }
}

impl<T> Made<T> {
    /// What was asked for matters only to the next compilation, if there is one.
    fn new(file: FileId, parts: Vec<Arc<T>>, mut report: Report, (context, is_kept): (&Context<'_>, bool)) -> Self {
        let asked = std::mem::take(&mut report.asked);
        let names: BTreeSet<String> = if is_kept { asked.names.into_iter().collect() } else { BTreeSet::new() };
        let answers = names.into_iter().map(|name| (context.answer(&name), name)).map(|(answer, name)| (name, answer));
        let answers = answers.collect();
        let all = (is_kept && asked.all).then(|| context.names.all());
        Self { ast: context.names.ast(file), parts, report, answers, all }
    }

    fn give(self, parts: &mut Vec<Arc<T>>, report: &mut Report) {
        parts.extend(self.parts);
        report.findings.extend(self.report.findings);
        report.references.extend(self.report.references);
    }

    fn is_good(&self, file: FileId, context: &Context<'_>) -> bool {
        Arc::ptr_eq(&self.ast, &context.names.ast(file))
            && self.answers.iter().all(|(name, answer)| context.answer(name) == *answer)
            && self.all.is_none_or(|all| context.names.all() == all)
    }

    /// Whether all that was found points into that file.
    fn stays_in(&self, file: FileId) -> bool {
        let labels = self.report.findings.iter().flat_map(|finding| finding.further.iter().chain([&finding.primary]));
        labels.into_iter().all(|label| label.location.file == file)
    }
}

/// What every file's declarations may look at without asking by name: the settings, which files there are, and all that
/// is declared but for rules, tests, texts and conditions.
fn shared(units: &[Unit], files: &[Reading], settings: &Settings) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{settings:?}").hash(&mut hasher);
    for file in files {
        file.file().path.hash(&mut hasher);
        if file.is_series() {
            file.file().text.hash(&mut hasher);
        }
    }
    for unit in units {
        unit.file.hash(&mut hasher);
        for (declaration, fingerprint) in unit.ast.declarations.iter().zip(unit.fingerprints.iter()) {
            if !is_asked_for(&declaration.kind) {
                fingerprint.hash(&mut hasher);
            }
        }
    }
    hasher.finish()
}

/// Whether others see it only by asking for its name.
const fn is_asked_for(kind: &DeclarationKind) -> bool {
    matches!(
        kind,
        DeclarationKind::Trigger(_)
            | DeclarationKind::Automation(_)
            | DeclarationKind::FirstMatch(_)
            | DeclarationKind::Condition(_)
            | DeclarationKind::Message(_)
            | DeclarationKind::Test(_)
            | DeclarationKind::Scenario(_)
    )
}
