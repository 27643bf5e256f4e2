//! Whether a single test holds for a value of the one fact that it asks about. What it asks beside is taken to be fine.

use std::cmp::Ordering;

use super::candidates::Known;
use crate::ir::{AttributeRead, Comparison, Moment, Operand, Quantity, Test, TextEdge, Type, Value};
use crate::semantics::satisfiable::folded;

/// The fact about which a test asks; `None` if that is not a single one.
pub(super) fn about(test: &Test) -> Option<&AttributeRead> {
    match test {
        Test::Compare { left, right, .. } => match (left, right) {
            (Operand::Attribute(one), other) | (other, Operand::Attribute(one))
                if !matches!(other, Operand::Attribute(_)) =>
            {
                Some(one)
            }
            _ => None,
        },
        Test::Between { value: operand, .. }
        | Test::In { value: operand, .. }
        | Test::Text { text: operand, .. }
        | Test::Matches { text: operand, .. }
        | Test::Has { list: operand, .. }
        | Test::Known(operand)
        | Test::Ago { time: operand, .. } => read(operand),
        _ => None,
    }
}

const fn read(operand: &Operand) -> Option<&AttributeRead> {
    match operand {
        Operand::Attribute(read) => Some(read),
        _ => None,
    }
}

/// Whether it holds.
pub(super) fn holds(test: &Test, value: Option<&Value>, of: &Type, now: Moment, known: &Known<'_>) -> bool {
    let Some(value) = value else { return false };
    let order = |one: &Value, other: &Value| known.order(of, one, other);
    let compared = |comparison: Comparison, one: &Value, other: &Value| match comparison {
        Comparison::Is => one == other,
        Comparison::Less => order(one, other) == Ordering::Less,
        Comparison::LessOrEqual => order(one, other) != Ordering::Greater,
        Comparison::Greater => order(one, other) == Ordering::Greater,
        Comparison::GreaterOrEqual => order(one, other) != Ordering::Less,
    };
    match test {
        Test::Compare { left: Operand::Attribute(_), comparison, right } => {
            known.literal(right).is_none_or(|right| compared(*comparison, value, right))
        }
        Test::Compare { left, comparison, .. } => {
            known.literal(left).is_none_or(|left| compared(*comparison, left, value))
        }
        Test::Between { low, high, .. } => {
            let ends = known.literal(low).zip(known.literal(high));
            ends.is_none_or(|(low, high)| {
                compared(Comparison::LessOrEqual, low, value) && compared(Comparison::LessOrEqual, value, high)
            })
        }
        Test::In { list, .. } => known.values(list).is_none_or(|values| values.contains(value)),
        Test::Text { edge, quantity, exactly, needles, .. } => {
            let Value::Text(text) = value else { return false };
            let fold = |text: &str| if *exactly { text.to_owned() } else { folded(text) };
            let text = fold(text);
            let found = |needle: &String| {
                let needle = fold(needle);
                match edge {
                    TextEdge::Anywhere => text.contains(&needle),
                    TextEdge::Start => text.starts_with(&needle),
                    TextEdge::End => text.ends_with(&needle),
                }
            };
            let needles = known.texts(needles);
            if *quantity == Quantity::All { needles.iter().all(found) } else { needles.iter().any(found) }
        }
        Test::Matches { pattern, ignore_case, whole, .. } => {
            let Value::Text(text) = value else { return false };
            let pattern = if *whole { format!("^(?:{pattern})$") } else { pattern.clone() };
            let built = regex::RegexBuilder::new(&pattern).case_insensitive(*ignore_case).build();
            built.is_ok_and(|built| built.is_match(text))
        }
        Test::Has { quantity, members, .. } => {
            let Value::List(values) = value else { return false };
            let members = known.members(members);
            let has = |member: &Value| values.contains(member);
            match quantity {
                Quantity::One | Quantity::Any => members.iter().any(has),
                Quantity::All => members.iter().all(has),
                Quantity::Under => members.iter().any(|member| values.iter().any(|value| is_under(value, member))),
            }
        }
        Test::Ago { more, duration, .. } => {
            let Value::Time(time) = value else { return false };
            let passed = now.millis() - time.millis();
            if *more { passed > *duration } else { 0 <= passed && passed < *duration }
        }
        _ => true,
    }
}

fn is_under(tag: &Value, above: &Value) -> bool {
    let (Value::Text(tag), Value::Text(above)) = (tag, above) else { return false };
    tag.strip_prefix(above.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
