//! One command for many conversations; what is deleted; what is a person's own (domain 5.2, 5.3).

use super::build::*;
use super::hosted::*;
use super::world::{World, at, start, world};
use crate::ir::test::Commander;
use crate::ir::{Condition, Step, Test, Value};
use crate::runtime::driver::{BulkCommand, BulkResult, CommandResult, Selection};
use crate::runtime::views::{Of, View};

fn person(role: &str, name: &str) -> Commander {
    Commander { actor: "agent".into(), role: Some(role.into()), name: Some(name.into()) }
}

/// Four conversations: `b`, `c` and `d` of Ana, `d` parked; `e` of nobody.
fn busy() -> World {
    let mut world = world(hosted(stages()));
    for (after, id) in [(3, "d"), (1, "b"), (0, "c"), (2, "e")] {
        world.event_in(id, id, "customer.wrote", after, &[]);
    }
    for id in ["b", "c", "d"] {
        world.event_in(id, id, "conversation.assigned", 4, &[("agent.name", text("Ana"))]);
    }
    world.event_in("d", "d", "page.opened", 5, &[("conversation.status", one_of("parked"))]);
    world
}

fn bulk(world: &mut World, by: Commander, step: Step, to: Selection) -> Vec<(String, CommandResult)> {
    let command = BulkCommand { id: "all".into(), account: "a".into(), time: start().plus(10), by, step, to };
    let done = world.driver.command_all(&command, &mut |delivery| world.deliveries.push(delivery)).unwrap();
    done.into_iter().map(|BulkResult { conversation, result }| (conversation, result)).collect()
}

fn ids(ids: &[&str]) -> Selection {
    Selection::Ids(ids.iter().map(|id| (*id).to_owned()).collect())
}

fn refused(reason: &str) -> CommandResult {
    CommandResult::Refused(reason.into())
}

#[test]
fn each_of_a_selection_takes_the_command_by_itself_in_order() {
    let mut world = busy();
    world.event_in("b", "b", "page.opened", 6, &[("conversation.tags", texts(&["x", "y"]))]);
    world.deliveries.clear();
    let done = bulk(&mut world, person("agent", "Ana"), add_tag("conversation.tags", "z"), ids(&["d", "b", "q", "d"]));
    let full = "`conversation.tags` has 2 already";
    let expected = [("b", refused(full)), ("d", CommandResult::Done), ("q", CommandResult::Unknown)];
    assert_eq!(done, expected.map(|(id, result)| (id.to_owned(), result)));
    let took: Vec<&str> = world.deliveries.iter().map(|delivery| delivery.input.id.as_str()).collect();
    assert_eq!(took, ["all/b", "all/d"]);
    assert!(world.driver.conversation("a", "q").is_none(), "what is unknown is not begun");
    let again = bulk(&mut world, person("agent", "Ana"), add_tag("conversation.tags", "z"), ids(&["b", "d"]));
    assert!(again.iter().all(|(_, result)| *result == CommandResult::Repeated), "{again:?}");
}

#[test]
fn all_of_a_view_take_it_and_the_lifecycle_may_refuse() {
    let mut world = busy();
    let view = View::new(Of::Assigned("Ana".into()));
    let done = bulk(&mut world, person("agent", "Ana"), snooze_for(MINUTE), Selection::View(view));
    let parked = refused("`conversation.status` is `parked`");
    assert_eq!(
        done,
        [("b", CommandResult::Done), ("c", CommandResult::Done), ("d", parked)]
            .map(|(id, result)| (id.to_owned(), result))
    );
    let inbox = world.driver.inbox("a").unwrap();
    assert_eq!(inbox.count(&View::new(Of::All).in_state("parked")), 3);
}

#[test]
fn all_for_which_a_condition_holds_take_it() {
    let mut world = busy();
    let unassigned = not(condition(Test::Known(read("conversation.assignee"))));
    let done = bulk(&mut world, person("agent", "Bo"), plain("end session"), Selection::Matching(unassigned));
    assert_eq!(done, [("e".to_owned(), CommandResult::Done)]);
    let nonsense: Condition = is("conversation.mood", one_of("good"));
    let command = BulkCommand {
        id: String::new(),
        account: "a".into(),
        time: start().plus(20),
        by: person("agent", "Bo"),
        step: plain("end session"),
        to: Selection::Matching(nonsense),
    };
    let before = world.deliveries.len();
    assert!(world.driver.command_all(&command, &mut |delivery| world.deliveries.push(delivery)).is_err());
    assert_eq!(world.deliveries.len(), before, "nothing is done");
}

#[test]
fn a_command_for_an_older_conversation_does_not_go_to_the_one_after_it() {
    let mut world = busy();
    bulk(&mut world, person("agent", "Bo"), plain("end session"), ids(&["e"]));
    world.event_in("e", "e", "customer.wrote", 20, &[]);
    assert_eq!(world.driver.conversation("a", "e").unwrap().id, "e~2");
    let command = BulkCommand {
        id: "late".into(),
        account: "a".into(),
        time: start().plus(30),
        by: person("agent", "Bo"),
        step: add_tag("conversation.tags", "old"),
        to: ids(&["e"]),
    };
    world.deliveries.clear();
    world.driver.command_all(&command, &mut |delivery| world.deliveries.push(delivery)).unwrap();
    assert_eq!(world.deliveries[0].conversation, "e");
}

/// Domain 5.3: deletion is permanent, and for owners.
#[test]
fn only_an_owner_deletes_and_nothing_is_left() {
    let mut world = busy();
    world.command(person("agent", "Ana"), 6, snooze_for(60 * MINUTE));
    assert!(!world.timers().is_empty());
    let all = || Selection::View(View::new(Of::All));
    let done = bulk(&mut world, person("agent", "Ana"), plain("delete conversation"), all());
    assert!(done.iter().all(|(_, result)| *result == refused("only owner may")), "{done:?}");
    let command = BulkCommand {
        id: "owner".into(),
        account: "a".into(),
        time: start().plus(11),
        by: person("owner", "Olga"),
        step: plain("delete conversation"),
        to: ids(&["b", "c"]),
    };
    let deleted = world.driver.command_all(&command, &mut |delivery| world.deliveries.push(delivery)).unwrap();
    assert!(deleted.iter().all(|each| each.result == CommandResult::Done), "{deleted:?}");
    assert_eq!(world.driver.inbox("a").unwrap().list(&View::new(Of::All), 9), ["d", "e"]);
    assert_eq!((world.timers(), world.fact("conversation.assignee")), (vec![], None));
    assert_eq!(world.driver.next_due().filter(|due| *due > at("2026-12-01T10:30:00Z")), None, "no snooze is left");
}

#[test]
fn after_a_deletion_an_event_begins_anew_under_another_name() {
    let mut world = busy();
    let first = world.deliveries.iter().find(|delivery| delivery.conversation == "c").unwrap().input.id.clone();
    world.command(person("owner", "Olga"), 6, plain("delete conversation"));
    world.deliveries.clear();
    world.again(&first, "customer.wrote", 7);
    assert_eq!(world.deliveries, [], "an event that came before does not come again");
    assert_eq!(world.driver.inbox("a").unwrap().count(&View::new(Of::All)), 3);
    world.event("customer.wrote", 8, &[]);
    let conversation = world.driver.conversation("a", "c").unwrap();
    assert_eq!((conversation.id.as_str(), conversation.inputs), ("c~2", 1));
    assert_eq!(world.fact("conversation.assignee"), None);
    world.command(person("owner", "Olga"), 9, plain("delete conversation"));
    world.event("customer.wrote", 10, &[]);
    assert_eq!(world.driver.conversation("a", "c").unwrap().id, "c~3");
}

#[test]
fn whoever_leaves_follows_no_more() {
    let mut book = hosted(stages());
    let followers = book.vocabulary.attributes.iter().find(|each| each.key == "conversation.tags").unwrap().clone();
    book.vocabulary
        .attributes
        .push(crate::ir::vocabulary::Attribute { key: "conversation.followers".into(), ..followers });
    let mut world = world(book);
    world.event("page.opened", 0, &[("conversation.followers", texts(&["Ana", "Bo"]))]);
    world.command(person("agent", "Ana"), 1, plain("leave conversation"));
    assert_eq!(world.fact("conversation.followers"), Some(texts(&["Bo"])));
    let nobody = Commander { actor: "api".into(), ..Commander::default() };
    world.command(nobody, 2, plain("leave conversation"));
    let Some(Value::List(followers)) = world.fact("conversation.followers") else { panic!("a list") };
    assert_eq!(followers.len(), 1);
    assert_eq!(CommandResult::of(&world.deliveries.last().unwrap().outcome), refused("nobody is named who does it"));
}
