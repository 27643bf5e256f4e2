//! What comes to a conversation that a timer deletes before it.

use super::build::*;
use super::desk_world::{desk_book, policy};
use super::hosted::plain;
use super::world::{World, start, world};
use crate::ir::policy::Accept;
use crate::ir::test::Commander;
use crate::ir::{Book, Value};
use crate::runtime::driver::{BulkCommand, CommandResult, Selection};

/// Ten minutes after the customer's last message, the conversation is deleted.
fn swept() -> World {
    let mut book = book();
    let timing = after(10 * MINUTE, since_last(&["customer.wrote"], &[]));
    book.triggers = vec![trigger("hi", &["customer.wrote"], vec![send("Hi")])];
    book.automations = vec![automation("sweep", timing, vec![plain("delete conversation")])];
    let mut world = world(book);
    world.event("customer.wrote", 0, &[]);
    assert_eq!(world.sent(), ["hi: Hi"]);
    world
}

fn last_is_of(world: &World, conversation: &str) -> bool {
    world.deliveries.last().is_some_and(|delivery| delivery.conversation == conversation)
}

#[test]
fn an_event_after_the_timer_that_deletes_its_conversation_begins_the_next_one() {
    let mut world = swept();
    assert_eq!(world.event("customer.wrote", 20 * MINUTE, &[]).sent(), ["hi: Hi"]);
    assert!(last_is_of(&world, "c~2"));
    let count = world.deliveries.len();
    world.again("e2", "customer.wrote", 20 * MINUTE);
    assert_eq!(world.deliveries.len(), count, "it has come");
}

#[test]
fn a_command_after_the_timer_that_deletes_its_conversation_begins_the_next_one() {
    let mut world = swept();
    let by = Commander { actor: "api".into(), ..Commander::default() };
    assert_eq!(world.command(by, 20 * MINUTE, send("Still there?")).sent(), ["api: Still there?"]);
    assert!(last_is_of(&world, "c~2"));
}

#[test]
fn a_command_for_many_passes_over_those_that_a_timer_deletes_before_it() {
    let mut world = swept();
    let command = BulkCommand {
        id: "b".into(),
        account: "a".into(),
        time: start().plus(20 * MINUTE),
        by: Commander { actor: "api".into(), ..Commander::default() },
        step: send("Still there?"),
        to: Selection::Ids(vec!["c".into()]),
    };
    let results = world.driver.command_all(&command, &mut |delivery| world.deliveries.push(delivery)).unwrap();
    assert!(results.iter().all(|each| each.result == CommandResult::Unknown), "{results:?}");
}

#[test]
fn an_event_that_makes_the_desk_give_its_conversation_to_who_deletes_it_begins_the_next_one() {
    let policy = crate::ir::Assignment {
        agents: Some(is("account.status", one_of("away"))),
        prefer_agents: vec![],
        prefer_conversations: vec![],
        ..policy(Accept::AtOnce)
    };
    let delete = trigger("delete", &["conversation.assigned"], vec![plain("delete conversation")]);
    let hello = trigger("hello", &["page.opened"], vec![send("Hello")]);
    let book = Book { triggers: vec![delete, hello], ..desk_book(Some(policy)) };
    let mut world = world(book);
    world.event("conversation.requested", 0, &[]);
    world.event("agent.changed", 1, &[("agent.name", text("Joon")), ("agent.operator", Value::Boolean(true))]);
    assert!(world.deliveries.iter().all(|delivery| !delivery.outcome.is_deleted()));
    world.event("page.opened", 2, &[("account.status", one_of("away"))]);
    assert!(world.deliveries.iter().any(|delivery| delivery.outcome.is_deleted()), "the desk has given it");
    assert_eq!(world.sent(), ["hello: Hello"]);
}
