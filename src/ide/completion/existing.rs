//! What stands behind the cursor already: the rest of the word, which a completion replaces, and what follows it, which is not
//! written again.

use std::collections::BTreeSet;

use super::super::statement::Inside;
use super::{Completion, CompletionKind, snippets};
use crate::diagnostic::Span;

/// What stands behind a cursor, on its line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Existing<'a> {
    /// Where the word ends in which the cursor stands.
    pub end: u32,
    /// What follows that word, without blanks before it; in a text, up to the end of the text or of its placeholder.
    pub follows: &'a str,
}

impl<'a> Existing<'a> {
    /// What stands behind a word that is begun and ends at the cursor.
    pub(super) fn behind(text: &'a str, begun: Span, inside: Inside) -> Self {
        let rest = text.get(begun.end as usize..).unwrap_or_default();
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        let (length, follows) = match inside {
            Inside::Code if line.starts_with("//") => (0, ""),
            Inside::Code => {
                let length = rest_of_word(begun.of(text), line);
                (length, line.get(length..).unwrap_or_default())
            }
            Inside::Text { placeholder: Some(_), .. } => {
                let inner = line.split(['}', '"', '{']).next().unwrap_or_default();
                let length = rest_of_word(begun.of(text), inner);
                (length, inner.get(length..).unwrap_or_default())
            }
            // The text is replaced, if it is known where it ends.
            Inside::Text { placeholder: None, .. } => (
                line.find('"').filter(|end| !line.get(..*end).unwrap_or_default().contains(['{', '\\'])).unwrap_or(0),
                "",
            ),
            Inside::Comment { .. } => (rest_of_word(begun.of(text), line), ""),
        };
        Self { end: begun.end + u32::try_from(length).unwrap_or(0), follows: follows.trim() }
    }

    /// Whether something follows that belongs to the same statement.
    pub(super) fn goes_on(&self) -> bool {
        !self.follows.is_empty() && !self.follows.starts_with(['}', ';', ')', ']', ',']) && !self.is_comment()
    }

    /// Whether this word follows.
    pub(super) fn has_next(&self, word: &str) -> bool {
        self.follows.strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_of_word))
    }

    /// Whether this word stands somewhere behind the cursor.
    pub(super) fn has(&self, word: &str) -> bool {
        self.follows.split_whitespace().any(|each| each == word)
    }

    fn is_comment(&self) -> bool {
        self.follows.starts_with("//")
    }

    /// The offers without what follows already.
    pub(super) fn without_what_follows(&self, offers: Vec<Completion>) -> Vec<Completion> {
        if !self.goes_on() {
            return offers;
        }
        let mut seen = BTreeSet::new();
        let fitted = offers.into_iter().filter_map(|offer| self.fitted(offer));
        // Of several templates that begin with the same word, that word is left.
        let is_template = |offer: &Completion| offer.kind == CompletionKind::Template;
        fitted.filter(|offer| !is_template(offer) || seen.insert(offer.insert.clone())).collect()
    }

    fn fitted(&self, offer: Completion) -> Option<Completion> {
        let is_there = |offer: &Completion| offer.replaces.start == offer.replaces.end && self.has_next(&offer.label);
        let is_block = offer.insert.starts_with('{') && self.follows.starts_with('{');
        if is_block || offer.kind == CompletionKind::Keyword && is_there(&offer) {
            return None;
        }
        let literal = literal(&offer);
        let words: Vec<&str> = literal.split_whitespace().collect();
        let overlap = (1..words.len()).find(|at| {
            let rest = words.get(*at..).unwrap_or_default().join(" ");
            self.has_next(&rest)
        });
        if let Some(at) = overlap {
            return Some(plain(offer, words.get(..at).unwrap_or_default().join(" ")));
        }
        // Of a statement or a declaration, what follows is what there was to fill in.
        let is_whole =
            matches!(offer.kind, CompletionKind::Action | CompletionKind::Template | CompletionKind::Keyword);
        if offer.is_snippet && is_whole && !words.is_empty() {
            return Some(plain(offer, words.join(" ")));
        }
        let insert = offer.insert.trim_end().to_owned();
        Some(Completion { insert, ..offer })
    }
}

fn plain(offer: Completion, insert: String) -> Completion {
    Completion { insert, is_snippet: false, ..offer }
}

/// The words of an offer up to its first place to fill in, its first text and its first block.
fn literal(offer: &Completion) -> String {
    let ends: &[char] = if offer.is_snippet { &['$', '"', '{', '[', '/'] } else { &['"', '{', '['] };
    let insert = offer.insert.as_str();
    let until = insert.find(ends).and_then(|end| insert.get(..end)).unwrap_or(insert);
    // A place within a word: the word is not literal.
    let until = if until.len() < insert.len() && !until.ends_with(' ') {
        until.rsplit_once(' ').map_or("", |(before, _)| before)
    } else {
        until
    };
    if offer.is_snippet { snippets::plain(until) } else { until.to_owned() }
}

/// How long the rest of a word is; of a number, with its signs.
fn rest_of_word(begun: &str, rest: &str) -> usize {
    let is_number = begun.starts_with(|first: char| first.is_ascii_digit());
    let mut end = 0;
    while let Some(letter) = rest.get(end..).and_then(|rest| rest.chars().next()) {
        let after = rest.get(end + letter.len_utf8()..).unwrap_or_default();
        let goes_on = is_of_word(letter)
            || letter == '-' && after.starts_with(is_of_word)
            || is_number && matches!(letter, ':' | '%');
        if !goes_on {
            break;
        }
        end += letter.len_utf8();
    }
    end
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '.')
}
