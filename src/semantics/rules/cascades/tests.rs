use crate::diagnostic::SourceFile;
use crate::semantics::{Settings, compile};

/// The circles of a book, each as its sentence and what is said at its places.
fn circles(text: &str) -> Vec<String> {
    let file = SourceFile { path: "book.when".to_owned(), text: text.to_owned(), shipped: false };
    let compiled = compile(&[file], &Settings::default());
    let found = compiled.findings.iter().inspect(|finding| assert_eq!(finding.code.id, "W0419", "{}", finding.message));
    found
        .map(|finding| {
            let mut said = vec![finding.message.clone(), finding.primary.text.clone()];
            said.extend(finding.further.iter().map(|label| label.text.clone()));
            said.join("; ")
        })
        .collect()
}

fn trigger(id: &str, on: &str, when: &str, act: &str) -> String {
    let when = if when.is_empty() { String::new() } else { format!("  when {when}\n") };
    format!("trigger {id} {{\n  on {on}\n{when}  do {{ {act} }}\n}}\n\n")
}

fn with(lifecycle: &str, triggers: &[String]) -> Vec<String> {
    circles(&format!("use std.lifecycle.{lifecycle}\n\n{}", triggers.concat()))
}

#[test]
fn what_ships_wakes_itself_nowhere() {
    let release = "use std.capacity_release\n\nuse std.triggers\n\nactivate first_reply\n\n";
    assert_eq!(
        circles(&format!("use std.lifecycle.ticket\n\n{release}activate rate_solved, rating_request\n")),
        [""; 0]
    );
    assert_eq!(circles("use std.lifecycle.inbox\n\nuse std.triggers\n"), [""; 0]);
}

#[test]
fn through_the_lifecycle() {
    let reopen = trigger("again", "conversation.closed", "", "reopen");
    let close = trigger("done", "conversation.opened", "", "close");
    assert_eq!(
        with("inbox", &[reopen, close]),
        ["these can wake each other: `again` → `conversation.status` to `opened` → `done` → `conversation.status` to \
             `closed` → `again`; its `reopen` moves `conversation.status` to `opened`; it raises `conversation.opened`, which \
             wakes `done`; its `close` moves `conversation.status` to `closed`; it raises `conversation.closed`, which wakes \
             `again`"]
    );
}

#[test]
fn through_a_change_of_the_state() {
    let park =
        |when: &str| trigger("park", "change of conversation.status", when, "set conversation.status to pending");
    let open = |when: &str| trigger("unpark", "change of conversation.status", when, "set conversation.status to open");
    let both = |parking: &str, opening: &str| with("ticket", &[park(parking), open(opening)]).len();
    assert_eq!(both("conversation.status is open", "conversation.status is pending"), 1);
    assert_eq!(both("conversation.status is open", "conversation.status is hold"), 0);
    assert_eq!(both("conversation.status_category in [hold, solved]", "conversation.status is pending"), 0);
    assert_eq!(both("conversation.status was hold", "conversation.status is pending"), 0);
    assert_eq!(both("not conversation.status is open", "conversation.status is pending"), 1);
    // Without a condition each wakes itself.
    assert_eq!(both("", ""), 2);
}

#[test]
fn through_the_policy() {
    // An active status, set by a rule, makes the session active again; a waiting one inactive.
    let open = trigger("unpark", "session.went_inactive", "", "set conversation.status to open");
    let park = trigger("park", "session.resumed", "", "set conversation.status to pending");
    let found = with("ticket", &[open, park]);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("it raises `session.went_inactive`, which wakes `unpark`"), "{}", found[0]);
}

#[test]
fn what_the_event_has_moved_is_not_moved_again() {
    let over = trigger("over", "conversation.requested", "", "hand over");
    assert_eq!(with("ticket", &[over]), [""; 0]);
    let end = trigger("end", "session.ended", "", "end session");
    assert_eq!(with("ticket", &[end]), [""; 0]);
    let close = trigger("close", "conversation.closed", "", "close");
    assert_eq!(with("inbox", &[close]), [""; 0]);
}

#[test]
fn a_status_of_the_accounts_own_moves_as_what_it_counts_as() {
    let own = "status parked \"Parked\" counts as pending\n\n";
    let book = |when: &str| {
        let park = trigger("park", "change of conversation.status", when, "set conversation.status to parked");
        circles(&format!("use std.lifecycle.ticket\n\n{own}{park}"))
    };
    assert_eq!(book("conversation.status_category is open"), [""; 0]);
    assert_eq!(book("conversation.status is pending"), [""; 0]);
    assert_eq!(book("conversation.status is parked").len(), 1);
}
