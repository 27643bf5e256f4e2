//! What the index once got wrong, or might have.

use super::super::build::*;
use super::super::world::{engine, input, start};
use crate::ir::vocabulary::{Attribute, Holder};
use crate::ir::{Book, Condition, Name, Operand, Quantity, Test, Trigger, Type, Value, Values};
use crate::runtime::{Carried, Conversation, Facts, Input, InputKind};

/// The places of these conditions that hold if they belong to more rules than are looked at one by one.
fn holding(own: Type, conditions: &[Condition], fact: Option<Value>) -> Vec<usize> {
    holding_beside(20, (own, None), conditions, fact)
}

/// As [`holding`], beside so many other rules; the attribute has a default.
fn holding_beside(
    others: usize,
    (own, default): (Type, Option<Value>),
    conditions: &[Condition],
    fact: Option<Value>,
) -> Vec<usize> {
    let mut book = book();
    book.vocabulary.attributes.push(Attribute {
        key: "user.own".into(),
        holder: Holder::User,
        value_type: own,
        default,
        writable: true,
        docs: None,
        place: place(),
    });
    let whens = std::iter::repeat_with(|| any(vec![])).take(others);
    let triggers = conditions.iter().cloned().chain(whens).enumerate().map(|(number, when)| Trigger {
        condition: Some(when),
        ..trigger(&number.to_string(), &["page.opened"], vec![])
    });
    let engine = engine(Book { triggers: triggers.collect(), ..book });
    let user: Facts = fact.map(|fact| (Name::from("user.own"), fact)).into_iter().collect();
    let kind = InputKind::Event { name: event("page.opened"), carried: Carried::new(), kept: vec![] };
    let input = Input { user: user.into(), ..input(0, kind) };
    let fired = engine.step(&mut Conversation::new("a", "c"), &input).fired;
    fired.iter().map(|id| id.parse().unwrap()).collect()
}

#[test]
fn what_compares_with_nothing_says_the_same_of_all_values_in_an_order() {
    let known = || condition(Test::Known(read("user.own")));
    let one_of_none =
        condition(Test::In { value: read("user.own"), list: Operand::Literal(Value::List(Values::default())) });
    let conditions = [known(), not(known()), one_of_none.clone(), not(one_of_none)];
    let values = [
        (Type::Number, number(7)),
        (Type::Percentage, Value::Percentage(7.into())),
        (Type::Duration, Value::Duration(7)),
        (Type::Time, Value::Time(start())),
        (Type::ClockTime, Value::ClockTime(7)),
        (Type::Date, Value::Date(chrono::NaiveDate::MAX)),
    ];
    for (own, value) in values {
        assert_eq!(holding(own.clone(), &conditions, Some(value)), [0, 3], "{own:?}");
        assert_eq!(holding(own, &conditions, None), [1, 3]);
    }
}

#[test]
fn a_list_that_is_not_there_has_not_even_all_of_nothing() {
    let all_of_none =
        condition(Test::Has { list: read("user.own"), quantity: Quantity::All, members: Operand::Literal(texts(&[])) });
    let own = || Type::List(Box::new(Type::Text));
    assert_eq!(holding(own(), std::slice::from_ref(&all_of_none), Some(texts(&[]))), [0]);
    assert_eq!(holding(own(), &[all_of_none], None), [] as [usize; 0]);
}

#[test]
fn between_two_bounds_beside_each_other_lie_other_numbers() {
    let of = |numbers: [i64; 2]| {
        let list = Operand::Literal(Value::List(numbers.map(number).as_slice().into()));
        condition(Test::In { value: read("user.own"), list })
    };
    let conditions = [of([1, 2]), not(of([1, 2])), of([2, 3])];
    let found = |text: &str| holding(Type::Number, &conditions, Some(Value::Number(text.parse().unwrap())));
    assert_eq!((found("1"), found("2"), found("2.000")), (vec![0], vec![0, 2], vec![0, 2]));
    assert_eq!((found("1.5"), found("1.9999999999999999"), found("0")), (vec![1], vec![1], vec![1]));
}

#[test]
fn a_list_with_a_member_of_another_type_is_the_default_among_few_rules_too() {
    let has = condition(Test::Has {
        list: read("user.own"),
        quantity: Quantity::One,
        members: Operand::Literal(text("own")),
    });
    let conditions = [has.clone(), not(has)];
    let own = |default: Option<Value>| (Type::List(Box::new(Type::Text)), default);
    let wrong = || Some(Value::List(vec![text("own"), number(1)].into()));
    for others in [0, 20] {
        assert_eq!(holding_beside(others, own(None), &conditions, wrong()), [1]);
        assert_eq!(holding_beside(others, own(Some(texts(&["own"]))), &conditions, wrong()), [0]);
        assert_eq!(holding_beside(others, own(Some(texts(&["own"]))), &conditions, Some(texts(&[]))), [1]);
    }
}
