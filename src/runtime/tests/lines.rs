//! Lines of a log: what is read straight into facts is what the plain way reads.

use proptest::prelude::*;

use super::build::book;
use crate::Engine;
use crate::ir::log::read_line;
use crate::ir::{Moment, Name, Value};
use crate::runtime::{Line, LineOrder};

/// What a line may have in its place: well written, wrong, strange.
const PIECES: &[&str] = &[
    "null",
    "true",
    "7",
    "-0",
    "-12",
    "12.50",
    "1e3",
    "18446744073709551615",
    "99999999999999999999999999999",
    "\"\"",
    "\"a\"",
    "\"open\"",
    "\"ab\\n\\u00e9\"",
    "\"E\u{301}\"",
    "\"\\ud800\"",
    "\"\u{1f600}\"",
    "\"1h30m\"",
    "\"2026-12-01T10:00:00Z\"",
    "\"2026-12-01T19:00:00.5+09:00\"",
    "[]",
    "[\"a\",\"b\"]",
    "[\"a\",null]",
    "{}",
    "{\"id\":\"u\"}",
    "{\"id\":7}",
    "{\"Billing\":{\"status\":\"online\"}}",
    "{\"$serde_json::private::Number\":\"5\"}",
    "{\"$serde_json::private::Number\":\"x\"}",
    "{\"deep\":[[[{}]]]}",
    "01",
    "nul",
    "",
];

/// Names of attributes, and others.
const NAMES: &[&str] = &[
    "id",
    "name",
    "score",
    "requesting",
    "tags",
    "status",
    "channel",
    "count",
    "queued_at",
    "text",
    "wait_max",
    "clock",
    "shoes",
    "$serde_json::private::Number",
    "n\\u0061me",
];

const WORDS: &[&str] = &["user", "conversation", "session", "message", "queue", "group", "account", "weather", "time"];

fn object(names: &'static [&'static str], value: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    let entry = (prop::sample::select(names), value).prop_map(|(name, value)| format!("\"{name}\":{value}"));
    prop::collection::vec(entry, 0..6).prop_map(|entries| format!("{{{}}}", entries.join(","))).boxed()
}

fn piece() -> BoxedStrategy<String> {
    prop::sample::select(PIECES).prop_map(str::to_owned).boxed()
}

fn data() -> BoxedStrategy<String> {
    let facts = prop_oneof![5 => object(NAMES, piece()), 1 => piece()];
    prop_oneof![6 => object(WORDS, facts), 1 => piece()].boxed()
}

fn line() -> BoxedStrategy<String> {
    let envelope = [
        ("specversion", "\"1.0\""),
        ("id", "\"e1\""),
        ("source", "\"/a\""),
        ("type", "\"customer.wrote\""),
        ("subject", "\"c\""),
        ("time", "\"2026-12-01T10:00:00Z\""),
    ];
    let parts: Vec<String> = envelope.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    let more = prop_oneof![
        8 => Just(String::new()),
        1 => piece().prop_map(|piece| format!(",\"strange\":{piece}")),
        1 => piece().prop_map(|piece| format!(",\"data_base64\":{piece}")),
        1 => piece().prop_map(|piece| format!(",\"subject\":{piece}")),
    ];
    (Just(parts).prop_shuffle(), 0..14_usize, data(), more, 0..40_usize)
        .prop_map(|(mut parts, missing, data, more, cut)| {
            if missing < parts.len() {
                parts.remove(missing);
            }
            let line = format!("{{{},\"data\":{data}{more}}}", parts.join(","));
            if cut == 0 { line.chars().take(line.chars().count() / 2).collect() } else { line }
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    /// Whatever the lines before were, and also where it is made of pieces of them.
    #[test]
    fn what_is_read_straight_is_what_the_plain_way_reads(before in prop::collection::vec(line(), 0..6), line in line()) {
        let engine = Engine::new(book()).unwrap();
        let mut order = LineOrder::default();
        for before in &before {
            let _ = engine.read_line(before.as_bytes(), &mut order);
        }
        let first = engine.read_line(line.as_bytes(), &mut order).map(contents);
        if let Some(read) = &first {
            let plain = read_line(line.as_bytes(), |_| false).unwrap().unwrap();
            let bound = engine.bind(&plain.data);
            prop_assert_eq!(&bound.refused, &Vec::new());
            let texts = [plain.id, plain.account, plain.conversation, plain.name.to_string()];
            prop_assert_eq!(read, &(texts, plain.time, bound.facts));
        }
        // By heart now, and by somebody who has never seen another one.
        prop_assert_eq!(&engine.read_line(line.as_bytes(), &mut order).map(contents), &first);
        prop_assert_eq!(&engine.read_line(line.as_bytes(), &mut LineOrder::default()).map(contents), &first);
    }
}

type Contents = ([String; 4], Moment, Vec<(Name, Option<Value>)>);

fn contents(line: Line<'_, '_>) -> Contents {
    let Line { id, account, conversation, name, time, told } = line;
    ([id, account, conversation, name].map(String::from), time, told.into_pairs())
}

/// Most lines of most logs are such.
#[test]
fn an_ordinary_line_is_read_straight() {
    let engine = Engine::new(book()).unwrap();
    let line = r#"{"specversion": "1.0", "id": "e1", "source": "/a", "type": "customer.wrote", "subject": "c",
        "time": "2026-12-01T10:00:00Z", "strange": [1.5, -3, {"a": null}], "data": {"user": {"id": "u", "score": 2.50, "shoes": 5,
        "tags": ["a"]}, "message": {"text": "a \"word\""}, "conversation": {"status": "open", "count": null}, "queue": {}}}"#;
    let mut order = LineOrder::default();
    for line in [line, line, &line.replace("e1", "e2"), &line.replace(", \"shoes\": 5", "")] {
        let (_, _, facts) = contents(engine.read_line(line.as_bytes(), &mut order).unwrap());
        let keys: Vec<&str> = facts.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(
            keys,
            ["conversation.count", "conversation.status", "message.text", "user.id", "user.score", "user.tags"]
        );
    }
}

/// What was learnt of two lines does not make one of what comes twice.
#[test]
fn a_map_that_comes_twice_is_not_read_by_heart() {
    let engine = Engine::new(book()).unwrap();
    let line = |data: &str| {
        let event = r#""specversion":"1.0","id":"e","source":"/a","type":"customer.wrote","subject":"c","time":"2026-12-01T10:00:00Z""#;
        format!("{{{event},\"data\":{{{data}}}}}")
    };
    let mut order = LineOrder::default();
    let (user, message) = (r#""user":{"id":"u"}"#, r#""message":{"text":"t"}"#);
    for learnt in [[user, message], [message, user]] {
        assert!(engine.read_line(line(&learnt.join(",")).as_bytes(), &mut order).is_some());
    }
    let twice = line(&[user, message, user].join(","));
    assert!(engine.read_line(twice.as_bytes(), &mut order).is_none());
}

/// Also one that is taken away again, which nobody takes.
#[test]
fn a_fact_that_comes_twice_is_not_read_straight() {
    let engine = Engine::new(book()).unwrap();
    for data in [
        r#""message":{"text":"t","text":null}"#,
        r#""message":{"text":null,"text":"t"}"#,
        r#""user":{"id":"u","name":"n","id":"u"}"#,
        r#""user":{"id":"u"},"conversation":{"count":1,"channel":"web","count":1}"#,
    ] {
        let event = r#""specversion":"1.0","id":"e","source":"/a","type":"customer.wrote","subject":"c","time":"2026-12-01T10:00:00Z""#;
        let line = format!("{{{event},\"data\":{{{data}}}}}");
        assert!(engine.read_line(line.as_bytes(), &mut LineOrder::default()).is_none(), "{data}");
    }
}
