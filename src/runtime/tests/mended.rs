//! What the engine once did otherwise than the rules say, as the oracle of `tests/oracle` found.

use super::build::*;
use super::hosted::*;
use super::world::{World, world};
use crate::ir::lifecycle::Machine;
use crate::ir::test::Commander;
use crate::ir::{Book, Step, Value};
use crate::runtime::Audit;
use crate::runtime::conversation::{Purpose, TimerKey};

/// The book of the others, with its status machine changed.
fn with_status(change: impl FnOnce(&mut Machine)) -> Book {
    let mut book = hosted(stages());
    change(&mut book.lifecycle.as_mut().unwrap().machines[0]);
    book
}

fn declare(book: &mut Book, like: &str, key: &str) {
    let found = book.vocabulary.attributes.iter().find(|attribute| attribute.key == like).unwrap();
    let new = crate::ir::vocabulary::Attribute { key: key.into(), ..found.clone() };
    book.vocabulary.attributes.push(new);
}

fn assigned(book: Book) -> World {
    let mut world = world(book);
    world.event("customer.wrote", 0, &[]).event("conversation.assigned", 0, &[("agent.name", text("Joon"))]);
    world
}

fn by_hand(world: &mut World, after: i64, step: Step) {
    world.command(Commander { actor: "agent".into(), ..Commander::default() }, after, step);
}

fn due(world: &World) -> Vec<i64> {
    world.timers().into_iter().map(|(_, due)| due / MINUTE).collect()
}

#[test]
fn a_list_that_is_set_has_its_limit_too() {
    let mut world = world(hosted(stages()));
    by_hand(&mut world, 0, set("conversation.tags", texts(&["a", "b", "c"])));
    assert!(matches!(world.audit().as_slice(), [Audit::Refused { .. }]));
    by_hand(&mut world, 1, set("conversation.tags", texts(&["a", "b"])));
    assert_eq!(world.fact("conversation.tags"), Some(texts(&["a", "b"])));
}

#[test]
fn a_session_that_woke_in_a_status_that_is_not_active_falls_asleep_with_the_next_such_status() {
    // Here the customer's message wakes, but leaves the status alone.
    let mut world = assigned(with_status(|status| drop(status.transitions.remove(1))));
    by_hand(&mut world, MINUTE, set("conversation.status", one_of("parked")));
    world.event("customer.wrote", 2 * MINUTE, &[]);
    assert!(!world.conversation().inactive);
    by_hand(&mut world, 3 * MINUTE, set("conversation.status", one_of("fixed")));
    assert!(world.conversation().inactive);
    assert_eq!(world.fact("session.state"), Some(one_of("quiet")));
}

#[test]
fn what_follows_from_waking_is_the_customers() {
    let opening = way(&["busy", "parked"], &["busy"], on(&["conversation.requested"]), &["conversation.opened"]);
    let mut world = assigned(with_status(|status| {
        status.transitions.remove(1);
        status.transitions.push(opening);
    }));
    by_hand(&mut world, MINUTE, set("conversation.status", one_of("parked")));
    world.event("customer.wrote", 2 * MINUTE, &[]);
    assert_eq!(world.fact("conversation.opened_by"), Some(one_of("customer")));
}

#[test]
fn without_a_lifecycle_a_status_rests_and_ends_stages_too() {
    let without = || Book { lifecycle: None, statuses: vec![], ..hosted(stages()) };
    let mut world = assigned(without());
    world.event("agent.wrote", MINUTE, &[]);
    assert_eq!(due(&world), [6]);
    by_hand(&mut world, 2 * MINUTE, set("conversation.status", one_of("fixed")));
    assert_eq!(due(&world), [0; 0], "set by hand");
    world.event("agent.wrote", 3 * MINUTE, &[]);
    assert_eq!(due(&world), [0; 0], "it rests");
    world.event("conversation.requested", 4 * MINUTE, &[("conversation.status", one_of("busy"))]);
    world.event("agent.wrote", 5 * MINUTE, &[]);
    assert_eq!(due(&world), [10]);
    world.event("conversation.requested", 6 * MINUTE, &[("conversation.status", one_of("fresh"))]);
    assert_eq!(due(&world), [0; 0], "told by the host");
}

#[test]
fn a_time_since_the_end_of_a_session_runs_also_if_somebody_ended_it_by_hand() {
    let ask = automation("ask", after(5 * MINUTE, since_last(&["session.ended"], &[])), vec![send("How was it?")]);
    let mut world = assigned(Book { automations: vec![ask], ..hosted(stages()) });
    by_hand(&mut world, MINUTE, plain("end session"));
    assert_eq!(due(&world), [6]);
    assert_eq!(world.advance(6 * MINUTE).sent(), ["ask: How was it?"]);
}

#[test]
fn what_was_before_a_raised_event_is_not_what_was_before_the_input() {
    let mut world = world(with_status(|status| {
        let away = way(&["fresh"], &["busy"], on(&["conversation.assigned"]), &["conversation.unassigned"]);
        status.transitions.push(away);
    }));
    world.event("conversation.assigned", 0, &[("agent.name", text("Joon"))]);
    assert_eq!(
        (world.fact("conversation.assignee"), world.fact("conversation.last_assignee")),
        (None, Some(text("Joon")))
    );
}

#[test]
fn what_was_not_taken_of_an_event_is_audited_by_the_conversation_that_takes_it() {
    let mut world = world(hosted(stages()));
    world.event("customer.wrote", 0, &[]);
    by_hand(&mut world, 1, plain("end session"));
    world.audit();
    world.json("customer.wrote", 2, r#"{"message": {"text": 5}}"#);
    assert_eq!(world.conversation().id, "c~2");
    let wrong = |audit: &Audit| matches!(audit, Audit::WrongValue { .. });
    assert_eq!(world.audit().iter().filter(|audit| wrong(audit)).count(), 1);
}

#[test]
fn a_snooze_of_which_a_new_book_does_not_know_is_audited() {
    let mut world = world(hosted(stages()));
    by_hand(&mut world, 0, snooze_for(HOUR));
    world.audit();
    world.edit(Book { lifecycle: None, statuses: vec![], ..hosted(stages()) }, MINUTE);
    let key = TimerKey { source: "the snooze".into(), purpose: Purpose::Snooze };
    assert_eq!(world.audit(), [Audit::DroppedByEdit { key }]);
    assert_eq!(world.timers(), []);
}

#[test]
fn what_becomes_the_default_by_an_edit_has_not_changed_when_it_is_told_again() {
    let rules = |mut book: Book, count: i64| {
        let counts = book.vocabulary.attributes.iter_mut().filter(|attribute| attribute.key == "conversation.count");
        counts.for_each(|attribute| attribute.default = Some(number(count)));
        book.triggers = vec![trigger("t", &["change of conversation.count"], vec![send("changed")])];
        book
    };
    let mut world = world(rules(book(), 0));
    world.event("page.opened", 0, &[("conversation.count", number(3))]);
    assert_eq!(world.sent(), ["t: changed"]);
    world.edit(rules(book(), 3), 1).event("page.opened", 2, &[("conversation.count", number(3))]);
    assert_eq!(world.sent(), [""; 0]);
}

#[test]
fn an_action_that_leaves_the_status_as_it_is_ends_no_stage() {
    let mut world = assigned(with_status(|status| {
        status.transitions.push(way(&["busy"], &["busy"], by(&["reopen"]), &["conversation.opened"]));
    }));
    world.event("agent.wrote", 0, &[]);
    by_hand(&mut world, MINUTE, plain("reopen"));
    assert_eq!(due(&world), [5]);
    assert_eq!(world.fact("conversation.opened_by"), Some(one_of("agent")));
}

#[test]
fn an_opening_that_is_raised_twice_is_the_first_but_once() {
    let mut book = with_status(|status| {
        status.transitions.push(way(&["fresh"], &["busy"], on(&["page.opened"]), &["conversation.opened"]));
        status.transitions.push(way(&["busy"], &["busy"], on(&["conversation.opened"]), &["conversation.opened"]));
    });
    declare(&mut book, "user.requesting", "conversation.first_opening");
    declare(&mut book, "conversation.created_at", "conversation.opened_at");
    for attribute in &mut book.vocabulary.attributes {
        if attribute.key == "conversation.first_opening" {
            attribute.holder = crate::ir::vocabulary::Holder::Conversation;
            attribute.default = Some(Value::Boolean(true));
        }
    }
    let mut world = world(book);
    world.event("page.opened", 0, &[]);
    assert_eq!(world.fact("conversation.first_opening"), Some(Value::Boolean(false)));
}

#[test]
fn a_new_conversation_hears_what_its_first_event_changed_of_the_user() {
    let mut world = world(Book {
        triggers: vec![trigger("t", &["change of user.plan"], vec![send("changed")])],
        ..hosted(stages())
    });
    world.event("customer.wrote", 0, &[]);
    by_hand(&mut world, 1, plain("end session"));
    world.event("customer.wrote", 2, &[("user.plan", text("pro"))]);
    let fired = |of: &str| {
        let own = world.deliveries.iter().filter(|delivery| delivery.conversation == of);
        own.flat_map(|delivery| &delivery.outcome.fired).count()
    };
    assert_eq!((fired("c"), fired("c~2")), (1, 1));
}
