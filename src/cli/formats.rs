//! Which formats a command has, beside those for people and programs.

use std::ffi::OsString;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::terminal::Format;
use super::{Arguments, Trouble};

const REPORTS: &[Format] = &[Format::Concise, Format::Sarif, Format::Github, Format::Gitlab, Format::Junit];
const PICTURES: &[Format] = &[Format::Mermaid, Format::Dot, Format::Svg];

/// Those that only the command of that name has.
fn special(command: &str) -> &'static [Format] {
    match command {
        "check" => REPORTS,
        "graph" => PICTURES,
        "test" => &[Format::Junit],
        _ => &[],
    }
}

fn names(command: &str) -> Vec<String> {
    [Format::Human, Format::Json].iter().chain(special(command)).map(|format| format.name()).collect()
}

/// Refuses a format that the command of that name cannot give.
pub(super) fn check(command: &str, format: Format) -> Result<(), Trouble> {
    if matches!(format, Format::Human | Format::Json) || special(command).contains(&format) {
        return Ok(());
    }
    let whose = if PICTURES.contains(&format) { "graph" } else { "check" };
    let help = format!("here it is {}; `whenbook {whose}` has `{}`", one_of(&names(command)), format.name());
    Err(Trouble::new(format!("this command has no format `{}`", format.name())).help(help))
}

/// An error of the arguments; one about a format that does not exist lists those that the command has.
pub(super) fn of_this_command(mut error: clap::Error, mut arguments: impl Iterator<Item = OsString>) -> clap::Error {
    let is_format = |value: &ContextValue| matches!(value, ContextValue::String(name) if name.starts_with("--format"));
    if error.kind() == ErrorKind::InvalidValue && error.get(ContextKind::InvalidArg).is_some_and(is_format) {
        let commands = Arguments::command();
        if let Some(command) =
            arguments.find_map(|each| commands.find_subcommand(each).map(clap::Command::get_name).map(str::to_owned))
        {
            error.insert(ContextKind::ValidValue, ContextValue::Strings(names(&command)));
        }
    }
    error
}

fn one_of(names: &[String]) -> String {
    match names {
        [names @ .., last] if !names.is_empty() => format!("{} or {last}", names.join(", ")),
        names => names.concat(),
    }
}
