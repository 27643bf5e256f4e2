//! Books as graphs.

use whenbook::diagnostic::SourceFile;
use whenbook::graph::{Graph, NodeKind, dot, mermaid};
use whenbook::semantics::{self, Settings};

fn graph(text: &str) -> Graph {
    let file = SourceFile { path: "book.when".into(), text: text.into(), shipped: false };
    let compiled = semantics::compile(&[file], &Settings::default());
    Graph::of(&compiled.book.expect("a book without errors"))
}

const TICKET: &str = "use std.lifecycle.ticket\nuse std.capacity_release\n";
const INBOX: &str = "use std.lifecycle.inbox\n";

#[test]
fn the_shipped_lifecycles_in_mermaid() {
    insta::assert_snapshot!("ticket_mermaid", mermaid::draw(&graph(TICKET)));
    insta::assert_snapshot!("inbox_mermaid", mermaid::draw(&graph(INBOX)));
}

#[test]
fn the_shipped_lifecycles_in_dot() {
    insta::assert_snapshot!("ticket_dot", dot::draw(&graph(TICKET)));
    insta::assert_snapshot!("inbox_dot", dot::draw(&graph(INBOX)));
}

/// The edges between what stands in the nodes.
fn edges(graph: &Graph) -> Vec<String> {
    let part = graph.parts.last().expect("a part");
    let label = |id: &str| {
        let node = part.nodes.iter().find(|node| node.id == id).expect("a node of the part");
        node.lines.join(" ")
    };
    part.edges
        .iter()
        .map(|edge| {
            let told = if edge.causes.is_empty() { String::new() } else { format!("[{}]", edge.causes.join(", ")) };
            format!("{} -{told}> {}", label(&edge.from), label(&edge.to))
        })
        .collect()
}

#[test]
fn what_can_raise_what() {
    let book = r#"
status awaiting "Awaiting \"them\"" counts as pending

trigger begin "On <the> first" {
  on customer.wrote
  do {
    add tag "waiting"
    set conversation.topic to "nobody hears of this"
    end session
  }
}

trigger tagged {
  on change of conversation.tags, session.went_inactive
  do { note "tagged" }
}

trigger asleep {
  inactive
  on conversation.assigned
  do { note "asleep" }
}

automation late "Late" {
  after 2h since last agent.wrote unless customer.wrote
  do { set conversation.status to awaiting }
}
"#;
    let graph = graph(&format!("{TICKET}{book}"));
    insta::assert_snapshot!(edges(&graph).join("\n"));
    let all = mermaid::draw(&graph);
    assert!(all.contains("also Awaiting #quot;them#quot;") && all.contains("On #lt;the#gt; first"), "{all}");
    assert!(!all.contains("asleep") && !all.contains("conversation.topic"), "{all}");
    assert!(dot::draw(&graph).contains(r#"pending\nalso Awaiting \"them\""#));
}

#[test]
fn a_book_without_rules_has_nothing_to_draw() {
    assert_eq!(graph("list names { \"a\" }\n").parts, []);
}

#[test]
fn states_say_what_they_are() {
    let graph = graph(TICKET);
    let kinds = |name: &str| {
        let part = graph.parts.iter().find(|part| part.name == name).expect("a machine");
        part.nodes.iter().map(|node| node.kind).collect::<Vec<_>>()
    };
    use NodeKind::{Active, Choice, Final, Start, State};
    assert_eq!(kinds("conversation.status"), [Start, Active, Active, State, State, State, Final, Choice, Choice]);
    assert_eq!(kinds("session.state"), [Start, State, Active, State, Final, Choice]);
}

/// The pictures of docs/lifecycle.md: each stands below a line that names the lifecycle and the part.
/// `WHENBOOK_BLESS=1 cargo test --test whenbook graph` draws them anew.
#[test]
fn the_page_on_lifecycles_shows_them_as_they_are() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lifecycle.md");
    let page = std::fs::read_to_string(&path).expect("the page");
    let mut fresh = String::new();
    let mut drawn = 0;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        fresh.push_str(line);
        fresh.push('\n');
        let Some(what) = line.strip_prefix("<!-- graph ").and_then(|rest| rest.strip_suffix(" -->")) else { continue };
        let (lifecycle, name) = what.split_once(' ').expect("a lifecycle and a part");
        let mut graph = graph(if lifecycle == "ticket" { TICKET } else { INBOX });
        graph.parts.retain(|part| part.name == name);
        assert_eq!(graph.parts.len(), 1, "{what}");
        assert_eq!(lines.next(), Some("```mermaid"), "{what}");
        let rest = lines.by_ref().find(|line| *line == "```");
        assert!(rest.is_some(), "the picture of {what} has no end");
        fresh.push_str(&format!("```mermaid\n{}```\n", mermaid::draw(&graph)));
        drawn += 1;
    }
    assert_eq!(drawn, 6);
    if std::env::var_os("WHENBOOK_BLESS").is_some() {
        std::fs::write(&path, fresh).expect("the page can be written");
    } else {
        assert!(page == fresh, "docs/lifecycle.md is stale: run `WHENBOOK_BLESS=1 cargo test --test whenbook graph`");
    }
}
