//! The texts and conditions that belong into a compiled book: all of them, or those that one file has and names.

use std::collections::BTreeSet;

use super::checker::Report;
use super::conditions::named::names_in;
use super::context::Context;
use super::memory::Scope;

/// Names that are wanted; `None` for all.
pub(super) struct Wanted(Option<BTreeSet<String>>);

impl Wanted {
    /// What the scope wants. The references from that number on are those of what is compiled after the conditions.
    pub fn of(scope: Scope, context: &Context<'_>, report: &Report, of_rules: usize) -> Self {
        let Scope::File(file) = scope else { return Self(None) };
        let mut wanted = BTreeSet::new();
        let own = report.references.iter().enumerate();
        let own = own.filter(|(index, reference)| *index >= of_rules || reference.location.file == file);
        let mut open: Vec<String> = own.map(|(_, reference)| reference.name.to_string()).collect();
        let declared = context.names.index.iter().filter(|(_, entry)| entry.location.file == file);
        open.extend(declared.map(|(name, _)| (*name).to_owned()));
        while let Some(name) = open.pop() {
            if let Some(condition) = context.conditions.get(&name).filter(|_| !wanted.contains(&name)) {
                open.extend(names_in(&condition.test).into_iter().map(str::to_owned));
            }
            wanted.insert(name);
        }
        Self(Some(wanted))
    }

    /// Whether that name is among them.
    pub fn has(&self, name: &str) -> bool {
        self.0.as_ref().is_none_or(|wanted| wanted.contains(name))
    }
}
