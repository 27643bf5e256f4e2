//! `whenbook why BOOK --events FILE` with `--event ID`, `--effect KEY` or `--rule RULE`.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use indicatif::ProgressBar;
use serde::Serialize;

use super::effect_line::EffectLine;
use super::events::Log;
use super::run::progress;
use super::terminal::Terminal;
use super::timeline::Timeline;
use super::{Exit, Trouble, book, traces};
use crate::diagnostic::render::printable;
use crate::ir::{Book, Moment};
use crate::runtime::conversation::Purpose;
use crate::runtime::{Delivery, EffectKey, Engine, Event, TimerChange};
use crate::scenario::explain::ExplainedInput;
use crate::scenario::replay::Replay;
use crate::scenario::why::{self, Head, Search, Told, Wanted};
use crate::scenario::words;

const EXAMPLES: &str = "\
Examples:
  whenbook why help-desk --events events.jsonl --event 2007-09-07-000002
  whenbook why help-desk --events events.jsonl --effect %2Faccounts%2Fubuntu/2007-09-07-0002-0/3/1
  whenbook why help-desk --events events.jsonl --rule slow_reply --conversation 2007-09-07-0002-0

--event replays up to that event and tells, for every trigger that listens to it, why it fired or did not.
--effect tells why that was done; --rule tells of the last time a trigger or automation was looked at.
The clock is the events' own; timers run out behind the last one as with `whenbook run`.
A bad line on the way is left out; `whenbook run` tells of it.";

/// Texts of what was done are cut at this many characters.
const LONGEST_TEXT: usize = 300;

/// Tell why rules did or did not fire: on an event, for what was done, or when their time came
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, group = clap::ArgGroup::new("asked").required(true).multiple(true))]
pub(super) struct Arguments {
    /// A folder of rules, a `.when` file or a compiled book
    book: PathBuf,
    /// A file of events, one a line; - for standard input
    #[arg(long, value_name = "FILE")]
    events: PathBuf,
    /// The id of an event: why did each trigger fire on it or not?
    #[arg(long, value_name = "ID", group = "asked")]
    event: Option<String>,
    /// The key of an effect, as `run --format json` writes it: why was this done?
    #[arg(long, value_name = "KEY", group = "asked", conflicts_with_all = ["event", "rule", "account", "conversation"])]
    effect: Option<EffectKey>,
    /// A trigger or automation: why did it fire or not when it was looked at last, or on the event?
    #[arg(long, value_name = "RULE", group = "asked")]
    rule: Option<String>,
    /// Only what came in this account; ids of events and conversations may be the same in several
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Only what came in this conversation
    #[arg(long, value_name = "ID")]
    conversation: Option<String>,
}

/// What `why --format json` writes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Why<'a> {
    /// The verdict in a sentence.
    verdict: String,
    /// Since when it was awaited, in a sentence, if it is a timer.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    /// What became of the timer or wait that it left, in a sentence, if that never came due.
    #[serde(skip_serializing_if = "Option::is_none")]
    later: Option<String>,
    /// The input itself, and what came of it at once: answers of the user's record, changes in the user's other
    /// conversations. None if a rule was never looked at.
    inputs: Vec<ExplainedInput>,
    /// What was done.
    effects: Vec<EffectLine<'a>>,
    /// Which timers of automations were set and taken back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    timers: Vec<TimerLine<'a>>,
}

/// A timer of an automation that was set or taken back.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct TimerLine<'a> {
    /// The conversation.
    conversation: &'a str,
    /// The automation.
    source: &'a str,
    /// When it is due; absent if it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Moment>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let Some(engine) = book::to_run(&arguments.book, terminal)? else { return Ok(Exit::Findings) };
    let engine = Arc::new(engine);
    if let Some((message, help)) = arguments.rule.as_ref().and_then(|rule| why::unknown_rule(rule, engine.book())) {
        let trouble = Trouble::new(message);
        return Err(match help {
            Some(help) => trouble.help(help),
            None => trouble,
        });
    }
    let log = Log::open(&arguments.events)?;
    let progress = progress(&log, terminal);
    let mut others = Others::default();
    let told = match arguments.wanted() {
        Some(wanted) => search(wanted, log, &engine, &progress),
        None => on_event(arguments, log, &engine, &progress, &mut others),
    };
    progress.finish_and_clear();
    answer(told?, engine.book(), terminal)?;
    if let Some(note) = others.note(arguments) {
        terminal.note("note", &note)?;
    }
    Ok(Exit::Fine)
}

impl Arguments {
    /// What is to be searched for; `None` if an event is asked about.
    fn wanted(&self) -> Option<Wanted> {
        let by_effect = || self.effect.clone().map(Wanted::Effect);
        let (account, conversation) = (self.account.clone(), self.conversation.clone());
        let by_rule = || self.rule.clone().map(|rule| Wanted::Rule { rule, account, conversation, nth: None });
        if self.event.is_some() { None } else { by_effect().or_else(by_rule) }
    }
}

fn on_event(
    arguments: &Arguments,
    mut log: Log,
    engine: &Arc<Engine>,
    progress: &ProgressBar,
    others: &mut Others,
) -> Result<Told, Trouble> {
    let Arguments { event: wanted, rule, account, conversation, .. } = arguments;
    let is_it = |event: &Event| {
        account.as_ref().is_none_or(|account| event.account == *account)
            && wanted.as_ref().is_none_or(|id| event.id == *id)
            && conversation.as_ref().is_none_or(|conversation| event.conversation == *conversation)
    };
    let mut replay = Replay::new(Arc::clone(engine), None);
    while let Some(line) = log.next()? {
        progress.set_position(log.bytes);
        let Ok(event) = line else { continue };
        if !is_it(&event) {
            replay.take(&event, &mut |_| ());
            continue;
        }
        let mut told = why::told(&event, replay, engine.book());
        if let Some(rule) = rule {
            why::only(rule, &mut told);
        }
        // Whoever writes to a pipe may not end.
        while log.size.is_some()
            && let Some(line) = log.next()?
        {
            others.extend(line.ok().filter(is_it).filter(|other| !is_same_place(other, &event)));
        }
        return Ok(told);
    }
    let of_account = account.as_ref().map(|each| format!(" of account {each}"));
    let place: String =
        of_account.into_iter().chain(conversation.as_ref().map(|each| format!(" of conversation {each}"))).collect();
    let id = wanted.as_deref().unwrap_or_default();
    Err(Trouble::new(format!("there is no event `{id}`{place} in {}", log.name()))
        .help(format!("{} lines were read; the id is what stands in `id`", log.line())))
}

fn is_same_place(one: &Event, other: &Event) -> bool {
    (&one.account, &one.conversation) == (&other.account, &other.conversation)
}

/// Where else there is an event of the id that was asked about, which is the same only within an account.
#[derive(Debug, Default)]
struct Others(BTreeSet<(String, String)>);

impl Others {
    fn extend(&mut self, event: Option<Event>) {
        self.0.extend(event.map(|event| (event.account, event.conversation)));
    }

    fn note(&self, arguments: &Arguments) -> Option<String> {
        let (account, conversation) = self.0.first()?;
        let more = match self.0.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let id = arguments.event.as_deref().unwrap_or_default();
        let place = printable(&format!("conversation {conversation} of account {account}{more}")).into_owned();
        Some(format!("there is an event `{id}` in {place}, too; `--account` and `--conversation` say which is meant"))
    }
}

fn search(wanted: Wanted, mut log: Log, engine: &Arc<Engine>, progress: &ProgressBar) -> Result<Told, Trouble> {
    let mut search = Search::new(wanted);
    let mut replay = Replay::new(Arc::clone(engine), None).traced();
    while let Some(line) = log.next()? {
        progress.set_position(log.bytes);
        let Ok(event) = line else { continue };
        replay.take(&event, &mut |delivery| search.hear(delivery));
        if search.is_done() {
            break;
        }
    }
    if !search.is_done() {
        replay.finish(&mut |delivery| search.hear(delivery));
    }
    let name = log.name();
    search
        .told(engine.book())
        .map_err(|missing| Trouble::new(format!("{missing} in {name}")).help(format!("{} lines were read", log.line())))
}

fn timers(deliveries: &[Delivery]) -> Vec<TimerLine<'_>> {
    let changes = deliveries.iter().flat_map(|each| each.outcome.timers.iter().map(move |change| (each, change)));
    let lines = changes.map(|(each, change)| {
        let key = change.key();
        let due = match change {
            TimerChange::Set { due, .. } => Some(*due),
            TimerChange::Cancel { .. } => None,
        };
        (key.purpose, TimerLine { conversation: &each.conversation, source: &key.source, due })
    });
    lines.filter(|(purpose, _)| *purpose == Purpose::Due).map(|(_, line)| line).collect()
}

fn answer(told: Told, book: &Book, terminal: &mut Terminal) -> Result<(), Trouble> {
    let Told { verdict, since, later, head, inputs, deliveries } = told;
    if terminal.is_json() {
        let effects = deliveries.iter().flat_map(|each| &each.outcome.effects).map(EffectLine::from).collect();
        let timers = timers(&deliveries);
        return terminal.document(&Why { verdict, since, later, inputs, effects, timers });
    }
    let styles = terminal.styles;
    writeln!(terminal.out, "{}", styles.bold.style(printable(&verdict)))?;
    for sentence in since.iter().chain(&later) {
        writeln!(terminal.out, "{}", printable(sentence))?;
    }
    if let Some(Head { time, conversation, .. }) = head {
        let time = words::local(time, words::zone(book));
        let place = format!("{time} {}, conversation {}", book.time_zone, printable(&conversation));
        writeln!(terminal.out, "{}", styles.dim.style(place))?;
    }
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
    let deeds = |each| timeline.deeds(each, LONGEST_TEXT).into_iter().chain(timeline.timer_deeds(each));
    let deeds: Vec<_> = deliveries.iter().flat_map(deeds).collect();
    if !deeds.is_empty() {
        writeln!(terminal.out, "\n{}", styles.bold.style("Done"))?;
    }
    for deed in deeds {
        writeln!(terminal.out, "  {}: {}", deed.source, deed.what)?;
    }
    Ok(())
}
