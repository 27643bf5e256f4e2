//! What an attribute can be asked, and what it can be.

use super::{Asked, Completion, CompletionKind, Fit, attributes, keyword, keywords, known_texts, names, values_like};
use crate::semantics::names::Kind;
use crate::semantics::types::Type;
use crate::semantics::vocabulary::Attribute;
use crate::syntax::ast::{DeclarationKind, Value, ValueKind};

/// All operators, and what each asks.
const OPERATORS: &[(&str, &str)] = &[
    ("is", "equal"),
    ("is not", "not equal"),
    ("was", "it was so before the event"),
    ("was not", "it was not so before the event"),
    ("in", "one of these"),
    ("not in", "none of these"),
    ("in the last", "the event came within that time, before the one at hand"),
    ("not in the last", "the event did not come within that time"),
    ("<", "less"),
    ("<=", "less, or equal"),
    (">", "more"),
    (">=", "more, or equal"),
    ("between", "from the one to the other, both included"),
    ("contains", "it is in the text; upper and lower case are the same"),
    ("contains any", "one of these is in the text"),
    ("contains all", "all of these are in the text"),
    ("contains exactly", "it is in the text; upper and lower case differ"),
    ("does not contain", "it is not in the text"),
    ("does not contain any", "none of these is in the text"),
    ("starts with", "the text begins so"),
    ("ends with", "the text ends so"),
    ("does not start with", "the text does not begin so"),
    ("does not end with", "the text does not end so"),
    ("matches", "the whole text fits the pattern"),
    ("finds", "a part of the text fits the pattern"),
    ("does not match", "the whole text does not fit the pattern"),
    ("does not find", "no part of the text fits the pattern"),
    ("has", "it is in the list"),
    ("has any", "one of these is in the list"),
    ("has all", "all of these are in the list"),
    ("has under", "it is in the list, or something below it, such as `a/b` below `a`"),
    ("had", "it was in the list before the event"),
    ("had any", "one of these was in the list before the event"),
    ("had all", "all of these were in the list before the event"),
    ("had under", "it was in the list before the event, or something below it"),
    ("does not have", "it is not in the list"),
    ("does not have any", "none of these is in the list"),
    ("more than", "longer ago than that"),
    ("less than", "not as long ago as that"),
    ("is known", "it has a value"),
    ("is unknown", "it has no value"),
    ("is true", "it is so"),
    ("is false", "it is not so"),
    ("is open", "the schedule is open"),
    ("is closed", "the schedule is closed"),
    ("has fired", "the trigger has fired, in the scope of its `once`"),
    ("has not fired", "the trigger has not fired"),
];

/// Those of them that are whole before a value.
const BEFORE_A_VALUE: usize = 39;

/// Whether an operator begins so, at the end of a word.
pub(super) fn begins_operator(written: &str) -> bool {
    OPERATORS.iter().any(|(operator, _)| {
        operator.strip_prefix(written).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Whether a value may follow.
pub(super) fn is_operator(written: &str) -> bool {
    written == "between … and" || OPERATORS.iter().take(BEFORE_A_VALUE).any(|(operator, _)| *operator == written)
}

/// Whether nothing need follow.
pub(super) fn is_whole(written: &str) -> bool {
    OPERATORS.iter().skip(BEFORE_A_VALUE).any(|(operator, _)| *operator == written)
}

/// What can be asked of the attribute, schedule, event or trigger written so.
pub(super) fn operators(asked: &Asked<'_>, subject: &str) -> Vec<Completion> {
    let fitting = fitting(asked, subject);
    fitting
        .into_iter()
        .map(|word| keyword(word).docs(operator_docs(word).unwrap_or_default()).fit(Fit::Wanted))
        .collect()
}

/// What an operator asks.
pub(in crate::ide) fn operator_docs(words: &str) -> Option<&'static str> {
    OPERATORS.iter().find(|(operator, _)| *operator == words).map(|(_, about)| *about)
}

/// What is left of the operators that begin so.
pub(super) fn rest_of_operator(asked: &Asked<'_>, subject: &str, begun: &str) -> Vec<Completion> {
    let fitting = fitting(asked, subject).into_iter();
    let rest = fitting.filter_map(|operator| operator.strip_prefix(begun)?.strip_prefix(' '));
    // `is true` is offered as a value.
    let rest = rest.filter(|rest| !matches!(*rest, "true" | "false"));
    rest.map(keyword).collect()
}

fn fitting(asked: &Asked<'_>, subject: &str) -> Vec<&'static str> {
    if asked.analysis.checked.vocabulary.events.contains_key(subject) {
        return vec!["in the last", "not in the last"];
    }
    if let Some(named) = crate::ide::symbol::find(asked.analysis, subject) {
        return match named.kind {
            Kind::Schedule => vec!["is open", "is closed"],
            Kind::Trigger | Kind::Automation => vec!["has fired", "has not fired"],
            _ => Vec::new(),
        };
    }
    let Some(attribute) = attributes::find(asked, subject) else { return Vec::new() };
    let mut fitting = of_type(&attribute.value_type).to_vec();
    if attribute.optional {
        fitting.extend(["is known", "is unknown"]);
    }
    fitting
}

const fn of_type(value_type: &Type) -> &'static [&'static str] {
    match value_type {
        Type::Boolean => &["is true", "is false", "was"],
        Type::Enum(_) => &["is", "is not", "in", "not in", "was", "was not", "<", "<=", ">", ">=", "between"],
        Type::List(_) => {
            &["has", "does not have", "has any", "has all", "has under", "had", "does not have any", "is", "is not"]
        }
        Type::Text | Type::Group | Type::Agent | Type::Webhook => &[
            "is",
            "is not",
            "in",
            "not in",
            "contains",
            "contains any",
            "contains all",
            "contains exactly",
            "does not contain",
            "does not contain any",
            "starts with",
            "ends with",
            "does not start with",
            "does not end with",
            "matches",
            "finds",
            "was",
            "was not",
        ],
        Type::Time => &["more than", "less than", "<", ">", "is", "was"],
        Type::Number | Type::Duration | Type::ClockTime | Type::Date | Type::Percentage => {
            &["is", "is not", "<", "<=", ">", ">=", "between", "in", "was"]
        }
    }
}

/// Whether it is a condition by itself.
pub(super) fn stands_alone(asked: &Asked<'_>, subject: &str) -> bool {
    crate::ide::symbol::find(asked.analysis, subject).is_some_and(|named| named.kind == Kind::Condition)
}

/// What may follow an operator.
pub(super) fn of_operator(asked: &Asked<'_>, subject: &str, operator: &str) -> Vec<Completion> {
    if attributes::find(asked, subject).is_none() && !operator.ends_with("the last") {
        return Vec::new();
    }
    match operator {
        "in the last" | "not in the last" | "more than" | "less than" => durations(),
        "matches" | "finds" | "does not match" | "does not find" => {
            vec![Completion::new("/…/", CompletionKind::Text).snippet("/$0/").docs("a pattern")]
        }
        "in"
        | "not in"
        | "contains any"
        | "contains all"
        | "has any"
        | "has all"
        | "does not contain any"
        | "does not have any" => {
            let mut offers = lists(asked, subject);
            offers.push(Completion::new("[…]", CompletionKind::Value).snippet("[$0]").docs("one after the other"));
            offers
        }
        "has" | "does not have" | "has under" | "had" | "had under" => members(asked, subject),
        _ => of(asked, subject),
    }
}

/// The lists of the book whose values the attribute written so can be.
fn lists(asked: &Asked<'_>, subject: &str) -> Vec<Completion> {
    let Some(attribute) = attributes::find(asked, subject) else { return Vec::new() };
    let wanted = match &attribute.value_type {
        Type::List(of) => of,
        other => other,
    };
    let values = match wanted {
        Type::Enum(name) => asked.analysis.checked.vocabulary.values_of(name).collect(),
        _ => Vec::new(),
    };
    let fits = |value: &Value| match (&value.kind, wanted) {
        (ValueKind::Text(_), wanted) => wanted.is_text(),
        (_, Type::Enum(_)) => value.bare_word().is_some_and(|word| values.contains(&word.text.as_str())),
        (ValueKind::Number(_), Type::Number) | (ValueKind::Duration(_), Type::Duration) => true,
        _ => !wanted.is_text() && value.bare_word().is_none() && !matches!(value.kind, ValueKind::Number(_)),
    };
    let of_that_type = |offer: &Completion| {
        let named = crate::ide::symbol::find(asked.analysis, &offer.label);
        named.is_some_and(|named| match &named.declaration.kind {
            DeclarationKind::List(list) => list.values.first().is_some_and(fits),
            _ => false,
        })
    };
    names::of(asked, &[Kind::List], Fit::Wanted).into_iter().filter(of_that_type).collect()
}

/// The values of the attribute written so, and other attributes of its type.
pub(super) fn of(asked: &Asked<'_>, written: &str) -> Vec<Completion> {
    let Some(attribute) = attributes::find(asked, written) else { return Vec::new() };
    let value_type = &attribute.value_type;
    let mut offers = match value_type {
        Type::List(_) => vec![list()],
        _ => of_value_type(asked, attribute),
    };
    if !matches!(value_type, Type::List(_)) {
        offers.extend(texts(asked, written, value_type));
    }
    if !value_type.is_text() && *value_type != Type::Boolean {
        let same = |other: &Attribute| other.value_type == *value_type && other.key != attribute.key;
        let fitting = attributes::readable(asked, |other| if same(other) { Fit::Possible } else { Fit::Seldom });
        offers.extend(fitting.into_iter().filter(|offer| offer.fit == Fit::Possible));
    }
    offers
}

/// What may stand in a list of the values of an attribute.
pub(super) fn members(asked: &Asked<'_>, written: &str) -> Vec<Completion> {
    let Some(attribute) = attributes::find(asked, written) else { return Vec::new() };
    let mut offers = of_value_type(asked, attribute);
    offers.extend(texts(asked, written, &attribute.value_type));
    offers
}

/// The texts that the book already uses with it; of groups and agents, the directory knows them.
fn texts(asked: &Asked<'_>, written: &str, value_type: &Type) -> Vec<Completion> {
    match value_type {
        Type::Text => known_texts::of_attribute(asked, written),
        Type::List(of) if **of == Type::Text => known_texts::of_attribute(asked, written),
        _ => Vec::new(),
    }
}

fn of_value_type(asked: &Asked<'_>, attribute: &Attribute) -> Vec<Completion> {
    let wanted = match &attribute.value_type {
        Type::List(of) => of,
        other => other,
    };
    of_plain_type(asked, wanted)
}

/// Values of a type.
pub(super) fn of_plain_type(asked: &Asked<'_>, value_type: &Type) -> Vec<Completion> {
    let value = |text: &str| Completion::new(text, CompletionKind::Value).fit(Fit::Wanted);
    match value_type {
        Type::Boolean => vec![value("true"), value("false")],
        Type::Enum(name) => {
            let declared = asked.analysis.checked.vocabulary.enums.get(name);
            let values = declared.map(|declared| declared.values.as_slice()).unwrap_or_default();
            let offers = values.iter().map(|each| match &each.docs {
                Some(docs) => value(&each.name).docs(docs).aged(Some(docs)),
                None => value(&each.name),
            });
            offers.collect()
        }
        Type::Group | Type::Agent | Type::Webhook => {
            let mut offers: Vec<Completion> =
                names::directory(asked, value_type).iter().map(|text| value(text)).collect();
            offers.push(text());
            offers
        }
        Type::Duration => durations(),
        Type::ClockTime => values_like(&["09:00", "18:00"]),
        Type::Percentage => values_like(&["50%"]),
        Type::Text => vec![text().fit(Fit::Wanted)],
        _ => Vec::new(),
    }
}

fn list() -> Completion {
    Completion::new("[…]", CompletionKind::Value).snippet("[$0]").fit(Fit::Wanted)
}

fn text() -> Completion {
    Completion::new("\"…\"", CompletionKind::Text).snippet("\"$0\"")
}

/// Durations to begin with.
pub(super) fn durations() -> Vec<Completion> {
    values_like(&["30s", "5m", "15m", "1h", "8h", "1d", "2d", "7d"])
}

/// What may stand in the parentheses of an attribute.
pub(super) fn arguments(asked: &Asked<'_>, subject: &str) -> Vec<Completion> {
    let all = asked.analysis.checked.vocabulary.attributes.values();
    let segments = all.flat_map(|attribute| &attribute.segments);
    let parameter = segments.filter(|segment| segment.name == subject).find_map(|segment| segment.parameters.first());
    let Some((_, wanted)) = parameter else { return Vec::new() };
    let mut offers = of_plain_type(asked, wanted);
    offers.extend(holding(asked, wanted));
    offers
}

/// Attributes that hold what is wanted; of the names of groups and agents, no other texts.
pub(super) fn holding(asked: &Asked<'_>, wanted: &Type) -> Vec<Completion> {
    let holds = |held: &Type| wanted.accepts(held) && (*wanted == Type::Text || *held != Type::Text);
    let all = attributes::readable(asked, |other| if holds(&other.value_type) { Fit::Possible } else { Fit::Seldom });
    all.into_iter().filter(|offer| offer.fit == Fit::Possible).collect()
}

/// What a test can say of an attribute.
pub(super) fn of_fact(asked: &Asked<'_>, written: &str) -> Vec<Completion> {
    let Some(attribute) = attributes::find(asked, written) else { return Vec::new() };
    let mut offers = match &attribute.value_type {
        Type::List(_) => vec![list()],
        Type::Number => values_like(&["0", "1"]),
        value_type => of_plain_type(asked, value_type),
    };
    if attribute.optional {
        offers.extend(keywords(&[("unknown", "takes it away")]));
    }
    offers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_before_a_value_are_told_from_whole_ones() {
        assert!(is_operator("had under") && is_operator("less than") && !is_operator("is known"));
        assert!(begins_operator("does not") && !begins_operator("i"));
    }
}
