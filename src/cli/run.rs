//! `whenbook run BOOK --events FILE`; with `--against` it is a dry run.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use super::effect_line::EffectLines;
use super::events::{BadLine, BadLines, Log};
use super::timeline::Timeline;
use super::{Exit, Terminal, Trouble, book, dry_run, report, totals};
use crate::ir::{Book, Moment};
use crate::runtime::driver::Delivery;
use crate::scenario::replay::Replay;
use crate::scenario::{explain, summary};

const EXAMPLES: &str = "\
Examples:
  whenbook run help-desk --events events.jsonl
  whenbook run help-desk --events events.jsonl --until 2026-12-24T18:00:00Z
  whenbook run help-desk --events events.jsonl --format json > effects.jsonl
  kcat -C -t events | whenbook run help-desk --events -
  whenbook run help-desk --against git:main --events events.jsonl

Events are CloudEvents 1.0, one JSON object a line: `source` names the account, `subject` the conversation.
The clock is the events' own. After the last one, timers run out for at most 30 days, unless --until says otherwise.
At the end stands what happened by queue, by agent and by hour; with --format json, on the last line of standard error.
A bad line is told on standard error and the rest goes on; the exit code is 1 then.
With --against, both books get the same events, and only what differs is told: for whom, by which rule, and why.";

const DRY_RUN: &str = "Dry run";

/// Replay events and show what the book does
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A folder of rules, a `.when` file or a compiled book
    book: PathBuf,
    /// A file of events, one a line; - for standard input
    #[arg(long, value_name = "FILE")]
    events: PathBuf,
    /// Stop the clock at this time; later events are left out
    #[arg(long, value_name = "TIME", value_parser = time)]
    until: Option<Moment>,
    /// Show every input, also those on which nothing happened, and the timers that were set
    #[arg(long)]
    all: bool,
    /// Show why each trigger fired or did not (as JSON: on standard error); takes in --all
    #[arg(long)]
    trace: bool,
    /// Stop at the first bad line
    #[arg(long)]
    strict: bool,
    /// Compare with another book instead: a folder, a file, a compiled book, or a git revision of this one; git:main... is where
    /// this branch has left main
    #[arg(long, value_name = "OLD|git:REVISION[:FOLDER]", help_heading = DRY_RUN, conflicts_with_all = ["all", "trace"])]
    against: Option<String>,
    /// How many examples to show of each rule
    #[arg(long, value_name = "COUNT", default_value_t = 3, help_heading = DRY_RUN, requires = "against")]
    examples: usize,
    /// Exit with 1 if anything would have been different
    #[arg(long, help_heading = DRY_RUN, requires = "against")]
    fail_on_change: bool,
}

impl Arguments {
    /// Whether the exit code is what it is run for.
    pub(super) const fn judges(&self) -> bool {
        self.fail_on_change
    }

    fn compared<'a>(&'a self, against: &'a str) -> dry_run::Wanted<'a> {
        dry_run::Wanted {
            book: &self.book,
            against,
            events: &self.events,
            until: self.until,
            strict: self.strict,
            examples: self.examples,
            fail_on_change: self.fail_on_change,
        }
    }
}

/// A time as `--until` takes it.
pub(super) fn time(text: &str) -> Result<Moment, String> {
    Moment::parse(text).ok_or_else(|| "write it as `2026-12-24T18:00:00Z`, between 1970 and 2199".to_owned())
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    if let Some(against) = &arguments.against {
        return dry_run::run(&arguments.compared(against), terminal);
    }
    let Some(engine) = book::to_run(&arguments.book, terminal)? else { return Ok(Exit::Findings) };
    // It is run to the end.
    engine.keep_names();
    let engine = Arc::new(engine);
    let mut log = Log::open(&arguments.events)?;
    let mut replay = Replay::new(Arc::clone(&engine), arguments.until).without_inboxes();
    if arguments.trace {
        replay = replay.traced();
    }
    if terminal.is_json() {
        replay = replay.without_counts();
    }
    let progress = progress(&log, terminal);
    // A hidden one would look at the clock for each line all the same.
    let shows_progress = !progress.is_hidden();
    let mut printer = Printer::new(engine.book(), arguments, terminal, &progress);
    let mut bad_lines = BadLines::default();
    while let Some(line) = log.next_line()? {
        if let Err(reason) = replay.take_line(line, &mut |delivery| printer.print(delivery)) {
            if let Some(told) = bad_lines.told(log.name(), &BadLine { line: log.line(), reason }) {
                printer.warn(&told)?;
            }
            if arguments.strict {
                break;
            }
        }
        printer.check()?;
        if log.may_wait() {
            printer.terminal.out.flush()?;
        }
        if shows_progress {
            progress.set_position(log.bytes);
        }
    }
    let bad_lines = bad_lines.count;
    let stopped = arguments.strict && bad_lines > 0;
    if !stopped {
        replay.finish(&mut |delivery| printer.print(delivery));
    }
    printer.check()?;
    progress.finish_and_clear();
    totals::write(&replay.summary, bad_lines, stopped, engine.book(), terminal)?;
    report::write(&replay.report.closing(), &engine.book().time_zone, terminal)?;
    Ok(if bad_lines == 0 { Exit::Fine } else { Exit::Findings })
}

/// A bar by the bytes read, or a counter of them; nothing where nobody looks.
pub(super) fn progress(log: &Log, terminal: &Terminal) -> ProgressBar {
    if !terminal.wants_progress() {
        return ProgressBar::hidden();
    }
    match log.size {
        Some(size) => {
            let style = ProgressStyle::with_template("{bar:40} {percent}%  {eta} left");
            ProgressBar::new(size).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        }
        None => ProgressBar::new_spinner().with_style(ProgressStyle::default_spinner()),
    }
}

/// Writes what comes out of a replay, as long as that works.
struct Printer<'a> {
    timeline: Timeline<'a>,
    terminal: &'a mut Terminal,
    book: &'a Book,
    progress: &'a ProgressBar,
    all: bool,
    /// What is put together of one delivery, for a moment.
    line: Vec<u8>,
    lines: EffectLines,
    trouble: Option<Trouble>,
}

impl<'a> Printer<'a> {
    fn new(book: &'a Book, arguments: &Arguments, terminal: &'a mut Terminal, progress: &'a ProgressBar) -> Self {
        let all = arguments.all || arguments.trace;
        let timeline = Timeline::new(book, terminal.styles, all);
        Self { timeline, terminal, book, progress, all, line: Vec::new(), lines: EffectLines::default(), trouble: None }
    }

    fn print(&mut self, delivery: &Delivery) {
        if self.trouble.is_none() {
            self.trouble = self.write(delivery).err();
        }
    }

    fn check(&mut self) -> Result<(), Trouble> {
        self.trouble.take().map_or(Ok(()), Err)
    }

    fn write(&mut self, delivery: &Delivery) -> Result<(), Trouble> {
        if self.terminal.is_json() {
            self.line.clear();
            for effect in &delivery.outcome.effects {
                self.lines.write(&mut self.line, effect)?;
            }
            self.terminal.out.write_all(&self.line)?;
            return self.write_trace_line(delivery);
        }
        if self.all || summary::is_eventful(delivery) {
            let text = self.timeline.draw(delivery);
            write!(self.terminal.out, "{text}")?;
        }
        Ok(())
    }

    fn write_trace_line(&mut self, delivery: &Delivery) -> Result<(), Trouble> {
        if delivery.outcome.trace.is_none() {
            return Ok(());
        }
        let text = serde_json::to_string(&explain::input(delivery, self.book)).map_err(std::io::Error::from)?;
        Ok(writeln!(self.terminal.err, "{text}")?)
    }

    fn warn(&mut self, told: &str) -> Result<(), Trouble> {
        let terminal = &mut *self.terminal;
        self.progress.suspend(|| terminal.note("warning", told))
    }
}
