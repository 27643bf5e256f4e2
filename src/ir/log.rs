//! Logs of events: CloudEvents 1.0, one JSON object a line.
//!
//! Here are the lines as they are written; `scenario` makes events of them for a driver, `semantics` for tests.

use serde_json::{Map, Number, Value};

use super::{EventName, Moment};

/// Something that happened in a conversation, as a log tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedEvent {
    /// Its id.
    pub id: String,
    /// The account.
    pub account: String,
    /// The conversation; empty for what is about none.
    pub conversation: String,
    /// What happened.
    pub name: EventName,
    /// When.
    pub time: Moment,
    /// Facts, attribute paths nested.
    pub data: Map<String, Value>,
}

/// Longer lines are not read: no event is as long as that.
pub const LONGEST_LINE: usize = 16 * 1024 * 1024;

/// Reads one line, without its line break. `None` for an empty one. The form is checked here; whether the book knows the
/// event is another matter. Events for which `alone` holds are about no conversation.
///
/// # Errors
/// What is wrong with it, in lower case without a full stop.
pub fn read_line(line: &[u8], alone: impl Fn(&str) -> bool) -> Result<Option<LoggedEvent>, String> {
    if line.len() > LONGEST_LINE {
        return Err(format!("it is longer than {} MB", LONGEST_LINE / 1024 / 1024));
    }
    let text = std::str::from_utf8(line).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(None);
    }
    let value: Value = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    let Value::Object(mut fields) = value else {
        return Err("it is not a JSON object".to_owned());
    };
    version(&fields)?;
    let id = required(&mut fields, "id")?;
    let account = required(&mut fields, "source")?;
    let name = required(&mut fields, "type")?;
    let conversation = match fields.get("subject") {
        // What an agent does at the desk is about no conversation.
        None if alone(&name) => String::new(),
        _ => required(&mut fields, "subject")?,
    };
    let time = time(&mut fields)?;
    Ok(Some(LoggedEvent { id, account, conversation, name: EventName::new(name), time, data: data(fields)? }))
}

fn not_json(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "it is not JSON: it ends too early".to_owned();
    }
    format!("it is not JSON from column {} on", error.column())
}

fn version(fields: &Map<String, Value>) -> Result<(), String> {
    match fields.get("specversion") {
        Some(Value::String(version)) if version == "1.0" => Ok(()),
        Some(version) => Err(format!("`specversion` is {version}; only \"1.0\" can be read")),
        None => Err("`specversion` is missing; a CloudEvent says \"1.0\" there".to_owned()),
    }
}

fn required(fields: &mut Map<String, Value>, name: &str) -> Result<String, String> {
    match fields.remove(name) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text),
        Some(Value::String(_)) => Err(format!("`{name}` is empty")),
        Some(_) => Err(format!("`{name}` is not a text")),
        None => Err(format!("`{name}` is missing")),
    }
}

fn time(fields: &mut Map<String, Value>) -> Result<Moment, String> {
    if let Some(Value::Number(number)) = fields.get("time") {
        return Err(of_number(number));
    }
    let time = required(fields, "time")?;
    Moment::parse(&time).ok_or_else(|| {
        let in_utc = format!("{time}Z");
        if Moment::parse(&in_utc).is_some() {
            return format!(
                "`time` is `{time}`, which is no moment without an offset: `{in_utc}` is one, `{time}+09:00` another"
            );
        }
        format!("`time` is `{time}`; it must be a time from 1970 to 2199, such as `2026-12-01T10:00:00Z`")
    })
}

/// A number counts seconds or milliseconds since 1970, and nobody says which.
fn of_number(number: &Number) -> String {
    let seconds = number.as_i64().filter(|number| *number > 0);
    let millis =
        seconds.and_then(|seconds| if seconds < 100_000_000_000 { seconds.checked_mul(1_000) } else { Some(seconds) });
    let meant = millis.and_then(Moment::from_millis).map(|meant| meant.to_string());
    let meant = meant.unwrap_or_else(|| "2026-12-01T10:00:00Z".to_owned());
    format!("`time` is the number {number}; write it as `\"{meant}\"`")
}

fn data(mut fields: Map<String, Value>) -> Result<Map<String, Value>, String> {
    match fields.remove("data") {
        Some(Value::Object(data)) => Ok(data),
        Some(Value::Null) | None if fields.contains_key("data_base64") => {
            Err("its data is in `data_base64`; only `data` as JSON can be read".to_owned())
        }
        Some(Value::Null) | None => Ok(Map::new()),
        Some(_) => Err("`data` is not a JSON object".to_owned()),
    }
}
