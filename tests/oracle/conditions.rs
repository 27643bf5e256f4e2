//! Whether a condition holds.

use regex::RegexBuilder;
use unicode_normalization::UnicodeNormalization;
use whenbook::ir::{Comparison, Condition, Operand, Quantity, Test, TextEdge, Type, Value};

use super::facts::{Scene, attribute, rank};
use super::{history, hours};

pub fn holds(scene: &Scene, condition: &Condition) -> bool {
    match &condition.test {
        Test::All(parts) => parts.iter().all(|part| holds(scene, part)),
        Test::Any(parts) => parts.iter().any(|part| holds(scene, part)),
        Test::Not(part) => !holds(scene, part),
        Test::Known(operand) => scene.value(operand).is_some(),
        Test::InTheLast { event, duration } => in_the_last(scene, event, *duration),
        Test::Open(id) => hours::is_open(hours::schedule(scene.book, id), scene.now),
        Test::HasFired(id) => has_fired(scene, id),
        Test::Named(id) => {
            let named = scene.book.conditions.iter().find(|named| named.id == *id);
            named.is_some_and(|named| holds(scene, &named.condition))
        }
        // All others compare values, and are false if one of them is unknown.
        _ => compares(scene, &condition.test).unwrap_or(false),
    }
}

fn compares(scene: &Scene, test: &Test) -> Option<bool> {
    let value = |operand: &Operand| scene.value(operand);
    Some(match test {
        Test::Compare { left, comparison, right } => {
            let of = enum_of(scene, left).or_else(|| enum_of(scene, right));
            compare(scene, &value(left)?, *comparison, &value(right)?, of.as_deref())
        }
        Test::Between { value: middle, low, high } => {
            let of = [middle, low, high].into_iter().find_map(|operand| enum_of(scene, operand));
            let (middle, low, high) = (value(middle)?, value(low)?, value(high)?);
            compare(scene, &low, Comparison::LessOrEqual, &middle, of.as_deref())
                && compare(scene, &middle, Comparison::LessOrEqual, &high, of.as_deref())
        }
        Test::In { value: one, list } => list_of(value(list)?)?.contains(&value(one)?),
        Test::Text { text, edge, quantity, exactly, needles } => {
            let prepare = |text: String| if *exactly { text } else { fold(&text) };
            let text = prepare(text_of(value(text)?)?);
            let needles = several(value(needles)?);
            let found =
                |needle: &Value| text_of(needle.clone()).is_some_and(|needle| lies(&text, *edge, &prepare(needle)));
            counted(&needles, *quantity, found)
        }
        Test::Matches { text, pattern, ignore_case, whole } => {
            let pattern = if *whole { format!("\\A(?:{pattern})\\z") } else { pattern.clone() };
            let pattern = RegexBuilder::new(&pattern).case_insensitive(*ignore_case).build().expect("a pattern");
            pattern.is_match(&text_of(value(text)?)?)
        }
        Test::Has { list, quantity, members } => {
            let list = list_of(value(list)?)?;
            let members = several(value(members)?);
            let below = |tag: &Value, above: &Value| match (tag, above) {
                (Value::Text(tag), Value::Text(above)) => tag == above || tag.starts_with(&format!("{above}/")),
                _ => false,
            };
            match quantity {
                Quantity::Under => members.iter().any(|member| list.iter().any(|tag| below(tag, member))),
                quantity => counted(&members, *quantity, |member| list.contains(member)),
            }
        }
        Test::Ago { time, more, duration } => {
            let Value::Time(time) = value(time)? else { return None };
            let age = scene.now.millis() - time.millis();
            if *more { age > *duration } else { 0 <= age && age < *duration }
        }
        _ => return None,
    })
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

fn list_of(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::List(values) => Some(values.to_vec()),
        _ => None,
    }
}

fn several(value: Value) -> Vec<Value> {
    match value {
        Value::List(values) => values.to_vec(),
        one => vec![one],
    }
}

fn counted(needles: &[Value], quantity: Quantity, found: impl Fn(&Value) -> bool) -> bool {
    match quantity {
        Quantity::All => needles.iter().all(found),
        Quantity::One | Quantity::Any | Quantity::Under => needles.iter().any(found),
    }
}

fn lies(text: &str, edge: TextEdge, needle: &str) -> bool {
    match edge {
        TextEdge::Anywhere => text.contains(needle),
        TextEdge::Start => text.starts_with(needle),
        TextEdge::End => text.ends_with(needle),
    }
}

/// For comparisons that do not mind upper and lower case.
pub fn fold(text: &str) -> String {
    let upper = text.nfc().flat_map(char::to_lowercase).flat_map(char::to_uppercase);
    upper.flat_map(char::to_lowercase).nfc().collect()
}

fn enum_of(scene: &Scene, operand: &Operand) -> Option<String> {
    let Operand::Attribute(read) = operand else { return None };
    match &attribute(scene.book, &read.key)?.value_type {
        Type::Enum(name) => Some(name.clone()),
        _ => None,
    }
}

fn compare(scene: &Scene, left: &Value, comparison: Comparison, right: &Value, of: Option<&str>) -> bool {
    if comparison == Comparison::Is {
        return left == right;
    }
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) | (Value::Percentage(left), Value::Percentage(right)) => {
            left.cmp(right)
        }
        (Value::Duration(left), Value::Duration(right)) => left.cmp(right),
        (Value::Time(left), Value::Time(right)) => left.cmp(right),
        (Value::ClockTime(left), Value::ClockTime(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::Enum(left), Value::Enum(right)) => {
            let of = of.unwrap_or_default();
            match (rank(scene.book, of, left), rank(scene.book, of, right)) {
                (Some(left), Some(right)) => left.cmp(&right),
                _ => return false,
            }
        }
        _ => return false,
    };
    match comparison {
        Comparison::Is => order.is_eq(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    }
}

fn in_the_last(scene: &Scene, event: &whenbook::ir::EventName, duration: i64) -> bool {
    let except = scene.fired_by.filter(|(fired_by, _)| *fired_by == event).map(|(_, input)| input);
    let time = history::last_time(scene.history, event, except);
    time.is_some_and(|time| scene.now.millis() - time.millis() <= duration)
}

fn has_fired(scene: &Scene, id: &str) -> bool {
    let trigger = scene.book.triggers.iter().find(|trigger| trigger.id == *id).map(|trigger| &trigger.once);
    let automation = || scene.book.automations.iter().find(|automation| automation.id == *id).map(|found| &found.once);
    let once = trigger.or_else(automation).and_then(Option::as_ref);
    held_back(scene, id, once).is_some()
}

/// When it fired, if by its `once` that still counts.
pub fn held_back(scene: &Scene, id: &str, once: Option<&whenbook::ir::Once>) -> Option<whenbook::ir::Moment> {
    let zone = hours::zone(&scene.book.time_zone);
    match once {
        Some(once) if once.scope == whenbook::ir::Scope::User => {
            let time = *scene.user_marks.get(id)?;
            history::in_period(time, once.period.as_ref(), scene.now, zone).then_some(time)
        }
        once => history::marked(scene.history, id, once, scene.session, scene.now, zone),
    }
}
