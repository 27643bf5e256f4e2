//! Laws of the engine that hold for every book and every stream.

mod again;

use proptest::prelude::*;
use whenbook::Book;
use whenbook::ir::Name;
use whenbook::runtime::trace::Verdict;
use whenbook::runtime::{Conversation, Engine, InputKind, TimerChange};

use crate::oracle::engine::{Stepped, run};
use crate::oracle::{Case, case, world};

fn steps(case: &Case) -> Vec<Stepped> {
    run(&case.seed, &world::play(&case.seed, &case.stream))
}

fn json<T: serde::Serialize>(what: &T) -> String {
    serde_json::to_string(what).expect("JSON")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 20_000, max_shrink_time: 30_000, ..ProptestConfig::default() })]

    /// Stored, an input is replayed to the same bytes, with the state and the book read back from JSON.
    #[test]
    fn a_stored_input_gives_the_same_bytes(case in case()) {
        for step in steps(&case) {
            let book = Book::load(json(step.engine.book()).as_bytes()).expect("a book");
            prop_assert_eq!(&book, step.engine.book());
            let engine = Engine::new(book).expect("a book that can be run");
            let mut state = Conversation::load(json(&step.before).as_bytes()).expect("a state");
            let input = serde_json::from_str(&json(&step.input)).expect("an input");
            let outcome = engine.step(&mut state, &input);
            prop_assert_eq!(json(&outcome), json(&step.outcome));
            prop_assert_eq!(json(&state), json(&step.after));
            prop_assert_eq!(Conversation::load(&state.to_bytes()).expect("a state"), step.after);
        }
    }

    /// A trace changes nothing, and says of everything that fired that it fired.
    #[test]
    fn a_trace_only_looks(case in case()) {
        for step in steps(&case) {
            let mut state = step.before.clone();
            let mut traced = step.engine.step_traced(&mut state, &step.input);
            let trace = traced.trace.take().expect("a trace");
            prop_assert_eq!(&traced, &step.outcome);
            prop_assert_eq!(&state, &step.after);
            let candidates = trace.rounds.iter().flat_map(|round| &round.candidates);
            let mut fired: Vec<&str> = Vec::new();
            for candidate in candidates {
                let granted = candidate.verdict == Verdict::Continued && matches!(step.input.kind, InputKind::Claim { .. });
                if candidate.verdict == Verdict::Fired || granted {
                    fired.push(&candidate.source);
                }
            }
            prop_assert_eq!(fired, traced.fired.iter().map(Name::as_str).collect::<Vec<_>>());
        }
    }

    /// Each effect has a key of its own; each timer a generation of its own, later than all before.
    #[test]
    fn keys_and_generations_are_new(case in case()) {
        let mut keys = std::collections::BTreeSet::new();
        for step in steps(&case) {
            for (number, effect) in (1..).zip(&step.outcome.effects) {
                prop_assert!(keys.insert(effect.key.clone()), "twice: {}", effect.key);
                prop_assert_eq!((effect.key.input, effect.key.effect), (step.after.inputs, number));
            }
            let mut generation = step.before.generation;
            for change in &step.outcome.timers {
                if let TimerChange::Set { generation: set, due, .. } = change {
                    prop_assert!(*set > generation, "{:?} after {} by {:?}", change, generation, step.input);
                    prop_assert!(*due >= step.after.time);
                    generation = *set;
                }
            }
        }
    }
}
