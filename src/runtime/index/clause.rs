//! A condition taken apart: what it asks of one fact each, and the rest.

use std::sync::Arc;

use smallvec::{SmallVec, smallvec};

use crate::ir::{Comparison, Quantity, Value};
use crate::runtime::kind::Kind;
use crate::runtime::prepare::condition::{Condition, Operand, Read, Test};
use crate::runtime::prepare::vocabulary::Attribute;

/// Members of a list, mostly one.
pub(super) type Members<'c> = SmallVec<[&'c str; 1]>;

/// A part without which the whole does not hold.
#[derive(Debug)]
pub(super) enum Clause<'c> {
    /// It asks the value of one attribute, which has one.
    Value { attribute: &'c Arc<Attribute>, condition: &'c Condition },
    /// The list has one of these.
    Has { attribute: &'c Arc<Attribute>, members: Members<'c>, condition: &'c Condition },
    /// The list has none of these.
    Lacks { attribute: &'c Arc<Attribute>, members: Members<'c> },
    /// Anything else.
    Rest(&'c Condition),
}

/// The clauses of a condition, in the order in which they are written.
pub(super) fn clauses(condition: &Condition) -> Vec<Clause<'_>> {
    let mut found = Vec::new();
    each_part(condition, &mut |part| match part.test() {
        Test::Not(inner) => found.push(lacks(inner).or_else(|| value(part)).unwrap_or(Clause::Rest(part))),
        Test::Has { .. } => has(part, &mut found),
        _ => found.push(value(part).unwrap_or(Clause::Rest(part))),
    });
    found
}

fn has<'c>(condition: &'c Condition, found: &mut Vec<Clause<'c>>) {
    let Some((attribute, quantity, members)) = membership(condition) else {
        return found.push(Clause::Rest(condition));
    };
    match quantity {
        // It asks only whether there is a list.
        Quantity::All if members.is_empty() => found.push(Clause::Rest(condition)),
        Quantity::All => {
            found.extend(members.into_iter().map(|member| Clause::Has {
                attribute,
                members: smallvec![member],
                condition,
            }));
        }
        _ => found.push(Clause::Has { attribute, members, condition }),
    }
}

fn lacks<'c>(inner: &'c Condition) -> Option<Clause<'c>> {
    let (attribute, quantity, members) = membership(inner)?;
    (quantity != Quantity::All).then_some(Clause::Lacks { attribute, members })
}

/// A list and what it should have, all texts of the book.
fn membership(condition: &Condition) -> Option<(&Arc<Attribute>, Quantity, Members<'_>)> {
    let Test::Has { list: Operand::Attribute(read), quantity, members: Operand::Literal(wanted) } = condition.test()
    else {
        return None;
    };
    let text = |value| match value {
        &Value::Text(ref text) | &Value::Enum(ref text) => Some(text.as_str()),
        _ => None,
    };
    let members = match (quantity, wanted) {
        (Quantity::One, one) => smallvec![text(one)?],
        (Quantity::Any | Quantity::All, Value::List(several)) => several.iter().map(text).collect::<Option<_>>()?,
        _ => return None,
    };
    Some((plain(read)?, *quantity, members))
}

fn value(condition: &Condition) -> Option<Clause<'_>> {
    valued(condition).map(|attribute| Clause::Value { attribute, condition })
}

/// The attribute with one value that is all that a condition asks.
pub(super) fn valued(condition: &Condition) -> Option<&Arc<Attribute>> {
    subject(condition).filter(|attribute| !matches!(attribute.kind, Kind::List(_)))
}

/// The one attribute that a condition asks; `None` if it asks several, or more than their values.
fn subject(condition: &Condition) -> Option<&Arc<Attribute>> {
    match condition.test() {
        Test::All(parts) | Test::Any(parts) => {
            let (first, others) = parts.split_first()?;
            let attribute = subject(first)?;
            others
                .iter()
                .all(|part| subject(part).is_some_and(|other| Arc::ptr_eq(other, attribute)))
                .then_some(attribute)
        }
        Test::Not(inner) => subject(inner),
        Test::Named(named) => subject(named),
        Test::Compare { left: Operand::Attribute(read), right: Operand::Literal(_), .. }
        | Test::Compare { left: Operand::Literal(_), right: Operand::Attribute(read), .. }
        | Test::In { value: Operand::Attribute(read), list: Operand::Literal(_) }
        | Test::Known(Operand::Attribute(read)) => plain(read),
        Test::Between(operands) => match &**operands {
            [Operand::Attribute(read), Operand::Literal(_), Operand::Literal(_)] => plain(read),
            _ => None,
        },
        _ => None,
    }
}

/// The one attribute that a condition asks, a list among them.
pub(super) fn asked(condition: &Condition) -> Option<&Arc<Attribute>> {
    match condition.test() {
        Test::Not(inner) => asked(inner),
        Test::Has { list: Operand::Attribute(read), members: Operand::Literal(_), .. } => plain(read),
        _ => subject(condition),
    }
}

/// The parts of a condition that all have to hold, in the order in which they are written.
pub(super) fn parts(condition: &Condition) -> Vec<&Condition> {
    let mut found = Vec::new();
    each_part(condition, &mut |part| found.push(part));
    found
}

fn each_part<'c>(condition: &'c Condition, visit: &mut dyn FnMut(&'c Condition)) {
    match condition.test() {
        Test::All(parts) => parts.iter().for_each(|part| each_part(part, visit)),
        Test::Named(named) => each_part(named, visit),
        _ => visit(condition),
    }
}

/// A condition and all conditions in it, each before its parts: so each has a number.
pub(super) fn nodes(condition: &Condition) -> Vec<&Condition> {
    fn visit<'c>(condition: &'c Condition, found: &mut Vec<&'c Condition>) {
        found.push(condition);
        match condition.test() {
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| visit(part, found)),
            Test::Not(inner) => visit(inner, found),
            Test::Named(named) => visit(named, found),
            _ => {}
        }
    }
    let mut found = Vec::new();
    visit(condition, &mut found);
    found
}

/// The attribute of a reading whose value lies ready: the present one, under its own key.
fn plain(read: &Read) -> Option<&Arc<Attribute>> {
    let attribute = &read.attribute;
    let lies_ready = read.is_plain() && attribute.is_plain && attribute.provided.is_none();
    lies_ready.then_some(attribute)
}

/// Whether a condition asks which value comes before which.
pub(super) fn asks_order(condition: &Condition) -> bool {
    match condition.test() {
        Test::All(parts) | Test::Any(parts) => parts.iter().any(asks_order),
        Test::Not(inner) => asks_order(inner),
        Test::Named(named) => asks_order(named),
        Test::Compare { comparison, .. } => *comparison != Comparison::Is,
        Test::Between(_) => true,
        _ => false,
    }
}

/// The values with which a condition of one attribute compares it.
pub(super) fn literals<'c>(condition: &'c Condition, visit: &mut dyn FnMut(&'c Value)) {
    let mut each = |operand: &'c Operand| match operand {
        Operand::Literal(Value::List(values)) => values.iter().for_each(&mut *visit),
        Operand::Literal(value) => visit(value),
        Operand::Attribute(_) => {}
    };
    match condition.test() {
        Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| literals(part, visit)),
        Test::Not(inner) => literals(inner, visit),
        Test::Named(named) => literals(named, visit),
        Test::Compare { left, right, .. } => [left, right].into_iter().for_each(each),
        Test::Between(operands) => operands.iter().for_each(each),
        Test::In { list, .. } => each(list),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::{attribute, texts};
    use super::*;
    use crate::ir::Place;

    fn condition(test: Test) -> Condition {
        Condition::new(Place::default(), test)
    }

    fn read(attribute: &Arc<Attribute>, before: bool) -> Operand {
        Operand::Attribute(Read::new(Arc::clone(attribute), Box::default(), before))
    }

    fn known(attribute: &Arc<Attribute>) -> Condition {
        condition(Test::Known(read(attribute, false)))
    }

    fn has(attribute: &Arc<Attribute>, quantity: Quantity, members: Value) -> Condition {
        condition(Test::Has { list: read(attribute, false), quantity, members: Operand::Literal(members) })
    }

    fn not(inner: Condition) -> Condition {
        condition(Test::Not(inner))
    }

    /// What each clause is, with what it is about.
    fn told(condition: &Condition) -> Vec<String> {
        let told = |clause: &Clause<'_>| match clause {
            Clause::Value { attribute, .. } => format!("value of {}", &*attribute.declared),
            Clause::Has { members, .. } => format!("has {}", members.join(" ")),
            Clause::Lacks { members, .. } => format!("lacks {}", members.join(" ")),
            Clause::Rest(_) => "rest".to_owned(),
        };
        clauses(condition).iter().map(told).collect()
    }

    #[test]
    fn a_value_is_asked_where_it_is_of_one_attribute_and_lies_ready() {
        let (one, other) = (attribute("user.one", Kind::Text, None), attribute("user.other", Kind::Text, None));
        let any = |parts: Vec<Condition>| condition(Test::Any(parts.into()));
        assert_eq!(told(&any(vec![known(&one), not(known(&one))])), ["value of user.one"]);
        assert_eq!(told(&any(vec![known(&one), known(&other)])), ["rest"]);
        assert_eq!(told(&any(vec![])), ["rest"]);
        let both = condition(Test::All([known(&one), condition(Test::All(Box::default())), known(&other)].into()));
        assert_eq!(told(&condition(Test::Named(both.clone()))), ["value of user.one", "value of user.other"]);
        assert_eq!(told(&not(both)), ["rest"]);
        assert_eq!(told(&condition(Test::Known(read(&one, true)))), ["rest"], "what was");
        assert_eq!(told(&any(vec![known(&one), condition(Test::Known(read(&one, true)))])), ["rest"]);
        assert_eq!(told(&known(&attribute("group(name).one", Kind::Text, None))), ["rest"], "one of several");
    }

    #[test]
    fn a_list_is_asked_for_members_that_are_texts() {
        let list = attribute("user.tags", Kind::List(Box::new(Kind::Text)), None);
        let two = || texts(&["a", "b"]);
        assert_eq!(told(&has(&list, Quantity::One, Value::Text("a".into()))), ["has a"]);
        assert_eq!(told(&has(&list, Quantity::Any, two())), ["has a b"]);
        assert_eq!(told(&has(&list, Quantity::All, two())), ["has a", "has b"]);
        assert_eq!(told(&has(&list, Quantity::All, texts(&[]))), ["rest"], "whether it is there");
        assert_eq!(told(&has(&list, Quantity::Any, texts(&[]))), ["has "]);
        assert_eq!(told(&not(has(&list, Quantity::Any, two()))), ["lacks a b"]);
        assert_eq!(told(&not(has(&list, Quantity::All, two()))), ["rest"]);
        assert_eq!(told(&not(not(has(&list, Quantity::Any, two())))), ["rest"]);
        assert_eq!(told(&has(&list, Quantity::Under, Value::Text("a".into()))), ["rest"]);
        assert_eq!(told(&has(&list, Quantity::Any, Value::List(vec![Value::Number(1.into())].into()))), ["rest"]);
        assert_eq!(told(&known(&list)), ["rest"]);
    }
}
