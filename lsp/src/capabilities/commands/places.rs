//! Places of a compiled book as the protocol tells them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;
use tower_lsp::ls_types::{Range, Uri};
use whenbook::diagnostic::{FileId, Location};
use whenbook::ide::commands::location;
use whenbook::ir::Place;

use crate::books::Open;
use crate::lines::Lines;

/// The files of a book, each read into lines once.
pub(super) struct Places<'a> {
    open: &'a Open,
    files: BTreeMap<FileId, Option<(Uri, Lines)>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(open: &'a Open) -> Self {
        Self { open, files: BTreeMap::new() }
    }

    /// The file and the range; `None` for what ships, which no editor can open.
    pub(super) fn range(&mut self, at: Location) -> Option<(&Uri, Range)> {
        let file = self.files.entry(at.file).or_insert_with(|| self.open.file(at.file));
        file.as_ref().map(|(uri, lines)| (uri, lines.range(at.span)))
    }

    /// Something as JSON, with its `uri` and `range`.
    pub(super) fn put(&mut self, what: &impl Serialize, at: Location) -> Json {
        let mut json = serde_json::to_value(what).unwrap_or_default();
        self.mark(&mut json, at);
        json
    }

    /// The same for a place of the compiled book.
    pub(super) fn put_at(&mut self, what: &impl Serialize, at: Place) -> Json {
        self.put(what, location(at))
    }

    /// Tells an object where it is.
    pub(super) fn mark(&mut self, json: &mut Json, at: Location) {
        if let Some((uri, range)) = self.range(at) {
            set(json, "uri", uri.as_str());
            set(json, "range", serde_json::to_value(range).unwrap_or_default());
        }
    }
}

/// Gives an object a field.
pub(super) fn set(json: &mut Json, key: &str, value: impl Into<Json>) {
    if let Some(object) = json.as_object_mut() {
        object.insert(key.to_owned(), value.into());
    }
}
