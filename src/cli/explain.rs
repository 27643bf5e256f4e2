//! `whenbook explain CODE`.

use std::io::Write;

use serde::Serialize;

use super::{Exit, Terminal, Trouble};
use crate::diagnostic::Code;
use crate::diagnostic::render::json::SeverityName;
use crate::lint;
use crate::semantics::suggest::nearest;

const EXAMPLES: &str = "\
Examples:
  whenbook explain E0001
  whenbook explain not-utf8
  whenbook explain            every code in a line";

/// Explain the code of a finding
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A code or its name; without one, all are listed
    code: Option<String>,
}

/// What `explain --format json` writes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(super) enum Explained {
    /// The code that was asked for.
    One(Explanation),
    /// All codes, if none was named.
    All(Vec<Explanation>),
}

/// A code with its explanation.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Explanation {
    /// The code: `E0001`.
    code: &'static str,
    /// Its name: `not-utf8`.
    name: &'static str,
    /// How grave it is, unless `whenbook.toml` says otherwise.
    severity: SeverityName,
    /// What is wrong, why it matters, what to do. Markdown.
    explanation: &'static str,
    /// A file that gives this finding; empty if no file can.
    bad: &'static str,
    /// The same written right.
    good: &'static str,
}

impl From<&'static Code> for Explanation {
    fn from(code: &'static Code) -> Self {
        Self {
            code: code.id,
            name: code.name,
            severity: code.severity().into(),
            explanation: code.explanation,
            bad: code.bad,
            good: code.good,
        }
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    match &arguments.code {
        None => list(terminal)?,
        Some(code) => one(lint::code(code).ok_or_else(|| unknown(code))?, terminal)?,
    }
    Ok(Exit::Fine)
}

fn unknown(code: &str) -> Trouble {
    let names = lint::codes().into_iter().flat_map(|known| [known.id, known.name]);
    let help = match nearest(code, names) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "`whenbook explain` lists all codes".to_owned(),
    };
    Trouble::new(format!("there is no finding `{code}`")).help(help)
}

fn list(terminal: &mut Terminal) -> Result<(), Trouble> {
    if terminal.is_json() {
        return terminal.document(&Explained::All(lint::codes().into_iter().map(Explanation::from).collect()));
    }
    for code in lint::codes() {
        writeln!(terminal.out, "{}  {}", terminal.styles.bold.style(code.id), code.name)?;
    }
    Ok(())
}

fn one(code: &'static Code, terminal: &mut Terminal) -> Result<(), Trouble> {
    if terminal.is_json() {
        return terminal.document(&Explained::One(code.into()));
    }
    let styles = terminal.styles;
    writeln!(terminal.out, "{} {}\n", styles.bold.style(code.id), styles.bold.style(code.name))?;
    let explanation: Vec<String> = code.explanation.trim().split("\n\n").map(|part| wrap(part, 80)).collect();
    writeln!(terminal.out, "{}", explanation.join("\n\n"))?;
    for (title, example) in [("Wrong", code.bad), ("Right", code.good)] {
        if !example.trim().is_empty() {
            writeln!(terminal.out, "\n{}:\n", styles.bold.style(title))?;
            for line in example.trim_matches('\n').lines() {
                writeln!(terminal.out, "{}", format!("    {line}").trim_end())?;
            }
        }
    }
    Ok(())
}

/// A paragraph in lines of at most `width` characters; lists and code keep their lines.
fn wrap(paragraph: &str, width: usize) -> String {
    if paragraph.lines().any(|line| line.starts_with(['-', '*', '|', ' ', '`'])) {
        return paragraph.to_owned();
    }
    let mut lines = vec![String::new()];
    for word in paragraph.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
