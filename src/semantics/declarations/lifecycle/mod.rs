//! `lifecycle` and `status`: state machines, and an account's own statuses.

mod check;
pub mod graph;
pub mod machine;
mod statuses;
mod vocabulary;

pub use check::check;
pub use machine::{Cause, Machine, Transition};
pub use statuses::category;
pub use vocabulary::bring;

use crate::diagnostic::codes::lifecycles;
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::semantics::Report;
use crate::semantics::names::Names;
use crate::syntax::ast;

/// The attribute to which an account's own statuses belong.
pub const STATUS: &str = "conversation.status";

/// A lifecycle as far as it can be read without the vocabulary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lifecycle {
    /// Its name.
    pub id: String,
    /// The file that declares it.
    pub file: FileId,
    /// Its machines, in the order declared, one an attribute.
    pub machines: Vec<Machine>,
}

impl Lifecycle {
    /// The machine that moves the attribute of that key.
    #[must_use]
    pub fn machine(&self, key: &str) -> Option<&Machine> {
        self.machines.iter().find(|machine| machine.attribute == key)
    }
}

/// Reads the lifecycle of a book, with all checks that need no vocabulary; a second one is reported.
pub fn read(names: &Names<'_>, report: &mut Report) -> Option<Lifecycle> {
    let mut read: Option<(Lifecycle, Location)> = None;
    for declared in &names.lifecycles {
        let lifecycle = read_one(declared.node, declared.file, &mut report.findings);
        let span = declared.node.id.as_ref().map_or(declared.span, |id| id.span);
        let location = Location { file: declared.file, span };
        match &read {
            None => read = Some((lifecycle, location)),
            Some((_, first)) => report.findings.push(
                Finding::new(&lifecycles::TWO_LIFECYCLES, location, "a book has one lifecycle")
                    .also(*first, "the first one is here")
                    .help("keep one of them; if one comes with a `use`, take the `use` out"),
            ),
        }
    }
    read.map(|(lifecycle, _)| lifecycle)
}

fn read_one(lifecycle: &ast::Lifecycle, file: FileId, findings: &mut Vec<Finding>) -> Lifecycle {
    let mut machines: Vec<Machine> = Vec::new();
    for (clause, _) in &lifecycle.clauses {
        let ast::LifecycleClause::States(states) = clause else {
            continue;
        };
        let Some(machine) = machine::read(states, file, findings) else {
            continue;
        };
        findings.extend(graph::check(&machine, file));
        if let Some(finding) = not_kept(states, &machine, file) {
            findings.push(finding);
            continue;
        }
        match machines.iter().find(|known| known.attribute == machine.attribute) {
            Some(first) => findings.push(moved_twice(&machine, first.span, file)),
            None => machines.push(machine),
        }
    }
    Lifecycle { id: lifecycle.id.as_ref().map(|id| id.text.clone()).unwrap_or_default(), file, machines }
}

/// A conversation moves only what it keeps: `conversation.*` and `session.*`.
fn not_kept(states: &ast::States, machine: &Machine, file: FileId) -> Option<Finding> {
    let path = states.attribute.as_ref()?;
    let first = path.segments.first()?;
    let plain = path.segments.iter().all(|segment| segment.arguments.is_empty());
    if plain && path.segments.len() > 1 && ["conversation", "session"].contains(&first.name.text.as_str()) {
        return None;
    }
    let message = format!("a lifecycle cannot move `{}`", machine.attribute);
    Some(
        Finding::new(&lifecycles::NOT_MOVABLE, Location { file, span: path.span }, message)
            .help("it moves what a conversation keeps: an attribute of `conversation` or `session`"),
    )
}

fn moved_twice(machine: &Machine, first: Span, file: FileId) -> Finding {
    let message = format!("`{}` has two state machines", machine.attribute);
    Finding::new(&lifecycles::MOVED_TWICE, Location { file, span: machine.span }, message)
        .also(Location { file, span: first }, "the first one is here")
        .help("put all its states and transitions into one")
}
