//! Splits a file into pieces of one declaration each, before the parser sees it.
//!
//! So damage stays within its declaration: a block that is not closed ends where the next declaration begins. And nothing
//! reaches the parser that is nested so deep that its recursion would be a danger.
//!
//! A declaration begins at a line that starts with its word: in the first column; or anywhere, if no brace is open or the
//! line is whole (`trigger name "Title" {`).

use super::lines::{self, Brackets, Marks};
use crate::diagnostic::Span;

/// A declaration with the comments above it and whatever follows it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it stands; the pieces cover the file.
    pub span: Span,
    /// Where it is nested too deep to be read.
    pub too_deep: Option<u32>,
}

/// The pieces of a file, in order.
pub(super) fn split(text: &str) -> Vec<Piece> {
    let mut splitter = Splitter { comment_ends: lines::last_comment_end(text), ..Splitter::default() };
    let mut offset = 0;
    for line in lines::of(text) {
        splitter.line(offset, line);
        offset += line.len();
    }
    splitter.cut(offset);
    splitter.pieces
}

#[derive(Default)]
struct Splitter {
    pieces: Vec<Piece>,
    start: usize,
    too_deep: Option<u32>,
    inside: Inside,
    /// Braces that are open, texts and comments left out: for finding the ends of declarations.
    depth: usize,
    /// Brackets that are open at most, whatever they stand in: for the parser's safety.
    brackets: Brackets,
    /// Where the comment lines begin that stand right above this line.
    comments: Option<usize>,
    /// Whether the last line that says anything ends with a comma, so that this one may go on with it.
    goes_on: bool,
    /// Where the last `*/` stands.
    comment_ends: Option<usize>,
}

/// What a line begins in.
#[derive(Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Code,
    /// A text between `"""`.
    Text,
    /// A comment between `/*` and `*/`, a wrong form.
    Comment,
}

impl Splitter {
    fn line(&mut self, offset: usize, line: &str) {
        let content = lines::trimmed(line);
        let marks = Marks::of(content);
        if self.begins_declaration(line, marks) {
            self.cut(self.comments.unwrap_or(offset));
            self.inside = Inside::Code;
            self.depth = 0;
        }
        self.note_comments(offset, content);
        self.follow(offset, content, marks);
        if marks.may_have_brackets() {
            self.brackets.line(line);
            if self.too_deep.is_none() && self.brackets.too_deep() {
                self.too_deep = u32::try_from(offset).ok();
            }
        }
    }

    fn begins_declaration(&self, line: &str, marks: Marks) -> bool {
        let is_whole_head = || marks.may_be_head() && lines::is_whole_head(line);
        let looks_like_head = || marks.may_be_head() && lines::looks_like_head(line);
        match self.inside {
            Inside::Comment => false,
            Inside::Text => is_whole_head(),
            Inside::Code if self.depth == 0 && !self.goes_on => {
                lines::starts_with_declaration_word(line.trim_start()) || looks_like_head()
            }
            Inside::Code => lines::is_head_in_first_column(line) || is_whole_head() || looks_like_head(),
        }
    }

    fn note_comments(&mut self, offset: usize, content: &str) {
        let comment = self.inside == Inside::Code && content.starts_with("//");
        self.comments = if comment { self.comments.or(Some(offset)) } else { None };
    }

    /// Follows texts, comments and braces through the line.
    fn follow(&mut self, offset: usize, content: &str, marks: Marks) {
        let turns_block_text = || marks.may_quote() && lines::turns_block_text(content);
        match self.inside {
            Inside::Text if turns_block_text() => self.inside = Inside::Code,
            Inside::Comment if content.contains("*/") => self.inside = Inside::Code,
            Inside::Code if content.starts_with("/*") && !content.contains("*/") => {
                if self.comment_ends.is_some_and(|end| end > offset) {
                    self.inside = Inside::Comment;
                }
            }
            Inside::Code if turns_block_text() => self.inside = Inside::Text,
            Inside::Code => {
                if marks.may_change_depth() {
                    self.depth = lines::depth_after(self.depth, content);
                }
                if !content.is_empty() && !content.starts_with("//") {
                    self.goes_on = content.ends_with([',', '，', '、']);
                }
            }
            Inside::Text | Inside::Comment => {}
        }
    }

    /// Ends a piece before `offset`.
    fn cut(&mut self, offset: usize) {
        if offset > self.start {
            let place = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
            self.pieces.push(Piece { span: Span::new(place(self.start), place(offset)), too_deep: self.too_deep });
        }
        self.start = offset;
        self.too_deep = None;
        self.brackets = Brackets::default();
        self.comments = None;
        self.goes_on = false;
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::FileId;
    use crate::syntax::{Kind, parse};

    /// Counting brackets does not see through quotation marks; there the parser's own count stops it.
    #[test]
    fn what_hides_its_depth_is_no_danger() {
        let deep = |before: &str, again: &str| format!("{before}{}", again.repeat(20_000));
        let texts = [
            deep("condition c when ", "(x is y and\n"),
            deep("condition c when ", "all { \"}\" "),
            deep("condition c when x in ", "[ \"]\" "),
            deep("trigger t {\n", "{ \"}\" "),
            deep("trigger t {\n", "\\{"),
        ];
        for text in texts {
            let tree = parse(FileId(0), &text).tree;
            assert_eq!(tree.text(), text);
            assert!(tree.leaves().any(|leaf| leaf.kind() == Kind::unread));
        }
    }

    /// Whatever is nested as deep as is let through is read.
    #[test]
    fn what_is_let_through_is_not_too_deep_for_the_parser() {
        let deep = |before: &str, open: &str, close: &str, depth: usize| {
            format!("{before}{}x is y{}", open.repeat(depth), close.repeat(depth))
        };
        let texts = [
            deep("condition c when ", "(", ")", 64),
            deep("condition c when ", "not not (", ")", 64),
            deep("condition c when ", "all { ", "\n}", 64),
            deep("condition c when ", "all { any {(not (", "))}\n}", 16),
            deep("condition c when x in ", "[", "]", 64),
            deep("trigger t {\n do { send ", "[{ a: ", "\n}]", 31),
            deep("trigger t {\n on ", "{", "}", 63),
        ];
        for text in texts {
            let tree = parse(FileId(0), &text).tree;
            assert!(tree.leaves().all(|leaf| leaf.kind() != Kind::unread), "{text}");
        }
    }
}
