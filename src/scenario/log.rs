//! Logs of events: CloudEvents 1.0, one JSON object a line.

use crate::ir::log::{self, LoggedEvent};
use crate::runtime::Event;
use crate::runtime::maintained::DESK_EVENTS;

pub use crate::ir::log::LONGEST_LINE;

/// Reads one line, without its line break. `None` for an empty one. The form is checked here; whether the book knows the
/// event is another matter.
///
/// # Errors
/// What is wrong with it, in lower case without a full stop.
pub fn read_line(line: &[u8]) -> Result<Option<Event>, String> {
    let read = log::read_line(line, |name| DESK_EVENTS.contains(&name))?;
    let event = |LoggedEvent { id, account, conversation, name, time, data }| Event {
        id,
        account,
        conversation,
        name,
        time,
        data,
    };
    Ok(read.map(event))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"specversion":"1.0","id":"1","source":"/a","type":"customer.wrote","subject":"c","time":"2026-12-01T10:00:00+09:00","data":{"message":{"text":"hi"}}}"#;

    #[test]
    fn a_good_line_becomes_an_event() {
        let event = read_line(GOOD.as_bytes()).unwrap().unwrap();
        assert_eq!((event.name.as_str(), event.conversation.as_str()), ("customer.wrote", "c"));
        assert_eq!(event.time.to_string(), "2026-12-01T01:00:00Z");
        assert_eq!(event.data.len(), 1);
        assert_eq!(read_line(b"  \r"), Ok(None));
        let of_an_agent = GOOD.replace("customer.wrote", "agent.changed").replace(r#""subject":"c","#, "");
        assert_eq!(read_line(of_an_agent.as_bytes()).unwrap().unwrap().conversation, "");
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        let reasons: Vec<String> = [
            "{".to_owned(),
            "[]".to_owned(),
            GOOD.replace("\"1.0\"", "\"0.3\""),
            GOOD.replace("\"id\":\"1\",", ""),
            GOOD.replace("\"c\"", "7"),
            GOOD.replace("2026-12-01T", "yesterday "),
            GOOD.replace("2026-12-01T", "1969-12-01T"),
            GOOD.replace("+09:00", ""),
            GOOD.replace("\"2026-12-01T10:00:00+09:00\"", "1764583200"),
            GOOD.replace("\"2026-12-01T10:00:00+09:00\"", "1764583200000"),
            GOOD.replace("{\"message\":{\"text\":\"hi\"}}", "3"),
        ]
        .iter()
        .map(|line| read_line(line.as_bytes()).unwrap_err())
        .collect();
        insta::assert_snapshot!(reasons.join("\n"));
        assert_eq!(read_line(&[0xff]).unwrap_err(), "it is not UTF-8 text");
    }
}
