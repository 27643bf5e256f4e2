//! What stands before a cursor: the blocks that are open, and the complete words of the statement that is being written.
//!
//! Whoever asks what may follow, asks in the middle of writing; so it is read word by word from where the declaration begins,
//! and nothing that stands behind the cursor matters.

use crate::diagnostic::Span;
use crate::syntax::{Kind, Node, Parse};

/// What stands before a cursor.
#[derive(Clone, Debug)]
pub(super) struct Statement<'a> {
    /// The open blocks, the outermost first.
    pub blocks: Vec<Block<'a>>,
    /// The complete words of the statement.
    pub words: Vec<Word<'a>>,
    /// The word that is begun; empty between words.
    pub begun: Span,
    /// What the cursor stands in.
    pub inside: Inside,
    /// Where the statement begins.
    pub start: u32,
    /// Brackets and parentheses that are open in it.
    pub open: Vec<char>,
}

/// A block that is open.
#[derive(Clone, Debug)]
pub(super) struct Block<'a> {
    /// The words before its brace.
    pub head: Vec<Word<'a>>,
    /// Where its head begins.
    pub start: u32,
}

/// A word, a text, a number or a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub kind: WordKind,
    pub text: &'a str,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordKind {
    /// A name, perhaps dotted, perhaps with something in parentheses.
    Name,
    /// A text or a pattern.
    Text,
    /// What begins with a digit.
    Number,
    /// `,`, `[`, `<=`, …
    Sign,
    /// A whole block in braces.
    Block,
}

/// What a cursor stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    Code,
    /// In a text, behind its quotation mark; and behind the brace of a placeholder, if it is in one.
    Text {
        from: u32,
        placeholder: Option<u32>,
    },
    /// In a comment, behind its slashes.
    Comment {
        from: u32,
    },
}

impl<'a> Word<'a> {
    pub(super) fn is(&self, text: &str) -> bool {
        self.text == text && matches!(self.kind, WordKind::Name | WordKind::Sign)
    }
}

impl<'a> Statement<'a> {
    /// What stands before the offset.
    pub(super) fn before(parse: &Parse, text: &'a str, offset: u32) -> Self {
        let start = declaration(parse, offset).map_or(0, |node| node.span().start);
        let mut reader = Reader::new(text, start, offset);
        reader.read();
        reader.finish(offset)
    }

    /// The complete words of the action that is being written, if one is: in a `do`, or behind `expect did`.
    pub(super) fn action(&self) -> Option<&[Word<'a>]> {
        if let Some(at) = self.words.iter().position(|word| word.is("did") || word.is("refused")) {
            return self.words.get(at + 1..).filter(|_| self.words.iter().any(|word| word.is("expect")));
        }
        let block = self.blocks.last()?;
        match (block.first(), block.last()) {
            (_, "do") | ("inactive" | "then" | "if", _) => Some(&self.words),
            (_, "with") => Some(&block.head),
            _ => None,
        }
    }

    /// The texts of the words.
    pub(super) fn texts(&self) -> Vec<&'a str> {
        self.words.iter().map(|word| word.text).collect()
    }
}

impl Block<'_> {
    /// The first word of its head.
    pub(super) fn first(&self) -> &str {
        self.head.first().map_or("", |word| word.text)
    }

    /// The last word of its head.
    pub(super) fn last(&self) -> &str {
        self.head.last().map_or("", |word| word.text)
    }
}

/// The declaration that is begun before the offset, the last one of several.
pub(super) fn declaration(parse: &Parse, offset: u32) -> Option<Node<'_>> {
    let is_declaration = |node: &Node<'_>| {
        let is_other = matches!(node.kind(), Kind::doc | Kind::semicolon | Kind::extra_close | Kind::trailing);
        node.span().start < offset && !is_other
    };
    parse.tree.root().parts().take_while(|node| node.span().start < offset).filter(is_declaration).last()
}

struct Reader<'a> {
    text: &'a str,
    at: u32,
    end: u32,
    blocks: Vec<Block<'a>>,
    words: Vec<Word<'a>>,
    open: Vec<char>,
    start: u32,
    inside: Inside,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, at: u32, end: u32) -> Self {
        let (blocks, words, open) = (Vec::new(), Vec::new(), Vec::new());
        Self { text, at, end, blocks, words, open, start: at, inside: Inside::Code }
    }

    fn rest(&self) -> &'a str {
        Span::new(self.at, self.end).of(self.text)
    }

    fn read(&mut self) {
        while let Some(first) = self.rest().chars().next() {
            let rest = self.rest();
            match first {
                '\n' | '\r' => self.line(),
                _ if rest.starts_with("//") => self.comment(),
                _ if first.is_whitespace() => self.at += length_of(first),
                _ if rest.starts_with("\"\"\"") => self.block_text(),
                '"' => self.one_line_text(),
                '/' if self.is_pattern() => self.pattern(),
                '{' | '｛' => self.block(first),
                '}' | '｝' => self.close(first),
                '[' | '(' => {
                    self.sign(length_of(first));
                    self.open.push(first);
                }
                ']' | ')' => {
                    self.open.pop();
                    self.sign(length_of(first));
                }
                ';' => {
                    self.at += 1;
                    self.next_statement();
                }
                '<' if cell(rest).is_some() => self.take(WordKind::Name, cell(rest).unwrap_or(1)),
                '<' | '>' if rest.get(1..2) == Some("=") => self.sign(2),
                '0'..='9' => self.take(WordKind::Number, number(rest)),
                _ if is_part(first) => self.take(WordKind::Name, name(rest)),
                _ => self.sign(length_of(first)),
            }
        }
    }

    fn take(&mut self, kind: WordKind, length: u32) {
        let span = Span::new(self.at, (self.at + length).min(self.end));
        if self.words.is_empty() {
            self.start = span.start;
        }
        self.words.push(Word { kind, text: span.of(self.text), span });
        self.at = span.end;
    }

    fn sign(&mut self, length: u32) {
        self.take(WordKind::Sign, length);
    }

    fn next_statement(&mut self) {
        self.words.clear();
        self.open.clear();
        self.start = self.at;
    }

    /// A line ends a statement, but after a comma, in brackets, and where a condition goes on.
    fn line(&mut self) {
        self.at += 1;
        let goes_on = self.words.last().is_some_and(|word| word.is(",") || word.is("and") || word.is("or"));
        let next = self.rest().trim_start();
        let joins = ["and ", "or "].iter().any(|joint| next.starts_with(joint)) && !self.words.is_empty();
        let begins = clause_word(next);
        if (!goes_on && !joins && self.open.last() != Some(&'[')) || begins {
            self.next_statement();
        }
    }

    fn comment(&mut self) {
        let length = self.rest().find('\n').map_or(self.rest().len(), |end| end);
        let from = self.at + 2;
        self.at += small(length);
        if self.at == self.end {
            self.inside = Inside::Comment { from };
        }
    }

    fn is_pattern(&self) -> bool {
        self.words.last().is_some_and(|word| ["matches", "finds", "match", "find"].iter().any(|asks| word.is(asks)))
    }

    fn pattern(&mut self) {
        let rest = self.rest();
        let mut escaped = false;
        for (at, letter) in rest.char_indices().skip(1) {
            match letter {
                '\n' => return self.take(WordKind::Text, small(at)),
                '/' if !escaped => return self.take(WordKind::Text, small(at + 1)),
                _ => escaped = letter == '\\' && !escaped,
            }
        }
        self.unclosed(1, None);
    }

    fn block_text(&mut self) {
        let inner = self.rest().get(3..).unwrap_or_default();
        match inner.find("\"\"\"") {
            Some(end) => self.take(WordKind::Text, small(end + 6)),
            None => {
                let opened = inner.rfind('{').filter(|open| inner.rfind('}').is_none_or(|close| close < *open));
                let placeholder = opened.map(|open| self.at + 3 + small(open) + 1);
                self.unclosed(3, placeholder);
            }
        }
    }

    fn one_line_text(&mut self) {
        let rest = self.rest();
        let (mut escaped, mut placeholder, mut nested) = (false, None, false);
        for (at, letter) in rest.char_indices().skip(1) {
            match letter {
                '\n' | '\r' => return self.take(WordKind::Text, small(at)),
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '{' => placeholder = Some(self.at + small(at) + 1),
                '}' => (placeholder, nested) = (None, false),
                '(' if placeholder.is_some() => nested = true,
                ')' => nested = false,
                '"' if !nested => return self.take(WordKind::Text, small(at + 1)),
                _ => {}
            }
        }
        self.unclosed(1, placeholder);
    }

    /// The cursor is in the text that begins here.
    fn unclosed(&mut self, quote: u32, placeholder: Option<u32>) {
        if self.words.is_empty() {
            self.start = self.at;
        }
        self.inside = Inside::Text { from: self.at + quote, placeholder };
        self.at = self.end;
    }

    fn block(&mut self, brace: char) {
        let head = std::mem::take(&mut self.words);
        self.blocks.push(Block { head, start: self.start });
        self.at += length_of(brace);
        self.next_statement();
    }

    /// What stood before the block goes on behind it.
    fn close(&mut self, brace: char) {
        let from = self.at;
        self.at += length_of(brace);
        self.next_statement();
        if let Some(Block { head, start }) = self.blocks.pop() {
            let span = Span::new(from, self.at);
            self.words = head;
            self.start = start;
            self.words.push(Word { kind: WordKind::Block, text: span.of(self.text), span });
        }
    }

    fn finish(mut self, offset: u32) -> Statement<'a> {
        let is_begun = |word: &&Word<'_>| {
            word.span.end == offset
                && matches!(word.kind, WordKind::Name | WordKind::Number)
                && !word.text.starts_with('<')
        };
        let mut begun = Span::empty(offset);
        if self.inside == Inside::Code
            && let Some(word) = self.words.last().filter(is_begun)
        {
            begun = word.span;
            self.words.pop();
        }
        if self.words.is_empty() && self.inside == Inside::Code {
            self.start = begun.start;
        }
        let Self { blocks, words, open, start, inside, .. } = self;
        Statement { blocks, words, begun, inside, start, open }
    }
}

/// Whether a line begins with a clause of the surrounding block, so that what was open before it is no more.
fn clause_word(line: &str) -> bool {
    let word = line.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    matches!(word, "on" | "when" | "do" | "once" | "channels" | "expect" | "receive" | "given" | "advance")
        && line.get(word.len()..).is_some_and(|rest| rest.starts_with(' '))
}

const fn is_part_sign(letter: char) -> bool {
    matches!(letter, '_' | '.' | '@' | '$')
}

fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || is_part_sign(letter)
}

/// The length of a name; what stands in parentheses is part of it where they are closed.
fn name(rest: &str) -> u32 {
    let mut end = 0;
    while let Some(letter) = rest.get(end..).and_then(|rest| rest.chars().next()) {
        let after = rest.get(end + letter.len_utf8()..).unwrap_or_default();
        if is_part(letter) || letter == '-' && after.starts_with(is_part) {
            end += letter.len_utf8();
        } else if letter == '('
            && let Some(close) =
                after.find([')', '\n']).filter(|close| after.get(*close..).is_some_and(|at| at.starts_with(')')))
        {
            end += 1 + close + 1;
        } else {
            break;
        }
    }
    small(end).max(1)
}

fn number(rest: &str) -> u32 {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | ':' | '%' | '-');
    small(rest.find(|letter: char| !is_part(letter)).unwrap_or(rest.len()))
}

/// The length of `<plan>`.
fn cell(rest: &str) -> Option<u32> {
    let inner = rest.strip_prefix('<')?;
    let end = inner.find(|letter: char| !letter.is_alphanumeric() && letter != '_')?;
    (end > 0 && inner.get(end..)?.starts_with('>')).then(|| small(end + 2))
}

fn length_of(letter: char) -> u32 {
    small(letter.len_utf8())
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;
    use crate::syntax;

    fn told(marked: &str) -> String {
        let offset = small(marked.find("$0").unwrap());
        let text = marked.replace("$0", "");
        let statement = Statement::before(&syntax::parse(FileId(0), &text), &text, offset);
        let heads: Vec<String> = statement
            .blocks
            .iter()
            .map(|block| block.head.iter().map(|word| word.text).collect::<Vec<_>>().join(" "))
            .collect();
        let inside = match statement.inside {
            Inside::Code => String::new(),
            Inside::Text { from, placeholder } => {
                let read = placeholder.map(|start| format!(" {{{}", Span::new(start, offset).of(&text)));
                format!(" \"{}{}", Span::new(from, offset).of(&text), read.unwrap_or_default())
            }
            Inside::Comment { from } => format!(" //{}", Span::new(from, offset).of(&text)),
        };
        format!("{} | {} | {}{inside}", heads.join(" > "), statement.texts().join(" "), statement.begun.of(&text))
    }

    #[test]
    fn what_stands_before_a_cursor_is_read_word_by_word() {
        let trigger = "trigger t \"T\" {\n  on customer.wrote\n";
        let cases = [
            "$0".to_owned(),
            "trig$0".to_owned(),
            format!("{trigger}  $0\n}}"),
            format!("{trigger}  when user.pl$0an is pro\n}}"),
            format!("{trigger}  when group(\"A {{b}}\").status is $0"),
            format!("{trigger}  when group(\"A$0"),
            format!("{trigger}  when all {{\n    user.plan in [pro,\n      fr$0"),
            format!("{trigger}  when all {{\n    user.plan is pro and\n    $0"),
            format!("{trigger}  when all {{\n    user.plan is pro\n    and us$0"),
            format!("{trigger}  when user.name matches /a\"b/ $0"),
            format!("{trigger}  do {{ send \"Hi {{user.na$0me}}\" }}\n"),
            format!("{trigger}  do {{ send \"Hi {{user.name}} th$0\" }}\n"),
            format!("{trigger}  do {{\n    send \"\"\"\n      Hi {{us$0\n"),
            format!("{trigger}  do {{ call webhook \"x\" with {{ a: 1, b$0"),
            format!("{trigger}  // a \"note\n  do {{ $0"),
            format!("{trigger}  // whenbook allow W0$0"),
            "test \"a\" {\n  receive customer.wrote { message.text is \"x\" } in $0\n".to_owned(),
            "test \"a\" {\n  expect <pl$0".to_owned(),
        ];
        let told: Vec<String> = cases.iter().map(|case| format!("{case}\n  → {}\n", told(case))).collect();
        insta::assert_snapshot!(told.join("\n"));
    }
}
