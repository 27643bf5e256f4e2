//! Classes of values that have names: texts, the values of an enum, yes and no.

use std::collections::BTreeSet;

use smallvec::SmallVec;

use super::clause;
use super::column::ABSENT;
use super::judge::{Judged, Verdict, Verdicts};
use super::plan::ClassesPlan;
use super::sample::Nothing;
use crate::ir::Value;
use crate::runtime::fact::Fact;
use crate::runtime::kind::Kind;
use crate::runtime::lookup::{self, Ends, Lookup};
use crate::runtime::prepare::condition::Condition;

/// Values that no rule names.
const OTHER: u32 = ABSENT + 1;

/// How many classes the values have that rules name; more values share them.
const MOST: u32 = 128;

/// How a value finds its class.
#[derive(Debug)]
pub(super) enum Named {
    Texts(Names),
    Boolean { yes: u32, no: u32 },
}

/// The classes of texts, or of the names of an enum.
#[derive(Debug)]
pub(super) struct Names {
    classes: Lookup,
    is_enum: bool,
}

impl Names {
    /// The ends of a fact by which its class is found.
    #[inline]
    pub(super) fn ends(&self, fact: Option<Fact<'_>>) -> Ends {
        self.text(fact).map_or(Ends::NONE, Ends::of)
    }

    /// The class of a fact with these ends; the fact itself is asked for only where they do not tell.
    #[inline]
    pub(super) fn class<'f>(&self, ends: Ends, fact: impl Fn() -> Option<Fact<'f>>) -> u32 {
        let found = self.classes.get_by(ends, || self.text(fact()));
        // What is not found is a text that no rule names, or none of the enum.
        let unnamed = if self.is_enum || ends.is_none() { ABSENT } else { OTHER };
        if found == 0 { unnamed } else { found - 1 }
    }

    #[inline(always)]
    fn text<'f>(&self, fact: Option<Fact<'f>>) -> Option<&'f str> {
        match fact? {
            Fact::Text(text) if !self.is_enum => Some(text),
            Fact::Enum(name) if self.is_enum => Some(name),
            _ => None,
        }
    }
}

impl Named {
    /// The classes of a text, an enum or a boolean, with what these questions say of them.
    pub(super) fn plan(kind: &Kind, questions: &[&Condition], nothing: &Nothing<'_>) -> (ClassesPlan, Judged) {
        let mut named: Vec<(&str, usize)> = Vec::with_capacity(questions.len());
        for (question, number) in questions.iter().zip(0..) {
            names(kind, question, &mut |name| named.push((name, number)));
        }
        named.sort_unstable();
        named.dedup();
        let is_new = |(one, _): &(&str, usize), (next, _): &(&str, usize)| one == next;
        let all: Vec<&str> = named.chunk_by(is_new).filter_map(|group| Some(group.first()?.0)).collect();
        let shared = u32::try_from(all.len()).is_ok_and(|count| count > MOST);
        let numbers = all.iter().zip(OTHER + 1..);
        let class_of: Vec<(&str, u32)> =
            numbers.map(|(name, next)| (*name, if shared { bucket(name) } else { next })).collect();
        let names = u32::try_from(class_of.len()).unwrap_or(u32::MAX - OTHER - 1);
        let count = OTHER + 1 + if shared { MOST } else { names };
        // The values that each question tells apart, with their classes.
        let mut own: Vec<SmallVec<[(&str, u32); 2]>> = questions.iter().map(|_| SmallVec::new()).collect();
        for (group, known) in named.chunk_by(is_new).zip(&class_of) {
            for (_, question) in group {
                if let Some(own) = own.get_mut(*question) {
                    own.push(*known);
                }
            }
        }
        let judge = Judge { kind, shared, nothing };
        let verdicts = questions.iter().zip(&own).map(|(question, own)| Some(judge.verdicts(question, own))).collect();
        let judged = Judged { count, verdicts };
        let class = |name: &str| {
            let place = class_of.binary_search_by(|(own, _)| (*own).cmp(name));
            place.ok().and_then(|place| class_of.get(place)).map_or(OTHER, |(_, class)| *class)
        };
        let plan = match kind {
            Kind::Enum(choices) => {
                let all: BTreeSet<&str> = choices.names().chain(all).collect();
                let names = all.into_iter().map(|name| (name.to_owned(), class(name))).collect();
                ClassesPlan::Texts { names, is_enum: true }
            }
            Kind::Boolean => ClassesPlan::Boolean { yes: class(YES), no: class(NO) },
            _ => {
                let names = class_of.iter().map(|(name, class)| ((*name).to_owned(), *class)).collect();
                ClassesPlan::Texts { names, is_enum: false }
            }
        };
        (plan, judged)
    }
}

impl Names {
    /// The classes of these names; `None` if they are not in order.
    pub(super) fn open(names: &[(String, u32)], is_enum: bool) -> Option<Self> {
        let in_order = names.is_sorted_by(|(one, _), (next, _)| one < next);
        // A lookup has no room for the largest number.
        let classes = names.iter().map(|(name, class)| (name.as_str(), (*class).min(u32::MAX - 1)));
        in_order.then(|| Self { classes: Lookup::new(classes), is_enum })
    }
}

const YES: &str = "true";
const NO: &str = "false";

fn bucket(name: &str) -> u32 {
    OTHER + 1 + u32::try_from(lookup::hash(name) % u64::from(MOST)).unwrap_or_default()
}

/// The values that a question tells apart: those that it names, and all of an enum of which it asks the order.
fn names<'c>(kind: &'c Kind, question: &'c Condition, tell: &mut dyn FnMut(&'c str)) {
    if let (Kind::Enum(choices), true) = (kind, clause::asks_order(question)) {
        choices.names().for_each(&mut *tell);
    }
    clause::literals(question, &mut |value| match value {
        Value::Text(text) | Value::Enum(text) => tell(text),
        Value::Boolean(boolean) => tell(if *boolean { YES } else { NO }),
        _ => {}
    });
}

/// What it takes to judge questions.
struct Judge<'j> {
    kind: &'j Kind,
    /// Whether several values may be in one class.
    shared: bool,
    nothing: &'j Nothing<'j>,
}

impl Judge<'_> {
    /// What a question says of each class; `own` are the values that it tells apart, in order, with their classes.
    fn verdicts(&self, question: &Condition, own: &[(&str, u32)]) -> Verdicts {
        let verdict = |fact: Option<Fact<'_>>| Verdict::of(self.nothing.holds(question, fact));
        let others = unnamed(self.kind, own).map_or(Verdict::Yes, |name| verdict(Some(self.fact(&name))));
        let judged = own.iter().filter_map(|(name, class)| {
            let own = verdict(Some(self.fact(name)));
            let said = if self.shared { Verdict::Unsure } else { own };
            (own != others).then_some((*class..class + 1, said))
        });
        Verdicts { absent: verdict(None), others, some: judged.collect() }
    }

    fn fact<'n>(&self, name: &'n str) -> Fact<'n> {
        match self.kind {
            Kind::Boolean => Fact::Boolean(name == YES),
            Kind::Enum(_) => Fact::Enum(name),
            _ => Fact::Text(name),
        }
    }
}

/// A value that the clause does not name; `None` if it names them all.
fn unnamed(kind: &Kind, own: &[(&str, u32)]) -> Option<String> {
    let is_unnamed = |name: &str| own.iter().all(|(own, _)| *own != name);
    match kind {
        Kind::Boolean => [NO, YES].into_iter().find(|name| is_unnamed(name)).map(str::to_owned),
        Kind::Enum(choices) => choices.names().find(|name| is_unnamed(name)).map(str::to_owned),
        // Longer than any of them.
        _ => {
            let longest = own.iter().map(|(own, _)| *own).max_by_key(|own| own.len()).unwrap_or_default();
            Some([longest, "."].concat())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::runtime::kind::Choices;

    fn sizes() -> Kind {
        Kind::Enum(Arc::new(Choices::new(["small", "large"].map(str::to_owned).into_iter())))
    }

    #[test]
    fn a_value_that_no_clause_names_is_none_that_one_names() {
        let unnamed = |kind: &Kind, own: &[&str]| {
            let own: Vec<(&str, u32)> = own.iter().copied().zip(0..).collect();
            super::unnamed(kind, &own)
        };
        for own in [&[][..], &[""], &["", "."], &["a", "a.", "aa."]] {
            let name = unnamed(&Kind::Text, own).unwrap();
            assert!(!own.contains(&name.as_str()), "{name}");
        }
        assert_eq!(unnamed(&sizes(), &["large"]).as_deref(), Some("small"));
        assert_eq!(unnamed(&sizes(), &["large", "small"]), None);
        assert_eq!(unnamed(&Kind::Boolean, &[NO]).as_deref(), Some(YES));
        assert_eq!(unnamed(&Kind::Boolean, &[NO, YES]), None);
    }

    #[test]
    fn texts_that_share_classes_are_in_one_of_them() {
        for number in 0..1000 {
            let class = bucket(&format!("team-{number}"));
            assert!((OTHER + 1..=OTHER + MOST).contains(&class), "{class}");
        }
    }

    #[test]
    fn a_name_is_of_its_own_type_only() {
        let class = |is_enum, fact| {
            let names =
                Names { classes: Lookup::new([("large", 5), ("a-name-of-many-letters", 6)].into_iter()), is_enum };
            names.class(names.ends(fact), || fact)
        };
        assert_eq!(class(false, Some(Fact::Text("large"))), 5);
        assert_eq!(class(false, Some(Fact::Text("a-name-of-many-letters"))), 6);
        assert_eq!(class(false, Some(Fact::Text("a-name-of-More-letters"))), OTHER);
        assert_eq!(class(false, Some(Fact::Text("small"))), OTHER);
        assert_eq!(class(false, Some(Fact::Enum("large"))), ABSENT);
        assert_eq!(class(false, None), ABSENT);
        assert_eq!(class(true, Some(Fact::Enum("large"))), 5);
        assert_eq!(class(true, Some(Fact::Enum("small"))), ABSENT, "none of the enum");
        assert_eq!(class(true, Some(Fact::Text("large"))), ABSENT);
    }
}
