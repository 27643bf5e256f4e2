//! `whenbook graph BOOK`.

use std::io::Write;
use std::path::PathBuf;

use super::terminal::Format;
use super::{Exit, Terminal, Trouble, book};
use crate::graph::{Graph, dot, mermaid, svg};
use crate::semantics::suggest::nearest;

const EXAMPLES: &str = "\
Examples:
  whenbook graph help-desk                                   Mermaid, as Markdown pages show it
  whenbook graph help-desk --format svg > help-desk.svg
  whenbook graph help-desk --format dot | dot -Tpng -o help-desk.png
  whenbook graph help-desk --only conversation.status        one state machine
  whenbook graph help-desk --only rules                      what can raise what

--format is mermaid (unless said otherwise), dot, svg or json.";

/// Draw the lifecycle of a book, and what can raise what
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A folder of rules, a `.when` file or a compiled book
    book: PathBuf,
    /// Draw this part alone: the attribute of a state machine, or rules
    #[arg(long, value_name = "PART")]
    only: Option<String>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let Some(book) = book::compiled(&arguments.book, terminal)? else { return Ok(Exit::Findings) };
    let mut graph = Graph::of(&book);
    if let Some(name) = &arguments.only {
        let known: Vec<String> = graph.parts.iter().map(|part| part.name.clone()).collect();
        graph.parts.retain(|part| part.name == *name);
        if graph.parts.is_empty() {
            return Err(unknown(name, &known));
        }
    }
    if graph.parts.is_empty() {
        return Err(Trouble::new("there is nothing to draw: the book has no lifecycle and no active rule"));
    }
    match terminal.format {
        Format::Dot => write!(terminal.out, "{}", dot::draw(&graph))?,
        Format::Svg => write!(terminal.out, "{}", svg::draw(&graph))?,
        Format::Json => terminal.document(&graph)?,
        _ => write!(terminal.out, "{}", mermaid::draw(&graph))?,
    }
    Ok(Exit::Fine)
}

fn unknown(name: &str, known: &[String]) -> Trouble {
    let help = match (nearest(name, known.iter().map(String::as_str)), known) {
        (Some(known), _) => format!("did you mean `{known}`?"),
        (None, []) => "the book has no lifecycle and no active rule".to_owned(),
        (None, known) => format!("its parts are {}", known.join(", ")),
    };
    Trouble::new(format!("the graph has no part `{name}`")).help(help)
}
