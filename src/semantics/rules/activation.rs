//! `activate`, `deactivate`.

use std::collections::BTreeMap;

use crate::diagnostic::Location;
use crate::diagnostic::codes::rules;
use crate::semantics::names::{Declared, Kind};
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast::{self, ClauseKind};

/// What is switched on and off by name.
#[derive(Debug, Default)]
pub(in crate::semantics) struct Switches {
    /// Whether it is on, and where that is said.
    by_name: BTreeMap<String, (bool, Location)>,
}

impl Switches {
    /// Whether something of that name can fire, if its own lines say `inactive` or not.
    pub(super) fn is_active(&self, id: &str, inactive: bool) -> bool {
        self.by_name.get(id).map_or(!inactive, |(on, _)| *on)
    }
}

/// Reads all switches of a book.
pub(in crate::semantics) fn read(context: &Context<'_>, report: &mut Report) -> Switches {
    let mut switches = Switches::default();
    let lines = [(&context.names.activated, true), (&context.names.deactivated, false)];
    for (declared, on) in lines.into_iter().flat_map(|(lines, on)| lines.iter().map(move |line| (line, on))) {
        let mut checker = Checker::new(context, declared.file, report);
        for word in declared.node {
            switch(&mut checker, word, on, &mut switches);
        }
    }
    switches
}

fn switch(checker: &mut Checker<'_>, word: &ast::Word, on: bool, switches: &mut Switches) {
    if checker.named(word, &[Kind::Trigger, Kind::Automation]).is_none() {
        return;
    }
    let here = checker.at(word.span);
    let name = word.text.as_str();
    if let Some((known, first)) = switches.by_name.get(name) {
        let finding = if *known == on {
            let message = format!("`{name}` is switched {} twice", if on { "on" } else { "off" });
            checker.finding(&rules::SWITCHED_ALREADY, word.span, message).help("take one of them away")
        } else {
            let message = format!("`{name}` is switched on and off");
            checker.finding(&rules::SWITCHED_BOTH_WAYS, word.span, message).help("keep one of the two")
        };
        let finding = finding.also(*first, "the other one is here");
        checker.push(finding);
        return;
    }
    switches.by_name.insert(name.to_owned(), (on, here));
    let inactive = declared(checker.context, name).is_some_and(|node| is_inactive(node.node));
    if inactive != on {
        let message = format!("`{name}` is {} as it is", if on { "active" } else { "inactive" });
        let finding = checker.finding(&rules::SWITCHED_ALREADY, word.span, message).help(if on {
            "it has no line `inactive`; take the name away"
        } else {
            "it has a line `inactive`; take the name away"
        });
        checker.push(finding);
    }
}

fn declared<'c>(context: &'c Context<'_>, id: &str) -> Option<&'c Declared<'c, ast::Trigger>> {
    let mut all = context.names.triggers.iter().chain(&context.names.automations);
    all.find(|declared| declared.node.id.as_ref().is_some_and(|word| word.text == id))
}

fn is_inactive(node: &ast::Trigger) -> bool {
    node.clauses.iter().any(|clause| matches!(clause.kind, ClauseKind::Inactive))
}
