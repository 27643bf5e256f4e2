//! The difference of two texts as a unified diff, by lines.

use std::fmt::Write;
use std::ops::Range;

use crate::diagnostic::changes::{Change, changes};

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// A unified diff from `old` to `new`, both called `name`; empty if they are equal.
pub(super) fn unified(name: &str, old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let changes = changes(&old, &new);
    let mut text = String::new();
    if changes.is_empty() {
        return text;
    }
    let _ = writeln!(text, "--- {name}\n+++ {name}");
    for hunk in hunks(&changes) {
        write_hunk(&mut text, hunk, &old, &new);
    }
    text
}

/// The lines of a text with those of another in their places, each with `-`, `+` or a blank before it.
pub(super) fn lines(old: &str, new: &str) -> String {
    let unified = unified("", old, new);
    unified.lines().filter(|line| !["---", "+++", "@@"].iter().any(|head| line.starts_with(head))).fold(
        String::new(),
        |mut text, line| {
            let _ = writeln!(text, "{line}");
            text
        },
    )
}

/// Changes that stand so near to each other that they are shown together.
fn hunks(changes: &[Change]) -> Vec<&[Change]> {
    changes.chunk_by(|left, right| right.old.start - left.old.end <= 2 * CONTEXT).collect()
}

fn write_hunk(text: &mut String, hunk: &[Change], old: &[&str], new: &[&str]) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
    let lead = first.old.start.min(CONTEXT);
    let trail = (old.len() - last.old.end).min(CONTEXT);
    let old_range = first.old.start - lead..last.old.end + trail;
    let new_range = first.new.start - lead..last.new.end + trail;
    let _ = writeln!(text, "@@ -{} +{} @@", header(&old_range), header(&new_range));
    let mut at = old_range.start;
    for change in hunk {
        write_lines(text, ' ', old.get(at..change.old.start));
        write_lines(text, '-', old.get(change.old.clone()));
        write_lines(text, '+', new.get(change.new.clone()));
        at = change.old.end;
    }
    write_lines(text, ' ', old.get(at..old_range.end));
}

fn header(range: &Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        length => format!("{},{length}", range.start + 1),
    }
}

fn write_lines(text: &mut String, mark: char, lines: Option<&[&str]>) {
    for line in lines.unwrap_or_default() {
        text.push(mark);
        text.push_str(line);
        if !line.ends_with('\n') {
            text.push_str("\n\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn a_change_is_shown_with_its_neighbours() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n";
        let new = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk";
        insta::assert_snapshot!(unified("x.when", old, new));
        assert_eq!(unified("x.when", old, old), "");
    }
}
