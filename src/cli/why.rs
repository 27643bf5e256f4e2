//! `whenbook why BOOK --events FILE --event ID`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use super::effect_line::EffectLine;
use super::events::Log;
use super::terminal::Terminal;
use super::timeline::Timeline;
use super::{Exit, Trouble, book, traces};
use crate::diagnostic::render::printable;
use crate::ir::Book;
use crate::runtime::Event;
use crate::scenario::explain::ExplainedInput;
use crate::scenario::replay::Replay;
use crate::scenario::why::{self, Told};
use crate::scenario::words;

const EXAMPLES: &str = "\
Example:
  whenbook why help-desk --events events.jsonl --event 2007-09-07-000002

Replays the events up to that one and tells, for every trigger that listens to it, why it fired or did not.
A bad line on the way is left out; `whenbook run` tells of it.";

/// Texts of what was done are cut at this many characters.
const LONGEST_TEXT: usize = 300;

/// Tell why each trigger did or did not fire on an event
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A folder of rules, a `.when` file or a compiled book
    book: PathBuf,
    /// A file of events, one a line; - for standard input
    #[arg(long, value_name = "FILE")]
    events: PathBuf,
    /// The id of the event
    #[arg(long, value_name = "ID")]
    event: String,
}

/// What `why --format json` writes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Why<'a> {
    /// The verdict in a sentence.
    verdict: String,
    /// The event itself, and what came of it at once: answers of the user's record, changes in the user's other
    /// conversations.
    inputs: Vec<ExplainedInput>,
    /// What was done.
    effects: Vec<EffectLine<'a>>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let Some(engine) = book::to_run(&arguments.book, terminal)? else { return Ok(Exit::Findings) };
    let engine = Arc::new(engine);
    let mut log = Log::open(&arguments.events)?;
    let mut replay = Replay::new(Arc::clone(&engine), None);
    while let Some(line) = log.next()? {
        let Ok(event) = line else { continue };
        if event.id != arguments.event {
            replay.take(&event, &mut |_| ());
            continue;
        }
        answer(&event, why::told(&event, replay, engine.book()), engine.book(), terminal)?;
        return Ok(Exit::Fine);
    }
    Err(Trouble::new(format!("there is no event `{}` in {}", arguments.event, log.name()))
        .help(format!("{} lines were read; the id is what stands in `id`", log.line())))
}

fn answer(event: &Event, told: Told, book: &Book, terminal: &mut Terminal) -> Result<(), Trouble> {
    let Told { verdict, inputs, deliveries } = told;
    if terminal.is_json() {
        let effects = deliveries.iter().flat_map(|each| &each.outcome.effects).map(EffectLine::from).collect();
        return terminal.document(&Why { verdict, inputs, effects });
    }
    let styles = terminal.styles;
    writeln!(terminal.out, "{}", styles.bold.style(printable(&verdict)))?;
    let time = words::local(event.time, words::zone(book));
    let place = format!("{time} {}, conversation {}", book.time_zone, printable(&event.conversation));
    writeln!(terminal.out, "{}", styles.dim.style(place))?;
    for (index, input) in inputs.iter().enumerate() {
        if index > 0 {
            writeln!(
                terminal.out,
                "{}",
                styles.dim.style(format!("then, in {}: {}", input.conversation, input.input))
            )?;
        }
        let rounds = traces::rounds(&input.rounds, 0, &styles);
        if !rounds.is_empty() {
            write!(terminal.out, "\n{rounds}")?;
        }
    }
    let timeline = Timeline::new(book, styles, true);
    let deeds: Vec<_> = deliveries.iter().flat_map(|each| timeline.deeds(each, LONGEST_TEXT)).collect();
    if !deeds.is_empty() {
        writeln!(terminal.out, "\n{}", styles.bold.style("Done"))?;
    }
    for deed in deeds {
        writeln!(terminal.out, "  {}: {}", deed.source, deed.what)?;
    }
    Ok(())
}
