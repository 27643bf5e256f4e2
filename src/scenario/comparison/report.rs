//! What a comparison came to, as plain data.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Comparison;
use super::books::{Change, Fate};
use super::deed::SeenBy;
use crate::ir::{Book, Moment};
use crate::scenario::summary::Summary;

/// What would have been different with the new book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DryRun {
    /// In all.
    pub overall: Overall,
    /// What the customers see otherwise: messages and forms.
    pub customers_see: SightReport,
    /// What only the team sees otherwise: tags, statuses, notes, assignments, sessions, calls of other programs.
    pub team_sees: SightReport,
    /// What is written differently in the two books.
    pub changes: Vec<Change>,
    /// The rules and policies by which something would have been different; those in most conversations first.
    pub rules: Vec<RuleReport>,
    /// How many active rules would have done exactly the same.
    pub rules_without_difference: u64,
}

/// Of how many conversations and customers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overall {
    /// The time of the first input and of the last.
    pub from: Option<Moment>,
    /// See `from`.
    pub to: Option<Moment>,
    /// All conversations.
    pub conversations: u64,
    /// Those in which anything would have been different.
    pub conversations_different: u64,
    /// All customers; a conversation of which nobody has said whose it is counts as one of its own.
    pub customers: u64,
    /// Those who would have been treated differently in one of their conversations.
    pub customers_different: u64,
}

/// What one side sees otherwise. What is both reworded and moved is counted in both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SightReport {
    /// In how many conversations.
    pub conversations: u64,
    /// By how many customers.
    pub customers: u64,
    /// How often something only the new book does.
    pub gained: u64,
    /// How often something only the old book did.
    pub lost: u64,
    /// How often with another text or value.
    pub changed: u64,
    /// How often sooner.
    pub sooner: u64,
    /// How often later.
    pub later: u64,
}

/// How something is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Only the new book does it.
    Gained,
    /// Only the old book did it.
    Lost,
    /// With another text or value.
    Changed,
    /// The new book does it sooner.
    Sooner,
    /// The new book does it later.
    Later,
}

/// What is different by one rule or policy. The counts but the first two are of conversations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleReport {
    /// Its id, in the new book if it is there.
    pub id: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What became of it in the new book: added, removed, renamed or changed; nothing if it is the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fate: Option<Fate>,
    /// What it was called, if it was renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<String>,
    /// How often it fired with the old book; nothing of a policy.
    pub fired_old: Option<u64>,
    /// How often it fired with the new book.
    pub fired_new: Option<u64>,
    /// Conversations in which anything by it is different.
    pub conversations: u64,
    /// Those in which it does something that it did not.
    pub gained: u64,
    /// Those in which it does not do something that it did.
    pub lost: u64,
    /// Those with another text or value.
    pub changed: u64,
    /// Those in which something comes sooner.
    pub sooner: u64,
    /// Those in which something comes later.
    pub later: u64,
    /// A few of them, of each kind of difference in turn.
    pub examples: Vec<Example>,
}

/// What is different by a rule in one conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Example {
    /// The account.
    pub account: String,
    /// The conversation.
    pub conversation: String,
    /// The customer, if somebody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// In order of time.
    pub differences: Vec<DifferenceReport>,
    /// How many more there are.
    #[serde(skip_serializing_if = "is_zero")]
    pub more: u64,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DifferenceReport {
    /// How it is different.
    pub kinds: Vec<Kind>,
    /// Who notices.
    pub seen_by: SeenBy,
    /// What the old book did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<DeedReport>,
    /// What the new book does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<DeedReport>,
    /// Why the rule fired with the old book or did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_old: Option<String>,
    /// Why the rule fires with the new book or does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_new: Option<String>,
}

/// What a book did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeedReport {
    /// When.
    pub time: Moment,
    /// By which rule or policy.
    pub source: String,
    /// As the book would write it: `send "Hello"`.
    pub statement: String,
}

impl DryRun {
    /// Whether nothing would have been different.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.overall.conversations_different == 0
    }

    /// Whether nothing would be different from now on either: a rule of another name does not know for whom it has fired.
    #[must_use]
    pub fn is_without_consequence(&self) -> bool {
        self.is_same() && !self.changes.iter().any(|change| change.once_begins_anew)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over so")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Comparison {
    pub(super) fn report(&self) -> DryRun {
        let people = self.people();
        let different: BTreeSet<u32> =
            self.tallies.seen.values().flat_map(|seen| &seen.conversations).copied().collect();
        let customers = |conversations: &BTreeSet<u32>| {
            count(conversations.iter().filter_map(|number| people.get(number)).collect::<BTreeSet<_>>().len())
        };
        let span = self.summary().span;
        let overall = Overall {
            from: span.map(|(from, _)| from),
            to: span.map(|(_, to)| to),
            conversations: count(people.len()),
            conversations_different: count(different.len()),
            customers: count(people.values().collect::<BTreeSet<_>>().len()),
            customers_different: customers(&different),
        };
        let sight = |by: SeenBy| {
            let Some(seen) = self.tallies.seen.get(&by) else { return SightReport::default() };
            let of = |kind: Kind| seen.differences.get(&kind).copied().unwrap_or(0);
            SightReport {
                conversations: count(seen.conversations.len()),
                customers: customers(&seen.conversations),
                gained: of(Kind::Gained),
                lost: of(Kind::Lost),
                changed: of(Kind::Changed),
                sooner: of(Kind::Sooner),
                later: of(Kind::Later),
            }
        };
        let (customers_see, team_sees) = (sight(SeenBy::Customer), sight(SeenBy::Team));
        let mut rules: Vec<RuleReport> = self.tallies.rules.keys().map(|rule| self.rule(rule)).collect();
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.conversations));
        let known = rules.iter().map(|rule| rule.id.as_str()).collect::<BTreeSet<&str>>();
        let inactive = self.new.inactive();
        let quiet = self.new.book().rule_ids().filter(|id| !known.contains(id) && !inactive.contains(id)).count();
        let changes = self.changes.clone();
        DryRun { overall, customers_see, team_sees, changes, rules, rules_without_difference: count(quiet) }
    }

    /// Whose conversation each is, by its number. One of nobody known is somebody of its own.
    fn people(&self) -> BTreeMap<u32, (&str, Result<&str, u32>)> {
        let all = self.conversations.iter();
        all.map(|((account, _), slot)| (slot.number, (account.as_str(), slot.user.as_deref().ok_or(slot.number))))
            .collect()
    }

    fn rule(&self, id: &str) -> RuleReport {
        let conversations = self.tallies.rules.get(id).map(|rule| rule.conversations.clone()).unwrap_or_default();
        let of = |kind: Kind| count(conversations.by_kind.get(&kind).map_or(0, BTreeSet::len));
        let change = self
            .changes
            .iter()
            .find(|change| change.name == id && matches!(change.kind.as_str(), "trigger" | "automation"));
        let former = change.and_then(|change| change.renamed_from.clone());
        let (in_old, in_new) = (former.as_deref().unwrap_or(id), id);
        let is_rule = self.old.book().rule_ids().any(|other| other == in_old)
            || self.new.book().rule_ids().any(|other| other == id);
        let fired =
            |summary: &Summary, id: &str| is_rule.then(|| summary.sources.get(id).map_or(0, |source| source.fired));
        RuleReport {
            id: id.to_owned(),
            title: title(self.new.book(), in_new).or_else(|| title(self.old.book(), in_old)),
            fate: change.map(|change| change.fate),
            renamed_from: former.clone(),
            fired_old: fired(self.old.summary(), in_old),
            fired_new: fired(self.new.summary(), in_new),
            conversations: count(conversations.all.len()),
            gained: of(Kind::Gained),
            lost: of(Kind::Lost),
            changed: of(Kind::Changed),
            sooner: of(Kind::Sooner),
            later: of(Kind::Later),
            examples: self.tallies.examples(id),
        }
    }
}

fn title(book: &Book, id: &str) -> Option<String> {
    let trigger = book.triggers.iter().find(|each| each.id == id).map(|each| &each.title);
    trigger.or_else(|| book.automations.iter().find(|each| each.id == id).map(|each| &each.title))?.clone()
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
