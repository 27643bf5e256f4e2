//! Fingerprints: they change when what is done, or when, does, and not when it only moves in the file.

use std::ops::Range;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::ir::hash::hexadecimal;

/// The entries that are left out.
const PLACE: &[u8] = b"\"place\"";

/// As long as the JSON of most is.
const ROOM: usize = 1 << 10;

/// How many bytes of the hash a fingerprint has.
const BYTES: usize = 8;

/// The first digits of the SHA-256 of its JSON without the places, each object's entries in the order of their names.
pub(super) fn fingerprint(data: &impl Serialize) -> String {
    let mut json = Vec::with_capacity(ROOM);
    // Plain data of texts, numbers and lists always becomes JSON.
    let _ = serde_json::to_writer(&mut json, data);
    let mut canonical = Canonical::of(&json);
    canonical.value();
    let digest = Sha256::digest(&canonical.written);
    hexadecimal(digest.get(..BYTES).unwrap_or_default())
}

/// Compact JSON on its way to its canonical form. Nothing is checked: it was written a moment ago.
struct Canonical<'j> {
    rest: &'j [u8],
    written: Vec<u8>,
    /// The entries of the objects that are open: their names, and where they are written.
    entries: Vec<(&'j [u8], Range<usize>)>,
    /// The entries of the object that is being put in order.
    values: Vec<u8>,
}

impl<'j> Canonical<'j> {
    fn of(json: &'j [u8]) -> Self {
        Self {
            rest: json,
            written: Vec::with_capacity(json.len()),
            entries: Vec::with_capacity(16),
            values: Vec::new(),
        }
    }

    fn value(&mut self) {
        match self.rest.first() {
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'"') => {
                let text = self.text();
                self.written.extend_from_slice(text);
            }
            _ => {
                let end = self.rest.iter().position(|byte| matches!(byte, b',' | b']' | b'}'));
                let plain = self.take(end.unwrap_or(self.rest.len()));
                self.written.extend_from_slice(plain);
            }
        }
    }

    fn list(&mut self) {
        self.keep();
        while !matches!(self.rest.first(), Some(b']') | None) {
            self.value();
            if self.rest.first() == Some(&b',') {
                self.keep();
            }
        }
        self.keep();
    }

    fn object(&mut self) {
        self.keep();
        let (start, outer) = (self.written.len(), self.entries.len());
        while self.rest.first() == Some(&b'"') {
            let name = self.text();
            if name == PLACE {
                self.skip();
            } else {
                if self.written.len() > start {
                    self.written.push(b',');
                }
                let from = self.written.len();
                self.written.extend_from_slice(name);
                self.keep();
                self.value();
                self.entries.push((name, from - start..self.written.len() - start));
            }
            if self.rest.first() == Some(&b',') {
                self.take(1);
            }
        }
        let entries = self.entries.get(outer..).unwrap_or_default();
        if !entries.is_sorted_by_key(|(name, _)| *name) {
            self.put_in_order(start, outer);
        }
        self.entries.truncate(outer);
        self.keep();
    }

    /// Writes the entries from `outer` again, which were written from `start`.
    fn put_in_order(&mut self, start: usize, outer: usize) {
        self.values.clear();
        self.values.extend_from_slice(self.written.get(start..).unwrap_or_default());
        self.written.truncate(start);
        if let Some(entries) = self.entries.get_mut(outer..) {
            entries.sort_unstable_by_key(|(name, _)| *name);
        }
        for (position, (_, entry)) in self.entries.drain(outer..).enumerate() {
            if position > 0 {
                self.written.push(b',');
            }
            self.written.extend_from_slice(self.values.get(entry).unwrap_or_default());
        }
    }

    /// Leaves out the rest of an entry, up to the next one or the end of the object.
    fn skip(&mut self) {
        let mut depth = 0_u32;
        while let Some(byte) = self.rest.first() {
            match byte {
                b'}' | b']' | b',' if depth == 0 => return,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' => {
                    self.text();
                    continue;
                }
                _ => {}
            }
            self.take(1);
        }
    }

    /// The text that begins here, in its quotation marks.
    fn text(&mut self) -> &'j [u8] {
        let mut end = 1;
        while let Some(found) = self.rest.get(end..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
            end += found + 1;
            match self.rest.get(end - 1) {
                Some(b'"') => return self.take(end),
                // What it escapes.
                _ => end += 1,
            }
        }
        self.take(self.rest.len())
    }

    /// Takes so many bytes.
    fn take(&mut self, count: usize) -> &'j [u8] {
        let (taken, rest) = self.rest.split_at_checked(count).unwrap_or((self.rest, &[]));
        self.rest = rest;
        taken
    }

    /// Writes the next byte as it is.
    fn keep(&mut self) {
        let byte = self.take(1);
        self.written.extend_from_slice(byte);
    }
}

#[cfg(test)]
mod tests {
    use super::{Canonical, fingerprint};

    fn canonical(json: &str) -> String {
        let mut canonical = Canonical::of(json.as_bytes());
        canonical.value();
        String::from_utf8(canonical.written).unwrap()
    }

    #[test]
    fn entries_are_in_order_and_places_are_gone() {
        let json =
            r#"{"b":[1,{"place":{"x":[1]},"y":"\"}],\\"},[],{}],"a":{"place":3},"ab":-1.5,"place":null,"c":true}"#;
        assert_eq!(canonical(json), r#"{"a":{},"ab":-1.5,"b":[1,{"y":"\"}],\\"},[],{}],"c":true}"#);
        for same in ["[]", "{}", "null", r#""""#, r#""\\""#, "[[],[0]]", r#"["a,b",{"c}":"]"}]"#] {
            assert_eq!(canonical(same), same);
        }
    }

    #[test]
    fn fingerprints_stay_as_they_are() {
        assert_eq!(
            fingerprint(&serde_json::json!([{"place": {"line": 1}, "kind": {"b": "1", "a": []}}])),
            "7898dec656168494"
        );
    }
}
