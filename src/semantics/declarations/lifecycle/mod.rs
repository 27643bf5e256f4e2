//! `lifecycle` and `status`: state machines, and an account's own statuses.

pub mod graph;
pub mod machine;

pub use machine::{Cause, Machine, Transition};

use crate::diagnostic::codes::lifecycles;
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::syntax::ast;

/// A lifecycle as far as it can be read without the vocabulary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lifecycle {
    /// Its name.
    pub id: String,
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

/// Reads a lifecycle and checks what needs no vocabulary.
pub fn read(lifecycle: &ast::Lifecycle, file: FileId, findings: &mut Vec<Finding>) -> Lifecycle {
    let mut machines: Vec<Machine> = Vec::new();
    for (clause, _) in &lifecycle.clauses {
        match clause {
            ast::LifecycleClause::States(states) => {
                let Some(machine) = machine::read(states, file, findings) else {
                    continue;
                };
                findings.extend(graph::check(&machine, file));
                findings.extend(not_kept(states, &machine, file));
                match machines.iter().find(|known| known.attribute == machine.attribute) {
                    Some(first) => findings.push(moved_twice(&machine, first.span, file)),
                    None => machines.push(machine),
                }
            }
            ast::LifecycleClause::Limit(_, value) => findings.extend(bad_limit(value, file)),
            ast::LifecycleClause::NewConversation(..) | ast::LifecycleClause::OnlyMay(..) => {}
        }
    }
    Lifecycle { id: lifecycle.id.as_ref().map(|id| id.text.clone()).unwrap_or_default(), machines }
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

fn bad_limit(value: &ast::Value, file: FileId) -> Option<Finding> {
    let ast::ValueKind::Number(text) = &value.kind else {
        return None;
    };
    if text.parse::<u32>().is_ok_and(|limit| limit > 0) {
        return None;
    }
    let message = format!("a limit of `{text}` makes no sense");
    Some(
        Finding::new(&lifecycles::BAD_LIMIT, Location { file, span: value.span }, message)
            .help("a limit is a whole number from 1 on: how many values the list may hold"),
    )
}
