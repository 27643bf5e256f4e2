//! The inbox of real conversations, and commands for many, with the shipped lifecycles.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use whenbook::diagnostic::SourceFile;
use whenbook::ir::test::Commander;
use whenbook::ir::{Moment, Value};
use whenbook::runtime::driver::{BulkCommand, CommandResult, Selection};
use whenbook::runtime::views::{Of, View};
use whenbook::scenario::log;
use whenbook::semantics::{self, Settings};
use whenbook::{Driver, Engine};

fn engine(text: &str) -> Arc<Engine> {
    let file = SourceFile { path: "book.when".into(), text: text.into(), shipped: false };
    let compiled = semantics::compile(&[file], &Settings::default());
    Arc::new(Engine::new(compiled.book.expect("a book without errors")).expect("a sound book"))
}

fn event(line: &Json) -> whenbook::Event {
    log::read_line(line.to_string().as_bytes()).expect("a good line").expect("an event")
}

/// Counts of 249 conversations of real people are those that a look at each of them gives.
#[test]
fn the_help_desk_counts_right() {
    let mut driver = Driver::new(engine("use std.lifecycle.ticket\nuse std.capacity_release\n"));
    let mut names = BTreeSet::new();
    for line in include_str!("../examples/help-desk/events.jsonl").lines() {
        let event = log::read_line(line.as_bytes()).expect("a good line").expect("an event");
        driver.receive(&event, &mut |delivery| {
            names.insert(delivery.conversation);
        });
    }
    let account = "/accounts/ubuntu";
    let inbox = driver.inbox(account).expect("its inbox");
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    let mut people: BTreeMap<String, usize> = BTreeMap::new();
    // A conversation with a newer one in its place is asked for by that one's name alone.
    let looked_at: Vec<_> = names
        .iter()
        .filter_map(|name| driver.conversation(account, name).filter(|conversation| conversation.id == *name))
        .collect();
    for conversation in &looked_at {
        let text = |key: &str, default: &str| match conversation.facts.get(key) {
            Some(Value::Enum(text) | Value::Text(text)) => text.to_string(),
            _ => default.to_owned(),
        };
        *states.entry(text("conversation.status", "new")).or_default() += 1;
        *people.entry(text("conversation.assignee", "")).or_default() += 1;
    }
    assert!(looked_at.len() > 200 && looked_at.len() == names.len(), "{} of {}", looked_at.len(), names.len());
    assert_eq!(inbox.count(&View::new(Of::All)), looked_at.len());
    for (state, count) in states {
        assert_eq!(inbox.count(&View::new(Of::All).in_state(&state)), count, "{state}");
    }
    for (person, count) in people {
        let of = if person.is_empty() { Of::Unassigned } else { Of::Assigned(person.clone()) };
        assert_eq!(inbox.count(&View::new(of)), count, "{person}");
    }
}

const TEAM: &str = r#"
use std.lifecycle.inbox

policy assignment { capacity 2 }
"#;

struct Team {
    driver: Driver,
    count: u32,
}

impl Team {
    fn new() -> Self {
        let mut team = Self { driver: Driver::new(engine(TEAM)), count: 0 };
        let joon = json!({ "agent": { "name": "Joon", "status": "online", "groups": ["A"], "operator": true } });
        team.happens("agent.changed", "desk", joon);
        team
    }

    fn happens(&mut self, name: &str, conversation: &str, data: Json) {
        self.count += 1;
        let line = json!({
            "specversion": "1.0", "id": self.count.to_string(), "source": "a", "type": name, "subject": conversation,
            "time": format!("2026-12-01T10:{:02}:00Z", self.count), "data": data,
        });
        self.driver.receive(&event(&line), &mut |_| ());
    }

    fn asks(&mut self, conversation: &str) {
        self.happens("customer.wrote", conversation, json!({ "user": { "id": conversation } }));
        let group = json!({ "conversation": { "group": "A" } });
        self.happens("conversation.requested", conversation, group);
    }

    fn all(&mut self, role: &str, action: &str, arguments: Json, to: Selection) -> Vec<(String, CommandResult)> {
        self.count += 1;
        let Json::Object(arguments) = arguments else { panic!("an object") };
        let command = BulkCommand {
            id: format!("bulk-{}", self.count),
            account: "a".into(),
            time: Moment::parse(&format!("2026-12-01T10:{:02}:00Z", self.count)).expect("a time"),
            by: Commander { actor: "agent".into(), role: Some(role.into()), name: Some("Joon".into()) },
            step: self.driver.engine().call(action, &arguments).expect(action),
            to,
        };
        let results = self.driver.command_all(&command, &mut |_| ()).expect("a sound selection");
        results.into_iter().map(|each| (each.conversation, each.result)).collect()
    }

    fn assignee(&self, conversation: &str) -> Option<String> {
        match self.driver.fact("a", conversation, "conversation.assignee") {
            Some(Value::Text(name)) => Some(name.to_string()),
            _ => None,
        }
    }

    fn count(&self, of: Of) -> usize {
        self.driver.inbox("a").expect("an inbox").count(&View::new(of))
    }
}

fn everything() -> Selection {
    Selection::View(View::new(Of::All))
}

fn done(results: &[(String, CommandResult)]) -> Vec<&str> {
    let done = results.iter().filter(|(_, result)| *result == CommandResult::Done);
    done.map(|(conversation, _)| conversation.as_str()).collect()
}

/// Domain 5.3: all bulk actions, over all that match.
#[test]
fn everything_that_is_done_to_one_can_be_done_to_many() {
    let mut team = Team::new();
    ["x", "y"].into_iter().for_each(|conversation| team.asks(conversation));
    for (action, arguments) in [
        ("add tag", json!({ "tag": "sale/winter" })),
        ("remove tag", json!({ "tag": "none" })),
        ("add follower", json!({ "name": "Mina" })),
        ("remove follower", json!({ "name": "Mina" })),
        ("send", json!({ "body": "We look into it." })),
        ("note", json!({ "body": "Winter sale." })),
        ("mark read", json!({})),
        ("star", json!({})),
        ("snooze for", json!({ "time": "2h" })),
        ("reopen", json!({})),
        ("close", json!({})),
        ("unassign", json!({})),
        ("assign to agent", json!({ "name": "Joon" })),
    ] {
        let results = team.all("agent", action, arguments, everything());
        assert_eq!(done(&results), ["x", "y"], "{action}: {results:?}");
    }
    let joon = || "Joon".to_owned();
    assert_eq!((team.count(Of::Starred(joon())), team.count(Of::Unread(joon()))), (2, 0));
    assert_eq!(team.count(Of::Tag("sale".into())), 2);
    let refused = team.all("agent", "export conversations", json!({}), everything());
    assert_eq!(done(&refused), [""; 0]);
    assert_eq!(done(&team.all("owner", "export conversations", json!({}), everything())), ["x", "y"]);
}

/// Domain 5.2, 5.3: whoever leaves is no assignee any more, and the desk knows.
#[test]
fn whoever_leaves_is_taken_off_by_the_desk() {
    let mut team = Team::new();
    ["x", "y"].into_iter().for_each(|conversation| team.asks(conversation));
    assert_eq!(team.assignee("x").as_deref(), Some("Joon"));
    team.all("agent", "leave conversation", json!({}), Selection::Ids(vec!["x".into()]));
    assert_eq!(team.assignee("x"), None);
    assert_eq!(team.count(Of::Assigned("Joon".into())), 1);
    let Some(Value::List(followers)) = team.driver.fact("a", "x", "conversation.followers") else { return };
    assert_eq!(*followers, [], "the shipped rule has made a follower, who has left");
}

/// A deleted conversation gives its place at the desk to the next one.
#[test]
fn deletion_frees_an_agent() {
    let mut team = Team::new();
    ["x", "y", "z"].into_iter().for_each(|conversation| team.asks(conversation));
    assert_eq!((team.assignee("x").is_some(), team.assignee("z")), (true, None));
    team.all("owner", "delete conversation", json!({}), Selection::Ids(vec!["x".into()]));
    assert_eq!(team.assignee("z").as_deref(), Some("Joon"));
    assert_eq!(team.count(Of::All), 2);
    // One that waits is gone from its queue.
    team.asks("w");
    assert_eq!(team.assignee("w"), None);
    team.all("owner", "delete conversation", json!({}), Selection::Ids(vec!["w".into(), "y".into()]));
    assert_eq!(team.assignee("w"), None);
    assert!(team.driver.conversation("a", "w").is_none_or(|conversation| conversation.inputs == 0));
    team.asks("w");
    assert_eq!(team.assignee("w").as_deref(), Some("Joon"), "a new conversation, with a name of its own");
    assert_eq!(team.driver.conversation("a", "w").expect("it").id, "w~2");
}

/// What a person commands comes in a log too.
#[test]
fn marks_come_in_a_log() {
    let mut team = Team::new();
    team.asks("x");
    let by = json!({ "role": "agent", "name": "Mina" });
    team.happens("conversation.command", "x", json!({ "action": "star", "by": by }));
    assert_eq!(team.count(Of::Starred("Mina".into())), 1);
    team.happens("conversation.command", "x", json!({ "action": "star", "by": Map::new() }));
    let people = team.driver.inbox("a").expect("an inbox").people();
    assert_eq!(people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["Joon"]);
    team.happens("agent.left", "desk", json!({ "agent": { "name": "Joon" } }));
    team.all("owner", "delete conversation", json!({}), everything());
    assert_eq!(team.driver.inbox("a").expect("an inbox").people(), [], "nobody is left");
}
