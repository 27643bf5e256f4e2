//! The closing report of a replay, for people.

use std::io::Write;

use serde_json::Number;

use super::totals::{counted, thousands};
use super::{Terminal, Trouble};
use crate::diagnostic::render::printable;
use crate::scenario::effects::shortened;
use crate::scenario::report::{
    ActivityReport, AgentReport, Closing, EstimateReport, HourReport, QueueReport, WaitReport,
};

/// More queues and agents than these are told together.
const MOST_ROWS: usize = 12;

/// Longer names are cut.
const LONGEST_NAME: usize = 24;

/// How long the longest bar of an hour is, in characters.
const LONGEST_BAR: u64 = 40;

/// What a program gets.
#[derive(Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "ReportLine"))]
pub(super) struct ReportLine<'a> {
    /// What happened, by queue, by agent and by hour.
    pub(super) report: &'a Closing,
}

/// Writes it: for people after the totals; for programs as one line on standard error.
pub(super) fn write(closing: &Closing, zone: &str, terminal: &mut Terminal) -> Result<(), Trouble> {
    if closing.is_empty() {
        return Ok(());
    }
    if terminal.is_json() {
        terminal.out.flush()?;
        let line = serde_json::to_string(&ReportLine { report: closing }).map_err(std::io::Error::from)?;
        return Ok(writeln!(terminal.err, "{line}")?);
    }
    let mut sections = vec![queues(&closing.queues), agents(&closing.agents), hours(&closing.hours, zone)];
    sections.extend(closing.estimates.as_ref().map(estimates));
    writeln!(terminal.out, "\n{}", terminal.styles.bold.style(headline(closing)))?;
    for section in sections.into_iter().filter(|section| !section.is_empty()) {
        writeln!(terminal.out)?;
        for line in section {
            writeln!(terminal.out, "  {line}")?;
        }
    }
    Ok(())
}

fn headline(closing: &Closing) -> String {
    let ActivityReport { reminders, released, woken, ended } = closing.activity;
    let said = [
        (reminders, counted(reminders, "reminder")),
        (released, format!("{} released", thousands(released))),
        (woken, format!("{} woken", thousands(woken))),
        (ended, format!("{} ended", thousands(ended))),
        (closing.reassigned, format!("{} passed on", thousands(closing.reassigned))),
    ];
    let said: Vec<String> = said.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    if said.is_empty() { "queues and agents".to_owned() } else { said.join(", ") }
}

fn queues(queues: &[QueueReport]) -> Vec<String> {
    let several = several_accounts(queues.iter().map(|row| row.account.as_str()));
    let rows = queues.iter().take(MOST_ROWS).map(|row| {
        let mut cells = vec![name(&row.account, &row.queue, "no name", several)];
        cells.extend([row.queued, row.routed, row.left, row.waiting].map(thousands));
        cells.extend(waits(&row.waits));
        cells.extend(activity(row.activity));
        cells
    });
    let titles = ["queue", "queued", "routed", "left", "waiting", "median", "90%", "longest"];
    let mut lines = table(&[&titles[..], &ACTIVITIES].concat(), rows.collect());
    lines.extend(others(queues.iter().map(|row| row.queued), "queue", "queued"));
    lines
}

fn agents(agents: &[AgentReport]) -> Vec<String> {
    let several = several_accounts(agents.iter().map(|row| row.account.as_str()));
    let rows = agents.iter().take(MOST_ROWS).map(|row| {
        let mut cells = vec![name(&row.account, &row.agent, "no name", several), thousands(row.taken)];
        let [median, ninetieth, _] = waits(&row.waits);
        cells.extend([median, ninetieth, row.load.average.to_string(), row.load.highest.to_string()]);
        cells.push(thousands(row.load.over_capacity));
        cells.extend(activity(row.activity));
        cells.push(thousands(row.passed_on));
        cells
    });
    let titles = ["agent", "taken", "median", "90%", "load", "highest", "over"];
    let mut lines = table(&[&titles[..], &ACTIVITIES, &["passed on"]].concat(), rows.collect());
    lines.extend(others(agents.iter().map(|row| row.taken), "agent", "taken"));
    lines
}

const ACTIVITIES: [&str; 4] = ["reminders", "released", "woken", "ended"];

fn activity(activity: ActivityReport) -> [String; 4] {
    let ActivityReport { reminders, released, woken, ended } = activity;
    [reminders, released, woken, ended].map(thousands)
}

fn waits(waits: &WaitReport) -> [String; 3] {
    [&waits.median, &waits.ninetieth, &waits.longest].map(|wait| wait.clone().unwrap_or_else(|| "–".to_owned()))
}

fn name(account: &str, name: &str, without: &str, several: bool) -> String {
    let name = if name.is_empty() { without } else { name };
    let name = if several && !account.is_empty() { format!("{name} of {account}") } else { name.to_owned() };
    shortened(&printable(&name), LONGEST_NAME)
}

fn several_accounts<'a>(mut accounts: impl Iterator<Item = &'a str>) -> bool {
    let first = accounts.next();
    accounts.any(|account| Some(account) != first)
}

/// What is left out of a table, in a line.
fn others(counts: impl Iterator<Item = u64>, word: &str, what: &str) -> Option<String> {
    let rest: Vec<u64> = counts.skip(MOST_ROWS).collect();
    let number = u64::try_from(rest.len()).unwrap_or(u64::MAX);
    let sum = thousands(rest.iter().sum());
    (number > 0).then(|| format!("and {} with {sum} {what}", counted(number, &format!("other {word}"))))
}

fn hours(hours: &[HourReport], zone: &str) -> Vec<String> {
    let total = |hour: &HourReport| tenths(&hour.active) + tenths(&hour.inactive);
    let most = hours.iter().map(total).max().unwrap_or(0).max(1);
    let rows = hours.iter().map(|hour| {
        let end = (total(hour) * LONGEST_BAR).div_ceil(most);
        let active = (tenths(&hour.active) * LONGEST_BAR).div_ceil(most).min(end);
        let bar = |length: u64, with: &str| with.repeat(usize::try_from(length).unwrap_or(0));
        vec![
            format!("{:02}:00", hour.hour),
            hour.waiting.to_string(),
            hour.active.to_string(),
            hour.highest_active.to_string(),
            hour.inactive.to_string(),
            format!("{}{}", bar(active, "█"), bar(end - active, "░")),
        ]
    });
    let lines = table(&["hour", "waiting", "active", "highest", "inactive", ""], rows.collect());
    if lines.is_empty() {
        return lines;
    }
    let title =
        format!("conversations on average, by the hour ({zone}), where anything came in it; █ active, ░ inactive");
    std::iter::once(title).chain(lines).collect()
}

/// A number with one decimal, in tenths.
fn tenths(number: &Number) -> u64 {
    number.to_string().replace('.', "").parse().unwrap_or(0)
}

fn estimates(report: &EstimateReport) -> Vec<String> {
    let mut lines =
        vec![format!("estimated waits: known for {} of {} queued", thousands(report.known), thousands(report.queued))];
    if report.routed > 0 {
        lines.push(format!(
            "of {} routed, {}% within the range ({}% wanted), {}% not beyond its upper end ({}% wanted)",
            thousands(report.routed),
            report.within_percent,
            report.within_wanted,
            report.not_longer_percent,
            report.not_longer_wanted,
        ));
    }
    if let (Some(lower), Some(middle)) = (&report.median_error_from_lower, &report.median_error_from_middle) {
        lines.push(format!("half of them waited within {lower} of its lower end, within {middle} of its middle"));
    }
    if report.never_routed > 0 {
        let (all, longer) = (thousands(report.never_routed), thousands(report.never_routed_longer));
        lines.push(format!("{all} more were never routed; {longer} of them waited beyond the upper end all the same"));
    }
    lines
}

/// Aligned columns: the first to the left, the others to the right. One that says nothing but 0 is left out, beyond the third.
fn table(titles: &[&str], rows: Vec<Vec<String>>) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let cell = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
    let says =
        |column: &usize| *column < 3 || rows.iter().any(|row| !matches!(cell(row, *column).as_str(), "0" | "0.0"));
    let columns: Vec<usize> = (0..titles.len()).filter(says).collect();
    let head: Vec<String> = titles.iter().map(|title| (*title).to_owned()).collect();
    let all = std::iter::once(&head).chain(&rows);
    let width = |column: usize| {
        let cells = std::iter::once(&head).chain(&rows).map(|row| cell(row, column).chars().count());
        cells.max().unwrap_or(0)
    };
    let lines = all.map(|row| {
        let cells = columns.iter().map(|column| {
            let (text, width) = (cell(row, *column), width(*column));
            let left = *column == 0 || titles.get(*column).is_some_and(|title| title.is_empty());
            if left { format!("{text:<width$}") } else { format!("{text:>width$}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    lines.collect()
}
