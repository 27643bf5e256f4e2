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

/// The text after choosing an offer, where the editor replaces the rest of the word.
fn chosen(marked: &str, label: &str) -> String {
    let (analysis, position) = at(marked);
    let text = analysis.text(position.file);
    let offer = completions(&analysis, position).into_iter().find(|offer| offer.label == label);
    let offer = offer.unwrap_or_else(|| panic!("{label} is missing in {marked}"));
    assert!(offer.replaces.start == offer.covers.start && offer.replaces.end <= offer.covers.end);
    let (start, end) = (offer.covers.start as usize, offer.covers.end as usize);
    format!("{}{}{}", text.get(..start).unwrap(), offer.plain(), text.get(end..).unwrap())
}

#[test]
fn what_follows_the_cursor_is_not_damaged() {
    let line = |marked: &str, label: &str| {
        let text = chosen(marked, label);
        let before = marked.split("$0").next().unwrap().matches('\n').count();
        text.lines().nth(before).unwrap().trim().to_owned()
    };
    let on = "trigger t {\n  on customer.w$0rote\n  do { close }\n}\n";
    assert_eq!(line(on, "customer.wrote"), "on customer.wrote");
    let doing = |action: &str| format!("trigger t {{\n  on customer.wrote\n  do {{\n    {action}\n  }}\n}}\n");
    for (action, label, expected) in [
        ("set conv$0ersation.topic to \"x\"", "conversation.subject", "set conversation.subject to \"x\""),
        ("set $0 to \"x\"", "conversation.topic", "set conversation.topic to \"x\""),
        ("set conversation.topic $0\"x\"", "to", "set conversation.topic to\"x\""),
        ("send \"{user.na$0me or x}\"", "user.name", "send \"{user.name or x}\""),
        ("send \"{user.na$0me}\"", "user.name", "send \"{user.name or there}\""),
        ("add t$0ag \"x\"", "add tag", "add tag \"x\""),
        ("as$0sign to group \"A\"", "assign to group", "assign to group \"A\""),
        ("assign t$0o group \"A\"", "assign to group", "assign to group \"A\""),
        ("add t$0", "add tag", "add tag \"tag\""),
        ("wait 5s unless agent.w$0rote then check again", "agent.wrote", "wait 5s unless agent.wrote then check again"),
    ] {
        assert_eq!(line(&doing(action), label), expected, "{action}");
    }
    let clause = |clause: &str| format!("trigger t {{\n  on customer.wrote\n  {clause}\n}}\n");
    assert_eq!(line(&clause("on$0ce per session"), "once per"), "once per session");
    assert_eq!(line(&clause("d$0o { close }"), "do"), "do { close }");
    assert_eq!(line(&clause("when agent.wr$0ote in the last 5m"), "agent.wrote"), "when agent.wrote in the last 5m");
    assert_eq!(line(&clause("when user.pl$0an is pro"), "user.plan"), "when user.plan is pro");
    assert_eq!(line("tri$0gger t {\n  on customer.wrote\n}\n", "trigger"), "trigger t {");
    has("tri$0gger t {\n  on customer.wrote\n}\n", &["trigger"], &["trigger: first reply"]);
    let test = |step: &str| format!("test \"a\" {{\n  {step}\n}}\n");
    assert_eq!(line(&test("expect f$0ired t"), "fired"), "expect fired t");
    assert_eq!(
        line(&test("receive customer.wrote { message.t$0ext is \"x\" }"), "message.text"),
        "receive customer.wrote { message.text is \"x\" }"
    );
}

#[test]
fn declarations_of_one_line_go_on_where_a_word_is_begun() {
    has("condition c when user.id i$0\n", &["is", "in"], &["trigger"]);
    has("condition c when user.id is \"a\" o$0\n", &["or"], &["trigger"]);
    has("condition c when agent.wrote in the l$0\n", &["last"], &["trigger", "list"]);
    has("attribute user.size: number o$0\n", &["optional"], &["trigger"]);
    has("event order.paid c$0\n", &["carries"], &["condition"]);
    let schedule = "schedule office_hours { mon 09:00-10:00 }\n";
    has(&format!("{schedule}{}", when("office_hours is closed $0")), &["and", "or"], &["user.plan"]);
    has(&format!("{schedule}{}", when("office_hours is closed and $0")), &["user.plan"], &["or"]);
    has(&when("user.email is known $0"), &["and", "or"], &[]);
    has(&when("t has fired and $0"), &["user.plan"], &["or"]);
}

#[test]
fn what_the_compiler_refuses_is_not_offered() {
    has("policy assignment {\n  if nobody after 2m { $0 }\n}\n", &["drop", "move to group"], &["send", "close"]);
    has("policy assignment {\n  if nobody after 2m { drop $0 }\n}\n", &["conversation.skills"], &["user.tags"]);
    has("trigger t {\n  on change of $0\n", &["conversation.topic"], &["message.text", "time.hour", "account.name"]);
    has(
        "test \"a\" {\n  receive customer.wrote { $0 }\n}\n",
        &["message.text", "user.plan"],
        &["agent.name", "time.weekday"],
    );
    has("test \"a\" {\n  given { $0 }\n}\n", &["user.plan"], &["message.text", "time.weekday"]);
    has("test \"a\" {\n  receive $0\n}\n", &["customer.wrote", "agent.changed"], &["change of"]);
    has(
        "automation a {\n  after 5m while $0\n",
        &["conversation.status"],
        &["user.plan", "time.weekday", "agent.wrote"],
    );
    has("trigger t {\n  on $0\n", &["agent.wrote"], &["agent.changed", "agent.left"]);
    has(&doing("wait 5s unless $0"), &["agent.wrote"], &["agent.left"]);
    has(&doing("set conversation.tags to $0"), &["[…]"], &["\"…\""]);
    let lists = "list words { \"a\" }\n\nlist plans { pro, free }\n\n";
    has(&format!("{lists}{}", when("user.plan in $0")), &["plans", "[…]"], &["words"]);
    has(&format!("{lists}{}", when("user.country in $0")), &["words", "[…]"], &["plans"]);
    has(&doing("$0"), &["send"], &["star", "mark read", "leave conversation"]);
    has("test \"a\" {\n  as agent do { $0 }\n}\n", &["star", "close"], &[]);
    has(&format!("use std.lifecycle.ticket\n{}", doing("$0")), &["send"], &["close"]);
}

#[test]
fn what_was_missing_is_offered() {
    has(&when("conversation.tags $0"), &["is", "is not", "has"], &[]);
    has("test \"a\" {\n  receive customer.wrote in $0\n}\n", &[], &["in", "{ … }"]);
    has("schedule s {\n  closed 12-25, $0\n}\n", &["12-25"], &["09:00-18:00"]);
    has("schedule s {\n  mon-$0\n}\n", &["fri"], &[]);
    has("automation a {\n  at 09:00 on mon-$0\n}\n", &["fri"], &["while"]);
    has("test \"a\" {\n  expect timer slow at $0\n}\n", &["2026-12-01"], &[]);
    has("policy wait time {\n  known when $0\n}\n", &["routed in the last"], &[]);
    has("policy wait time {\n  known when routed $0\n}\n", &["in the last"], &[]);
    has("policy wait time {\n  from 50% $0\n}\n", &["to"], &[]);
    has(
        "directory { webhooks \"crm\" }\n\ntrigger t {\n  on customer.wrote\n  do { call webhook \"$0\n",
        &["crm"],
        &[],
    );
}
