//! The JSON schema of `whenbook.toml`, for editors.

use serde_json::{Map, Value, json};

use super::registry;
use crate::diagnostic::Severity;
use crate::diagnostic::codes::group::Group;

/// The schema: what [`Settings::parse`](crate::semantics::Settings::parse) and [`Levels::of`](super::Levels::of) read.
#[must_use]
pub fn settings_schema() -> Value {
    let mut lints = levels();
    let files = json!({
        "description": "Levels of some files, by patterns such as `drafts/**`",
        "type": "object",
        "additionalProperties": { "type": "object", "additionalProperties": false, "properties": lints.clone() },
    });
    lints.insert("files".to_owned(), files);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "whenbook.toml",
        "description": "What is settled for a whole book",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string", "description": "What the book is called; its folder's name by default" },
            "timezone": { "type": "string", "default": "UTC", "description": "An IANA time zone, such as `Asia/Seoul`" },
            "languages": {
                "type": "array",
                "items": { "type": "string" },
                "uniqueItems": true,
                "description": "The languages that every message must have, in order of preference",
            },
            "edition": { "enum": [crate::semantics::settings::EDITION], "description": "The edition of the language" },
            "exclude": {
                "type": "array",
                "items": { "type": "string" },
                "description": "Files below the folder that are none of the book's, such as `drafts/**`",
            },
            "lints": {
                "type": "object",
                "description": "How grave warnings and advice are",
                "additionalProperties": false,
                "properties": lints,
            },
        },
    })
}

/// A property for each name that may have a level.
fn levels() -> Map<String, Value> {
    let codes = registry::codes().into_iter().filter(|code| code.severity() != Severity::Error);
    let codes = codes.flat_map(|code| {
        let about = format!("{} {}", code.id, code.name);
        [(code.id.to_owned(), about.clone()), (code.name.to_owned(), about)]
    });
    let groups = Group::all().map(|group| (group.name().to_owned(), group.about().to_owned()));
    let level = |about: String| json!({ "enum": ["off", "advice", "warning", "error"], "description": about });
    groups.chain(codes).map(|(name, about)| (name, level(about))).collect()
}
