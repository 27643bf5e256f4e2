//! How large a pattern becomes when it is compiled, told without compiling it.

use regex_syntax::hir::{Class, Hir, HirKind};
use regex_syntax::utf8::Utf8Sequences;

/// More than what one state of an automaton takes, in bytes, with its transitions.
const STATE: usize = 64;

/// More states than every automaton has for itself.
const FRAME: usize = 16;

/// Whether the pattern can be read, and what is compiled from it surely takes less than `limit` bytes. If not, compiling it
/// tells.
pub(super) fn is_surely_below(limit: usize, pattern: &str, ignore_case: bool) -> bool {
    let parsed = regex_syntax::ParserBuilder::new().case_insensitive(ignore_case).build().parse(pattern);
    parsed.is_ok_and(|pattern| states(&pattern).saturating_add(FRAME).saturating_mul(STATE) < limit)
}

/// No fewer states than the pattern's automaton has.
fn states(pattern: &Hir) -> usize {
    let sum = |parts: &[Hir]| parts.iter().map(states).fold(1 + parts.len(), usize::saturating_add);
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(text) => text.0.len(),
        HirKind::Class(Class::Bytes(class)) => 1 + class.ranges().len(),
        HirKind::Class(Class::Unicode(class)) => {
            let sequences = class.iter().flat_map(|range| Utf8Sequences::new(range.start(), range.end()));
            1 + sequences.map(|sequence| sequence.len()).sum::<usize>()
        }
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(repetition.min).saturating_add(1);
            let times = usize::try_from(times).unwrap_or(usize::MAX);
            states(&repetition.sub).saturating_add(2).saturating_mul(times)
        }
        HirKind::Capture(capture) => states(&capture.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => sum(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::is_surely_below;

    /// Whether the pattern's automaton takes no more than that.
    fn fits(limit: usize, pattern: &str, ignore_case: bool) -> bool {
        regex::RegexBuilder::new(pattern).case_insensitive(ignore_case).size_limit(limit).build().is_ok()
    }

    #[test]
    fn what_is_said_to_be_small_is() {
        let patterns = [
            "",
            "a",
            "refund|invoice",
            r"\d{3}-\d{4}",
            r"\w+@\w+\.\w{2,}",
            r"(?i)caf[eé]+s?",
            ".*",
            r"(a|b|c){40}",
            r"[^x]{9}",
            r"\p{Hangul}+",
            r"\b(?P<word>\pL+)\b",
            "가|나|다",
            r"(?s:.)",
            r"[\u{81}-\u{10fffe}]",
            r"^\s*$",
            "(((a?){8}){8}){8}",
            r"\x{10ffff}",
            r"(?x) a  # b",
            "[[:alpha:]]{1,5}x*?",
            r"\W\D\S",
        ];
        for pattern in patterns {
            for ignore_case in [false, true] {
                for limit in (4..40).map(|half| (2 + half % 2) << (half / 2)) {
                    let small = is_surely_below(limit, pattern, ignore_case);
                    assert!(!small || fits(limit, pattern, ignore_case), "`{pattern}` takes more than {limit} bytes");
                }
            }
        }
    }

    #[test]
    fn ordinary_patterns_are_small_and_wrong_ones_are_not() {
        for pattern in ["refund|invoice", r"\d{3}-\d{4}", r"[A-Z]{2}\d+", "hello (there|you)"] {
            assert!(is_surely_below(1 << 19, pattern, true), "`{pattern}`");
        }
        for pattern in ["(", "a**b[", r"(\w{100}){100}"] {
            assert!(!is_surely_below(1 << 19, pattern, false), "`{pattern}`");
        }
    }
}
