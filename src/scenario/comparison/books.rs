//! What is written differently in two books, and which rules only have another name.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::ir::{Book, Name};

/// Lists of declarations with what one of them is called.
const LISTS: [(&str, &str); 7] = [
    ("triggers", "trigger"),
    ("automations", "automation"),
    ("messages", "message"),
    ("conditions", "condition"),
    ("lists", "list"),
    ("schedules", "schedule"),
    ("first_matches", "first match"),
];

/// What a book has once, with what it is called.
const SINGLES: [(&str, &str); 7] = [
    ("lifecycle", "lifecycle"),
    ("statuses", "statuses"),
    ("capacity_release", "policy capacity release"),
    ("assignment", "policy assignment"),
    ("wait_time", "policy wait time"),
    ("time_zone", "time zone"),
    ("languages", "languages"),
];

/// Lists of what the vocabulary declares.
const WORDS: [(&str, &str); 4] =
    [("attributes", "attribute"), ("events", "event"), ("actions", "action"), ("enums", "enum")];

/// The parts of a rule or of a word that make a difference, with the words that begin them.
const PARTS: [(&str, &str); 13] = [
    ("active", ACTIVE),
    ("events", "on"),
    ("timing", "when it is due"),
    ("only_during", "only during"),
    ("channels", "channels"),
    ("once", "once"),
    ("condition", "when"),
    ("actions", "do"),
    ("members", "members"),
    ("value_type", "type"),
    ("default", "default"),
    ("writable", "writable"),
    ("carries", "carries"),
];

/// Of a rule that was switched on; one that was switched off has the other word.
const ACTIVE: &str = "active";

/// What is of no consequence, wherever it stands. The fingerprints repeat what stands beside them.
const ASIDE: [&str; 5] = ["place", "title", "docs", "actions_fingerprint", "timing_fingerprint"];

/// What became of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Only the new book has it.
    Added,
    /// Only the old book has it.
    Removed,
    /// It has another name, and is otherwise the same.
    Renamed,
    /// It says something else.
    Changed,
}

/// A declaration that is not the same in both books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// What it is: `trigger`, `message`, `policy capacity release`.
    pub kind: String,
    /// Its name; empty for what a book has once.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
    /// What it was called before, if it was renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<String>,
    /// Of what was changed, which of its clauses: `when`, `do`, `default`; of a rule that was switched on or off, `active` or
    /// `inactive`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
    /// Of a rule that was renamed, whether it has a `once`, whose marks belong to the former name: it may fire again for those
    /// for whom it has fired. No replay shows that, for each begins without marks.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub once_begins_anew: bool,
}

/// All that is not the same in two books, as far as it is of consequence; and the new names of rules that were renamed.
pub(super) fn changes(old: &Book, new: &Book) -> (Vec<Change>, BTreeMap<Name, Name>) {
    // Plain data of texts, numbers and lists always becomes JSON.
    let bare = |book: &Book| essence(serde_json::to_value(book).unwrap_or_default());
    let (old, new) = (bare(old), bare(new));
    let mut changes = Vec::new();
    let mut renamed = BTreeMap::new();
    for (field, kind) in LISTS {
        let (old, new) = (named(&old, field), named(&new, field));
        let pairs = renames(&old, &new);
        changes.extend(of_list(kind, &old, &new, &pairs));
        if matches!(kind, "trigger" | "automation") {
            renamed.extend(pairs.iter().map(|(old, new)| (Name::from(*old), Name::from(*new))));
        }
    }
    let words = |book: &Value| book.get("vocabulary").cloned().unwrap_or_default();
    let (old_words, new_words) = (words(&old), words(&new));
    for (field, kind) in WORDS {
        changes.extend(of_list(kind, &named(&old_words, field), &named(&new_words, field), &[]));
    }
    if order(&old, &new, &renamed) {
        changes.push(change("order of the triggers", "", Fate::Changed));
    }
    let single = |(field, kind): (&str, &str)| match (old.get(field), new.get(field)) {
        (None, Some(_)) => Some(change(kind, "", Fate::Added)),
        (Some(_), None) => Some(change(kind, "", Fate::Removed)),
        (old, new) => (old != new).then(|| change(kind, "", Fate::Changed)),
    };
    changes.extend(SINGLES.into_iter().filter_map(single));
    (changes, renamed)
}

fn change(kind: &str, name: &str, fate: Fate) -> Change {
    let (kind, name) = (kind.to_owned(), name.to_owned());
    Change { kind, name, fate, renamed_from: None, clauses: Vec::new(), once_begins_anew: false }
}

/// The declarations of a list by their names.
type Named<'a> = Vec<(&'a str, &'a Value)>;

fn named<'a>(book: &'a Value, field: &str) -> Named<'a> {
    let all = book.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    // Several actions may begin with the same words.
    let name = |each: &'a Value| ["id", "signature", "name", "key"].into_iter().find_map(|key| each.get(key)?.as_str());
    all.iter().filter_map(|each| Some((name(each)?, each))).collect()
}

fn find<'a>(list: &Named<'a>, name: &str) -> Option<&'a Value> {
    list.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
}

/// Old and new names of what is the same but for the name.
fn renames<'a>(old: &Named<'a>, new: &Named<'a>) -> Vec<(&'a str, &'a str)> {
    let mut added: Vec<(&str, Value)> =
        new.iter().filter(|(name, _)| find(old, name).is_none()).map(|(name, each)| (*name, content(each))).collect();
    let gone = old.iter().filter(|(name, _)| find(new, name).is_none());
    gone.filter_map(|(name, each)| {
        let wanted = content(each);
        let at = added.iter().position(|(_, content)| *content == wanted)?;
        Some((*name, added.remove(at).0))
    })
    .collect()
}

/// A declaration without its name.
fn content(declaration: &Value) -> Value {
    let mut content = declaration.clone();
    if let Some(fields) = content.as_object_mut() {
        fields.retain(|key, _| key != "id" && key != "name");
    }
    content
}

fn of_list(kind: &str, old: &Named<'_>, new: &Named<'_>, pairs: &[(&str, &str)]) -> Vec<Change> {
    let mut changes = Vec::new();
    for (name, after) in new {
        let former = pairs.iter().find(|(_, new)| new == name).map(|(old, _)| (*old).to_owned());
        match find(old, name) {
            None if former.is_some() => {
                let once_begins_anew = after.get("once").is_some_and(|once| !once.is_null());
                changes.push(Change { renamed_from: former, once_begins_anew, ..change(kind, name, Fate::Renamed) });
            }
            None => changes.push(change(kind, name, Fate::Added)),
            Some(before) if content(before) != content(after) => {
                let differs = |field: &str| before.get(field) != after.get(field);
                let is_off = after.get(ACTIVE) == Some(&Value::Bool(false));
                let written =
                    |word: &str| if is_off && word == ACTIVE { "inactive".to_owned() } else { word.to_owned() };
                let clauses = PARTS.into_iter().filter(|(field, _)| differs(field)).map(|(_, word)| written(word));
                changes.push(Change { clauses: clauses.collect(), ..change(kind, name, Fate::Changed) });
            }
            Some(_) => {}
        }
    }
    let gone = old.iter().map(|(name, _)| *name);
    let gone = gone.filter(|name| find(new, name).is_none() && !pairs.iter().any(|(former, _)| former == name));
    changes.extend(gone.map(|name| change(kind, name, Fate::Removed)));
    changes
}

/// Whether triggers that both books have fire in another order.
fn order(old: &Value, new: &Value, renamed: &BTreeMap<Name, Name>) -> bool {
    let ids = |book| named(book, "triggers").into_iter().map(|(id, _)| id).collect::<Vec<&str>>();
    let (old, new) = (ids(old), ids(new));
    let old: Vec<&str> = old.into_iter().map(|id| renamed.get(id).map_or(id, Name::as_str)).collect();
    let (known, wanted): (BTreeSet<&str>, BTreeSet<&str>) =
        (old.iter().copied().collect(), new.iter().copied().collect());
    let common_old = old.iter().filter(|id| wanted.contains(**id));
    let common_new = new.iter().filter(|id| known.contains(**id));
    !common_old.eq(common_new)
}

fn essence(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(key, _)| !ASIDE.contains(&key.as_str()));
            Value::Object(kept.map(|(key, value)| (key, essence(value))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(essence).collect()),
        other => other,
    }
}
