//! Books about which there is nothing to say, each near a mistake.

use super::compiled;

fn says_nothing(text: &str) {
    let compiled = compiled("book.when", text);
    let told: Vec<&str> = compiled.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(told.is_empty(), "{told:?}\n{text}");
    assert!(compiled.book.is_some());
}

fn trigger(lines: &str) -> String {
    format!("trigger greet {{\n{lines}\n}}\n")
}

#[test]
fn a_comparison_that_must_hold_makes_known() {
    for when in [
        "user.name is known",
        "user.name is \"Mina\"",
        "user.signed_in is true and user.name starts with \"M\"",
        "all {\n    named\n    user.plan is pro\n  }",
        "any {\n    user.name is \"Mina\"\n    user.name contains \"joon\" and user.plan is pro\n  }",
        "not (user.plan is pro) and user.name in friends",
        "user.name matches /M.*/",
    ] {
        let condition = if when.contains("named") { "condition named when user.name is known\n\n" } else { "" };
        let list = if when.contains("friends") { "list friends { \"Mina\", \"Joon\" }\n\n" } else { "" };
        let lines = format!("  on customer.wrote\n  when {when}\n  do {{ send \"Hello {{user.name}}!\" }}");
        says_nothing(&format!("{condition}{list}{}", trigger(&lines)));
    }
}

#[test]
fn what_a_while_watches_is_known_when_it_fires() {
    says_nothing(
        "automation tell {\n  after 1h while conversation.assignee is known\n  do { notify agent conversation.assignee \"Look.\" }\n}\n",
    );
}

#[test]
fn a_wait_time_is_told_only_while_it_is_known() {
    says_nothing(&trigger(
        "  on conversation.queued\n  do { show wait time \"{queue.wait_min in minutes} to {queue.wait_max in minutes} minutes\" }",
    ));
}

#[test]
fn what_all_events_carry_can_be_read() {
    says_nothing(&format!(
        "condition long when message.text matches /.{{200,}}/\n\nmessage thanks {{ en: \"You wrote: {{message.text}}\" }}\n\n{}",
        trigger("  on customer.wrote, bot.wrote\n  when long\n  do {\n    wait 5s\n    send thanks\n  }")
    ));
}

#[test]
fn a_change_that_a_condition_excludes_wakes_nothing() {
    says_nothing(&trigger(
        "  on change of conversation.status\n  when conversation.status is solved\n  do { set conversation.status to closed }",
    ));
}

#[test]
fn an_inactive_trigger_wakes_nothing() {
    says_nothing(&trigger("  inactive\n  on change of conversation.tags\n  do { add tag \"seen\" }"));
}

#[test]
fn enums_that_share_values_are_compared() {
    says_nothing(&format!(
        "status on_ice \"On ice\" counts as hold\n\n{}",
        trigger(
            "  on change of conversation.status\n  when all {\n    conversation.status is not conversation.status_category\n    conversation.status is on_ice\n  }\n  do { note \"Later.\" }"
        )
    ));
}

#[test]
fn one_text_in_two_unicode_forms_is_one_text() {
    says_nothing(&format!(
        "directory {{ groups \"Zu\u{308}rich\" }}\n\n{}",
        trigger("  on conversation.requested\n  do { assign to group \"Z\u{fc}rich\" }")
    ));
}

#[test]
fn names_of_the_directory_and_attributes_with_names_are_groups() {
    says_nothing(&format!(
        "directory {{ groups \"Billing\" }}\n\n{}",
        trigger(
            "  on conversation.requested\n  when all {\n    conversation.group is \"Billing\"\n    group(conversation.group).status is online\n  }\n  do { assign to group conversation.group }"
        )
    ));
}

#[test]
fn a_large_book_is_checked_in_time() {
    use std::fmt::Write;
    let mut text = String::new();
    for number in 0..1_500 {
        write!(
            text,
            "trigger t{number} {{\n  on change of conversation.topic\n  when conversation.topic is \"{number}\"\n  do {{ set conversation.topic to \"{}\" }}\n}}\n\n",
            number + 1
        )
        .expect("text");
    }
    says_nothing(&text);
}
