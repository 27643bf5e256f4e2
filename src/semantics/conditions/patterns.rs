//! `matches /re/` and `finds /re/`: patterns are read here, and compiled if they might be large, so that the engine never
//! meets a wrong one.

use super::super::checker::Checker;
use super::super::values::normal;
use super::pattern_size;
use crate::diagnostic::Span;
use crate::diagnostic::codes::types;
use crate::ir::{Condition, Test};
use crate::syntax::ast::{self, ValueKind};

/// How long a pattern may be, and how large when compiled, in bytes. The engine has the same limits.
const LONGEST: usize = 1 << 14;
const LARGEST: usize = 1 << 20;

/// What the pattern compiler says, and how to say it to an admin.
const EXPLANATIONS: &[(&str, &str)] = &[
    ("unclosed group", "a `(` is not closed"),
    ("unopened group", "a `)` closes nothing; write `\\)` for the character itself"),
    ("unclosed character class", "a `[` is not closed; write `\\[` for the character itself"),
    (
        "repetition operator missing expression",
        "nothing stands before `*`, `+` or `?` that could be repeated; write a `\\` before it for the character itself",
    ),
    ("unclosed counted repetition", "a `{` is not closed; write `\\{` for the character itself"),
    (
        "repetition quantifier expects a valid decimal",
        "a number must stand in `{ }`; write `\\{` for the character itself",
    ),
    ("invalid repetition count range", "the first number in `{ }` is greater than the second"),
    ("look-around", "looking ahead or behind (`(?=`, `(?!`, `(?<`) is not possible; ask it in a line of its own"),
    ("backreferences are not supported", "a pattern cannot ask for the same text again (`\\1`)"),
    ("unrecognized escape sequence", "there is no such `\\` sign"),
    ("incomplete escape sequence", "a `\\` stands at the end; write `\\\\` for the character itself"),
    ("invalid character class range", "the range in `[ ]` is backwards"),
    ("Unicode property not found", "there is no such class of characters"),
    ("unrecognized flag", "there is no such flag"),
];

impl Checker<'_> {
    pub(super) fn matches(
        &mut self,
        left: &ast::Value,
        value: &ast::Value,
        find: bool,
        negated: bool,
        span: Span,
    ) -> Option<Condition> {
        let subject = self.text_subject(left)?;
        let (pattern, ignore_case) = self.pattern(value)?;
        let test = Test::Matches { text: subject.operand, pattern, ignore_case, whole: !find };
        Some(self.maybe_not(span, negated, test))
    }

    /// The pattern, and whether it ignores case.
    fn pattern(&mut self, value: &ast::Value) -> Option<(String, bool)> {
        let ValueKind::Regex { pattern, flags } = &value.kind else {
            return None;
        };
        if let Some(flag) = flags.chars().find(|flag| *flag != 'i') {
            let finding = self
                .finding(&types::BAD_PATTERN, value.span, format!("a pattern has no flag `{flag}`"))
                .help("the only one is `i`, which ignores upper and lower case");
            self.push(finding);
            return None;
        }
        let pattern = normal(pattern);
        if pattern.len() > LONGEST {
            let finding = self.finding(&types::BAD_PATTERN, value.span, "this pattern is too long");
            self.push(finding.help("ask in several lines"));
            return None;
        }
        let ignore_case = !flags.is_empty();
        if pattern_size::is_surely_below(LARGEST, &pattern, ignore_case) {
            return Some((pattern, ignore_case));
        }
        match regex::RegexBuilder::new(&pattern).case_insensitive(ignore_case).size_limit(LARGEST).build() {
            Ok(_) => Some((pattern, ignore_case)),
            Err(error) => {
                let finding = self.explained(value.span, &pattern, &error);
                self.push(finding);
                None
            }
        }
    }

    fn explained(&self, span: Span, pattern: &str, error: &regex::Error) -> crate::diagnostic::Finding {
        if let regex::Error::CompiledTooBig(_) = error {
            return self
                .finding(&types::BAD_PATTERN, span, "this pattern is too large")
                .help("use smaller numbers in `{ }`, or ask in several lines");
        }
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ");
        let finding =
            self.finding(&types::BAD_PATTERN, self.marked(span, pattern, &text), "this pattern cannot be read");
        match EXPLANATIONS.iter().find(|(part, _)| reason.contains(part)) {
            Some((_, words)) => finding.help(*words),
            None => finding.help(reason.to_owned()),
        }
    }

    /// The place in the pattern at which the compiler points; all of it if that is not to be found out.
    fn marked(&self, span: Span, pattern: &str, error: &str) -> Span {
        let exact = self.source(span).starts_with(&format!("/{pattern}/"));
        let caret = error.lines().find(|line| line.trim_start().starts_with('^'));
        let (true, Some(caret)) = (exact, caret) else {
            return span;
        };
        let column = caret.chars().take_while(|letter| *letter == ' ').count().saturating_sub(4);
        let marks = caret.chars().filter(|letter| *letter == '^').count();
        let bytes = |characters: usize| pattern.chars().take(characters).map(char::len_utf8).sum::<usize>();
        let at = |characters: usize| u32::try_from(bytes(characters)).unwrap_or(0) + span.start + 1;
        Span::new(at(column), at(column + marks))
    }
}
