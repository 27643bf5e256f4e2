//! Planning the index: conditions are taken apart, columns made of what they ask, and what no column tells is left over.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::FEW;
use super::bits::Block;
use super::clause::{self, Clause, clauses};
use super::column::{self, Asked, By, Made};
use super::plan::{Bytes, ColumnPlan, Left, Plan, Rows};
use super::rest::{self, Draft, InPlanned};
use super::sample::Nothing;
use super::sets::Collected;
use super::source::Order;
use crate::ir::packed::{self, Fault};
use crate::runtime::fact::AttributeNumber;
use crate::runtime::prepare::condition::Condition;
use crate::runtime::prepare::vocabulary::Attribute;
use crate::runtime::prepare::{Prepared, Rule};

impl Plan {
    /// The plan for these listeners, which are in order. Inactive ones never match.
    pub(crate) fn new<'r>(book: &Prepared, listeners: impl Iterator<Item = (u32, &'r Rule)>) -> Result<Self, Fault> {
        let (active, inactive): (Vec<_>, Vec<_>) = listeners.partition(|(_, rule)| rule.active);
        let rules: Vec<&Rule> = active.into_iter().map(|(_, rule)| rule).collect();
        let nothing = Nothing::new(book);
        let (mut plan, rests) =
            if rules.len() <= FEW { of_few(&rules) } else { Table::of(&rules, &nothing).plan(&rules) };
        plan.inactive = inactive.into_iter().map(|(number, _)| number).collect();
        plan.channels = places(&rules, |rule| rule.channels.is_some());
        let mut left = packed::Writer::default();
        for (rest, place) in rests.iter().zip(0..).filter(|(rest, _)| !rest.is_empty()) {
            plan.unsettled.push(place);
            left.piece(rest)?;
        }
        if !plan.unsettled.is_empty() {
            plan.left = Bytes(left.done()?);
        }
        Ok(plan)
    }
}

/// The places of the rules of which something is so.
fn places(rules: &[&Rule], is: impl Fn(&Rule) -> bool) -> Vec<u32> {
    rules.iter().zip(0..).filter(|(rule, _)| is(rule)).map(|(_, place)| place).collect()
}

/// What is left over of each rule.
type Rests = Vec<Vec<Left>>;

/// The plan for few rules: all is left over.
fn of_few(rules: &[&Rule]) -> (Plan, Rests) {
    let conditions = rules.iter().map(|rule| rule.condition.as_ref());
    let all: Vec<Vec<&Condition>> = conditions.map(|whole| whole.map(clause::parts).unwrap_or_default()).collect();
    let asked = all.iter().flatten().filter_map(|condition| clause::asked(condition));
    let attributes: BTreeMap<Order<'_>, &Attribute> = asked.map(|asked| (Order::of(asked), &**asked)).collect();
    let attributes = attributes.into_values().map(|attribute| attribute.number.0).collect();
    let rests = rules.iter().zip(all).map(|(rule, parts)| {
        let drafts = parts.into_iter().map(Draft::Condition).collect();
        rest::in_order(drafts, &[], &numbers(rule)).1
    });
    (Plan { attributes, ..Plan::default() }, rests.collect())
}

/// Tells the number of each part of a rule's condition.
fn numbers(rule: &Rule) -> impl Fn(&Condition) -> u32 {
    let nodes = LazyCell::new(|| rule.condition.as_ref().map(clause::nodes).unwrap_or_default());
    move |condition| {
        let place = nodes.iter().position(|node| std::ptr::eq(*node, condition));
        place.and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX)
    }
}

/// What all rules ask.
struct Table<'c> {
    /// Those of texts first, so that they are read together.
    columns: Vec<column::Draft<'c>>,
    lists: Vec<(&'c Arc<Attribute>, Collected<'c>)>,
    rows: Vec<Block>,
    /// What is left over of each rule.
    rests: Vec<Vec<Draft<'c>>>,
    /// The parts of what is left over that ask the value of one attribute.
    parts: Vec<&'c Condition>,
    /// The column of each part, if it has one, and in which classes it holds.
    classes: Vec<Option<(usize, Vec<u64>)>>,
}

/// What is asked of each attribute.
struct Of<'c, T>(BTreeMap<AttributeNumber, (&'c Arc<Attribute>, T)>);

type Lists<'c> = Of<'c, Collected<'c>>;
type Values<'c> = Of<'c, Vec<Asked<'c>>>;

impl<'c, T: Default> Of<'c, T> {
    fn new() -> Self {
        Self(BTreeMap::new())
    }

    fn of(&mut self, attribute: &'c Arc<Attribute>) -> &mut T {
        &mut self.0.entry(attribute.number).or_insert_with(|| (attribute, T::default())).1
    }

    /// In the order in which facts are gone through, those of texts first if so wished.
    fn in_order(self, texts_first: bool) -> Vec<(&'c Arc<Attribute>, T)> {
        let mut all: Vec<_> = self.0.into_values().collect();
        let key = |attribute: &Attribute| texts_first && !attribute.kind.has_names();
        all.sort_by(|(one, _), (other, _)| (key(one), Order::of(one)).cmp(&(key(other), Order::of(other))));
        all
    }
}

impl<'c> Table<'c> {
    fn of(rules: &[&'c Rule], nothing: &Nothing<'_>) -> Self {
        let (columns, rows, parts, classes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let rests = rules.iter().map(|_| Vec::new()).collect();
        let mut table = Self { columns, lists: Vec::new(), rows, rests, parts, classes };
        let (mut values, mut lists) = (Values::new(), Lists::new());
        for (rule, place) in rules.iter().zip(0..) {
            for clause in rule.condition.iter().flat_map(clauses) {
                table.sort(place, clause, &mut values, &mut lists);
            }
        }
        for (condition, number) in table.parts.iter().zip(0..) {
            if let Some(attribute) = clause::valued(condition) {
                values.of(attribute).push(Asked { by: By::Part(number), condition });
            }
        }
        table.classes = table.parts.iter().map(|_| None).collect();
        for (attribute, asked) in values.in_order(true) {
            let made = column::Draft::made(attribute, asked, rules.len(), nothing, &mut table.rows);
            table.add(made);
        }
        table.lists = lists.in_order(false);
        table
    }

    fn sort(&mut self, place: u32, clause: Clause<'c>, values: &mut Values<'c>, lists: &mut Lists<'c>) {
        match clause {
            Clause::Rest(condition) => {
                let draft = Draft::new(condition, &mut self.parts);
                self.leave(place, draft);
            }
            Clause::Value { attribute, condition } => {
                values.of(attribute).push(Asked { by: By::Rule(place), condition });
            }
            Clause::Has { attribute, members, condition } => {
                if !lists.of(attribute).want(place, &members) {
                    self.leave(place, Draft::Condition(condition));
                }
            }
            Clause::Lacks { attribute, members } => {
                lists.of(attribute).lack(place, &members);
            }
        }
    }

    fn add(&mut self, made: Made<'c>) {
        let Made { column, left, parts } = made;
        for Asked { by, condition } in left {
            if let By::Rule(place) = by {
                self.leave(place, Draft::Condition(condition));
            }
        }
        for (part, mask) in parts {
            if let Some(classes) = self.classes.get_mut(part) {
                *classes = Some((self.columns.len(), mask));
            }
        }
        self.columns.extend(column);
    }

    /// Leaves a part to be evaluated.
    fn leave(&mut self, place: u32, draft: Draft<'c>) {
        if let Some(rest) = usize::try_from(place).ok().and_then(|place| self.rests.get_mut(place)) {
            rest.push(draft);
        }
    }

    fn plan(mut self, rules: &[&Rule]) -> (Plan, Rests) {
        let attributes = self.attributes();
        let place = |attribute: &Attribute| {
            let place = attributes.binary_search_by(|other| Order::of(other).cmp(&Order::of(attribute)));
            place.ok().and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX)
        };
        let (rests, masks) = self.rests(rules);
        let column = |(column, rank): (column::Draft<'c>, u32)| {
            let column::Draft { attribute, classes, first } = column;
            ColumnPlan { attribute: place(attribute), classes, first, rank }
        };
        let plan = Plan {
            attributes: attributes.iter().map(|attribute| attribute.number.0).collect(),
            columns: self.columns.into_iter().zip(0..).map(column).collect(),
            lists: self.lists.into_iter().map(|(attribute, list)| list.done(place(attribute))).collect(),
            rows: Rows(self.rows),
            masks,
            ..Plan::default()
        };
        (plan, rests)
    }

    /// The attributes that are asked for, in the order in which a step finds them.
    fn attributes(&self) -> Vec<&'c Arc<Attribute>> {
        let asked = self.columns.iter().map(|column| column.attribute);
        let mut all: Vec<&Arc<Attribute>> = asked.chain(self.lists.iter().map(|(attribute, _)| *attribute)).collect();
        all.sort_unstable_by(|one, other| Order::of(one).cmp(&Order::of(other)));
        all
    }

    /// What is left over of each rule, and the classes in which parts of it hold.
    fn rests(&mut self, rules: &[&Rule]) -> (Rests, Vec<u64>) {
        let (mut masks, mut known) = (Vec::new(), BTreeMap::<Vec<u64>, u32>::new());
        let classes = std::mem::take(&mut self.classes).into_iter().map(|classes| {
            let (column, mask) = classes?;
            let next = u32::try_from(masks.len()).unwrap_or(u32::MAX);
            let mask = *known.entry(mask).or_insert_with_key(|mask| {
                masks.extend_from_slice(mask);
                next
            });
            let first = self.columns.get(column)?.first;
            Some(InPlanned { rank: u32::try_from(column).ok()?, first, mask })
        });
        let parts: Vec<Option<InPlanned>> = classes.collect();
        let rests = std::mem::take(&mut self.rests).into_iter().zip(rules);
        (rests.map(|(drafts, rule)| rest::in_order(drafts, &parts, &numbers(rule)).1).collect(), masks)
    }
}
