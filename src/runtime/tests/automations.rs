//! Automations.

use super::build::*;
use super::world::{at, plain_world, start, world};
use crate::ir::{Automation, Base, Day, Period, Scope, Test, Timing, Trigger};
use crate::runtime::Engine;
use crate::runtime::trace::Verdict;

const STATUS: &str = "conversation.status";

fn solved() -> crate::ir::Condition {
    is(STATUS, one_of("solved"))
}

fn while_solved(duration: i64) -> Automation {
    automation("close", after(duration, Base::While(solved())), vec![send("closed")])
}

#[test]
fn while_fires_once_per_stretch() {
    let mut book = book();
    book.automations = vec![while_solved(4 * DAY)];
    let mut world = world(book);
    world.event("page.opened", 0, &[(STATUS, one_of("solved"))]);
    assert_eq!(world.timers(), [("close".to_owned(), 4 * DAY)]);
    // Still true: the timer stays.
    world.event("customer.wrote", DAY, &[]);
    assert_eq!(world.timers(), [("close".to_owned(), 4 * DAY)]);
    assert_eq!(world.advance(4 * DAY).sent(), ["close: closed"]);
    world.event("customer.wrote", 5 * DAY, &[]);
    assert!(world.timers().is_empty());
    // A new stretch.
    world.event("page.opened", 6 * DAY, &[(STATUS, one_of("open"))]);
    world.event("page.opened", 7 * DAY, &[(STATUS, one_of("solved"))]);
    assert_eq!(world.timers(), [("close".to_owned(), 11 * DAY)]);
}

/// An input looks again only at what may have changed: these are the ways by which something may have.
#[test]
fn while_is_looked_at_whenever_it_may_have_changed() {
    let mut book = book();
    let untouched = automation("wait", after(DAY, Base::While(not(solved()))), vec![]);
    book.automations = vec![untouched, while_solved(DAY)];
    let mut world = plain_world(Engine::new(book).unwrap());
    // Nothing is armed by what the book does not declare.
    world.event("nobody.knows", 0, &[]);
    assert!(world.timers().is_empty());
    world.event("customer.wrote", HOUR, &[]);
    assert_eq!(world.timers(), [("wait".to_owned(), DAY + HOUR)]);
    // Given without an event: the next one that the book declares sees it.
    world.driver.give("a", "c", &[(STATUS.into(), Some(one_of("solved")))]);
    world.event("nobody.knows", HOUR, &[]);
    assert_eq!(world.timers(), [("wait".to_owned(), DAY + HOUR)]);
    world.event("customer.wrote", 2 * HOUR, &[]);
    assert_eq!(world.timers(), [("close".to_owned(), DAY + 2 * HOUR)]);
    // What depends on the time may change although nothing is told.
    let recent = condition(Test::Ago { time: read("conversation.created_at"), more: false, duration: DAY });
    let mut other = super::build::book();
    other.automations = vec![automation("young", after(3 * DAY, Base::While(recent)), vec![])];
    world.edit(other, 3 * HOUR);
    assert_eq!(world.timers(), [("young".to_owned(), 3 * DAY + 3 * HOUR)]);
    world.event("customer.wrote", 2 * DAY, &[]);
    assert!(world.timers().is_empty());
}

#[test]
fn while_is_cancelled_by_the_input_at_whose_end_it_is_false() {
    let mut book = book();
    book.automations = vec![while_solved(DAY)];
    let mut world = world(book);
    world.event("page.opened", 0, &[(STATUS, one_of("solved"))]);
    world.event("page.opened", HOUR, &[(STATUS, one_of("open"))]);
    assert!(world.timers().is_empty());
    assert!(world.advance(10 * DAY).sent().is_empty());
}

#[test]
fn while_looks_at_the_end_of_the_input_only() {
    let mut book = book();
    book.automations = vec![while_solved(DAY)];
    book.triggers = vec![Trigger {
        condition: Some(not(solved())),
        ..trigger("t", &["change of conversation.status"], vec![set(STATUS, one_of("solved"))])
    }];
    let mut world = world(book);
    world.event("page.opened", 0, &[(STATUS, one_of("open"))]);
    assert_eq!(world.timers(), [("close".to_owned(), DAY)]);
    // It leaves the state and comes back within one input: the same stretch.
    world.event("page.opened", HOUR, &[(STATUS, one_of("pending"))]);
    assert_eq!(world.timers(), [("close".to_owned(), DAY)]);
}

#[test]
fn since_last_is_armed_anew_by_every_event_and_cancelled_by_unless() {
    let mut book = book();
    let timing = after(10 * MINUTE, since_last(&["agent.wrote"], &["customer.wrote"]));
    book.automations = vec![automation("follow_up", timing, vec![send("?")])];
    let mut world = world(book);
    world.event("agent.wrote", 0, &[]).event("agent.wrote", MINUTE, &[]);
    assert_eq!(world.timers(), [("follow_up".to_owned(), 11 * MINUTE)]);
    world.event("customer.wrote", 2 * MINUTE, &[]);
    assert!(world.timers().is_empty());
    world.event("agent.wrote", 3 * MINUTE, &[]);
    assert_eq!(world.advance(13 * MINUTE).sent(), ["follow_up: ?"]);
    assert!(world.advance(DAY).sent().is_empty());
    world.event("agent.wrote", DAY, &[]);
    assert_eq!(world.timers(), [("follow_up".to_owned(), DAY + 10 * MINUTE)]);
}

#[test]
fn since_first_waits_for_unless_even_after_it_has_fired() {
    let mut book = book();
    let timing = after(10 * MINUTE, since_first(&["customer.wrote"], &["agent.wrote"]));
    book.automations = vec![automation("slow", timing, vec![send("sorry")])];
    let mut world = world(book);
    world.event("customer.wrote", 0, &[]).event("customer.wrote", 5 * MINUTE, &[]);
    assert_eq!(world.timers(), [("slow".to_owned(), 10 * MINUTE)]);
    assert_eq!(world.advance(10 * MINUTE).sent(), ["slow: sorry"]);
    world.event("customer.wrote", 20 * MINUTE, &[]);
    assert!(world.timers().is_empty());
    world.event("agent.wrote", 21 * MINUTE, &[]).event("customer.wrote", 22 * MINUTE, &[]);
    assert_eq!(world.timers(), [("slow".to_owned(), 32 * MINUTE)]);
}

#[test]
fn an_event_that_arms_and_cancels_arms() {
    let mut book = book();
    let timing = after(MINUTE, since_first(&["customer.wrote"], &["customer.wrote"]));
    book.automations = vec![automation("a", timing, vec![])];
    let mut world = world(book);
    world.event("customer.wrote", 0, &[]).event("customer.wrote", SECOND, &[]);
    assert_eq!(world.timers(), [("a".to_owned(), MINUTE + SECOND)]);
}

#[test]
fn since_hears_changes_of_later_rounds_in_their_order() {
    let mut book = book();
    let timing = after(MINUTE, since_last(&["page.opened"], &["change of conversation.status"]));
    book.automations = vec![automation("a", timing, vec![])];
    book.triggers = vec![trigger("t", &["page.opened"], vec![set(STATUS, one_of("open"))])];
    let mut world = world(book);
    // Armed in round 0, cancelled in round 1.
    world.event("page.opened", 0, &[]);
    assert!(world.timers().is_empty());
    world.event("page.opened", SECOND, &[]);
    assert_eq!(world.timers(), [("a".to_owned(), MINUTE + SECOND)]);
}

#[test]
fn at_comes_at_each_such_moment_while_its_condition_holds() {
    let mut book = book();
    book.time_zone = "Asia/Seoul".into();
    let timing = Timing::At { time: 540, days: vec![Day::Wed, Day::Fri], condition: Some(is(STATUS, one_of("open"))) };
    book.automations = vec![automation("nine", timing, vec![send("good morning")])];
    let mut world = world(book);
    world.event("page.opened", 0, &[]);
    assert!(world.timers().is_empty());
    world.event("page.opened", MINUTE, &[(STATUS, one_of("open"))]);
    assert_eq!(world.driver.next_due(), Some(at("2026-12-02T09:00:00+09:00")));
    assert_eq!(world.driver.next_due_once(), None);
    world.advance(5 * DAY);
    assert_eq!(world.sent(), ["nine: good morning"; 2]);
    assert_eq!(world.driver.next_due(), Some(at("2026-12-09T09:00:00+09:00")));
    world.event("page.opened", 6 * DAY, &[(STATUS, one_of("solved"))]);
    assert_eq!(world.driver.next_due(), None);
}

#[test]
fn at_without_a_condition_begins_with_the_first_input() {
    let mut book = book();
    let days = vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];
    book.automations = vec![automation("daily", Timing::At { time: 600, days, condition: None }, vec![])];
    let mut world = world(book);
    // It is ten o'clock: the next is tomorrow.
    world.event("page.opened", 0, &[]);
    assert_eq!(world.timers(), [("daily".to_owned(), DAY)]);
}

#[test]
fn only_during_moves_it_to_the_opening() {
    let mut book = book();
    book.schedules = vec![office_hours()];
    let timing = after(HOUR, since_last(&["agent.wrote"], &["customer.wrote"]));
    book.automations =
        vec![Automation { only_during: Some("office_hours".into()), ..automation("a", timing, vec![send("?")]) }];
    let mut world = world(book);
    world.event("agent.wrote", 0, &[]).verdicts();
    let opening = at("2026-12-02T09:00:00+09:00");
    assert_eq!(world.advance(HOUR).verdicts(), [("a".into(), Verdict::Deferred(Some(opening)))]);
    assert_eq!(world.driver.next_due(), Some(opening));
    assert!(world.conversation().armed.get("a").unwrap().deferred);
    assert_eq!(world.advance(DAY).sent(), ["a: ?"]);
}

#[test]
fn only_during_a_schedule_that_never_opens_it_does_not_fire() {
    let mut book = book();
    book.schedules = vec![crate::ir::Schedule { weekly: vec![], ..office_hours() }];
    book.automations = vec![Automation { only_during: Some("office_hours".into()), ..while_solved(HOUR) }];
    let mut world = world(book);
    world.event("page.opened", 0, &[(STATUS, one_of("solved"))]).verdicts();
    assert_eq!(world.advance(HOUR).verdicts(), [("close".into(), Verdict::Deferred(None))]);
    assert!(world.timers().is_empty());
}

#[test]
fn open_time_counts_only_while_it_is_open() {
    let mut book = book();
    book.schedules = vec![office_hours()];
    let base = since_first(&["customer.wrote"], &["agent.wrote"]);
    let timing = Timing::After { duration: 2 * HOUR, of: Some("office_hours".into()), base };
    book.automations = vec![automation("slow", timing, vec![])];
    let mut world = world(book);
    world.event("customer.wrote", 0, &[]);
    assert_eq!(world.driver.next_due(), Some(at("2026-12-02T11:00:00+09:00")));
}

#[test]
fn open_time_of_a_schedule_that_never_opens_is_never_over() {
    let mut book = book();
    book.schedules = vec![crate::ir::Schedule { weekly: vec![], ..office_hours() }];
    let timing = Timing::After { duration: HOUR, of: Some("office_hours".into()), base: Base::While(solved()) };
    book.automations = vec![automation("a", timing, vec![])];
    let mut world = world(book);
    world.event("page.opened", 0, &[(STATUS, one_of("solved"))]);
    assert!(world.timers().is_empty());
}

#[test]
fn when_channels_and_once_are_looked_at_when_it_fires_and_then_that_was_it() {
    let mut book = book();
    let timing = || after(MINUTE, since_last(&["page.opened"], &[]));
    book.automations = vec![
        Automation { condition: Some(solved()), ..automation("when", timing(), vec![]) },
        Automation { channels: Some(vec!["ios".into()]), ..automation("channel", timing(), vec![]) },
        Automation { once: once(Scope::Conversation, None), ..automation("once", timing(), vec![]) },
    ];
    let mut world = world(book);
    world.event("page.opened", 0, &[(STATUS, one_of("solved"))]);
    world.event("customer.wrote", SECOND, &[(STATUS, one_of("open"))]).verdicts();
    assert_eq!(
        world.advance(MINUTE).verdicts(),
        [
            ("channel".into(), Verdict::OtherChannel(Some(one_of("web_widget")))),
            ("once".into(), Verdict::Fired),
            ("when".into(), Verdict::ConditionFailed)
        ]
    );
    assert!(world.timers().is_empty());
    world.event("page.opened", 2 * MINUTE, &[]).verdicts();
    let fired = start().plus(MINUTE);
    assert!(world.advance(3 * MINUTE).verdicts().contains(&("once".into(), Verdict::Once(fired))));
}

#[test]
fn an_automation_can_wait_and_be_once_per_user() {
    let mut book = book();
    let timing = after(MINUTE, since_last(&["page.opened"], &[]));
    let steps = vec![wait(SECOND, &[], false), send("hi")];
    book.automations =
        vec![Automation { once: once(Scope::User, Some(Period::Day)), ..automation("a", timing, steps) }];
    let mut world = world(book);
    world.event_in("c", "u", "page.opened", 0, &[]).event_in("d", "u", "page.opened", 0, &[]);
    assert_eq!(world.advance(HOUR).sent(), ["a: hi"]);
}

#[test]
fn what_an_automation_writes_raises_changes() {
    let mut book = book();
    book.automations = vec![automation("a", after(MINUTE, Base::While(solved())), vec![set(STATUS, one_of("open"))])];
    book.triggers = vec![trigger("t", &["change of conversation.status"], vec![send("open again")])];
    let mut world = world(book);
    world.event("page.opened", 0, &[(STATUS, one_of("solved"))]).sent();
    assert_eq!(world.advance(MINUTE).sent(), ["t: open again"]);
    // Its own write ended the stretch.
    assert!(world.conversation().armed.is_empty());
}

#[test]
fn an_inactive_automation_is_never_armed() {
    let mut book = book();
    book.automations = vec![Automation { active: false, ..while_solved(HOUR) }];
    let mut world = world(book);
    world.event("page.opened", 0, &[(STATUS, one_of("solved"))]);
    assert!(world.timers().is_empty());
}

#[test]
fn a_skipped_hour_is_the_first_moment_after_the_gap() {
    let mut book = book();
    book.time_zone = "Europe/Paris".into();
    let days = vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];
    book.automations = vec![automation("a", Timing::At { time: 150, days, condition: None }, vec![])];
    let mut world = world(book);
    let to_spring = at("2027-03-27T12:00:00+01:00").millis() - start().millis();
    world.event("page.opened", to_spring, &[]);
    assert_eq!(world.driver.next_due(), Some(at("2027-03-28T03:00:00+02:00")));
}

#[test]
fn a_schedule_is_asked_by_conditions() {
    let mut book = book();
    book.schedules = vec![office_hours()];
    let open = || condition(Test::Open("office_hours".into()));
    book.triggers = vec![
        Trigger { condition: Some(open()), ..trigger("open", &["page.opened"], vec![]) },
        Trigger { condition: Some(not(open())), ..trigger("closed", &["page.opened"], vec![]) },
    ];
    let mut world = world(book);
    assert_eq!(world.event("page.opened", 0, &[]).fired(), ["closed"]);
    assert_eq!(world.event("page.opened", 14 * HOUR, &[]).fired(), ["open"]);
}
