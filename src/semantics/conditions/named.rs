//! `condition`: named conditions, and that none asks for itself.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::extent::Extent;
use crate::diagnostic::codes::types;
use crate::diagnostic::{Finding, Location};
use crate::ir::{Condition, NamedCondition, Test};
use crate::semantics::checker::Reach;
use crate::semantics::memory::{Memory, Shelf};
use crate::semantics::names::Declared;
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast;

/// A named condition with where its name stands.
#[derive(Clone, Debug)]
pub struct Named {
    /// What it asks.
    pub named: NamedCondition,
    location: Location,
}

/// The named conditions by their names.
#[derive(Clone, Debug, Default)]
pub struct Conditions(BTreeMap<String, Arc<Named>>);

impl Conditions {
    /// What the condition of that name asks.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Condition> {
        self.0.get(name).map(|named| &named.named.condition)
    }

    fn names(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }
}

impl FromIterator<Arc<Named>> for Conditions {
    fn from_iter<I: IntoIterator<Item = Arc<Named>>>(conditions: I) -> Self {
        Self(conditions.into_iter().map(|named| (named.named.id.clone(), named)).collect())
    }
}

/// Compiles all named conditions, in the order declared, each with its extent. Those that ask for themselves, or are too
/// large, are left out.
pub(in crate::semantics) fn compile(
    (context, report): (&Context<'_>, &mut Report),
    memory: &mut Memory,
) -> Vec<(Arc<Named>, Extent)> {
    let names = &context.names.conditions;
    let made = Shelf::fill(|memory| &mut memory.conditions, memory, (context, &mut *report), names, one);
    let mut search = Search { named: made.into_iter().collect(), ..Search::default() };
    let ids: Vec<String> =
        context.names.conditions.iter().filter_map(|one| Some(one.node.id.as_ref()?.text.to_string())).collect();
    for id in &ids {
        search.visit(id);
    }
    report.findings.append(&mut search.findings);
    let Search { mut named, extents, .. } = search;
    ids.iter().filter_map(|id| Some((named.0.remove(id)?, *extents.get(id)?))).collect()
}

fn one(checker: &mut Checker<'_>, declared: &Declared<'_, ast::ConditionDeclaration>) -> Option<Named> {
    let condition = checker.condition(&declared.node.condition, Reach::Anything)?;
    let id = declared.node.id.as_ref()?;
    Some(Named { named: NamedCondition { id: id.text.to_string(), condition }, location: checker.at(id.span) })
}

/// For each of the conditions a number that changes with what it says, and with what those say that it names.
pub(in crate::semantics) fn meanings(context: &Context<'_>) -> BTreeMap<String, u64> {
    let mut meanings = BTreeMap::new();
    for name in context.conditions.names() {
        meaning(name, context, &mut meanings);
    }
    meanings
}

/// None of them asks for itself: those that do were left out.
fn meaning(name: &str, context: &Context<'_>, known: &mut BTreeMap<String, u64>) -> u64 {
    if let Some(meaning) = known.get(name) {
        return *meaning;
    }
    let mut hasher = DefaultHasher::new();
    context.names.find(name).map(|entry| entry.fingerprint).hash(&mut hasher);
    for other in context.conditions.get(name).into_iter().flat_map(|condition| names_in(&condition.test)) {
        meaning(other, context, known).hash(&mut hasher);
    }
    let meaning = hasher.finish();
    known.insert(name.to_owned(), meaning);
    meaning
}

/// A walk through the named conditions along the names in them.
#[derive(Default)]
struct Search {
    named: Conditions,
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
            self.findings.extend(self.named.0.get(id).map(|named| in_a_circle(id, &circle, named.location)));
            return false;
        }
        if let Some(sound) = self.visited.get(id) {
            return *sound;
        }
        let Some(named) = self.named.0.get(id).map(Arc::clone) else {
            return true;
        };
        self.path.push(id.to_owned());
        let mut sound = true;
        for name in names_in(&named.named.condition.test) {
            sound &= self.visit(name);
        }
        self.path.pop();
        if sound {
            let extent = Extent::of(&named.named.condition, &self.extents);
            match extent.complaint() {
                None => {
                    self.extents.insert(id.to_owned(), extent);
                }
                Some(complaint) => {
                    sound = false;
                    let message = format!("`{id}` {complaint}");
                    self.findings
                        .push(Finding::new(&types::TOO_DEEP, named.location, message).help("let it ask for less"));
                }
            }
        }
        self.visited.insert(id.to_owned(), sound);
        sound
    }
}

pub(in crate::semantics) fn names_in(test: &Test) -> Vec<&str> {
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
