//! What lifecycles, statuses and policies become in the compiled book.

use crate::diagnostic::SourceFile;
use crate::ir::lifecycle::Cause;
use crate::ir::policy::{Accept, By, FallbackStep};
use crate::ir::{Book, EventName, StepKind};

fn book(text: &str) -> Book {
    let file = SourceFile { path: "book.when".to_owned(), text: text.to_owned(), shipped: false };
    Book::compile(&[file]).unwrap_or_else(|broken| panic!("{:#?}", broken.findings))
}

#[test]
fn a_lifecycle() {
    let book = book(
        "use std.lifecycle.ticket\n\nstatus parked \"Parked\" counts as pending\n\nstatus waiting \"Waiting\" counts as hold\n",
    );
    let lifecycle = book.lifecycle.unwrap();
    let attributes: Vec<&str> = lifecycle.machines.iter().map(|machine| machine.attribute.as_str()).collect();
    assert_eq!(attributes, ["conversation.status", "session.state", "conversation.responder"]);
    let status = &lifecycle.machines[0];
    assert_eq!((status.start.as_str(), status.states.len()), ("new", 6));
    assert_eq!((status.active.join(" "), status.finals.join(" ")), ("new open".to_owned(), "closed".to_owned()));
    let events = |names: &[&str]| Cause::On(names.iter().map(|name| EventName::new(*name)).collect());
    assert_eq!(status.transitions[0].cause, events(&["conversation.assigned", "agent.wrote"]));
    let last = status.transitions.last().unwrap();
    assert_eq!(last.cause, Cause::By(vec!["set".to_owned()]));
    assert_eq!((last.from.len(), last.to.len()), (5, 1));
    assert_eq!(last.raises, [EventName::new("conversation.closed")]);
    let fresh = &lifecycle.new_conversations[0];
    assert_eq!(fresh.events, [EventName::new("customer.wrote")]);
    assert!(fresh.condition.is_some());
    let own: Vec<_> = book.statuses.iter().map(|own| (own.id.as_str(), own.counts_as.as_str())).collect();
    assert_eq!(own, [("parked", "pending"), ("waiting", "hold")]);
    assert_eq!(book.statuses[0].title.as_deref(), Some("Parked"));
}

#[test]
fn limits_and_permissions() {
    let lifecycle = book("use std.lifecycle.inbox\n").lifecycle.unwrap();
    assert_eq!((lifecycle.limits[0].attribute.as_str(), lifecycle.limits[0].at_most), ("conversation.tags", 8));
    let only = &lifecycle.permissions[0];
    assert_eq!(only.role, "owner");
    assert_eq!(only.actions, ["delete conversation", "export conversations"]);
}

#[test]
fn a_transition_asks_of_what_its_event_carries() {
    let text = "lifecycle l {\n  states conversation.status { new, open } {\n    start new\n    final open\n    from new to \
                open on agent.wrote when message.text contains \"hello\" and agent.name is \"Joon\"\n  }\n}\n";
    assert!(book(text).lifecycle.unwrap().machines[0].transitions[0].condition.is_some());
}

#[test]
fn capacity_release() {
    let release = book("use std.lifecycle.ticket\n\nuse std.capacity_release\n").capacity_release.unwrap();
    let after: Vec<i64> = release.stages.iter().map(|stage| stage.after).collect();
    assert_eq!(after, [300_000, 300_000, 60_000]);
    let acts = |index: usize| -> Vec<&str> {
        let steps = release.stages[index].actions.iter();
        steps
            .filter_map(|step| if let StepKind::Act { action, .. } = &step.kind { Some(action.as_str()) } else { None })
            .collect()
    };
    assert_eq!((acts(0), acts(1), acts(2)), (vec!["remind", "set"], vec!["remind"], vec!["remind", "set"]));
    assert_eq!(release.resting, ["solved", "closed"]);
    let off = book("policy capacity release off\n").capacity_release.unwrap();
    assert_eq!((off.stages.len(), off.resting.len()), (0, 2));
}

#[test]
fn assignment() {
    let text = "policy assignment {\n  capacity 4\n  inactive conversations count\n  accept within 30s\n  agents when \
                agent.groups has conversation.group\n  prefer agents {\n    lowest agent.load\n    agent.status is online\n  \
                }\n  prefer conversations { highest conversation.priority }\n  if nobody after 2m { drop conversation.skills \
                }\n  if nobody after 10m { move to group \"General\" }\n}\n";
    let assignment = book(text).assignment.unwrap();
    assert_eq!((assignment.capacity, assignment.inactive_count), (Some(4), true));
    assert_eq!(assignment.accept, Accept::Within(30_000));
    assert!(assignment.agents.is_some());
    assert!(matches!(&assignment.prefer_agents[0].by, By::Lowest(read) if read.key == "agent.load"));
    assert!(matches!(&assignment.prefer_agents[1].by, By::Condition(_)));
    assert!(matches!(&assignment.prefer_conversations[0].by, By::Highest(_)));
    let fallbacks: Vec<_> = assignment.fallbacks.iter().map(|fallback| (fallback.after, &fallback.steps[0])).collect();
    assert_eq!(fallbacks[0], (120_000, &FallbackStep::Drop("conversation.skills".to_owned())));
    assert_eq!(fallbacks[1], (600_000, &FallbackStep::MoveToGroup("General".to_owned())));
    let least = book("policy assignment { capacity 2 }\n").assignment.unwrap();
    assert_eq!((least.accept, least.agents), (Accept::AtOnce, None));
}

#[test]
fn wait_time() {
    let wait = book("policy wait time {\n  windows 10m, 2h\n  samples 7\n  from 40% to 80%\n}\n").wait_time.unwrap();
    assert_eq!((wait.windows, wait.samples, wait.known_within), (vec![600_000, 7_200_000], 7, 604_800_000));
    assert_eq!((wait.from.to_string(), wait.to.to_string()), ("40".to_owned(), "80".to_owned()));
}
