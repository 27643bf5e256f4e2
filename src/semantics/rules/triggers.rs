//! `trigger`.

use std::sync::Arc;

use crate::diagnostic::FileId;
use crate::diagnostic::codes::rules;
use crate::ir::Trigger;
use crate::semantics::checker::Reach;
use crate::semantics::memory::{Memory, Scope, Shelf};
use crate::semantics::names::Declared;
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast::{self, ValueKind};

use super::activation::Switches;
use super::fingerprints::fingerprint;

/// A trigger with what says when it is looked at.
#[derive(Clone, Debug)]
pub(in crate::semantics) struct Placed {
    order: i64,
    file: FileId,
    start: u32,
    trigger: Trigger,
}

/// Compiles all triggers, in the order in which they fire: by `order`, then the shipped files first, then by path, then as
/// they stand (language page, section 2).
pub(in crate::semantics) fn compile(
    (context, report): (&Context<'_>, &mut Report),
    switches: &Switches,
    (memory, scope): (&mut Memory, Scope),
) -> Vec<Trigger> {
    let make = |checker: &mut Checker<'_>, declared: &Declared<'_, ast::Trigger>| {
        let (order, trigger) = one(checker, declared, switches);
        Some(Placed { order, file: declared.file, start: declared.span.start, trigger: trigger? })
    };
    let names = scope.of(&context.names.triggers);
    let mut triggers = Shelf::fill(|memory| &mut memory.triggers, memory, (context, report), names, make);
    triggers.sort_by_key(|placed| {
        (placed.order, !context.is_shipped(placed.file), context.path(placed.file), placed.start)
    });
    triggers.into_iter().map(|placed| Arc::unwrap_or_clone(placed).trigger).collect()
}

fn one(
    checker: &mut Checker<'_>,
    declared: &Declared<'_, ast::Trigger>,
    switches: &Switches,
) -> (i64, Option<Trigger>) {
    let node = declared.node;
    let clauses = checker.clauses(node, false);
    if clauses.on.is_none() {
        checker.missing(node, declared.span, "on", "say which event starts it: `on customer.wrote`");
    }
    if clauses.actions.is_none() {
        checker.missing(node, declared.span, "do", "say what is to be done: `do { send \"…\" }`");
    }
    let events = checker.events(clauses.on.unwrap_or_default());
    let order = clauses.order.map_or(Some(0), |value| checker.whole_order(value));
    let title = checker.title(node);
    let common = checker.common(&clauses, Reach::Events(&events), &[]);
    let Some(id) = &node.id else {
        return (0, None);
    };
    let trigger = Trigger {
        id: id.text.to_string(),
        title,
        docs: declared.docs.map(str::to_owned),
        place: checker.place(id.span),
        active: switches.is_active(&id.text, clauses.inactive),
        events,
        channels: common.channels,
        once: common.once,
        condition: common.condition,
        actions_fingerprint: fingerprint(&common.actions),
        actions: common.actions,
    };
    (order.unwrap_or(0), Some(trigger))
}

impl Checker<'_> {
    fn whole_order(&mut self, value: &ast::Value) -> Option<i64> {
        let written = match &value.kind {
            ValueKind::Missing => return None,
            ValueKind::Number(text) => text.parse::<i64>().ok(),
            _ => None,
        };
        if written.is_none() {
            let text = self.source(value.span);
            let finding = self
                .finding(&rules::NOT_AN_ORDER, value.span, format!("`{text}` is not a whole number"))
                .help("write `order 10`; those with smaller numbers go first, and 0 stands for none");
            self.push(finding);
        }
        written
    }
}
