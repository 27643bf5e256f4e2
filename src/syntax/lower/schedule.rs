//! Schedules.

use smallvec::smallvec;

use super::{declared, text, value};
use crate::syntax::{
    Kind, Node, amounts,
    ast::{Dates, Days, Hours, Schedule, ScheduleClause, Text, TextPart, Value, Word},
};

pub(super) fn schedule(node: Node<'_>) -> Schedule {
    let clauses = node.parts().filter_map(|part| Some((clause(part)?, part.span()))).collect();
    Schedule { id: declared(node), clauses }
}

fn clause(node: Node<'_>) -> Option<ScheduleClause> {
    Some(match node.kind() {
        Kind::timezone_clause => ScheduleClause::TimeZone(text::text_of(node).or_else(|| unquoted_zone(node))),
        Kind::hours_clause => ScheduleClause::Hours(node.child(Kind::days).map(days).unwrap_or_default(), hours(node)),
        Kind::closed_clause => ScheduleClause::Closed(node.children_of(Kind::date_range).map(dates).collect()),
        Kind::open_clause => ScheduleClause::Open(value::value_of(node), hours(node)),
        _ => return None,
    })
}

/// A time zone without quotation marks, which has been reported.
fn unquoted_zone(node: Node<'_>) -> Option<Text> {
    let zone = node.child(Kind::bad_zone).filter(|zone| !zone.text().contains('.'))?;
    Some(Text { span: zone.span(), parts: smallvec![TextPart::Literal(zone.text().into())] })
}

fn hours(node: Node<'_>) -> Vec<Hours> {
    node.children_of(Kind::hours)
        .map(|range| {
            let mut ends = value::values(range);
            let mut next = || ends.next().unwrap_or_else(|| value::missing(range.span()));
            Hours { start: next(), end: next() }
        })
        .collect()
}

fn dates(range: Node<'_>) -> Dates {
    let mut ends = value::values(range);
    let first: Value = ends.next().unwrap_or_else(|| value::missing(range.span()));
    Dates { first, last: ends.next() }
}

/// Days of the week.
pub(super) fn days(node: Node<'_>) -> Vec<Days> {
    node.children_of(Kind::day_range).flat_map(day_range).collect()
}

fn day_range(node: Node<'_>) -> Vec<Days> {
    let mut ends = node.parts().filter(|part| matches!(part.kind(), Kind::day | Kind::bad_day));
    let (Some(first), last) = (ends.next(), ends.next()) else { return Vec::new() };
    if last.is_none() && first.kind() == Kind::bad_day {
        return several(first);
    }
    match (day(first), last.map(day)) {
        (Some(first), None) => vec![Days { first, last: None }],
        (Some(first), Some(Some(last))) => vec![Days { first, last: Some(last) }],
        _ => Vec::new(),
    }
}

/// A word in a wrong form, which may stand for several days: `weekdays`.
fn several(node: Node<'_>) -> Vec<Days> {
    let word = |text: &str| Word { text: text.into(), span: node.span() };
    match amounts::days(node.text()).and_then(|days| days.split_once('-')) {
        Some((first, last)) => vec![Days { first: word(first), last: Some(word(last)) }],
        None => day(node).map(|first| Days { first, last: None }).into_iter().collect(),
    }
}

fn day(node: Node<'_>) -> Option<Word> {
    let text = if node.kind() == Kind::day { node.text() } else { amounts::days(node.text())? };
    (!text.contains('-')).then(|| Word { text: text.into(), span: node.span() })
}
