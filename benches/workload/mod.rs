//! The neutral files of the matching workload, as a book and as inputs. `benches/peers` takes this file in too.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use serde_json::Value as Json;
use whenbook::ir::{EventName, Moment, Value};
use whenbook::runtime::Facts;
use whenbook::{Conversation, Engine, Input, InputKind};

/// Rules, events, and which rules each event matches.
pub struct Workload {
    pub rules: Json,
    pub events: Arc<[Json]>,
    pub expected: Vec<Vec<usize>>,
}

/// An event, ready to be stepped.
pub struct Case {
    pub conversation: Conversation,
    pub input: Input,
}

impl Workload {
    pub fn read(folder: &Path) -> Self {
        let lines = |name: &str| unpacked(&folder.join(name)).lines().map(parsed).collect::<Vec<Json>>();
        let ids = |line: &Json| line["rules"].as_array().expect("rules").iter().map(number).collect();
        Self {
            rules: parsed(&unpacked(&folder.join("rules.json.gz"))),
            events: lines("events.jsonl.gz").into(),
            expected: lines("expected_matches.jsonl.gz").iter().map(ids).collect(),
        }
    }

    /// The vocabulary and the first rules as a book.
    pub fn book(&self, size: usize) -> String {
        let mut book = String::new();
        for (kind, declared) in [
            ("string", "text optional"),
            ("integer", "number optional"),
            ("boolean", "boolean default false"),
            ("string_set", "list of text default []"),
        ] {
            for name in self.rules["attributes"][kind].as_array().expect("attributes") {
                let _ = writeln!(book, "attribute {}: {declared}", key(name.as_str().expect("a name")));
            }
        }
        for event in self.rules["events"].as_array().expect("events") {
            let _ = writeln!(book, "event work.{} carries message, queue", event.as_str().expect("a name"));
        }
        for rule in self.rules["rules"].as_array().expect("rules").iter().take(size) {
            let _ = writeln!(
                book,
                "trigger rule_{} {{\n  on work.{}\n  when all {{",
                number(&rule["id"]),
                text(&rule["event"])
            );
            for condition in rule["all"].as_array().expect("conditions") {
                match condition.get("any") {
                    Some(any) => {
                        let parts: Vec<String> = any.as_array().expect("parts").iter().map(written).collect();
                        let _ = writeln!(book, "    any {{\n      {}\n    }}", parts.join("\n      "));
                    }
                    None => {
                        let _ = writeln!(book, "    {}", written(condition));
                    }
                }
            }
            let _ = writeln!(book, "  }}\n  do {{ note \"{}\" }}\n}}", number(&rule["id"]));
        }
        book
    }

    /// All events as inputs of a conversation of their own.
    pub fn cases(&self, engine: &Engine) -> Vec<Case> {
        self.events.iter().enumerate().map(|(number, event)| case(engine, number, event)).collect()
    }

    /// Which of the first so many rules an event must match.
    pub fn expected(&self, event: usize, size: usize) -> impl Iterator<Item = usize> {
        self.expected[event].iter().copied().filter(move |rule| *rule < size)
    }
}

fn case(engine: &Engine, number: usize, event: &Json) -> Case {
    let mut by_holder: BTreeMap<&str, Facts> = BTreeMap::new();
    for (name, value) in event["attributes"].as_object().expect("attributes") {
        let key = key(name);
        let value = engine.accept(&key, fact(value)).expect("a value");
        let holder = match key.split('.').next() {
            Some("conversation") => "conversation",
            Some("message" | "queue") => "event",
            Some("user") => "user",
            _ => "account",
        };
        by_holder.entry(holder).or_default().insert(engine.key(&key).expect("an attribute"), value);
    }
    let mut take = |holder: &str| by_holder.remove(holder).unwrap_or_default();
    let mut conversation = Conversation::new("a", format!("c{number}"));
    conversation.facts = take("conversation");
    let name = EventName::new(format!("work.{}", text(&event["event"])));
    let input = Input {
        id: number.to_string(),
        time: Moment::parse("2026-12-01T10:00:00Z").expect("a time"),
        user: take("user").into(),
        account: take("account").into(),
        previous: Vec::new(),
        refused: Vec::new(),
        user_marks: Default::default(),
        from_desk: false,
        kind: InputKind::Event { carried: engine.carried(&name, take("event")), name, kept: Vec::new() },
    };
    Case { conversation, input }
}

fn fact(value: &Json) -> Value {
    match value {
        Json::String(text) => Value::Text(text.as_str().into()),
        Json::Bool(boolean) => Value::Boolean(*boolean),
        Json::Array(items) => Value::List(items.iter().map(fact).collect()),
        other => Value::Number(other.as_i64().expect("a whole number").into()),
    }
}

/// `user_plan` as `user.w_plan`: names of the prelude stay as they are.
pub fn key(name: &str) -> String {
    let (holder, rest) = name.split_once('_').expect("a name of two words");
    let holder = match holder {
        "conv" => "conversation",
        "msg" => "message",
        "time" => "calendar",
        other => other,
    };
    format!("{holder}.w_{rest}")
}

fn written(condition: &Json) -> String {
    let (key, value) = (key(text(&condition["attr"])), &condition["value"]);
    match text(&condition["op"]) {
        "eq" | "is" => format!("{key} is {value}"),
        "ne" => format!("{key} is not {value}"),
        "in" => format!("{key} in {value}"),
        "not_in" => format!("{key} not in {value}"),
        "contains_ci" => format!("{key} contains {value}"),
        "full_match" => format!("{key} matches /{}/", text(value).replace('/', "\\/")),
        "lt" => format!("{key} < {value}"),
        "le" => format!("{key} <= {value}"),
        "gt" => format!("{key} > {value}"),
        "ge" => format!("{key} >= {value}"),
        "has" => format!("{key} has {value}"),
        _ => format!("{key} does not have {value}"),
    }
}

fn unpacked(path: &Path) -> String {
    let output = Command::new("gzip").arg("-dc").arg(path).output().expect("gzip");
    String::from_utf8(output.stdout).expect("text")
}

fn parsed(text: &str) -> Json {
    serde_json::from_str(text).expect("JSON")
}

fn text(value: &Json) -> &str {
    value.as_str().expect("a text")
}

fn number(value: &Json) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a small number")
}
