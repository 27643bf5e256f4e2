//! Wrong forms of operators that people write, and how each is written right.

use super::ast::{Order, TextEdge};

/// What an operator asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Is { negated: bool },
    Was { negated: bool },
    Order { order: Order, negated: bool },
    Between { negated: bool },
    In { negated: bool },
    Text { edge: TextEdge, negated: bool },
    Matches { find: bool, negated: bool },
    Has { before: bool, negated: bool },
}

/// How a wrong form is written right, and what it means.
pub(super) fn reading(written: &str) -> Option<(&'static str, Meaning)> {
    let words = normal(written);
    let meaning = sign(&words).or_else(|| comparing(&words)).or_else(|| negation(&words)).or_else(|| plain(&words))?;
    Some((words_of(meaning), meaning))
}

/// In lower case, with one blank between words, straight apostrophes and `n't` written out.
fn normal(written: &str) -> String {
    let words = written.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace(['’', '´', '`'], "'").replace("n't", " not")
}

fn sign(words: &str) -> Option<Meaning> {
    let order = |order| Some(Meaning::Order { order, negated: false });
    match words {
        "=" | "==" | "===" | "＝" | ":" | "：" => Some(Meaning::Is { negated: false }),
        "!=" | "!==" | "<>" | "≠" => Some(Meaning::Is { negated: true }),
        "≤" | "=<" | "lte" => order(Order::LessOrEqual),
        "≥" | "=>" | "gte" => order(Order::GreaterOrEqual),
        "＜" | "lt" => order(Order::Less),
        "＞" | "gt" => order(Order::Greater),
        _ => None,
    }
}

/// `is greater than`, `is not one of`, …
fn comparing(words: &str) -> Option<Meaning> {
    let rest = words.strip_prefix("is ")?;
    let (negated, rest) = rest.strip_prefix("not ").map_or((false, rest), |rest| (true, rest));
    let or_equal = rest.ends_with("or equal to");
    let first = rest.split(' ').next().unwrap_or(rest);
    Some(match (first, rest) {
        ("in", _) | (_, "one of" | "any of") => Meaning::In { negated },
        ("between", _) => Meaning::Between { negated },
        ("equal", _) => Meaning::Is { negated },
        (_, "at least") => Meaning::Order { order: Order::GreaterOrEqual, negated },
        (_, "at most") => Meaning::Order { order: Order::LessOrEqual, negated },
        ("greater" | "more" | "larger" | "higher" | "bigger" | "longer" | "later" | "after" | "above" | "over", _) => {
            let order = if or_equal { Order::GreaterOrEqual } else { Order::Greater };
            Meaning::Order { order, negated }
        }
        ("less" | "smaller" | "lower" | "fewer" | "shorter" | "earlier" | "before" | "below" | "under", _) => {
            let order = if or_equal { Order::LessOrEqual } else { Order::Less };
            Meaning::Order { order, negated }
        }
        _ => return None,
    })
}

/// `not contains`, `contains not`, `does not contains`, `is not`, …
fn negation(words: &str) -> Option<Meaning> {
    let rest = [words.strip_prefix("does not "), words.strip_prefix("not "), words.strip_suffix(" not")];
    let rest =
        rest.into_iter().flatten().next().or_else(|| words.strip_prefix("is not ").filter(|rest| !rest.is_empty()))?;
    Some(negated(plain(rest)?))
}

fn plain(words: &str) -> Option<Meaning> {
    Some(match words {
        "is" | "are" | "equals" | "equal" => Meaning::Is { negated: false },
        "was" => Meaning::Was { negated: false },
        "in" => Meaning::In { negated: false },
        "not in" => Meaning::In { negated: true },
        "is not" => Meaning::Is { negated: true },
        "was not" => Meaning::Was { negated: true },
        "between" => Meaning::Between { negated: false },
        "contains" | "contain" | "includes" | "include" | "like" => {
            Meaning::Text { edge: TextEdge::Anywhere, negated: false }
        }
        "starts with" | "start with" => Meaning::Text { edge: TextEdge::Start, negated: false },
        "ends with" | "end with" => Meaning::Text { edge: TextEdge::End, negated: false },
        "matches" | "match" => Meaning::Matches { find: false, negated: false },
        "finds" | "find" => Meaning::Matches { find: true, negated: false },
        "has" | "have" => Meaning::Has { before: false, negated: false },
        "had" => Meaning::Has { before: true, negated: false },
        _ => return None,
    })
}

/// What an operator in lower case means that is right but for its capitals.
pub(super) fn spelt_right(words: &str) -> Option<Meaning> {
    plain(&normal(words))
}

const fn negated(meaning: Meaning) -> Meaning {
    match meaning {
        Meaning::Is { .. } => Meaning::Is { negated: true },
        Meaning::Was { .. } => Meaning::Was { negated: true },
        Meaning::Order { order, .. } => Meaning::Order { order, negated: true },
        Meaning::Between { .. } => Meaning::Between { negated: true },
        Meaning::In { .. } => Meaning::In { negated: true },
        Meaning::Text { edge, .. } => Meaning::Text { edge, negated: true },
        Meaning::Matches { find, .. } => Meaning::Matches { find, negated: true },
        Meaning::Has { before, .. } => Meaning::Has { before, negated: true },
    }
}

/// The order that holds exactly when this one does not.
pub(super) const fn opposite(order: Order) -> Order {
    match order {
        Order::Less => Order::GreaterOrEqual,
        Order::LessOrEqual => Order::Greater,
        Order::Greater => Order::LessOrEqual,
        Order::GreaterOrEqual => Order::Less,
    }
}

/// For an order, whether it asks for more.
pub(super) const fn is_more(meaning: Meaning) -> Option<bool> {
    match meaning {
        Meaning::Order { order, negated } => Some(matches!(order, Order::Greater | Order::GreaterOrEqual) != negated),
        _ => None,
    }
}

/// The words of the language for it; `between` for its negation, too, which needs a `not` elsewhere.
const fn words_of(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Is { negated: false } => "is",
        Meaning::Is { negated: true } => "is not",
        Meaning::Was { negated: false } => "was",
        Meaning::Was { negated: true } => "was not",
        Meaning::Order { order, negated: false } => order_sign(order),
        Meaning::Order { order, negated: true } => order_sign(opposite(order)),
        Meaning::Between { .. } => "between",
        Meaning::In { negated: false } => "in",
        Meaning::In { negated: true } => "not in",
        Meaning::Text { edge: TextEdge::Anywhere, negated: false } => "contains",
        Meaning::Text { edge: TextEdge::Start, negated: false } => "starts with",
        Meaning::Text { edge: TextEdge::End, negated: false } => "ends with",
        Meaning::Text { edge: TextEdge::Anywhere, negated: true } => "does not contain",
        Meaning::Text { edge: TextEdge::Start, negated: true } => "does not start with",
        Meaning::Text { edge: TextEdge::End, negated: true } => "does not end with",
        Meaning::Matches { find: false, negated: false } => "matches",
        Meaning::Matches { find: true, negated: false } => "finds",
        Meaning::Matches { find: false, negated: true } => "does not match",
        Meaning::Matches { find: true, negated: true } => "does not find",
        Meaning::Has { before: true, .. } => "had",
        Meaning::Has { before: false, negated: false } => "has",
        Meaning::Has { before: false, negated: true } => "does not have",
    }
}

const fn order_sign(order: Order) -> &'static str {
    match order {
        Order::Less => "<",
        Order::LessOrEqual => "<=",
        Order::Greater => ">",
        Order::GreaterOrEqual => ">=",
    }
}

/// Whether a wrong form of `and` or `or` means `and`.
pub(super) fn means_and(written: &str) -> bool {
    written.starts_with('&') || written.eq_ignore_ascii_case("and")
}

/// The word that begins a block of conditions and is spelt most like this.
pub(super) fn nearest_quantifier(written: &str) -> Option<&'static str> {
    super::spelling::nearest(written, &["all", "any", "none"])
}

#[cfg(test)]
mod tests {
    use super::reading;

    #[test]
    fn wrong_forms_are_understood() {
        let cases = [
            ("==", "is"),
            ("isn't", "is not"),
            ("isn’t  in", "not in"),
            ("is not one of", "not in"),
            ("is greater than or equal to", ">="),
            ("is not more than", "<="),
            ("doesn't contain", "does not contain"),
            ("contains not", "does not contain"),
            ("does not starts with", "does not start with"),
            ("has not", "does not have"),
            ("is after", ">"),
            ("not is", "is not"),
            ("are not", "is not"),
            ("does not equal", "is not"),
        ];
        for (written, right) in cases {
            assert_eq!(reading(written).map(|(words, _)| words), Some(right), "{written}");
        }
    }
}
