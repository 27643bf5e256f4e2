//! `whenbook build BOOK -o FILE`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Exit, Terminal, Trouble, book};

const EXAMPLES: &str = "\
Examples:
  whenbook build help-desk -o help-desk.json
  whenbook run help-desk.json --events events.jsonl

A compiled book runs where no rules can be read; its schema is in docs/ir.schema.json.";

/// Compile a book to one JSON file
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A folder of rules, a `.when` file or a compiled book
    book: PathBuf,
    /// Where to write it; - for standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// What `build --format json` writes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Built {
    /// The file that was written.
    file: String,
    /// The book's name.
    name: String,
    /// The format of the file.
    format: u32,
    /// The hash of the book.
    hash: String,
    /// How many bytes the file has.
    bytes: usize,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let Some(book) = book::compiled(&arguments.book, terminal)? else { return Ok(Exit::Findings) };
    let mut json = serde_json::to_vec(&book).map_err(std::io::Error::from)?;
    json.push(b'\n');
    let file = arguments.output.as_path();
    if file == Path::new("-") {
        terminal.out.write_all(&json)?;
        return Ok(Exit::Fine);
    }
    fs::write(file, &json).map_err(|error| Trouble::writing(file, &error))?;
    let built = Built {
        file: file.display().to_string(),
        name: book.name,
        format: book.format,
        hash: book.hash,
        bytes: json.len(),
    };
    if terminal.is_json() {
        terminal.document(&built)?;
    } else {
        writeln!(terminal.out, "`{}` is in {}, {} bytes, hash {}", built.name, built.file, built.bytes, built.hash)?;
    }
    Ok(Exit::Fine)
}
