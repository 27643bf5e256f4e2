//! `condition`: named conditions, and that none asks for itself.

use std::collections::BTreeMap;

use super::extent::Extent;
use crate::diagnostic::codes::types;
use crate::diagnostic::{Finding, Location};
use crate::ir::{NamedCondition, Test};
use crate::semantics::checker::Reach;
use crate::semantics::{Checker, Context, Report};

/// Compiles all named conditions, in the order declared, each with its extent. Those that ask for themselves, or are too
/// large, are left out.
pub(in crate::semantics) fn compile(context: &Context<'_>, report: &mut Report) -> Vec<(NamedCondition, Extent)> {
    let mut search = Search::default();
    for declared in &context.names.conditions {
        let mut checker = Checker::new(context, declared.file, report);
        let condition = checker.condition(&declared.node.condition, Reach::Anything);
        if let (Some(id), Some(condition)) = (&declared.node.id, condition) {
            let named = NamedCondition { id: id.text.clone(), condition };
            search.named.insert(id.text.clone(), (named, checker.at(id.span)));
        }
    }
    let ids: Vec<String> =
        context.names.conditions.iter().filter_map(|one| Some(one.node.id.as_ref()?.text.clone())).collect();
    for id in &ids {
        search.visit(id);
    }
    report.findings.append(&mut search.findings);
    let Search { mut named, extents, .. } = search;
    ids.iter().filter_map(|id| Some((named.remove(id)?.0, *extents.get(id)?))).collect()
}

/// A walk through the named conditions along the names in them.
#[derive(Default)]
struct Search {
    named: BTreeMap<String, (NamedCondition, Location)>,
    extents: BTreeMap<String, Extent>,
    visited: BTreeMap<String, bool>,
    path: Vec<String>,
    findings: Vec<Finding>,
}

impl Search {
    /// Whether the condition of that name, and all that it names, are sound.
    fn visit(&mut self, id: &str) -> bool {
        if let Some(position) = self.path.iter().position(|known| known == id) {
            let circle = self.path.get(position..).unwrap_or_default().to_vec();
            self.findings.extend(self.named.get(id).map(|(_, location)| in_a_circle(id, &circle, *location)));
            return false;
        }
        if let Some(sound) = self.visited.get(id) {
            return *sound;
        }
        let Some((named, location)) = self.named.get(id).cloned() else {
            return true;
        };
        self.path.push(id.to_owned());
        let mut sound = true;
        for name in names_in(&named.condition.test) {
            sound &= self.visit(name);
        }
        self.path.pop();
        if sound {
            let extent = Extent::of(&named.condition, &self.extents);
            match extent.complaint() {
                None => {
                    self.extents.insert(id.to_owned(), extent);
                }
                Some(complaint) => {
                    sound = false;
                    let message = format!("`{id}` {complaint}");
                    self.findings.push(Finding::new(&types::TOO_DEEP, location, message).help("let it ask for less"));
                }
            }
        }
        self.visited.insert(id.to_owned(), sound);
        sound
    }
}

fn names_in(test: &Test) -> Vec<&str> {
    match test {
        Test::All(parts) | Test::Any(parts) => parts.iter().flat_map(|part| names_in(&part.test)).collect(),
        Test::Not(inner) => names_in(&inner.test),
        Test::Named(name) => vec![name],
        _ => Vec::new(),
    }
}

fn in_a_circle(name: &str, circle: &[String], location: Location) -> Finding {
    let way: Vec<String> = circle.iter().chain(circle.first()).map(|name| format!("`{name}`")).collect();
    let finding = Finding::new(&types::CIRCLE, location, format!("`{name}` asks for itself"));
    if circle.len() == 1 {
        finding.help("write out what it is to ask")
    } else {
        finding.help(format!("it goes round: {}; take one of the names out", way.join(" → ")))
    }
}
