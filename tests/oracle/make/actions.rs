//! Random `do` blocks.

use proptest::prelude::*;
use proptest::sample::select;
use whenbook::ir::vocabulary::Attribute;
use whenbook::ir::{
    Argument, EventName, Operand, Place, Step, StepKind, Template, TemplatePart, Type, Unit, Value, Write,
};

use super::conditions::{Reach, plain as plain_read, read};
use super::vocabulary::{CHANGES, LENGTHS, MACHINES, attributes, changes, clock_time, events, text, value};

/// Whoever keeps the conversation forgets it.
pub const DELETE: &str = "delete conversation";

pub fn steps(reach: &Reach) -> BoxedStrategy<Vec<Step>> {
    let kind = prop_oneof![
        6 => act(reach), 6 => hosted(reach), 10 => setting(reach), 6 => moving(), 6 => tagging(reach), 6 => wait(),
        1 => Just(does(DELETE, vec![], None))
    ];
    prop::collection::vec(kind.prop_map(step), 0..5).boxed()
}

/// Steps of an automation, which often deletes in the end.
pub fn sweeping(reach: &Reach) -> BoxedStrategy<Vec<Step>> {
    let sweep = || step(does(DELETE, vec![], None));
    (steps(reach), prop::bool::weighted(0.2))
        .prop_map(move |(steps, sweeps)| steps.into_iter().chain(sweeps.then(sweep)).collect())
        .boxed()
}

fn step(kind: StepKind) -> Step {
    Step { place: Place::default(), kind }
}

/// What a stage of capacity release may do.
pub fn act_of_policy() -> BoxedStrategy<Step> {
    let reach = Reach::default();
    let remind = template(&reach).prop_map(|body| does("remind", vec![("body", Argument::Text(body))], None));
    let end = Just(does("end session", vec![], None));
    prop_oneof![4 => remind, 4 => moving(), 1 => end, 1 => hosted(&reach), 1 => setting(&reach)].prop_map(step).boxed()
}

/// What somebody does by hand; not all of it can be done.
pub fn commanded() -> BoxedStrategy<Step> {
    let reach = Reach::default();
    let owner = Just(does("export conversations", vec![], None));
    let strange = Just(does("fly away", vec![], None));
    let wrong = Just(setting_to("conversation.mood", Argument::Value(Operand::Literal(Value::Enum("odd".into())))));
    prop_oneof![
        4 => hosted(&reach), 8 => moving(), 2 => setting(&reach), 2 => tagging(&reach), 1 => act(&reach),
        2 => owner, 1 => wait(), 1 => strange, 1 => wrong, 1 => Just(does(DELETE, vec![], None))
    ]
    .prop_map(step)
    .boxed()
}

/// What lifecycles, capacity release and the desk know.
fn hosted(reach: &Reach) -> BoxedStrategy<StepKind> {
    let plain = ["close", "reopen", "end session", "hand over", "suspend user", "assign automatically", "unassign"];
    let plain = select(plain.to_vec()).prop_map(|words| does(words, vec![], None));
    let remind = (template(reach), prop::option::of(any_value(reach))).prop_map(|(body, sender)| {
        let mut arguments = vec![("body", Argument::Text(body))];
        arguments.extend(sender.map(|sender| ("sender", sender)));
        does("remind", arguments, None)
    });
    let duration = prop_oneof![
        2 => select(&LENGTHS[..]).prop_map(|length| Argument::Value(Operand::Literal(Value::Duration(length)))),
        1 => read(reach, &attribute("conversation.patience")).prop_map(|read| Argument::Value(Operand::Attribute(read))),
    ];
    let snooze = duration.prop_map(|time| does("snooze for", vec![("time", time)], None));
    let name = prop_oneof![
        text().prop_map(|name| Argument::Value(Operand::Literal(Value::Text(name.into())))),
        Just(Argument::Value(Operand::Attribute(plain_read("conversation.topic")))),
    ];
    let assign = (name, select(&["assign to group", "assign to agent"][..]))
        .prop_map(|(name, words)| does(words, vec![("name", name)], None));
    prop_oneof![5 => plain, 1 => remind, 2 => snooze, 1 => assign].boxed()
}

/// `set` of a state.
fn moving() -> BoxedStrategy<StepKind> {
    let machine = prop_oneof![3 => Just(MACHINES[0]), 1 => Just(MACHINES[1]), 1 => Just(MACHINES[2])];
    machine
        .prop_flat_map(|(key, name, _)| {
            value(&Type::Enum(name.into()))
                .prop_map(move |value| setting_to(key, Argument::Value(Operand::Literal(value))))
        })
        .boxed()
}

fn setting_to(key: &str, value: Argument) -> StepKind {
    let write = Some(Write::Set { key: key.to_owned(), argument: "value".into() });
    does("set", vec![("attribute", named(key)), ("value", value)], write)
}

fn attribute(key: &str) -> Attribute {
    attributes().into_iter().find(|attribute| attribute.key == key).expect("an attribute")
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
        clock_time().prop_map(|time| ("time", Argument::NextClockTime(time))),
        select(&["office", "nights", "never"][..]).prop_map(|id| ("schedule", Argument::NextOpening(id.into()))),
    ];
    let snooze = moment.prop_map(|when| does("snooze until", vec![when], None));
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
        proptest::strategy::Union::new(values).prop_map(move |value| setting_to(&key, value)).boxed()
    });
    let heard = |key: &str| if CHANGES.contains(&key) { 4 } else { 1 };
    proptest::strategy::Union::new_weighted(keys.iter().map(|key| heard(key)).zip(each).collect()).boxed()
}

/// The name of an attribute, as `set` tells it.
fn named(key: &str) -> Argument {
    Argument::Value(Operand::Literal(Value::Text(key.into())))
}

fn tagging(reach: &Reach) -> BoxedStrategy<StepKind> {
    let tag = prop_oneof![
        3 => text().prop_map(|text| Argument::Text(Template(vec![TemplatePart::Literal(text)]))),
        1 => Just(Argument::Value(Operand::Attribute(plain_read("conversation.topic")))),
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
