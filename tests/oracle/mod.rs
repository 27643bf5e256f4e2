//! The oracle: a second engine, as simple as possible, that follows section 6 of `language.md` word for word. It keeps all
//! that has ever happened and derives everything from that. Random books and streams must give the same on both engines.

mod actions;
mod clocks;
mod conditions;
mod driver;
pub mod engine;
mod facts;
mod history;
mod hours;
mod machine;
pub mod make;
pub mod show;
mod upkeep;
pub mod world;

use proptest::prelude::*;

/// A random book with a random stream.
#[derive(Clone)]
pub struct Case {
    pub seed: make::book::Seed,
    pub stream: make::stream::Stream,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let taken = world::play(&self.seed, &self.stream);
        write!(formatter, "\n{}\n{}", show::book(&self.seed.book()), show::inputs(&taken))
    }
}

pub fn case() -> impl Strategy<Value = Case> {
    (make::book::seed(), make::stream::stream()).prop_map(|(seed, stream)| Case { seed: seed.named(), stream })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "until the engine steps"]
    fn engine_and_oracle_agree(case in case()) {
        let taken = world::play(&case.seed, &case.stream);
        let steps = engine::run(&case.seed, &taken);
        let difference = engine::difference(&taken, &steps);
        prop_assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    }

    #[test]
    #[ignore = "until the engine steps"]
    fn the_driver_delivers_by_the_rules(case in case()) {
        let driven = driver::drive(&case);
        prop_assert!(driven.is_ok(), "{}", driven.unwrap_err());
    }
}

#[test]
#[ignore]
fn stats() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    let strategy = case();
    let mut spent = [std::time::Duration::ZERO; 2];
    for _ in 0..1000 {
        let start = std::time::Instant::now();
        let case = strategy.new_tree(&mut runner).unwrap().current();
        spent[0] += start.elapsed();
        let start = std::time::Instant::now();
        let taken = world::play(&case.seed, &case.stream);
        spent[1] += start.elapsed();
        for taken in &taken {
            let mut add = |what: &str, count: usize| *counts.entry(what.into()).or_default() += count;
            add("inputs", 1);
            add("fired", taken.answer.fired.len());
            add("effects", taken.answer.effects.len());
            add("to_user", taken.answer.to_user.len());
            add("rests", usize::from(!taken.after.rests.is_empty()));
            for (what, _) in &taken.answer.audit {
                add(what, 1);
            }
            let kind = format!("{:?}", taken.input.kind);
            add(kind.split([' ', '{']).next().unwrap(), 1);
            if let whenbook::runtime::InputKind::Timer { key, .. } = &taken.input.kind {
                if !taken.stale {
                    add(&format!("{:?}", key.purpose), 1);
                    add(&format!("fired by {:?}", key.purpose), taken.answer.fired.len());
                }
            }
            if let whenbook::runtime::InputKind::Claim { granted, .. } = &taken.input.kind {
                add(&format!("granted {granted}"), 1);
            }
            let rounds = taken
                .after
                .history
                .iter()
                .filter(|h| h.input == taken.after.inputs && matches!(h.what, history::What::Came(_)))
                .count();
            add(&format!("rounds {rounds}"), 1);
        }
    }
    eprintln!("{spent:?}{counts:#?}");
}
