//! Texts with their placeholders.

use smol_str::SmolStrBuilder;

use super::{value, word};
use crate::{
    diagnostic::Span,
    syntax::{
        Kind, Node,
        ast::{Placeholder, Text, TextPart, TextParts, Word},
    },
};

/// Whether nodes of that kind are texts, in whatever quotation marks.
pub(super) const fn is_text(kind: Kind) -> bool {
    matches!(kind, Kind::text | Kind::block_text | Kind::single_text | Kind::smart_text | Kind::one_line_block)
}

/// The first text among a node's children.
pub(super) fn text_of(node: Node<'_>) -> Option<Text> {
    node.parts().find(|part| is_text(part.kind())).map(text)
}

/// A text.
pub(super) fn text(node: Node<'_>) -> Text {
    let mut parts = Parts::default();
    match node.kind() {
        Kind::text => node.children().for_each(|piece| parts.piece(piece)),
        Kind::block_text => block(node, &mut parts),
        _ => return quoted(node),
    }
    Text { span: node.span(), parts: parts.finish() }
}

/// A text without placeholders, in any quotation marks.
pub(super) fn quoted(node: Node<'_>) -> Text {
    let marks: &[char] = &['"', '\'', '`', '\\', '“', '”', '„', '«', '»', '「', '」', '『', '』', '‘', '’', '＂'];
    let inner = node.text().trim_matches(marks);
    let literal = (!inner.is_empty()).then(|| TextPart::Literal(inner.into()));
    Text { span: node.span(), parts: literal.into_iter().collect() }
}

/// Collects the pieces of a text; neighbouring characters become one literal.
#[derive(Default)]
struct Parts {
    done: TextParts,
    literal: SmolStrBuilder,
    /// Whether something is in the literal.
    is_begun: bool,
}

impl Parts {
    fn piece(&mut self, node: Node<'_>) {
        match node.kind() {
            Kind::text_part | Kind::block_part | Kind::bad_placeholder => self.literal(node.text()),
            Kind::escape => self.literal(unescaped(node.text())),
            Kind::placeholder => {
                self.end_literal();
                self.done.push(TextPart::Placeholder(Box::new(placeholder(node))));
            }
            _ => {}
        }
    }

    fn literal(&mut self, text: &str) {
        self.is_begun |= !text.is_empty();
        self.literal.push_str(text);
    }

    fn end_literal(&mut self) {
        if std::mem::take(&mut self.is_begun) {
            self.done.push(TextPart::Literal(std::mem::take(&mut self.literal).finish()));
        }
    }

    fn finish(mut self) -> TextParts {
        self.end_literal();
        self.done
    }
}

/// What an escape stands for; an unknown one, which has been reported, for itself.
fn unescaped(escape: &str) -> &str {
    match escape {
        "\\n" => "\n",
        "\\{" => "{",
        "\\\"" => "\"",
        "\\\\" => "\\",
        other => other,
    }
}

fn placeholder(node: Node<'_>) -> Placeholder {
    let fallback = node.children().find_map(|part| match part.kind() {
        Kind::fallback => Some(Word { text: part.text().trim().into(), span: trimmed(part) }),
        Kind::quoted_fallback => Some(Word { text: part.text().trim_matches('"').into(), span: part.span() }),
        _ => None,
    });
    let path = node.child(Kind::placeholder_path).unwrap_or(node);
    Placeholder { span: node.span(), path: value::path(path), unit: node.child(Kind::word).map(word), fallback }
}

/// The span without the blanks at its end.
fn trimmed(node: Node<'_>) -> Span {
    let blanks = node.text().len() - node.text().trim_end().len();
    let span = node.span();
    Span::new(span.start, span.end.saturating_sub(u32::try_from(blanks).unwrap_or(0)))
}

/// The lines between `"""`, without the blanks that all of them begin with.
fn block(node: Node<'_>, parts: &mut Parts) {
    let margin = margin(node);
    let mut line_start = false;
    let mut first = true;
    for piece in node.children().take_while(|piece| !is_end(*piece)) {
        match piece.kind() {
            Kind::nl if before_end(piece) => {}
            Kind::nl => {
                if !first {
                    parts.literal("\n");
                }
                first = false;
                line_start = true;
                continue;
            }
            Kind::text_part if line_start => parts.literal(without_margin(piece.text(), margin)),
            _ => parts.piece(piece),
        }
        line_start = false;
    }
}

/// Whether this is the mark that ends the text.
fn is_end(piece: Node<'_>) -> bool {
    piece.kind() == Kind::block_quote && piece.previous_sibling().is_some()
}

/// Whether the closing mark stands on the line that begins here.
fn before_end(line_end: Node<'_>) -> bool {
    let next = std::iter::successors(line_end.next_sibling(), |node| node.next_sibling())
        .find(|node| node.kind() != Kind::blank);
    next.is_some_and(|node| node.kind() == Kind::block_quote)
}

/// The number of blanks that all lines begin with, empty ones aside.
fn margin(node: Node<'_>) -> usize {
    let line_starts = node.children_of(Kind::nl).filter_map(|line_end| line_end.next_sibling());
    let blanks = line_starts.filter_map(|piece| match piece.kind() {
        Kind::text_part if piece.text().trim().is_empty() && followed_by_line_end(piece) => None,
        Kind::text_part => Some(piece.text().chars().take_while(|character| is_blank(*character)).count()),
        Kind::nl | Kind::block_quote | Kind::blank | Kind::missing_quote => None,
        _ => Some(0),
    });
    blanks.min().unwrap_or(0)
}

fn followed_by_line_end(piece: Node<'_>) -> bool {
    piece.next_sibling().is_none_or(|next| matches!(next.kind(), Kind::nl | Kind::missing_quote))
}

const fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{a0}' | '\u{3000}')
}

fn without_margin(line: &str, margin: usize) -> &str {
    let cut = line
        .char_indices()
        .take(margin)
        .take_while(|(_, character)| is_blank(*character))
        .map(|(at, character)| at + character.len_utf8())
        .last();
    line.get(cut.unwrap_or(0)..).unwrap_or(line)
}
