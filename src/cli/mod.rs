//! The command line: one file a command. Only here is anything read, printed or ended.

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

mod book;
mod build;
mod check;
mod completions;
mod difference;
mod dry_run;
mod effect_line;
mod events;
mod explain;
mod findings;
mod fmt;
mod foreign_log;
mod formats;
mod git;
mod graph;
mod inbox;
mod new;
mod replace;
mod report;
mod run;
mod schemas;
mod terminal;
mod test;
mod timeline;
mod totals;
mod traces;
mod trouble;
mod vocabulary;
mod watch;
mod why;

pub use schemas::schemas;
use terminal::{Color, Format, Terminal};
use trouble::Trouble;

const EXIT_CODES: &str = "\
Exit codes:
  0  fine
  1  findings, bad lines of events, failed tests, files to format
  2  it could not be done: no such file, a wrong argument";

const OUTPUT: &str = "Output";

/// Checks, tests and runs books of messaging rules.
#[derive(Debug, Parser)]
#[command(name = "whenbook", version, after_help = EXIT_CODES, max_term_width = 100)]
struct Arguments {
    /// For whom the output is
    #[arg(long, global = true, value_enum, default_value_t, value_name = "human|json")]
    #[arg(hide_possible_values = true, hide_default_value = true, help_heading = OUTPUT)]
    format: Format,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "auto|always|never")]
    #[arg(hide_possible_values = true, hide_default_value = true, help_heading = OUTPUT)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Run(run::Arguments),
    Why(why::Arguments),
    Test(test::Arguments),
    Fmt(fmt::Arguments),
    Build(build::Arguments),
    Vocabulary(vocabulary::Arguments),
    Graph(graph::Arguments),
    Inbox(inbox::Arguments),
    Explain(explain::Arguments),
    New(new::Arguments),
    Completions(completions::Arguments),
}

impl Command {
    /// Whether its exit code or the files that it writes count, even if nobody reads what it says.
    const fn goes_on(&self) -> bool {
        match self {
            Self::Check(arguments) => arguments.ends(),
            Self::Test(arguments) => arguments.ends(),
            Self::Run(arguments) => arguments.judges(),
            Self::Fmt(_) | Self::Build(_) => true,
            _ => false,
        }
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Fine,
    /// There is something to mend.
    Findings,
}

/// Does what the arguments of this process say; the exit code is 0 (fine), 1 (something to mend) or 2 (not done).
#[must_use]
pub fn main() -> ExitCode {
    let matches = Arguments::command()
        .try_get_matches()
        .unwrap_or_else(|error| formats::of_this_command(error, std::env::args_os().skip(1)).exit());
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let mut terminal = Terminal::new(arguments.format, arguments.color);
    if arguments.command.goes_on() {
        terminal.goes_on();
    }
    let name = matches.subcommand_name().unwrap_or_default();
    let done =
        formats::check(name, arguments.format).and_then(|()| run(&arguments.command, &mut terminal)).and_then(|exit| {
            terminal.out.flush()?;
            Ok(exit)
        });
    match done {
        Ok(Exit::Fine) => ExitCode::SUCCESS,
        Ok(Exit::Findings) => ExitCode::from(1),
        // Whoever reads the output has seen enough.
        Err(trouble) if trouble.is_broken_pipe() => ExitCode::SUCCESS,
        Err(trouble) => {
            // Nothing can be done if even this cannot be written.
            let _ = report(&trouble, &mut terminal);
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    match command {
        Command::Check(arguments) => check::run(arguments, terminal),
        Command::Run(arguments) => run::run(arguments, terminal),
        Command::Why(arguments) => why::run(arguments, terminal),
        Command::Test(arguments) => test::run(arguments, terminal),
        Command::Fmt(arguments) => fmt::run(arguments, terminal),
        Command::Build(arguments) => build::run(arguments, terminal),
        Command::Vocabulary(arguments) => vocabulary::run(arguments, terminal),
        Command::Graph(arguments) => graph::run(arguments, terminal),
        Command::Inbox(arguments) => inbox::run(arguments, terminal),
        Command::Explain(arguments) => explain::run(arguments, terminal),
        Command::New(arguments) => new::run(arguments, terminal),
        Command::Completions(arguments) => completions::run(arguments, terminal),
    }
}

fn report(trouble: &Trouble, terminal: &mut Terminal) -> Result<(), Trouble> {
    if trouble.is_of_the_output() {
        return terminal.tell("error", &trouble.to_string());
    }
    terminal.note("error", &trouble.to_string())?;
    match trouble {
        Trouble::Said { help: Some(help), .. } => terminal.note("help", help),
        _ => Ok(()),
    }
}
