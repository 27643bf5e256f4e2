use proptest::prelude::*;

use super::*;
use crate::ir::EventName;
use crate::ir::vocabulary::Vocabulary;
use crate::runtime::desk::DeskInput;
use crate::runtime::outcome::DeskState;
use crate::runtime::{Input, Outcome};

fn book() -> Book {
    Book {
        format: crate::ir::FORMAT,
        hash: String::new(),
        name: "test".to_owned(),
        time_zone: "Asia/Kolkata".to_owned(),
        time_zone_data: String::new(),
        languages: Vec::new(),
        sources: Vec::new(),
        vocabulary: Vocabulary::default(),
        messages: Vec::new(),
        lists: Vec::new(),
        conditions: Vec::new(),
        schedules: Vec::new(),
        triggers: Vec::new(),
        first_matches: Vec::new(),
        automations: Vec::new(),
        lifecycle: None,
        statuses: Vec::new(),
        capacity_release: None,
        assignment: None,
        wait_time: None,
        tests: Vec::new(),
    }
}

#[derive(Clone, Copy, Debug)]
enum Happening {
    Queued(u8),
    Assigned(u8),
    Unassigned,
    Sleeps,
    Wakes,
    Ends,
    Nothing,
}

fn delivery(conversation: u8, happening: Happening, time: Moment) -> Delivery {
    let text = |key: &str, name: String| Facts::from([(key.into(), Value::Text(name.into()))]);
    let (name, carried) = match happening {
        Happening::Queued(queue) => (QUEUED, text(QUEUE_NAME.0, format!("q{queue}"))),
        Happening::Assigned(agent) => (ASSIGNED, text(AGENT_NAME.0, format!("a{agent}"))),
        Happening::Unassigned => (UNASSIGNED, Facts::new()),
        _ => ("customer.wrote", Facts::new()),
    };
    let kind = InputKind::Event { name: EventName::new(name), carried: carried.into(), kept: Vec::new() };
    let input = Input {
        id: String::new(),
        time,
        user: Default::default(),
        account: Default::default(),
        previous: Vec::new(),
        refused: Vec::new(),
        user_marks: Default::default(),
        from_desk: false,
        kind,
    };
    let inactive = match happening {
        Happening::Sleeps => Some(true),
        Happening::Wakes => Some(false),
        _ => None,
    };
    let ended = matches!(happening, Happening::Ends);
    let (account, conversation) = ("a".into(), format!("c{conversation}").into());
    Delivery { account, conversation, input, outcome: Outcome::default(), inactive, ended }
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        (0..3_u8).prop_map(Happening::Queued),
        (0..3_u8).prop_map(Happening::Assigned),
        Just(Happening::Unassigned),
        Just(Happening::Sleeps),
        Just(Happening::Wakes),
        Just(Happening::Ends),
        Just(Happening::Nothing),
    ]
}

proptest! {
    /// Whatever comes, in whatever order: nothing is counted twice, nothing is lost, no average is above what there was.
    #[test]
    fn the_sums_are_right(happenings in proptest::collection::vec((0..5_u8, happening(), 0..9_000_000_i64), 0..200)) {
        let mut report = Report::new(&book());
        let mut time = Moment::from_millis(1_800_000_000_000).unwrap();
        let mut released = 0;
        let mut asleep = [false; 5];
        for (conversation, happening, gap) in happenings {
            // Now and then years, and now and then back.
            let gap = if gap > 8_990_000 { 200_000_000_000 } else { gap - 500_000 };
            time = time.plus(gap);
            let own = &mut asleep[usize::from(conversation)];
            // Nothing falls asleep that sleeps already.
            let happening = if *own && matches!(happening, Happening::Sleeps) { Happening::Nothing } else { happening };
            *own = matches!(happening, Happening::Sleeps) || (*own && !matches!(happening, Happening::Wakes));
            released += u64::from(matches!(happening, Happening::Sleeps));
            report.add(&delivery(conversation, happening, time));
        }
        let closing = report.closing();
        for queue in &closing.queues {
            prop_assert_eq!(queue.queued, queue.routed + queue.left + queue.waiting);
            prop_assert_eq!(queue.waits.median.is_some(), queue.routed > 0);
        }
        prop_assert_eq!(closing.activity.released, released);
        prop_assert_eq!(closing.agents.iter().map(|agent| agent.passed_on).sum::<u64>(), closing.reassigned);
        for agent in &closing.agents {
            let average: f64 = agent.load.average.to_string().parse().unwrap();
            prop_assert!(average <= f64::from(agent.load.highest) && agent.load.highest <= 5);
        }
        for hour in &closing.hours {
            let [waiting, active, inactive] = [&hour.waiting, &hour.active, &hour.inactive]
                .map(|average| average.to_string().replace('.', "").parse::<u32>().unwrap());
            prop_assert!(waiting <= 50 && active + inactive <= 51 && active <= hour.highest_active * 10);
        }
    }
}

#[test]
fn an_hour_is_one_of_the_clocks_in_the_zone() {
    // Half past five ahead of UTC: from 10:40 UTC on the clocks show 16:10.
    let at = |text: &str| Moment::parse(text).unwrap();
    let mut report = Report::new(&book());
    report.add(&delivery(1, Happening::Assigned(1), at("2026-12-01T10:40:00Z")));
    report.add(&delivery(1, Happening::Sleeps, at("2026-12-01T11:00:00Z")));
    report.add(&delivery(2, Happening::Nothing, at("2026-12-01T15:00:00Z")));
    let hours = report.closing().hours;
    let told: Vec<String> =
        hours.iter().map(|hour| format!("{}: {} {}", hour.hour, hour.active, hour.inactive)).collect();
    // Of the hour from 16:00 on, 20 minutes active and 30 inactive; of that from 20:00 on half was looked at.
    assert_eq!(told, ["16: 0.4 0.6", "20: 0.0 1.0"]);
}

#[test]
fn what_comes_after_the_end_of_the_log_counts_for_no_load() {
    let at = |text: &str| Moment::parse(text).unwrap();
    let mut report = Report::new(&book());
    report.add(&delivery(1, Happening::Assigned(1), at("2026-12-01T10:00:00Z")));
    report.add(&delivery(2, Happening::Assigned(1), at("2026-12-01T10:50:00Z")));
    report.end(at("2026-12-01T11:00:00Z"));
    report.add(&delivery(1, Happening::Sleeps, at("2026-12-21T11:00:00Z")));
    let closing = report.closing();
    // One for an hour, and another one for ten minutes of it.
    assert_eq!(closing.agents[0].load.average.to_string(), "1.2");
    assert_eq!((closing.activity.released, closing.agents[0].activity.released), (1, 1));
    assert_eq!(closing.hours.len(), 2);
}

#[test]
fn a_wait_goes_on_in_the_next_queue() {
    let at = |text: &str| Moment::parse(text).unwrap();
    let mut report = Report::new(&book());
    report.add(&delivery(1, Happening::Queued(1), at("2026-12-01T10:00:00Z")));
    report.add(&delivery(1, Happening::Queued(2), at("2026-12-01T10:02:00Z")));
    report.add(&delivery(1, Happening::Assigned(1), at("2026-12-01T10:03:00Z")));
    let closing = report.closing();
    let longest = |waits: &WaitReport| waits.longest.clone();
    assert_eq!(longest(&closing.agents[0].waits).as_deref(), Some("3m"));
    let queues: Vec<_> = closing.queues.iter().map(|queue| (queue.left, longest(&queue.waits))).collect();
    assert_eq!(queues, [(1, None), (0, Some("1m".to_owned()))]);
}

#[test]
fn a_session_that_goes_inactive_once_more_makes_room() {
    let at = |text: &str| Moment::parse(text).unwrap();
    let again = DeskState { inactive: true, went_inactive: true, ..DeskState::default() };
    let mut released = delivery(1, Happening::Nothing, at("2026-12-01T10:25:00Z"));
    released.outcome.to_desk.push(ToDesk::State(Box::new(again)));
    let mut report = Report::new(&book());
    report.add(&delivery(1, Happening::Sleeps, at("2026-12-01T10:10:00Z")));
    report.add(&delivery(1, Happening::Assigned(1), at("2026-12-01T10:20:00Z")));
    report.add(&released);
    report.add(&delivery(2, Happening::Assigned(1), at("2026-12-01T10:40:00Z")));
    let agent = &report.closing().agents[0];
    assert_eq!((agent.load.highest, agent.activity.released), (1, 1));
}

#[test]
fn a_capacity_that_the_host_tells_counts() {
    let at = Moment::parse("2026-12-01T10:00:00Z").unwrap();
    let facts = vec![
        (AGENT_NAME.0.into(), Some(Value::Text("a1".into()))),
        (AGENT_CAPACITY.0.into(), Some(Value::Number(1.into()))),
    ];
    let kind = DeskInputKind::Agent { facts, refused: Vec::new() };
    let input = DeskInput { id: String::new(), time: at, account: Default::default(), kind };
    let mut report = Report::new(&book());
    report.add_desk(&DeskDelivery { account: "a".to_owned(), input, outcome: Default::default() });
    report.add(&delivery(1, Happening::Assigned(1), at));
    report.add(&delivery(2, Happening::Assigned(1), at));
    let load = &report.closing().agents[0].load;
    assert_eq!((load.capacity, load.over_capacity), (Some(1), 1));
}

#[test]
fn the_customer_wakes_a_conversation_whose_status_was_not_active() {
    let at = Moment::parse("2026-12-01T10:00:00Z").unwrap();
    let mut report = Report::new(&book());
    report.add(&delivery(1, Happening::Sleeps, at));
    report.add(&delivery(1, Happening::Wakes, at));
    assert_eq!((report.closing().activity.released, report.closing().activity.woken), (1, 1));
}
