//! An event as a help desk might see it.

use super::random::Random;
use super::values::{FOREIGN, WORDS, draw_domain, draw_number, draw_text, member};
use crate::rules::Event;
use crate::schema::{BOOLEANS, FLAGS, KINDS, LENGTH, MESSAGE, SETS};

pub fn draw(random: &mut Random, number: usize) -> Event {
    let kind = random.weighted(&KINDS.map(|kind| kind.weight));
    let mut texts = std::array::from_fn(|at| if at == MESSAGE { String::new() } else { draw_text(random, at) });
    let mut numbers = std::array::from_fn(|at| draw_number(random, at));
    let booleans = std::array::from_fn(|at| random.percent(BOOLEANS[at].percent));
    let message = draw_message(random);
    numbers[LENGTH] = i64::try_from(message.len()).expect("a short message");
    texts[MESSAGE] = message;
    let sets = std::array::from_fn(|at| draw_set(random, at));
    Event { number, kind, texts, numbers, booleans, sets }
}

fn draw_set(random: &mut Random, at: usize) -> Vec<String> {
    let count = random.below(SETS[at].most + 1);
    let mut members = Vec::new();
    for _ in 0..count {
        let number = if at == FLAGS { random.below(SETS[at].values) } else { random.skewed(SETS[at].values) };
        let member = member(at, number);
        if !members.contains(&member) {
            members.push(member);
        }
    }
    members
}

/// 2 to 30 words, with what people write between them.
fn draw_message(random: &mut Random) -> String {
    let count = 2 + random.skewed(28);
    let mut message = String::new();
    for place in 0..count {
        if place > 0 {
            message.push(' ');
        }
        if random.below(60) == 0 {
            message.push_str(random.one_of(&FOREIGN));
            continue;
        }
        let common = random.percent(50);
        let word = WORDS[if common { random.skewed(WORDS.len()) } else { random.below(WORDS.len()) }];
        message.push_str(&cased(random, word));
        message.push_str(&draw_appendix(random));
    }
    message
}

fn cased(random: &mut Random, word: &str) -> String {
    match random.below(10) {
        0 => word.to_uppercase(),
        1 | 2 => {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
        }
        _ => word.to_owned(),
    }
}

/// A number of an order, an address, a telephone number, a link or a mark; mostly nothing.
fn draw_appendix(random: &mut Random) -> String {
    match random.below(40) {
        0 => format!(" #{}", 10_000 + random.below(9_000_000)),
        1 => format!(" {}@{}", random.one_of(&WORDS), draw_domain(random)),
        2 => format!(" +{}", 10_000_000_000_u64 + random.next() % 80_000_000_000),
        3 => format!(" https://{}/{}", draw_domain(random), random.one_of(&WORDS)),
        4..=6 => random.one_of(&[",", ".", "!", "?"]).to_owned(),
        _ => String::new(),
    }
}
