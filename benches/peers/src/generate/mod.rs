//! A workload out of a seed: an equal seed gives an equal workload, on every machine.

mod event;
mod random;
mod rule;
mod values;

use crate::reference::Reference;
use crate::rules::{Event, Rule};
use random::Random;

/// How many rules, and how many events.
const COUNT: usize = 10_000;

/// Rules, events, and the ids of the rules that each event matches.
pub struct Generated {
    pub rules: Vec<Rule>,
    pub events: Vec<Event>,
    pub expected: Vec<Vec<u32>>,
}

pub fn generate(seed: u64) -> Generated {
    let mut random = Random::new(seed);
    let rules: Vec<Rule> = (0..).take(COUNT).map(|id| rule::draw(&mut random, id)).collect();
    let mut random = Random::new(seed ^ 0xE7E7_0001);
    let events: Vec<Event> = (0..COUNT).map(|number| event::draw(&mut random, number)).collect();
    let reference = Reference::new(&rules);
    let expected = events.iter().map(|event| reference.matches(event)).collect();
    Generated { rules, events, expected }
}
