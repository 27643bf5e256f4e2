//! Conditions: what may stand at their beginning, what can be asked of it, with what it is compared, what joins them.

use super::{Asked, Completion, CompletionKind, Fit, Reads, attributes, keyword, keywords, names, values};
use crate::ide::statement::{Word, WordKind};
use crate::semantics::names::Kind;

/// How far a condition is written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Written<'a> {
    /// Something must be asked.
    Nothing,
    /// Something is named, of which something may be asked.
    Subject(&'a str),
    /// In the parentheses of an attribute.
    Arguments(&'a str),
    /// The beginning of an operator, or all of it.
    Operator(&'a str, String),
    /// In the brackets of a list.
    Members(&'a str, String),
    /// Behind a member of a list.
    Member(&'a str, String),
    /// A whole comparison.
    Whole(&'a str, String),
}

impl<'a> Written<'a> {
    fn then(self, word: &Word<'a>) -> Self {
        let joint = matches!(word.text, "and" | "or") && word.kind == WordKind::Name;
        match self {
            Self::Nothing => match word.text {
                "not" | "(" | "and" | "or" | "all" | "any" | "none" => Self::Nothing,
                ")" | "}" => Self::Whole("", String::new()),
                text => Self::Subject(text),
            },
            Self::Subject(_) if joint => Self::Nothing,
            Self::Subject(subject) => match word.text {
                "(" => Self::Arguments(subject),
                ")" => Self::Whole(subject, String::new()),
                text => Self::Operator(subject, text.to_owned()),
            },
            Self::Arguments(subject) if word.is(")") => Self::Subject(subject),
            Self::Arguments(_) => self,
            Self::Operator(subject, operator) => {
                let longer = format!("{operator} {}", word.text);
                match word.text {
                    _ if values::is_whole(&longer) => Self::Whole(subject, longer),
                    "[" => Self::Members(subject, operator),
                    _ if values::begins_operator(&longer) => Self::Operator(subject, longer),
                    _ => Self::Whole(subject, operator),
                }
            }
            Self::Members(subject, operator) | Self::Member(subject, operator) => match word.text {
                "]" => Self::Whole(subject, operator),
                "," => Self::Members(subject, operator),
                _ => Self::Member(subject, operator),
            },
            Self::Whole(subject, operator) if operator == "between" && word.is("and") => {
                Self::Operator(subject, "between … and".to_owned())
            }
            Self::Whole(..) if joint => Self::Nothing,
            Self::Whole(..) => self,
        }
    }
}

/// What may follow these words of a condition; behind a whole one, `after` may too.
pub(super) fn offers(asked: &Asked<'_>, words: &[Word<'_>], after: &[(&str, &str)]) -> Vec<Completion> {
    match words.iter().fold(Written::Nothing, Written::then) {
        Written::Nothing => begin(asked),
        Written::Subject(subject) => {
            let mut offers = values::operators(asked, subject);
            if values::stands_alone(asked, subject) {
                offers.extend(joints(after));
            }
            offers
        }
        Written::Arguments(subject) => values::arguments(asked, subject),
        Written::Operator(subject, operator) => {
            let mut offers = values::rest_of_operator(asked, subject, &operator);
            if values::is_operator(&operator) {
                offers.extend(values::of_operator(asked, subject, &operator));
            }
            offers
        }
        Written::Members(subject, _) => values::members(asked, subject),
        Written::Member(..) => Vec::new(),
        Written::Whole(_, operator) if matches!(operator.as_str(), "more than" | "less than") => {
            vec![keyword("ago").fit(Fit::Wanted)]
        }
        Written::Whole(_, operator) if operator == "between" => vec![keyword("and").fit(Fit::Wanted)],
        Written::Whole(..) => joints(after),
    }
}

/// What stands at the beginning of a condition: attributes that can be read, named conditions, schedules, events, triggers.
fn begin(asked: &Asked<'_>) -> Vec<Completion> {
    let mut offers = attributes::by_nearness(asked);
    let is_kept = asked.reads == Reads::Kept;
    let kinds: &[Kind] = if is_kept { &[Kind::Condition] } else { &[Kind::Condition, Kind::Schedule] };
    offers.extend(names::of(asked, kinds, Fit::Wanted));
    if !asked.begun().is_empty() {
        // A large book has thousands of them.
        offers.extend(names::of(asked, &[Kind::Trigger, Kind::Automation], Fit::Seldom).into_iter().map(|offer| {
            let insert = format!("{} has fired", offer.insert);
            offer.insert(insert)
        }));
    }
    let events = if is_kept { Vec::new() } else { names::events(asked, &[], &[]) };
    offers.extend(events.into_iter().filter(|offer| offer.kind == CompletionKind::Event).map(|offer| {
        let insert = format!("{} in the last ${{1:5m}}", offer.insert);
        offer.snippet(insert).fit(Fit::Seldom)
    }));
    offers.push(keyword("not").insert("not ").docs("the opposite"));
    for (word, about) in [("all", "every line holds"), ("any", "at least one line holds"), ("none", "no line holds")] {
        offers.push(keyword(word).snippet(format!("{word} {{\n  $0\n}}")).docs(about));
    }
    offers
}

fn joints(after: &[(&str, &str)]) -> Vec<Completion> {
    let mut offers = keywords(&[("and", "both hold"), ("or", "one of them holds")]);
    offers.extend(keywords(after));
    offers
}
