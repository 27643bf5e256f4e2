//! Which formats a command has, beside those for people and programs.

use super::terminal::Format;
use super::{Command, Trouble};

const REPORTS: &[Format] = &[Format::Concise, Format::Sarif, Format::Github, Format::Gitlab, Format::Junit];
const PICTURES: &[Format] = &[Format::Mermaid, Format::Dot, Format::Svg];

/// Refuses a format that the command cannot give.
pub(super) fn check(command: &Command, format: Format) -> Result<(), Trouble> {
    let special = match command {
        Command::Check(_) => REPORTS,
        Command::Graph(_) => PICTURES,
        Command::Test(_) => &[Format::Junit],
        _ => &[],
    };
    if matches!(format, Format::Human | Format::Json) || special.contains(&format) {
        return Ok(());
    }
    let names = [Format::Human, Format::Json].iter().chain(special).map(|format| format.name());
    let whose = if PICTURES.contains(&format) { "graph" } else { "check" };
    let help = format!("here it is {}; `whenbook {whose}` has `{}`", one_of(&names.collect::<Vec<_>>()), format.name());
    Err(Trouble::new(format!("this command has no format `{}`", format.name())).help(help))
}

fn one_of(names: &[String]) -> String {
    match names {
        [names @ .., last] if !names.is_empty() => format!("{} or {last}", names.join(", ")),
        names => names.concat(),
    }
}
