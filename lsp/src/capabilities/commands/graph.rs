//! `whenbook.graph`: the lifecycle of a book, and what can raise what.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::MessageType;
use whenbook::graph::{Graph, Node, Part, mermaid, svg};
use whenbook::ir::{Book, Place};

use super::places::Places;
use super::{Answer, broken};
use crate::books::Open;

/// The graph as data and as pictures.
pub(super) fn graph(open: &Open) -> Result<Answer> {
    let Some(book) = &open.analysis.book else { return Err(broken(open)) };
    let graph = Graph::of(book);
    let mut places = Places::new(open);
    let declared = declared(book);
    let several = graph.parts.iter();
    let nodes: Vec<Json> = several
        .clone()
        .flat_map(|part| part.nodes.iter().map(move |node| (part, node)))
        .map(|(part, node)| told(part, node, &declared, &mut places))
        .collect();
    let edges = several.flat_map(|part| {
        part.edges.iter().map(|edge| {
            json!({
                "from": id(part, &edge.from),
                "to": id(part, &edge.to),
                "label": edge.causes.join("; "),
                "part": part.name,
            })
        })
    });
    let edges: Vec<Json> = edges.collect();
    let parts: Vec<Json> = graph.parts.iter().map(|part| json!({ "name": part.name, "title": part.title })).collect();
    let message = match graph.parts.len() {
        0 => "there is nothing to draw: the book has no lifecycle and no active rule".to_owned(),
        _ => {
            let titles: Vec<&str> = graph.parts.iter().map(|part| part.title.as_str()).collect();
            let (nodes, edges) = (nodes.len(), edges.len());
            format!("{}: {} ({nodes} nodes, {edges} arrows)", graph.title, titles.join("; "))
        }
    };
    let value = json!({
        "title": graph.title,
        "parts": parts,
        "nodes": nodes,
        "edges": edges,
        "svg": svg::draw(&graph),
        "mermaid": mermaid::draw(&graph),
    });
    Ok(Answer::new(value, MessageType::INFO, message))
}

/// Unique in the whole graph.
fn id(part: &Part, id: &str) -> String {
    format!("{}/{id}", part.name)
}

fn told(part: &Part, node: &Node, declared: &BTreeMap<String, Place>, places: &mut Places<'_>) -> Json {
    let json = json!({
        "id": id(part, &node.id),
        "label": node.lines.join("\n"),
        "kind": node.kind,
        "part": part.name,
    });
    let machine = || declared.get(&format!("machine {}", part.name));
    match declared.get(&node.id).or_else(machine) {
        Some(place) => places.put_at(&json, *place),
        None => json,
    }
}

/// Where what has a node is declared, by the id of the node.
fn declared(book: &Book) -> BTreeMap<String, Place> {
    let triggers = book.triggers.iter().map(|each| (format!("rule {}", each.id), each.place));
    let automations = book.automations.iter().map(|each| (format!("rule {}", each.id), each.place));
    let events = book.vocabulary.events.iter().map(|each| (format!("event {}", each.name), each.place));
    let facts = book.vocabulary.attributes.iter().map(|each| (format!("fact {}", each.key), each.place));
    let machines = book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines);
    let machines = machines.map(|each| (format!("machine {}", each.attribute), each.place));
    triggers.chain(automations).chain(events).chain(facts).chain(machines).collect()
}
