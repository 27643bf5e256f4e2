//! Inside the quotation marks of a text.

use chrono_tz::TZ_VARIANTS;

use super::{Asked, Completion, CompletionKind, Fit, attributes, keyword, keywords};
use crate::diagnostic::Span;

/// What is begun in a text: in a placeholder a word, else all of it.
pub(super) fn begun(text: &str, from: u32, offset: u32, is_placeholder: bool) -> Span {
    let written = Span::new(from, offset).of(text);
    let start = match written.rfind(char::is_whitespace).filter(|_| is_placeholder) {
        Some(blank) => from + u32::try_from(blank + 1).unwrap_or(0),
        None => from,
    };
    Span::new(start, offset)
}

/// In a placeholder, behind what is written of it.
pub(super) fn placeholder(asked: &Asked<'_>, written: &str) -> Vec<Completion> {
    let words: Vec<&str> = written.split_whitespace().collect();
    match words.as_slice() {
        [] => attributes::placeholders(asked),
        [_] => keywords(&[("in", "the unit of a duration"), ("or", "what stands there while it is unknown")]),
        [_, "in"] => ["minutes", "seconds", "hours", "days"].map(|unit| keyword(unit).fit(Fit::Wanted)).into(),
        [_, "in", _] => vec![keyword("or").insert("or ")],
        _ => Vec::new(),
    }
}

/// In a text: what stands in quotation marks at this place, without them.
pub(super) fn whole(asked: &Asked<'_>) -> Vec<Completion> {
    if asked.words().as_slice() == ["timezone"] {
        let zones = TZ_VARIANTS.iter().map(|zone| Completion::new(zone.name(), CompletionKind::Value));
        return zones.collect();
    }
    let unquoted = |offer: Completion| {
        let text = offer.insert.strip_prefix('"')?.strip_suffix('"')?.to_owned();
        let is_whole = !offer.is_snippet && !text.is_empty();
        is_whole.then(|| Completion { label: text.clone(), replaces: Span::default(), ..offer.insert(text) })
    };
    asked.offers().into_iter().filter_map(unquoted).collect()
}
