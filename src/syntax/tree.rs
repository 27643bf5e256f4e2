//! The lossless tree: every byte of the file stands in exactly one leaf, in order.
//!
//! It is one flat list of elements in preorder. A node knows where its subtree ends, so that walking needs no memory and
//! a [`Node`] is two words. Blanks, comments and line ends never stand at the edge of a node, only between its children.

use super::grammar::Kind;
use crate::diagnostic::Span;

/// The tree of one file, with its text.
#[derive(Clone, Debug)]
pub struct Tree {
    text: String,
    elements: Vec<Element>,
    /// Which kinds are in it, by their numbers: most wrong ones never are.
    kinds: Vec<bool>,
}

/// A node or leaf in the list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    /// Its rule.
    pub kind: Kind,
    /// The bytes it covers; empty for what is missing.
    pub span: Span,
    /// The place in the list after its last descendant.
    pub next: u32,
    /// The place of its parent; the root's is its own.
    pub parent: u32,
}

impl Tree {
    pub(super) fn new(text: String, elements: Vec<Element>) -> Self {
        let mut kinds = vec![false; Kind::ALL.len()];
        for element in &elements {
            if let Some(kind) = kinds.get_mut(element.kind as usize) {
                *kind = true;
            }
        }
        Self { text, elements, kinds }
    }

    /// The same tree over another text, its spans changed by `map`.
    pub(super) fn over(mut self, text: &str, map: impl Fn(Span) -> Span) -> Self {
        text.clone_into(&mut self.text);
        for element in &mut self.elements {
            element.span = map(element.span);
        }
        self
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole file.
    #[must_use]
    pub const fn root(&self) -> Node<'_> {
        Node { tree: self, index: 0 }
    }

    /// All leaves in order. Their texts, one after the other, are the text of the file.
    pub fn leaves(&self) -> impl Iterator<Item = Node<'_>> {
        self.nodes().filter(|node| node.is_leaf())
    }

    /// All nodes and leaves in preorder, the root first.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.count()).map(|index| Node { tree: self, index })
    }

    /// Those nodes and leaves whose kind and span are as asked for: quicker than to ask each node.
    pub(super) fn nodes_where(&self, wanted: impl Fn(Kind, Span) -> bool) -> impl Iterator<Item = Node<'_>> {
        let elements = self.elements.iter().zip(0..);
        elements.filter(move |(each, _)| wanted(each.kind, each.span)).map(|(_, index)| Node { tree: self, index })
    }

    /// Those nodes and leaves whose kinds are as asked for: none at once where there are none of such a kind.
    pub(super) fn nodes_of(&self, wanted: impl Fn(Kind) -> bool) -> impl Iterator<Item = Node<'_>> {
        let is_there = Kind::ALL.iter().zip(&self.kinds).any(|(kind, is_there)| *is_there && wanted(*kind));
        is_there.then(|| self.nodes_where(move |kind, _| wanted(kind))).into_iter().flatten()
    }

    /// The leaf that holds the byte at `position`, or the last one that is not empty if it is the end of the file.
    #[must_use]
    pub fn leaf_at(&self, position: u32) -> Option<Node<'_>> {
        let first_after = self.elements.partition_point(|element| element.span.start <= position);
        self.elements.get(..first_after)?.iter().enumerate().rev().find_map(|(index, element)| {
            let node = Node { tree: self, index: u32::try_from(index).ok()? };
            (node.is_leaf() && element.span.start < element.span.end).then_some(node)
        })
    }

    fn count(&self) -> u32 {
        u32::try_from(self.elements.len()).unwrap_or(u32::MAX)
    }

    #[inline]
    fn element(&self, index: u32) -> &Element {
        const NOTHING: &Element = &Element { kind: Kind::unread, span: Span::new(0, 0), next: u32::MAX, parent: 0 };
        self.elements.get(index as usize).unwrap_or(NOTHING)
    }
}

/// A node or leaf of a [`Tree`].
#[derive(Clone, Copy)]
pub struct Node<'tree> {
    tree: &'tree Tree,
    index: u32,
}

impl<'tree> Node<'tree> {
    /// Its rule in the grammar.
    #[must_use]
    #[inline]
    pub fn kind(self) -> Kind {
        self.element().kind
    }

    /// The bytes it covers.
    #[must_use]
    #[inline]
    pub fn span(self) -> Span {
        self.element().span
    }

    /// Its text.
    #[must_use]
    #[inline]
    pub fn text(self) -> &'tree str {
        self.span().of(self.tree.text())
    }

    /// Its place in the tree, which no other node has.
    #[must_use]
    pub const fn index(self) -> u32 {
        self.index
    }

    /// The place in the tree after its last descendant.
    pub(super) fn end(self) -> u32 {
        self.element().next
    }

    /// Whether it has no children.
    #[must_use]
    #[inline]
    pub fn is_leaf(self) -> bool {
        self.element().next == self.index + 1
    }

    /// Whether it is a blank, a comment or a line end. Documentation is not.
    #[must_use]
    #[inline]
    pub fn is_trivia(self) -> bool {
        is_trivia(self.kind())
    }

    /// What it belongs to.
    #[must_use]
    #[inline]
    pub fn parent(self) -> Option<Self> {
        (self.index > 0).then(|| Self { index: self.element().parent, ..self })
    }

    /// From its parent up to the root.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// Its children in order, trivia among them.
    pub fn children(self) -> impl Iterator<Item = Self> + Clone {
        let (mut index, end) = (self.index + 1, self.element().next);
        std::iter::from_fn(move || {
            let child = (index < end).then_some(Self { index, ..self })?;
            index = child.element().next;
            Some(child)
        })
    }

    /// Its first child of that kind.
    #[must_use]
    pub fn child(self, kind: Kind) -> Option<Self> {
        self.children().find(|child| child.kind() == kind)
    }

    /// Whether it has a child of that kind.
    #[must_use]
    pub fn has(self, kind: Kind) -> bool {
        self.child(kind).is_some()
    }

    /// Its children of that kind, in order.
    pub fn children_of(self, kind: Kind) -> impl Iterator<Item = Self> + Clone {
        self.children().filter(move |child| child.kind() == kind)
    }

    /// Its children without blanks, comments and line ends.
    pub fn parts(self) -> impl Iterator<Item = Self> + Clone {
        self.children().filter(|child| !child.is_trivia())
    }

    /// The next child of its parent.
    #[must_use]
    #[inline]
    pub fn next_sibling(self) -> Option<Self> {
        let parent = self.parent()?;
        let index = self.element().next;
        (index < parent.element().next).then_some(Self { index, ..self })
    }

    /// The child of its parent before it.
    #[must_use]
    pub fn previous_sibling(self) -> Option<Self> {
        let parent = self.parent()?.index;
        let before = Self { index: self.index.checked_sub(1).filter(|before| *before > parent)?, ..self };
        std::iter::successors(Some(before), |node| node.parent()).find(|node| node.element().parent == parent)
    }

    /// The leaves in it, in order; itself, if it is one.
    pub fn leaves(self) -> impl Iterator<Item = Self> {
        self.subtree().filter(|node| node.is_leaf())
    }

    /// Itself and all its descendants, in preorder.
    pub fn subtree(self) -> impl Iterator<Item = Self> {
        (self.index..self.element().next.min(self.tree.count())).map(move |index| Self { index, ..self })
    }

    /// The leaf before it in the file, be it trivia or not.
    #[must_use]
    pub fn leaf_before(self) -> Option<Self> {
        (0..self.index).rev().map(|index| Self { index, ..self }).find(|node| node.is_leaf())
    }

    #[inline]
    fn element(self) -> &'tree Element {
        self.tree.element(self.index)
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?} {} {:?}", self.kind(), self.span(), self.text())
    }
}

/// Whether leaves of that kind are blanks, comments or line ends.
#[inline]
pub(super) const fn is_trivia(kind: Kind) -> bool {
    matches!(kind, Kind::blank | Kind::comment | Kind::bad_comment | Kind::nl)
}
