//! Making the index: conditions are taken apart, columns made of what they ask, and what no column tells is left over.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bits::{self, Block};
use super::clause::{self, Clause, clauses};
use super::column::{Asked, By, Column, Made};
use super::rest::{Draft, InClasses, Rest};
use super::sample::Nothing;
use super::sets::{Collected, Sets};
use super::source::{Order, Subject};
use super::{FEW, Index, Place};
use crate::runtime::prepare::condition::Condition;
use crate::runtime::prepare::vocabulary::Attribute;
use crate::runtime::prepare::{Prepared, Rule};

impl Index {
    /// The index of these listeners, which are in order. Inactive ones never match.
    pub(crate) fn new(book: &Prepared, listeners: &[u32]) -> Self {
        let active = |number: &u32| {
            let trigger = book.triggers.get(usize::try_from(*number).ok()?)?;
            trigger.rule.active.then(|| (*number, Arc::clone(&trigger.rule)))
        };
        let (numbers, rules): (Vec<u32>, Vec<Arc<Rule>>) = listeners.iter().filter_map(active).unzip();
        let nothing = Nothing::new(book);
        let (mut index, rests) = if rules.len() <= FEW {
            of_few(&rules, &nothing)
        } else {
            Table::of(&rules, &nothing).index(rules.len(), &nothing)
        };
        let places = numbers.into_iter().zip(&rules).zip(rests).map(|((number, rule), mut rest)| {
            rest.sort_by_key(Rest::cost);
            let (rule, has_channels) = (Arc::clone(rule), rule.channels.is_some());
            Place { number, has_channels, rest: rest.into(), rule }
        });
        index.places = places.collect();
        index
    }
}

/// What is left over of each rule.
type Rests = Vec<Vec<Rest>>;

/// The index of few rules: all is left over.
fn of_few(rules: &[Arc<Rule>], nothing: &Nothing<'_>) -> (Index, Rests) {
    let conditions = rules.iter().map(|rule| rule.condition.as_ref());
    let all: Vec<Vec<&Condition>> = conditions.map(|whole| whole.map(clause::parts).unwrap_or_default()).collect();
    let asked = all.iter().flatten().filter_map(|condition| clause::asked(condition));
    let attributes: BTreeMap<Order<'_>, &Arc<Attribute>> = asked.map(|asked| (Order::of(asked), asked)).collect();
    let attributes: Box<[Arc<Attribute>]> = attributes.into_values().map(Arc::clone).collect();
    let rest = |condition: &&Condition| Rest::of_whole(condition, |asked| subject(&attributes, asked), nothing);
    let rests = all.iter().map(|conditions| conditions.iter().map(rest).collect()).collect();
    (Index { attributes, ..Index::default() }, rests)
}

/// What all rules ask.
struct Table<'c> {
    /// Those of texts first, so that they are read together.
    columns: Vec<Column>,
    lists: Vec<Sets>,
    rows: Vec<Block>,
    /// What is left over of each rule.
    rests: Vec<Vec<Draft<'c>>>,
    /// The parts of what is left over that ask the value of one attribute.
    parts: Vec<&'c Condition>,
    /// The column of each part, if it has one, and in which classes it holds.
    classes: Vec<Option<(usize, Vec<u64>)>>,
}

type Lists<'c> = BTreeMap<Order<'c>, (&'c Arc<Attribute>, Collected<'c>)>;
type Values<'c> = BTreeMap<(bool, Order<'c>), (&'c Arc<Attribute>, Vec<Asked<'c>>)>;

impl<'c> Table<'c> {
    fn of(rules: &'c [Arc<Rule>], nothing: &Nothing<'_>) -> Self {
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
                ask(&mut values, attribute, Asked { by: By::Part(number), condition });
            }
        }
        table.classes = table.parts.iter().map(|_| None).collect();
        for (attribute, asked) in values.into_values() {
            let made = Column::made(attribute, asked, rules.len(), nothing, &mut table.rows);
            table.add(made);
        }
        table.lists = lists.into_values().map(|(attribute, list)| list.done(attribute, rules.len())).collect();
        table
    }

    fn sort(&mut self, place: u32, clause: Clause<'c>, values: &mut Values<'c>, lists: &mut Lists<'c>) {
        match clause {
            Clause::Rest(condition) => {
                let draft = Draft::new(condition, &mut self.parts);
                self.leave(place, draft);
            }
            Clause::Value { attribute, condition } => {
                ask(values, attribute, Asked { by: By::Rule(place), condition });
            }
            Clause::Has { attribute, members, condition } => {
                let (_, list) = lists.entry(Order::of(attribute)).or_insert((attribute, Collected::default()));
                if !list.want(place, &members) {
                    self.leave(place, Draft::Condition(condition));
                }
            }
            Clause::Lacks { attribute, members } => {
                let (_, list) = lists.entry(Order::of(attribute)).or_insert((attribute, Collected::default()));
                list.lack(place, &members);
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

    fn index(mut self, places: usize, nothing: &Nothing<'_>) -> (Index, Rests) {
        self.rank(places);
        let attributes = self.note_attributes();
        let (rests, masks) = self.rests(&attributes, nothing);
        let texts = self.columns.iter().take_while(|column| column.names().is_some()).count();
        let index = Index {
            places: Box::default(),
            attributes,
            all: bits::full(places).into(),
            texts,
            columns: self.columns.into(),
            lists: self.lists.into(),
            rows: self.rows.into(),
            masks: masks.into(),
        };
        (index, rests)
    }

    /// Those that leave out more are looked at first.
    fn rank(&mut self, places: usize) {
        let left = self.columns.iter().map(|column| column.left(&self.rows, places));
        let mut order: Vec<(usize, usize)> = left.zip(0..).collect();
        order.sort_unstable();
        for ((_, number), rank) in order.into_iter().zip(0..) {
            if let Some(column) = self.columns.get_mut(number) {
                column.rank = rank;
            }
        }
    }

    /// The attributes that are asked for, in the order in which a step finds them.
    fn note_attributes(&mut self) -> Box<[Arc<Attribute>]> {
        let asked = self.columns.iter().map(|column| &column.attribute);
        let mut all: Vec<Arc<Attribute>> =
            asked.chain(self.lists.iter().map(|list| &list.attribute)).cloned().collect();
        all.sort_unstable_by(|one, other| Order::of(one).cmp(&Order::of(other)));
        let columns = self.columns.iter_mut().map(|column| (&mut column.subject, &column.attribute));
        let lists = self.lists.iter_mut().map(|list| (&mut list.subject, &list.attribute));
        for (of, attribute) in columns.chain(lists) {
            *of = subject(&all, attribute).unwrap_or(*of);
        }
        all.into()
    }

    /// What is left over of each rule, and the classes in which parts of it hold.
    fn rests(&mut self, attributes: &[Arc<Attribute>], nothing: &Nothing<'_>) -> (Rests, Vec<u64>) {
        let (mut masks, mut known) = (Vec::new(), BTreeMap::<Vec<u64>, u32>::new());
        let classes = std::mem::take(&mut self.classes).into_iter().map(|classes| {
            let (column, mask) = classes?;
            let next = u32::try_from(masks.len()).unwrap_or(u32::MAX);
            let mask = *known.entry(mask).or_insert_with_key(|mask| {
                masks.extend_from_slice(mask);
                next
            });
            let column = self.columns.get(column)?;
            Some(InClasses { rank: column.rank, first: column.first, mask })
        });
        let parts: Vec<Option<InClasses>> = classes.collect();
        let whole = |condition: &Condition| Rest::of_whole(condition, |asked| subject(attributes, asked), nothing);
        let done = |drafts: Vec<Draft<'c>>| drafts.into_iter().map(|draft| draft.done(&parts, &whole)).collect();
        (std::mem::take(&mut self.rests).into_iter().map(done).collect(), masks)
    }
}

/// How an attribute is read that is among these, which are in order.
fn subject(all: &[Arc<Attribute>], attribute: &Attribute) -> Option<Subject> {
    let place = all.binary_search_by(|other| Order::of(other).cmp(&Order::of(attribute))).ok()?;
    Some(Subject::new(attribute, place))
}

fn ask<'c>(values: &mut Values<'c>, attribute: &'c Arc<Attribute>, asked: Asked<'c>) {
    let key = (!attribute.kind.has_names(), Order::of(attribute));
    values.entry(key).or_insert((attribute, Vec::new())).1.push(asked);
}
