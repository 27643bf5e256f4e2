//! Graphs in the language of Graphviz.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Graph, NodeKind, Part};

const HEAD: &str = "\
  rankdir=LR
  fontname=\"Helvetica\"
  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"Helvetica\", fontsize=12]
  edge [fontname=\"Helvetica\", fontsize=10]
";

/// All parts in one graph, each in a cluster of its own.
#[must_use]
pub fn draw(graph: &Graph) -> String {
    let mut text = format!("digraph {} {{\n{HEAD}", quoted(std::slice::from_ref(&graph.title)));
    let mut number = 0;
    for (index, part) in graph.parts.iter().enumerate() {
        let _ = writeln!(text, "  subgraph cluster_{} {{", index + 1);
        let _ = writeln!(text, "    label={}; labeljust=l; color=gray80", quoted(std::slice::from_ref(&part.title)));
        body(&mut text, part, &mut number);
        text.push_str("  }\n");
    }
    text.push_str("}\n");
    text
}

fn body(text: &mut String, part: &Part, number: &mut usize) {
    let mut names = BTreeMap::new();
    for node in &part.nodes {
        *number += 1;
        let name = format!("n{number}");
        let _ = writeln!(text, "    {name} [label={}{}]", quoted(&node.lines), look(node.kind));
        names.insert(node.id.as_str(), name);
    }
    for edge in &part.edges {
        let (Some(from), Some(to)) = (names.get(edge.from.as_str()), names.get(edge.to.as_str())) else { continue };
        let told = if edge.causes.is_empty() { String::new() } else { format!(" [label={}]", quoted(&edge.lines())) };
        let _ = writeln!(text, "    {from} -> {to}{told}");
    }
}

const fn look(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Start => ", shape=point, width=0.15, fillcolor=black",
        NodeKind::State => "",
        NodeKind::Active | NodeKind::Conversation => ", fillcolor=\"#d9f2e1\", color=\"#2e8b57\"",
        NodeKind::Final => ", fillcolor=\"#e4e4e4\", peripheries=2",
        NodeKind::Choice => ", style=\"rounded,dashed\", color=gray50",
        NodeKind::Event => ", shape=ellipse, style=filled, fillcolor=\"#e8f0fe\", color=\"#4a72b8\"",
        NodeKind::Fact => ", shape=cylinder, style=filled, fillcolor=\"#fff6d6\", color=\"#b8963c\"",
        NodeKind::Trigger | NodeKind::Automation => ", style=filled",
        NodeKind::Policy => ", style=filled, peripheries=2",
    }
}

fn quoted(lines: &[String]) -> String {
    let escaped = |line: &String| line.replace('\\', "\\\\").replace('"', "\\\"").replace(char::is_control, " ");
    format!("\"{}\"", lines.iter().map(escaped).collect::<Vec<_>>().join("\\n"))
}
