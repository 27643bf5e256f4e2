//! The phases of a compilation, in order.

use crate::diagnostic::{Finding, Severity, SourceFile, Sources};
use crate::ir;

use super::assemble;
use super::checker::Report;
use super::conditions::named;
use super::context::{Context, Reference};
use super::declarations::{directory, lifecycle, lists, messages, policies, schedules, tests, unused};
use super::names::{Names, Unit};
use super::reading::{self, Reading};
use super::rules::{activation, automations, cascades, first_matches, triggers};
use super::settings::Settings;
use super::uses;
use super::vocabulary::Vocabulary;

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
    let mut report = Report::default();
    let (sources, units) = reading::with_what_ships(files, &mut report);
    let (book, vocabulary) = {
        let mut names = Names::collect(&units, &mut report.findings);
        // What ships is tested where it is made, as it ships.
        names.tests.retain(|test| sources.get(test.file).is_some_and(|file| !file.shipped));
        report.findings.extend(uses::check(&names, files));
        check(names, settings, &sources, &mut report)
    };
    let findings = in_order(report.findings, &sources);
    let broken = findings.iter().any(|finding| finding.severity == Severity::Error);
    report.references.sort();
    let checked = Checked { units, vocabulary, references: report.references };
    Compiled { book: (!broken).then_some(book), findings, sources, checked }
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
    report: &mut Report,
) -> (ir::Book, Vocabulary) {
    let vocabulary = Vocabulary::of(&names, report);
    let context = Context::new(settings, sources, names, vocabulary);
    let defaults = Vocabulary::defaults(&context, report);
    let Context { names, mut vocabulary, .. } = context;
    for (name, value) in defaults {
        if let Some(attribute) = vocabulary.attributes.get_mut(&name) {
            attribute.default = Some(value);
        }
    }
    let lifecycle = lifecycle::read(&names, report);
    lifecycle::bring(lifecycle.as_ref(), &names, &mut vocabulary, report);
    let mut context = Context::new(settings, sources, names, vocabulary);
    context.directory = directory::compile(&context, report);
    let schedules = schedules::compile(&context, report);
    let lists = lists::compile(&context, report);
    context.lists = lists.iter().map(|(list, members)| (list.id.clone(), members.clone())).collect();
    let messages = messages::compile(&context, sources, report);
    context.messages = messages.iter().map(|message| (message.id.clone(), message.clone())).collect();
    let conditions = named::compile(&context, report);
    context.extents = conditions.iter().map(|(named, extent)| (named.id.clone(), *extent)).collect();
    let conditions: Vec<ir::NamedCondition> = conditions.into_iter().map(|(named, _)| named).collect();
    context.conditions = conditions.iter().map(|named| (named.id.clone(), named.condition.clone())).collect();
    let switches = activation::read(&context, report);
    let triggers = triggers::compile(&context, &switches, report);
    let automations = automations::compile(&context, &switches, report);
    let first_matches = first_matches::compile(&context, report);
    let policies = policies::compile(&context, report);
    let lifecycle = lifecycle::compile(&context, lifecycle.as_ref(), report);
    let statuses = lifecycle::compile_statuses(&context.names);
    report.findings.extend(cascades::check(&triggers, lifecycle.as_ref(), &statuses, &context));
    let tests = tests::compile(&context, report);
    let release = policies.capacity_release.as_ref();
    let doings = lifecycle::Doings { triggers: &triggers, automations: &automations, release, tests: &tests };
    lifecycle::check_personal(doings, report);
    if let Some(lifecycle) = &lifecycle {
        lifecycle::check(lifecycle, doings, report);
    }
    // What is misspelt looks unused; so that waits until all else is right.
    if !report.findings.iter().any(|finding| finding.severity == Severity::Error) {
        unused::check(&context, sources, report);
    }
    let parts = assemble::Parts {
        messages,
        lists: lists.into_iter().map(|(list, _)| list).collect(),
        conditions,
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
