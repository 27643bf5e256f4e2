//! A new book while conversations are open.

use super::build::*;
use super::world::world;
use crate::ir::{Base, Book, Scope, Trigger, Value};
use crate::runtime::Audit;
use crate::runtime::conversation::{Purpose, TimerKey};

const STATUS: &str = "conversation.status";

fn with(triggers: Vec<Trigger>, automations: Vec<crate::ir::Automation>) -> Book {
    Book { triggers, automations, ..book() }
}

fn waiting(last: &str) -> Trigger {
    trigger("t", &["page.opened"], vec![wait(MINUTE, &[], false), send(last)])
}

fn closing(duration: i64) -> crate::ir::Automation {
    automation("close", after(duration, Base::While(is(STATUS, one_of("solved")))), vec![send("closed")])
}

fn dropped(source: &str, purpose: Purpose) -> Audit {
    Audit::DroppedByEdit { key: TimerKey { source: source.into(), purpose } }
}

#[test]
fn a_wait_stays_if_its_actions_stay() {
    let mut world = world(with(vec![waiting("old")], vec![]));
    world.event("page.opened", 0, &[]);
    let edited = Trigger { title: Some("Another title".into()), ..waiting("old") };
    world.edit(with(vec![edited], vec![]), SECOND);
    assert!(world.audit().is_empty());
    assert_eq!(world.advance(MINUTE).sent(), ["t: old"]);
}

#[test]
fn a_wait_whose_actions_change_is_dropped() {
    let mut world = world(with(vec![waiting("old")], vec![]));
    world.event("page.opened", 0, &[]).edit(with(vec![waiting("new")], vec![]), SECOND);
    assert_eq!(world.audit(), [dropped("t", Purpose::Wait)]);
    assert!(world.timers().is_empty());
    assert!(world.advance(HOUR).sent().is_empty());
}

#[test]
fn a_wait_of_what_is_gone_or_switched_off_is_dropped() {
    for triggers in [vec![], vec![Trigger { active: false, ..waiting("old") }]] {
        let mut world = world(with(vec![waiting("old")], vec![]));
        world.event("page.opened", 0, &[]).edit(with(triggers, vec![]), SECOND);
        assert_eq!(world.audit(), [dropped("t", Purpose::Wait)]);
    }
}

#[test]
fn marks_stay() {
    let once_only = |title: &str| Trigger {
        title: Some(title.into()),
        once: once(Scope::Conversation, None),
        ..trigger("t", &["page.opened"], vec![send(title)])
    };
    let mut world = world(with(vec![once_only("One")], vec![]));
    world.event("page.opened", 0, &[]).fired();
    world.edit(with(vec![once_only("Two")], vec![]), SECOND);
    assert!(world.event("page.opened", MINUTE, &[]).fired().is_empty());
}

#[test]
fn a_timer_stays_if_its_timing_stays() {
    let mut world = world(with(vec![], vec![closing(HOUR)]));
    world.event("page.opened", 0, &[(STATUS, one_of("solved"))]);
    let mut edited = closing(HOUR);
    edited.actions = vec![send("bye")];
    world.edit(with(vec![], vec![edited]), MINUTE);
    assert_eq!(world.timers(), [("close".to_owned(), HOUR)]);
    assert_eq!(world.advance(HOUR).sent(), ["close: bye"]);
}

#[test]
fn a_while_whose_timing_changes_counts_from_the_edit() {
    let mut world = world(with(vec![], vec![closing(HOUR)]));
    world.event("page.opened", 0, &[(STATUS, one_of("solved"))]);
    world.edit(with(vec![], vec![closing(10 * MINUTE)]), 30 * MINUTE);
    assert_eq!(world.audit(), [dropped("close", Purpose::Due)]);
    assert_eq!(world.timers(), [("close".to_owned(), 40 * MINUTE)]);
}

#[test]
fn a_new_while_counts_from_the_edit_and_never_from_the_past() {
    let mut world = world(with(vec![], vec![]));
    world.event("page.opened", 0, &[(STATUS, one_of("solved"))]);
    world.edit(with(vec![], vec![closing(HOUR)]), 10 * DAY);
    assert_eq!(world.timers(), [("close".to_owned(), 10 * DAY + HOUR)]);
}

#[test]
fn a_new_since_waits_for_its_next_event() {
    let since = || automation("a", after(HOUR, since_first(&["page.opened"], &[])), vec![]);
    let mut world = world(with(vec![], vec![]));
    world.event("page.opened", 0, &[]).edit(with(vec![], vec![since()]), MINUTE);
    assert!(world.timers().is_empty());
    world.event("page.opened", 2 * MINUTE, &[]);
    assert_eq!(world.timers(), [("a".to_owned(), HOUR + 2 * MINUTE)]);
}

#[test]
fn an_automation_that_is_switched_off_loses_its_timer() {
    let mut world = world(with(vec![], vec![closing(HOUR)]));
    world.event("page.opened", 0, &[(STATUS, one_of("solved"))]);
    let off = crate::ir::Automation { active: false, ..closing(HOUR) };
    world.edit(with(vec![], vec![off]), MINUTE);
    assert_eq!(world.audit(), [dropped("close", Purpose::Due)]);
    assert!(world.timers().is_empty());
}

#[test]
fn a_conversation_that_missed_the_edit_takes_it_with_its_next_input() {
    let mut world = world(with(vec![waiting("old")], vec![]));
    world.event("page.opened", 0, &[]);
    let mut conversation = world.conversation();
    let other = super::world::engine(with(vec![], vec![]));
    let input = world.deliveries[0].input.clone();
    let outcome = other.step(&mut conversation, &input);
    assert_eq!(outcome.audit, [dropped("t", Purpose::Wait)]);
}

/// Found by the hunt: what was kept was the default of the old book.
#[test]
fn a_default_that_changes_during_a_wait_is_that_of_the_new_book() {
    let with_default = |count: i64| {
        let steps =
            vec![wait(MINUTE, &[], false), set_to("conversation.customer_messages", read_before("conversation.count"))];
        let mut book = with(vec![trigger("t", &["page.opened"], steps)], vec![]);
        let attributes = book.vocabulary.attributes.iter_mut();
        attributes
            .filter(|attribute| attribute.key == "conversation.count")
            .for_each(|attribute| attribute.default = Some(number(count)));
        book
    };
    let copied = |told: &[(&str, Value)]| {
        let mut world = world(with_default(1));
        world.event("conversation.queued", 0, told).event("page.opened", SECOND, &[]);
        world.edit(with_default(2), 2 * SECOND).advance(2 * MINUTE);
        world.fact("conversation.customer_messages")
    };
    assert_eq!(copied(&[]), Some(number(2)));
    assert_eq!(copied(&[("conversation.count", number(5))]), Some(number(5)));
}
