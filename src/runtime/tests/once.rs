//! `once` in all its forms.

use super::build::*;
use super::world::{start, world};
use crate::ir::{Period, Scope, Test, Trigger};
use crate::runtime::trace::Verdict;

fn book_with(scope: Scope, period: Option<Period>) -> crate::ir::Book {
    let mut book = book();
    book.triggers = vec![Trigger { once: once(scope, period), ..trigger("t", &["page.opened"], vec![send("hi")]) }];
    book
}

#[test]
fn once_per_conversation() {
    let mut world = world(book_with(Scope::Conversation, None));
    assert_eq!(world.event("page.opened", 0, &[]).fired(), ["t"]);
    assert_eq!(world.event("page.opened", DAY, &[]).verdicts(), [("t".into(), Verdict::Once(start()))]);
    assert_eq!(world.event_in("d", "u", "page.opened", DAY, &[]).fired(), ["t"]);
}

#[test]
fn every_24h_counts_from_the_last_firing() {
    let mut world = world(book_with(Scope::Conversation, Some(Period::Duration(DAY))));
    assert_eq!(world.event("page.opened", 0, &[]).fired(), ["t"]);
    assert!(world.event("page.opened", DAY - 1, &[]).fired().is_empty());
    assert_eq!(world.event("page.opened", DAY, &[]).fired(), ["t"]);
    assert!(world.event("page.opened", DAY + HOUR, &[]).fired().is_empty());
}

#[test]
fn every_day_is_a_date_of_the_books_time_zone() {
    let mut book = book_with(Scope::Conversation, Some(Period::Day));
    book.time_zone = "Asia/Seoul".into();
    let mut world = world(book);
    // It is seven in the evening there.
    assert_eq!(world.event("page.opened", 0, &[]).fired(), ["t"]);
    assert!(world.event("page.opened", 5 * HOUR - 1, &[]).fired().is_empty());
    assert_eq!(world.event("page.opened", 5 * HOUR, &[]).fired(), ["t"]);
}

#[test]
fn once_per_session_ends_with_the_session() {
    let mut world = world(book_with(Scope::Session, None));
    assert_eq!(world.event("page.opened", 0, &[]).fired(), ["t"]);
    assert!(world.event("page.opened", 1, &[]).fired().is_empty());
    world.event("session.ended", 2, &[]);
    assert_eq!(world.event("page.opened", 3, &[]).fired(), ["t"]);
}

#[test]
fn the_event_that_ends_a_session_still_belongs_to_it() {
    let mut book = book_with(Scope::Session, None);
    book.triggers[0].events.push(event("session.ended"));
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[]).fired(), ["t"]);
    assert!(world.event("session.ended", 1, &[]).fired().is_empty());
    assert_eq!(world.conversation().session, 2);
}

#[test]
fn has_fired_reads_the_scope_and_period_of_that_trigger() {
    let mut book = book_with(Scope::Conversation, Some(Period::Duration(HOUR)));
    book.triggers.push(Trigger {
        condition: Some(condition(Test::HasFired("t".into()))),
        ..trigger("asks", &["customer.wrote"], vec![])
    });
    let mut world = world(book);
    assert!(world.event("customer.wrote", 0, &[]).fired().is_empty());
    world.event("page.opened", 1, &[]).fired();
    assert_eq!(world.event("customer.wrote", 2, &[]).fired(), ["asks"]);
    assert!(world.event("customer.wrote", HOUR + 1, &[]).fired().is_empty());
}

#[test]
fn without_once_has_fired_is_about_the_conversation() {
    let mut book = book();
    book.triggers = vec![
        trigger("t", &["page.opened"], vec![]),
        Trigger {
            condition: Some(condition(Test::HasFired("t".into()))),
            ..trigger("asks", &["page.opened", "customer.wrote"], vec![])
        },
    ];
    let mut world = world(book);
    // On the snapshot of the round it has not.
    assert_eq!(world.event("page.opened", 0, &[]).fired(), ["t"]);
    assert_eq!(world.event("customer.wrote", 100 * DAY, &[]).fired(), ["asks"]);
}
