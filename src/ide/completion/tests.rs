//! Where what is offered.

use super::super::sample::at;
use super::*;

fn offers(marked: &str) -> Vec<Completion> {
    let (analysis, position) = at(marked);
    completions(&analysis, position)
}

fn labels(marked: &str) -> Vec<String> {
    offers(marked).into_iter().map(|offer| offer.label).collect()
}

fn has(marked: &str, wanted: &[&str], unwanted: &[&str]) {
    let labels = labels(marked);
    for label in wanted {
        assert!(labels.iter().any(|each| each == label), "{label} is missing in {marked}: {labels:?}");
    }
    for label in unwanted {
        assert!(!labels.iter().any(|each| each == label), "{label} is offered in {marked}");
    }
}

/// A condition on `customer.wrote`.
fn when(condition: &str) -> String {
    format!("trigger t {{\n  on customer.wrote\n  when {condition}\n  do {{ close }}\n}}\n")
}

/// Actions on `customer.wrote`.
fn doing(actions: &str) -> String {
    format!(
        "directory {{ groups \"Billing\", \"Sales\" }}\n\ntrigger t {{\n  on customer.wrote\n  do {{ {actions}\n}}\n"
    )
}

#[test]
fn a_file_and_a_rule_have_their_words() {
    has("$0", &["trigger", "automation", "schedule", "test"], &["on"]);
    has("// A book.\n\ntri$0", &["trigger", "trigger: first reply"], &["on"]);
    has("list a { \"x\" }\n\n$0\n\nlist b { \"y\" }\n", &["trigger", "test"], &["on"]);
    has("trigger t {\n  $0\n}\n", &["on", "when", "do", "once per"], &["trigger", "after"]);
    has("automation t {\n  $0\n}\n", &["after", "at", "do"], &["on"]);
    has("use $0", &["std.triggers", "std.lifecycle.ticket"], &[]);
    has("use std.triggers\nactivate $0", &["first_reply"], &[]);
    has("policy $0", &["assignment"], &[]);
}

#[test]
fn in_a_block_that_is_not_closed_declarations_are_offered_too() {
    let text =
        "trigger a {\n  on customer.wrote\n  do { close }\n\n$0\n\ntrigger b {\n  on agent.wrote\n  do { close }\n}\n";
    has(text, &["order", "trigger", "test"], &[]);
    assert_eq!(labels(text).first().map(String::as_str), Some("when"), "what is not there yet comes first");
}

#[test]
fn events_stand_after_on() {
    has("trigger t {\n  on $0\n  do { close }\n}\n", &["customer.wrote", "change of"], &["user.name"]);
    has("trigger t {\n  on customer.wrote, ag$0\n", &["agent.wrote"], &["customer.wrote"]);
    has("trigger t {\n  on customer.wrote,\n    ag$0\n", &["agent.wrote"], &[]);
    has("trigger t {\n  on change of $0\n", &["conversation.status"], &["customer.wrote"]);
    has("trigger t {\n  on customer.wrote\n  once per $0\n", &["session", "user"], &[]);
    has("trigger t {\n  on customer.wrote\n  channels web_widget, $0\n", &["ios"], &["web_widget"]);
}

#[test]
fn a_condition_reads_what_the_event_carries() {
    has(&when("$0"), &["message.text", "user.plan", "not", "all"], &["agent.name"]);
    has(&when("mess$0"), &["message.text"], &["user.plan"]);
    has(
        "trigger t {\n  on conversation.queued\n  when all {\n    user.plan is pro\n    $0\n  }\n}\n",
        &["queue.size"],
        &["message.text"],
    );
    has(&when("user.plan is pro and $0"), &["message.text"], &["pro"]);
    has(&when("user.plan is pro $0"), &["and", "or"], &["user.plan"]);
    has(&when("not ($0"), &["user.plan"], &[]);
    has(&when("conversation.customer_messages between 1 $0"), &["and"], &["or"]);
    has(&when("conversation.customer_messages between 1 and 3 $0"), &["and", "or"], &[]);
    has("condition c when any {\n  user.plan is pro\n  us$0\n}\n", &["user.name"], &[]);
    // The block of the condition is not closed.
    has("trigger t {\n  on customer.wrote\n  when all {\n    user.plan is pro\n  do { $0\n", &["send"], &["user.plan"]);
}

#[test]
fn values_are_those_of_the_attribute() {
    has(&when("user.plan is $0"), &["pro", "enterprise", "not"], &["user.name"]);
    has(&when("user.plan is not $0"), &["pro"], &["not", "known"]);
    has(&when("user.name is $0"), &["known", "unknown"], &[]);
    has(&when("user.plan in [pro, $0"), &["enterprise"], &[]);
    has(&when("user.plan in [\n    pro,\n    $0"), &["enterprise"], &[]);
    has(&when("user.plan $0"), &["is", "is not", "in"], &["contains"]);
    has(&when("message.text $0"), &["contains", "contains any"], &["<"]);
    has(&when("message.text does $0"), &["not contain"], &["is"]);
    has(&when("agent.wrote $0"), &["in the last"], &["is"]);
    has(&when("agent.wrote in the last $0"), &["5m"], &[]);
    has(&when("user.signed_up more than 3d $0"), &["ago"], &[]);
    let directory = "directory { groups \"Billing\", \"Sales\" }\n";
    has(&format!("{directory}{}", when("conversation.group is $0")), &["\"Billing\""], &[]);
    has(&format!("{directory}{}", when("conversation.group is \"B$0\"")), &["Billing"], &["Sales"]);
    has(&format!("{directory}{}", when("group(\"$0\").status is online")), &["Billing", "Sales"], &[]);
    has(&format!("{directory}{}", when("group(\"Sales\").$0")), &["status", "queue_size"], &["group.status"]);
    has(&when("group(\"Sales\").status is $0"), &["online"], &[]);
}

#[test]
fn actions_come_with_their_slots() {
    has(&doing("$0"), &["send", "add tag", "wait", "set"], &["on"]);
    has(&doing("se$0 }"), &["send"], &["add tag"]);
    has(&doing("add t$0 }"), &["add tag"], &["tag"]);
    has(&format!("message hello {{ en: \"Hi\" }}\n{}", doing("send $0 }")), &["hello"], &["send"]);
    has(&doing("send \"Hi\" $0 }"), &["as", "buttons"], &["send"]);
    has(&doing("set $0 }"), &["conversation.priority"], &["conversation.id"]);
    has(&doing("set conversation.priority to $0 }"), &["high"], &[]);
    has(&doing("assign to group $0 }"), &["\"Sales\"", "conversation.group"], &["\"crm\""]);
    has(&doing("assign to group \"$0\" }"), &["Sales"], &[]);
    has(&doing("wait 5s $0 }"), &["unless", "then check again"], &[]);
    has(&doing("wait 5s unless $0 }"), &["agent.wrote"], &[]);
    has(&doing("call webhook \"x\" with { customer: $0 } }"), &["user.id"], &[]);
    has(&doing("request $0 }"), &["request email", "request form"], &["send"]);
}

#[test]
fn texts_that_the_book_uses_are_offered_again() {
    let book = "condition vip when conversation.tags has \"vip\" and user.country in [\"KR\", \"JP\"]\n\ntrigger u {\n  on agent.wrote\n  do { add tag \"billing/refund\" }\n}\n\n";
    has(&format!("{book}{}", doing("add tag $0 }")), &["\"vip\"", "\"billing/refund\""], &["\"KR\""]);
    has(&format!("{book}{}", doing("remove tag \"bi$0\" }")), &["billing/refund"], &["vip"]);
    has(&format!("{book}{}", when("conversation.tags has any [\"$0\"]")), &["vip", "billing/refund"], &[]);
    has(&format!("{book}{}", when("user.country is \"$0\"")), &["KR", "JP"], &["vip"]);
}

#[test]
fn slots_of_which_there_are_few_are_choices() {
    let insert = |marked: &str, label: &str| {
        let found = offers(marked).into_iter().find(|offer| offer.label == label);
        found.map(|offer| (offer.insert.clone(), offer.plain())).unwrap_or_default()
    };
    let (snippet, plain) = insert(&doing("assign$0 }"), "assign to group");
    assert_eq!(snippet, "assign to group ${1|\"Billing\",\"Sales\"|}");
    assert_eq!(plain, "assign to group \"Billing\"");
    assert_eq!(insert(&doing("$0 }"), "notify group").0, "notify group ${1|\"Billing\",\"Sales\"|} \"${2:body}\"");
    assert_eq!(insert(&doing("$0 }"), "close"), ("close".to_owned(), "close".to_owned()));
}

#[test]
fn placeholders_are_completed_inside_texts() {
    has(&doing("send \"Hello {$0\" }"), &["user.name"], &["agent.name"]);
    has(&doing("send \"Hello {user.na$0}\" }"), &["user.name"], &[]);
    has(&doing("send \"{user.name or you}, {us$0"), &["user.name"], &[]);
    has(&doing("send \"\"\"\n    Hello {us$0\n    \"\"\" }"), &["user.name"], &[]);
    has("message a {\n  en: \"Hi {$0\n  ko: \"x\"\n}\n", &["user.name", "agent.name"], &[]);
    has("message a {\n  en: \"{queue.wait_max in $0", &["minutes", "hours"], &[]);
    assert_eq!(labels(&doing("send \"Hello $0\" }")), [""; 0]);
    let name = offers(&doing("send \"Hello {user.na$0\" }")).into_iter().find(|offer| offer.label == "user.name");
    assert_eq!(name.map(|offer| offer.insert), Some("user.name or ${9:there}".to_owned()));
}

#[test]
fn tests_have_their_steps() {
    has("test \"a\" {\n  $0\n}\n", &["receive", "expect", "given", "advance"], &["on"]);
    has("trigger t {\n  on customer.wrote\n  do { close }\n}\ntest \"a\" {\n  expect fired $0\n}\n", &["t"], &[]);
    has("test \"a\" {\n  receive $0\n}\n", &["customer.wrote"], &[]);
    has("test \"a\" {\n  given { user.$0 }\n}\n", &["user.plan"], &[]);
    has("test \"a\" {\n  given { user.plan is $0 }\n}\n", &["pro"], &[]);
    has("test \"a\" {\n  given { user.name is \"x\", user.plan is $0 }\n}\n", &["pro"], &[]);
    has("test \"a\" {\n  receive customer.wrote { $0 }\n}\n", &["message.text"], &[]);
    has("test \"a\" {\n  expect did $0\n}\n", &["add tag"], &[]);
    has("test \"a\" {\n  expect conversation.status is $0\n}\n", &["open"], &[]);
    has("test \"a\" {\n  as agent do { $0 }\n}\n", &["close"], &[]);
    has("test \"a\" {\n  given { user.plan is <plan> }\n  rows {\n    $0\n  }\n}\n", &["plan"], &[]);
    let first = labels("test \"a\" {\n  receive customer.wrote { $0 }\n}\n").into_iter().next();
    assert_eq!(first.as_deref(), Some("message.text"), "what the event carries comes first");
}

#[test]
fn parts_have_their_lines() {
    has("message a {\n  en: \"Hi\"\n  $0\n}\n", &["ko"], &["en"]);
    has("schedule s {\n  $0\n}\n", &["timezone", "mon-fri", "closed"], &[]);
    has("schedule s {\n  timezone \"Asia/Se$0\"\n}\n", &["Asia/Seoul"], &[]);
    has("directory {\n  $0\n}\n", &["groups", "webhooks"], &[]);
    has("policy assignment {\n  $0\n}\n", &["capacity", "prefer agents"], &[]);
    has("policy assignment {\n  agents when agent.status is $0\n}\n", &["online"], &[]);
    has("policy capacity release {\n  inactive after 5m { $0 }\n}\n", &["remind"], &[]);
    has("lifecycle l {\n  states conversation.status { new, open } {\n    from $0\n  }\n}\n", &["new", "open"], &[]);
    has("attribute user.level: $0", &["text", "number", "channel", "list of"], &[]);
    has("automation a {\n  after 2d $0\n", &["since last", "while", "of"], &[]);
    has("schedule desk { mon-fri 09:00-18:00 }\nautomation a {\n  after 2d of $0\n", &["desk"], &[]);
    has("automation a {\n  after 2d since last $0\n", &["agent.wrote"], &[]);
    has("automation a {\n  after 2d since last agent.wrote unless $0\n", &["customer.wrote"], &[]);
    has("automation a {\n  after 2d while conversation.status is $0\n", &["solved"], &[]);
}

#[test]
fn comments_allow_findings_by_name() {
    has("// whenbook allow $0", &["unused", "always-true"], &["unknown-name"]);
    has("// whenbook allow unused $0", &["in this file"], &["always-true"]);
    assert_eq!(labels("// when in $0"), [""; 0]);
}

#[test]
fn the_begun_word_is_replaced() {
    let (analysis, position) = at(&when("user.pl$0"));
    let replaced: Vec<_> = completions(&analysis, position).iter().map(|offer| offer.replaces).collect();
    assert!(replaced.iter().all(|span| span.of(analysis.text(position.file)) == "user.pl"));
}

#[test]
fn what_is_deprecated_comes_last() {
    let book = "/// Deprecated: take `user.plan`.\nattribute user.pla: text optional\n\n";
    let offers = offers(&format!("{book}{}", when("user.pla$0")));
    let told: Vec<_> = offers.iter().map(|offer| (offer.label.as_str(), offer.is_deprecated)).collect();
    assert!(told.contains(&("user.plan", false)));
    assert_eq!(told.last(), Some(&("user.pla", true)), "{told:?}");
}
