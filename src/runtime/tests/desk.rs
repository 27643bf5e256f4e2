//! The desk rule by rule.

use super::build::*;
use super::desk_world::*;
use super::world::{World, world};
use crate::ir::policy::{Accept, FallbackStep};
use crate::ir::{Assignment, Value};
use crate::runtime::desk::{DeskAudit, DeskInputKind, DeskTimer, OfferChange, Place};
use crate::runtime::{Answer, AssignTo, Desk, DeskState, Facts, ToDesk};

const WITHIN: Accept = Accept::Within(30 * SECOND);

fn capacity(number_of: i64) -> (&'static str, Value) {
    ("agent.capacity", number(number_of))
}

#[test]
fn a_conversation_goes_to_who_has_least_and_then_by_name() {
    let mut desk = desk_world(Some(policy(Accept::AtOnce)));
    desk.online("Mina", &["Billing"]).online("Joon", &["Billing"]).online("Ada", &["Sales"]);
    assert_eq!(desk.request("c1", "Billing").events(), ["c1: conversation.queued", "c1: conversation.assigned Joon"]);
    assert_eq!(desk.request("c2", "Billing").has("c2"), Some("Mina"));
    assert_eq!(desk.request("c3", "Billing").has("c3"), Some("Joon"));
    let by = desk.last.events[1].carried.get("assignment.by").unwrap();
    assert_eq!(*by, one_of("queue"));
}

#[test]
fn what_nobody_can_take_waits_until_somebody_can() {
    let mut desk = desk_world(Some(policy(Accept::AtOnce)));
    desk.request("c1", "Billing").agent("Joon", &[("agent.groups", texts(&["Billing"]))]);
    assert_eq!(desk.has("c1"), None);
    desk.agent("Joon", &[("agent.status", one_of("away"))]);
    assert_eq!(desk.has("c1"), None);
    assert_eq!(desk.agent("Joon", &[("agent.status", one_of("online"))]).has("c1"), Some("Joon"));
}

#[test]
fn capacity_as_told_goes_before_that_of_the_policy() {
    let mut desk = desk_world(Some(policy(Accept::AtOnce)));
    desk.online("Joon", &["Billing"]);
    for conversation in ["c1", "c2", "c3"] {
        desk.request(conversation, "Billing");
    }
    assert_eq!(desk.has("c3"), None);
    assert_eq!(desk.agent("Joon", &[capacity(3)]).has("c3"), Some("Joon"));
    assert_eq!(desk.load("Joon"), "3 of 3");
    // Less room takes nothing away.
    assert_eq!(desk.agent("Joon", &[capacity(0)]).load("Joon"), "3 of 0");
    assert_eq!(desk.request("c4", "Billing").has("c4"), None);
}

#[test]
fn an_inactive_conversation_makes_room_and_waking_up_goes_over_capacity() {
    let mut desk = desk_world(Some(policy(Accept::AtOnce)));
    desk.online("Joon", &["Billing"]);
    desk.request("c1", "Billing").request("c2", "Billing").request("c3", "Billing");
    assert_eq!(desk.has("c3"), None);
    let inactive = DeskState { inactive: true, ..state("Billing") };
    desk.tell("c1", vec![ToDesk::State(Box::new(inactive))]);
    assert_eq!((desk.has("c1"), desk.has("c3")), (Some("Joon"), Some("Joon")));
    assert_eq!(desk.load("Joon"), "2 of 2");
    desk.tell("c1", vec![ToDesk::State(Box::new(state("Billing"))), ToDesk::Requested]);
    assert_eq!(desk.load("Joon"), "3 of 2");
    assert!(desk.events().is_empty());
}

#[test]
fn inactive_ones_count_if_the_policy_says_so() {
    let policy = Assignment { inactive_count: true, ..policy(Accept::AtOnce) };
    let mut desk = desk_world(Some(policy));
    desk.online("Joon", &["Billing"]);
    desk.request("c1", "Billing").request("c2", "Billing").request("c3", "Billing");
    desk.tell("c1", vec![ToDesk::State(Box::new(DeskState { inactive: true, ..state("Billing") }))]);
    assert_eq!((desk.has("c3"), desk.load("Joon").as_str()), (None, "2 of 2"));
}

#[test]
fn piled_up_inactive_ones_do_not_all_go_to_the_first_agent() {
    let mut desk = desk_world(Some(policy(Accept::AtOnce)));
    for conversation in ["c1", "c2", "c3"] {
        let inactive = DeskState { inactive: true, ..state("Billing") };
        desk.tell(conversation, vec![ToDesk::State(Box::new(inactive)), ToDesk::Requested]);
    }
    desk.online("Joon", &["Billing"]);
    assert_eq!((desk.has("c2"), desk.has("c3"), desk.load("Joon").as_str()), (Some("Joon"), None, "2 of 2"));
    // They were given: from now on they may go inactive, and free the place.
    let quiet = DeskState { inactive: true, went_inactive: true, ..state("Billing") };
    assert_eq!(desk.tell("c1", vec![ToDesk::State(Box::new(quiet))]).has("c3"), Some("Joon"));
}

#[test]
fn preferences_sort_agents_and_say_why() {
    let mut desk = desk_world(Some(policy(Accept::AtOnce)));
    desk.online("Joon", &["Billing"]).online("Mina", &["Billing"]);
    desk.agent("Mina", &[("agent.followed_tags", texts(&["refund"]))]).request("c0", "Billing");
    assert_eq!(desk.has("c0"), Some("Joon"));
    let tags = [("conversation.tags", texts(&["refund"]))];
    desk.request_with("c1", "Billing", &tags).request_with("c2", "Billing", &tags);
    let Some(DeskAudit::Given { agent, score, .. }) = desk.last.audit.last() else { panic!() };
    assert_eq!(agent, "Mina");
    assert_eq!(score.to_string(), "line 0; load 1");
    assert!(score.lines[0].decided && !score.lines[1].decided);
}

#[test]
fn the_highest_goes_first_and_then_who_came_first() {
    let mut desk = desk_world(Some(policy(Accept::AtOnce)));
    for (conversation, count) in [("c1", 0), ("c2", 5), ("c3", 0), ("c4", 5)] {
        desk.request_with(conversation, "Billing", &[("conversation.count", number(count))]);
    }
    let order = |desk: &DeskWorld| -> Vec<String> {
        let queues = desk.engine.queues(&desk.desk, &Facts::new());
        queues[0].waiting.iter().map(|waiting| waiting.conversation.clone()).collect()
    };
    assert_eq!(order(&desk), ["c2", "c4", "c1", "c3"]);
    desk.online("Joon", &["Billing"]);
    assert_eq!(order(&desk), ["c1", "c3"]);
}

#[test]
fn nobody_is_passed_over_for_ever() {
    let mut desk = desk_world(Some(policy(Accept::AtOnce)));
    desk.online("Joon", &["Billing"]).agent("Joon", &[capacity(1)]).request("busy", "Billing");
    desk.request_with("patient", "Billing", &[("conversation.count", number(0))]);
    let mut last = "busy".to_owned();
    for number_of in 1..=16 {
        let urgent = format!("u{number_of}");
        desk.request_with(&urgent, "Billing", &[("conversation.count", number(9))]).over(&last);
        assert_eq!(desk.has(&urgent), Some("Joon"));
        last = urgent;
    }
    desk.request_with("u17", "Billing", &[("conversation.count", number(9))]).over(&last);
    assert_eq!((desk.has("patient"), desk.has("u17")), (Some("Joon"), None));
}

#[test]
fn an_offer_goes_from_one_to_the_next() {
    let mut desk = desk_world(Some(policy(WITHIN)));
    desk.online("Joon", &["Billing"]).online("Mina", &["Billing"]);
    assert_eq!(desk.request("c1", "Billing").offers(), ["c1 to Joon"]);
    let Some(OfferChange::Offered { until, .. }) = desk.last.offers.first() else { panic!() };
    assert_eq!(*until, Some(desk.time.plus(30 * SECOND)));
    assert_eq!(desk.advance(30 * SECOND).offers(), ["c1 from Joon", "c1 to Mina"]);
    assert_eq!(desk.answer("c1", "Mina", Answer::Decline).offers(), ["c1 from Mina", "c1 to Joon"]);
    assert_eq!(desk.answer("c1", "Joon", Answer::Accept).events(), ["c1: conversation.assigned Joon"]);
    // An offer that is out takes room: nobody gets more than they may have.
    desk.agent("Mina", &[capacity(0)]).request("c2", "Billing");
    assert_eq!(desk.offers(), ["c2 to Joon"]);
    assert!(desk.request("c3", "Billing").offers().is_empty());
}

#[test]
fn who_declines_does_not_hold_up_the_others() {
    let mut desk = desk_world(Some(policy(WITHIN)));
    desk.online("Joon", &["Billing"]).agent("Joon", &[capacity(1)]).request("c1", "Billing").request("c2", "Billing");
    assert_eq!(desk.answer("c1", "Joon", Answer::Decline).offers(), ["c1 from Joon", "c2 to Joon"]);
    assert_eq!(desk.answer("c2", "Joon", Answer::Decline).offers(), ["c2 from Joon", "c1 to Joon"]);
    assert_eq!(desk.answer("c1", "Joon", Answer::Decline).offers(), ["c1 from Joon", "c2 to Joon"]);
}

#[test]
fn an_agent_who_goes_away_keeps_what_they_have_and_gets_no_offers() {
    let mut desk = desk_world(Some(policy(WITHIN)));
    desk.online("Joon", &["Billing"]).request("c1", "Billing").answer("c1", "Joon", Answer::Accept);
    desk.request("c2", "Billing").agent("Joon", &[("agent.status", one_of("away"))]);
    assert_eq!(desk.offers(), ["c2 from Joon"]);
    assert_eq!(desk.has("c1"), Some("Joon"));
    desk.answer("c2", "Joon", Answer::Accept);
    assert_eq!(desk.audit(), ["`c2` is not offered to `Joon`, or not any more"]);
    assert_eq!(desk.has("c2"), None);
}

#[test]
fn a_broadcast_goes_to_the_first_who_accepts() {
    let mut desk = desk_world(Some(policy(Accept::ByAnyone)));
    desk.online("Joon", &["Billing"]).online("Mina", &["Billing"]).online("Ada", &["Sales"]);
    assert_eq!(desk.request("c1", "Billing").offers(), ["c1 to Joon", "c1 to Mina"]);
    desk.answer("c1", "Mina", Answer::Accept);
    assert_eq!((desk.has("c1"), desk.offers()), (Some("Mina"), vec!["c1 from Joon".into(), "c1 from Mina".into()]));
    assert_eq!(desk.answer("c1", "Joon", Answer::Accept).has("c1"), Some("Mina"));
    // Who is full is offered nothing any more.
    desk.agent("Joon", &[capacity(1)]).request("c2", "Billing").request("c3", "Billing");
    desk.answer("c2", "Joon", Answer::Accept);
    assert!(desk.offers().contains(&"c3 from Joon".to_owned()));
    // When everybody has declined it is offered to all again.
    desk.answer("c3", "Mina", Answer::Decline);
    assert_eq!(desk.offers(), ["c3 from Mina", "c3 to Mina"]);
}

#[test]
fn by_hand_agents_take_what_they_like_and_see_who_is_recommended() {
    let mut desk = desk_world(Some(policy(Accept::ByHand)));
    desk.online("Joon", &["Billing"]).online("Mina", &["Billing"]).request("c1", "Billing");
    desk.answer("c1", "Joon", Answer::Take).request("c2", "Billing");
    assert_eq!((desk.has("c1"), desk.has("c2")), (Some("Joon"), None));
    let time = desk.time;
    let standings = desk.engine.recommend(&desk.desk, "c2", &Facts::new(), time);
    let told: Vec<String> =
        standings.iter().map(|each| format!("{} ({}) {}", each.agent, each.score, each.room)).collect();
    assert_eq!(told, ["Mina (load 0) true", "Joon (load 1) true"]);
    desk.answer("c1", "Mina", Answer::Take);
    assert_eq!(desk.audit(), ["`Mina` cannot take `c1`: `Joon` has it"]);
    // By hand one may have more than the policy gives.
    desk.answer("c2", "Joon", Answer::Take).request("c3", "Billing").answer("c3", "Joon", Answer::Take);
    assert_eq!(desk.load("Joon"), "3 of 2");
}

#[test]
fn if_nobody_takes_it_skills_are_dropped_and_it_moves_on() {
    let fallbacks = vec![
        fallback(2 * MINUTE, vec![FallbackStep::Drop("conversation.skills".into())]),
        fallback(10 * MINUTE, vec![FallbackStep::MoveToGroup("General".into())]),
    ];
    let mut desk = desk_world(Some(Assignment { fallbacks, ..policy(Accept::AtOnce) }));
    desk.online("Joon", &["General"]).request_with("c1", "Billing", &[("conversation.skills", texts(&["french"]))]);
    let asked_at = desk.time;
    desk.advance(2 * MINUTE);
    assert_eq!(desk.last.events[0].kept, [("conversation.skills".into(), None)]);
    desk.advance(8 * MINUTE);
    assert_eq!(desk.events(), ["c1: conversation.queued", "c1: conversation.assigned Joon"]);
    let kept = &desk.last.events[0].kept;
    assert!(kept.contains(&("conversation.queued_at".into(), Some(Value::Time(asked_at)))));
    assert!(kept.contains(&("conversation.group".into(), Some(text("General")))));
    assert!(desk.next_timer(desk.time.plus(DAY)).is_none());
}

#[test]
fn rules_assign_whatever_the_load_but_not_to_who_is_not_there() {
    let mut desk = desk_world(Some(policy(Accept::AtOnce)));
    desk.online("Joon", &["Billing"]).agent("Joon", &[capacity(0)]).agent("Mina", &[]).request("c1", "Billing");
    desk.assign("c1", AssignTo::Agent("Joon".into()));
    assert_eq!((desk.has("c1"), desk.load("Joon").as_str()), (Some("Joon"), "1 of 0"));
    assert_eq!(desk.last.events[0].carried.get("assignment.by"), Some(&one_of("rule")));
    assert_eq!(
        desk.assign("c1", AssignTo::Agent("Mina".into())).audit(),
        ["`c1` was not given to `Mina`, who is not online"]
    );
    let unknown = ["there is no agent `Ada`: nobody has told of one by that name"];
    assert_eq!(desk.assign("c1", AssignTo::Agent("Ada".into())).audit(), unknown);
    assert_eq!(desk.has("c1"), Some("Joon"));
    desk.online("Mina", &["Sales"]).assign("c1", AssignTo::Agent("Mina".into()));
    assert_eq!(desk.events(), ["c1: conversation.unassigned", "c1: conversation.assigned Mina"]);
    assert_eq!(desk.assign("c1", AssignTo::Nobody).events(), ["c1: conversation.unassigned"]);
    assert_eq!(desk.desk.conversations["c1"].place, Place::Nowhere);
    assert_eq!(
        desk.assign("c1", AssignTo::Group("Sales".into())).events(),
        ["c1: conversation.queued", "c1: conversation.assigned Mina"]
    );
}

#[test]
fn an_agent_who_leaves_for_good_leaves_everything_to_the_others() {
    let mut desk = desk_world(Some(policy(Accept::AtOnce)));
    desk.online("Joon", &["Billing"]).request("c1", "Billing").online("Mina", &["Billing"]);
    desk.step(DeskInputKind::AgentLeft { agent: "Joon".into() });
    let events = ["c1: conversation.unassigned", "c1: conversation.queued", "c1: conversation.assigned Mina"];
    assert_eq!(desk.events(), events);
    desk.step(DeskInputKind::AgentLeft { agent: "Joon".into() });
    assert_eq!(desk.audit(), ["there is no agent `Joon`: nobody has told of one by that name"]);
}

#[test]
fn bad_input_changes_nothing_and_is_told() {
    let mut desk = desk_world(Some(policy(WITHIN)));
    desk.online("Joon", &["Billing"]).request("c1", "Billing");
    let before = serde_json::to_string(&desk.desk).unwrap();
    let mut told = Vec::new();
    told.extend(desk.agent("Joon", &[capacity(-1)]).audit());
    told.extend(desk.agent("Joon", &[("agent.status", text("online"))]).audit());
    told.extend(desk.step(DeskInputKind::Agent { facts: vec![], refused: vec![] }).audit());
    told.extend(desk.answer("c1", "Nobody", Answer::Accept).audit());
    told.extend(desk.answer("c1", "", Answer::Take).audit());
    told.extend(desk.answer("c9", "Joon", Answer::Decline).audit());
    let key = DeskTimer::Offer { conversation: "c1".into(), agent: "Joon".into() };
    told.extend(desk.step(DeskInputKind::Timer { key, generation: 1 }).audit());
    insta::assert_snapshot!(told.join("\n"), @r"
    `agent.capacity` of `Joon` counts as not told: `-1` is not a number of conversations: it must be whole and not negative
    `agent.status` of `Joon` counts as not told: `online` is not one of `online`, `away`, `invisible`
    the event names no agent: `agent.name` or `agent.id` is missing
    there is no agent `Nobody`: nobody has told of one by that name
    the event names no agent: `agent.name` or `agent.id` is missing
    `c9` is not offered to `Joon`, or not any more
    a timer came that nobody waits for: offer/c1/Joon
    ");
    assert_eq!(serde_json::to_string(&desk.desk).unwrap(), before);
}

#[test]
fn another_policy_begins_all_offers_anew() {
    let mut desk = desk_world(Some(policy(WITHIN)));
    desk.online("Joon", &["Billing"]).request("c1", "Billing");
    let fallbacks = vec![fallback(MINUTE, vec![FallbackStep::MoveToGroup("General".into())])];
    desk.engine = crate::Engine::new(desk_book(Some(Assignment { fallbacks, ..policy(Accept::ByHand) }))).unwrap();
    desk.advance(10 * SECOND).step(DeskInputKind::Book);
    assert_eq!(desk.offers(), ["c1 from Joon"]);
    assert_eq!(desk.audit(), ["the policy of assignment was edited: all offers begin anew"]);
    // What is new counts from the edit.
    let due = desk.next_timer(desk.time.plus(DAY)).unwrap().1;
    assert_eq!(due, desk.time.plus(MINUTE));
    desk.step(DeskInputKind::Book);
    assert!(desk.last.audit.is_empty() && desk.last.offers.is_empty());
}

#[test]
fn without_a_policy_the_desk_only_looks_on() {
    let mut desk = desk_world(None);
    desk.online("Joon", &["Billing"]).request("c1", "Billing");
    assert_eq!(desk.desk.conversations["c1"].place, Place::Nowhere);
    desk.tell("c1", vec![ToDesk::Queued { queue: Some("Ubuntu".into()), position: Some(4) }]);
    assert_eq!(desk.engine.queues(&desk.desk, &Facts::new())[1].waiting[0].conversation, "c1");
    desk.tell("c1", vec![ToDesk::Assigned { agent: "Mina".into(), facts: Facts::new() }]);
    assert_eq!((desk.load("Mina").as_str(), desk.load("Joon").as_str()), ("1", "0"));
    desk.assign("c1", AssignTo::Nobody);
    assert_eq!(desk.audit(), ["`c1` is assigned by the host: the book has no `policy assignment`"]);
    desk.tell("c1", vec![ToDesk::Unassigned]);
    assert_eq!(desk.load("Mina"), "0");
    assert!(desk.over("c1").desk.conversations.is_empty());
}

#[test]
fn a_stored_desk_is_read_and_a_newer_one_refused() {
    let mut desk = desk_world(Some(policy(WITHIN)));
    desk.online("Joon", &["Billing"]).request("c1", "Billing");
    let json = serde_json::to_string(&desk.desk).unwrap();
    assert_eq!(Desk::load(json.as_bytes()).unwrap(), desk.desk);
    assert!(Desk::load(json.replacen("\"version\":1", "\"version\":9", 1).as_bytes()).is_err());
    assert!(Desk::load(b"{").is_err());
}

/// A world whose book has that policy; conversation `c` is of the group Billing.
fn driven(policy: Assignment, triggers: Vec<crate::ir::Trigger>) -> World {
    let mut book = desk_book(Some(policy));
    book.triggers = triggers;
    let mut world = world(book);
    let online = [("agent.status", one_of("online")), ("agent.groups", texts(&["Billing"]))];
    for name in ["Joon", "Mina"] {
        let mut facts = online.to_vec();
        facts.push(("agent.name", text(name)));
        world.event_in("", "", "agent.changed", 0, &facts);
    }
    world
}

#[test]
fn the_driver_brings_conversations_and_desk_together() {
    let group = [("conversation.group", text("Billing"))];
    let welcome = trigger("welcome", &["conversation.assigned"], vec![send("hello")]);
    let mut world = driven(policy(Accept::AtOnce), vec![welcome]);
    world.event("conversation.requested", 0, &group);
    assert_eq!(world.sent(), ["welcome: hello"]);
    assert_eq!(world.fact("conversation.assignee"), Some(text("Joon")));
    assert_eq!(world.fact("conversation.first_routing"), Some(Value::Boolean(true)));
    assert_eq!(world.fact("user.requesting"), None);
    let order: Vec<String> = world.deliveries.iter().map(|delivery| delivery.input.id.clone()).collect();
    assert_eq!(order, ["e3", "e3/desk/conversation.queued", "e3/desk/conversation.assigned"]);
    world.event("session.ended", MINUTE, &[]);
    assert!(world.driver.desk("a").unwrap().conversations.is_empty());
}

#[test]
fn offers_run_out_on_the_drivers_clock() {
    let mut world = driven(policy(WITHIN), vec![]);
    world.event("conversation.requested", 0, &[("conversation.group", text("Billing"))]).advance(40 * SECOND);
    world.event("offer.accepted", 40 * SECOND, &[("agent.name", text("Joon"))]);
    assert_eq!(world.fact("conversation.assignee"), None);
    world.event("offer.accepted", 41 * SECOND, &[("agent.name", text("Mina"))]);
    assert_eq!(world.fact("conversation.assignee"), Some(text("Mina")));
}

#[test]
fn what_the_host_assigns_the_desk_takes_over() {
    let mut world = driven(policy(Accept::AtOnce), vec![]);
    world.event("conversation.assigned", 0, &[("agent.name", text("Mina"))]);
    let loads = |world: &World| -> Vec<String> {
        let desk = world.driver.desk("a").unwrap();
        world.driver.engine().loads(desk).iter().map(|load| format!("{} {load}", load.agent)).collect()
    };
    assert_eq!(loads(&world), ["Joon 0 of 2", "Mina 1 of 2"]);
    world.event("conversation.unassigned", MINUTE, &[]);
    assert_eq!(loads(&world), ["Joon 0 of 2", "Mina 0 of 2"]);
}

#[test]
fn rules_that_assign_for_ever_are_cut_off() {
    let assign = |group: &str| {
        let arguments = vec![("name".into(), crate::ir::Argument::Value(crate::ir::Operand::Literal(text(group))))];
        let kind = crate::ir::StepKind::Act { action: "assign to group".into(), arguments, write: None, needs: vec![] };
        crate::ir::Step { place: place(), kind }
    };
    let again = trigger("again", &["conversation.assigned"], vec![assign("Billing")]);
    let mut world = driven(policy(Accept::AtOnce), vec![again]);
    world.event("conversation.requested", 0, &[("conversation.group", text("Billing"))]);
    assert!(world.deliveries.len() < 60, "{}", world.deliveries.len());
    assert!(world.fact("conversation.assignee").is_some());
}
