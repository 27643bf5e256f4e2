//! What stands between the values of lines: most lines of a log are written as one before, but for their values.

use super::Room;
use crate::runtime::conversation::Fingerprint;

/// How the lines before were written between their values. A line that is written as they were is read the faster for it; what
/// is read of it does not depend on it.
///
/// It is a graph of pieces: each is what stands between two values, and says what the second is. What a value is says in which map
/// it stands; so whatever goes from piece to piece, as lines before have gone, is well written, as long as nothing comes twice.
#[derive(Debug, Default)]
pub struct LineOrder {
    /// For the vocabulary of which book.
    book: Fingerprint,
    /// The first is where all lines begin.
    pieces: Vec<Piece>,
    /// How many lines were learnt.
    learnt: u32,
    /// What most lines need.
    pub(super) room: Room,
}

/// What stands between two values. What is asked of it with each line lies in one line of the processor's cache.
#[derive(Debug)]
#[repr(align(64))]
pub(super) struct Piece {
    begin: Begin,
    more: Box<More>,
    /// What the value behind it is.
    pub(super) leads_to: Leads,
    /// How many bytes it has.
    length: u32,
    /// The number of the first piece that came behind it; there is no such piece if none did.
    first: u32,
    opens: bool,
}

const _: () = assert!(size_of::<Piece>() == 64);

/// The rest of it, which few lines ask for.
#[derive(Debug)]
struct More {
    between: Between,
    /// The numbers of the pieces that came behind it.
    behind: Vec<u32>,
}

/// What stands between two values, and what that says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Between {
    /// What the value behind it is.
    pub(super) leads_to: Leads,
    /// The ranks of the ways to the maps that begin there; mostly there are none.
    pub(super) opens: Option<Box<[u32]>>,
    pub(super) written: Box<[u8]>,
}

/// What comes behind a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// A text that an event must have, by its place among them.
    Text(u8),
    /// A fact, by the rank of the way to it.
    Fact(u32),
    /// Something that nobody asks for, in the map of that rank, or beside the data.
    Stranger(Option<u32>),
    /// The end of the line.
    End,
}

/// So many lines are learnt: a log in which every line is written in a way of its own is better read as it is.
const MOST_LEARNT: u32 = 1 << 10;

/// So many pieces are kept.
const MOST_PIECES: usize = 1 << 12;

/// So many pieces behind one are kept.
const MOST_BEHIND: usize = 8;

/// How a piece begins, so that most are compared as a whole.
#[derive(Clone, Copy, Debug)]
struct Begin([u64; TOGETHER / 8]);

/// So many bytes are looked at together.
const TOGETHER: usize = 32;

/// Bytes with all bits, then as many with none. Which of those that are looked at together belong to a piece of a length says what begins
/// so many bytes before the second half.
static MASKS: [[u8; TOGETHER]; 2] = [[u8::MAX; TOGETHER], [0; TOGETHER]];

impl Begin {
    fn of(written: &[u8]) -> Self {
        let mut bytes = [0; TOGETHER];
        bytes.iter_mut().zip(written).for_each(|(own, written)| *own = *written);
        Self(words(&bytes))
    }

    /// Whether these bytes begin with so many of those.
    #[inline]
    fn is_that_of(&self, bytes: &[u8; TOGETHER], length: usize) -> bool {
        let mask = TOGETHER.checked_sub(length).and_then(|others| MASKS.as_flattened().get(others..)?.first_chunk());
        mask.is_some_and(|mask| {
            let own = self.0.iter().zip(words(mask));
            own.zip(words(bytes)).fold(0, |other, ((own, mask), word)| other | (own ^ word) & mask) == 0
        })
    }
}

#[inline]
fn words(bytes: &[u8; TOGETHER]) -> [u64; TOGETHER / 8] {
    let mut words = [0; TOGETHER / 8];
    words.iter_mut().zip(bytes.as_chunks().0).for_each(|(word, bytes)| *word = u64::from_le_bytes(*bytes));
    words
}

impl Piece {
    fn new(between: Between) -> Self {
        Self {
            begin: Begin::of(&between.written),
            leads_to: between.leads_to,
            length: u32::try_from(between.written.len()).unwrap_or(u32::MAX),
            first: u32::MAX,
            opens: between.opens.is_some(),
            more: Box::new(More { between, behind: Vec::new() }),
        }
    }

    /// How many bytes it has.
    #[inline]
    pub(super) fn length(&self) -> usize {
        index(self.length)
    }

    /// The ranks of the ways to the maps that begin there.
    #[inline]
    pub(super) fn opens(&self) -> &[u32] {
        if self.opens { self.more.between.opens.as_deref().unwrap_or_default() } else { &[] }
    }

    /// Whether it comes next in these bytes; the end only at their end.
    #[inline]
    fn comes(&self, bytes: &[u8]) -> bool {
        let begins = match bytes.first_chunk() {
            Some(first) if self.length() <= TOGETHER => self.begin.is_that_of(first, self.length()),
            _ => bytes.starts_with(&self.more.between.written),
        };
        begins && (self.leads_to != Leads::End || bytes.len() == self.length())
    }
}

impl LineOrder {
    /// Before a line is read for the vocabulary of that book.
    pub(super) fn begin(&mut self, book: Fingerprint) {
        if self.book != book || self.pieces.is_empty() {
            let between = Between { leads_to: Leads::End, opens: None, written: Box::default() };
            *self = Self { book, pieces: vec![Piece::new(between)], learnt: 0, room: Room::default() };
        }
    }

    /// The piece with which all lines begin.
    pub(super) fn first(&self) -> Option<&Piece> {
        self.pieces.first()
    }

    /// The piece behind that one with which these bytes begin.
    #[inline]
    pub(super) fn next(&self, before: &Piece, bytes: &[u8]) -> Option<&Piece> {
        let first = self.pieces.get(index(before.first))?;
        if first.comes(bytes) {
            return Some(first);
        }
        let mut others = before.more.behind.iter().skip(1).filter_map(|number| self.pieces.get(index(*number)));
        others.find(|piece| piece.comes(bytes))
    }

    /// Whether another line would be learnt.
    pub(super) fn is_learning(&self) -> bool {
        self.learnt < MOST_LEARNT && self.pieces.len() < MOST_PIECES
    }

    /// Learns a line.
    pub(super) fn learn(&mut self, line: Vec<Between>) {
        self.learnt += 1;
        let mut place = 0;
        for between in line {
            let next = self.number(between);
            let Some(piece) = self.pieces.get_mut(place) else { return };
            let behind = &mut piece.more.behind;
            if !behind.contains(&next) {
                if behind.len() == MOST_BEHIND {
                    return;
                }
                if behind.is_empty() {
                    piece.first = next;
                }
                behind.push(next);
            }
            place = index(next);
        }
    }

    /// The number of a piece, which may be new.
    fn number(&mut self, between: Between) -> u32 {
        let known = self.pieces.iter().skip(1).position(|piece| piece.more.between == between);
        let place = known.map_or(self.pieces.len(), |known| known + 1);
        if known.is_none() {
            self.pieces.push(Piece::new(between));
        }
        u32::try_from(place).unwrap_or(u32::MAX)
    }
}

pub(super) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
