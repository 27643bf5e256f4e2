//! Traces for people: a sentence a candidate, then its condition with the values that it read.

use std::fmt::Write;

use super::terminal::Styles;
use crate::diagnostic::render::printable;
use crate::scenario::effects::shortened;
use crate::scenario::explain::{ExplainedCandidate, ExplainedCondition, ExplainedRead, ExplainedRound, VerdictName};

/// A value with its name is cut at this many characters.
const LONGEST_VALUE: usize = 80;
/// A note may list all values of an enum; more characters than these are cut.
const LONGEST_NOTE: usize = 100;

/// All rounds of an input, indented by `indent` blanks; empty if nothing was looked at.
pub(super) fn rounds(rounds: &[ExplainedRound], indent: usize, styles: &Styles) -> String {
    let mut text = String::new();
    for (number, round) in rounds.iter().enumerate().filter(|(_, round)| !round.candidates.is_empty()) {
        if number > 0 {
            let events = round.events.join(", ");
            line(&mut text, indent, &styles.dim.style(format!("then, on {events}:")).to_string());
        }
        let (inactive, active): (Vec<_>, Vec<_>) =
            round.candidates.iter().partition(|each| each.verdict == VerdictName::Inactive);
        for each in active {
            text.push_str(&candidate(each, indent, styles));
        }
        if !inactive.is_empty() {
            let names: Vec<&str> = inactive.iter().map(|each| each.source.as_str()).collect();
            line(&mut text, indent, &styles.dim.style(format!("– inactive: {}", names.join(", "))).to_string());
        }
    }
    text
}

/// One candidate: its sentence, then its condition.
pub(super) fn candidate(candidate: &ExplainedCandidate, indent: usize, styles: &Styles) -> String {
    let mut text = String::new();
    let mark = mark(candidate.verdict.acted(), styles);
    let place = styles.dim.style(format!("({}:{})", candidate.file, candidate.line)).to_string();
    line(&mut text, indent, &format!("{mark} {} {place}", printable(&candidate.sentence)));
    if let Some(each) = &candidate.condition {
        write_condition(&mut text, each, &candidate.file, indent + 4, styles);
    }
    text
}

/// A condition with its values; `file` is the one that need not be named.
pub(super) fn condition(condition: &ExplainedCondition, file: &str, indent: usize, styles: &Styles) -> String {
    let mut text = String::new();
    write_condition(&mut text, condition, file, indent, styles);
    text
}

fn write_condition(text: &mut String, condition: &ExplainedCondition, file: &str, indent: usize, styles: &Styles) {
    let place = if condition.file == file {
        format!("line {}", condition.line)
    } else {
        format!("{}:{}", condition.file, condition.line)
    };
    let mut values: Vec<String> = condition.read.iter().map(read).collect();
    values.push(place);
    let aside = styles.dim.style(format!("({})", values.join("; "))).to_string();
    line(text, indent, &format!("{} {} {aside}", mark(condition.holds, styles), printable(&condition.text)));
    for part in &condition.parts {
        write_condition(text, part, file, indent + 2, styles);
    }
}

fn read(read: &ExplainedRead) -> String {
    let note = read.note.as_ref().map(|note| format!(", {}", shortened(note, LONGEST_NOTE))).unwrap_or_default();
    printable(&format!("{}{note}", shortened(&read.sentence, LONGEST_VALUE))).into_owned()
}

fn mark(good: bool, styles: &Styles) -> String {
    if good { styles.good.style("✓").to_string() } else { styles.bad.style("✗").to_string() }
}

fn line(text: &mut String, indent: usize, content: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{:indent$}{content}", "");
}
