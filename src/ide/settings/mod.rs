//! What an editor asks of a `whenbook.toml`: the settings with what their schema says of them.

mod place;

use serde_json::{Map, Value};

use crate::diagnostic::Span;
use crate::lint::{code, settings_schema};
use place::{Place, unquoted};

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// As it is shown, and looked for.
    pub label: String,
    /// Whether it is a value, and not the name of a setting.
    pub is_value: bool,
    /// What it means; empty if that is plain. Markdown.
    pub docs: String,
    /// What is written.
    pub insert: String,
    /// What is replaced.
    pub replaces: Span,
}

/// What may be written at a place of such a file.
#[must_use]
pub fn setting_completions(text: &str, offset: u32) -> Vec<Setting> {
    match place::at(text, offset) {
        Some(Place::Table { path, name }) => {
            let tables = |about: &Value| is_table(about);
            properties(&path)
                .into_iter()
                .filter(|(_, about)| tables(about))
                .map(|each| of_key(each, name, ""))
                .collect()
        }
        Some(Place::Key { table, key }) => {
            let said = said(text, &table, offset);
            let offered = properties(&table).into_iter();
            let offered = offered.filter(|(name, about)| !is_table(about) && !said.contains(name));
            offered.map(|each| of_key(each, key, " = ")).collect()
        }
        Some(Place::Value { table, key, value }) => {
            let Some(about) = properties(&table).remove(&key) else { return Vec::new() };
            values(&key, &about).into_iter().map(|each| of_value(each, value)).collect()
        }
        None => Vec::new(),
    }
}

/// The setting at a place, and what it means. Markdown.
#[must_use]
pub fn setting_hover(text: &str, offset: u32) -> Option<(Span, String)> {
    let (path, key, span) = match place::at(text, offset)? {
        Place::Table { path, name } => (path, name.of(text).to_owned(), name),
        Place::Key { table, key } => (table, key.of(text).to_owned(), key),
        Place::Value { table, key, value } => (table, key, value),
    };
    let about = properties(&path).remove(&unquoted(key.trim()))?;
    Some((span, described(&unquoted(key.trim()), &about)))
}

/// The settings of a table.
fn properties(table: &[String]) -> Map<String, Value> {
    let schema = settings_schema();
    let inner = |holder: &'_ Value, name: &str| {
        let named = holder.get("properties").and_then(|properties| properties.get(name));
        named.or_else(|| holder.get("additionalProperties")).cloned()
    };
    let found = table.iter().try_fold(schema, |holder, name| inner(&holder, name));
    match found.and_then(|found| found.get("properties").cloned()) {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    }
}

/// The keys that a table has already, but for the one that is being written.
fn said(text: &str, table: &[String], offset: u32) -> Vec<String> {
    let mut said = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + u32::try_from(line.len()).unwrap_or_default();
        let here = place::at(text, start);
        if let Some(Place::Key { table: its, key }) = here
            && its == table
            && !(start <= offset && (offset < end || !line.ends_with('\n')))
        {
            said.push(unquoted(key.of(text)));
        }
        start = end;
    }
    said
}

fn is_table(about: &Value) -> bool {
    about.get("type").is_some_and(|kind| kind == "object")
}

fn said_of<'a>(about: &'a Value, what: &str) -> Option<&'a str> {
    about.get(what)?.as_str()
}

fn of_key((name, about): (String, Value), replaces: Span, then: &str) -> Setting {
    let (docs, insert) = (described(&name, &about), format!("{name}{then}"));
    Setting { label: name, is_value: false, docs, insert, replaces }
}

fn of_value(value: String, replaces: Span) -> Setting {
    let insert = format!("\"{value}\"");
    Setting { label: value, is_value: true, docs: String::new(), insert, replaces }
}

/// The values that there are.
fn values(key: &str, about: &Value) -> Vec<String> {
    if key == "timezone" {
        return chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name().to_owned()).collect();
    }
    let values = about.get("enum").and_then(Value::as_array).into_iter().flatten();
    values.filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// What is to be said of a setting.
fn described(name: &str, about: &Value) -> String {
    let mut text = said_of(about, "description").unwrap_or_default().to_owned();
    let values: Vec<String> = values("", about).iter().map(|value| format!("`\"{value}\"`")).collect();
    if !values.is_empty() {
        text.push_str(&format!("\n\n{}", values.join(", ")));
    }
    if let Some(default) = said_of(about, "default") {
        text.push_str(&format!("\n\n`\"{default}\"` by default"));
    }
    if let Some(code) = code(name) {
        text.push_str(&format!("\n\n{}", code.explanation.trim()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(marked: &str) -> Vec<String> {
        let offset = u32::try_from(marked.find("$0").unwrap()).unwrap();
        let text = marked.replace("$0", "");
        let inserted = |offer: Setting| {
            let (start, end) = (offer.replaces.start as usize, offer.replaces.end as usize);
            let line = [text.get(..start).unwrap(), &offer.insert, text.get(end..).unwrap()].concat();
            line.lines().find(|line| line.contains(offer.insert.trim_end())).unwrap().to_owned()
        };
        setting_completions(&text, offset).into_iter().map(inserted).collect()
    }

    fn hovered(marked: &str) -> Option<String> {
        let offset = u32::try_from(marked.find("$0").unwrap()).unwrap();
        setting_hover(&marked.replace("$0", ""), offset).map(|(_, text)| text)
    }

    #[test]
    fn keys_are_offered_that_are_not_there_yet() {
        assert_eq!(offers("name = \"a\"\n$0\n"), ["edition = ", "exclude = ", "languages = ", "timezone = "]);
        assert_eq!(offers("na$0\n"), ["edition = ", "exclude = ", "languages = ", "name = ", "timezone = "]);
        assert!(offers("[lints]\nmis$0\n").contains(&"missing-translation = ".to_owned()));
        assert!(offers("[lints.files.\"old/*.when\"]\n$0\n").contains(&"unused = ".to_owned()));
        assert!(offers("[nothing.of.that]\n$0\n").is_empty());
        assert!(offers("# a $0\n").is_empty());
    }

    #[test]
    fn tables_and_values_are_offered() {
        assert_eq!(offers("[$0"), ["[lints"]);
        assert_eq!(offers("[lints.$0]"), ["[lints.files]"]);
        let levels = ["off", "advice", "warning", "error"].map(|level| format!("unused = \"{level}\""));
        assert_eq!(offers("[lints]\nunused = \"o$0\"\n"), levels);
        assert_eq!(offers("[lints]\nunused =$0\n").len(), 4);
        assert!(offers("timezone = \"Asia/S$0\"\n").contains(&"timezone = \"Asia/Seoul\"".to_owned()));
        assert!(offers("name = $0\n").is_empty());
    }

    #[test]
    fn settings_are_explained() {
        let zone = hovered("time$0zone = \"UTC\"\n").unwrap();
        assert_eq!(zone, "An IANA time zone, such as `Asia/Seoul`\n\n`\"UTC\"` by default");
        assert_eq!(hovered("[li$0nts]\n").unwrap(), "How grave warnings and advice are");
        let lint = hovered("[lints]\nmissing-translation = \"e$0rror\"\n").unwrap();
        assert!(lint.starts_with("W0472 missing-translation\n\n`\"off\"`, `\"advice\"`"), "{lint}");
        assert_eq!(hovered("[lints]\nno-such-thing$0 = \"off\"\n"), None);
        assert_eq!(hovered("name = \"한$0글\"\n").unwrap(), "What the book is called; its folder's name by default");
    }
}
