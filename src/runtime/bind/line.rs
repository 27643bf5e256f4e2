//! A line of a log, read straight into facts.
//!
//! Only what is as it should be is read here. For anything else, be it allowed, `None` comes out, and the line is read again the
//! plain way ([`crate::ir::log::read_line`], [`Paths::find`]): that is where all rules and messages are.

use std::borrow::Cow;
use std::sync::Arc;

use super::json::{NUMBER, Reader};
use super::value::{clock_time, date, milliseconds};
use super::{BoundFact, Paths};
use crate::ir::{Moment, Value};
use crate::runtime::driver::COMMAND;
use crate::runtime::kind::{self, Kind};
use crate::runtime::prepare::vocabulary::Attribute;

/// An event of a log, with the facts of its data in the order in which a map goes through them: see
/// [`Engine::read_line`](crate::Engine::read_line).
#[derive(Debug)]
pub struct Line<'l, 'b> {
    pub(crate) id: Cow<'l, str>,
    pub(crate) account: Cow<'l, str>,
    pub(crate) conversation: Cow<'l, str>,
    pub(crate) name: Cow<'l, str>,
    pub(crate) time: Moment,
    /// The facts as they came.
    found: Vec<Option<Found<'b>>>,
    /// Their places there, in the order of the ways to them.
    ordered: Box<[u32]>,
}

impl<'b> Line<'_, 'b> {
    /// The facts, in the order of the ways to them.
    pub(crate) fn into_facts(self) -> impl Iterator<Item = BoundFact<'b>> {
        let mut found = self.found;
        self.ordered.into_iter().filter_map(move |place| {
            let (attribute, value) = found.get_mut(index(place))?.take()?;
            Some(BoundFact { key: Cow::Borrowed(&attribute.declared), attribute: Some(attribute), value })
        })
    }

    /// When it happened.
    #[must_use]
    pub const fn time(&self) -> Moment {
        self.time
    }
}

/// A fact of an attribute without parameters; `None` takes it away.
type Found<'b> = (&'b Arc<Attribute>, Option<Value>);

/// The order in which names came in the lines before. Most lines of a log have that of the line before, and are read the faster
/// for it; what is read of them does not depend on it.
#[derive(Debug, Default)]
pub struct LineOrder {
    /// By the ranks of ways: which way of the same map came behind it.
    behind: Vec<u32>,
    /// By the ranks of ways: which way came first in its map.
    first: Vec<u32>,
    /// The ranks of the ways to the facts of the line before, as they came.
    ranks: Vec<u32>,
    /// The places of those facts, in the order of their ranks.
    ordered: Box<[u32]>,
    /// A bit for each way that has come in this line, by their ranks.
    come: Vec<u64>,
}

impl LineOrder {
    /// A new line, of as many ways.
    fn begin(&mut self, ways: usize) {
        if self.behind.len() != ways {
            *self = Self {
                behind: vec![0; ways],
                first: vec![0; ways],
                come: vec![0; ways.div_ceil(64)],
                ..Self::default()
            };
        }
        self.come.fill(0);
    }

    /// A fact has come, behind so many others; gives whether it was that one in the line before, too.
    #[inline]
    fn follows(&mut self, others: usize, rank: u32) -> bool {
        let is_same = self.ranks.get(others) == Some(&rank);
        if !is_same {
            self.ordered = Box::default();
            self.ranks.truncate(others);
            self.ranks.push(rank);
        }
        is_same
    }

    /// The places of so many facts, in the order of the ways to them.
    fn ordered(&mut self, facts: usize, are_same: bool) -> Box<[u32]> {
        if !are_same || self.ordered.len() != facts {
            self.ranks.truncate(facts);
            let mut ordered: Vec<(u32, u32)> = self.ranks.iter().copied().zip(0..).collect();
            ordered.sort_unstable();
            self.ordered = ordered.into_iter().map(|(_, place)| place).collect();
        }
        self.ordered.clone()
    }

    fn expected(&self, Place { map, before }: Place) -> usize {
        let (table, rank) = before.map_or((&self.first, map), |before| (&self.behind, before));
        table.get(index(rank)).map_or(0, |number| index(*number))
    }

    fn learn(&mut self, Place { map, before }: Place, number: usize) {
        let (table, rank) = before.map_or((&mut self.first, map), |before| (&mut self.behind, before));
        if let Some(place) = table.get_mut(index(rank)) {
            *place = u32::try_from(number).unwrap_or(u32::MAX);
        }
    }
}

/// A place in a map, by the ranks of ways: behind which one.
#[derive(Clone, Copy)]
struct Place {
    map: u32,
    before: Option<u32>,
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl Paths {
    /// Reads a line; `None` if it has to be read the plain way.
    pub(crate) fn read_line<'l>(&self, line: &'l [u8], order: &mut LineOrder) -> Option<Line<'l, '_>> {
        if line.len() > crate::ir::log::LONGEST_LINE || !self.knows_users {
            return None;
        }
        order.begin(self.count);
        let reader = Reader::new(std::str::from_utf8(line).ok()?);
        LineReader { reader, order, found: Vec::with_capacity(LIKELY), is_as_before: true }.line(self)
    }
}

/// The texts that an event must have, in the order in which they are taken.
const TEXTS: [&str; 6] = ["specversion", "id", "source", "type", "subject", "time"];

/// For how many facts there is room at once.
const LIKELY: usize = 48;

/// What is being read. All gives `None` where the line is not plain.
struct LineReader<'b, 'l, 'o> {
    reader: Reader<'l>,
    order: &'o mut LineOrder,
    /// The facts as they came.
    found: Vec<Option<Found<'b>>>,
    /// Whether so far it is those of the line before.
    is_as_before: bool,
}

impl<'b, 'l> LineReader<'b, 'l, '_> {
    fn line(mut self, paths: &'b Paths) -> Option<Line<'l, 'b>> {
        let mut texts: [Option<Cow<'l, str>>; TEXTS.len()] = Default::default();
        let mut has_data = false;
        if !self.reader.eat(b'{') {
            return None;
        }
        loop {
            let name = self.reader.text()?;
            if !self.reader.eat(b':') {
                return None;
            }
            if let Some(number) = TEXTS.iter().position(|text| *text == name) {
                let text = self.reader.text().filter(|text| !text.is_empty())?;
                let place = texts.get_mut(number).filter(|place| place.is_none())?;
                *place = Some(text);
            } else if name == "data" && !has_data {
                has_data = true;
                self.map(paths)?;
            } else if matches!(&*name, "data" | "data_base64" | NUMBER) {
                return None;
            } else {
                self.reader.pass()?;
            }
            if !self.reader.goes_on(b'}')? {
                break;
            }
        }
        let [Some(version), Some(id), Some(account), Some(name), Some(conversation), Some(time)] = texts else {
            return None;
        };
        if !self.reader.is_at_end() || !has_data || version != "1.0" || name == COMMAND {
            return None;
        }
        let (time, ordered) = (Moment::parse(&time)?, self.order.ordered(self.found.len(), self.is_as_before));
        Some(Line { id, account, conversation, name, time, found: self.found, ordered })
    }

    /// A map, on the way to facts.
    fn map(&mut self, paths: &'b Paths) -> Option<()> {
        if !self.reader.eat(b'{') {
            return None;
        }
        if self.reader.eat(b'}') {
            return Some(());
        }
        let mut place = Place { map: paths.rank, before: None };
        loop {
            match self.way(paths, place)? {
                Some(way) => {
                    // A name that comes twice counts once.
                    if !self.is_new(way.rank) {
                        return None;
                    }
                    place.before = Some(way.rank);
                    self.arrive(way)?;
                }
                None => self.reader.pass()?,
            }
            if !self.reader.goes_on(b'}')? {
                return Some(());
            }
        }
    }

    /// The way of the name that comes next; `Some(None)` if nobody asks for it.
    #[inline]
    fn way(&mut self, paths: &'b Paths, place: Place) -> Option<Option<&'b Paths>> {
        if let Some(way) = paths.ways.get(self.order.expected(place))
            && (self.reader.eat_all(&way.written)
                || (self.reader.peek() == Some(b'"') && self.reader.eat_all(&way.written)))
        {
            return Some(Some(way));
        }
        let name = self.reader.text()?;
        if !self.reader.eat(b':') {
            return None;
        }
        match paths.way(&name) {
            Some((number, way)) => {
                self.order.learn(place, number);
                Some(Some(way))
            }
            // Arguments go by the order of their names.
            None if paths.parameter.is_some() || name == NUMBER => None,
            None => Some(None),
        }
    }

    /// Whether a way has not come yet.
    #[inline]
    fn is_new(&mut self, rank: u32) -> bool {
        let bit = 1 << (rank % 64);
        let word = self.order.come.get_mut(index(rank / 64));
        word.is_some_and(|word| std::mem::replace(word, *word | bit) & bit == 0)
    }

    /// What is at the end of a way.
    #[inline]
    fn arrive(&mut self, way: &'b Paths) -> Option<()> {
        match &way.attribute {
            Some(_) if way.leads_on() => None,
            None => self.map(way),
            Some(attribute) => {
                let value = self.value(&attribute.kind)?;
                self.is_as_before &= self.order.follows(self.found.len(), way.rank);
                self.found.push(Some((attribute, value)));
                Some(())
            }
        }
    }

    /// A value of that type in its one form; `Some(None)` for `null`.
    #[inline]
    fn value(&mut self, kind: &Kind) -> Option<Option<Value>> {
        match self.reader.peek()? {
            b'"' => {
                let (text, has_form_c) = self.reader.text_with_form()?;
                text_of(kind, text, has_form_c).map(Some)
            }
            b'-' | b'0'..=b'9' => self.number(kind).map(Some),
            b'[' => {
                let Kind::List(kind) = kind else { return None };
                self.list(kind).map(|values| Some(Value::List(values)))
            }
            _ => match (self.reader.word()?, kind) {
                (None, _) => Some(None),
                (Some(boolean), Kind::Boolean) => Some(Some(Value::Boolean(boolean))),
                _ => None,
            },
        }
    }

    fn number(&mut self, kind: &Kind) -> Option<Value> {
        let number = self.reader.number()?;
        match kind {
            Kind::Number => Some(Value::Number(number)),
            Kind::Duration if number.is_sign_positive() => milliseconds(number).map(Value::Duration),
            Kind::Percentage => Some(Value::Percentage(number)),
            _ => None,
        }
    }

    fn list(&mut self, kind: &Kind) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        if !self.reader.eat(b'[') {
            return None;
        }
        if self.reader.eat(b']') {
            return Some(values);
        }
        loop {
            values.push(self.value(kind)??);
            if !self.reader.goes_on(b']')? {
                return Some(values);
            }
        }
    }
}

fn text_of(kind: &Kind, text: Cow<'_, str>, has_form_c: bool) -> Option<Value> {
    Some(match kind {
        // What has another form too could be told apart by it, as who the user is.
        Kind::Text if !has_form_c && !kind::has_form_c(&text) => return None,
        Kind::Text => Value::Text(text.into()),
        Kind::Enum(choices) if !choices.has(&text) => return None,
        Kind::Enum(_) => Value::Enum(text.into()),
        Kind::Time => Value::Time(Moment::parse(&text)?),
        Kind::ClockTime => Value::ClockTime(clock_time(&text)?),
        Kind::Date => Value::Date(date(&text)?),
        _ => return None,
    })
}
