//! What is looked for in texts and in lists, and what one search says of another.

use unicode_normalization::UnicodeNormalization;

use crate::ir::{TextEdge, Value};

/// That one of these is somewhere in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Search {
    pub edge: TextEdge,
    pub exactly: bool,
    /// As the engine looks for them: without regard to large and small letters unless `exactly`.
    pub needles: Vec<String>,
}

impl Search {
    pub fn new(edge: TextEdge, exactly: bool, needles: impl IntoIterator<Item = String>) -> Self {
        let ready = |needle: String| if exactly { needle } else { folded(&needle) };
        Self { edge, exactly, needles: needles.into_iter().map(ready).collect() }
    }

    /// Whether it succeeds in that text.
    pub fn finds(&self, text: &str) -> bool {
        let text = if self.exactly { text.to_owned() } else { folded(text) };
        self.needles.iter().any(|needle| found(self.edge, &text, needle))
    }

    /// Whether a text in which the needle is found so, has one of this search's too.
    fn follows_from(&self, edge: TextEdge, exactly: bool, needle: &str) -> bool {
        // Folding can join letters, so a text that has the needle exactly need not have it folded.
        self.exactly == exactly
            && (self.edge == edge || self.edge == TextEdge::Anywhere)
            && self.needles.iter().any(|own| found(self.edge, needle, own))
    }

    /// Whether both can succeed in one text.
    fn can_meet(&self, other: &Self) -> bool {
        if self.edge != other.edge || self.edge == TextEdge::Anywhere || self.exactly != other.exactly {
            return true;
        }
        let fit = |one: &str, two: &str| found(self.edge, one, two) || found(self.edge, two, one);
        self.needles.iter().any(|one| other.needles.iter().any(|two| fit(one, two)))
    }
}

/// Whether a text can pass all of the first and none of the second.
pub(super) fn can_pass(wanted: &[&Search], refused: &[&Search]) -> bool {
    let denied = |search: &Search, needle: &String| {
        refused.iter().any(|refused| refused.follows_from(search.edge, search.exactly, needle))
    };
    let passes = |search: &&Search| search.needles.iter().any(|needle| !denied(search, needle));
    let meets = |(place, search): (usize, &&Search)| wanted.iter().skip(place + 1).all(|other| search.can_meet(other));
    wanted.iter().all(passes) && wanted.iter().enumerate().all(meets)
}

fn found(edge: TextEdge, text: &str, needle: &str) -> bool {
    match edge {
        TextEdge::Anywhere => text.contains(needle),
        TextEdge::Start => text.starts_with(needle),
        TextEdge::End => text.ends_with(needle),
    }
}

/// As the engine folds texts: those that differ in large and small letters only become the same.
#[must_use]
pub fn folded(text: &str) -> String {
    let small = text.nfc().flat_map(char::to_lowercase);
    small.flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

/// A member of a list that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub value: Value,
    /// Or something below it.
    pub under: bool,
}

impl Member {
    /// Whether a list that has the other, has this one.
    fn follows_from(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Text(above), Value::Text(tag)) if self.under => {
                tag.strip_prefix(above.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
            (own, other_value) => own == other_value && !other.under && !self.under,
        }
    }
}

/// Whether a list can have one of each of the first and none of the second.
pub(super) fn can_have(wanted: &[&[Member]], refused: &[&[Member]]) -> bool {
    let denied = |member: &Member| refused.iter().copied().flatten().any(|refused| refused.follows_from(member));
    wanted.iter().all(|any| any.iter().any(|member| !denied(member)))
}
