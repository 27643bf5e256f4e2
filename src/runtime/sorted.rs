//! Small maps.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use litemap::LiteMap;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::values;
use crate::ir::{EventName, Name, Value};

/// A map as a sorted vector: while it is small, it takes less than any tree and is searched as fast, and two of them are gone
/// through side by side.
///
/// As JSON a map like any other. (A bare [`LiteMap`] would be a list when it is empty, and make room for as many entries as a
/// hostile input says that it has.)
#[derive(Clone, PartialEq, Eq)]
pub struct SortedMap<K, V>(LiteMap<K, V>);

impl<K, V> SortedMap<K, V> {
    /// An empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self(LiteMap::new())
    }

    /// The map of these entries, which are in the order of their keys, each of which comes once.
    pub(crate) fn of_sorted(entries: Vec<(K, V)>) -> Self {
        Self(LiteMap::from_sorted_store_unchecked(entries))
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// So many more entries than it needs an almost full map makes room for, and a quarter of what it has.
const MORE: usize = 4;

impl<K: Ord, V> SortedMap<K, V> {
    /// Puts an entry in; gives the value that was there. It grows by little: there are many maps, and few of them grow much.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let place = self.0.find_index(&key);
        self.put(place, value, || key)
    }

    /// Puts a value in its place; `key` makes the key where the place is new.
    fn put(&mut self, place: Result<usize, usize>, value: V, key: impl FnOnce() -> K) -> Option<V> {
        self.in_entries(|entries| match place {
            Ok(place) => entries.get_mut(place).map(|(_, own)| std::mem::replace(own, value)),
            Err(place) => {
                insert(entries, place, key(), value);
                None
            }
        })
    }

    /// Works on the entries, which stay in order.
    fn in_entries<T>(&mut self, work: impl FnOnce(&mut Vec<(K, V)>) -> T) -> T {
        let mut entries = std::mem::take(&mut self.0).into_tuple_vec();
        let done = work(&mut entries);
        self.0 = LiteMap::from_sorted_store_unchecked(entries);
        done
    }

    /// Takes an entry out. An empty map keeps no room: most maps of most conversations are empty.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let removed = self.0.remove(key);
        if self.0.is_empty() {
            self.0 = LiteMap::new();
        }
        removed
    }
}

/// A key that is shared instead of copied.
pub trait Shared: Ord {
    /// Whether the two are one text in memory.
    fn is_same(&self, other: &Self) -> bool;
}

impl Shared for Name {
    #[inline]
    fn is_same(&self, other: &Self) -> bool {
        self.is_same(other)
    }
}

impl Shared for EventName {
    #[inline]
    fn is_same(&self, other: &Self) -> bool {
        self.is_same(other)
    }
}

/// So many places are looked at for the very name before it is searched for.
const NEAR: usize = 4;

/// So many names are gone through rather than searched.
const FEW: usize = 32;

impl<K: Shared, V> SortedMap<K, V> {
    /// The place of a key, or where it would have its place. Among few, all addresses are compared sooner than a few texts.
    fn place(&self, key: &K) -> Result<usize, usize> {
        let same = if self.0.len() <= FEW { self.0.keys().position(|own| own.is_same(key)) } else { None };
        same.map_or_else(|| self.0.find_index(key), Ok)
    }

    /// The value of a key, to change it.
    pub(crate) fn find_mut(&mut self, key: &K) -> Option<&mut V> {
        let place = self.place(key).ok()?;
        self.0.iter_mut().nth(place).map(|(_, value)| value)
    }
}

impl<V> SortedMap<Name, V> {
    /// The value of a name.
    #[must_use]
    #[inline]
    pub fn get(&self, name: &str) -> Option<&V> {
        // Most maps of most conversations are empty.
        if self.0.is_empty() { None } else { self.find(name) }
    }

    /// Among few names, their lengths tell most of them apart; a search would compare texts.
    fn find(&self, name: &str) -> Option<&V> {
        if self.0.len() > FEW {
            return self.0.get(name);
        }
        let is = |own: &Name| own.len() == name.len() && (std::ptr::eq(own.as_ptr(), name.as_ptr()) || *own == *name);
        self.0.iter().find(|(own, _)| is(own)).map(|(_, value)| value)
    }

    /// Whether there is a value of that name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Puts a value in the place of what was there under that name.
    pub(crate) fn set(&mut self, name: &Name, value: V) {
        self.put(self.place(name), value, || name.clone());
    }

    /// The place of a name, or where it would have its place. Who looks for several in their order, looks near the place of the
    /// last one first.
    fn find_near(&self, near: usize, name: &Name) -> Result<usize, usize> {
        let is_at = |place: &usize| self.0.get_indexed(*place).is_some_and(|(own, _)| own.is_same(name));
        let place = (near..near.saturating_add(NEAR)).find(is_at);
        place.map_or_else(|| self.0.find_index(name), Ok)
    }

    /// The value of a name, looked for as [`SortedMap::find_near`] does; `near` is where the next one is to be looked for.
    pub(crate) fn get_near(&self, near: &mut usize, name: &Name) -> Option<&V> {
        let place = self.find_near(*near, name);
        *near = place.map_or_else(|place| place, |place| place + 1);
        self.0.get_indexed(place.ok()?).map(|(_, value)| value)
    }
}

impl SortedMap<Name, Value> {
    /// As [`Merge::change`], of one value.
    pub(crate) fn change(&mut self, name: &Name, value: Option<&Value>) -> Option<Option<Value>> {
        match (self.place(name), value) {
            (Ok(place), Some(value)) => {
                let own = self.0.get_indexed(place).map(|(_, own)| own);
                let has_changed = own.is_some_and(|own| !values::is_same(own, value));
                has_changed.then(|| self.put(Ok(place), value.clone(), || name.clone()))
            }
            (Ok(_), None) => Some(self.remove(name)),
            (Err(place), Some(value)) => Some(self.put(Err(place), value.clone(), || name.clone())),
            (Err(_), None) => None,
        }
    }

    /// Changes several values, whose names mostly come in their order.
    #[inline]
    pub(crate) fn merging<T>(&mut self, work: impl FnOnce(&mut Merge<'_>) -> T) -> T {
        let done = self.in_entries(|entries| {
            let mut merge = Merge { near: 0, entries, moved: 0, tree: None };
            let done = work(&mut merge);
            let tree = merge.tree.take();
            tree.into_iter().for_each(|tree| entries.extend(tree));
            done
        });
        if self.0.is_empty() {
            self.0 = LiteMap::new();
        }
        done
    }
}

/// The changes of several values, whose names mostly come in their order: each is looked for near the one before first.
///
/// What is put into the middle of many, or taken out there, moves all behind it. Where that has been done often enough, the rest is
/// done in a tree.
#[derive(Debug)]
pub(crate) struct Merge<'m> {
    entries: &'m mut Vec<(Name, Value)>,
    near: usize,
    /// How many entries have been moved by others.
    moved: usize,
    /// All entries, from when too many have been moved.
    tree: Option<BTreeMap<Name, Value>>,
}

/// A tree takes about as long to make and to take apart as so many times all entries to move.
const TREE: usize = 16;

/// So many may be moved in any case.
const MOST_MOVED: usize = 1024;

impl Merge<'_> {
    /// Puts a value in, or takes it out if there is none; gives what was there before, if that was not the same. It is copied only
    /// then.
    #[inline(always)]
    pub(crate) fn change(&mut self, name: &Name, value: Option<&Value>) -> Option<Option<Value>> {
        match (self.find(name), value) {
            (Some(own), Some(value)) if values::is_same(own, value) => None,
            (Some(own), Some(value)) => Some(Some(std::mem::replace(own, value.clone()))),
            (Some(_), None) => Some(self.remove(name)),
            (None, Some(value)) => {
                self.insert(name, value.clone());
                Some(None)
            }
            (None, None) => None,
        }
    }

    /// As [`Merge::change`], of a value that is here to stay: what was there before is then in its place. Gives whether that was not
    /// the same.
    #[inline(always)]
    pub(crate) fn swap(&mut self, name: &Name, value: &mut Option<Value>) -> bool {
        match (self.find(name), value) {
            (Some(own), Some(value)) => {
                let has_changed = !values::is_same(own, value);
                if has_changed {
                    std::mem::swap(own, value);
                }
                has_changed
            }
            (Some(_), value) => {
                *value = self.remove(name);
                true
            }
            (None, value) => match value.take() {
                Some(value) => {
                    self.insert(name, value);
                    true
                }
                None => false,
            },
        }
    }

    /// The value of a name, behind which the next one is looked for. If there is none, that is where it would have its place.
    #[inline(always)]
    fn find(&mut self, name: &Name) -> Option<&mut Value> {
        let is_next = self.entries.get(self.near).is_some_and(|(own, _)| own.is_same(name));
        if !is_next && !self.search(name) {
            return self.tree.as_mut()?.get_mut(name);
        }
        let found = self.entries.get_mut(self.near);
        self.near += 1;
        found.map(|(_, value)| value)
    }

    /// Goes to the place of a name, or where it would have its place; says whether it is there.
    #[inline(never)]
    fn search(&mut self, name: &Name) -> bool {
        let found = self.place(name);
        self.near = found.unwrap_or_else(|place| place);
        found.is_ok()
    }

    fn place(&self, name: &Name) -> Result<usize, usize> {
        let mut ahead = (self.near..).zip(self.entries.iter().skip(self.near).take(NEAR));
        if let Some((place, _)) = ahead.find(|(_, (own, _))| own.is_same(name)) {
            return Ok(place);
        }
        // What is not there mostly has its place right here.
        let behind = self.near.checked_sub(1).and_then(|place| self.entries.get(place));
        let is_here =
            behind.is_none_or(|(own, _)| own < name) && self.entries.get(self.near).is_none_or(|(own, _)| name < own);
        if is_here {
            return Err(self.near);
        }
        // Among few, all addresses are compared sooner than a few texts.
        let same =
            if self.entries.len() <= FEW { self.entries.iter().position(|(own, _)| own.is_same(name)) } else { None };
        same.map_or_else(|| self.entries.binary_search_by(|(own, _)| own.cmp(name)), Ok)
    }

    /// Takes out what was found.
    #[cold]
    fn remove(&mut self, name: &Name) -> Option<Value> {
        if let Some(tree) = &mut self.tree {
            return tree.remove(name);
        }
        self.near = self.near.checked_sub(1).filter(|place| *place < self.entries.len())?;
        let removed = self.entries.remove(self.near).1;
        self.note_moved();
        Some(removed)
    }

    /// Puts a value in that was not found.
    #[cold]
    fn insert(&mut self, name: &Name, value: Value) {
        if let Some(tree) = &mut self.tree {
            tree.insert(name.clone(), value);
            return;
        }
        insert(self.entries, self.near, name.clone(), value);
        self.near += 1;
        self.note_moved();
    }

    /// All behind the place have been moved.
    fn note_moved(&mut self) {
        self.moved += self.entries.len().saturating_sub(self.near);
        if self.moved > MOST_MOVED.max(self.entries.len() * TREE) {
            self.tree = Some(self.entries.drain(..).collect());
        }
    }
}

fn insert<K, V>(entries: &mut Vec<(K, V)>, place: usize, key: K, value: V) {
    if entries.len() == entries.capacity() {
        entries.reserve_exact(MORE.max(entries.len() / 4));
    }
    entries.insert(place, (key, value));
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Deref for SortedMap<K, V> {
    type Target = LiteMap<K, V>;

    fn deref(&self) -> &LiteMap<K, V> {
        &self.0
    }
}

impl<K, V> DerefMut for SortedMap<K, V> {
    fn deref_mut(&mut self) -> &mut LiteMap<K, V> {
        &mut self.0
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for SortedMap<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K: Ord, V> Extend<(K, V)> for SortedMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        self.0.extend(entries);
    }
}

impl<K, V> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a SortedMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = <&'a LiteMap<K, V> as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        (&self.0).into_iter()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for SortedMap<K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self).finish()
    }
}

impl<K: Serialize, V: Serialize> Serialize for SortedMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Deserialize<'de> for SortedMap<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

struct Entries<K, V>(PhantomData<fn() -> (K, V)>);

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Visitor<'de> for Entries<K, V> {
    type Value = SortedMap<K, V>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// It reads and writes what a tree does, also where keys come out of order or twice.
        #[test]
        fn it_is_written_and_read_like_a_tree(entries in prop::collection::vec(("[a-d]{0,2}", 0..9_u8), 0..12)) {
            let text: Vec<String> = entries.iter().map(|(key, value)| format!("{key:?}:{value}")).collect();
            let text = format!("{{{}}}", text.join(","));
            let tree: BTreeMap<Name, u8> = serde_json::from_str(&text).unwrap();
            let sorted: SortedMap<Name, u8> = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(serde_json::to_string(&sorted).unwrap(), serde_json::to_string(&tree).unwrap());
            prop_assert_eq!(format!("{sorted:?}"), format!("{tree:?}"));
        }
    }

    /// A value, or none.
    fn values() -> impl Strategy<Value = Option<Value>> {
        prop::option::of((0..3_i64).prop_map(Value::Duration))
    }

    type Change = (String, Option<Value>, bool);

    /// What is there, and what changes.
    fn merged(name: &'static str, most: usize) -> impl Strategy<Value = (Vec<(String, Option<Value>)>, Vec<Change>)> {
        let known = prop::collection::vec((name, values()), 0..most);
        (known, prop::collection::vec((name, values(), any::<bool>()), 0..most))
    }

    proptest! {
        /// In whatever order the names come, and be they few or many.
        #[test]
        fn merging_changes_what_a_tree_would(
            (known, changes) in prop_oneof![merged("[a-d]{0,2}", 12), merged("[a-h]{0,3}", 400)],
        ) {
            let known = known.into_iter().filter_map(|(name, value)| Some((Name::from(name), value?)));
            let mut tree: BTreeMap<Name, Value> = known.collect();
            let mut sorted: SortedMap<Name, Value> = tree.clone().into_iter().collect();
            sorted.merging(|facts| {
                for (name, value, is_here_to_stay) in changes {
                    // Most names are those that are there already, as texts in memory.
                    let name = Name::from(name);
                    let name = tree.get_key_value(&name).map_or(name, |(own, _)| own.clone());
                    let former = match &value {
                        Some(value) => tree.insert(name.clone(), value.clone()),
                        None => tree.remove(&name),
                    };
                    let wanted = (former != value).then_some(former);
                    let told = if is_here_to_stay {
                        let mut place = value;
                        facts.swap(&name, &mut place).then_some(place)
                    } else {
                        facts.change(&name, value.as_ref())
                    };
                    prop_assert_eq!(told, wanted);
                }
                Ok(())
            })?;
            prop_assert_eq!(sorted.into_iter().collect::<BTreeMap<_, _>>(), tree);
        }
    }

    #[test]
    fn a_list_is_no_map() {
        assert!(serde_json::from_str::<SortedMap<Name, u8>>("[]").is_err());
    }
}
