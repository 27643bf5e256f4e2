//! The phases of a compilation, in order.

use std::sync::Arc;

use crate::diagnostic::{FileId, Finding, Severity, SourceFile, Sources};
use crate::ir;

use super::assemble;
use super::checker::Report;
use super::conditions::named;
use super::context::{Context, Reference};
use super::declarations::{directory, lifecycle, lists, messages, policies, schedules, tests, unused};
use super::memory::{Memory, Scope};
use super::names::{Names, Unit};
use super::reading::{self, Reading};
use super::rules::{activation, automations, cascades, first_matches, triggers};
use super::settings::Settings;
use super::uses;
use super::vocabulary::Vocabulary;
use super::wanted::Wanted;

/// What a compilation gives.
#[derive(Debug)]
pub struct Compiled {
    /// The book; `None` if and only if a finding is an error.
    pub book: Option<ir::Book>,
    /// What is wrong, in the order of files and lines.
    pub findings: Vec<Finding>,
    /// All files: those that were given, in their order, then the prelude and the shipped ones that are used. The places of
    /// the book are in them.
    pub sources: Sources,
    /// What editors want to know, of broken books too.
    pub checked: Checked,
}

/// What a compilation has found out beside the book.
#[derive(Debug, Default)]
pub struct Checked {
    /// The files as they were read, in the order in which they are compiled.
    pub units: Vec<Unit>,
    /// What may be written in the book.
    pub vocabulary: Vocabulary,
    /// Which names are used where, in the order of files and lines.
    pub references: Vec<Reference>,
    /// What could be made of a book that has an error. It cannot run.
    pub broken: Option<Box<ir::Book>>,
}

/// Compiles the files of a book. It reads nothing else: the prelude and what ships is within, and files that a `use` takes
/// from elsewhere are among `files`.
#[must_use]
pub fn compile(files: &[SourceFile], settings: &Settings) -> Compiled {
    let files: Vec<Reading> = files.iter().cloned().map(Reading::of).collect();
    compile_read(&files, settings)
}

/// Compiles the files of a book that have been read already; see [`compile`].
#[must_use]
pub fn compile_read(files: &[Reading], settings: &Settings) -> Compiled {
    let mut compiled = compile_again(files, settings, &mut Memory::default());
    compiled.book = compiled.book.map(ir::Book::sealed);
    compiled
}

/// The same of a book that was compiled before, perhaps with other texts. The book is not sealed: it has no hash.
#[must_use]
pub fn compile_again(files: &[Reading], settings: &Settings, memory: &mut Memory) -> Compiled {
    compile_scope(files, settings, (memory, Scope::Book))
}

/// What can be said of one file of a book without looking at all others anew: without what depends on who uses what, on
/// circles of triggers, on the tests of other files. The book, if it has no error, has the rules and tests of that file only, and
/// the texts and conditions that they name.
#[must_use]
pub fn compile_file(files: &[Reading], settings: &Settings, memory: &Memory, file: FileId) -> Compiled {
    let mut compiled = compile_scope(files, settings, (&mut memory.clone(), Scope::File(file)));
    compiled.findings.retain(|finding| finding.primary.location.file == file);
    compiled
}

fn compile_scope(files: &[Reading], settings: &Settings, (memory, scope): (&mut Memory, Scope)) -> Compiled {
    let mut report = Report::default();
    let (sources, units) = reading::with_what_ships(files, &mut memory.shipped, &mut report);
    memory.begin(&units, files, settings);
    let (book, vocabulary) = {
        let mut names = Names::collect(&units, &mut report.findings);
        // What ships is tested where it is made, as it ships.
        names.tests.retain(|test| sources.get(test.file).is_some_and(|file| !file.shipped));
        report.findings.extend(uses::check(&names, files));
        check(names, settings, &sources, (&mut report, memory, scope))
    };
    let findings = in_order(report.findings, &sources);
    let broken = findings.iter().any(|finding| finding.severity == Severity::Error);
    report.references.sort();
    let (book, broken) = if broken { (None, Some(Box::new(book))) } else { (Some(book), None) };
    let checked = Checked { units, vocabulary, references: report.references, broken };
    Compiled { book, findings, sources, checked }
}

impl ir::Book {
    /// Compiles the files of a book, with nothing settled beside them; [`compile`] takes settings.
    ///
    /// # Errors
    /// If the book cannot run: with what is wrong.
    pub fn compile(files: &[SourceFile]) -> Result<Self, Box<Compiled>> {
        let mut compiled = compile(files, &Settings::default());
        compiled.book.take().ok_or_else(|| Box::new(compiled))
    }
}

fn check<'a>(
    names: Names<'a>,
    settings: &'a Settings,
    sources: &'a Sources,
    (report, memory, scope): (&mut Report, &mut Memory, Scope),
) -> (ir::Book, Vocabulary) {
    let vocabulary = Vocabulary::of(&names, report);
    let context = Context::new(settings, sources, names, vocabulary);
    let defaults = Vocabulary::defaults(&context, report);
    let Context { names, mut vocabulary, files, .. } = context;
    for (name, value) in defaults {
        if let Some(attribute) = vocabulary.attributes.get_mut(&name) {
            attribute.default = Some(value);
        }
    }
    let lifecycle = lifecycle::read(&names, report);
    lifecycle::bring(lifecycle.as_ref(), &names, &mut vocabulary, report);
    let mut context = Context::of(settings, files, names, vocabulary);
    context.directory = directory::compile(&context, report);
    let schedules = schedules::compile(&context, report);
    let lists = lists::compile(&context, report);
    context.lists = lists.iter().map(|(list, members)| (list.id.clone(), members.clone())).collect();
    let messages = messages::compile((&context, report), memory);
    context.messages = messages.iter().map(|message| (message.id.clone(), Arc::clone(message))).collect();
    let conditions = named::compile((&context, report), memory);
    context.extents = conditions.iter().map(|(named, extent)| (named.named.id.clone(), *extent)).collect();
    context.conditions = conditions.iter().map(|(named, _)| Arc::clone(named)).collect();
    let of_rules = report.references.len();
    context.meanings = named::meanings(&context);
    let switches = activation::read(&context, report);
    let triggers = triggers::compile((&context, report), &switches, (memory, scope));
    let automations = automations::compile((&context, report), &switches, (memory, scope));
    let first_matches = first_matches::compile(&context, report);
    let policies = policies::compile(&context, report);
    let lifecycle = lifecycle::compile(&context, lifecycle.as_ref(), report);
    let statuses = lifecycle::compile_statuses(&context.names);
    if scope == Scope::Book {
        report.findings.extend(cascades::check(&triggers, lifecycle.as_ref(), &statuses, &context));
    }
    let tests = tests::compile((&context, report), (memory, scope));
    let release = policies.capacity_release.as_ref();
    let doings = lifecycle::Doings { triggers: &triggers, automations: &automations, release, tests: &tests };
    lifecycle::check_personal(doings, report);
    if let Some(lifecycle) = &lifecycle {
        lifecycle::check(lifecycle, doings, report);
    }
    // What is misspelt looks unused; so that waits until all else is right.
    if scope == Scope::Book && !report.findings.iter().any(|finding| finding.severity == Severity::Error) {
        unused::check(&context, sources, report);
    }
    let wanted = Wanted::of(scope, &context, report, of_rules);
    let messages = messages.iter().filter(|message| wanted.has(&message.id));
    let conditions = conditions.iter().map(|(named, _)| &named.named);
    let conditions = conditions.filter(|named| wanted.has(&named.id));
    let parts = assemble::Parts {
        messages: messages.map(|message| ir::Message::clone(message)).collect(),
        lists: lists.into_iter().map(|(list, _)| list).collect(),
        conditions: conditions.cloned().collect(),
        schedules,
        triggers,
        first_matches,
        automations,
        lifecycle,
        statuses,
        capacity_release: policies.capacity_release,
        assignment: policies.assignment,
        wait_time: policies.wait_time,
        tests,
    };
    (assemble::book(&context, sources, parts), context.vocabulary)
}

/// The findings in the order of files and lines. What is less than an error in a shipped file is not the user's to mend.
fn in_order(mut findings: Vec<Finding>, sources: &Sources) -> Vec<Finding> {
    let is_shipped = |finding: &Finding| sources.get(finding.primary.location.file).is_some_and(|file| file.shipped);
    findings.retain(|finding| finding.severity == Severity::Error || !is_shipped(finding));
    findings.sort_by_key(|finding| (finding.primary.location, finding.code.id));
    findings.dedup();
    findings
}
