//! Checks that everything that the runtime keeps, provides or writes by name is declared in the prelude with the type that
//! the runtime takes it to have.

#[expect(dead_code, reason = "the tables are for the runtime; only their names are checked here")]
#[path = "../src/runtime/maintained.rs"]
mod maintained;

use std::collections::BTreeMap;

const PRELUDE: &str = "std-rules/prelude.when";

/// What the prelude declares, as far as its lines show it.
struct Prelude {
    /// The attributes with their types as written.
    attributes: BTreeMap<String, String>,
    events: Vec<String>,
    /// The actions as written, after the keyword.
    actions: Vec<String>,
    /// The values of the enum of those who do something.
    actors: Vec<String>,
}

/// Says what the runtime needs and the prelude does not declare.
pub fn check() -> Result<(), String> {
    println!("cargo::rerun-if-changed=src/runtime/maintained.rs");
    println!("cargo::rerun-if-changed={PRELUDE}");
    let text = std::fs::read_to_string(PRELUDE).map_err(|error| format!("cannot read {PRELUDE}: {error}"))?;
    let problems = Prelude::read(&text).problems();
    let needs = |problem: &String| format!("{PRELUDE}: {problem}; src/runtime/maintained.rs needs it");
    if problems.is_empty() { Ok(()) } else { Err(problems.iter().map(needs).collect::<Vec<_>>().join("\n")) }
}

/// The key of a declaration, with its parameters by their names alone, and what follows: `group(name).status` and its type.
fn declared(text: &str) -> Option<(String, &str)> {
    let Some((word, inside)) = text.split_once('(') else {
        let (key, rest) = text.split_once(':')?;
        return Some((key.trim().to_owned(), rest));
    };
    let (parameters, after) = inside.split_once(')')?;
    let names: Vec<&str> = parameters.split(',').filter_map(|parameter| parameter.split(':').next()).collect();
    let (end, rest) = after.split_once(':')?;
    Some((format!("{word}({}){}", names.join(","), end.trim()), rest))
}

impl Prelude {
    fn read(text: &str) -> Self {
        let mut prelude =
            Self { attributes: BTreeMap::new(), events: Vec::new(), actions: Vec::new(), actors: Vec::new() };
        let mut within_actors = false;
        for line in text.lines() {
            let words = line.split("//").next().unwrap_or_default().trim();
            if words == format!("enum {} {{", maintained::ACTOR) {
                within_actors = true;
            } else if words == "}" {
                within_actors = false;
            } else if within_actors && !words.is_empty() {
                prelude.actors.push(words.to_owned());
            } else if let Some((key, rest)) = words.strip_prefix("attribute ").and_then(declared) {
                let rest = rest.trim().trim_end_matches("writable").trim_end();
                let value_type = rest.split(" default ").next().unwrap_or(rest);
                let value_type = value_type.trim_end_matches("optional").trim_end();
                prelude.attributes.insert(key, value_type.to_owned());
            } else if let Some(rest) = words.strip_prefix("event ") {
                prelude.events.extend(rest.split_whitespace().next().map(str::to_owned));
            } else if let Some(rest) = words.strip_prefix("action ") {
                prelude.actions.push(rest.to_owned());
            }
        }
        prelude
    }

    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (key, value_type) in maintained::attributes() {
            match self.attributes.get(key) {
                None => problems.push(format!("no attribute `{key}`")),
                Some(declared) if declared != value_type => {
                    problems.push(format!("`{key}` is of type `{declared}`, not `{value_type}`"));
                }
                Some(_) => {}
            }
        }
        for actor in actors() {
            if !self.actors.iter().any(|declared| declared == actor) {
                problems.push(format!("no value `{actor}` of the enum `{}`", maintained::ACTOR));
            }
        }
        for event in events() {
            if !self.events.iter().any(|declared| declared == event) {
                problems.push(format!("no event `{event}`"));
            }
        }
        for (action, slot) in actions() {
            let fits = |declared: &String| {
                let slots = declared.strip_prefix(action);
                slots.is_some_and(|rest| slot.is_none_or(|slot| rest.starts_with(&format!(" <{slot}:"))))
            };
            if !self.actions.iter().any(fits) {
                problems.push(format!("no action `{action}` with the slot that it should have"));
            }
        }
        problems
    }
}

fn actors() -> Vec<&'static str> {
    let mut actors = vec![maintained::RULE, maintained::INACTIVITY, maintained::SNOOZE];
    actors.extend(maintained::EVENT_ACTORS.iter().map(|(_, actor)| *actor));
    actors.extend(maintained::ACTION_ACTORS.iter().map(|(_, actor)| *actor));
    actors
}

fn events() -> Vec<&'static str> {
    let mut events = vec![
        maintained::SESSION_ENDED,
        maintained::CUSTOMER_WROTE,
        maintained::AGENT_WROTE,
        maintained::WENT_INACTIVE,
        maintained::REQUESTED,
        maintained::SNOOZE_OVER,
        maintained::SUSPENDED_EVENTS.1,
    ];
    events.extend(maintained::SUSPENDED_EVENTS.0);
    events.extend(maintained::MESSAGES);
    events.extend(maintained::EVENT_ACTORS.iter().map(|(event, _)| *event).filter(|event| !event.contains(' ')));
    events.extend(maintained::UPKEEP.iter().map(|upkeep| upkeep.event));
    events.extend(maintained::desk_events());
    events.extend(maintained::USER_UPKEEP.iter().map(|(event, ..)| *event));
    events
}

/// The actions that the tables name, with their slots.
fn actions() -> Vec<(&'static str, Option<&'static str>)> {
    let mut actions: Vec<_> =
        maintained::LIST_ACTIONS.iter().map(|(action, .., slot)| (*action, Some(*slot))).collect();
    actions.push((maintained::DELETE, None));
    actions.extend(maintained::PERSONAL.iter().map(|(action, _)| (*action, None)));
    actions.extend(maintained::NEEDS.iter().map(|(action, ..)| (*action, None)));
    actions.extend(maintained::MOVERS.iter().map(|action| (*action, None)));
    actions.extend(maintained::ACTION_ACTORS.iter().map(|(action, _)| (*action, None)));
    actions.extend(maintained::TO_CUSTOMER.iter().chain(maintained::TO_TEAM).map(|action| (*action, None)));
    actions.extend(maintained::SAYING.iter().map(|action| (*action, None)));
    actions.extend(maintained::SENDER.0.iter().map(|action| (*action, None)));
    actions.extend(maintained::ALSO.iter().flat_map(|(action, .., also)| match also {
        maintained::Also::Yes => vec![(*action, None)],
        maintained::Also::After(slot) => vec![(*action, Some(*slot))],
        maintained::Also::At(slots) => slots.iter().map(|slot| (*action, Some(*slot))).collect(),
    }));
    actions.extend(maintained::DESK_ACTIONS.iter().map(|(action, asks)| match asks {
        maintained::Asks::Group(slot) | maintained::Asks::Agent(slot) => (*action, Some(*slot)),
        maintained::Asks::Automatically | maintained::Asks::Nobody => (*action, None),
    }));
    actions
}
