//! Random `do` blocks.

use proptest::prelude::*;
use proptest::sample::select;
use whenbook::ir::vocabulary::Attribute;
use whenbook::ir::{Argument, EventName, Operand, Place, Step, StepKind, Template, TemplatePart, Type, Unit, Write};

use super::conditions::{Reach, plain, read};
use super::vocabulary::{CHANGES, LENGTHS, attributes, changes, clock_time, events, text, value};

pub fn steps(reach: &Reach) -> BoxedStrategy<Vec<Step>> {
    let kind = prop_oneof![3 => act(reach), 5 => setting(reach), 3 => tagging(reach), 3 => wait()];
    prop::collection::vec(kind.prop_map(|kind| Step { place: Place::default(), kind }), 0..5).boxed()
}

fn wait() -> BoxedStrategy<StepKind> {
    let unless: BoxedStrategy<Vec<EventName>> =
        prop_oneof![Just(vec![]), prop::sample::subsequence([events(), changes()].concat(), 1..3)].boxed();
    (select(&LENGTHS[..]), unless, any::<bool>())
        .prop_map(|(duration, unless, check_again)| StepKind::Wait { duration, unless, check_again })
        .boxed()
}

fn does(action: &str, arguments: Vec<(&str, Argument)>, write: Option<Write>) -> StepKind {
    let arguments = arguments.into_iter().map(|(slot, argument)| (slot.to_owned(), argument)).collect();
    StepKind::Act { action: action.into(), arguments, write, needs: Vec::new() }
}

fn act(reach: &Reach) -> BoxedStrategy<StepKind> {
    let body = prop_oneof![3 => template(reach).prop_map(Argument::Text), 1 => Just(Argument::Message("hello".into()))];
    let send = (body, prop::option::of(any_value(reach))).prop_map(|(body, sender)| {
        let mut arguments = vec![("body", body)];
        arguments.extend(sender.map(|sender| ("sender", sender)));
        does("send", arguments, None)
    });
    let needing = (template(reach), prop::collection::vec(any_read(reach), 1..3)).prop_map(|(body, reads)| {
        let needs = reads;
        let arguments = vec![("body".to_owned(), Argument::Text(body))];
        StepKind::Act { action: "note".into(), arguments, write: None, needs }
    });
    let moment = prop_oneof![
        clock_time().prop_map(Argument::NextClockTime),
        select(&["office", "nights", "never"][..]).prop_map(|id| Argument::NextOpening(id.into())),
    ];
    let snooze = moment.prop_map(|when| does("snooze until", vec![("when", when)], None));
    let labels = prop::collection::vec(template(reach).prop_map(Argument::Text), 0..3).prop_map(Argument::List);
    let fields = (any_value(reach), labels).prop_map(|(one, other)| {
        let fields = Argument::Record(vec![("one".into(), one), ("other".into(), other)]);
        does("call webhook", vec![("name", Argument::Text(Template(vec![]))), ("fields", fields)], None)
    });
    prop_oneof![3 => send, 1 => needing, 1 => snooze, 1 => fields].boxed()
}

fn readable(reach: &Reach) -> Vec<Attribute> {
    attributes().into_iter().filter(|attribute| reach.reads(attribute)).collect()
}

fn any_read(reach: &Reach) -> BoxedStrategy<whenbook::ir::AttributeRead> {
    proptest::strategy::Union::new(readable(reach).iter().map(|attribute| read(reach, attribute))).boxed()
}

fn any_value(reach: &Reach) -> BoxedStrategy<Argument> {
    any_read(reach).prop_map(|read| Argument::Value(Operand::Attribute(read))).boxed()
}

fn template(reach: &Reach) -> BoxedStrategy<Template> {
    let units = select(&[Unit::Seconds, Unit::Minutes, Unit::Hours, Unit::Days][..]);
    let placeholders = readable(reach).into_iter().map(|attribute| {
        let is_duration = attribute.value_type == Type::Duration;
        (read(reach, &attribute), units.clone(), prop::option::of(text()))
            .prop_map(move |(read, unit, fallback)| {
                let unit = is_duration.then_some(unit);
                TemplatePart::Placeholder { read, unit, fallback }
            })
            .boxed()
    });
    let literal = text().prop_map(TemplatePart::Literal);
    let part = prop_oneof![1 => literal, 2 => proptest::strategy::Union::new(placeholders)];
    prop::collection::vec(part, 0..4).prop_map(Template).boxed()
}

/// `set X to` a value, another attribute, or a text.
fn setting(reach: &Reach) -> BoxedStrategy<StepKind> {
    let settable: Vec<Attribute> = attributes().into_iter().filter(|attribute| attribute.writable).collect();
    let keys: Vec<String> = settable.iter().map(|attribute| attribute.key.clone()).collect();
    let each = settable.into_iter().map(|attribute| {
        let of = &attribute.value_type;
        let same = readable(reach).into_iter().filter(|other| other.value_type == *of);
        let mut values = vec![value(of).prop_map(|value| Argument::Value(Operand::Literal(value))).boxed()];
        for other in same {
            values.push(read(reach, &other).prop_map(|read| Argument::Value(Operand::Attribute(read))).boxed());
        }
        if *of == Type::Text {
            values.push(template(reach).prop_map(Argument::Text).boxed());
        }
        let key = attribute.key.clone();
        proptest::strategy::Union::new(values)
            .prop_map(move |value| {
                let write = Some(Write::Set { key: key.clone(), argument: "value".into() });
                does("set", vec![("attribute", named(&key)), ("value", value)], write)
            })
            .boxed()
    });
    let heard = |key: &str| if CHANGES.contains(&key) { 4 } else { 1 };
    proptest::strategy::Union::new_weighted(keys.iter().map(|key| heard(key)).zip(each).collect()).boxed()
}

/// The name of an attribute, as `set` tells it.
fn named(key: &str) -> Argument {
    Argument::Value(Operand::Literal(whenbook::ir::Value::Text(key.into())))
}

fn tagging(reach: &Reach) -> BoxedStrategy<StepKind> {
    let tag = prop_oneof![
        3 => text().prop_map(|text| Argument::Text(Template(vec![TemplatePart::Literal(text)]))),
        1 => Just(Argument::Value(Operand::Attribute(plain("conversation.topic")))),
        1 => template(reach).prop_map(Argument::Text),
    ];
    (tag, select(&["add tag", "remove tag", "add user tag"][..]))
        .prop_map(|(tag, action)| {
            let argument = "tag".to_owned();
            let write = match action {
                "add tag" => Write::Add { key: "conversation.tags".into(), argument },
                "remove tag" => Write::Remove { key: "conversation.tags".into(), argument },
                _ => Write::Add { key: "user.tags".into(), argument },
            };
            does(action, vec![("tag", tag)], Some(write))
        })
        .boxed()
}
