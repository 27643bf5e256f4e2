//! Classes of values that have names: texts, the values of an enum, yes and no.

use std::collections::BTreeSet;

use super::clause;
use super::column::{ABSENT, Asked, Judged, Verdict};
use super::sample::Nothing;
use crate::ir::Value;
use crate::runtime::fact::Fact;
use crate::runtime::kind::Kind;
use crate::runtime::lookup::{self, Lookup};

/// Values that no rule names.
const OTHER: u32 = ABSENT + 1;

/// How many classes the values have that rules name; more values share them.
const MOST: u32 = 128;

/// How a value finds its class.
#[derive(Debug)]
pub(super) enum Named {
    /// A text that is not found is one that no rule names.
    Texts(Lookup),
    /// A name that is not found is none of the enum.
    Choices(Lookup),
    Boolean {
        yes: u32,
        no: u32,
    },
}

impl Named {
    /// The classes of a text, an enum or a boolean, with what these clauses say of them.
    pub(super) fn new(kind: &Kind, asked: &[Asked<'_>], nothing: &Nothing<'_>) -> (Self, Judged) {
        let named: Vec<BTreeSet<&str>> = asked.iter().map(|each| names(kind, each)).collect();
        let all: BTreeSet<&str> = named.iter().flatten().copied().collect();
        let shared = u32::try_from(all.len()).is_ok_and(|count| count > MOST);
        let mut next = OTHER;
        let classes: Vec<(&str, u32)> = all
            .iter()
            .map(|name| {
                next += 1;
                (*name, if shared { bucket(name) } else { next })
            })
            .collect();
        let count = if shared { OTHER + 1 + MOST } else { next + 1 };
        let class_of = Lookup::new(classes.iter().copied());
        let judge = Judge { kind, class_of: &class_of, count, shared, nothing };
        let verdicts = asked.iter().zip(&named).map(|(each, own)| judge.verdicts(each, own)).collect();
        let judged = Judged { count, verdicts };
        let named = match kind {
            Kind::Enum(choices) => {
                let unnamed = choices.ranks.keys().map(String::as_str).filter(|name| !all.contains(name));
                Self::Choices(Lookup::new(classes.into_iter().chain(unnamed.map(|name| (name, OTHER)))))
            }
            Kind::Boolean => {
                let class = |name| class_of.get(name).unwrap_or(OTHER);
                Self::Boolean { yes: class(YES), no: class(NO) }
            }
            _ => Self::Texts(class_of),
        };
        (named, judged)
    }

    /// The class of a fact; `None` if it is none of the type.
    #[inline]
    pub(super) fn class(&self, fact: Fact<'_>) -> Option<u32> {
        match (self, fact) {
            (Self::Texts(classes), Fact::Text(text)) => Some(classes.get(text).unwrap_or(OTHER)),
            (Self::Choices(classes), Fact::Enum(name)) => classes.get(name),
            (Self::Boolean { yes, no }, Fact::Boolean(boolean)) => Some(if boolean { *yes } else { *no }),
            _ => None,
        }
    }
}

const YES: &str = "true";
const NO: &str = "false";

fn bucket(name: &str) -> u32 {
    OTHER + 1 + u32::try_from(lookup::hash(name) % u64::from(MOST)).unwrap_or_default()
}

/// The values that a clause tells apart: those that it names, and all of an enum of which it asks the order.
fn names<'c>(kind: &'c Kind, asked: &Asked<'c>) -> BTreeSet<&'c str> {
    let mut names = BTreeSet::new();
    if let (Kind::Enum(choices), true) = (kind, clause::asks_order(asked.condition)) {
        names.extend(choices.ranks.keys().map(String::as_str));
    }
    clause::literals(asked.condition, &mut |value| match value {
        Value::Text(text) | Value::Enum(text) => drop(names.insert(text.as_str())),
        Value::Boolean(boolean) => drop(names.insert(if *boolean { YES } else { NO })),
        _ => {}
    });
    names
}

/// What it takes to judge clauses.
struct Judge<'j> {
    kind: &'j Kind,
    class_of: &'j Lookup,
    count: u32,
    /// Whether several values may be in one class.
    shared: bool,
    nothing: &'j Nothing<'j>,
}

impl Judge<'_> {
    /// What a clause says of each class; `own` are the values that it tells apart.
    fn verdicts(&self, asked: &Asked<'_>, own: &BTreeSet<&str>) -> Vec<Verdict> {
        let verdict =
            |fact: Option<Fact<'_>>| if self.nothing.holds(asked.condition, fact) { Verdict::Yes } else { Verdict::No };
        let other = unnamed(self.kind, own).map_or(Verdict::Yes, |name| verdict(Some(self.fact(&name))));
        let mut verdicts = vec![other; usize::try_from(self.count).unwrap_or_default()];
        let mut judge = |class: u32, verdict| {
            if let Some(known) = usize::try_from(class).ok().and_then(|class| verdicts.get_mut(class)) {
                *known = verdict;
            }
        };
        judge(ABSENT, verdict(None));
        for name in own {
            let (class, own) = (self.class_of.get(name).unwrap_or(OTHER), verdict(Some(self.fact(name))));
            match self.shared {
                true if own == other => {}
                true => judge(class, Verdict::Unsure),
                false => judge(class, own),
            }
        }
        verdicts
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
fn unnamed(kind: &Kind, own: &BTreeSet<&str>) -> Option<String> {
    match kind {
        Kind::Boolean => [NO, YES].into_iter().find(|name| !own.contains(name)).map(str::to_owned),
        Kind::Enum(choices) => choices.ranks.keys().find(|name| !own.contains(name.as_str())).cloned(),
        // Longer than any of them.
        _ => Some(own.iter().copied().chain(["."]).collect()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::runtime::kind::Choices;

    fn sizes() -> Kind {
        let ranks = [("small", 0), ("large", 1)].map(|(name, rank)| (name.to_owned(), rank)).into();
        Kind::Enum(Arc::new(Choices { ranks }))
    }

    #[test]
    fn a_value_that_no_clause_names_is_none_that_one_names() {
        for own in [&[][..], &[""], &[".", ""], &["a", "a.", "aa."]] {
            let own: BTreeSet<&str> = own.iter().copied().collect();
            let name = unnamed(&Kind::Text, &own).unwrap();
            assert!(!own.contains(name.as_str()), "{name}");
        }
        assert_eq!(unnamed(&sizes(), &["large"].into()).as_deref(), Some("small"));
        assert_eq!(unnamed(&sizes(), &["large", "small"].into()), None);
        assert_eq!(unnamed(&Kind::Boolean, &[NO].into()).as_deref(), Some(YES));
        assert_eq!(unnamed(&Kind::Boolean, &[NO, YES].into()), None);
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
        let texts = Named::Texts(Lookup::new([("large", 5)].into_iter()));
        assert_eq!(texts.class(Fact::Text("large")), Some(5));
        assert_eq!(texts.class(Fact::Text("small")), Some(OTHER));
        assert_eq!(texts.class(Fact::Enum("large")), None);
        let choices = Named::Choices(Lookup::new([("large", 5)].into_iter()));
        assert_eq!(choices.class(Fact::Enum("large")), Some(5));
        assert_eq!(choices.class(Fact::Enum("small")), None, "none of the enum");
        assert_eq!(choices.class(Fact::Text("large")), None);
        let boolean = Named::Boolean { yes: 5, no: OTHER };
        assert_eq!(boolean.class(Fact::Boolean(true)), Some(5));
        assert_eq!(boolean.class(Fact::Text(YES)), None);
    }
}
