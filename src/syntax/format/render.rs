//! Decides where lines break, and writes them.

use super::document::{Blank, Doc};

/// No line is longer, if it can be broken. A character counts as one column; a comment at the end of a line does not count.
const COLUMNS: usize = 100;
/// Blanks of one step.
const STEP: usize = 2;
/// Blanks between a line and its comment, at least.
const BEFORE_COMMENT: usize = 2;

/// A line of the result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line<'text> {
    indent: usize,
    code: String,
    comment: Option<&'text str>,
}

impl Line<'_> {
    fn width(&self) -> usize {
        self.indent * STEP + self.code.chars().count()
    }

    fn is_empty(&self) -> bool {
        self.code.is_empty() && self.comment.is_none()
    }
}

/// The lines of a document.
pub(super) fn lines<'text>(doc: &Doc<'text>) -> Vec<Line<'text>> {
    let mut writer = Writer { lines: Vec::new(), line: Line::default() };
    writer.write(doc);
    writer.lines.push(writer.line);
    writer.lines
}

/// The text of lines. Comments at the ends of neighbouring lines stand below each other.
pub(super) fn text(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for run in lines.chunk_by(|one, next| one.comment.is_some() && next.comment.is_some() && one.indent == next.indent)
    {
        let column = run.iter().map(Line::width).max().unwrap_or(0) + BEFORE_COMMENT;
        for line in run {
            write_line(&mut text, line, column);
        }
    }
    text
}

fn write_line(text: &mut String, line: &Line<'_>, comment_column: usize) {
    if !line.is_empty() {
        text.extend(std::iter::repeat_n(' ', line.indent * STEP));
        text.push_str(&line.code);
    }
    if let Some(comment) = line.comment {
        text.extend(std::iter::repeat_n(' ', comment_column.saturating_sub(line.width())));
        text.push_str(comment);
    }
    text.push('\n');
}

/// A piece that is still to be written, in its surroundings.
#[derive(Clone, Copy)]
struct Piece<'doc, 'text> {
    doc: &'doc Doc<'text>,
    indent: usize,
    /// Whether its group stands on one line.
    flat: bool,
}

impl<'doc, 'text> Piece<'doc, 'text> {
    /// Puts what a sequence holds on a stack, its first piece on top.
    fn push_all(self, docs: &'doc [Doc<'text>], stack: &mut Vec<Self>) {
        stack.extend(docs.iter().rev().map(|doc| Self { doc, ..self }));
    }
}

struct Writer<'text> {
    lines: Vec<Line<'text>>,
    line: Line<'text>,
}

impl<'text> Writer<'text> {
    fn write(&mut self, doc: &Doc<'text>) {
        let mut stack = vec![Piece { doc, indent: 0, flat: false }];
        while let Some(piece) = stack.pop() {
            let indent = piece.indent;
            match piece.doc {
                Doc::Text(text) => self.characters(text, indent),
                Doc::Choice { flat, broken } => self.characters(if piece.flat { flat } else { broken }, indent),
                Doc::Line { flat: Some(flat), .. } if piece.flat => self.characters(flat, indent),
                Doc::Line { blank, .. } => self.new_line(indent, *blank),
                Doc::Wrap if piece.flat || fits(self.line.width() + 1, &stack) => self.characters(" ", indent),
                Doc::Wrap => self.new_line(indent + 1, Blank::No),
                Doc::Comment(comment) => self.comment(comment, indent),
                Doc::Sequence(docs) => piece.push_all(docs, &mut stack),
                Doc::Indented(inner) => stack.push(Piece { doc: inner, indent: indent + 1, ..piece }),
                Doc::Group(inner) => {
                    stack.push(Piece { doc: inner, flat: true, ..piece });
                    if !piece.flat && !fits(self.line.width(), &stack) {
                        stack.pop();
                        stack.push(Piece { doc: inner, ..piece });
                    }
                }
            }
        }
    }

    fn characters(&mut self, characters: &str, indent: usize) {
        if self.line.comment.is_none() {
            self.line.code.push_str(characters);
        } else if !characters.is_empty() {
            self.new_line(indent + 1, Blank::No);
            self.line.code.push_str(characters.trim_start_matches(' '));
        }
    }

    fn comment(&mut self, comment: &'text str, indent: usize) {
        if self.line.comment.is_some() {
            self.new_line(indent, Blank::No);
            self.line.code.push_str(comment);
        } else {
            self.line.comment = Some(comment);
        }
    }

    fn new_line(&mut self, indent: usize, blank: Blank) {
        self.lines.push(std::mem::take(&mut self.line));
        if blank == Blank::Yes {
            self.lines.push(Line::default());
        }
        self.line.indent = indent;
    }
}

/// Whether what is on top of the stack fits from that column on, up to the next place where the line may break.
fn fits(mut column: usize, stack: &[Piece<'_, '_>]) -> bool {
    let mut rest = stack.iter().rev();
    let mut opened = Vec::new();
    while let Some(piece) = opened.pop().or_else(|| rest.next().copied()) {
        match piece.doc {
            Doc::Text(text) => column += text.chars().count(),
            Doc::Choice { flat, broken } => column += if piece.flat { flat.len() } else { broken.len() },
            Doc::Line { flat: Some(flat), .. } if piece.flat => column += flat.len(),
            Doc::Wrap if piece.flat => column += 1,
            Doc::Line { .. } | Doc::Comment(_) if piece.flat => return false,
            Doc::Line { .. } | Doc::Comment(_) | Doc::Wrap => return column <= COLUMNS,
            Doc::Sequence(docs) => piece.push_all(docs, &mut opened),
            Doc::Indented(inner) | Doc::Group(inner) => opened.push(Piece { doc: inner, ..piece }),
        }
        if column > COLUMNS {
            return false;
        }
    }
    true
}
