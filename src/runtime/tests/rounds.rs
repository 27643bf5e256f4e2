//! Rounds, snapshots, `was`, `change of`, `first match`.

use super::build::*;
use super::world::world;
use crate::ir::{FirstMatch, Trigger};
use crate::runtime::trace::Verdict;

const STATUS: &str = "conversation.status";
const CHANGED: &str = "change of conversation.status";

#[test]
fn triggers_fire_in_the_order_of_the_book() {
    let mut book = book();
    book.triggers = vec![
        trigger("b", &["page.opened"], vec![send("1")]),
        trigger("a", &["page.opened"], vec![send("2"), send("3")]),
    ];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[]).sent(), ["b: 1", "a: 2", "a: 3"]);
    let keys: Vec<String> = world.deliveries[0].outcome.effects.iter().map(|effect| effect.key.to_string()).collect();
    assert_eq!(keys, ["a/c/1/1", "a/c/1/2", "a/c/1/3"]);
}

#[test]
fn conditions_of_a_round_do_not_see_what_its_triggers_do() {
    let mut book = book();
    book.triggers = vec![
        trigger("first", &["page.opened"], vec![set(STATUS, one_of("open"))]),
        Trigger {
            condition: Some(is(STATUS, one_of("new"))),
            ..trigger("second", &["page.opened"], vec![send("new")])
        },
    ];
    assert_eq!(world(book).event("page.opened", 0, &[]).sent(), ["second: new"]);
}

#[test]
fn texts_see_what_was_written_before_them() {
    let mut book = book();
    book.triggers = vec![trigger(
        "t",
        &["page.opened"],
        vec![set("conversation.topic", text("bills")), send_filled(&["{conversation.topic}"])],
    )];
    assert_eq!(world(book).event("page.opened", 0, &[]).sent(), ["t: bills"]);
}

#[test]
fn a_write_raises_a_change_in_the_next_round() {
    let mut book = book();
    book.triggers = vec![
        trigger("heard", &[CHANGED], vec![send("changed")]),
        trigger("writes", &["page.opened"], vec![set(STATUS, one_of("open")), send("written")]),
    ];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[]).sent(), ["writes: written", "heard: changed"]);
    // Nothing changes any more.
    assert_eq!(world.event("page.opened", 1, &[]).sent(), ["writes: written"]);
}

#[test]
fn a_fact_that_an_event_tells_raises_a_change_too() {
    let mut book = book();
    book.triggers = vec![Trigger {
        condition: Some(was(STATUS, one_of("new"))),
        ..trigger("t", &[CHANGED], vec![send("it was new")])
    }];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[(STATUS, one_of("open"))]).sent(), ["t: it was new"]);
}

#[test]
fn a_fact_that_changes_and_changes_back_has_not_changed() {
    let mut book = book();
    book.triggers = vec![
        trigger("heard", &[CHANGED], vec![send("changed")]),
        trigger("there", &["page.opened"], vec![set(STATUS, one_of("open"))]),
        trigger("back", &["page.opened"], vec![set(STATUS, one_of("new"))]),
    ];
    assert!(world(book).event("page.opened", 0, &[]).sent().is_empty());
}

#[test]
fn a_trigger_acts_once_in_an_input_so_every_cascade_ends() {
    let mut book = book();
    let flip = |from: &str, to: &str| Trigger {
        condition: Some(is(STATUS, one_of(from))),
        ..trigger(&format!("to_{to}"), &["page.opened", CHANGED], vec![set(STATUS, one_of(to))])
    };
    book.triggers = vec![flip("new", "open"), flip("open", "new")];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[]).fired(), ["to_open", "to_new"]);
    world.event("page.opened", 1, &[]);
    let verdicts = world.verdicts();
    assert!(verdicts.contains(&("to_open".into(), Verdict::AlreadyActed)), "{verdicts:?}");
}

#[test]
fn was_is_the_state_before_the_round_that_raised_the_event() {
    let mut book = book();
    // page.opened -> count 1 (round 0) -> status open (round 1) -> round 2.
    book.triggers = vec![
        trigger("zero", &["page.opened"], vec![set("conversation.count", number(1))]),
        trigger("one", &["change of conversation.count"], vec![set(STATUS, one_of("open"))]),
        Trigger {
            condition: Some(all(vec![was("conversation.count", number(1)), was(STATUS, one_of("new"))])),
            ..trigger("two", &[CHANGED], vec![send("two")])
        },
        Trigger {
            condition: Some(was("conversation.count", number(0))),
            ..trigger("one_too", &["change of conversation.count"], vec![send("one")])
        },
    ];
    assert_eq!(world(book).event("page.opened", 0, &[]).sent(), ["one_too: one", "two: two"]);
}

#[test]
fn in_round_zero_was_is_the_state_before_the_input() {
    let mut book = book();
    book.triggers = vec![Trigger {
        condition: Some(all(vec![was(STATUS, one_of("new")), is(STATUS, one_of("open"))])),
        ..trigger("t", &["page.opened"], vec![send("opened")])
    }];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[(STATUS, one_of("open"))]).sent(), ["t: opened"]);
    assert!(world.event("page.opened", 0, &[(STATUS, one_of("open"))]).sent().is_empty());
}

#[test]
fn later_rounds_carry_nothing() {
    let mut book = book();
    book.triggers = vec![
        trigger("zero", &["customer.wrote"], vec![set(STATUS, one_of("open"))]),
        trigger("one", &[CHANGED], vec![send_filled(&["[", "{message.text}", "]"])]),
    ];
    assert_eq!(world(book).event("customer.wrote", 0, &[("message.text", text("hi"))]).sent(), ["one: []"]);
}

#[test]
fn only_the_conversations_own_changes_are_raised() {
    let mut book = book();
    book.triggers = vec![
        trigger("t", &["change of account.status"], vec![send("never")]),
        trigger("u", &["page.opened"], vec![send("opened")]),
    ];
    assert_eq!(world(book).event("page.opened", 0, &[("account.status", one_of("online"))]).sent(), ["u: opened"]);
}

fn first_match(members: &[&str]) -> FirstMatch {
    FirstMatch { id: "g".into(), members: members.iter().map(|id| (*id).to_owned()).collect(), place: place() }
}

#[test]
fn of_a_first_match_the_first_listed_that_matches_fires() {
    let mut book = book();
    book.triggers = ["a", "b", "c"].into_iter().map(|id| trigger(id, &["page.opened"], vec![])).collect();
    book.first_matches = vec![first_match(&["c", "b", "a"])];
    let mut world = world(book);
    assert_eq!(
        world.event("page.opened", 0, &[]).verdicts(),
        [
            ("a".into(), Verdict::FirstMatch("c".into())),
            ("b".into(), Verdict::FirstMatch("c".into())),
            ("c".into(), Verdict::Fired)
        ]
    );
}

#[test]
fn what_is_inactive_or_on_another_channel_takes_no_turn() {
    let mut book = book();
    book.triggers = vec![
        Trigger { active: false, ..trigger("a", &["page.opened"], vec![]) },
        Trigger { channels: Some(vec!["ios".into()]), ..trigger("b", &["page.opened"], vec![]) },
        trigger("c", &["page.opened"], vec![]),
    ];
    book.first_matches = vec![first_match(&["a", "b", "c"])];
    let mut world = world(book);
    assert_eq!(
        world.event("page.opened", 0, &[]).verdicts(),
        [
            ("a".into(), Verdict::Inactive),
            ("b".into(), Verdict::OtherChannel(Some(one_of("web_widget")))),
            ("c".into(), Verdict::Fired)
        ]
    );
    assert_eq!(world.event("page.opened", 1, &[("conversation.channel", one_of("ios"))]).fired(), ["b"]);
}

#[test]
fn a_match_held_back_by_once_takes_the_turn() {
    let mut book = book();
    book.triggers = vec![
        Trigger { once: once(crate::ir::Scope::Conversation, None), ..trigger("a", &["page.opened"], vec![]) },
        trigger("b", &["page.opened"], vec![]),
    ];
    book.first_matches = vec![first_match(&["a", "b"])];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[]).fired(), ["a"]);
    assert!(world.event("page.opened", 1, &[]).fired().is_empty());
}

#[test]
fn a_match_held_back_by_a_wait_takes_the_turn() {
    let mut book = book();
    book.triggers = vec![
        trigger("a", &["page.opened"], vec![wait(10 * SECOND, &[], false), send("a")]),
        trigger("b", &["page.opened"], vec![send("b")]),
    ];
    book.first_matches = vec![first_match(&["a", "b"])];
    let mut world = world(book);
    assert!(world.event("page.opened", 0, &[]).event("page.opened", SECOND, &[]).sent().is_empty());
    assert_eq!(world.advance(20 * SECOND).sent(), ["a: a"]);
}

#[test]
fn a_turn_is_for_all_rounds_of_an_input() {
    let mut book = book();
    book.triggers = vec![
        trigger("a", &["page.opened"], vec![set(STATUS, one_of("open"))]),
        trigger("b", &[CHANGED], vec![send("b")]),
    ];
    book.first_matches = vec![first_match(&["a", "b"])];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[]).fired(), ["a"]);
    assert_eq!(world.event("customer.wrote", 1, &[(STATUS, one_of("new"))]).fired(), ["b"]);
}
