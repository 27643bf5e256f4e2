//! From the data of an event to facts of declared types.

mod json;
mod line;
mod order;
mod plain;
mod value;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

pub use line::Line;
pub use order::LineOrder;
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

impl Bound {
    /// Who the user is, if the event says so.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        let said = self.facts.iter().rev().find(|(key, _)| *key == *USER_ID.0);
        match said {
            Some((_, Some(Value::Text(id)))) if !id.is_empty() => Some(id),
            _ => None,
        }
    }
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

/// For how many facts there is room at once, by their holders.
#[derive(Clone, Copy, Debug, Default)]
struct Room {
    of_user: usize,
    of_account: usize,
    carried: usize,
    kept: usize,
}

/// For so many facts of one holder there is room at once, and for no more.
const MOST_ROOM: usize = 32;

impl Room {
    /// For as many as either of the two.
    fn or(self, other: Self) -> Self {
        let more = |one: usize, other: usize| one.max(other).min(MOST_ROOM);
        Self {
            of_user: more(self.of_user, other.of_user),
            of_account: more(self.of_account, other.of_account),
            carried: more(self.carried, other.carried),
            kept: more(self.kept, other.kept),
        }
    }
}

impl<'b> Told<'b> {
    pub(crate) fn of(facts: impl IntoIterator<Item = BoundFact<'b>>) -> Self {
        let mut told = Self::default();
        facts.into_iter().for_each(|fact| told.take(fact));
        told
    }

    /// Nothing yet.
    fn with(room: Room) -> Self {
        Self {
            of_user: Vec::with_capacity(room.of_user),
            of_account: Vec::with_capacity(room.of_account),
            carried: Vec::with_capacity(room.carried),
            kept: Vec::with_capacity(room.kept),
            others: Vec::new(),
        }
    }

    /// The room that it takes.
    fn room(&self) -> Room {
        Room {
            of_user: self.of_user.len(),
            of_account: self.of_account.len(),
            carried: self.carried.len(),
            kept: self.kept.len(),
        }
    }

    /// Takes another one.
    #[inline(always)]
    fn take(&mut self, fact: BoundFact<'b>) {
        let BoundFact { key, attribute, value } = fact;
        match (attribute.map(|attribute| attribute.holder), value) {
            (Some(Holder::Event), Some(value)) => self.carried.push((key.into_owned(), value)),
            (Some(Holder::Conversation), value) => self.kept.push((key.into_owned(), value)),
            (Some(Holder::User), value) => self.of_user.push(BoundFact { key, attribute, value }),
            (Some(Holder::Account), value) => self.of_account.push(BoundFact { key, attribute, value }),
            (_, value) => self.others.push(BoundFact { key, attribute, value }),
        }
    }

    /// Puts them in the order of their keys.
    pub(crate) fn sort(&mut self) {
        for bound in [&mut self.of_user, &mut self.of_account, &mut self.others] {
            bound.sort_by(|one, other| one.key.cmp(&other.key));
        }
        self.carried.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.kept.sort_by(|(one, _), (other, _)| one.cmp(other));
    }

    /// Whether some fact came twice; they are in the order of their keys.
    fn has_twice(&self) -> bool {
        let of_others = |key: &Name| self.others.iter().any(|other| *other.key == *key);
        [&self.of_user, &self.of_account, &self.others]
            .iter()
            .any(|facts| facts.windows(2).any(|pair| matches!(pair, [one, other] if *one.key == *other.key)))
            || self.carried.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other))
            || self.kept.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other))
            // What is told of an event and taken away again.
            || self.carried.iter().any(|(key, _)| of_others(key))
    }

    /// All of them as others keep them, in the order of their keys.
    pub(crate) fn into_pairs(self) -> Vec<(Name, Option<Value>)> {
        let bound = [self.of_user, self.of_account, self.others].into_iter().flatten().map(BoundFact::into_pair);
        let carried = self.carried.into_iter().map(|(key, value)| (key, Some(value)));
        let mut pairs: Vec<_> = bound.chain(carried).chain(self.kept).collect();
        pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
        pairs
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

/// The ways to the facts in an event's data.
#[derive(Debug)]
pub(crate) struct Paths {
    data: Way,
    /// The facts at the ends of ways without arguments, by the ranks of the ways.
    facts: Box<[Option<Arc<Attribute>>]>,
    /// Whether the attribute that says who the user is is an ordinary one of theirs.
    knows_users: bool,
}

/// A way to facts.
#[derive(Debug, Default)]
struct Way {
    /// The numbers of the ways on by their names.
    names: Lookup,
    /// In the order of their names.
    ways: Vec<Way>,
    /// The way on from any name, which is an argument.
    parameter: Option<Box<Way>>,
    attribute: Option<Arc<Attribute>>,
    /// Its place among all ways, as a map goes through them; that of the data is 0.
    rank: u32,
}

/// Ways that are not all known yet.
#[derive(Default)]
struct Plan {
    names: BTreeMap<String, Plan>,
    parameter: Option<Box<Plan>>,
    attribute: Option<Arc<Attribute>>,
}

impl Plan {
    /// Its ways, and the facts at their ends by their ranks.
    fn ready(self, facts: &mut Vec<Option<Arc<Attribute>>>) -> Way {
        let rank = u32::try_from(facts.len()).unwrap_or(u32::MAX);
        facts.push(self.attribute.clone());
        let names = Lookup::new(self.names.keys().map(String::as_str).zip(0..));
        let ways = self.names.into_values().map(|plan| plan.ready(facts)).collect();
        let parameter = self.parameter.map(|plan| Box::new(plan.ready(facts)));
        Way { names, ways, parameter, attribute: self.attribute, rank }
    }
}

impl Default for Paths {
    fn default() -> Self {
        Self::new(std::iter::empty())
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
        let mut facts = Vec::new();
        let data = root.ready(&mut facts);
        let knows_users = data.leads_to_users();
        Self { data, facts: facts.into(), knows_users }
    }

    /// Finds the facts; what no attribute is declared for is passed over.
    pub(crate) fn bind(&self, data: &Map<String, Json>) -> Bound {
        let found = self.find(data);
        let facts = found.facts.into_iter().map(BoundFact::into_pair).collect();
        Bound { facts, refused: found.refused }
    }

    /// As [`Paths::bind`], with what is declared of each.
    pub(crate) fn find(&self, data: &Map<String, Json>) -> Found<'_> {
        let mut found = Found::default();
        self.data.descend(data, &mut Vec::new(), &mut found);
        found
    }
}

impl Way {
    fn descend<'a, 'b>(&'b self, data: &'a Map<String, Json>, arguments: &mut Vec<&'a str>, found: &mut Found<'b>) {
        for (name, value) in data {
            if let Some(way) = self.way(name) {
                way.arrive(value, arguments, found);
            } else if let Some(way) = &self.parameter {
                arguments.push(name);
                way.arrive(value, arguments, found);
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

    fn way(&self, name: &str) -> Option<&Self> {
        self.ways.get(usize::try_from(self.names.get(name)?).ok()?)
    }

    fn leads_to_users(&self) -> bool {
        let end = USER_ID.0.split('.').try_fold(self, |way, name| way.way(name));
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
