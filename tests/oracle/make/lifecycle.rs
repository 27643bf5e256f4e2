//! Random lifecycles, statuses of the account's own, and capacity release.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use whenbook::ir::lifecycle::{Cause, Lifecycle, Limit, Machine, NewConversation, Permission, Status, Transition};
use whenbook::ir::policy::{CapacityRelease, Stage};
use whenbook::ir::{EventName, Place, Step};

use super::actions;
use super::conditions::{Reach, any_condition, hearing};
use super::vocabulary::{MACHINES, OWN_STATUSES, changes, events};

/// Actions that a random lifecycle knows, by their first words.
const ACTIONS: [&str; 7] = ["set", "snooze", "close", "reopen", "end session", "hand over", "suspend user"];

pub fn lifecycle() -> impl Strategy<Value = Option<Lifecycle>> {
    let machines = MACHINES.map(|(attribute, _, states)| machine(attribute, states));
    let some = (machines, subsequence(vec![0, 1, 2], 1..=3), prop::collection::vec(new_conversation(), 0..2));
    let limit = prop::option::of(0..3_u32);
    let role = prop::option::weighted(0.7, select(&["owner", "agent"][..]));
    let some = (some, limit, role).prop_map(|((machines, chosen, new_conversations), at_most, role)| {
        let machines = machines.into_iter().enumerate().filter(|(number, _)| chosen.contains(number));
        let place = Place::default;
        let limits = at_most.map(|at_most| Limit { place: place(), attribute: "conversation.tags".into(), at_most });
        let actions = || ["export conversations", "reopen"].map(Into::into).into();
        let permissions = role.map(|role| Permission { place: place(), role: role.into(), actions: actions() });
        Lifecycle {
            id: "random".into(),
            place: place(),
            machines: machines.map(|(_, machine)| machine).collect(),
            new_conversations,
            limits: limits.into_iter().collect(),
            permissions: permissions.into_iter().collect(),
        }
    });
    prop::option::weighted(0.85, some)
}

fn names(states: &[&str]) -> Vec<String> {
    states.iter().map(|state| (*state).to_owned()).collect()
}

fn machine(attribute: &'static str, states: &'static [&'static str]) -> impl Strategy<Value = Machine> {
    let states = names(states);
    let some = |most: usize| subsequence(states.clone(), 0..=most);
    let parts = (select(states.clone()), some(3), some(1), prop::collection::vec(transition(&states), 0..7));
    parts.prop_map(move |(start, active, mut finals, mut transitions)| {
        finals.retain(|state| *state != start);
        // Nothing leaves what is final.
        transitions.iter_mut().for_each(|transition| transition.from.retain(|state| !finals.contains(state)));
        transitions.retain(|transition| !transition.from.is_empty());
        let attribute = attribute.to_owned();
        Machine { attribute, place: Place::default(), states: states.clone(), start, active, finals, transitions }
    })
}

fn transition(states: &[String]) -> impl Strategy<Value = Transition> + use<> {
    let (few, many) = (subsequence(states.to_vec(), 1..=3), subsequence(states.to_vec(), 1..=states.len()));
    let one = select(states.to_vec()).prop_map(|state| vec![state]);
    let names = [events(), events(), changes()].concat();
    let free = subsequence(names, 1..4).prop_map(|events| (events, None));
    let asking = hearing().prop_flat_map(|(events, carried)| {
        let reach = Reach { carried, ..Reach::default() };
        any_condition(&reach).prop_map(move |condition| (events.clone(), Some(condition)))
    });
    let on = (few, one.clone(), prop_oneof![2 => free, 1 => asking])
        .prop_map(|(from, to, (events, condition))| (from, to, Cause::On(events), condition));
    let actions = prop_oneof![4 => 1..2_usize, 1 => 2..3_usize].prop_flat_map(|count| {
        subsequence(ACTIONS[1..].iter().map(|words| (*words).to_owned()).collect::<Vec<_>>(), count)
    });
    let by = (many.clone(), one, actions, prop::option::weighted(0.2, any_condition(&Reach::now())))
        .prop_map(|(from, to, actions, condition)| (from, to, Cause::By(actions), condition));
    let set = (many.clone(), many).prop_map(|(from, to)| (from, to, Cause::By(vec!["set".into()]), None));
    let raises = prop_oneof![2 => Just(vec![]), 1 => subsequence(raised(), 1..3)];
    (prop_oneof![4 => on, 3 => by, 2 => set], raises).prop_map(|((from, to, cause, condition), raises)| Transition {
        place: Place::default(),
        from,
        to,
        cause,
        condition,
        raises,
    })
}

fn raised() -> Vec<EventName> {
    let often = ["conversation.opened", "conversation.closed", "session.ended", "session.started"].map(EventName::new);
    [events(), often.into()].concat()
}

fn new_conversation() -> impl Strategy<Value = NewConversation> {
    let events =
        subsequence(["customer.wrote", "page.opened", "conversation.requested"].map(EventName::new).to_vec(), 1..3);
    let wrote = Reach { carried: vec!["message"], ..Reach::default() };
    let any = (events, prop::option::weighted(0.9, any_condition(&Reach::default())));
    let wrote = any_condition(&wrote).prop_map(|condition| (vec![EventName::new("customer.wrote")], Some(condition)));
    prop_oneof![1 => any, 1 => wrote].prop_map(|(events, condition)| NewConversation {
        place: Place::default(),
        events,
        condition,
    })
}

pub fn statuses() -> impl Strategy<Value = Vec<Status>> {
    let one = |id: &'static str| {
        let status = |counts_as: &str| Status { id: id.into(), title: None, counts_as: counts_as.into() };
        select(MACHINES[0].2).prop_map(status)
    };
    OWN_STATUSES.map(one).prop_map(Vec::from)
}

pub fn capacity_release() -> impl Strategy<Value = Option<CapacityRelease>> {
    let resting = subsequence(names(MACHINES[0].2), 0..3);
    let some = (prop::collection::vec(stage(), 0..=3), resting).prop_map(|(stages, resting)| CapacityRelease {
        place: Place::default(),
        stages,
        resting,
    });
    prop::option::weighted(0.85, some)
}

fn stage() -> impl Strategy<Value = Stage> {
    let after = select(&[60_000, 180_000, 300_000][..]);
    (after, acts()).prop_map(|(after, actions)| Stage { place: Place::default(), after, actions })
}

fn acts() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(actions::act_of_policy(), 0..4)
}
