//! The index leaves out only what would fail: with and without it, the same fires. A trace looks at everything.

mod books;
mod mended;
mod same;
#[cfg(feature = "compiler")]
mod satisfiable;
mod values;

use super::build::*;
use super::world::{engine, input};
use crate::ir::{Book, Condition, Operand, Quantity, Test, Trigger, Value};
use crate::runtime::{Carried, Conversation, Facts, Input, InputKind};

fn list(values: &[&str]) -> Operand {
    Operand::Literal(texts(values))
}

fn conditions() -> Vec<Condition> {
    let has = |quantity, members| condition(Test::Has { list: read("conversation.tags"), quantity, members });
    let tag = |tag: &str| has(Quantity::One, Operand::Literal(text(tag)));
    let plan = |plan: &str| is("user.plan", text(plan));
    let one_plan = |values: &[&str]| condition(Test::In { value: read("user.plan"), list: list(values) });
    vec![
        plan("free"),
        not(plan("free")),
        is("conversation.status", one_of("new")),
        was("conversation.status", one_of("open")),
        one_plan(&["free", "pro"]),
        one_plan(&[]),
        tag("a"),
        has(Quantity::Any, list(&["a", "b"])),
        has(Quantity::All, list(&["a", "b"])),
        has(Quantity::All, list(&[])),
        has(Quantity::Under, Operand::Literal(text("a"))),
        is("conversation.tags", texts(&["a"])),
        any(vec![plan("free"), plan("pro")]),
        any(vec![plan("free"), tag("a")]),
        any(vec![]),
        all(vec![plan("pro"), tag("b"), is("conversation.status", one_of("open"))]),
        all(vec![not(tag("a")), any(vec![tag("b"), tag("c")])]),
        condition(Test::Compare {
            left: read("user.plan"),
            comparison: crate::ir::Comparison::Is,
            right: read("user.name"),
        }),
    ]
}

fn book_of_all() -> Book {
    let triggers = conditions().into_iter().enumerate().map(|(number, when)| Trigger {
        condition: Some(when),
        ..trigger(&format!("t{number}"), &["page.opened"], vec![send("x")])
    });
    let always = trigger("always", &["page.opened", "agent.wrote"], vec![send("x")]);
    Book { triggers: triggers.chain([always]).collect(), ..book() }
}

#[test]
fn the_same_fires_with_and_without_the_index() {
    let engine = engine(book_of_all());
    let plans = [None, Some("free"), Some("pro"), Some("other")];
    let tags: [&[&str]; 6] = [&[], &["a"], &["b"], &["a", "b"], &["a/b"], &["c", "b"]];
    let statuses = [None, Some(one_of("open")), Some(one_of("nonsense"))];
    let mut fired = 0;
    for plan in plans {
        for own_tags in tags {
            for status in &statuses {
                let mut conversation = Conversation::new("a", "c");
                conversation.facts.insert("conversation.tags".into(), texts(own_tags));
                conversation.facts.extend(status.clone().map(|status| ("conversation.status".into(), status)));
                let user: Facts = plan
                    .into_iter()
                    .flat_map(|plan| [("user.plan", plan), ("user.name", "free")])
                    .map(|(key, value)| (key.into(), Value::Text(value.into())))
                    .collect();
                let kind = InputKind::Event { name: event("page.opened"), carried: Carried::new(), kept: vec![] };
                let input = Input { user: user.into(), ..input(0, kind) };
                let traced = engine.step_traced(&mut conversation.clone(), &input);
                let indexed = engine.step(&mut conversation, &input);
                assert_eq!(indexed.fired, traced.fired, "{plan:?} {own_tags:?} {status:?}");
                fired += indexed.fired.len();
            }
        }
    }
    assert!(fired > 200, "{fired}");
}
