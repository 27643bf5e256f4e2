//! The oracle: a second engine, as simple as possible, that follows section 6 of `language.md` word for word. It keeps all
//! that has ever happened and derives everything from that. Random books and streams must give the same on both engines.

mod acting;
mod actions;
mod alone;
mod clocks;
mod conditions;
mod driver;
pub mod engine;
mod facts;
mod history;
mod hours;
mod hunt;
mod machine;
pub mod make;
mod reach;
pub mod show;
mod silence;
mod states;
mod sure;
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
        let first = taken.first().map_or_else(|| self.seed.book(), |taken| (*taken.book).clone());
        write!(formatter, "\n{}\n{}", show::book(&first), show::inputs(&taken))
    }
}

pub fn case() -> impl Strategy<Value = Case> {
    (make::book::seed(), make::stream::stream()).prop_map(|(seed, stream)| Case { seed: seed.named(), stream })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, max_shrink_iters: 20_000, max_shrink_time: 30_000, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_oracle_agree(case in case()) {
        let taken = world::play(&case.seed, &case.stream);
        let steps = engine::run(&case.seed, &taken);
        let difference = engine::difference(&taken, &steps);
        prop_assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    }

    #[test]
    fn the_driver_delivers_by_the_rules(case in case()) {
        let driven = driver::drive(&case);
        prop_assert!(driven.is_ok(), "{}", driven.unwrap_err());
    }

    #[test]
    fn a_user_alone_is_served_as_among_others(case in case()) {
        let served = alone::compare(&case);
        prop_assert!(served.is_ok(), "{}", served.unwrap_err());
    }
}
