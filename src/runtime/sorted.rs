//! Small maps.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use litemap::LiteMap;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::ir::Name;

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
        match self.0.find_index(&key) {
            Ok(place) => {
                self.in_entries(|entries| entries.get_mut(place).map(|(_, own)| std::mem::replace(own, value)))
            }
            Err(place) => {
                self.in_entries(|entries| insert(entries, place, key, value));
                None
            }
        }
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

/// So many places are looked at for the very name before it is searched for.
const NEAR: usize = 4;

/// So many names are gone through rather than searched.
const FEW: usize = 32;

impl<V> SortedMap<Name, V> {
    /// The value of a name. Among few, their lengths tell most of them apart, and lie beside each other; what a search compares lies
    /// elsewhere.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&V> {
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

    /// Changes several values, whose names mostly come in their order.
    #[inline]
    pub(crate) fn merging<T>(&mut self, work: impl FnOnce(&mut Merge<'_, V>) -> T) -> T {
        self.merging_from(&mut 0, work)
    }

    /// As [`SortedMap::merging`]; `near` is where the first is looked for first, and then where the next one may be.
    #[inline]
    pub(crate) fn merging_from<T>(&mut self, near: &mut usize, work: impl FnOnce(&mut Merge<'_, V>) -> T) -> T {
        let done = self.in_entries(|entries| {
            let mut merge = Merge { entries, near: *near };
            let done = work(&mut merge);
            *near = merge.near;
            done
        });
        if self.0.is_empty() {
            self.0 = LiteMap::new();
        }
        done
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

/// The changes of several values, whose names mostly come in their order: each is looked for near the one before first.
#[derive(Debug)]
pub(crate) struct Merge<'m, V> {
    entries: &'m mut Vec<(Name, V)>,
    near: usize,
}

impl<V: Clone + PartialEq> Merge<'_, V> {
    /// Puts a value in, or takes it out if there is none; gives what was there before, if that was not the same. A borrowed value is
    /// copied only then.
    #[inline]
    pub(crate) fn change(&mut self, name: &Name, value: Option<Cow<'_, V>>) -> Option<Option<V>> {
        let found = self.find(name);
        let Some(value) = value else { return found.ok().map(|place| self.remove(place)) };
        match found {
            Ok(place) => {
                let (_, own) = self.entries.get_mut(place).filter(|(_, own)| *own != *value)?;
                Some(Some(std::mem::replace(own, value.into_owned())))
            }
            Err(place) => self.insert(place, name, value.into_owned()),
        }
    }

    /// The place of a name, behind which the next one is looked for; or where it would have its place.
    #[inline]
    fn find(&mut self, name: &Name) -> Result<usize, usize> {
        if self.entries.get(self.near).is_none_or(|(own, _)| !own.is_same(name)) {
            self.near = self.search(name).inspect_err(|place| self.near = *place)?;
        }
        self.near += 1;
        Ok(self.near - 1)
    }

    fn search(&self, name: &Name) -> Result<usize, usize> {
        let mut ahead = (self.near..).zip(self.entries.iter().skip(self.near).take(NEAR));
        if let Some((place, _)) = ahead.find(|(_, (own, _))| own.is_same(name)) {
            return Ok(place);
        }
        // What is not there mostly has its place right here.
        let behind = self.near.checked_sub(1).and_then(|place| self.entries.get(place));
        let is_here =
            behind.is_none_or(|(own, _)| own < name) && self.entries.get(self.near).is_none_or(|(own, _)| name < own);
        if is_here { Err(self.near) } else { self.entries.binary_search_by(|(own, _)| own.cmp(name)) }
    }

    /// Takes out what was found in that place.
    #[cold]
    fn remove(&mut self, place: usize) -> Option<V> {
        self.near = place;
        (place < self.entries.len()).then(|| self.entries.remove(place).1)
    }

    /// Puts a value in that was not there; says so.
    #[cold]
    fn insert(&mut self, place: usize, name: &Name, value: V) -> Option<Option<V>> {
        insert(self.entries, place, name.clone(), value);
        self.near = place + 1;
        Some(None)
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
    use std::collections::BTreeMap;

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

    #[test]
    fn a_list_is_no_map() {
        assert!(serde_json::from_str::<SortedMap<Name, u8>>("[]").is_err());
    }
}
