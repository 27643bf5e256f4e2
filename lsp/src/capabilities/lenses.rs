//! `textDocument/codeLens` and `codeLens/resolve`.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use tower_lsp::ls_types::{CodeLens, Command, Range, Uri};
use whenbook::diagnostic::{Location, Span};
use whenbook::ide::{Lens, LensKind, lenses as of_file, tests_of, uses};
use whenbook::semantics::names::Kind;

use crate::books::Open;
use crate::coverage::Covered;

/// What the client calls to show places; one that shows no results has nothing to call.
const SHOW: &str = "whenbook.showReferences";

/// The kinds that are counted, as a lens that is still to be resolved names them.
const KINDS: [(Kind, &str); 6] = [
    (Kind::Trigger, "trigger"),
    (Kind::Automation, "automation"),
    (Kind::Condition, "condition"),
    (Kind::Message, "message"),
    (Kind::List, "list"),
    (Kind::Schedule, "schedule"),
];

/// What a lens keeps until it is shown.
#[derive(Debug, Deserialize, Serialize)]
struct Later {
    uri: Uri,
    /// `tests` or `uses`.
    counts: String,
    kind: String,
    name: String,
}

/// All lenses of a document; those that have to be counted are without their text.
#[must_use]
pub fn lenses(open: &Open, covered: &Covered) -> Vec<CodeLens> {
    let Some((uri, _)) = open.file(open.file) else { return Vec::new() };
    let found = of_file(&open.analysis, open.file);
    let mut lenses = Vec::new();
    for lens in &found {
        lenses.push(lens_of(lens, &uri, open));
        if let LensKind::Tests(_, name) = &lens.kind {
            lenses.extend(coverage(name, lens.span, open, covered));
        }
    }
    lenses
}

fn lens_of(lens: &Lens, uri: &Uri, open: &Open) -> CodeLens {
    let range = open.lines.range(lens.span);
    let ready = |title: &str, command: &str, argument: Json| CodeLens {
        range,
        command: Some(Command {
            title: title.to_owned(),
            command: command.to_owned(),
            arguments: Some(vec![argument]),
        }),
        data: None,
    };
    let later = |counts: &str, kind: Kind, name: &String| {
        let kind = KINDS.iter().find(|(known, _)| *known == kind).map(|(_, kind)| *kind).unwrap_or_default();
        let later = Later { uri: uri.clone(), counts: counts.into(), kind: kind.into(), name: name.clone() };
        CodeLens { range, command: None, data: serde_json::to_value(later).ok() }
    };
    match &lens.kind {
        LensKind::RunFile => {
            ready("run all tests of this file", "whenbook.runTests", json!({ "uri": uri, "onlyThisFile": true }))
        }
        LensKind::Run(name) => ready("run", "whenbook.runTests", json!({ "uri": uri, "names": [name] })),
        LensKind::Play(name) => ready("play", "whenbook.play", json!({ "uri": uri, "name": name })),
        LensKind::Try(rule) => ready("try", "whenbook.try", json!({ "uri": uri, "rule": rule })),
        LensKind::Tests(kind, name) => later("tests", *kind, name),
        LensKind::Uses(kind, name) => later("uses", *kind, name),
    }
}

/// What the last run has looked at, if the rule is still what it was then.
fn coverage(rule: &str, span: Span, open: &Open, covered: &Covered) -> Option<CodeLens> {
    let at = Location { file: open.file, span };
    let (declaration, _) = open.analysis.declaration(at)?;
    let (seen, total) = covered.of(rule, declaration.of(open.analysis.text(open.file)))?;
    let parts = if total == 1 { "part" } else { "parts" };
    let title = format!("{seen} of {total} {parts} looked at");
    Some(CodeLens { range: open.lines.range(span), command: Some(label(title)), data: None })
}

/// The document of a lens that is still to be counted.
#[must_use]
pub fn document(lens: &CodeLens) -> Option<Uri> {
    later(lens).map(|later| later.uri)
}

fn later(lens: &CodeLens) -> Option<Later> {
    serde_json::from_value(lens.data.clone()?).ok()
}

/// Counts what a lens tells of.
#[must_use]
pub fn resolve(open: &Open, lens: &CodeLens, shows_results: bool) -> CodeLens {
    let command = later(lens).and_then(|later| counted(open, &later, lens.range, shows_results));
    CodeLens { command: command.or_else(|| Some(label(String::new()))), ..lens.clone() }
}

fn counted(open: &Open, later: &Later, range: Range, shows_results: bool) -> Option<Command> {
    let (kind, _) = KINDS.iter().find(|(_, name)| *name == later.kind)?;
    let mut places = uses(&open.analysis, *kind, &later.name);
    let used = match places.len() {
        0 => "not used".to_owned(),
        1 => "1 use".to_owned(),
        count => format!("{count} uses"),
    };
    let title = if later.counts == "tests" {
        let tests = tests_of(&open.analysis, *kind, &later.name);
        let tested = match tests.len() {
            0 => "no test asks for it".to_owned(),
            1 => "1 test".to_owned(),
            count => format!("{count} tests"),
        };
        // A rule works without being named anywhere.
        let title = if places.is_empty() { tested } else { format!("{tested}, {used}") };
        places.splice(0..0, tests);
        title
    } else {
        used
    };
    if !shows_results || places.is_empty() {
        return Some(label(title));
    }
    let locations: Vec<_> = places.into_iter().filter_map(|place| open.location(place)).collect();
    let arguments = vec![json!(later.uri), json!(range.start), json!(locations)];
    Some(Command { title, command: SHOW.to_owned(), arguments: Some(arguments) })
}

/// Something to be read, and not to be clicked.
const fn label(title: String) -> Command {
    Command { title, command: String::new(), arguments: None }
}
