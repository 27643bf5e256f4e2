//! Where one is in a `whenbook.toml`: told by the lines, so that it works in one that is half written.

use crate::diagnostic::Span;

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In `[lints]`: the tables that hold it, and the name itself.
    Table { path: Vec<String>, name: Span },
    /// In the key of a line.
    Key { table: Vec<String>, key: Span },
    /// In its value.
    Value { table: Vec<String>, key: String, value: Span },
}

/// The place at that offset; `None` in a comment.
pub(super) fn at(text: &str, offset: u32) -> Option<Place> {
    let at = usize::try_from(offset).ok()?;
    let (before, after) = (text.get(..at)?, text.get(at..)?);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = at + after.find('\n').unwrap_or(after.len());
    let line = text.get(start..end)?;
    let span = |part: &str, from: usize| trimmed(part, start + from);
    if line.trim_start().starts_with('#') {
        return None;
    }
    if let Some(inner) = line.trim_start().strip_prefix('[') {
        let from = line.len() - inner.len();
        let inner = inner.split(']').next().unwrap_or_default();
        let (holders, name) = inner.rsplit_once('.').map_or(("", inner), |(holders, name)| (holders, name));
        let from = from + inner.len() - name.len();
        return Some(Place::Table { path: parts(holders), name: span(name, from)? });
    }
    let table = table(before);
    match line.split_once('=') {
        Some((key, value)) if at > start + key.len() => {
            let key = unquoted(key.trim());
            Some(Place::Value { table, key, value: span(value, line.len() - value.len())? })
        }
        Some((key, _)) => Some(Place::Key { table, key: span(key, 0)? }),
        None => Some(Place::Key { table, key: span(line, 0)? }),
    }
}

/// Without the blanks around it.
fn trimmed(part: &str, from: usize) -> Option<Span> {
    let start = from + part.len() - part.trim_start().len();
    let end = start + part.trim().len();
    Some(Span::new(u32::try_from(start).ok()?, u32::try_from(end).ok()?))
}

/// The last table that was begun before.
fn table(before: &str) -> Vec<String> {
    let complete = before.rfind('\n').and_then(|end| before.get(..end)).unwrap_or_default();
    let headers = complete.lines().rev().map(str::trim).filter_map(|line| line.strip_prefix('['));
    headers.map(|line| parts(line.split(']').next().unwrap_or_default())).next().unwrap_or_default()
}

/// The names of a dotted one; dots inside quotation marks do not count.
fn parts(dotted: &str) -> Vec<String> {
    let mut inside = false;
    let split = dotted.split(|letter| {
        inside ^= letter == '"';
        letter == '.' && !inside
    });
    split.map(|part| unquoted(part.trim())).filter(|part| !part.is_empty()).collect()
}

/// Without quotation marks.
pub(super) fn unquoted(word: &str) -> String {
    word.trim_matches('"').to_owned()
}
