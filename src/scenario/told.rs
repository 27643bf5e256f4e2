//! Traces as plain lines, for those who show them as they are.

use super::effects::shortened;
use super::explain::{ExplainedCandidate, ExplainedCondition, ExplainedRead, ExplainedRound, VerdictName};

/// A value with its name is cut at this many characters.
const LONGEST: usize = 80;

/// A candidate: its sentence, then its condition with the values that it read, two blanks further in for each level.
#[must_use]
pub fn candidate(candidate: &ExplainedCandidate) -> Vec<String> {
    let mut lines = vec![format!("{} {}", mark(candidate.verdict.acted()), candidate.sentence)];
    if let Some(each) = &candidate.condition {
        lines.extend(condition(each).into_iter().map(|line| format!("  {line}")));
    }
    lines
}

/// A condition with the values that it read.
#[must_use]
pub fn condition(condition: &ExplainedCondition) -> Vec<String> {
    let values: Vec<String> = condition.read.iter().map(read).collect();
    let aside = if values.is_empty() { String::new() } else { format!(" ({})", values.join("; ")) };
    let mut lines = vec![format!("{} {}{aside}", mark(condition.holds), condition.text)];
    for part in &condition.parts {
        lines.extend(self::condition(part).into_iter().map(|line| format!("  {line}")));
    }
    lines
}

/// All that was looked at, round by round; what is switched off is left out.
#[must_use]
pub fn rounds(rounds: &[ExplainedRound]) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, round) in rounds.iter().enumerate().filter(|(_, round)| !round.candidates.is_empty()) {
        if number > 0 {
            lines.push(format!("then, on {}:", round.events.join(", ")));
        }
        let active = round.candidates.iter().filter(|each| each.verdict != VerdictName::Inactive);
        lines.extend(active.flat_map(candidate));
    }
    lines
}

fn read(read: &ExplainedRead) -> String {
    let note = read.note.as_ref().map(|note| format!(", {}", shortened(note, LONGEST))).unwrap_or_default();
    format!("{}{note}", shortened(&read.sentence, LONGEST))
}

const fn mark(good: bool) -> &'static str {
    if good { "✓" } else { "✗" }
}
