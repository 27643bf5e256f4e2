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
    text.split_inclusive('\n').flat_map(|line| ReturnLines { rest: line })
}

struct ReturnLines<'text> {
    rest: &'text str,
}

impl<'text> Iterator for ReturnLines<'text> {
    type Item = &'text str;

    fn next(&mut self) -> Option<&'text str> {
        if self.rest.is_empty() {
            return None;
        }
        let lone = self.rest.find('\r').filter(|position| self.rest.get(position + 1..) != Some("\n"));
        let (line, rest) = self.rest.split_at_checked(lone.map_or(self.rest.len(), |position| position + 1))?;
        self.rest = rest;
        Some(line)
    }
}

/// Where the last `*/` of a text stands.
pub(super) fn last_comment_end(text: &str) -> Option<usize> {
    text.rfind("*/")
}

/// A word at the start, and what follows it.
fn word(line: &str) -> (&str, &str) {
    let end = line.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(line.len());
    line.split_at_checked(end).unwrap_or((line, ""))
}

/// Whether the line begins with a declaration's word that is not part of a path or an entry.
pub(super) fn starts_with_declaration_word(line: &str) -> bool {
    let (first, rest) = word(line.trim_start_matches('\u{feff}'));
    DECLARATION_WORDS.contains(&first) && !rest.starts_with(['.', ':', ',', '-', '：', '，'])
}

/// Whether the line begins a declaration although a brace is open: its word stands in the first column, a name follows.
pub(super) fn is_head_in_first_column(line: &str) -> bool {
    let (first, rest) = word(line);
    let name = rest.trim_start();
    DECLARATION_WORDS.contains(&first)
        && rest.starts_with([' ', '\t'])
        && name.starts_with(|character: char| character.is_alphabetic() || matches!(character, '_' | '"' | '{'))
}

/// Whether the line is the whole head of a declaration, `trigger name "Title" {`, wherever it stands.
pub(super) fn is_whole_head(line: &str) -> bool {
    let (first, rest) = word(line.trim_start());
    DECLARATION_WORDS.contains(&first) && rest.starts_with([' ', '\t']) && head_after_word(rest).is_some()
}

/// Whether the line has the form of a head with a title in the first column, though its word is unknown: a misspelt one.
pub(super) fn looks_like_head(line: &str) -> bool {
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
    line.matches("\"\"\"").count() % 2 == 1 && !line.starts_with("//")
}

/// How many braces are open after the line. Those in texts and comments do not count.
pub(super) fn depth_after(mut depth: usize, line: &str) -> usize {
    let mut characters = line.chars().peekable();
    let mut in_text = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' if in_text => {
                characters.next();
            }
            '"' => in_text = !in_text,
            '/' if !in_text && characters.peek() == Some(&'/') => break,
            '{' | '｛' if !in_text => depth += 1,
            '}' | '｝' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}

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
        let mut escaped = false;
        for character in line.chars() {
            match character {
                '\\' => {
                    escaped = !escaped;
                    continue;
                }
                '{' | '[' | '｛' | '［' | '【' if !escaped => self.open += 1,
                '}' | ']' | '｝' | '］' | '】' if !escaped => self.open = self.open.saturating_sub(1),
                '(' | '（' if !escaped => parentheses += 1,
                ')' | '）' if !escaped => parentheses = parentheses.saturating_sub(1),
                _ => {}
            }
            escaped = false;
            self.deepest = self.deepest.max(self.open + parentheses);
        }
    }

    /// Whether there were too many.
    pub(super) const fn too_deep(&self) -> bool {
        self.deepest > DEEPEST
    }
}
