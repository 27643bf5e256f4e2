//! Graphs in the language of Mermaid, which Markdown pages show as pictures.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Graph, Node, NodeKind, Part};

/// How the kinds of nodes look, as far as they differ from the plain one.
const CLASSES: &[(NodeKind, &str, &str)] = &[
    (NodeKind::Start, "start", "fill:#444,stroke:#444"),
    (NodeKind::Active, "active", "fill:#d9f2e1,stroke:#2e8b57,color:#111"),
    (NodeKind::Final, "final", "fill:#e4e4e4,stroke:#777,stroke-width:3px,color:#111"),
    (NodeKind::Choice, "choice", "fill:#fff,stroke:#999,stroke-dasharray:4 3,color:#444"),
    (NodeKind::Event, "event", "fill:#e8f0fe,stroke:#4a72b8,color:#111"),
    (NodeKind::Fact, "fact", "fill:#fff6d6,stroke:#b8963c,color:#111"),
    (NodeKind::Trigger, "rule", "fill:#fff,stroke:#666,color:#111"),
    (NodeKind::Automation, "rule", "fill:#fff,stroke:#666,color:#111"),
    (NodeKind::Policy, "rule", "fill:#fff,stroke:#666,color:#111"),
    (NodeKind::Conversation, "active", "fill:#d9f2e1,stroke:#2e8b57,color:#111"),
];

/// All parts in one flowchart, each in a frame of its own; a single part has none.
#[must_use]
pub fn draw(graph: &Graph) -> String {
    let mut text = String::from("flowchart LR\n");
    let mut number = 0;
    for (index, part) in graph.parts.iter().enumerate() {
        let framed = graph.parts.len() > 1;
        if framed {
            line(&mut text, 1, &format!("subgraph part{} [\"{}\"]", index + 1, escaped(&part.title)));
        }
        body(&mut text, part, &mut number, if framed { 2 } else { 1 });
        if framed {
            line(&mut text, 1, "end");
        }
    }
    let kinds: Vec<NodeKind> = graph.parts.iter().flat_map(|part| &part.nodes).map(|node| node.kind).collect();
    let mut defined: Vec<&str> = Vec::new();
    for (kind, class, look) in CLASSES {
        if kinds.contains(kind) && !defined.contains(class) {
            defined.push(class);
            line(&mut text, 1, &format!("classDef {class} {look}"));
        }
    }
    text
}

fn body(text: &mut String, part: &Part, number: &mut usize, depth: usize) {
    let mut names = BTreeMap::new();
    for node in &part.nodes {
        *number += 1;
        let name = format!("n{number}");
        line(text, depth, &format!("{name}{}{}", shape(node), class(node.kind)));
        names.insert(node.id.as_str(), name);
    }
    for edge in &part.edges {
        let (Some(from), Some(to)) = (names.get(edge.from.as_str()), names.get(edge.to.as_str())) else { continue };
        let told = if edge.causes.is_empty() { String::new() } else { format!("|\"{}\"|", lines(&edge.lines())) };
        line(text, depth, &format!("{from} -->{told} {to}"));
    }
}

fn line(text: &mut String, depth: usize, words: &str) {
    let _ = writeln!(text, "{:indent$}{words}", "", indent = depth * 2);
}

fn shape(node: &Node) -> String {
    let told = lines(&node.lines);
    match node.kind {
        NodeKind::Start => "((\" \"))".to_owned(),
        NodeKind::State | NodeKind::Active | NodeKind::Choice | NodeKind::Conversation => format!("(\"{told}\")"),
        NodeKind::Final => format!("([\"{told}\"])"),
        NodeKind::Event => format!("([\"{told}\"])"),
        NodeKind::Fact => format!("[(\"{told}\")]"),
        NodeKind::Trigger | NodeKind::Automation => format!("[\"{told}\"]"),
        NodeKind::Policy => format!("[[\"{told}\"]]"),
    }
}

fn class(kind: NodeKind) -> String {
    let own = CLASSES.iter().find(|(each, ..)| *each == kind);
    own.map_or_else(String::new, |(_, class, _)| format!(":::{class}"))
}

fn lines(lines: &[String]) -> String {
    lines.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br/>")
}

/// What Mermaid would take for its own marks, as its entities.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("#quot;"),
            '#' => escaped.push_str("#35;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '&' => escaped.push_str("#amp;"),
            // Would begin a text in Markdown.
            '`' => {}
            character if character.is_control() => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}
