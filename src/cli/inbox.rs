//! `whenbook inbox BOOK --events FILE`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use chrono_tz::Tz;

use super::events::{BadLines, Log};
use super::{Exit, Terminal, Trouble, book};
use crate::diagnostic::render::printable;
use crate::ir::{Book, Moment};
use crate::runtime::Driver;
use crate::scenario::inbox::{Counted, InboxPage, Listing, Row, page};
use crate::scenario::replay::Replay;
use crate::scenario::words;
use crate::semantics::suggest::nearest;

const EXAMPLES: &str = "\
Examples:
  whenbook inbox team --events events.jsonl
  whenbook inbox team --events events.jsonl --agent Joon
  whenbook inbox team --events events.jsonl --agent Joon --at 2026-12-24T18:00:00Z

Shows the inbox after the last event, or at the time given. What people do by hand is in the log too, as events
`conversation.command`. A bad line is told on standard error and the rest goes on; the exit code is 1 then.";

/// How many people and tags are listed.
const MOST_LISTED: usize = 6;

/// Replay events and show what an agent sees in the inbox
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A folder of rules, a `.when` file or a compiled book
    book: PathBuf,
    /// A file of events, one a line; - for standard input
    #[arg(long, value_name = "FILE")]
    events: PathBuf,
    /// As this person of the team sees it; without one, what everybody sees
    #[arg(long, value_name = "NAME")]
    agent: Option<String>,
    /// At this time; later events are left out
    #[arg(long, value_name = "TIME", value_parser = super::run::time)]
    at: Option<Moment>,
    /// How many conversations of each view
    #[arg(long, value_name = "COUNT", default_value_t = 3)]
    first: usize,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let Some(engine) = book::to_run(&arguments.book, terminal)? else { return Ok(Exit::Findings) };
    let engine = Arc::new(engine);
    let mut log = Log::open(&arguments.events)?;
    let mut replay = Replay::new(Arc::clone(&engine), arguments.at);
    let mut exit = Exit::Fine;
    let mut bad_lines = BadLines::default();
    while let Some(line) = log.next()? {
        match line {
            Ok(event) => replay.take(&event, &mut |_| ()),
            Err(bad) => {
                exit = Exit::Findings;
                bad_lines.told(log.name(), &bad).map_or(Ok(()), |told| terminal.note("warning", &told))?;
            }
        }
    }
    if arguments.at.is_some() {
        replay.finish(&mut |_| ());
    }
    let pages = pages(replay.driver(), arguments)?;
    if terminal.is_json() {
        terminal.document(&pages)?;
    } else {
        write(&pages, engine.book(), terminal)?;
    }
    Ok(exit)
}

/// A page for each account in which that person is known.
fn pages(driver: &Driver, arguments: &Arguments) -> Result<Vec<InboxPage>, Trouble> {
    let mut people = Vec::new();
    let mut pages = Vec::new();
    for (account, inbox) in driver.inboxes() {
        let known = inbox.people();
        let agent = arguments.agent.as_deref();
        if agent.is_none_or(|agent| known.iter().any(|person| person.name == agent)) {
            pages.push(page(account, inbox, driver.clock(), agent, arguments.first));
        }
        people.extend(known.into_iter().map(|person| person.name));
    }
    match (&arguments.agent, pages.is_empty()) {
        (Some(agent), true) => Err(unknown(agent, &people)),
        _ => Ok(pages),
    }
}

fn unknown(agent: &str, people: &[String]) -> Trouble {
    let help = match nearest(agent, people.iter().map(String::as_str)) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "people are those whom events assign, follow or tell of, by the names that they have there".to_owned(),
    };
    Trouble::new(format!("nobody is called `{agent}` in these events")).help(help)
}

fn write(pages: &[InboxPage], book: &Book, terminal: &mut Terminal) -> Result<(), Trouble> {
    if pages.is_empty() {
        return Ok(writeln!(terminal.out, "no events")?);
    }
    for (index, page) in pages.iter().enumerate() {
        if index > 0 {
            writeln!(terminal.out)?;
        }
        write_page(page, book, terminal)?;
    }
    Ok(())
}

fn write_page(page: &InboxPage, book: &Book, terminal: &mut Terminal) -> Result<(), Trouble> {
    let zone = words::zone(book);
    let agent = page.agent.as_ref().map(|agent| format!(", as {} sees it", printable(agent))).unwrap_or_default();
    let time = words::local(page.time, zone);
    writeln!(terminal.out, "{}, {time} {}{agent}", printable(&page.account), book.time_zone)?;
    for view in &page.views {
        write_view(view, zone, terminal)?;
    }
    writeln!(terminal.out)?;
    for (title, counted) in [("Operators", &page.operators), ("Others", &page.others), ("Tags", &page.tags)] {
        if !counted.is_empty() {
            writeln!(terminal.out, "{}  {}", terminal.styles.bold.style(format!("{title:9}")), listed(counted))?;
        }
    }
    Ok(())
}

fn write_view(view: &Listing, zone: Tz, terminal: &mut Terminal) -> Result<(), Trouble> {
    let styles = terminal.styles;
    let states: Vec<&Counted> = view.states.iter().filter(|state| state.count > 0).collect();
    let of: Vec<String> = states.iter().map(|state| format!("{} {}", state.count, state.name)).collect();
    let of = if of.is_empty() { String::new() } else { format!("  {}", styles.dim.style(of.join(", "))) };
    writeln!(terminal.out, "\n{} {}{of}", styles.bold.style(title(view.view)), view.count)?;
    let width = |of: fn(&Row) -> &str| view.first.iter().map(|row| of(row).chars().count()).max().unwrap_or(0);
    let (id, status) = (width(|row| &row.conversation), width(|row| &row.status));
    let assignee = width(|row| row.assignee.as_deref().unwrap_or("-"));
    for row in &view.first {
        let name = format!("{:id$}", printable(&row.conversation));
        let line = format!(
            "  {}  {:status$}  {:assignee$}  {}  {}",
            styles.name.style(name),
            row.status,
            printable(row.assignee.as_deref().unwrap_or("-")),
            words::local(row.last_activity, zone),
            printable(&row.tags.join(", "))
        );
        writeln!(terminal.out, "{}", line.trim_end())?;
    }
    let more = view.count.saturating_sub(view.first.len());
    if more > 0 && !view.first.is_empty() {
        writeln!(terminal.out, "  {}", styles.dim.style(format!("and {more} more")))?;
    }
    Ok(())
}

fn title(view: &str) -> &'static str {
    match view {
        "mine" => "Mine",
        "unread" => "Unread",
        "starred" => "Starred",
        "sessions" => "My sessions",
        "unassigned" => "Unassigned",
        _ => "All",
    }
}

/// Those with the most first, then by name; not more than fit a line or two.
fn listed(counted: &[Counted]) -> String {
    let mut sorted: Vec<&Counted> = counted.iter().collect();
    sorted.sort_by_key(|each| std::cmp::Reverse(each.count));
    let shown = sorted.iter().take(MOST_LISTED).map(|each| format!("{} {}", printable(&each.name), each.count));
    let more = counted.len().saturating_sub(MOST_LISTED);
    let more = (more > 0).then(|| format!("and {more} more"));
    shown.chain(more).collect::<Vec<_>>().join(", ")
}
