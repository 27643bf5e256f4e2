//! Which of the triggers on one event comes when.

use std::collections::{BTreeMap, BTreeSet};

use super::Hint;
use crate::diagnostic::{FileId, Location, Span};
use crate::ide::{Analysis, symbol};
use crate::semantics::names::Kind;
use crate::syntax::ast::{ClauseKind, Declaration, DeclarationKind, EventReference, Trigger, ValueKind};

/// More names than this are not listed in a tooltip.
const MOST_NAMES: usize = 12;

/// A trigger in the order in which they fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place<'a> {
    order: i64,
    is_own: bool,
    file: FileId,
    name: Span,
    text: &'a str,
}

/// For each trigger that is shown and not alone on its event.
pub(super) fn of(analysis: &Analysis, file: FileId, shown: &[&Declaration]) -> Vec<Hint> {
    let triggers = shown.iter().filter_map(|declaration| match &declaration.kind {
        DeclarationKind::Trigger(trigger) => Some(trigger),
        _ => None,
    });
    let written: Vec<(&Trigger, String, u32)> = triggers
        .flat_map(|trigger| events(trigger).map(move |event| (trigger, name(event), event.span().end)))
        .collect();
    let wanted: BTreeSet<&str> = written.iter().map(|(_, event, _)| event.as_str()).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let orders = orders(analysis, &wanted);
    let is_own = analysis.sources.get(file).is_some_and(|file| !file.shipped);
    let hint = |(trigger, event, offset): &(&Trigger, String, u32)| {
        let id = trigger.id.as_ref()?;
        let order = orders.get(event.as_str()).filter(|order| order.len() > 1)?;
        let own = Place { order: self::order(trigger), is_own, file, name: id.span, text: &id.text };
        let at = order.binary_search(&own).ok()?;
        let beside = if at > 0 { order.get(at - 1) } else { order.get(1) }?;
        let target = Location { file: beside.file, span: beside.name };
        let is_shipped = !beside.is_own;
        Some(Hint {
            offset: *offset,
            text: format!("{} of {}", at + 1, order.len()),
            target: (!is_shipped).then_some(target),
            tooltip: listed(event, order, at),
        })
    };
    written.iter().filter_map(hint).collect()
}

/// The active triggers on each of these events, in the order in which they fire.
fn orders<'a>(analysis: &'a Analysis, wanted: &BTreeSet<&str>) -> BTreeMap<String, Vec<Place<'a>>> {
    let (on, off) = switched(analysis);
    let mut orders: BTreeMap<String, Vec<Place<'a>>> = BTreeMap::new();
    for named in symbol::named(analysis).filter(|each| each.kind == Kind::Trigger) {
        let DeclarationKind::Trigger(trigger) = &named.declaration.kind else { continue };
        let is_own = analysis.sources.get(named.file).is_some_and(|file| !file.shipped);
        let id = named.word.text.as_str();
        let is_inactive = trigger.clauses.iter().any(|clause| clause.kind == ClauseKind::Inactive);
        if off.contains(id) || (is_inactive || !is_own) && !on.contains(id) {
            continue;
        }
        let place = Place { order: order(trigger), is_own, file: named.file, name: named.word.span, text: id };
        for event in events(trigger).map(name).filter(|event| wanted.contains(event.as_str())) {
            orders.entry(event).or_default().push(place);
        }
    }
    for order in orders.values_mut() {
        order.sort_unstable();
        order.dedup();
    }
    orders
}

/// What `activate` and `deactivate` name.
fn switched(analysis: &Analysis) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (mut on, mut off) = (BTreeSet::new(), BTreeSet::new());
    for declaration in analysis.checked.units.iter().flat_map(|unit| &unit.ast.declarations) {
        match &declaration.kind {
            DeclarationKind::Activate(words) => on.extend(words.iter().map(|word| word.text.as_str())),
            DeclarationKind::Deactivate(words) => off.extend(words.iter().map(|word| word.text.as_str())),
            _ => {}
        }
    }
    (on, off)
}

fn order(trigger: &Trigger) -> i64 {
    let written = trigger.clauses.iter().find_map(|clause| match &clause.kind {
        ClauseKind::Order(value) => match &value.kind {
            ValueKind::Number(text) => text.parse().ok(),
            _ => None,
        },
        _ => None,
    });
    written.unwrap_or(0)
}

fn events(trigger: &Trigger) -> impl Iterator<Item = &EventReference> {
    trigger.clauses.iter().flat_map(|clause| match &clause.kind {
        ClauseKind::On(events) => events.as_slice(),
        _ => &[],
    })
}

/// The event as it is written, with single blanks.
pub(in crate::ide) fn name(event: &EventReference) -> String {
    let (before, path) = match event {
        EventReference::Event(path) => ("", path),
        EventReference::ChangeOf(path, _) => ("change of ", path),
    };
    format!("{before}{}", path.dotted())
}

fn listed(event: &str, order: &[Place<'_>], at: usize) -> String {
    let from = at.saturating_sub(MOST_NAMES / 2);
    let mut lines = vec![format!("On `{event}`, triggers are looked at together; those that match act in this order:")];
    if from > 0 {
        lines.push(format!("- {from} before these"));
    }
    lines.extend(order.iter().enumerate().skip(from).take(MOST_NAMES).map(|(number, place)| {
        let own = if number == at { " (this one)" } else { "" };
        let explicit = if place.order == 0 { String::new() } else { format!(", `order {}`", place.order) };
        format!("- {}: `{}`{explicit}{own}", number + 1, place.text)
    }));
    let rest = order.len().saturating_sub(from + MOST_NAMES);
    if rest > 0 {
        lines.push(format!("- and {rest} more"));
    }
    lines.join("\n")
}
