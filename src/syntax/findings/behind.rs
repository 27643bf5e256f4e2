//! What people write behind a condition or a value, and the language does not say so: a unit, a sum, a comparison in other words.

use crate::{
    diagnostic::{Finding, Span},
    syntax::{Kind, Node, operators},
};

/// Units that stand before or behind a number elsewhere.
const UNITS: &[&str] = &["$", "€", "£", "¥", "₩", "USD", "EUR", "GBP", "JPY", "KRW", "dollars", "euros", "won"];

/// The unit with which a text begins.
pub(super) fn unit(text: &str) -> Option<&'static str> {
    let goes_on = |rest: &str| rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    let is_whole = |unit: &str, rest: &str| !unit.ends_with(char::is_alphabetic) || !goes_on(rest);
    UNITS.iter().copied().find(|unit| text.strip_prefix(unit).is_some_and(|rest| is_whole(unit, rest)))
}

/// The finding with what is meant by the trailing text behind `before`, if that is known.
pub(super) fn with_meant(finding: &Finding, before: Node<'_>, trailing: Node<'_>) -> Option<Finding> {
    let finding = || finding.clone();
    let text = trailing.text();
    let last = before.leaves().last()?;
    if unit(text) == Some(text.trim_end()) && last.text().ends_with(|last: char| last.is_ascii_digit()) {
        let help = format!("a number has no unit: write `{}`", last.text());
        let span = Span::new(last.span().end, trailing.span().end);
        return Some(finding().help(help).fix("take it out", span, "", true));
    }
    if is_sum(text) {
        let help = "nothing is calculated in a rule: who sends the events tells the sum, or the count, as an attribute";
        return Some(finding().help(help));
    }
    if text.starts_with("in the last") {
        let help = "events are not counted over a time; `customer.wrote in the last 5m` asks whether one came at all";
        return Some(finding().help(help));
    }
    let (words, sign) = comparison(text)?;
    let subject = before.subtree().filter(|node| node.kind() == Kind::path).last()?;
    let help = format!("write `{} {sign}{}`", subject.text(), text.get(words.len()..)?.trim_end());
    let end = trailing.span().start.saturating_add(u32::try_from(words.len()).ok()?);
    let span = Span::new(trailing.span().start, end);
    Some(finding().help(help).fix(format!("write `{sign}`"), span, sign, false))
}

/// Whether a sign comes and then a number or an attribute: else a dash begins a remark.
fn is_sum(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['+', '-', '*', '/']).map(str::trim_start) else { return false };
    let first = rest.split_whitespace().next().unwrap_or_default();
    first.starts_with(|character: char| character.is_ascii_digit()) || first.contains('.')
}

/// The words of a comparison with which a text begins, and its sign: `above`, `at least`.
fn comparison(text: &str) -> Option<(&str, &'static str)> {
    let words = text.get(..text.find(|character: char| character.is_ascii_digit())?)?.trim_end();
    let (sign, meaning) = operators::reading(&format!("is {words}"))?;
    operators::is_more(meaning).map(|_| (words, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_may_begin_a_remark() {
        assert!(is_sum("+ 1") && is_sum("-1") && is_sum("* conversation.count") && is_sum("+user.age"));
        assert!(!is_sum("- for those who pay") && !is_sum("and more"));
    }

    #[test]
    fn a_unit_is_a_whole_word() {
        assert_eq!([unit("USD"), unit("€ a month"), unit("$500")], [Some("USD"), Some("€"), Some("$")]);
        assert_eq!([unit("wonder"), unit("EURO"), unit("times")], [None; 3]);
    }
}
