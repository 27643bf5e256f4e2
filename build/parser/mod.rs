//! Makes the parser of `grammar/whenbook.pest`. The page on reading, `docs/compiler.md`, says how it works.

mod ahead;
mod grammar;
mod mode;
mod symbols;
mod write;

use std::path::Path;

const GRAMMAR: &str = "grammar/whenbook.pest";

/// Writes the parser to where `src/syntax/grammar.rs` takes it from.
pub fn write() -> Result<(), String> {
    println!("cargo::rerun-if-changed={GRAMMAR}");
    let text = std::fs::read_to_string(GRAMMAR).map_err(|error| format!("cannot read {GRAMMAR}: {error}"))?;
    let grammar = grammar::Grammar::read(&text).map_err(|problem| format!("{GRAMMAR}: {problem}"))?;
    let folder = std::env::var("OUT_DIR").map_err(|error| error.to_string())?;
    std::fs::write(Path::new(&folder).join("parser.rs"), write::parser(&grammar)).map_err(|error| error.to_string())
}
