//! Lines of a log: what is read straight into facts is what the plain way reads.

use proptest::prelude::*;

use super::build::book;
use crate::Engine;
use crate::ir::log::read_line;
use crate::ir::{EventName, Name, Value};
use crate::runtime::LineOrder;
use crate::runtime::bind::BoundFact;

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

    #[test]
    fn what_is_read_straight_is_what_the_plain_way_reads(before in line(), line in line()) {
        let engine = Engine::new(book()).unwrap();
        // Whatever the line before was.
        let mut order = LineOrder::default();
        let _ = engine.read_line(before.as_bytes(), &mut order);
        if let Some(read) = engine.prepared().paths.read_line(line.as_bytes(), &mut order) {
            let plain = read_line(line.as_bytes(), |_| false).unwrap().unwrap();
            prop_assert_eq!((&*read.id, &*read.account, &*read.conversation), (&*plain.id, &*plain.account, &*plain.conversation));
            prop_assert_eq!((EventName::new(&*read.name), read.time), (plain.name, plain.time));
            let bound = engine.bind(&plain.data);
            let facts: Vec<(Name, Option<Value>)> = read.into_facts().map(BoundFact::into_pair).collect();
            prop_assert_eq!((facts, Vec::new()), (bound.facts, bound.refused));
        }
    }
}

/// Most lines of most logs are such.
#[test]
fn an_ordinary_line_is_read_straight() {
    let engine = Engine::new(book()).unwrap();
    let line = r#"{"specversion": "1.0", "id": "e1", "source": "/a", "type": "customer.wrote", "subject": "c",
        "time": "2026-12-01T10:00:00Z", "strange": [1.5, -3, {"a": null}], "data": {"user": {"id": "u", "score": 2.50, "shoes": 5,
        "tags": ["a"]}, "message": {"text": "a \"word\""}, "conversation": {"status": "open", "count": null}}}"#;
    let mut order = LineOrder::default();
    let read = engine.prepared().paths.read_line(line.as_bytes(), &mut order).unwrap();
    let facts: Vec<BoundFact<'_>> = read.into_facts().collect();
    let keys: Vec<&str> = facts.iter().map(|fact| fact.key.as_str()).collect();
    assert_eq!(
        keys,
        ["conversation.count", "conversation.status", "message.text", "user.id", "user.score", "user.tags"]
    );
}
