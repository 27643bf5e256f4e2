//! The phases of a compilation, in order.

use std::collections::BTreeSet;

use crate::diagnostic::{FileId, Finding, Severity, SourceFile, Sources};
use crate::ir;
use crate::syntax::{self, ast};

use super::assemble;
use super::checker::Report;
use super::conditions::named;
use super::context::{Context, Reference};
use super::declarations::{directory, lifecycle, lists, messages, policies, schedules, tests, unused};
use super::names::{Names, Unit};
use super::replaced;
use super::rules::{activation, automations, cascades, first_matches, triggers};
use super::settings::Settings;
use super::shipped::{self, PRELUDE, Shipped};
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
    let mut report = Report::default();
    let (sources, units) = read(files, &mut report);
    let (book, vocabulary) = {
        let mut names = Names::collect(&units, &mut report.findings);
        // What ships is tested where it is made, as it ships.
        names.tests.retain(|test| sources.get(test.file).is_some_and(|file| !file.shipped));
        report.findings.extend(uses::check(&names, files, &units));
        check(names, settings, &sources, &mut report)
    };
    let findings = judged(report.findings, settings, &sources);
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

/// Reads the given files, the prelude, and what is used of what ships; the given ones come last, in the order of their
/// paths, so that what is declared twice is reported where a user can mend it.
fn read(files: &[SourceFile], report: &mut Report) -> (Sources, Vec<Unit>) {
    let mut sources = Sources::default();
    let mut given: Vec<(&str, Unit)> = Vec::new();
    for file in files {
        let id = sources.add(file.clone());
        given.push((file.path.as_str(), unit(id, &file.text, report)));
    }
    given.sort_by_key(|(path, unit)| (*path, unit.file));
    let prelude = sources.add(source(&PRELUDE));
    let mut shipped = vec![Unit { file: prelude, ast: shipped::prelude() }];
    let mut open: Vec<&'static Shipped> = given.iter().flat_map(|(_, unit)| uses::shipped_uses(&unit.ast)).collect();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    open.sort_by_key(|file| file.path);
    while let Some(file) = open.pop() {
        if taken.insert(file.path) {
            let unit = take(file, &mut sources, report);
            open.extend(uses::shipped_uses(&unit.ast));
            shipped.push(unit);
        }
    }
    if let Some(prelude) = shipped.first_mut() {
        replaced::by(&mut prelude.ast, given.iter().map(|(_, unit)| &unit.ast));
    }
    shipped.extend(given.into_iter().map(|(_, unit)| unit));
    (sources, shipped)
}

fn take(shipped: &Shipped, sources: &mut Sources, report: &mut Report) -> Unit {
    let id = sources.add(source(shipped));
    let mut unit = unit(id, shipped.text, report);
    // They test what ships, not the choice that a book makes of it: they hold where all of it is active.
    unit.ast.declarations.retain(|declaration| !matches!(declaration.kind, ast::DeclarationKind::Test(_)));
    unit
}

fn source(shipped: &Shipped) -> SourceFile {
    SourceFile { path: shipped.path.to_owned(), text: shipped.text.to_owned(), shipped: true }
}

fn unit(file: FileId, text: &str, report: &mut Report) -> Unit {
    let parse = syntax::parse(file, text);
    let ast = parse.ast();
    report.findings.extend(parse.findings);
    Unit { file, ast }
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

/// The findings as the book wants them. What is less than an error in a shipped file is not the user's to mend.
fn judged(findings: Vec<Finding>, settings: &Settings, sources: &Sources) -> Vec<Finding> {
    let is_shipped = |finding: &Finding| sources.get(finding.primary.location.file).is_some_and(|file| file.shipped);
    let mut findings: Vec<Finding> = settings
        .judge(findings)
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error || !is_shipped(finding))
        .collect();
    findings.sort_by_key(|finding| (finding.primary.location, finding.code.id));
    findings.dedup();
    findings
}
