//! What a comparison came to, for people: the sum first, then rule by rule, then examples.

use std::io::Write;

use chrono_tz::Tz;

use crate::cli::terminal::Styles;
use crate::cli::totals::{counted, thousands};
use crate::cli::{Terminal, Trouble};
use crate::diagnostic::render::printable;
use crate::ir::{Book, Moment};
use crate::scenario::comparison::{
    Change, DeedReport, DifferenceReport, DryRun, Example, Fate, Kind, Overall, RuleReport, SightReport,
};
use crate::scenario::effects::shortened;
use crate::scenario::words;

/// Statements are cut at this many characters.
const LONGEST: usize = 96;

/// Of two long statements that begin alike, so many characters are shown before they part.
const BEFORE: usize = 24;

pub(super) fn write(result: &DryRun, remarks: &[String], book: &Book, terminal: &mut Terminal) -> Result<(), Trouble> {
    let zone = words::zone(book);
    let styles = terminal.styles;
    let out = &mut terminal.out;
    writeln!(out, "{}", styles.bold.style(headline(result)))?;
    writeln!(out, "{}", styles.dim.style(scope(&result.overall, &book.time_zone, zone)))?;
    if !result.is_same() {
        writeln!(out)?;
        for line in sights(result) {
            writeln!(out, "{line}")?;
        }
    }
    if !result.changes.is_empty() {
        writeln!(out, "\nChanged in the book")?;
        for change in &result.changes {
            writeln!(out, "  {}", changed(change))?;
        }
    }
    if !result.rules.is_empty() {
        writeln!(out)?;
        for line in table(&result.rules) {
            writeln!(out, "  {line}")?;
        }
        if let Some(line) = unchanged(result.rules_without_difference) {
            writeln!(out, "  {line}")?;
        }
    }
    for remark in remarks {
        writeln!(out, "  {}", styles.warn.style(printable(remark)))?;
    }
    let several = several_accounts(&result.rules);
    for rule in result.rules.iter().filter(|rule| !rule.examples.is_empty()) {
        let shown = Shown { zone, styles, several, rule };
        shown.write(out)?;
    }
    Ok(())
}

fn headline(result: &DryRun) -> String {
    let Overall { conversations, conversations_different, customers, customers_different, .. } = result.overall;
    if conversations == 0 {
        return "No conversations, and so nothing would have been different".to_owned();
    }
    if result.is_same() {
        return format!("Nothing would have been different in {}", counted(conversations, "conversation"));
    }
    format!(
        "{} of {} ({}) would have been treated differently, in {} of {}",
        thousands(customers_different),
        counted(customers, "customer"),
        share(customers_different, customers),
        thousands(conversations_different),
        counted(conversations, "conversation"),
    )
}

/// In whole percent, where that says something.
fn share(part: u64, whole: u64) -> String {
    match (part * 100).checked_div(whole) {
        Some(0) => "less than 1%".to_owned(),
        Some(percent) => format!("{percent}%"),
        None => String::new(),
    }
}

fn scope(overall: &Overall, zone_name: &str, zone: Tz) -> String {
    match (overall.from, overall.to) {
        (Some(from), Some(to)) => format!("{} to {} ({zone_name})", words::local(from, zone), words::local(to, zone)),
        _ => "no events".to_owned(),
    }
}

fn sights(result: &DryRun) -> Vec<String> {
    let sights = [("Customers", &result.customers_see, "message"), ("The team", &result.team_sees, "action")];
    sights
        .into_iter()
        .map(|(who, sight, what)| match sight.conversations {
            0 => format!("{who} would have seen nothing different"),
            _ => format!(
                "{who} would have seen something else in {}: {}",
                counted(sight.conversations, "conversation"),
                differences(sight, what)
            ),
        })
        .collect()
}

/// `2 messages more, 3 fewer, 4 in other words, 1 sooner`
fn differences(sight: &SightReport, what: &str) -> String {
    let otherwise = if what == "message" { "in other words" } else { "with another value" };
    let counts = [
        (sight.gained, "more"),
        (sight.lost, "fewer"),
        (sight.changed, otherwise),
        (sight.sooner, "sooner"),
        (sight.later, "later"),
    ];
    let told = counts.into_iter().filter(|(count, _)| *count > 0).enumerate();
    let told: Vec<String> = told
        .map(|(place, (count, word))| match place {
            0 => format!("{} {word}", counted(count, what)),
            _ => format!("{} {word}", thousands(count)),
        })
        .collect();
    told.join(", ")
}

fn changed(change: &Change) -> String {
    let what = format!("{} {}", change.kind, change.name);
    let what = what.trim_end();
    match (change.fate, &change.renamed_from) {
        (Fate::Added, _) => format!("{what}: new"),
        (Fate::Removed, _) => format!("{what}: gone"),
        (Fate::Renamed, Some(former)) if change.once_begins_anew => {
            format!("{what}: was called {former}; its `once` begins anew, also for those for whom it has fired")
        }
        (Fate::Renamed, Some(former)) => format!("{what}: was called {former}"),
        _ if change.clauses.is_empty() => what.to_owned(),
        _ => format!("{what}: {}", change.clauses.join(", ")),
    }
}

/// Columns without anything are left out.
fn table(rules: &[RuleReport]) -> Vec<String> {
    let titles = ["rule", "fired", "", "conversations", "gained", "lost", "changed", "sooner", "later"];
    let fired = |count: Option<u64>| count.map_or_else(String::new, thousands);
    let mut rows: Vec<[String; 9]> = vec![titles.map(str::to_owned)];
    rows.extend(rules.iter().map(|rule| {
        let counts = [rule.gained, rule.lost, rule.changed, rule.sooner, rule.later];
        let [gained, lost, changed, sooner, later] = counts.map(thousands);
        let now = match (rule.fired_old, rule.fired_new) {
            (Some(_), now) => format!("→ {}", fired(now)),
            (None, _) => String::new(),
        };
        let conversations = thousands(rule.conversations);
        [name(rule), fired(rule.fired_old), now, conversations, gained, lost, changed, sooner, later]
    }));
    let column = |place: usize| rows.iter().filter_map(move |row| row.get(place));
    let empty = |place: usize| place > 3 && column(place).skip(1).all(|cell| cell == "0");
    let kept: Vec<(usize, usize)> = (0..titles.len())
        .filter(|place| !empty(*place))
        .map(|place| (place, column(place).map(|cell| cell.chars().count()).max().unwrap_or(0)))
        .collect();
    rows.iter().map(|row| line(row, &kept)).collect()
}

fn line(row: &[String; 9], kept: &[(usize, usize)]) -> String {
    let mut line = String::new();
    for (place, width) in kept {
        let cell = row.get(*place).map(String::as_str).unwrap_or_default();
        let pad = width.saturating_sub(cell.chars().count());
        line.push_str(match place {
            0 => "",
            2 => " ",
            _ => "  ",
        });
        // Names, and what they fired now, stand to the left.
        if matches!(place, 0 | 2) {
            line.push_str(&format!("{cell}{:pad$}", ""));
        } else {
            line.push_str(&format!("{:pad$}{cell}", ""));
        }
    }
    line.trim_end().to_owned()
}

fn name(rule: &RuleReport) -> String {
    let aside = match (rule.fate, &rule.renamed_from) {
        (Some(Fate::Added), _) => " (new)".to_owned(),
        (Some(Fate::Removed), _) => " (gone)".to_owned(),
        (_, Some(former)) => format!(" (was {former})"),
        _ => String::new(),
    };
    printable(&format!("{}{aside}", rule.id)).into_owned()
}

fn unchanged(count: u64) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 other active rule would have done the same".to_owned()),
        count => Some(format!("{} other active rules would have done the same", thousands(count))),
    }
}

fn several_accounts(rules: &[RuleReport]) -> bool {
    let mut accounts = rules.iter().flat_map(|rule| &rule.examples).map(|example| &example.account);
    let first = accounts.next();
    accounts.any(|account| Some(account) != first)
}

/// The examples of a rule.
struct Shown<'a> {
    zone: Tz,
    styles: Styles,
    /// Whether accounts have to be named.
    several: bool,
    rule: &'a RuleReport,
}

impl Shown<'_> {
    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let title = self.rule.title.as_ref().map(|title| format!("  {title}")).unwrap_or_default();
        let name = self.styles.bold.style(name(self.rule)).to_string();
        writeln!(out, "\n{name}{}", self.styles.dim.style(printable(&title)))?;
        for example in &self.rule.examples {
            writeln!(out, "  {}", self.place(example))?;
            let mut told = Vec::new();
            for difference in &example.differences {
                for line in self.deeds(difference).into_iter().chain(self.reasons(difference, &mut told)) {
                    writeln!(out, "    {line}")?;
                }
            }
            if example.more > 0 {
                writeln!(out, "    {}", self.styles.dim.style(format!("and {} more", example.more)))?;
            }
        }
        let left = self.rule.conversations.saturating_sub(u64::try_from(self.rule.examples.len()).unwrap_or(0));
        if left > 0 {
            let left = format!("and in {} more", counted(left, "conversation"));
            writeln!(out, "  {}", self.styles.dim.style(left))?;
        }
        Ok(())
    }

    fn place(&self, example: &Example) -> String {
        let conversation = self.styles.name.style(printable(&example.conversation)).to_string();
        let mut place = conversation;
        if self.several {
            place.push_str(&format!(" of {}", printable(&example.account)));
        }
        if let Some(user) = &example.user {
            place.push_str(&format!(", customer {}", printable(user)));
        }
        let days = example.differences.iter().flat_map(|each| [&each.old, &each.new]).flatten();
        match days.map(|deed| deed.time).min() {
            Some(first) => format!("{place}, {}", first.to_utc().with_timezone(&self.zone).format("%A %Y-%m-%d")),
            None => place,
        }
    }

    fn deeds(&self, difference: &DifferenceReport) -> Vec<String> {
        let from = common(difference);
        let old = difference.old.as_ref().map(|old| (self.styles.bad, "-", old));
        let new = difference.new.as_ref().map(|new| (self.styles.good, "+", new));
        let line = |(style, sign, deed): (owo_colors::Style, _, _)| {
            style.style(format!("{sign} {}", self.deed(deed, difference, from))).to_string()
        };
        old.into_iter().chain(new).map(line).collect()
    }

    /// Why it is so; what was said just before is not said again.
    fn reasons<'a>(&self, difference: &'a DifferenceReport, told: &mut Vec<(&'a str, &'a str)>) -> Vec<String> {
        let whys = [("old book", &difference.why_old), ("new book", &difference.why_new)];
        let whys: Vec<(&str, &str)> =
            whys.into_iter().filter_map(|(book, why)| Some((book, why.as_deref()?))).collect();
        if *told == whys {
            return Vec::new();
        }
        told.clone_from(&whys);
        let line = |(book, why)| self.styles.dim.style(printable(&format!("    {book}: {why}"))).to_string();
        whys.into_iter().map(line).collect()
    }

    fn deed(&self, deed: &DeedReport, difference: &DifferenceReport, from: usize) -> String {
        let statement = printable(&deed.statement).into_owned();
        let statement = match from {
            0 => statement,
            from => format!("…{}", statement.chars().skip(from).collect::<String>()),
        };
        let other = if deed.source == self.rule.id { String::new() } else { format!(" (by {})", deed.source) };
        format!("{}  {}{other}", self.clock(deed.time, difference), shortened(&statement, LONGEST))
    }

    /// The time of a day; with its date if the two are of different days.
    fn clock(&self, time: Moment, difference: &DifferenceReport) -> String {
        let local = |time: Moment| time.to_utc().with_timezone(&self.zone);
        let days = [&difference.old, &difference.new].into_iter().flatten().map(|deed| local(deed.time).date_naive());
        let several = days.collect::<std::collections::BTreeSet<_>>().len() > 1;
        local(time).format(if several { "%Y-%m-%d %H:%M:%S" } else { "%H:%M:%S" }).to_string()
    }
}

/// From which character on two statements are shown, so that one sees where they part.
fn common(difference: &DifferenceReport) -> usize {
    let (Some(old), Some(new)) = (&difference.old, &difference.new) else { return 0 };
    if !difference.kinds.contains(&Kind::Changed) {
        return 0;
    }
    let same = old.statement.chars().zip(new.statement.chars()).take_while(|(one, other)| one == other).count();
    if same < LONGEST - BEFORE { 0 } else { same - BEFORE }
}
