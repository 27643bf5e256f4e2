//! From what the parser tells of to the lossless tree.

use super::{
    grammar::{self, Event, Kind},
    split::Piece,
    tree::{Element, Tree, is_trivia},
};
use crate::diagnostic::Span;

/// The tree of a file that was split into those pieces, which cover it.
pub(super) fn tree(text: &str, pieces: &[Piece]) -> Tree {
    let mut builder = Builder::new(text.len() / 3);
    for piece in pieces {
        builder.piece(text, piece);
    }
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    Tree::new(text.to_owned(), builder.finish(end))
}

/// Whether the tree has no leaf for it: the end of the piece, and the insides of comments.
const fn is_left_out(rule: Kind) -> bool {
    matches!(rule, Kind::EOI | Kind::rest_of_line | Kind::comment_body)
}

/// Trivia wait in `pending` until the next leaf that is none, and nodes in `opening` until their first leaf. So trivia end
/// up between nodes, never at their edges.
struct Builder {
    elements: Vec<Element>,
    /// The places of the nodes that are open, the root first.
    open: Vec<u32>,
    opening: Vec<Kind>,
    pending: Vec<(Kind, Span)>,
    /// What was read of the last piece; kept for the memory that it has.
    events: Vec<Event>,
    /// Where the last leaf ended, pending ones included.
    position: u32,
    /// Where the last leaf ended that is no trivia.
    solid: u32,
}

impl Builder {
    fn new(room: usize) -> Self {
        let mut elements = Vec::with_capacity(room.saturating_add(1));
        elements.push(Element { kind: Kind::file, span: Span::default(), next: 0, parent: 0 });
        let (opening, pending, events) = (Vec::new(), Vec::new(), Vec::new());
        Self { elements, open: vec![0], opening, pending, events, position: 0, solid: 0 }
    }

    fn piece(&mut self, text: &str, piece: &Piece) {
        let content = piece.span.of(text);
        let room = std::mem::take(&mut self.events);
        let (events, is_read) = if piece.too_deep.is_some() { (room, false) } else { grammar::read(content, room) };
        // The first and the last are the piece itself.
        match events.as_slice() {
            [_, events @ .., _] if is_read => self.tell(piece.span.start, events),
            _ => self.leaf(Kind::unread, piece.span),
        }
        self.events = events;
        self.blanks_up_to(piece.span.end);
    }

    fn tell(&mut self, offset: u32, events: &[Event]) {
        let place = |position: u32| offset.saturating_add(position);
        let mut opened = None;
        for event in events {
            match *event {
                Event::Leaf(kind, ..) if is_left_out(kind) => {}
                Event::Leaf(kind, from, to) => {
                    if let Some((node, _)) = opened.take() {
                        self.opening.push(node);
                    }
                    self.leaf(kind, Span::new(place(from), place(to)));
                }
                Event::Open(kind, from) => {
                    if let Some((node, _)) = opened.replace((kind, from)) {
                        self.opening.push(node);
                    }
                }
                // A node with nothing in it is a leaf.
                Event::Close(to) => match opened.take() {
                    Some((kind, from)) => self.leaf(kind, Span::new(place(from), place(to))),
                    None => self.close(),
                },
            }
        }
    }

    fn leaf(&mut self, kind: Kind, span: Span) {
        if span.start < span.end {
            self.blanks_up_to(span.start);
            self.position = span.end;
        }
        if is_trivia(kind) {
            self.pending.push((kind, span));
        } else if span.start < span.end {
            self.flush();
            self.open_nodes();
            self.push(kind, span);
            self.solid = span.end;
        } else {
            self.open_nodes();
            self.push(kind, Span::empty(self.solid));
        }
    }

    /// What lies between leaves is blank, as the grammar is written; if it were not, it would still be kept.
    fn blanks_up_to(&mut self, position: u32) {
        if self.position < position {
            self.pending.push((Kind::blank, Span::new(self.position, position)));
            self.position = position;
        }
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let parent = self.open.last().copied().unwrap_or(0);
        for (kind, span) in &self.pending {
            push(&mut self.elements, parent, *kind, *span);
        }
        self.pending.clear();
    }

    fn open_nodes(&mut self) {
        let mut parent = self.open.last().copied().unwrap_or(0);
        for kind in &self.opening {
            parent = push(&mut self.elements, parent, *kind, Span::empty(self.position));
            self.open.push(parent);
        }
        self.opening.clear();
    }

    fn push(&mut self, kind: Kind, span: Span) {
        let parent = self.open.last().copied().unwrap_or(0);
        push(&mut self.elements, parent, kind, span);
    }

    fn close(&mut self) {
        if self.opening.pop().is_some() {
            // It holds nothing but trivia, which have gone to its parent.
            return;
        }
        let Some(index) = self.open.pop() else { return };
        let next = self.next_index();
        let first = self.elements.get(index as usize + 1).map(|element| element.span.start);
        let solid = self.solid;
        if let Some(element) = self.elements.get_mut(index as usize) {
            element.next = next;
            element.span = Span::new(first.unwrap_or(solid), solid.max(first.unwrap_or(0)));
        }
    }

    fn next_index(&self) -> u32 {
        count(&self.elements)
    }

    fn finish(mut self, end: u32) -> Vec<Element> {
        self.blanks_up_to(end);
        self.flush();
        let next = self.next_index();
        if let Some(root) = self.elements.first_mut() {
            root.next = next;
            root.span = Span::new(0, end);
        }
        self.elements
    }
}

fn count(elements: &[Element]) -> u32 {
    u32::try_from(elements.len()).unwrap_or(u32::MAX)
}

/// Adds a leaf, or a node whose end is going to be known, and gives its place.
#[inline]
fn push(elements: &mut Vec<Element>, parent: u32, kind: Kind, span: Span) -> u32 {
    let index = count(elements);
    elements.push(Element { kind, span, next: index.saturating_add(1), parent });
    index
}
