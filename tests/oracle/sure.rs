//! What the compiler says of two conditions for sure, the engine never contradicts: about few attributes at a time, of which
//! much is asked.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use whenbook::Engine;
use whenbook::ir::vocabulary::{Attribute, Holder};
use whenbook::ir::{Book, Condition, EventName, Moment, Name, Place, Trigger, Value};
use whenbook::runtime::{Conversation, Facts, Input, InputKind};
use whenbook::semantics::satisfiable::{Verdict, Worlds};

use super::make::book::seed;
use super::make::conditions::{Reach, about};
use super::make::vocabulary::{LENGTHS, TIMES, attributes, value, wild};

const CARRIED: [&str; 2] = ["message", "agent"];

/// Words, schedules and a vocabulary, and nothing that acts.
static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let mut runner = TestRunner::deterministic();
    let mut book = seed().new_tree(&mut runner).unwrap().current().named().book();
    book.first_matches.clear();
    book.automations.clear();
    book.lifecycle = None;
    book.statuses.clear();
    book.capacity_release = None;
    book.assignment = None;
    book
});

#[derive(Clone, Debug)]
struct Asked {
    of: Vec<Attribute>,
    conditions: [Condition; 3],
    /// What is so, input by input: how much later, which event, and the facts.
    given: Vec<(i64, bool, Vec<Option<Value>>)>,
}

fn asked() -> impl Strategy<Value = Asked> {
    let reach = Reach { carried: CARRIED.to_vec(), ..Reach::default() };
    let readable: Vec<Attribute> = attributes().into_iter().filter(|one| reach.reads(one)).collect();
    subsequence(readable, 1..=2).prop_flat_map(move |of| {
        let one = || about(&reach, &of);
        let fact = |of: &Attribute| {
            let kind = &of.value_type;
            prop_oneof![1 => Just(None), 4 => value(kind).prop_map(Some), 1 => wild(kind).prop_map(Some)]
        };
        let facts: Vec<_> = of.iter().map(fact).collect();
        let given = (proptest::sample::select(&LENGTHS[..]), any::<bool>(), facts);
        let of = of.clone();
        ([one(), one(), one()], prop::collection::vec(given, 12)).prop_map(move |(conditions, given)| Asked {
            of: of.clone(),
            conditions,
            given,
        })
    })
}

fn trigger(number: usize, condition: &Condition) -> Trigger {
    Trigger {
        id: format!("t{number}"),
        title: None,
        docs: None,
        place: Place::default(),
        active: true,
        events: vec![EventName::new("agent.wrote"), EventName::new("note.written")],
        channels: None,
        once: None,
        condition: Some(condition.clone()),
        actions: vec![],
        actions_fingerprint: String::new(),
    }
}

/// Which of the conditions hold, input by input.
fn holding(engine: &Engine, asked: &Asked) -> Vec<[bool; 3]> {
    let mut conversation = Conversation::new("a", "c");
    let mut time = Moment::parse(TIMES[0]).unwrap();
    let mut all = Vec::new();
    for (number, (later, wrote, facts)) in asked.given.iter().enumerate() {
        time = time.plus(*later);
        let (mut user, mut account, mut carried, mut kept) = (Facts::new(), Facts::new(), Facts::new(), Vec::new());
        for (attribute, fact) in asked.of.iter().zip(facts) {
            let key = match attribute.key.split_once('(') {
                Some((word, rest)) => format!("{word}(\"a\"){}", rest.split_once(')').unwrap().1),
                None => attribute.key.clone(),
            };
            let key = Name::from(key);
            match (attribute.holder, fact) {
                (Holder::Conversation, fact) => kept.push((key, fact.clone())),
                (Holder::Event, Some(fact)) => drop(carried.insert(key, fact.clone())),
                (Holder::User, Some(fact)) => drop(user.insert(key, fact.clone())),
                (Holder::Account, Some(fact)) => drop(account.insert(key, fact.clone())),
                _ => {}
            }
        }
        let name = EventName::new(if *wrote { "agent.wrote" } else { "note.written" });
        let input = Input {
            id: format!("i{number}"),
            time,
            user: user.into(),
            account: account.into(),
            previous: vec![],
            refused: vec![],
            user_marks: Default::default(),
            from_desk: false,
            kind: InputKind::Event { name, carried: carried.into(), kept },
        };
        let outcome = engine.step(&mut conversation, &input);
        all.push([0, 1, 2].map(|number: usize| outcome.fired.iter().any(|id| *id == format!("t{number}"))));
    }
    all
}

fn check(asked: &Asked, counts: &mut [usize; 4]) -> Result<(), TestCaseError> {
    let mut book = BOOK.clone();
    book.triggers = asked.conditions.iter().enumerate().map(|(number, one)| trigger(number, one)).collect();
    let worlds = Worlds::of(&book);
    let engine = Engine::new(book.clone()).unwrap();
    let holding = holding(&engine, asked);
    for (number, one) in asked.conditions.iter().enumerate() {
        let verdict = worlds.verdict(one);
        counts[0] += usize::from(verdict == Verdict::Never);
        counts[1] += usize::from(verdict == Verdict::Always);
        for holds in holding.iter().map(|holding| holding[number]) {
            prop_assert!(verdict != Verdict::Never || !holds, "it never holds");
            prop_assert!(verdict != Verdict::Always || holds, "it always holds");
        }
        for (second, other) in asked.conditions.iter().enumerate().filter(|(second, _)| *second != number) {
            let (both, follows) = (worlds.can_both_hold(one, other), worlds.implies(one, other));
            counts[2] += usize::from(!both);
            counts[3] += usize::from(follows);
            for holding in &holding {
                prop_assert!(both || !(holding[number] && holding[second]), "never both: {number} {second}");
                prop_assert!(!follows || !holding[number] || holding[second], "it follows: {number} {second}");
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, max_shrink_iters: 4000, ..ProptestConfig::default() })]
    #[test]
    fn what_is_said_for_sure_is_so(asked in asked()) {
        check(&asked, &mut [0; 4])?;
    }
}

/// The law above would hold of one that is never sure, too.
#[test]
fn much_is_said_for_sure() {
    let mut runner = TestRunner::deterministic();
    let mut counts = [0; 4];
    for _ in 0..100 {
        let asked = asked().new_tree(&mut runner).unwrap().current();
        check(&asked, &mut counts).unwrap();
    }
    assert!(counts.iter().all(|count| *count >= 20), "never, always, not both, implied: {counts:?}");
}
