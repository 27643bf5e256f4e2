//! What a single line looks like, for [`super::split`].

/// How deep brackets of all kinds may stand in each other. The deepest that the language allows is about half of it.
const DEEPEST: usize = 64;

/// Words that begin a declaration.
pub(super) const DECLARATION_WORDS: [&str; 20] = [
    "action",
    "activate",
    "attribute",
    "automation",
    "condition",
    "deactivate",
    "directory",
    "enum",
    "event",
    "first",
    "lifecycle",
    "list",
    "message",
    "policy",
    "scenario",
    "schedule",
    "status",
    "test",
    "trigger",
    "use",
];

/// The lines of a text with their line ends: `\n`, `\r\n` or a lone `\r`.
pub(super) fn of(text: &str) -> impl Iterator<Item = &str> {
    Lines { rest: text }
}

struct Lines<'text> {
    rest: &'text str,
}

impl<'text> Iterator for Lines<'text> {
    type Item = &'text str;

    fn next(&mut self) -> Option<&'text str> {
        if self.rest.is_empty() {
            return None;
        }
        let bytes = self.rest.as_bytes();
        let end = match memchr::memchr2(b'\n', b'\r', bytes) {
            Some(end) if bytes.get(end..end + 2) == Some(b"\r\n") => end + 2,
            Some(end) => end + 1,
            None => bytes.len(),
        };
        let (line, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(line)
    }
}

/// Where the last `*/` of a text stands.
pub(super) fn last_comment_end(text: &str) -> Option<usize> {
    memchr::memmem::rfind(text.as_bytes(), b"*/")
}

/// What of interest stands in a line: most have nothing of it, and need no closer look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks(u8);

impl Marks {
    const QUOTE: u8 = 1;
    const BRACE: u8 = 2;
    const BRACKET: u8 = 4;
    /// One that may be part of a wide bracket, `｛` or `【`.
    const WIDE: u8 = 8;

    /// Those of a line. Without branches, so that many bytes are looked at at once.
    pub(super) fn of(line: &str) -> Self {
        Self(line.bytes().fold(0, |marks, byte| marks | Self::of_byte(byte)))
    }

    fn of_byte(byte: u8) -> u8 {
        let mark = |is_there: bool, mark: u8| if is_there { mark } else { 0 };
        mark(byte == b'"', Self::QUOTE)
            | mark(matches!(byte, b'{' | b'}'), Self::BRACE)
            | mark(matches!(byte, b'[' | b']' | b'(' | b')'), Self::BRACKET)
            | mark(matches!(byte, 0xE3 | 0xEF), Self::WIDE)
    }

    /// Whether it may be the whole head of a declaration.
    pub(super) const fn may_be_head(self) -> bool {
        self.0 & Self::BRACE != 0
    }

    /// Whether it may change how many braces are open.
    pub(super) const fn may_change_depth(self) -> bool {
        self.0 & (Self::BRACE | Self::WIDE) != 0
    }

    /// Whether it may have brackets of any kind.
    pub(super) const fn may_have_brackets(self) -> bool {
        self.0 & (Self::BRACE | Self::BRACKET | Self::WIDE) != 0
    }

    /// Whether a text may begin or end in it.
    pub(super) const fn may_quote(self) -> bool {
        self.0 & Self::QUOTE != 0
    }
}

/// The line without the blanks around it.
pub(super) fn trimmed(line: &str) -> &str {
    let bytes = line.as_bytes();
    let is_blank = |byte: &u8| matches!(byte, b' ' | 0x09..=0x0D);
    let start = bytes.iter().position(|byte| !is_blank(byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !is_blank(byte)).map_or(start, |last| last + 1);
    let inner = line.get(start..end).unwrap_or(line);
    // Beyond ASCII there are more blanks.
    let edges = [inner.as_bytes().first(), inner.as_bytes().last()];
    if edges.into_iter().flatten().all(u8::is_ascii) { inner } else { inner.trim() }
}

fn is_declaration_word(word: &str) -> bool {
    // Most words are too short or too long.
    matches!(word.len(), 3..=10) && DECLARATION_WORDS.contains(&word)
}

/// A word at the start, and what follows it.
fn word(line: &str) -> (&str, &str) {
    let end = line.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'_').unwrap_or(line.len());
    if line.as_bytes().get(end).is_none_or(u8::is_ascii) {
        return line.split_at_checked(end).unwrap_or((line, ""));
    }
    let end = line.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(line.len());
    line.split_at_checked(end).unwrap_or((line, ""))
}

/// Whether the line begins with a declaration's word that is not part of a path or an entry.
pub(super) fn starts_with_declaration_word(line: &str) -> bool {
    let (first, rest) = word(line.trim_start_matches('\u{feff}'));
    is_declaration_word(first) && !rest.starts_with(['.', ':', ',', '-', '：', '，'])
}

/// Whether the line begins a declaration although a brace is open: its word stands in the first column, a name follows.
pub(super) fn is_head_in_first_column(line: &str) -> bool {
    // Most lines are indented.
    if !line.as_bytes().first().is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    let (first, rest) = word(line);
    let name = rest.trim_start();
    is_declaration_word(first)
        && rest.starts_with([' ', '\t'])
        && name.starts_with(|character: char| character.is_alphabetic() || matches!(character, '_' | '"' | '{'))
}

/// Whether the line is the whole head of a declaration, `trigger name "Title" {`, wherever it stands.
pub(super) fn is_whole_head(line: &str) -> bool {
    let (first, rest) = word(line.trim_start());
    is_declaration_word(first) && rest.starts_with([' ', '\t']) && head_after_word(rest).is_some()
}

/// Whether the line has the form of a head with a title in the first column, though its word is unknown: a misspelt one.
pub(super) fn looks_like_head(line: &str) -> bool {
    if line.starts_with([' ', '\t']) {
        return false;
    }
    let (first, rest) = word(line);
    !first.is_empty() && rest.starts_with([' ', '\t']) && head_after_word(rest) == Some(Head::Titled)
}

#[derive(PartialEq, Eq)]
enum Head {
    Titled,
    Plain,
}

/// Reads up to two words, perhaps a title, and a brace.
fn head_after_word(line: &str) -> Option<Head> {
    let mut rest = line.trim_start();
    let mut words = 0;
    while words < 2 && rest.starts_with(|character: char| character.is_alphabetic() || character == '_') {
        rest = word(rest).1.trim_start();
        words += 1;
    }
    let Some(title) = rest.strip_prefix('"') else {
        return rest.starts_with('{').then_some(Head::Plain);
    };
    let after = title.split_once('"')?.1.trim_start();
    (after.starts_with('{') && words == 1)
        .then_some(Head::Titled)
        .or_else(|| after.starts_with('{').then_some(Head::Plain))
}

/// Whether a text of several lines begins or ends in this line.
pub(super) fn turns_block_text(line: &str) -> bool {
    let mut rest = line.as_bytes();
    let mut marks = 0_usize;
    while let Some(quote) = memchr::memchr(b'"', rest) {
        rest = rest.get(quote..).unwrap_or_default();
        let quotes = rest.iter().take_while(|byte| **byte == b'"').count();
        marks += quotes / 3;
        rest = rest.get(quotes..).unwrap_or_default();
    }
    marks % 2 == 1 && !line.starts_with("//")
}

/// How many braces are open after the line. Those in texts and comments do not count.
pub(super) fn depth_after(mut depth: usize, line: &str) -> usize {
    let mut rest = line.as_bytes();
    let mut in_text = false;
    loop {
        let next = match in_text {
            true => memchr::memchr2(b'"', b'\\', rest),
            false => rest.iter().position(|byte| matches!(byte, b'"' | b'/' | b'{' | b'}' | 0xEF)),
        };
        let Some([byte, after @ ..]) = next.and_then(|next| rest.get(next..)) else { return depth };
        rest = after;
        match byte {
            b'"' => in_text = !in_text,
            // What it escapes.
            b'\\' => rest = after.get(1..).unwrap_or_default(),
            b'/' if after.starts_with(b"/") => return depth,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            // The wide ones.
            0xEF if after.starts_with(&WIDE_OPEN) => depth += 1,
            0xEF if after.starts_with(&WIDE_CLOSE) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// `｛` and `｝` after their first byte, 0xEF.
const WIDE_OPEN: [u8; 2] = [0xBD, 0x9B];
const WIDE_CLOSE: [u8; 2] = [0xBD, 0x9D];

/// The first line of a text that is nested too deep, with its place.
pub(super) fn too_deep(text: &str) -> Option<(usize, &str)> {
    let mut brackets = Brackets::default();
    let mut offset = 0;
    for line in of(text) {
        brackets.line(line);
        if brackets.too_deep() {
            return Some((offset, line));
        }
        offset += line.len();
    }
    None
}

/// Counts how deep brackets stand in each other, whatever they stand in: the parser's recursion cannot be deeper.
#[derive(Default)]
pub(super) struct Brackets {
    /// Braces and square brackets; parentheses do not reach over lines.
    open: usize,
    deepest: usize,
}

impl Brackets {
    /// Counts those of a line.
    pub(super) fn line(&mut self, line: &str) {
        let mut parentheses = 0_usize;
        let mut rest = line.as_bytes();
        let may_count = |byte: &u8| matches!(byte, b'\\' | b'{' | b'[' | b'(' | b'}' | b']' | b')' | 0xE3 | 0xEF);
        while let Some([byte, after @ ..]) = rest.iter().position(may_count).and_then(|next| rest.get(next..)) {
            rest = after;
            match (byte, after) {
                // What it escapes does not count.
                (b'\\', _) => rest = after.get(1..).unwrap_or_default(),
                (b'{' | b'[', _) => self.open += 1,
                (b'}' | b']', _) => self.open = self.open.saturating_sub(1),
                (b'(', _) => parentheses += 1,
                (b')', _) => parentheses = parentheses.saturating_sub(1),
                // `｛`, `［` and `【`, then what closes them, then `（` and `）`.
                (0xEF, [0xBD, 0x9B, ..] | [0xBC, 0xBB, ..]) | (0xE3, [0x80, 0x90, ..]) => self.open += 1,
                (0xEF, [0xBD, 0x9D, ..] | [0xBC, 0xBD, ..]) | (0xE3, [0x80, 0x91, ..]) => {
                    self.open = self.open.saturating_sub(1);
                }
                (0xEF, [0xBC, 0x88, ..]) => parentheses += 1,
                (0xEF, [0xBC, 0x89, ..]) => parentheses = parentheses.saturating_sub(1),
                _ => {}
            }
            self.deepest = self.deepest.max(self.open + parentheses);
        }
    }

    /// Whether there were too many.
    pub(super) const fn too_deep(&self) -> bool {
        self.deepest > DEEPEST
    }
}

/// A line break, and the indentation of the line on which that text ends.
pub(super) fn new_line(before: &str) -> String {
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let indentation: String = line.chars().take_while(|character| character.is_whitespace()).collect();
    format!("\n{indentation}")
}
