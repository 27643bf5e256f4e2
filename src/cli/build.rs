//! `whenbook build BOOK -o FILE`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Exit, Terminal, Trouble, book, replace};
use crate::folder::{SETTINGS, is_rule_file};
use crate::ir::{Book, Packed};

const EXAMPLES: &str = "\
Examples:
  whenbook build help-desk -o help-desk.book
  whenbook run help-desk.book --events events.jsonl
  whenbook build help-desk -o help-desk.json

A compiled book runs where no rules can be read. It is packed, which is small and quick to load, for this version of
whenbook; in a file whose name ends in .json, and on standard output, it is JSON that later versions read, too. The
schema of that is in docs/ir.schema.json.";

/// Compile a book to one file
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A folder of rules, a `.when` file or a compiled book
    book: PathBuf,
    /// Where to write it: as JSON if it ends in .json, else packed; - for JSON on standard output
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
    /// The format of the book in the file.
    format: u32,
    /// The hash of the book.
    hash: String,
    /// How many bytes the file has.
    bytes: usize,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let file = arguments.output.as_path();
    refuse_sources(file)?;
    let Some(book) = book::compiled(&arguments.book, terminal)? else { return Ok(Exit::Findings) };
    if file == Path::new("-") {
        terminal.out.write_all(&json(&book)?)?;
        return Ok(Exit::Fine);
    }
    let (name, format, hash) = (book.name.clone(), book.format, book.hash.clone());
    let bytes = match file.extension() {
        Some(extension) if extension.eq_ignore_ascii_case("json") => json(&book)?,
        _ => Packed::of(book).map_err(|error| Trouble::new(error.to_string()))?.to_bytes(),
    };
    replace::replace(file, &bytes)?;
    let built = Built { file: file.display().to_string(), name, format, hash, bytes: bytes.len() };
    if terminal.is_json() {
        terminal.document(&built)?;
    } else {
        writeln!(terminal.out, "`{}` is in {}, {} bytes, hash {}", built.name, built.file, built.bytes, built.hash)?;
    }
    Ok(Exit::Fine)
}

/// A compiled book is never written over what it is made of.
fn refuse_sources(file: &Path) -> Result<(), Trouble> {
    let real = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let is_source = |path: &Path| is_rule_file(path) || path.file_name().is_some_and(|name| name == SETTINGS);
    if !is_source(file) && !is_source(&real) {
        return Ok(());
    }
    Err(Trouble::new(format!("`{}` is the name of a file of a book, not of a compiled book", file.display()))
        .help("name it otherwise, as `help-desk.book`"))
}

fn json(book: &Book) -> Result<Vec<u8>, Trouble> {
    let mut json = serde_json::to_vec(book).map_err(std::io::Error::from)?;
    json.push(b'\n');
    Ok(json)
}
