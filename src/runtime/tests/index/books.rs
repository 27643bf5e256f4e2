//! Random books: what may stand in a `when`, over few attributes, so that many rules ask for the same.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::Union;

use super::super::build::*;
use super::values::{MANY, Own, Pick, SIZES, attributes, literal, pick};
use crate::ir::vocabulary::{Attribute, Enum, EnumValue};
use crate::ir::{Book, Comparison, Condition, NamedCondition, Operand, Quantity, Test, TextEdge, Trigger, Type, Value};

/// A book, the attributes that it is about, and what comes.
#[derive(Clone, Debug)]
pub struct Case {
    pub book: Book,
    pub own: Vec<Own>,
    /// Whether some condition asks for earlier values.
    pub earlier: bool,
    pub inputs: Vec<Given>,
}

/// What comes, with what there was before it.
#[derive(Clone, Debug)]
pub struct Given {
    pub event: &'static str,
    pub channel: Option<&'static str>,
    /// Facts of the attributes, in their order.
    pub facts: Vec<Pick>,
    /// What they were before, or become by the event; `None` for those that stay.
    pub others: Vec<Option<Pick>>,
}

pub fn case() -> impl Strategy<Value = Case> {
    let own = prop_oneof![
        2 => subsequence(attributes(), 1..=2),
        3 => subsequence(attributes(), 3..=8),
        1 => subsequence(attributes(), 20..=40),
    ];
    (own, prop::bool::ANY, prop::bool::ANY).prop_flat_map(|(mut own, earlier, whole)| {
        own.iter_mut().for_each(|own| own.whole = whole);
        let defaults: Vec<_> = own.iter().map(|own| prop::option::of(literal(&own.of, own.whole))).collect();
        let inputs = prop::collection::vec(given(&own), 16);
        (defaults, triggers(&own, earlier), single(&own, earlier), inputs).prop_map(
            move |(defaults, triggers, named, inputs)| {
                let book = book_of(&own, defaults, triggers, named);
                Case { book, own: own.clone(), earlier, inputs }
            },
        )
    })
}

fn given(own: &[Own]) -> impl Strategy<Value = Given> + use<> {
    let facts: Vec<_> = own.iter().map(|own| pick(&own.of)).collect();
    let others: Vec<_> = own.iter().map(|own| prop::option::weighted(0.2, pick(&own.of))).collect();
    let others = prop_oneof![Just(vec![None; own.len()]), others];
    let event = prop_oneof![4 => Just("customer.wrote"), 1 => Just("agent.wrote")];
    let channel = select(vec![None, Some("web_widget"), Some("ios"), Some("none")]);
    (event, channel, facts, others).prop_map(|(event, channel, facts, others)| Given { event, channel, facts, others })
}

fn triggers(own: &[Own], earlier: bool) -> impl Strategy<Value = Vec<Trigger>> + use<> {
    let one =
        || {
            let events = prop_oneof![
                8 => Just(&["customer.wrote"][..]),
                2 => Just(&["agent.wrote", "customer.wrote"][..]),
                1 => Just(&["change of conversation.its_number", "customer.wrote"][..]),
            ];
            let channels = prop::option::weighted(0.1, Just(vec!["ios".to_owned()]));
            let when = prop::option::weighted(0.97, whole(own, earlier));
            (events, channels, prop::bool::weighted(0.95), when).prop_map(|(events, channels, active, condition)| {
                Trigger { active, channels, condition, ..trigger("", events, vec![]) }
            })
        };
    prop_oneof![2 => prop::collection::vec(one(), 1..=13), 5 => prop::collection::vec(one(), 13..=80)]
}

fn book_of(own: &[Own], defaults: Vec<Option<Value>>, triggers: Vec<Trigger>, named: Condition) -> Book {
    let mut book = book();
    let values = |names: Vec<String>| names.into_iter().map(|name| EnumValue { name, docs: None }).collect();
    let sizes = SIZES.map(str::to_owned).to_vec();
    let many = (0..MANY).map(|number| format!("m{number}")).collect();
    for (name, names) in [("size", sizes), ("many", many)] {
        book.vocabulary.enums.push(Enum { name: name.into(), values: values(names), docs: None });
    }
    for each in attributes() {
        let default = own.iter().position(|own| own.key == each.key).and_then(|place| defaults[place].clone());
        book.vocabulary.attributes.push(Attribute {
            key: each.key,
            holder: each.holder,
            value_type: each.of,
            default,
            writable: true,
            docs: None,
            place: place(),
        });
    }
    book.conditions = vec![NamedCondition { id: "named".into(), condition: named }];
    book.triggers = triggers;
    for (number, trigger) in book.triggers.iter_mut().enumerate() {
        trigger.id = format!("t{number}");
    }
    book
}

/// Conditions of one or several attributes.
fn whole(own: &[Own], earlier: bool) -> BoxedStrategy<Condition> {
    let one = prop_oneof![8 => single(own, earlier), 1 => Just(condition(Test::Named("named".into())))].boxed();
    // Rules that ask much leave little after a few columns.
    let demanding = prop::collection::vec(single(own, earlier), 3..8).prop_map(all);
    prop_oneof![2 => one.prop_recursive(3, 12, 4, combined), 1 => demanding].boxed()
}

/// Conditions of one attribute each, or that no index can tell.
fn single(own: &[Own], earlier: bool) -> BoxedStrategy<Condition> {
    let of_one = |own: &Own| of_one(own, earlier);
    let other = prop_oneof![
        Just(condition(Test::HasFired("t0".into()))),
        Just(condition(Test::InTheLast { event: event("customer.wrote"), duration: HOUR })),
    ];
    prop_oneof![19 => Union::new(own.iter().map(of_one)), 1 => other].boxed()
}

fn combined(inner: BoxedStrategy<Condition>) -> impl Strategy<Value = Condition> {
    prop_oneof![
        2 => prop::collection::vec(inner.clone(), 0..4).prop_map(all),
        2 => prop::collection::vec(inner.clone(), 0..4).prop_map(any_of),
        1 => inner.prop_map(not),
    ]
}

fn any_of(parts: Vec<Condition>) -> Condition {
    condition(Test::Any(parts))
}

fn of_one(own: &Own, earlier: bool) -> BoxedStrategy<Condition> {
    let before = if earlier { 0.05 } else { 0.0 };
    let (key, of) = (own.key.clone(), own.of.clone());
    let subject = prop::bool::weighted(before)
        .prop_map(move |before| if before { read_before(&key) } else { read(&key) })
        .boxed();
    let tests = match &of {
        Type::List(member) => of_list(subject, literal(&of, own.whole), literal(member, own.whole), member),
        of => of_value(subject, own, of),
    };
    tests.prop_map(condition).boxed().prop_recursive(2, 5, 3, combined).boxed()
}

fn of_list(
    subject: BoxedStrategy<Operand>,
    list: BoxedStrategy<Value>,
    one_member: BoxedStrategy<Value>,
    member: &Type,
) -> BoxedStrategy<Test> {
    let has = |quantity: BoxedStrategy<Quantity>, members: BoxedStrategy<Value>| {
        (subject.clone(), quantity, members).prop_map(|(list, quantity, members)| Test::Has {
            list,
            quantity,
            members: Operand::Literal(members),
        })
    };
    let one = match member {
        Type::Text => prop_oneof![4 => Just(Quantity::One), 1 => Just(Quantity::Under)].boxed(),
        _ => Just(Quantity::One).boxed(),
    };
    prop_oneof![
        4 => has(one, one_member),
        4 => has(select(vec![Quantity::Any, Quantity::All]).boxed(), list.clone()),
        1 => subject.clone().prop_map(Test::Known),
        1 => (subject, list).prop_map(|(left, right)| Test::Compare {
            left,
            comparison: Comparison::Is,
            right: Operand::Literal(right),
        }),
    ]
    .boxed()
}

fn of_value(subject: BoxedStrategy<Operand>, own: &Own, of: &Type) -> BoxedStrategy<Test> {
    let ordered = !matches!(of, Type::Text | Type::Boolean);
    let orders =
        [Comparison::Is, Comparison::Less, Comparison::LessOrEqual, Comparison::Greater, Comparison::GreaterOrEqual];
    let comparison = select(orders[..if ordered { 5 } else { 1 }].to_vec());
    let value = literal(of, own.whole).prop_map(Operand::Literal).boxed();
    let (_, name) = own.key.split_once('.').unwrap();
    let (user, message) = (read(&format!("user.{name}")), read(&format!("message.{name}")));
    let compared = prop_oneof![12 => value.clone(), 1 => Just(user), 1 => Just(message)];
    let list = prop_oneof![6 => 0..8_usize, 1 => 8..40_usize]
        .prop_flat_map({
            let of = literal(of, own.whole);
            move |count| prop::collection::vec(of.clone(), count)
        })
        .prop_map(|values| Operand::Literal(Value::List(values.into())));
    let mut tests = vec![
        (
            6,
            (subject.clone(), comparison, compared, prop::bool::ANY)
                .prop_map(|(left, comparison, right, turned)| {
                    let (left, right) = if turned { (right, left) } else { (left, right) };
                    Test::Compare { left, comparison, right }
                })
                .boxed(),
        ),
        (3, (subject.clone(), list).prop_map(|(value, list)| Test::In { value, list }).boxed()),
        (1, subject.clone().prop_map(Test::Known).boxed()),
    ];
    if ordered {
        let between = (subject.clone(), value.clone(), value);
        tests.push((4, between.prop_map(|(value, low, high)| Test::Between { value, low, high }).boxed()));
    }
    if *of == Type::Text {
        let part = (subject, select(vec!["1", "t2", "FIRST", ""]));
        tests.push((
            1,
            part.prop_map(|(text, part)| Test::Text {
                text,
                edge: TextEdge::Anywhere,
                quantity: Quantity::One,
                exactly: false,
                needles: Operand::Literal(Value::Text(part.into())),
            })
            .boxed(),
        ));
    }
    Union::new_weighted(tests).boxed()
}

/// All values that stand in a book's conditions, those of lists one by one.
pub fn literals(book: &Book) -> Vec<Value> {
    let mut found = Vec::new();
    let whens = book.triggers.iter().filter_map(|trigger| trigger.condition.as_ref());
    whens.chain(book.conditions.iter().map(|named| &named.condition)).for_each(|when| collect(when, &mut found));
    found
}

fn collect(when: &Condition, found: &mut Vec<Value>) {
    let operands: Vec<&Operand> = match &when.test {
        Test::All(parts) | Test::Any(parts) => return parts.iter().for_each(|part| collect(part, found)),
        Test::Not(inner) => return collect(inner, found),
        Test::Compare { left, right, .. } => vec![left, right],
        Test::Between { low, high, .. } => vec![low, high],
        Test::In { list, .. } => vec![list],
        Test::Has { members, .. } => vec![members],
        _ => vec![],
    };
    for operand in operands {
        match operand {
            Operand::Literal(Value::List(values)) => found.extend(values.iter().cloned()),
            Operand::Literal(value) => found.push(value.clone()),
            _ => {}
        }
    }
}
