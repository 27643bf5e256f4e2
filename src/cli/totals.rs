//! The summary of a replay.

use std::io::Write;

use super::{Terminal, Trouble};
use crate::diagnostic::render::printable;
use crate::ir::{Book, Name};
use crate::scenario::effects::shortened;
use crate::scenario::summary::{SourceSummary, Summary};
use crate::scenario::words;

/// A reason may list all values of an enum; more characters than these are cut.
const LONGEST_REASON: usize = 100;

/// Writes it: for people, after the timeline; for programs, only what went wrong, on standard error.
pub(super) fn write(
    summary: &Summary,
    bad_lines: u64,
    stopped: bool,
    book: &Book,
    terminal: &mut Terminal,
) -> Result<(), Trouble> {
    let remarks = remarks(summary, bad_lines, stopped, book);
    if terminal.is_json() {
        return remarks.iter().try_for_each(|remark| terminal.note("note", remark));
    }
    let styles = terminal.styles;
    writeln!(terminal.out, "\n{}\n", styles.bold.style(headline(summary, book)))?;
    for line in table(summary) {
        writeln!(terminal.out, "  {line}")?;
    }
    for (title, names) in silent(summary, book) {
        writeln!(terminal.out, "  {title}: {}", names.join(", "))?;
    }
    for remark in remarks {
        writeln!(terminal.out, "  {}", styles.warn.style(printable(&remark)))?;
    }
    Ok(())
}

fn headline(summary: &Summary, book: &Book) -> String {
    let Some((first, last)) = summary.span else { return "no events".to_owned() };
    let zone = words::zone(book);
    let accounts = if summary.accounts() == 1 { String::new() } else { format!(" of {} accounts", summary.accounts()) };
    format!(
        "{} and {} in {}{accounts}, {} to {} ({})",
        counted(summary.events, "event"),
        counted(summary.timers, "timer"),
        counted(u64::try_from(summary.conversations()).unwrap_or(u64::MAX), "conversation"),
        words::local(first, zone),
        words::local(last, zone),
        book.time_zone,
    )
}

/// A line for each source that did something, those that fired most first.
fn table(summary: &Summary) -> Vec<String> {
    let mut rows: Vec<(&Name, &SourceSummary)> = summary.sources.iter().collect();
    rows.sort_by_key(|(name, source)| (std::cmp::Reverse(source.fired), *name));
    let rows: Vec<[String; 3]> = rows.into_iter().map(|(name, source)| row(name, source)).collect();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let (first, second) = (width(0), width(1));
    let lines =
        rows.iter().map(|[name, fired, did]| format!("{name:first$}  {fired:second$}  {did}").trim_end().to_owned());
    lines.collect()
}

fn row(name: &str, source: &SourceSummary) -> [String; 3] {
    let conversations = u64::try_from(source.conversations()).unwrap_or(u64::MAX);
    // A policy does not fire.
    let fired = match source.fired {
        0 => String::new(),
        fired => format!("fired {} in {}", times(fired), counted(conversations, "conversation")),
    };
    let mut did: Vec<String> =
        source.effects.iter().map(|(action, count)| format!("{} × {action}", thousands(*count))).collect();
    if source.dropped > 0 {
        did.push(format!("{} × dropped after a wait", thousands(source.dropped)));
    }
    [name.to_owned(), fired, did.join(", ")]
}

/// The triggers and automations that did not fire, and those that are switched off.
fn silent(summary: &Summary, book: &Book) -> Vec<(&'static str, Vec<String>)> {
    let triggers = book.triggers.iter().map(|each| (&each.id, each.active));
    let all = triggers.chain(book.automations.iter().map(|each| (&each.id, each.active)));
    let (mut quiet, mut inactive) = (Vec::new(), Vec::new());
    for (id, active) in all {
        if !active {
            inactive.push(id.clone());
        } else if summary.sources.get(id.as_str()).is_none_or(|source| source.fired == 0) {
            quiet.push(id.clone());
        }
    }
    [("never fired", quiet), ("inactive", inactive)].into_iter().filter(|(_, names)| !names.is_empty()).collect()
}

/// What went wrong.
pub(super) fn remarks(summary: &Summary, bad_lines: u64, stopped: bool, book: &Book) -> Vec<String> {
    let mut remarks = Vec::new();
    for (name, count) in &summary.unknown_events {
        remarks.push(format!("the book does not know the event `{name}`: {}", counted(*count, "time")));
    }
    for ((key, reason), count) in &summary.wrong_values {
        remarks.push(format!("`{key}` counted as missing {}: {}", times(*count), shortened(reason, LONGEST_REASON)));
    }
    for (remark, count) in &summary.desk {
        remarks.push(format!(
            "desk: {remark}{}",
            if *count > 1 { format!(" ({})", times(*count)) } else { String::new() }
        ));
    }
    if summary.repeated > 0 {
        remarks.push(format!("{} with an id that was there before, and changed nothing", came(summary.repeated)));
    }
    if summary.out_of_order > 0 {
        remarks.push(format!("{} earlier than the one before", came(summary.out_of_order)));
    }
    if summary.too_late > 0 {
        remarks.push(format!("{} after the end and counted for nothing", came(summary.too_late)));
    }
    if let Some(due) = summary.left_until {
        let due = words::local(due, words::zone(book));
        remarks.push(format!("timers are left that come later; the next is due {due}: `--until` goes so far"));
    }
    if bad_lines > 0 {
        let end = if stopped { "; stopped there, as --strict says" } else { ", left out" };
        remarks.push(format!("{}{end}", counted(bad_lines, "bad line")));
    }
    remarks
}

fn came(count: u64) -> String {
    format!("{} came", counted(count, "event"))
}

fn times(count: u64) -> String {
    counted(count, "time")
}

pub(super) fn counted(count: u64, word: &str) -> String {
    format!("{} {word}{}", thousands(count), if count == 1 { "" } else { "s" })
}

/// `1,234,567`
pub(super) fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
