//! What is left of a fact's values along the questions of a case.

use std::collections::{BTreeMap, BTreeSet};

use super::question::{Answered, Asks};
use super::ranges::Ranges;
use super::searches::{self, Member, Search};
use super::shape::{Fact, Shape};

/// Whether these questions can all have these answers.
pub(super) fn is_possible(case: &[Answered]) -> bool {
    let mut domains: BTreeMap<&str, Domain<'_>> = BTreeMap::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for answered in case {
        let about = &answered.question.about;
        let domain = domains.entry(&about.id).or_insert_with(|| Domain::of(about));
        domain.narrow(&answered.question.asks, answered.yes);
        for need in &answered.question.needs {
            domains.entry(&need.id).or_insert_with(|| Domain::of(need));
            if answered.yes {
                known.insert(&need.id);
            }
        }
    }
    domains.iter().all(|(id, domain)| domain.is_possible(known.contains(id)))
}

/// What is left of a fact.
#[derive(Debug)]
struct Domain<'q> {
    /// Whether it can be unknown.
    unknown: bool,
    /// Whether a value of it can answer as it should, as far as only the answers to [`Asks::Other`] tell.
    other: (bool, bool),
    values: Values<'q>,
    ages: Ranges,
}

/// What is left of its values.
#[derive(Debug)]
enum Values<'q> {
    Choices(Vec<bool>),
    Ordered(Ranges),
    Text(Texts<'q>),
    List {
        wanted: Vec<&'q [Member]>,
        refused: Vec<&'q [Member]>,
    },
    /// None.
    Nothing,
}

#[derive(Debug, Default)]
struct Texts<'q> {
    /// One of these; `None` for any.
    among: Option<BTreeSet<&'q str>>,
    refused: BTreeSet<&'q str>,
    found: Vec<&'q Search>,
    not_found: Vec<&'q Search>,
}

impl<'q> Domain<'q> {
    fn of(fact: &Fact) -> Self {
        let values = match &fact.shape {
            Shape::Choices(count) => Values::Choices(vec![true; *count]),
            Shape::Ordered(ranges) => Values::Ordered(ranges.clone()),
            Shape::Text => Values::Text(Texts::default()),
            Shape::List => Values::List { wanted: Vec::new(), refused: Vec::new() },
        };
        Self { unknown: fact.optional, other: (false, false), values, ages: Ranges::everything() }
    }

    fn narrow(&mut self, asks: &'q Asks, yes: bool) {
        if yes {
            self.unknown = false;
        }
        match (asks, &mut self.values) {
            (Asks::Known, _) if yes => {}
            (Asks::Known, values) => *values = Values::Nothing,
            (Asks::Age(ages), _) => self.ages = self.ages.and(&if yes { ages.clone() } else { ages.others() }),
            (Asks::Other, _) if yes => self.other.0 = true,
            (Asks::Other, _) => self.other.1 = true,
            (Asks::Choice(places), Values::Choices(left)) => {
                for (place, is_left) in left.iter_mut().enumerate() {
                    *is_left &= places.contains(&place) == yes;
                }
            }
            (Asks::Range(range), Values::Ordered(left)) => {
                *left = left.and(&if yes { range.clone() } else { range.others() });
            }
            (Asks::Text(texts), Values::Text(left)) => left.narrow(texts, yes),
            (Asks::Search(search), Values::Text(left)) if yes => left.found.push(search),
            (Asks::Search(search), Values::Text(left)) => left.not_found.push(search),
            (Asks::Members(members), Values::List { wanted, .. }) if yes => wanted.push(members),
            (Asks::Members(members), Values::List { refused, .. }) => refused.push(members),
            // A question that is not about values of this type says nothing of them.
            _ => {}
        }
    }

    fn is_possible(&self, known: bool) -> bool {
        let can_be_known = self.other != (true, true) && !self.ages.is_empty() && self.values.is_possible();
        can_be_known || (self.unknown && !known)
    }
}

impl Values<'_> {
    fn is_possible(&self) -> bool {
        match self {
            Self::Choices(left) => left.contains(&true),
            Self::Ordered(left) => !left.is_empty(),
            Self::Text(left) => left.is_possible(),
            Self::List { wanted, refused } => searches::can_have(wanted, refused),
            Self::Nothing => false,
        }
    }
}

impl<'q> Texts<'q> {
    fn narrow(&mut self, texts: &'q [String], yes: bool) {
        let texts = texts.iter().map(String::as_str);
        if !yes {
            self.refused.extend(texts);
            return;
        }
        let texts: BTreeSet<&str> = texts.collect();
        self.among = Some(match self.among.take() {
            Some(left) => left.intersection(&texts).copied().collect(),
            None => texts,
        });
    }

    fn is_possible(&self) -> bool {
        let Some(among) = &self.among else { return searches::can_pass(&self.found, &self.not_found) };
        let passes = |text: &&&str| {
            !self.refused.contains(**text)
                && self.found.iter().all(|search| search.finds(text))
                && !self.not_found.iter().any(|search| search.finds(text))
        };
        among.iter().any(|text| passes(&text))
    }
}
