//! Patterns: checked when a book is made ready, compiled at their first use.
//!
//! A compiled pattern takes tens of kilobytes, and to make it most of the time in which a book is loaded; most patterns of a book are
//! not asked for long after that. So a pattern is read when the book is loaded, which finds all that is wrong with it but that
//! it is too large; where it might be, by a rough upper bound, it is compiled to see. What is left does not fail later.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// The longest pattern, in bytes, and how large it may be when compiled.
const LONGEST: usize = 1 << 14;
const LARGEST: usize = 1 << 20;

/// How large it may be at its first use: far more than [`bound`] can be wrong by, so that it cannot fail then.
const LATER: usize = 8 * LARGEST;

/// How deep its parts may nest; and with what is put around it.
const DEEPEST: u32 = 64;
const DEEPEST_WHOLE: u32 = DEEPEST + 4;

/// A pattern of the book.
#[derive(Debug)]
pub(crate) struct Pattern {
    text: Box<str>,
    ignore_case: bool,
    whole: bool,
    /// Made at the first use; `None` if it could not be made.
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// `None` if it cannot be used.
    pub(super) fn new(text: &str, ignore_case: bool, whole: bool) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let pattern = Self { text: text.into(), ignore_case, whole, regex: OnceLock::new() };
        // By itself first: `a)|(b` must not become one by what is put around it.
        let own = pattern.read(text)?;
        if whole && text.contains('#') {
            pattern.around().iter().find_map(|text| pattern.read(text))?;
        }
        let small = bound(&own) <= LARGEST || pattern.build(text, LARGEST).is_some();
        small.then_some(pattern)
    }

    /// Whether it is found in a text. One that cannot be made is found nowhere.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.compiled().is_some_and(|regex| regex.is_match(text))
    }

    fn compiled(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| self.compile()).as_ref()
    }

    fn compile(&self) -> Option<Regex> {
        if self.whole {
            self.around().iter().find_map(|text| self.build(text, LATER))
        } else {
            self.build(&self.text, LATER)
        }
    }

    /// The pattern of whole texts. A comment at the end of an `(?x)` pattern would swallow the parenthesis without a new line.
    fn around(&self) -> [String; 2] {
        [format!(r"\A(?:{})\z", self.text), format!("\\A(?:{}\n)\\z", self.text)]
    }

    fn build(&self, text: &str, limit: usize) -> Option<Regex> {
        let mut builder = RegexBuilder::new(text);
        builder.case_insensitive(self.ignore_case).nest_limit(DEEPEST_WHOLE).size_limit(limit).dfa_size_limit(limit);
        builder.build().ok()
    }

    fn read(&self, text: &str) -> Option<Hir> {
        ParserBuilder::new().case_insensitive(self.ignore_case).nest_limit(DEEPEST).build().parse(text).ok()
    }
}

/// What a byte of a literal, a class, a range in it, and any part of a pattern take when compiled, as measured, and more.
const BYTE: usize = 64;
const CLASS: usize = 1024;
const RANGE: usize = 128;
const PART: usize = 128;

/// How large it is at most when compiled, roughly and with room to spare.
fn bound(pattern: &Hir) -> usize {
    let inner = match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len().saturating_mul(BYTE),
        HirKind::Class(Class::Unicode(class)) => CLASS.saturating_add(class.ranges().len().saturating_mul(RANGE)),
        HirKind::Class(Class::Bytes(class)) => CLASS.saturating_add(class.ranges().len().saturating_mul(RANGE)),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or_else(|| repetition.min.saturating_add(1));
            bound(&repetition.sub).saturating_mul(usize::try_from(times).unwrap_or(usize::MAX))
        }
        HirKind::Capture(capture) => bound(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(bound).fold(0, usize::saturating_add),
    };
    inner.saturating_add(PART)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Hir {
        ParserBuilder::new().nest_limit(DEEPEST).build().parse(text).unwrap()
    }

    /// By which size a pattern compiles.
    fn size(text: &str) -> usize {
        let pattern = Pattern { text: text.into(), ignore_case: false, whole: false, regex: OnceLock::new() };
        (0..24).map(|power| 1 << power).find(|limit| pattern.build(text, *limit).is_some()).unwrap()
    }

    #[test]
    fn the_bound_is_above_what_patterns_take() {
        for part in [r"\w", r"\d+", ".", "[^a]", "a", "abc", "(?i:straße)", "(ab|cd*|[x-z])", r"\b(a)?", "[가-힣α-ω]"]
        {
            for text in [part.to_owned(), part.repeat(3), format!("(?:{part}){{8}}"), format!("(?:{part}|-)*")] {
                // The size is up to twice what it takes.
                assert!(size(&text) <= 2 * bound(&read(&text)), "{text}");
            }
        }
    }

    #[test]
    fn what_is_too_large_is_found_before_it_is_used() {
        assert!(Pattern::new(r"\w{1000}", false, false).is_none());
        assert!(Pattern::new(r"\w{1000}", false, true).is_none());
        let large = Pattern::new("[a-z]{2000}", false, true).unwrap();
        assert!(large.is_match(&"a".repeat(2000)) && !large.is_match(&"a".repeat(2001)));
    }

    #[test]
    fn whole_texts_and_parts_of_them() {
        let matches = |pattern: &str, whole, text| Pattern::new(pattern, false, whole).unwrap().is_match(text);
        assert!(matches("a|b", false, "xbx") && !matches("a|b", true, "xbx") && matches("a|b", true, "b"));
        assert!(matches("(?x) a # a letter", true, "a"));
        assert!(Pattern::new("a)|(b", false, true).is_none());
    }
}
