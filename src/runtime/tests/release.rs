//! Capacity release, row by row of table 3.4 of the domain dossier.

use super::build::*;
use super::hosted::*;
use super::world::{World, input, start, world};
use crate::ir::test::Commander;
use crate::ir::{Book, Value};
use crate::runtime::{Audit, InputKind};

fn assigned(book: Book) -> World {
    let mut world = world(book);
    world.event("customer.wrote", 0, &[]).event("conversation.assigned", 0, &[("agent.name", text("Joon"))]);
    world
}

fn agent(world: &mut World, after: i64, status: &str) {
    let by = Commander { actor: "agent".into(), ..Commander::default() };
    world.command(by, after, set("conversation.status", one_of(status)));
}

fn reminded(world: &World) -> Vec<(i64, String)> {
    let effects = world.deliveries.iter().flat_map(|delivery| &delivery.outcome.effects);
    let reminders = effects.filter(|effect| effect.action == "remind");
    let body = |effect: &crate::runtime::Effect| effect.arguments.get("body").unwrap().as_str().unwrap().to_owned();
    reminders.map(|effect| ((effect.time.millis() - start().millis()) / MINUTE, body(effect))).collect()
}

fn status(world: &World) -> Option<Value> {
    world.fact("conversation.status")
}

fn session(world: &World) -> Option<Value> {
    world.fact("session.state")
}

fn due(world: &World) -> Vec<i64> {
    world.timers().into_iter().map(|(_, due)| due / MINUTE).collect()
}

#[test]
fn active_an_agents_message_counts_anew() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[]).event("agent.wrote", 3 * MINUTE, &[]);
    assert_eq!(due(&world), [8]);
}

#[test]
fn active_a_customers_message_stops_until_the_agents_next() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[]).event("customer.wrote", MINUTE, &[]);
    assert_eq!(due(&world), [0; 0]);
}

#[test]
fn the_stages_come_one_after_the_other() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[]).advance(5 * MINUTE);
    assert_eq!((status(&world), session(&world)), (Some(one_of("parked")), Some(one_of("quiet"))));
    assert_eq!(world.fact("conversation.inactivity_notice"), Some(Value::Boolean(true)));
    world.advance(10 * MINUTE);
    assert_eq!(status(&world), Some(one_of("parked")));
    world.advance(11 * MINUTE);
    assert_eq!((status(&world), session(&world)), (Some(one_of("fixed")), Some(one_of("quiet"))));
    let expected = [(5, "one"), (10, "two"), (11, "three")].map(|(minute, body)| (minute, body.to_owned()));
    assert_eq!(reminded(&world), expected);
    assert_eq!(due(&world), [0; 0]);
    let stages: Vec<Audit> = world.audit();
    let released = |stage| Audit::Released { stage };
    assert_eq!(stages, [released(1), released(2), released(3)]);
}

#[test]
fn the_next_stage_counts_from_the_delivery_of_the_one_before() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[]);
    // The driver was down for two minutes: the timer comes late.
    let mut conversation = world.conversation();
    let (key, _) = world.driver.timers("a", "c").remove(0);
    let generation = conversation.release.as_ref().unwrap().timer.generation;
    let input = input(7 * MINUTE, InputKind::Timer { key, generation });
    world.driver.engine().step(&mut conversation, &input);
    assert_eq!(conversation.release.unwrap().timer.due, start().plus(12 * MINUTE));
}

#[test]
fn released_a_customers_message_wakes_and_asks_for_the_agent() {
    let mut book = hosted(stages());
    book.triggers = vec![trigger("again", &["conversation.requested"], vec![send("again")])];
    let mut world = assigned(book);
    world.event("agent.wrote", 0, &[]).advance(6 * MINUTE);
    world.sent();
    world.event("customer.wrote", 7 * MINUTE, &[]);
    assert_eq!(world.sent(), ["again: again"]);
    assert_eq!(world.deliveries.last().unwrap().outcome.audit, [Audit::Woken]);
    assert_eq!((status(&world), session(&world)), (Some(one_of("busy")), None));
    assert_eq!(
        (world.fact("conversation.requests"), world.fact("user.requesting")),
        (Some(number(1)), Some(Value::Boolean(true)))
    );
    world.advance(HOUR);
    assert_eq!(reminded(&world).len(), 1);
}

#[test]
fn released_an_agents_message_counts_anew_and_does_not_wake() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[]).advance(6 * MINUTE);
    world.event("agent.wrote", 7 * MINUTE, &[]);
    assert_eq!((session(&world), due(&world)), (Some(one_of("quiet")), vec![12]));
    world.advance(12 * MINUTE);
    assert_eq!(reminded(&world).last().unwrap(), &(12, "one".to_owned()));
    assert!(world.audit().iter().all(|audit| *audit != Audit::Woken));
}

#[test]
fn a_status_set_by_hand_stops_the_stages_and_one_that_is_not_active_makes_inactive() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[]);
    agent(&mut world, MINUTE, "parked");
    assert_eq!((session(&world), due(&world)), (Some(one_of("quiet")), vec![]));
    agent(&mut world, 2 * MINUTE, "busy");
    assert!(!world.conversation().inactive);
    assert_eq!(world.fact("conversation.requests"), None, "by hand, nobody asks for a person");
}

#[test]
fn an_agents_message_begins_nothing_once_the_status_rests() {
    let mut world = assigned(hosted(stages()));
    agent(&mut world, 0, "fixed");
    world.event("agent.wrote", MINUTE, &[]);
    assert_eq!(due(&world), [0; 0]);
}

#[test]
fn the_loss_of_the_assignee_leaves_the_fixed_time() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[]).event("customer.wrote", MINUTE, &[]).event("agent.wrote", 2 * MINUTE, &[]);
    world.event("conversation.unassigned", 3 * MINUTE, &[]);
    assert_eq!(due(&world), [11]);
    world.advance(11 * MINUTE);
    assert_eq!((session(&world), reminded(&world)), (Some(one_of("quiet")), vec![]));
    assert_eq!(world.audit(), [Audit::Released { stage: 0 }]);
}

#[test]
fn unassigned_for_longer_than_the_fixed_time_is_inactive_at_once() {
    let mut world = assigned(hosted(stages()));
    world.event("conversation.unassigned", 30 * MINUTE, &[]);
    assert_eq!(due(&world), [30]);
}

#[test]
fn unassigned_ten_minutes_without_a_word() {
    let mut world = world(hosted(stages()));
    world.event("customer.wrote", 0, &[]).event("customer.wrote", 4 * MINUTE, &[]);
    assert_eq!(due(&world), [14]);
    world.advance(14 * MINUTE);
    assert_eq!((session(&world), status(&world)), (Some(one_of("quiet")), None));
    world.event("customer.wrote", 20 * MINUTE, &[]);
    assert_eq!((session(&world), world.fact("conversation.requests")), (None, None), "nobody is assigned to be asked");
}

#[test]
fn being_assigned_ends_the_fixed_time() {
    let world = assigned(hosted(stages()));
    assert_eq!(due(&world), [0; 0]);
}

#[test]
fn off_leaves_the_fixed_time() {
    let mut world = assigned(hosted(vec![]));
    world.event("agent.wrote", MINUTE, &[]);
    assert_eq!(due(&world), [10]);
    world.advance(10 * MINUTE);
    assert_eq!(
        (session(&world), status(&world), reminded(&world)),
        (Some(one_of("quiet")), Some(one_of("busy")), vec![])
    );
}

#[test]
fn the_end_of_the_session_ends_release() {
    let mut stages = stages();
    stages.truncate(1);
    stages[0].actions.push(plain("end session"));
    let mut world = assigned(hosted(stages));
    world.event("agent.wrote", 0, &[]).advance(HOUR);
    assert_eq!((session(&world), world.fact("session.ended_by")), (Some(one_of("over")), Some(one_of("inactivity"))));
    assert_eq!(due(&world), [0; 0]);
    world.event("agent.wrote", 2 * HOUR, &[]);
    assert_eq!(due(&world), [0; 0]);
}

#[test]
fn a_customer_at_the_very_instant_comes_first() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[]).event("customer.wrote", 5 * MINUTE, &[]);
    assert_eq!(reminded(&world), []);
}

#[test]
fn edits_while_stages_run() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[]);
    let mut other = hosted(stages());
    other.name = "other".into();
    world.edit(other, MINUTE);
    assert_eq!(due(&world), [5], "the same time goes on");
    let mut longer = stages();
    longer[0].after = 9 * MINUTE;
    world.edit(hosted(longer), 2 * MINUTE);
    assert_eq!(due(&world), [11], "another time counts from the edit");
    world.edit(hosted(vec![]), 3 * MINUTE);
    assert_eq!(due(&world), [13], "off leaves the fixed time, from the edit");
    world.edit(hosted(stages()), 4 * MINUTE);
    assert_eq!(due(&world), [9]);
    let without = Book { capacity_release: None, ..hosted(stages()) };
    world.edit(without, 5 * MINUTE);
    assert_eq!(due(&world), [0; 0]);
    assert!(matches!(world.audit().last(), Some(Audit::DroppedByEdit { .. })));
}

#[test]
fn a_stage_that_is_gone_is_dropped() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[]).advance(6 * MINUTE);
    let mut shorter = stages();
    shorter.truncate(1);
    world.edit(hosted(shorter), 7 * MINUTE);
    assert_eq!(due(&world), [0; 0]);
    assert_eq!(session(&world), Some(one_of("quiet")));
}

#[test]
fn the_sender_is_the_ai_agent_if_there_is_one() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[("account.ai_agent", text("Ava"))]).advance(10 * MINUTE);
    let effects = world.deliveries.iter().flat_map(|delivery| &delivery.outcome.effects);
    let senders: Vec<_> = effects.filter_map(|effect| effect.arguments.get("sender")).collect();
    assert_eq!(senders, ["Ava", "Ava"]);
}

#[test]
fn state_survives_storage_between_any_two_stages() {
    let mut world = assigned(hosted(stages()));
    world.event("agent.wrote", 0, &[]).advance(6 * MINUTE);
    let json = serde_json::to_vec(&world.conversation()).unwrap();
    assert_eq!(crate::Conversation::load(&json).unwrap(), world.conversation());
}
