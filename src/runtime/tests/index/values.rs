//! Attributes of every type, and values of them: few enough that rules and facts meet, odd enough to find edges.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rust_decimal::Decimal;

use crate::ir::vocabulary::Holder;
use crate::ir::{Moment, Type, Value};

/// An attribute of the random books.
#[derive(Clone, Debug)]
pub struct Own {
    pub key: String,
    pub holder: Holder,
    pub of: Type,
    /// Whether the book's numbers for it are whole.
    pub whole: bool,
}

/// The values of a small enum, not in the order of the alphabet.
pub const SIZES: [&str; 4] = ["small", "large", "huge", "any"];

/// How many values a large enum has: more than there are classes.
pub const MANY: usize = 150;

/// Every type at every holder.
pub fn attributes() -> Vec<Own> {
    let list = |of| Type::List(Box::new(of));
    let types = [
        ("text", Type::Text),
        ("number", Type::Number),
        ("percentage", Type::Percentage),
        ("boolean", Type::Boolean),
        ("duration", Type::Duration),
        ("time", Type::Time),
        ("clock", Type::ClockTime),
        ("date", Type::Date),
        ("size", Type::Enum("size".into())),
        ("many", Type::Enum("many".into())),
        ("texts", list(Type::Text)),
        ("sizes", list(Type::Enum("size".into()))),
        ("numbers", list(Type::Number)),
    ];
    let holders = [
        ("user", Holder::User),
        ("account", Holder::Account),
        ("conversation", Holder::Conversation),
        ("message", Holder::Event),
    ];
    let of = |(word, holder): (&str, Holder)| {
        types.clone().map(|(name, of)| Own { key: format!("{word}.its_{name}"), holder, of, whole: false })
    };
    holders.into_iter().flat_map(of).collect()
}

const ODD_NUMBERS: [&str; 22] = [
    "0.1",
    "12.345678",
    "12.3456785",
    "12.345679",
    "-3",
    "-0.000001",
    "-0.0000005",
    "0.0000001",
    "1.0",
    "1.000000",
    "1.10",
    "1000000000000000000000000000",
    "999999999999999999999999999",
    "0.00000000000000000001",
    "1.00000000000000000001",
    "1152921504606.846976",
    "1152921504606.846975",
    "1152921504606846976",
    "1152921504606846975",
    "-1152921504606846976",
    "79228162514264337593543950335",
    "-79228162514264337593543950335",
];

const ODD_TEXTS: [&str; 12] = [
    "",
    "a",
    "ab",
    "true",
    "false",
    "first-part-A-last-part",
    "first-part-B-last-part",
    "sixteen-letters!",
    "sixteen-letters!!",
    "é",
    "\0",
    "t1\0",
];

fn number() -> impl Strategy<Value = Decimal> + Clone {
    prop_oneof![
        3 => (-30..30_i64).prop_map(Decimal::from),
        3 => (-3000..3000_i64).prop_map(|hundredths| Decimal::new(hundredths, 2)),
        2 => select(&ODD_NUMBERS[..]).prop_map(|text| text.parse().unwrap()),
    ]
}

fn date() -> impl Strategy<Value = NaiveDate> + Clone {
    let first = NaiveDate::from_ymd_opt(2026, 2, 20).unwrap();
    prop_oneof![
        6 => (0..40_u64).prop_map(move |days| first + Days::new(days)),
        1 => select(vec![NaiveDate::MIN, NaiveDate::MAX]),
    ]
}

/// Values of that type, among them some that do not fit it quite: no such enum value, a negative duration.
pub fn value(of: &Type) -> BoxedStrategy<Value> {
    match of {
        Type::Text => prop_oneof![
            4 => (0..300_u32).prop_map(|number| Value::Text(format!("t{number}").into())),
            1 => select(&ODD_TEXTS[..]).prop_map(|text| Value::Text(text.into())),
        ]
        .boxed(),
        Type::Number => number().prop_map(Value::Number).boxed(),
        Type::Percentage => number().prop_map(Value::Percentage).boxed(),
        Type::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        Type::Duration => prop_oneof![
            4 => 0..20_i64,
            3 => 0..1_000_000_000_i64,
            1 => select(vec![i64::MAX, i64::MIN, 1 << 60, (1 << 60) - 1, -1]),
        ]
        .prop_map(Value::Duration)
        .boxed(),
        Type::Time => prop_oneof![
            2 => (0..20_i64).prop_map(|millis| Moment::MIN.plus(millis)),
            2 => (0..20_i64).prop_map(|millis| Moment::MAX.plus(-millis)),
            2 => (0..100_i64).prop_map(|minutes| super::super::world::start().plus(minutes * 60_000)),
        ]
        .prop_map(Value::Time)
        .boxed(),
        Type::ClockTime => {
            prop_oneof![2 => 0..20_u16, 2 => 0..=1441_u16, 1 => 1435..=1441_u16].prop_map(Value::ClockTime).boxed()
        }
        Type::Date => date().prop_map(Value::Date).boxed(),
        Type::Enum(name) if name == "size" => {
            select(vec!["small", "large", "huge", "any", "none"]).prop_map(|name| Value::Enum(name.into())).boxed()
        }
        Type::Enum(_) => (0..=MANY).prop_map(|number| Value::Enum(format!("m{number}").into())).boxed(),
        Type::List(of) => prop::collection::vec(value(of), 0..5).prop_map(|values| Value::List(values.into())).boxed(),
    }
}

/// Values that a book may hold: whole numbers only, so that bounds lie beside each other, or any.
pub fn literal(of: &Type, whole: bool) -> BoxedStrategy<Value> {
    let of = value(of).prop_map(fitting);
    if whole { of.prop_map(rounded).boxed() } else { of.boxed() }
}

fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(number.round()),
        Value::Percentage(number) => Value::Percentage(number.round()),
        Value::List(values) => Value::List(values.into_iter().map(rounded).collect()),
        other => other,
    }
}

fn fitting(value: Value) -> Value {
    match value {
        Value::Duration(millis) if millis < 0 => Value::Duration(0),
        Value::ClockTime(minutes) => Value::ClockTime(minutes.min(1440)),
        Value::Enum(name) if name == "none" => Value::Enum("any".into()),
        Value::Enum(name) if name == format!("m{MANY}") => Value::Enum("m0".into()),
        Value::List(values) => Value::List(values.into_iter().map(fitting).collect()),
        other => other,
    }
}

/// How a fact is chosen.
#[derive(Clone, Debug)]
pub struct Pick {
    how: u8,
    from: Vec<Index>,
    nudge: u8,
    other: Value,
    wrong: Value,
}

pub fn pick(of: &Type) -> BoxedStrategy<Pick> {
    let wrong = prop_oneof![
        value(&Type::Text),
        value(&Type::Number),
        value(&Type::Percentage),
        value(&Type::Enum("size".into())),
        value(&Type::List(Box::new(Type::Number))),
    ];
    (0..12_u8, prop::collection::vec(any::<Index>(), 1..5), 0..8_u8, value(of), wrong)
        .prop_map(|(how, from, nudge, other, wrong)| Pick { how, from, nudge, other, wrong })
        .boxed()
}

impl Pick {
    /// The fact: mostly one of the book's own values or one beside it; none, another, or one of a wrong type.
    pub fn fact(&self, of: &Type, literals: &[Value]) -> Option<Value> {
        let own = |of: &Type| {
            let fit: Vec<&Value> = literals.iter().filter(|value| is_of(of, value)).collect();
            self.from.iter().filter(|_| !fit.is_empty()).map(|from| (*from.get(&fit)).clone()).collect::<Vec<_>>()
        };
        let found = match of {
            Type::List(of) => Some(Value::List(own(of).into())),
            of => own(of).into_iter().next(),
        };
        match self.how {
            0 | 1 => None,
            2..=5 => found,
            6..=8 => found.map(|found| nudged(found, self.nudge)),
            9 | 10 => Some(self.other.clone()),
            _ => Some(self.wrong.clone()),
        }
    }
}

fn is_of(of: &Type, value: &Value) -> bool {
    match (of, value) {
        (Type::Text, Value::Text(_))
        | (Type::Number, Value::Number(_))
        | (Type::Percentage, Value::Percentage(_))
        | (Type::Boolean, Value::Boolean(_))
        | (Type::Duration, Value::Duration(_))
        | (Type::Time, Value::Time(_))
        | (Type::ClockTime, Value::ClockTime(_))
        | (Type::Date, Value::Date(_)) => true,
        (Type::Enum(name), Value::Enum(value)) => (name == "size") == SIZES.contains(&value.as_str()),
        _ => false,
    }
}

/// A value beside that one.
fn nudged(value: Value, nudge: u8) -> Value {
    let up = nudge.is_multiple_of(2);
    let sign = if up { 1 } else { -1 };
    let by = ["1", "0.000001", "0.0000005", "0.00000000000000000001"][usize::from(nudge / 2)];
    let moved = |number: Decimal| {
        let by: Decimal = by.parse().unwrap();
        number.checked_add(by * Decimal::from(sign)).unwrap_or(number)
    };
    match value {
        Value::Number(number) => Value::Number(moved(number)),
        Value::Percentage(number) => Value::Percentage(moved(number)),
        Value::Duration(millis) => Value::Duration(millis.saturating_add(sign)),
        Value::Time(time) => Value::Time(time.plus(sign)),
        Value::ClockTime(minutes) => Value::ClockTime(minutes.saturating_add_signed(if up { 1 } else { -1 })),
        Value::Date(date) => Value::Date(if up { date.succ_opt() } else { date.pred_opt() }.unwrap_or(date)),
        Value::Text(text) => Value::Text(format!("{text}x").into()),
        Value::List(mut values) => {
            values.push(Value::Text("t1".into()));
            Value::List(values)
        }
        other => other,
    }
}
