//! Which completions fit what is begun, and which of them come first.

use super::Completion;
use crate::diagnostic::Span;

/// How well a label fits what is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// It is the same.
    Exact,
    /// It begins so.
    Prefix,
    /// A word in it begins so.
    WordStart,
    /// It has the letters in their order.
    Letters,
}

/// Those that have the letters of what they replace, best first: what is not to be used any more last, then by likeness, by
/// fit, and in the order given.
pub(super) fn best_first<'a>(offers: Vec<Completion>, text: impl Fn(Span) -> &'a str) -> Vec<Completion> {
    let rated = offers.into_iter().filter_map(|offer| {
        let likeness = likeness(text(offer.replaces), &offer.label)?;
        Some(((offer.is_deprecated, likeness, offer.fit), offer))
    });
    let mut rated: Vec<_> = rated.collect();
    rated.sort_by_key(|(rating, _)| *rating);
    rated.into_iter().map(|(_, offer)| offer).collect()
}

fn likeness(begun: &str, label: &str) -> Option<Likeness> {
    let (begun, label) = (plain(begun), plain(label));
    if begun == label {
        return Some(Likeness::Exact);
    }
    if label.starts_with(&begun) {
        return Some(Likeness::Prefix);
    }
    let starts = label.match_indices(|letter: char| !letter.is_alphanumeric());
    let mut after = starts.filter_map(|(at, sign)| label.get(at + sign.len()..));
    if after.any(|rest| rest.starts_with(&begun)) {
        return Some(Likeness::WordStart);
    }
    let mut letters = label.chars();
    begun.chars().all(|wanted| letters.any(|letter| letter == wanted)).then_some(Likeness::Letters)
}

/// In small letters, without quotation marks.
fn plain(text: &str) -> String {
    text.trim_matches('"').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::CompletionKind;
    use crate::ide::completion::Fit;

    #[test]
    fn the_most_alike_comes_first() {
        let offer = |label: &str, fit: Fit, is_deprecated: bool| Completion {
            is_deprecated,
            ..Completion::new(label, CompletionKind::Attribute).fit(fit)
        };
        let offers = vec![
            offer("conversation.closed_by", Fit::Wanted, false),
            offer("user.plans", Fit::Wanted, true),
            offer("pal_on", Fit::Wanted, false),
            offer("user.plan", Fit::Possible, false),
            offer("planned", Fit::Possible, false),
            offer("planets", Fit::Wanted, false),
            offer("plan", Fit::Seldom, false),
        ];
        let labels: Vec<String> = best_first(offers, |_| "plan").into_iter().map(|offer| offer.label).collect();
        assert_eq!(labels, ["plan", "planets", "planned", "user.plan", "user.plans"]);
    }
}
