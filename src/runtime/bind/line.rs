//! A line of a log, read straight into facts.
//!
//! Only what is as it should be is read here. For anything else, be it allowed, `None` comes out, and the line is read again the
//! plain way ([`crate::ir::log::read_line`], [`Paths::find`]): that is where all rules and messages are.

use std::borrow::Cow;
use std::sync::Arc;

use smallvec::SmallVec;

use super::json::{NUMBER, Reader};
use super::order::{Between, Leads, LineOrder, index};
use super::{BoundFact, Paths, Room, Told, Way};
use crate::ir::Moment;
use crate::runtime::conversation::Fingerprint;
use crate::runtime::driver::COMMAND;
use crate::runtime::prepare::vocabulary::Attribute;

/// An event of a log, with the facts of its data: see [`Engine::read_line`](crate::Engine::read_line).
#[derive(Debug)]
pub struct Line<'l, 'b> {
    pub(crate) id: Cow<'l, str>,
    pub(crate) account: Cow<'l, str>,
    pub(crate) conversation: Cow<'l, str>,
    pub(crate) name: Cow<'l, str>,
    pub(crate) time: Moment,
    pub(crate) told: Told<'b>,
}

impl Line<'_, '_> {
    /// When it happened.
    #[must_use]
    pub const fn time(&self) -> Moment {
        self.time
    }
}

impl Paths {
    /// Reads a line for the book of that hash; `None` if it has to be read the plain way.
    pub(crate) fn read_line<'l>(
        &self,
        book: Fingerprint,
        line: &'l [u8],
        order: &mut LineOrder,
    ) -> Option<Line<'l, '_>> {
        if line.len() > crate::ir::log::LONGEST_LINE || !self.knows_users {
            return None;
        }
        order.begin(book);
        let text = std::str::from_utf8(line).ok()?;
        let room = order.room;
        let mut come: SmallVec<[u64; 4]> = SmallVec::from_elem(0, self.facts.len().div_ceil(64));
        let read = LineReader::new(self, text, room, &mut come).by_heart(order);
        let line = read.or_else(|| {
            come.fill(0);
            LineReader::new(self, text, room, &mut come).line(order)
        })?;
        order.room = room.or(line.told.room());
        Some(line)
    }
}

/// The texts that an event must have, in the order in which they are taken.
const TEXTS: [&str; 6] = ["specversion", "id", "source", "type", "subject", "time"];

/// What has been read of a line.
struct Content<'c, 'l, 'b> {
    texts: [Option<Cow<'l, str>>; TEXTS.len()],
    told: Told<'b>,
    /// The rank of the last fact.
    last: u32,
    /// Whether facts came in another order than that of the ways to them. Else none came twice.
    is_mixed: bool,
    /// A bit for each way to a map that has come, by their ranks.
    come: &'c mut [u64],
}

impl<'c, 'l, 'b> Content<'c, 'l, 'b> {
    /// Reads a text; `None` if it is empty, or came before.
    fn read_text(&mut self, place: u8, reader: &mut Reader<'l>) -> Option<()> {
        let text = reader.text().filter(|text| !text.is_empty())?;
        let own = self.texts.get_mut(usize::from(place)).filter(|own| own.is_none())?;
        *own = Some(text);
        Some(())
    }

    /// Goes a way to a map; `None` if it was gone before: a name that comes twice counts once.
    #[inline]
    fn go(&mut self, rank: u32) -> Option<()> {
        let word = self.come.get_mut(index(rank / 64))?;
        let bit = 1 << (rank % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new.then_some(())
    }

    /// Reads the fact at the end of a way.
    #[inline(always)]
    fn read(&mut self, rank: u32, attribute: &'b Arc<Attribute>, reader: &mut Reader<'l>) -> Option<()> {
        self.is_mixed |= rank <= self.last;
        self.last = rank;
        let key = Cow::Borrowed(&attribute.declared);
        let value = reader.value(&attribute.kind)?;
        self.told.take(BoundFact { key, attribute: Some(attribute), value });
        Some(())
    }

    /// The event, if all is there.
    fn line(mut self) -> Option<Line<'l, 'b>> {
        let [Some(version), Some(id), Some(account), Some(name), Some(conversation), Some(time)] = self.texts else {
            return None;
        };
        let has_data = self.come.first().is_some_and(|word| word & 1 != 0);
        if !has_data || version != "1.0" || name == COMMAND {
            return None;
        }
        if self.is_mixed {
            self.told.sort();
            if self.told.has_twice() {
                return None;
            }
        }
        Some(Line { id, account, conversation, name, time: Moment::parse(&time)?, told: self.told })
    }
}

/// What is being read. All gives `None` where the line is not plain.
struct LineReader<'c, 'b, 'l> {
    paths: &'b Paths,
    reader: Reader<'l>,
    content: Content<'c, 'l, 'b>,
    /// Whether it remembers how the line is written.
    learns: bool,
    /// The pieces so far.
    pieces: Vec<Between>,
    /// The maps that began since the last value.
    opens: Vec<u32>,
    /// What was not read yet at the end of the last value.
    behind: &'l [u8],
}

impl<'c, 'b, 'l> LineReader<'c, 'b, 'l> {
    /// `come` are the bits of all ways, of which none has come.
    fn new(paths: &'b Paths, text: &'l str, room: Room, come: &'c mut [u64]) -> Self {
        let content = Content { texts: Default::default(), told: Told::with(room), last: 0, is_mixed: false, come };
        Self {
            paths,
            reader: Reader::new(text),
            content,
            learns: false,
            pieces: Vec::new(),
            opens: Vec::new(),
            behind: text.as_bytes(),
        }
    }

    /// Reads a line that is written as lines before.
    fn by_heart(mut self, order: &LineOrder) -> Option<Line<'l, 'b>> {
        let mut piece = order.first()?;
        loop {
            piece = order.next(piece, self.reader.rest())?;
            self.reader.skip(piece.length());
            piece.opens().iter().try_for_each(|rank| self.content.go(*rank))?;
            match piece.leads_to {
                Leads::Fact(rank) => {
                    let attribute = self.paths.facts.get(index(rank))?.as_ref()?;
                    self.content.read(rank, attribute, &mut self.reader)?;
                }
                Leads::Text(place) => self.content.read_text(place, &mut self.reader)?,
                Leads::Stranger(_) => self.reader.pass()?,
                Leads::End => return self.content.line(),
            }
        }
    }

    /// Reads any line, and learns how it is written.
    fn line(mut self, order: &mut LineOrder) -> Option<Line<'l, 'b>> {
        self.learns = order.is_learning();
        if !self.reader.eat(b'{') {
            return None;
        }
        loop {
            let name = self.name()?;
            if let Some((_, place)) = TEXTS.iter().zip(0..).find(|(text, _)| **text == name) {
                self.begin(Leads::Text(place))?;
                self.content.read_text(place, &mut self.reader)?;
                self.end();
            } else if name == "data" {
                self.map(&self.paths.data)?;
            } else if matches!(&*name, "data_base64" | NUMBER) {
                return None;
            } else {
                self.pass(None)?;
            }
            if !self.reader.goes_on(b'}')? {
                break;
            }
        }
        if !self.reader.is_at_end() {
            return None;
        }
        if self.learns {
            self.remember(Leads::End);
            order.learn(self.pieces);
        }
        self.content.line()
    }

    fn name(&mut self) -> Option<Cow<'l, str>> {
        self.reader.text().filter(|_| self.reader.eat(b':'))
    }

    /// A map, on the way to facts.
    fn map(&mut self, way: &'b Way) -> Option<()> {
        if !self.reader.eat(b'{') {
            return None;
        }
        self.content.go(way.rank)?;
        self.opens.push(way.rank);
        if self.reader.eat(b'}') {
            return Some(());
        }
        loop {
            let name = self.name()?;
            match way.way(&name) {
                Some(way) => self.arrive(way)?,
                // Arguments go by the order of their names.
                None if way.parameter.is_some() || name == NUMBER => return None,
                None => self.pass(Some(way.rank))?,
            }
            if !self.reader.goes_on(b'}')? {
                return Some(());
            }
        }
    }

    /// What is at the end of a way.
    fn arrive(&mut self, way: &'b Way) -> Option<()> {
        match &way.attribute {
            Some(_) if way.leads_on() => None,
            None => self.map(way),
            Some(attribute) => {
                self.begin(Leads::Fact(way.rank))?;
                self.content.read(way.rank, attribute, &mut self.reader)?;
                self.end();
                Some(())
            }
        }
    }

    /// What nobody asks for, in the map of that rank.
    fn pass(&mut self, map: Option<u32>) -> Option<()> {
        self.begin(Leads::Stranger(map))?;
        self.reader.pass()?;
        self.end();
        Some(())
    }

    /// A value begins.
    fn begin(&mut self, leads_to: Leads) -> Option<()> {
        self.reader.peek()?;
        self.remember(leads_to);
        Some(())
    }

    /// What stands between the last value and this one.
    fn remember(&mut self, leads_to: Leads) {
        if self.learns {
            let length = self.behind.len() - self.reader.rest().len();
            let written = self.behind.get(..length).unwrap_or_default().into();
            let opens = Some(std::mem::take(&mut self.opens)).filter(|opens| !opens.is_empty());
            self.pieces.push(Between { leads_to, opens: opens.map(Into::into), written });
        }
    }

    /// A value has ended.
    fn end(&mut self) {
        self.behind = self.reader.rest();
    }
}
