//! `whenbook completions SHELL`.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Exit, Terminal, Trouble};

const EXAMPLES: &str = "\
Examples:
  whenbook completions bash > /etc/bash_completion.d/whenbook
  whenbook completions fish > ~/.config/fish/completions/whenbook.fish";

/// Write completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// bash, elvish, fish, powershell or zsh
    #[arg(hide_possible_values = true)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    // Into memory first: the generator panics when a pipe breaks.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "whenbook", &mut script);
    std::io::Write::write_all(&mut terminal.out, &script)?;
    Ok(Exit::Fine)
}
