//! Random conditions.

use proptest::prelude::*;
use proptest::sample::select;
use whenbook::ir::vocabulary::{Attribute, Holder};
use whenbook::ir::{
    AttributeRead, Comparison, Condition, EventName, Operand, Place, Quantity, Test, TextEdge, Type, Value,
};

use super::vocabulary::{LENGTHS, MACHINES, attributes, changes, events, text, value};

/// What may be read where the condition stands.
#[derive(Clone, Default)]
pub struct Reach {
    /// The words that every event carries.
    pub carried: Vec<&'static str>,
    /// Only what the conversation keeps (`while`).
    pub kept_only: bool,
    /// Only how things are, not how they were.
    pub now_only: bool,
    /// How many named conditions there are to ask for.
    pub named: usize,
}

impl Reach {
    /// Where nothing was before, as in a lifecycle.
    pub fn now() -> Self {
        Self { now_only: true, ..Self::default() }
    }

    pub fn reads(&self, attribute: &Attribute) -> bool {
        let word = attribute.key.split('.').next().unwrap_or_default();
        match attribute.holder {
            Holder::Conversation => true,
            Holder::Event => self.carried.contains(&word) && !self.kept_only,
            Holder::User | Holder::Account | Holder::Clock => !self.kept_only,
        }
    }
}

fn condition(test: Test) -> Condition {
    Condition { place: Place::default(), test }
}

pub fn any_condition(reach: &Reach) -> BoxedStrategy<Condition> {
    leaf(reach)
        .prop_map(condition)
        .prop_recursive(3, 8, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Test::All),
                prop::collection::vec(inner.clone(), 0..3).prop_map(Test::Any),
                inner.prop_map(|part| Test::Not(Box::new(part))),
            ]
            .prop_map(condition)
        })
        .boxed()
}

/// Conditions about these attributes only, so that they often say something of each other.
pub fn about(reach: &Reach, of: &[Attribute]) -> BoxedStrategy<Condition> {
    let tests = of.iter().map(|one| (6, of_attribute(reach, of, one)));
    let recently = (select(events()), select(&LENGTHS[..3]))
        .prop_map(|(event, duration)| Test::InTheLast { event, duration })
        .boxed();
    proptest::strategy::Union::new_weighted(tests.chain([(1, recently)]).collect())
        .prop_map(condition)
        .prop_recursive(3, 10, 4, |inner| {
            prop_oneof![
                3 => prop::collection::vec(inner.clone(), 1..4).prop_map(Test::All),
                1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Test::Any),
                1 => inner.prop_map(|part| Test::Not(Box::new(part))),
            ]
            .prop_map(condition)
        })
        .boxed()
}

fn leaf(reach: &Reach) -> BoxedStrategy<Test> {
    let readable: Vec<Attribute> = attributes().into_iter().filter(|attribute| reach.reads(attribute)).collect();
    let weight = |key: &str| if MACHINES.iter().any(|(machine, ..)| *machine == key) { 6 } else { 1 };
    let tests = readable.iter().map(|one| (weight(&one.key), of_attribute(reach, &readable, one)));
    let about_facts = proptest::strategy::Union::new_weighted(tests.collect());
    let fired = ids().prop_map(Test::HasFired).boxed();
    if reach.kept_only {
        return prop_oneof![8 => about_facts, 1 => fired].boxed();
    }
    let names: Vec<String> = (0..reach.named).map(|number| format!("named_{number}")).collect();
    let named = if names.is_empty() { fired.clone() } else { select(names).prop_map(Test::Named).boxed() };
    let event = select([events(), changes()].concat());
    prop_oneof![
        10 => about_facts,
        2 => (event, select(&LENGTHS[..])).prop_map(|(event, duration)| Test::InTheLast { event, duration }),
        1 => select(&["office", "nights", "never"][..]).prop_map(|id| Test::Open(id.into())),
        1 => fired,
        1 => named,
    ]
    .boxed()
}

/// Ids of triggers and automations; one that the book lacks is made one that it has.
pub fn ids() -> impl Strategy<Value = String> {
    select(&["t0", "t1", "t2", "t3", "t4", "a0", "a1"][..]).prop_map(Into::into)
}

/// Reads the attribute, now or before.
pub fn read(reach: &Reach, attribute: &Attribute) -> BoxedStrategy<AttributeRead> {
    let key = attribute.key.clone();
    // `while` is about the end of an input: nothing is before it.
    let may_be_before =
        !reach.kept_only && !reach.now_only && !matches!(attribute.holder, Holder::Event | Holder::Clock);
    let before = if may_be_before { prop::bool::weighted(0.2).boxed() } else { Just(false).boxed() };
    let group = prop_oneof![
        3 => select(&["a", "İ\"\\", "été"][..]).prop_map(|name| Operand::Literal(Value::Text(name.into()))),
        1 => Just(Operand::Attribute(plain("conversation.topic"))),
    ];
    if key.contains('(') {
        let make = move |argument: Operand| AttributeRead { arguments: vec![argument], ..plain(&key) };
        group.prop_map(make).boxed()
    } else {
        before.prop_map(move |before| AttributeRead { before, ..plain(&key) }).boxed()
    }
}

pub fn plain(key: &str) -> AttributeRead {
    AttributeRead { key: key.into(), arguments: Vec::new(), before: false, place: Place::default() }
}

fn operand(reach: &Reach, attribute: &Attribute) -> BoxedStrategy<Operand> {
    read(reach, attribute).prop_map(Operand::Attribute).boxed()
}

/// A value or an attribute of that type.
fn other(reach: &Reach, readable: &[Attribute], of: &Type) -> BoxedStrategy<Operand> {
    let literal = value(of).prop_map(Operand::Literal);
    let same: Vec<_> =
        readable.iter().filter(|attribute| attribute.value_type == *of).map(|same| operand(reach, same)).collect();
    if same.is_empty() {
        return literal.boxed();
    }
    prop_oneof![3 => literal, 1 => proptest::strategy::Union::new(same)].boxed()
}

fn of_attribute(reach: &Reach, readable: &[Attribute], attribute: &Attribute) -> BoxedStrategy<Test> {
    let of = &attribute.value_type;
    let left = || operand(reach, attribute);
    let is = (left(), other(reach, readable, of)).prop_map(|(left, right)| Test::Compare {
        left,
        comparison: Comparison::Is,
        right,
    });
    let known = left().prop_map(Test::Known);
    let one_of = (left(), list(of)).prop_map(|(value, list)| Test::In { value, list });
    let special = match of {
        Type::Text => on_text(reach, attribute, readable),
        Type::List(of) => on_list(reach, attribute, of, readable),
        Type::Time if !reach.kept_only => (left(), any::<bool>(), select(&LENGTHS[..]))
            .prop_map(|(time, more, duration)| Test::Ago { time, more, duration })
            .boxed(),
        Type::Boolean => is.clone().boxed(),
        _ => on_ordered(reach, attribute, readable),
    };
    prop_oneof![3 => is, 1 => known, 1 => one_of, 3 => special].boxed()
}

fn list(of: &Type) -> BoxedStrategy<Operand> {
    let literal =
        prop::collection::vec(value(of), 0..3).prop_map(|values| Operand::Literal(Value::List(values.into())));
    if *of == Type::Text { prop_oneof![literal, Just(Operand::List("words".into()))].boxed() } else { literal.boxed() }
}

fn on_ordered(reach: &Reach, attribute: &Attribute, readable: &[Attribute]) -> BoxedStrategy<Test> {
    let of = &attribute.value_type;
    let order =
        select(&[Comparison::Less, Comparison::LessOrEqual, Comparison::Greater, Comparison::GreaterOrEqual][..]);
    let compared = (operand(reach, attribute), order, other(reach, readable, of))
        .prop_map(|(left, comparison, right)| Test::Compare { left, comparison, right });
    let between = (operand(reach, attribute), other(reach, readable, of), other(reach, readable, of))
        .prop_map(|(value, low, high)| Test::Between { value, low, high });
    prop_oneof![compared, between].boxed()
}

fn on_text(reach: &Reach, attribute: &Attribute, readable: &[Attribute]) -> BoxedStrategy<Test> {
    let edge = select(&[TextEdge::Anywhere, TextEdge::Start, TextEdge::End][..]);
    let quantity = prop_oneof![
        other(reach, readable, &Type::Text).prop_map(|one| (Quantity::One, one)),
        (select(&[Quantity::Any, Quantity::All][..]), list(&Type::Text)),
    ];
    let searched = (operand(reach, attribute), edge, quantity, any::<bool>())
        .prop_map(|(text, edge, (quantity, needles), exactly)| Test::Text { text, edge, quantity, exactly, needles });
    let pattern = select(&["a", "a|ab", "[a-z/]+", "(?:환불|vip).*", "(é|ß).?", "^$", "."][..]);
    let matched = (operand(reach, attribute), pattern, any::<bool>(), any::<bool>()).prop_map(
        |(text, pattern, ignore_case, whole)| Test::Matches { text, pattern: pattern.into(), ignore_case, whole },
    );
    prop_oneof![2 => searched, 1 => matched].boxed()
}

fn on_list(reach: &Reach, attribute: &Attribute, of: &Type, readable: &[Attribute]) -> BoxedStrategy<Test> {
    let one = other(reach, readable, of).prop_map(|one| (Quantity::One, one));
    let several = (select(&[Quantity::Any, Quantity::All][..]), list(of));
    let members = if *of == Type::Text {
        let under = text().prop_map(|text| (Quantity::Under, Operand::Literal(Value::Text(text.into()))));
        prop_oneof![one, several, under].boxed()
    } else {
        prop_oneof![one, several].boxed()
    };
    (operand(reach, attribute), members)
        .prop_map(|(list, (quantity, members))| Test::Has { list, quantity, members })
        .boxed()
}

/// Makes every `has fired` ask for something that the book has.
pub fn mend(condition: &mut Condition, has: &dyn Fn(&str) -> bool, instead: &str) {
    match &mut condition.test {
        Test::All(parts) | Test::Any(parts) => parts.iter_mut().for_each(|part| mend(part, has, instead)),
        Test::Not(part) => mend(part, has, instead),
        Test::HasFired(id) if !has(id) => *id = instead.to_owned(),
        _ => {}
    }
}

/// One to three events, with what all of them carry.
pub fn hearing() -> impl Strategy<Value = (Vec<EventName>, Vec<&'static str>)> {
    let one = |names: &[&str]| names.iter().map(|name| EventName::new(*name)).collect::<Vec<_>>();
    let change = prop::sample::subsequence([events(), changes()].concat(), 1..4);
    prop_oneof![
        3 => Just((one(&["customer.wrote"]), vec!["message"])),
        2 => Just((one(&["agent.wrote"]), vec!["message", "agent"])),
        1 => Just((one(&["agent.wrote", "customer.wrote"]), vec!["message"])),
        1 => Just((one(&["page.opened"]), vec!["page"])),
        2 => select(events().split_off(2)).prop_map(|event| (vec![event], vec![])),
        5 => select(changes()).prop_map(|change| (vec![change], vec![])),
        2 => change.prop_map(|events| (events, vec![])),
    ]
}
