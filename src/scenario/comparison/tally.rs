//! Differences, counted by rule and in all, with a few of each kept as examples.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::Key;
use super::align::{Difference, Odd};
use super::deed::SeenBy;
use super::reasons::Reasons;
use super::report::{DeedReport, DifferenceReport, Example, Kind};
use crate::ir::{Book, Name};

/// Of one rule in one conversation, more differences than these are not kept.
const MOST_OF_EXAMPLE: usize = 4;

/// Where differences were found.
pub(super) struct Scene<'a> {
    pub(super) key: &'a Key,
    pub(super) number: u32,
    pub(super) user: Option<&'a str>,
    pub(super) old: &'a Book,
    pub(super) new: &'a Book,
    /// The new names of rules by their old ones.
    pub(super) renamed: &'a BTreeMap<Name, Name>,
}

/// Conversations by what is different in them.
#[derive(Clone, Debug, Default)]
pub(super) struct Conversations {
    pub(super) all: BTreeSet<u32>,
    pub(super) by_kind: BTreeMap<Kind, BTreeSet<u32>>,
}

/// What customers, or the team, see otherwise.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub(super) conversations: BTreeSet<u32>,
    pub(super) differences: BTreeMap<Kind, u64>,
}

/// What is different, so far.
#[derive(Debug)]
pub(super) struct Tallies {
    examples: usize,
    pub(super) rules: BTreeMap<Name, Rule>,
    pub(super) seen: BTreeMap<SeenBy, Seen>,
}

/// What is different by one rule.
#[derive(Clone, Debug, Default)]
pub(super) struct Rule {
    pub(super) conversations: Conversations,
    /// By the kind of the first difference of each, so that all kinds are shown.
    examples: BTreeMap<Kind, Vec<Example>>,
}

impl Tallies {
    pub(super) fn new(examples: usize) -> Self {
        Self { examples, rules: BTreeMap::new(), seen: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, scene: &Scene<'_>, differences: &[Difference]) {
        let mut by_rule: BTreeMap<&Name, Vec<&Difference>> = BTreeMap::new();
        for difference in differences {
            self.count(scene, difference);
            let (old, new) = difference.sources();
            let rules: BTreeSet<&Name> = old.into_iter().chain(new).collect();
            rules.into_iter().for_each(|rule| by_rule.entry(rule).or_default().push(difference));
        }
        for (rule, differences) in by_rule {
            let examples = self.examples;
            let tally = self.rules.entry(rule.clone()).or_default();
            for difference in &differences {
                let conversations = &mut tally.conversations;
                conversations.all.insert(scene.number);
                for kind in kinds(difference) {
                    conversations.by_kind.entry(kind).or_default().insert(scene.number);
                }
            }
            tally.keep(scene, &differences, examples);
        }
    }

    fn count(&mut self, scene: &Scene<'_>, difference: &Difference) {
        let seen = self.seen.entry(seen_by(difference)).or_default();
        seen.conversations.insert(scene.number);
        for kind in kinds(difference) {
            *seen.differences.entry(kind).or_default() += 1;
        }
    }

    /// The examples of a rule, one of each kind in turn.
    pub(super) fn examples(&self, rule: &str) -> Vec<Example> {
        let Some(rule) = self.rules.get(rule) else { return Vec::new() };
        let longest = rule.examples.values().map(Vec::len).max().unwrap_or(0);
        let in_turn = (0..longest).flat_map(|turn| rule.examples.values().filter_map(move |kept| kept.get(turn)));
        in_turn.take(self.examples).cloned().collect()
    }
}

impl Rule {
    fn keep(&mut self, scene: &Scene<'_>, differences: &[&Difference], most: usize) {
        let Some(kind) = differences.first().and_then(|first| kinds(first).first().copied()) else { return };
        let kept = self.examples.entry(kind).or_default();
        if kept.len() >= most {
            return;
        }
        kept.push(Example {
            account: scene.key.0.clone(),
            conversation: scene.key.1.clone(),
            user: scene.user.map(str::to_owned),
            differences: differences.iter().take(MOST_OF_EXAMPLE).map(|each| shown(each, scene)).collect(),
            more: u64::try_from(differences.len().saturating_sub(MOST_OF_EXAMPLE)).unwrap_or(u64::MAX),
        });
    }
}

/// What kinds of difference it is, the most telling first.
fn kinds(difference: &Difference) -> Vec<Kind> {
    match difference {
        Difference::Gained(_) => vec![Kind::Gained],
        Difference::Lost(_) => vec![Kind::Lost],
        Difference::Altered { .. } => {
            let moved = match difference.shift() {
                Ordering::Less => Some(Kind::Sooner),
                Ordering::Equal => None,
                Ordering::Greater => Some(Kind::Later),
            };
            difference.is_reworded().then_some(Kind::Changed).into_iter().chain(moved).collect()
        }
    }
}

fn seen_by(difference: &Difference) -> SeenBy {
    match difference {
        Difference::Gained(odd) | Difference::Lost(odd) => odd.deed.seen_by,
        Difference::Altered { old, new } => old.deed.seen_by.min(new.deed.seen_by),
    }
}

fn shown(difference: &Difference, scene: &Scene<'_>) -> DifferenceReport {
    let (old, new) = match difference {
        Difference::Gained(odd) => (None, Some(odd)),
        Difference::Lost(odd) => (Some(odd), None),
        Difference::Altered { old, new } => (Some(old), Some(new)),
    };
    let (why_old, why_new) = match difference {
        Difference::Gained(odd) | Difference::Lost(odd) => {
            let name = &odd.deed.source;
            let former = scene.renamed.iter().find(|(_, new)| *new == name).map_or(name, |(old, _)| old);
            let Reasons { old, new } = &odd.reasons;
            // What people do by hand is no rule of either book.
            let is_rule = activity(scene.old, former).or_else(|| activity(scene.new, name)).is_some();
            let otherwise = |book, name| if is_rule { standing(book, name) } else { None };
            (old.clone().or_else(|| otherwise(scene.old, former)), new.clone().or_else(|| otherwise(scene.new, name)))
        }
        // Where both did it there is nothing to ask.
        Difference::Altered { .. } => (None, None),
    };
    let deed = |odd: &Odd, book: &Book| DeedReport {
        time: odd.deed.time,
        source: odd.deed.source.to_string(),
        statement: odd.deed.statement(book),
    };
    DifferenceReport {
        kinds: kinds(difference),
        seen_by: seen_by(difference),
        old: old.map(|odd| deed(odd, scene.old)),
        new: new.map(|odd| deed(odd, scene.new)),
        why_old,
        why_new,
    }
}

/// Why a rule of which nothing was looked at did nothing, as far as the book alone says it.
fn standing(book: &Book, rule: &str) -> Option<String> {
    let words = match activity(book, rule) {
        None => "there is no such rule",
        Some(Activity { active: false, .. }) => "it is inactive",
        Some(Activity { by_time: true, .. }) => "it was not due then",
        Some(Activity { by_time: false, .. }) => return None,
    };
    Some(words.to_owned())
}

#[derive(Clone, Copy)]
struct Activity {
    active: bool,
    /// Whether it is started by time and not by an event.
    by_time: bool,
}

/// `None` if it is no rule of the book.
fn activity(book: &Book, rule: &str) -> Option<Activity> {
    let trigger = book.triggers.iter().find(|each| each.id == rule);
    let trigger = trigger.map(|each| Activity { active: each.active, by_time: false });
    let automation = || book.automations.iter().find(|each| each.id == rule);
    trigger.or_else(|| automation().map(|each| Activity { active: each.active, by_time: true }))
}
