//! A book as graphs: how its lifecycle moves, and what can raise what. Plain data, drawn by [`mermaid`], [`dot`] and
//! `svg`.

pub mod dot;
pub mod mermaid;
mod reads;
mod rules;
mod states;
#[cfg(feature = "svg")]
pub mod svg;

use serde::Serialize;

use crate::ir::condition::Test;
use crate::ir::{Book, Condition};
use crate::scenario::words;

/// The name of the part that shows what can raise what.
pub const RULES: &str = "rules";

/// All that is drawn of a book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Graph {
    /// What the book is called.
    pub title: String,
    /// One for each state machine of the lifecycle, in the order declared; then what can raise what.
    pub parts: Vec<Part>,
}

/// A graph of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Part {
    /// The attribute that moves, or [`RULES`].
    pub name: String,
    /// What it shows.
    pub title: String,
    /// What is connected, in a fixed order.
    pub nodes: Vec<Node>,
    /// The connections, in a fixed order; two nodes have one in each direction at most.
    pub edges: Vec<Edge>,
}

/// A node of a graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Node {
    /// What edges call it by.
    pub id: String,
    /// What it is.
    pub kind: NodeKind,
    /// What stands in it, line by line.
    pub lines: Vec<String>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// Where a new conversation begins.
    Start,
    /// A state.
    State,
    /// A state in which a session is active.
    Active,
    /// A state that nothing leaves.
    Final,
    /// A transition to any of several states, by hand or by a rule.
    Choice,
    /// An event.
    Event,
    /// A fact that is written, and whose change somebody hears.
    Fact,
    /// A trigger.
    Trigger,
    /// An automation.
    Automation,
    /// A policy.
    Policy,
    /// The beginning of another conversation.
    Conversation,
}

/// A connection from one node to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Edge {
    /// The id of a node.
    pub from: String,
    /// The id of a node; it may be the same.
    pub to: String,
    /// What makes it go this way; any of them.
    pub causes: Vec<String>,
}

impl Edge {
    /// What stands beside it, line by line.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        listed(&self.causes)
    }
}

impl Graph {
    /// The graphs of a book. A part in which nothing is connected is left out.
    #[must_use]
    pub fn of(book: &Book) -> Self {
        let machines = book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines);
        let mut parts: Vec<Part> = machines.map(|machine| states::part(book, machine)).collect();
        parts.push(rules::part(book));
        parts.retain(|part| !part.edges.is_empty());
        Self { title: book.name.clone(), parts }
    }
}

impl Part {
    fn node(&mut self, id: &str, kind: NodeKind, lines: Vec<String>) {
        if self.nodes.iter().all(|node| node.id != id) {
            self.nodes.push(Node { id: id.to_owned(), kind, lines });
        }
    }

    /// Connects two nodes; what is said of a connection that is there already is added to it.
    fn edge(&mut self, from: &str, to: &str, cause: Option<String>) {
        match self.edges.iter_mut().find(|edge| edge.from == from && edge.to == to) {
            Some(edge) => edge.causes.extend(cause.filter(|cause| !edge.causes.contains(cause))),
            None => {
                let causes = cause.into_iter().collect();
                self.edges.push(Edge { from: from.to_owned(), to: to.to_owned(), causes });
            }
        }
    }
}

/// Causes are folded at this many characters.
const WIDTH: usize = 34;

/// Several texts, one below the other, each with a mark; one alone has none.
fn listed(texts: &[String]) -> Vec<String> {
    if let [text] = texts {
        return folded(text, WIDTH);
    }
    texts.iter().flat_map(|text| folded(&format!("• {text}"), WIDTH)).collect()
}

/// `a, b or c`
fn either(names: &[String]) -> String {
    match names {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        _ => names.concat(),
    }
}

/// A condition as the book has it, on one line: blocks are joined by `and` and `or`.
fn written(book: &Book, condition: &Condition) -> String {
    let part = |part: &Condition| match &part.test {
        Test::All(parts) | Test::Any(parts) if parts.len() > 1 => format!("({})", written(book, part)),
        _ => written(book, part),
    };
    match &condition.test {
        Test::All(parts) => parts.iter().map(part).collect::<Vec<_>>().join(" and "),
        Test::Any(parts) => parts.iter().map(part).collect::<Vec<_>>().join(" or "),
        Test::Not(inner) if matches!(inner.test, Test::All(_) | Test::Any(_)) => format!("not {}", part(inner)),
        _ => words::source_text(book, condition.place),
    }
}

/// Before what is raised; it stays on the line of that.
const RAISES: &str = "→\u{a0}";

/// A text in lines of about this many characters.
fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.into_iter().map(|line| line.replace(RAISES, "→ ")).collect()
}
