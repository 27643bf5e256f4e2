//! What holds of the desk whatever comes: nothing is assigned twice, nothing is lost, nobody waits for ever, nobody gets more
//! than they may have; and equal inputs give equal bytes.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::build::{MINUTE, SECOND, number, one_of, text, texts};
use super::desk_world::*;
use crate::ir::policy::{Accept, FallbackStep};
use crate::ir::{Assignment, Value};
use crate::runtime::desk::{DeskAudit, DeskInputKind, OfferChange, Place, Seat};
use crate::runtime::{Answer, AssignTo, Desk, DeskState, ToDesk};

const AGENTS: usize = 4;
const CONVERSATIONS: usize = 12;
const GROUPS: [&str; 3] = ["Billing", "Sales", "General"];
const CAPACITY: u32 = 2;
/// As many as may pass one over before it goes first.
const PATIENCE: u32 = 16;

/// Something that happens.
#[derive(Clone, Debug)]
enum Happening {
    Agent {
        agent: usize,
        status: usize,
        groups: u8,
        skilled: bool,
        capacity: Option<u32>,
    },
    Left(usize),
    Request {
        conversation: usize,
        group: usize,
        skilled: bool,
        count: i64,
    },
    State {
        conversation: usize,
        inactive: bool,
    },
    Accept(usize, usize),
    Decline(usize, usize),
    Take(usize, usize),
    /// The first offer that is out is accepted, or declined.
    Answer(bool),
    Assign(usize, AssignTo),
    HostAssigned(usize, usize),
    HostUnassigned(usize),
    HostQueued(usize),
    Over(usize),
    Later(i64),
}

fn agent(number_of: usize) -> String {
    format!("a{number_of}")
}

fn conversation(number_of: usize) -> String {
    format!("c{number_of}")
}

fn happening() -> impl Strategy<Value = Happening> {
    let (a, c) = (0..AGENTS, 0..CONVERSATIONS);
    prop_oneof![
        4 => (a.clone(), 0..3usize, 0..8u8, any::<bool>(), prop::option::of(0..4u32))
            .prop_map(|(agent, status, groups, skilled, capacity)| Happening::Agent { agent, status, groups, skilled, capacity }),
        1 => a.clone().prop_map(Happening::Left),
        8 => (c.clone(), 0..3usize, any::<bool>(), 0..4i64)
            .prop_map(|(conversation, group, skilled, count)| Happening::Request { conversation, group, skilled, count }),
        3 => (c.clone(), any::<bool>()).prop_map(|(conversation, inactive)| Happening::State { conversation, inactive }),
        1 => (c.clone(), a.clone()).prop_map(|(conversation, agent)| Happening::Accept(conversation, agent)),
        1 => (c.clone(), a.clone()).prop_map(|(conversation, agent)| Happening::Decline(conversation, agent)),
        1 => (c.clone(), a.clone()).prop_map(|(conversation, agent)| Happening::Take(conversation, agent)),
        6 => any::<bool>().prop_map(Happening::Answer),
        2 => (c.clone(), assign_to()).prop_map(|(conversation, to)| Happening::Assign(conversation, to)),
        1 => (c.clone(), a).prop_map(|(conversation, agent)| Happening::HostAssigned(conversation, agent)),
        1 => c.clone().prop_map(Happening::HostUnassigned),
        1 => c.clone().prop_map(Happening::HostQueued),
        4 => c.prop_map(Happening::Over),
        3 => (0..200i64).prop_map(|seconds| Happening::Later(seconds * SECOND)),
    ]
}

fn assign_to() -> impl Strategy<Value = AssignTo> {
    prop_oneof![
        (0..3usize).prop_map(|group| AssignTo::Group(GROUPS[group].into())),
        (0..=AGENTS).prop_map(|number_of| AssignTo::Agent(agent(number_of))),
        Just(AssignTo::Automatically),
        Just(AssignTo::Nobody),
    ]
}

fn accept() -> impl Strategy<Value = Accept> {
    prop_oneof![Just(Accept::AtOnce), Just(Accept::Within(30 * SECOND)), Just(Accept::ByAnyone), Just(Accept::ByHand)]
}

fn some_policy(accept: Accept, inactive_count: bool, fallbacks: bool) -> Assignment {
    let lines = vec![
        fallback(2 * MINUTE, vec![FallbackStep::Drop("conversation.skills".into())]),
        fallback(5 * MINUTE, vec![FallbackStep::MoveToGroup("General".into())]),
    ];
    let fallbacks = if fallbacks { lines } else { vec![] };
    Assignment { capacity: Some(CAPACITY), inactive_count, fallbacks, ..policy(accept) }
}

/// What the outside knows, from what came out alone.
#[derive(Default)]
struct Outside {
    /// Who has what, by the events and by what the host told.
    assigned: BTreeMap<String, String>,
    /// How often each was passed over while it waited and nobody was asked.
    overtaken: BTreeMap<String, u32>,
}

fn kind_of(happening: &Happening, desk: &Desk) -> Option<DeskInputKind> {
    let known = |number_of: &usize| desk.conversations.contains_key(&conversation(*number_of));
    let told = |number_of: &usize, messages| {
        known(number_of).then(|| DeskInputKind::Told { conversation: conversation(*number_of), messages })
    };
    let answer =
        |number_of: &usize, by: &usize, answer| told(number_of, vec![ToDesk::Answer { agent: agent(*by), answer }]);
    match happening {
        Happening::Agent { agent: number_of, status, groups, skilled, capacity } => {
            let groups: Vec<&str> = (0..3).filter(|bit| groups & (1 << bit) != 0).map(|bit| GROUPS[bit]).collect();
            let mut facts = vec![
                ("agent.name".into(), Some(text(&agent(*number_of)))),
                ("agent.status".into(), Some(one_of(["online", "online", "away"][*status]))),
                ("agent.groups".into(), Some(texts(&groups))),
                ("agent.skills".into(), Some(texts(if *skilled { &["french"] } else { &[] }))),
            ];
            facts.extend(capacity.map(|capacity| ("agent.capacity".into(), Some(number(capacity.into())))));
            Some(DeskInputKind::Agent { facts, refused: vec![] })
        }
        Happening::Left(number_of) => Some(DeskInputKind::AgentLeft { agent: agent(*number_of) }),
        Happening::Request { conversation: number_of, group, skilled, count } => {
            let seat = desk.conversations.get(&conversation(*number_of));
            let mut state = state(seat.and_then(|seat| seat.group.as_deref()).unwrap_or(GROUPS[*group]));
            state.facts.insert("conversation.count".into(), number(*count));
            if *skilled {
                state.facts.insert("conversation.skills".into(), texts(&["french"]));
            }
            let messages = vec![ToDesk::State(Box::new(state)), ToDesk::Requested];
            Some(DeskInputKind::Told { conversation: conversation(*number_of), messages })
        }
        Happening::State { conversation: number_of, inactive } => {
            let seat = desk.conversations.get(&conversation(*number_of))?;
            let state = DeskState {
                group: seat.group.clone(),
                inactive: *inactive,
                went_inactive: *inactive,
                opened: false,
                session: 1,
                facts: seat.facts.clone(),
                assignee: None,
            };
            told(number_of, vec![ToDesk::State(Box::new(state))])
        }
        Happening::Accept(number_of, by) => answer(number_of, by, Answer::Accept),
        Happening::Decline(number_of, by) => answer(number_of, by, Answer::Decline),
        Happening::Take(number_of, by) => answer(number_of, by, Answer::Take),
        Happening::Answer(accepts) => {
            let mut offers = desk.conversations.iter().filter_map(|(conversation, seat)| {
                Some((conversation.clone(), seat.waiting()?.offers.keys().next()?.clone()))
            });
            let (conversation, agent) = offers.next()?;
            let answer = if *accepts { Answer::Accept } else { Answer::Decline };
            Some(DeskInputKind::Told { conversation, messages: vec![ToDesk::Answer { agent, answer }] })
        }
        Happening::Assign(number_of, to) => {
            told(number_of, vec![ToDesk::Assign { to: to.clone(), by: "rule".into(), time: desk.time }])
        }
        Happening::HostAssigned(number_of, by) => {
            told(number_of, vec![ToDesk::Assigned { agent: agent(*by), facts: Default::default() }])
        }
        Happening::HostUnassigned(number_of) => told(number_of, vec![ToDesk::Unassigned]),
        Happening::HostQueued(number_of) => told(number_of, vec![ToDesk::Queued { queue: None, position: None }]),
        Happening::Over(number_of) => told(number_of, vec![ToDesk::Over]),
        Happening::Later(_) => None,
    }
}

/// Whether the policy lets that agent take that conversation: said once more, without the evaluator.
fn may(desk: &Desk, seat: &Seat, agent: &str) -> bool {
    let facts = &desk.agents[agent].facts;
    let list = |facts: &crate::Facts, key: &str| match facts.get(key) {
        Some(Value::List(values)) => values.to_vec(),
        _ => vec![],
    };
    let skills = list(facts, "agent.skills");
    facts.get("agent.status") == Some(&one_of("online"))
        && seat.group.as_ref().is_some_and(|group| list(facts, "agent.groups").contains(&text(group)))
        && list(&seat.facts, "conversation.skills").iter().all(|skill| skills.contains(skill))
}

fn capacity(desk: &Desk, agent: &str) -> u32 {
    match desk.agents.get(agent).and_then(|agent| agent.facts.get("agent.capacity")) {
        Some(Value::Number(number)) => u32::try_from(*number).unwrap(),
        _ => CAPACITY,
    }
}

/// How many count that an agent has, and how many offers are out to them.
fn load(desk: &Desk, agent: &str, inactive_count: bool) -> (u32, u32) {
    let seats = desk.conversations.values();
    let count =
        |wanted: &dyn Fn(&Seat) -> bool| u32::try_from(seats.clone().filter(|seat| wanted(seat)).count()).unwrap();
    (
        count(&|seat| seat.agent() == Some(agent) && (inactive_count || seat.active)),
        count(&|seat| seat.waiting().is_some_and(|waiting| waiting.offers.contains_key(agent))),
    )
}

impl Outside {
    /// Looks at what one step gave.
    fn look(&mut self, before: &Desk, world: &DeskWorld, accept: Accept, inactive_count: bool) -> Result<(), String> {
        let ensure = |holds: bool, what: &str| if holds { Ok(()) } else { Err(format!("{what}: {:?}", world.last)) };
        for event in &world.last.events {
            match event.name.as_str() {
                "conversation.assigned" => {
                    let Some(Value::Text(agent)) = event.carried.get("agent.name") else { panic!() };
                    let twice = self.assigned.insert(event.conversation.clone(), agent.to_string());
                    ensure(twice.is_none(), "assigned while somebody has it")?;
                }
                "conversation.unassigned" => {
                    ensure(self.assigned.remove(&event.conversation).is_some(), "unassigned what nobody has")?;
                }
                "conversation.queued" => {
                    ensure(!self.assigned.contains_key(&event.conversation), "queued while somebody has it")?;
                }
                _ => {}
            }
        }
        for (conversation, seat) in &world.desk.conversations {
            let has = self.assigned.get(conversation).map(String::as_str);
            ensure(has == seat.agent(), "the desk and the conversation know different agents")?;
        }
        self.nobody_is_given_too_much(world, accept, inactive_count)?;
        self.nobody_is_passed_over(before, world, accept)?;
        nobody_waits_in_vain(&world.desk, accept, inactive_count)
    }

    fn nobody_is_given_too_much(&self, world: &DeskWorld, accept: Accept, inactive_count: bool) -> Result<(), String> {
        for audit in &world.last.audit {
            let DeskAudit::Given { agent, by, .. } = audit else { continue };
            let (has, _) = load(&world.desk, agent, inactive_count);
            if by == "queue" && has > capacity(&world.desk, agent) {
                return Err(format!("`{agent}` was given too much: {:?}", world.last));
            }
        }
        for change in &world.last.offers {
            let OfferChange::Offered { agent, .. } = change else { continue };
            let (has, offered) = load(&world.desk, agent, inactive_count);
            let taken = if accept == Accept::ByAnyone { has + offered.min(1) } else { has + offered };
            if taken > capacity(&world.desk, agent) {
                return Err(format!("`{agent}` was offered too much: {:?}", world.last));
            }
        }
        Ok(())
    }

    /// Only so many later ones go before one that an agent could have taken.
    fn nobody_is_passed_over(&mut self, before: &Desk, world: &DeskWorld, accept: Accept) -> Result<(), String> {
        let waits = |desk: &Desk, conversation: &str| {
            desk.conversations.get(conversation).and_then(Seat::waiting).map(|waiting| waiting.number)
        };
        self.overtaken.retain(|conversation, _| waits(before, conversation) == waits(&world.desk, conversation));
        if accept != Accept::AtOnce {
            return Ok(());
        }
        for audit in &world.last.audit {
            let DeskAudit::Given { conversation: given, agent, by, .. } = audit else { continue };
            let Some(number) = waits(before, given).filter(|_| by == "queue") else { continue };
            for (conversation, seat) in &world.desk.conversations {
                let earlier = waits(before, conversation).is_some_and(|other| other < number);
                if earlier && seat.waiting().is_some() && may(&world.desk, seat, agent) {
                    let count = self.overtaken.entry(conversation.clone()).or_default();
                    *count += 1;
                    if *count > PATIENCE {
                        return Err(format!("`{conversation}` was passed over {count} times"));
                    }
                }
            }
        }
        Ok(())
    }
}

fn nobody_waits_in_vain(desk: &Desk, accept: Accept, inactive_count: bool) -> Result<(), String> {
    for (conversation, seat) in &desk.conversations {
        let Place::Waiting(waiting) = &seat.place else { continue };
        for agent in desk.agents.keys() {
            let (has, offered) = load(desk, agent, inactive_count);
            let room = capacity(desk, agent);
            let idle = match accept {
                Accept::AtOnce => has < room,
                Accept::Within(_) => has + offered < room && waiting.offers.is_empty(),
                Accept::ByAnyone => has < room && waiting.offers.is_empty(),
                Accept::ByHand => false,
            };
            if idle && may(desk, seat, agent) {
                return Err(format!("`{conversation}` waits, and `{agent}` could take it"));
            }
        }
    }
    Ok(())
}

/// What came in changes what the outside knows.
fn told(outside: &mut Outside, happening: &Happening, before: &Desk) {
    match happening {
        Happening::HostAssigned(number_of, by) if before.conversations.contains_key(&conversation(*number_of)) => {
            outside.assigned.insert(conversation(*number_of), agent(*by));
        }
        Happening::HostUnassigned(number_of) | Happening::Over(number_of) => {
            outside.assigned.remove(&conversation(*number_of));
        }
        _ => {}
    }
}

/// Every conversation that asked and is not over is somewhere: with an agent, in a queue, or put aside by a rule or the host.
fn nothing_is_lost(before: &Desk, after: &Desk, happening: Option<&Happening>) -> Result<(), String> {
    for (conversation, seat) in &before.conversations {
        let over =
            matches!(happening, Some(Happening::Over(number_of)) if self::conversation(*number_of) == *conversation);
        match after.conversations.get(conversation) {
            None if over => {}
            None => return Err(format!("`{conversation}` was lost")),
            Some(now) => {
                let put_aside =
                    matches!(happening, Some(Happening::HostUnassigned(_) | Happening::Assign(_, AssignTo::Nobody)));
                if now.place == Place::Nowhere && seat.place != Place::Nowhere && !put_aside {
                    return Err(format!("`{conversation}` is nowhere"));
                }
            }
        }
    }
    Ok(())
}

struct Twins {
    world: DeskWorld,
    other: DeskWorld,
    outside: Outside,
    accept: Accept,
    inactive_count: bool,
}

impl Twins {
    fn happen(&mut self, happening: &Happening) -> Result<(), String> {
        if let Happening::Later(time) = happening {
            let end = self.world.time.plus(*time);
            while let Some(due) = self.world.next_timer(end) {
                let twin = self.other.next_timer(end).unwrap();
                let before = self.world.desk.clone();
                self.world.fire(due);
                self.other.fire(twin);
                self.check(&before, None)?;
            }
            self.world.time = end;
            self.other.time = end;
            return Ok(());
        }
        let Some(kind) = kind_of(happening, &self.world.desk) else { return Ok(()) };
        let before = self.world.desk.clone();
        told(&mut self.outside, happening, &before);
        self.world.step(kind.clone());
        // The twin is stored and read again before each input.
        let json = serde_json::to_vec(&self.other.desk).unwrap();
        self.other.desk = Desk::load(&json).unwrap();
        self.other.step(kind);
        self.check(&before, Some(happening))
    }

    fn check(&mut self, before: &Desk, happening: Option<&Happening>) -> Result<(), String> {
        let bytes = |world: &DeskWorld| serde_json::to_string(&(&world.desk, &world.last)).unwrap();
        if bytes(&self.world) != bytes(&self.other) {
            return Err("a stored desk goes on differently".into());
        }
        nothing_is_lost(before, &self.world.desk, happening)?;
        self.outside.look(before, &self.world, self.accept, self.inactive_count)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_desk_keeps_its_promises(
        accept in accept(),
        inactive_count in any::<bool>(),
        fallbacks in any::<bool>(),
        happenings in prop::collection::vec(happening(), 1..120),
    ) {
        let world = || desk_world(Some(some_policy(accept, inactive_count, fallbacks)));
        let (world, other, outside) = (world(), world(), Outside::default());
        let mut twins = Twins { world, other, outside, accept, inactive_count };
        for (number_of, happening) in happenings.iter().enumerate() {
            let kept = twins.happen(happening);
            prop_assert!(kept.is_ok(), "{number_of}: {happening:?}: {}", kept.unwrap_err());
        }
    }

    /// Under steady pressure of what is preferred, the first one that waits is served after at most so many others.
    #[test]
    fn pressure_starves_nobody(waiting in 1..4usize, capacity in 1..3i64, newcomers in 17..60usize) {
        let mut world = desk_world(Some(policy(Accept::AtOnce)));
        world.online("a", &["Billing"]).agent("a", &[("agent.capacity", number(capacity))]);
        let mut held: Vec<String> = (0..capacity).map(|number_of| format!("busy{number_of}")).collect();
        for busy in &held {
            world.request(busy, "Billing");
        }
        for number_of in 0..waiting {
            world.request_with(&format!("patient{number_of}"), "Billing", &[("conversation.count", number(0))]);
        }
        let mut served = 0;
        for number_of in 0..newcomers {
            let urgent = format!("urgent{number_of}");
            world.request_with(&urgent, "Billing", &[("conversation.count", number(9))]);
            let done = held.remove(0);
            world.over(&done);
            let given = world.last.audit.iter().filter_map(|audit| match audit {
                DeskAudit::Given { conversation, .. } => Some(conversation.clone()),
                _ => None,
            });
            held.extend(given);
            served = held.iter().filter(|held| held.starts_with("patient")).count().max(served);
        }
        // All who wait are passed over alike: the first ones go together after that many.
        let all = world.desk.conversations.iter().filter(|(name, seat)| name.starts_with("patient") && seat.waiting().is_some());
        let left = all.count();
        prop_assert!(newcomers < 16 + waiting || left == 0, "{left} wait after {newcomers}, {served}");
    }
}
