//! `whenbook new DIR`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Exit, Terminal, Trouble};

const EXAMPLES: &str = "\
Example:
  whenbook new help-desk
  whenbook test help-desk";

const FILES: [(&str, &str); 3] = [
    ("rules.when", include_str!("rules.when")),
    ("texts.when", include_str!("texts.when")),
    ("tests.when", include_str!("tests.when")),
];

/// Write a small book to begin with
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A folder that is empty or not there yet
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// What `new --format json` writes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Written {
    /// The folder as it was named.
    folder: String,
    /// The files in it.
    files: Vec<&'static str>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let folder = &arguments.folder;
    fs::create_dir_all(folder).map_err(|error| Trouble::writing(folder, &error))?;
    refuse_unless_empty(folder)?;
    write(&folder.join("whenbook.toml"), &settings(&name_of(folder)))?;
    for (name, text) in FILES {
        write(&folder.join(name), text)?;
    }
    if terminal.is_json() {
        let files = std::iter::once("whenbook.toml").chain(FILES.map(|(name, _)| name)).collect();
        terminal.document(&Written { folder: folder.display().to_string(), files })?;
        return Ok(Exit::Fine);
    }
    let folder = folder.display();
    writeln!(terminal.out, "A book is in `{folder}`: two triggers, a schedule, texts in two languages, three tests.")?;
    let word = word(&folder.to_string());
    writeln!(terminal.out, "\n  whenbook check {word}\n  whenbook test {word}\n  whenbook vocabulary {word}")?;
    Ok(Exit::Fine)
}

/// The path as a shell takes it for one argument that is no option.
fn word(path: &str) -> String {
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    let is_plain = |character: char| character.is_alphanumeric() || "/\\._-+,:@%".contains(character);
    if path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// Hidden files, such as `.git`, do no harm.
fn refuse_unless_empty(folder: &Path) -> Result<(), Trouble> {
    let entries = fs::read_dir(folder).map_err(|error| Trouble::reading(folder, &error))?;
    let names = entries.collect::<io::Result<Vec<_>>>().map_err(|error| Trouble::reading(folder, &error))?;
    if names.iter().all(|entry| entry.file_name().to_string_lossy().starts_with('.')) {
        return Ok(());
    }
    Err(Trouble::new(format!("the folder `{}` is not empty", folder.display()))
        .help("name a folder that is not there yet"))
}

fn write(path: &Path, text: &str) -> Result<(), Trouble> {
    // Never over a file that appeared in the meantime.
    let file = fs::File::options().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| Trouble::writing(path, &error))
}

/// The last name of the folder's path, also of `.`.
fn name_of(folder: &Path) -> String {
    let whole = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    whole.file_name().map_or_else(|| "book".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn settings(name: &str) -> String {
    format!("name = {}\ntimezone = \"UTC\"\nlanguages = [\"en\", \"ko\"]\n", toml_text(name))
}

/// A basic string of TOML, which escapes as JSON does.
fn toml_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn folders_are_one_word_of_a_shell() {
        let words = ["rules/desk", "상담", "help desk", "-x", "it's"].map(word);
        assert_eq!(words, ["rules/desk", "상담", "'help desk'", "./-x", "'it'\\''s'"]);
    }
}
