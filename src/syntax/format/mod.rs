//! From any layout to the one that there is.
//!
//! It works on the lossless tree, so every word and every comment stays. Each node becomes a [`document::Doc`], which says
//! where lines may break; [`render`] then decides where they do. One file for each thing that has a layout of its own:
//! blocks, conditions, lists, days, texts of several lines; everything else is words with blanks between them.

mod block;
mod conditions;
mod days;
mod document;
mod file;
mod items;
mod lists;
mod opposites;
mod render;
mod statement;
mod texts;

use super::{Parse, parse};
use crate::diagnostic::{FileId, Severity};

/// The text of a file in the canonical layout; `None` if it has syntax errors, so that nothing is moved that was not
/// understood.
///
/// Two blanks an indent, 100 columns, LF, one line end at the end. A file that was formatted before stays as it is, byte
/// for byte. Comments, the order of lines, and what texts and regular expressions say never change. What does change
/// beside blanks and line ends, always with the same meaning:
///
/// - `not (a is b)` becomes `a is not b`, `not a contains b` becomes `a does not contain b`, and so on;
/// - parentheses that say nothing go; an `and` within an `or` always has them;
/// - `and` and `or` that do not fit on their line become `all { … }` and `any { … }`;
/// - three days or more in a row become a range, two become two;
/// - commas between data stand where the data is on one line, and not where it has a line each;
/// - `in second` stands after what the event tells, and `raises` after `when`.
#[must_use]
pub fn format(text: &str) -> Option<String> {
    let parse = understood(text)?;
    let formatted = file::format(parse.tree.root());
    understood(&formatted).map(|_| formatted)
}

/// The same for a file that stays where it is: one whose first line ends with CRLF keeps those ends, as version control that
/// turns line ends round wants it.
#[must_use]
pub fn format_in_place(text: &str) -> Option<String> {
    format(text).map(|formatted| with_line_ends_of(text, formatted))
}

/// A text with CRLF for LF, if the first line of that file ends so.
#[must_use]
pub fn with_line_ends_of(file: &str, text: String) -> String {
    let first = file.find('\n').and_then(|end| file.get(..end));
    if first.is_some_and(|line| line.ends_with('\r')) { text.replace('\n', "\r\n") } else { text }
}

/// What the text says, if it has no syntax errors.
fn understood(text: &str) -> Option<Parse> {
    let parse = parse(FileId::default(), text);
    parse.findings.iter().all(|finding| finding.severity < Severity::Error).then_some(parse)
}
