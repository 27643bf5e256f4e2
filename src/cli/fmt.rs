//! `whenbook fmt PATH…`.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Exit, Terminal, Trouble, difference, findings, replace};
use crate::diagnostic::{FileId, Finding, Severity, SourceFile, Sources};
use crate::folder;
use crate::syntax;

const EXAMPLES: &str = "\
Examples:
  whenbook fmt help-desk
  whenbook fmt --check help-desk            exit code 1 if a file is not formatted
  whenbook fmt --stdin < rules.when

A file with syntax errors is left as it is, and the exit code is 1.";

/// Lay out rules the one way they are written
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Folders of rules and `.when` files
    #[arg(required_unless_present = "stdin", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing; name the files that are not formatted
    #[arg(long)]
    check: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    diff: bool,
    /// Format standard input to standard output
    #[arg(long, conflicts_with = "paths")]
    stdin: bool,
}

/// What `fmt --format json` writes.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Formatted {
    /// The files that were not formatted; without `--check` and `--diff`, they are now.
    changed: Vec<String>,
    /// The files that were formatted already.
    unchanged: Vec<String>,
    /// The files that have syntax errors and were left as they are.
    refused: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    if arguments.stdin && terminal.is_json() {
        return Err(Trouble::new("`--stdin` gives the rules themselves; leave `--format` out"));
    }
    if arguments.stdin {
        return format_stdin(arguments, terminal);
    }
    let mut formatted = Formatted::default();
    for path in files(&arguments.paths)? {
        let name = path.strip_prefix(".").unwrap_or(&path).display().to_string();
        let bytes = fs::read(&path).map_err(|error| Trouble::reading(&path, &error))?;
        match format(&name, &bytes, terminal)? {
            None => formatted.refused.push(name),
            Some(new) if new.as_bytes() == bytes => formatted.unchanged.push(name),
            Some(new) => {
                let old = String::from_utf8_lossy(&bytes);
                if !arguments.check && !arguments.diff {
                    replace::replace(&path, &new)?;
                } else if arguments.diff && !terminal.is_json() {
                    write!(terminal.out, "{}", difference::unified(&name, &old, &new))?;
                }
                formatted.changed.push(name);
            }
        }
    }
    report(&formatted, arguments, terminal)?;
    let only_looked = arguments.check || arguments.diff;
    let fine = formatted.refused.is_empty() && (formatted.changed.is_empty() || !only_looked);
    Ok(if fine { Exit::Fine } else { Exit::Findings })
}

fn report(formatted: &Formatted, arguments: &Arguments, terminal: &mut Terminal) -> Result<(), Trouble> {
    if terminal.is_json() {
        return terminal.document(formatted);
    }
    if arguments.check && !arguments.diff {
        for name in &formatted.changed {
            writeln!(terminal.out, "{name} is not formatted")?;
        }
    }
    terminal.out.flush()?;
    let changed = if arguments.check || arguments.diff { "to format" } else { "formatted" };
    let mut summary =
        format!("{} {changed}, {} already in order", count(&formatted.changed), formatted.unchanged.len());
    if !formatted.refused.is_empty() {
        summary.push_str(&format!(", {} left alone because of errors", formatted.refused.len()));
    }
    Ok(writeln!(terminal.err, "{summary}")?)
}

fn count(files: &[String]) -> String {
    if files.len() == 1 { "1 file".to_owned() } else { format!("{} files", files.len()) }
}

fn format_stdin(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).map_err(|error| Trouble::reading(Path::new("standard input"), &error))?;
    let Some(new) = format("<stdin>", &bytes, terminal)? else { return Ok(Exit::Findings) };
    let same = new.as_bytes() == bytes;
    if arguments.diff {
        write!(terminal.out, "{}", difference::unified("<stdin>", &String::from_utf8_lossy(&bytes), &new))?;
    } else if !arguments.check {
        write!(terminal.out, "{new}")?;
    }
    Ok(if same || !(arguments.check || arguments.diff) { Exit::Fine } else { Exit::Findings })
}

/// The file's text as it should be; `None` if it has errors of form, which are shown.
fn format(name: &str, bytes: &[u8], terminal: &mut Terminal) -> Result<Option<String>, Trouble> {
    let (text, mut found) = syntax::decode(FileId(0), bytes);
    found.extend(syntax::parse(FileId(0), &text).findings);
    let errors: Vec<Finding> = found.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    if errors.is_empty()
        && let Some(formatted) = syntax::format_in_place(&text)
    {
        return Ok(Some(formatted));
    }
    if errors.is_empty() {
        terminal.note("error", &format!("`{name}` holds what cannot be understood; it is left as it is"))?;
        return Ok(None);
    }
    let mut sources = Sources::default();
    sources.add(SourceFile { path: name.to_owned(), text, shipped: false });
    findings::to_stderr(&errors, &sources, terminal)?;
    Ok(None)
}

/// The files that the paths name, each once.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Trouble> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(folder::rule_files(path, &folder::excluded(path))?.into_iter().map(|found| found.path));
        } else if path.exists() && !folder::is_rule_file(path) {
            return Err(
                Trouble::new(format!("`{}` is not a `.when` file", path.display())).help("`--stdin` lays out any text")
            );
        } else {
            files.push(path.clone());
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|path| seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    Ok(files)
}
