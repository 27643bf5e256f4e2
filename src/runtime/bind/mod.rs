//! From the data of an event to facts of declared types.

mod json;
mod line;
mod value;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

pub use line::{Line, LineOrder};
pub(crate) use value::read;

use super::Engine;
use super::keys::PathStep;
use super::kind::Kind;
use super::lookup::Lookup;
use super::maintained::USER_ID;
use super::prepare::vocabulary::Attribute;
use crate::ir::vocabulary::Holder;
use crate::ir::{Name, Value};

/// The facts in an event's data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    /// By their keys (`user.name`, `group("Billing").status`); `None` takes one away.
    pub facts: Vec<(Name, Option<Value>)>,
    /// Those of a wrong type or not in their enum, each with what is wrong.
    pub refused: Vec<(String, String)>,
}

/// A fact that an event tells, with what the book declares of it: so that nobody has to look that up by its key.
#[derive(Clone, Debug)]
pub(crate) struct BoundFact<'b> {
    pub(crate) key: Cow<'b, Name>,
    /// `None` if nothing is declared, or the value is not of the declared type: then nobody takes it.
    pub(crate) attribute: Option<&'b Arc<Attribute>>,
    /// `None` takes it away. What others hold than the conversation and the event is in its one form.
    pub(crate) value: Option<Value>,
}

impl<'b> BoundFact<'b> {
    /// The fact of a key. One of a user or an account whose value is wrong is refused.
    pub(crate) fn new(
        engine: &'b Engine,
        key: &Name,
        value: Option<Value>,
        refused: &mut Vec<(String, String)>,
    ) -> Self {
        let attribute = engine.prepared().attribute(key);
        let shared = attribute.filter(|attribute| matches!(attribute.holder, Holder::User | Holder::Account));
        let own = |attribute, value| Self { key: Cow::Owned(key.clone()), attribute, value };
        match (shared, value) {
            (Some(declared), Some(value)) => match declared.kind.accept(value.clone()) {
                Ok(value) => own(attribute, Some(value)),
                Err(reason) => {
                    refused.push((key.to_string(), reason));
                    own(None, Some(value))
                }
            },
            (_, value) => own(attribute, value),
        }
    }

    /// The fact as others keep it.
    pub(crate) fn into_pair(self) -> (Name, Option<Value>) {
        (self.key.into_owned(), self.value)
    }

    /// Who holds it.
    pub(crate) fn holder(&self) -> Option<Holder> {
        self.attribute.map(|attribute| attribute.holder)
    }
}

/// The facts that an event tells, by who holds them.
#[derive(Debug, Default)]
pub(crate) struct Told<'b> {
    pub(crate) of_user: Vec<BoundFact<'b>>,
    pub(crate) of_account: Vec<BoundFact<'b>>,
    /// What the event carries.
    pub(crate) carried: Vec<(Name, Value)>,
    /// What the conversation keeps.
    pub(crate) kept: Vec<(Name, Option<Value>)>,
    /// What nobody takes.
    others: Vec<BoundFact<'b>>,
}

/// For how many facts of one holder there is room at once.
const LIKELY: usize = 16;

impl<'b> Told<'b> {
    pub(crate) fn of(facts: impl Iterator<Item = BoundFact<'b>>) -> Self {
        let mut told = Self::default();
        for fact in facts {
            match (fact.holder(), fact.value) {
                (Some(Holder::Event), Some(value)) => put(&mut told.carried, (fact.key.into_owned(), value)),
                (Some(Holder::Conversation), value) => put(&mut told.kept, (fact.key.into_owned(), value)),
                (Some(Holder::User), value) => put(&mut told.of_user, BoundFact { value, ..fact }),
                (Some(Holder::Account), value) => put(&mut told.of_account, BoundFact { value, ..fact }),
                (Some(Holder::Event | Holder::Clock) | None, value) => told.others.push(BoundFact { value, ..fact }),
            }
        }
        told
    }

    /// The same of facts by their keys; what is refused nobody takes.
    pub(crate) fn of_pairs(engine: &'b Engine, facts: &[(Name, Option<Value>)]) -> Self {
        Self::of(facts.iter().map(|(key, value)| BoundFact::new(engine, key, value.clone(), &mut Vec::new())))
    }

    /// All of them by their keys.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&Name, Option<&Value>)> {
        let bound = [&self.of_user, &self.of_account, &self.others].into_iter().flatten();
        let carried = self.carried.iter().map(|(key, value)| (key, Some(value)));
        let kept = self.kept.iter().map(|(key, value)| (key, value.as_ref()));
        bound.map(|fact| (&*fact.key, fact.value.as_ref())).chain(carried).chain(kept)
    }

    /// What it says last of who the user is.
    pub(crate) fn user_id(&self) -> Option<&Value> {
        match self.of_user.iter().rev().find(|fact| *fact.key == USER_ID.0) {
            Some(fact) => fact.value.as_ref(),
            None => self.all().filter(|(key, _)| **key == USER_ID.0).last().and_then(|(_, value)| value),
        }
    }
}

#[inline]
fn put<T>(facts: &mut Vec<T>, fact: T) {
    if facts.is_empty() {
        facts.reserve(LIKELY);
    }
    facts.push(fact);
}

/// The ways to the facts in an event's data.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    /// The numbers of the ways by their names.
    names: Lookup,
    /// In the order of their names.
    ways: Vec<Paths>,
    /// The way on from any name, which is an argument.
    parameter: Option<Box<Paths>>,
    attribute: Option<Arc<Attribute>>,
    /// Its place among all ways, as a map goes through them.
    rank: u32,
    /// Its name as most write it in JSON, with the colon.
    written: Box<str>,
    /// How many ways there are, itself included.
    count: usize,
    /// Whether the attribute that says who the user is is an ordinary one of theirs.
    knows_users: bool,
}

/// Ways that are not all known yet.
#[derive(Default)]
struct Plan {
    names: BTreeMap<String, Plan>,
    parameter: Option<Box<Plan>>,
    attribute: Option<Arc<Attribute>>,
}

impl Plan {
    fn ready(self, name: &str, next: &mut u32) -> Paths {
        let rank = *next;
        *next = rank.saturating_add(1);
        let names = Lookup::new(self.names.keys().map(String::as_str).zip(0..));
        let mut paths = Paths {
            names,
            ways: self.names.into_iter().map(|(name, plan)| plan.ready(&name, next)).collect(),
            parameter: self.parameter.map(|plan| Box::new(plan.ready("", next))),
            attribute: self.attribute,
            rank,
            written: format!("{}:", Json::from(name)).into(),
            count: 0,
            knows_users: false,
        };
        paths.count = usize::try_from(*next - rank).unwrap_or_default();
        paths.knows_users = paths.leads_to_users();
        paths
    }
}

impl Paths {
    pub(crate) fn new<'a>(attributes: impl Iterator<Item = &'a Arc<Attribute>>) -> Self {
        let mut root = Plan::default();
        for attribute in attributes {
            let end = attribute.key.path().into_iter().fold(&mut root, |plan, step| match step {
                PathStep::Name(name) => plan.names.entry(name).or_default(),
                PathStep::Parameter => &mut **plan.parameter.get_or_insert_default(),
            });
            end.attribute = Some(Arc::clone(attribute));
        }
        root.ready("", &mut 0)
    }

    /// Finds the facts; what no attribute is declared for is passed over.
    pub(crate) fn bind(&self, data: &Map<String, Json>) -> Bound {
        let mut found = Found::default();
        self.descend(data, &mut Vec::new(), &mut found);
        let facts = found.facts.into_iter().map(BoundFact::into_pair).collect();
        Bound { facts, refused: found.refused }
    }

    /// As [`Paths::bind`], with what is declared of each.
    pub(crate) fn find(&self, data: &Map<String, Json>) -> Found<'_> {
        let mut found = Found::default();
        self.descend(data, &mut Vec::new(), &mut found);
        found
    }

    fn descend<'a, 'b>(&'b self, data: &'a Map<String, Json>, arguments: &mut Vec<&'a str>, found: &mut Found<'b>) {
        for (name, value) in data {
            if let Some((_, paths)) = self.way(name) {
                paths.arrive(value, arguments, found);
            } else if let Some(paths) = &self.parameter {
                arguments.push(name);
                paths.arrive(value, arguments, found);
                arguments.pop();
            }
        }
    }

    fn arrive<'a, 'b>(&'b self, value: &'a Json, arguments: &mut Vec<&'a str>, found: &mut Found<'b>) {
        match (value, &self.attribute) {
            (Json::Object(data), _) if self.leads_on() => self.descend(data, arguments, found),
            (value, Some(attribute)) => match read(&attribute.kind, value) {
                Ok(value) => {
                    let key = Cow::Owned(attribute.instance(arguments.iter().copied()));
                    found.facts.push(BoundFact { key, attribute: Some(attribute), value });
                }
                Err(reason) => {
                    found.refused.push((attribute.key.with_arguments(arguments.iter().copied()), reason));
                }
            },
            _ => {}
        }
    }

    fn leads_on(&self) -> bool {
        !self.ways.is_empty() || self.parameter.is_some()
    }

    fn way(&self, name: &str) -> Option<(usize, &Self)> {
        let number = usize::try_from(self.names.get(name)?).ok()?;
        Some((number, self.ways.get(number)?))
    }

    fn leads_to_users(&self) -> bool {
        let end = USER_ID.0.split('.').try_fold(self, |paths, name| Some(paths.way(name)?.1));
        let attribute = end.filter(|end| !end.leads_on()).and_then(|end| end.attribute.as_ref());
        attribute.is_some_and(|attribute| attribute.holder == Holder::User && matches!(attribute.kind, Kind::Text))
    }
}

/// What [`Paths::find`] has found.
#[derive(Debug, Default)]
pub(crate) struct Found<'b> {
    pub(crate) facts: Vec<BoundFact<'b>>,
    pub(crate) refused: Vec<(String, String)>,
}
