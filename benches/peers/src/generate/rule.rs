//! A rule as the admin of a help desk might write it.

use super::random::Random;
use super::values::{WORDS, draw_domain, draw_number, draw_text, member, text};
use crate::rules::{Comparison, Condition, Rule};
use crate::schema::{BOOLEANS, DOMAIN, FLAGS, KINDS, MESSAGE, NUMBERS, SETS, SPECIFIC, Spread, TEXTS};

/// 2 to 5 conditions, most often with one that singles out few events; now and then a group, a phrase or a regex.
pub fn draw(random: &mut Random, id: u32) -> Rule {
    let kind = random.weighted(&KINDS.map(|kind| kind.weight));
    let count = 2 + random.below(4);
    let mut all = Vec::new();
    if random.percent(93) {
        all.push(selective(random));
    }
    while all.len() < count {
        all.push(plain(random));
    }
    if random.percent(20) {
        let parts = 2 + random.below(2);
        all.pop();
        all.push(Condition::Any((0..parts).map(|_| plain(random)).collect()));
    }
    if random.percent(10) {
        all.push(Condition::Contains(MESSAGE, phrase(random)));
    }
    if random.percent(3) {
        let (at, pattern) = pattern(random);
        all.push(Condition::Matches(at, pattern));
    }
    for place in (1..all.len()).rev() {
        all.swap(place, random.below(place + 1));
    }
    Rule { id, kind, all }
}

fn selective(random: &mut Random) -> Condition {
    match random.below(10) {
        0..=6 => {
            let at = random.one_of(&SPECIFIC);
            Condition::Is(at, asked(random, at))
        }
        7 => {
            let at = random.one_of(&SPECIFIC);
            let mut values = some(random, at);
            values.truncate(3);
            Condition::In(at, values)
        }
        _ => {
            let at = random.below(SETS.len());
            Condition::Has(at, member(at, random.below(SETS[at].values)))
        }
    }
}

fn plain(random: &mut Random) -> Condition {
    match random.weighted(&[28, 4, 12, 2, 24, 16, 5, 9]) {
        0 => {
            let at = random.below(MESSAGE);
            Condition::Is(at, asked(random, at))
        }
        1 => {
            let at = random.below(MESSAGE);
            Condition::IsNot(at, asked(random, at))
        }
        2 => {
            let at = random.below(MESSAGE);
            Condition::In(at, some(random, at))
        }
        3 => {
            let at = random.below(MESSAGE);
            Condition::NotIn(at, some(random, at))
        }
        4 => compared(random),
        5 => {
            let at = random.below(BOOLEANS.len());
            let percent = if BOOLEANS[at].percent < 10 { 70 } else { 60 };
            Condition::Flag(at, random.percent(percent))
        }
        6 => {
            let at = random.below(FLAGS);
            Condition::Has(at, member(at, random.skewed(SETS[at].values)))
        }
        _ => {
            let at = if random.percent(80) { FLAGS } else { random.below(FLAGS) };
            Condition::Lacks(at, member(at, random.below(SETS[at].values)))
        }
    }
}

fn compared(random: &mut Random) -> Condition {
    use Comparison::{Above, AtLeast, AtMost, Below, Equal};
    let at = random.below(NUMBERS.len());
    let value = draw_number(random, at);
    let few = NUMBERS[at].highest <= 60 && NUMBERS[at].spread == Spread::Even;
    let comparison = if few && random.percent(25) { Equal } else { random.one_of(&[Below, AtMost, Above, AtLeast]) };
    Condition::Compare(at, comparison, value)
}

/// A value that a rule asks for: half of them as often as events have it.
fn asked(random: &mut Random, at: usize) -> String {
    if random.percent(50) { draw_text(random, at) } else { text(at, random.below(TEXTS[at].values)) }
}

fn some(random: &mut Random, at: usize) -> Vec<String> {
    let count = (2 + random.below(4)).min(TEXTS[at].values - 1);
    let mut values = Vec::new();
    while values.len() < count {
        let value = text(at, random.below(TEXTS[at].values));
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

fn phrase(random: &mut Random) -> String {
    if random.percent(60) {
        random.one_of(&WORDS).to_owned()
    } else {
        format!("{} {}", WORDS[random.skewed(60)], WORDS[random.skewed(60)])
    }
}

/// Without backslashes and quotes, so that every peer's texts take it as it is.
fn pattern(random: &mut Random) -> (usize, String) {
    let (one, two, three) = (random.one_of(&WORDS), random.one_of(&WORDS), random.one_of(&WORDS));
    let pattern = match random.below(8) {
        0 => format!("(?i).*{one} #?[0-9]{{{},{}}}.*", 4 + random.below(3), 7 + random.below(3)),
        1 => format!("(?i)({one}|{two}|{three})[,.!? ].*"),
        2 => format!("(?i).*({one}|{two}) .*{three}.*"),
        3 => format!(".*[a-z0-9._-]+@{}.*", draw_domain(random).replace('.', "[.]")),
        4 => format!("(?i).*[+][0-9]{{{}}}.*({one}|{two}).*", 9 + random.below(3)),
        5 => format!("(?i).*https?://[a-z0-9.]+/{one}.*"),
        6 => {
            let start = random.one_of(&["", "r", "p", "s"]);
            let (first, second) = (random.one_of(&["com", "org"]), random.one_of(&["edu", "io", "net"]));
            return (DOMAIN, format!("{start}[a-z]+[0-9]+[.]({first}|{second})"));
        }
        _ => format!("(?i)({one}|{two}).*[?]"),
    };
    (MESSAGE, pattern)
}
