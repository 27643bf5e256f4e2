//! The parser that `build/parser` makes of `grammar/whenbook.pest`: what its methods share.

use unicode_ident::{is_xid_continue, is_xid_start};

#[expect(
    missing_docs,
    non_camel_case_types,
    reason = "the kinds are the rules of the grammar, and are explained there"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/parser.rs"));
}

/// What a node or leaf of the tree is: the name of its rule in `grammar/whenbook.pest`.
pub use generated::Kind;

/// How deep rules may be read within each other. What [`super::split`] lets through takes half of it; more hides its depth,
/// and would be a danger to the stack.
const DEEPEST: u16 = 800;

/// What was read, in the order of the text. Places are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Open(Kind, u32),
    Close(u32),
    /// A rule in which there is no other.
    Leaf(Kind, u32, u32),
}

/// Reads one piece of a file: what was read, in the memory of `events`, and whether it could be. The grammar matches any text; what
/// cannot be read is nested too deep, or would be a mistake in the grammar, and costs that piece only.
pub(super) fn read(piece: &str, mut events: Vec<Event>) -> (Vec<Event>, bool) {
    events.clear();
    let mut reader = Reader { text: piece.as_bytes(), position: 0, depth: 0, too_deep: false, events };
    let is_read = reader.file() && !reader.too_deep;
    (reader.events, is_read)
}

/// Where in the text the parser is, and what it has told of. A method that returns false has changed neither.
struct Reader<'text> {
    text: &'text [u8],
    position: usize,
    depth: u16,
    too_deep: bool,
    events: Vec<Event>,
}

/// A place to come back to.
#[derive(Clone, Copy)]
struct Mark {
    position: usize,
    events: usize,
}

fn place(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// Moving on.
impl Reader<'_> {
    #[inline]
    fn next(&self) -> Option<u8> {
        self.text.get(self.position).copied()
    }

    #[inline]
    fn rest(&self) -> &[u8] {
        self.text.get(self.position..).unwrap_or_default()
    }

    #[inline]
    const fn step(&mut self) -> bool {
        self.position += 1;
        true
    }

    #[inline]
    fn text(&mut self, text: &[u8]) -> bool {
        let is_there = self.rest().starts_with(text);
        self.position += if is_there { text.len() } else { 0 };
        is_there
    }

    fn text_of_any_case(&mut self, text: &[u8]) -> bool {
        let is_there = self.rest().get(..text.len()).is_some_and(|next| next.eq_ignore_ascii_case(text));
        self.position += if is_there { text.len() } else { 0 };
        is_there
    }

    fn character(&mut self) -> bool {
        self.character_that(|_| true)
    }

    fn xid_start(&mut self) -> bool {
        self.character_that(is_xid_start)
    }

    fn xid_continue(&mut self) -> bool {
        self.character_that(is_xid_continue)
    }

    #[inline]
    fn character_that(&mut self, fits: impl Fn(char) -> bool) -> bool {
        let Some(character) = next_character(self.rest()).filter(|character| fits(*character)) else { return false };
        self.position += character.len_utf8();
        true
    }

    /// Reads nothing, which never fails.
    const fn nothing(&self) -> bool {
        true
    }

    const fn at_start(&self) -> bool {
        self.position == 0
    }

    const fn at_end(&self) -> bool {
        self.position >= self.text.len()
    }

    /// Whether something comes next, without moving on.
    #[inline]
    fn ahead(&mut self, read: impl FnOnce(&mut Self) -> bool) -> bool {
        let from = self.position;
        let is_there = read(self);
        self.position = from;
        is_there
    }

    /// Whether something does not come next, without moving on.
    #[inline]
    fn not_ahead(&mut self, read: impl FnOnce(&mut Self) -> bool) -> bool {
        !self.ahead(read)
    }

    #[inline]
    const fn back(&mut self, position: usize) -> bool {
        self.position = position;
        false
    }
}

/// Telling what was read.
impl Reader<'_> {
    #[inline]
    fn mark(&self) -> Mark {
        Mark { position: self.position, events: self.events.len() }
    }

    #[inline]
    fn back_to(&mut self, mark: Mark) -> bool {
        self.position = mark.position;
        self.events.truncate(mark.events);
        false
    }

    #[inline]
    fn open(&mut self, kind: Kind) -> usize {
        let open = self.events.len();
        self.events.push(Event::Open(kind, place(self.position)));
        open
    }

    #[inline]
    fn close(&mut self) -> bool {
        self.events.push(Event::Close(place(self.position)));
        true
    }

    #[inline]
    fn forget(&mut self, open: usize) -> bool {
        self.events.truncate(open);
        false
    }

    #[inline]
    fn leaf(&mut self, kind: Kind, from: usize) -> bool {
        self.events.push(Event::Leaf(kind, place(from), place(self.position)));
        true
    }
}

/// Rules within themselves.
impl Reader<'_> {
    /// Too deep, the text is over: so whatever is open comes to its end at once.
    #[inline]
    const fn enter(&mut self) {
        self.depth += 1;
        if self.depth > DEEPEST {
            self.too_deep = true;
            self.text = &[];
        }
    }

    #[inline]
    const fn leave(&mut self, read: bool) -> bool {
        self.depth = self.depth.saturating_sub(1);
        read
    }
}

/// The character at the start of bytes that are UTF-8.
fn next_character(bytes: &[u8]) -> Option<char> {
    let first = bytes.first()?;
    let length = match first {
        0..0x80 => return Some(char::from(*first)),
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    };
    str::from_utf8(bytes.get(..length)?).ok()?.chars().next()
}
