//! The names of conversations that take the place of others.

use super::build::*;
use super::hosted::*;
use super::world::{World, start, world};
use crate::ir::test::Commander;
use crate::ir::{Book, EventName};
use crate::runtime::Event;

/// A message to what is over begins a new conversation; here the host has one of the name that comes next.
fn over() -> World {
    let hello = trigger("hello", &["customer.wrote"], vec![send("Hello")]);
    let mut world = world(Book { triggers: vec![hello], ..hosted(stages()) });
    world.event_in("c~2", "bob", "customer.wrote", 0, &[]).event_in("c", "ann", "customer.wrote", 1, &[]);
    world
}

fn by_hand(world: &mut World, role: &str, after: i64, action: &str) {
    let by = Commander { actor: "agent".into(), role: Some(role.into()), ..Commander::default() };
    world.command(by, after, plain(action));
}

fn wrote(world: &mut World, id: &str, conversation: &str, after: i64) -> Vec<String> {
    let event = Event {
        id: id.into(),
        account: "a".into(),
        conversation: conversation.into(),
        name: EventName::new("customer.wrote"),
        time: start().plus(after),
        data: serde_json::Map::new(),
    };
    let before = world.deliveries.len();
    world.driver.receive(&event, &mut |delivery| world.deliveries.push(delivery));
    world.deliveries[before..].iter().map(|delivery| delivery.conversation.to_string()).collect()
}

#[test]
fn a_new_conversation_does_not_take_the_name_of_one_of_the_host() {
    let mut world = over();
    by_hand(&mut world, "agent", 2, "end session");
    assert_eq!(wrote(&mut world, "ann's", "c", 3), ["c", "c~3"]);
    assert_eq!(world.driver.conversation("a", "c").unwrap().id, "c~3");
    assert_eq!(world.driver.conversation("a", "c~2").unwrap().inputs, 1, "Bob's is left alone");
    assert_eq!(wrote(&mut world, "e1", "c~2", 4), [""; 0], "and knows what came to it");
    assert_eq!(wrote(&mut world, "bob's", "c~2", 5), ["c~2"]);
}

#[test]
fn after_a_deletion_the_next_one_does_not_take_the_name_of_one_of_the_host() {
    let mut world = over();
    by_hand(&mut world, "owner", 2, "delete conversation");
    assert_eq!(wrote(&mut world, "ann's", "c", 3), ["c~3"]);
    assert_eq!(world.driver.conversation("a", "c~2").unwrap().inputs, 1);
}

#[test]
fn an_event_for_a_later_one_by_its_name_that_is_deleted_or_over_goes_to_the_newest() {
    for (role, ends) in [("owner", "delete conversation"), ("agent", "end session")] {
        let mut world = world(hosted(stages()));
        world.event("customer.wrote", 0, &[]);
        by_hand(&mut world, "agent", 1, "end session");
        world.event("customer.wrote", 2, &[]);
        by_hand(&mut world, role, 3, ends);
        world.event("customer.wrote", 4, &[]);
        assert_eq!(world.conversation().id, "c~3");
        let came = world.deliveries.last().unwrap().input.id.clone();
        assert_eq!(wrote(&mut world, "by name", "c~2", 5).last().unwrap(), "c~3", "{ends}");
        for id in [&came, "by name"] {
            assert_eq!(wrote(&mut world, id, "c", 6), [""; 0], "{ends}: it has come");
        }
    }
}
