//! Small books against each other: what is told of each difference.

use std::fmt::Write;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;

use super::*;
use crate::diagnostic::SourceFile;
use crate::ir::EventName;
use crate::semantics::{self, Settings};

const GREETING: &str = r#"
trigger greet {
  on conversation.requested
  do {
    wait 5s unless agent.wrote
    send "Hello"
  }
}
"#;

/// Books are compiled once: the laws below try them on many logs.
static COMPILED: Mutex<BTreeMap<String, Arc<Engine>>> = Mutex::new(BTreeMap::new());

fn engine(rules: &str) -> Arc<Engine> {
    let known = COMPILED.lock().unwrap().get(rules).cloned();
    known.unwrap_or_else(|| {
        let engine = compiled(rules);
        COMPILED.lock().unwrap().insert(rules.to_owned(), Arc::clone(&engine));
        engine
    })
}

fn compiled(rules: &str) -> Arc<Engine> {
    let file = SourceFile { path: "rules.when".to_owned(), text: rules.to_owned(), shipped: false };
    let compiled = semantics::compile(&[file], &Settings::default());
    let book = compiled.book.unwrap_or_else(|| panic!("{:?}", compiled.findings));
    Arc::new(Engine::new(book).unwrap())
}

/// `10 c-1 customer.wrote Hello` is what was written in c-1 ten seconds after the beginning.
fn event(line: &str) -> Event {
    let mut words = line.splitn(4, ' ');
    let mut word = || words.next().unwrap_or_default();
    let (seconds, conversation, name, text) = (word().to_owned(), word().to_owned(), word().to_owned(), word());
    let begin = Moment::parse("2026-12-01T10:00:00Z").unwrap();
    let data = serde_json::json!({ "message": { "text": text }, "user": { "id": format!("of {conversation}") } });
    let serde_json::Value::Object(data) = data else { panic!("an object") };
    Event {
        id: line.to_owned(),
        account: "a".to_owned(),
        conversation,
        name: EventName::new(name),
        time: begin.plus(1000 * seconds.parse::<i64>().unwrap()),
        data,
    }
}

fn compare(old: &str, new: &str, log: &[&str]) -> DryRun {
    let mut comparison = Comparison::new(engine(old), engine(new), None, 2);
    log.iter().for_each(|line| comparison.take(&event(line)));
    comparison.finish()
}

/// What is different, in lines.
fn told(result: &DryRun) -> String {
    let mut text = String::new();
    for rule in &result.rules {
        let former = rule.renamed_from.as_ref().map(|former| format!(" (was {former})")).unwrap_or_default();
        let fired =
            [rule.fired_old, rule.fired_new].map(|count| count.map_or("-".to_owned(), |count| count.to_string()));
        writeln!(text, "{}{former}: fired {} in {}", rule.id, fired.join(" → "), rule.conversations).unwrap();
        for example in &rule.examples {
            for each in &example.differences {
                let deed = |sign: &str, deed: &Option<DeedReport>, why: &Option<String>| {
                    let deed = deed
                        .as_ref()
                        .map(|deed| format!("{} {}", deed.time.to_utc().format("%H:%M:%S"), deed.statement));
                    let why = why.as_ref().map(|why| format!(" [{why}]")).unwrap_or_default();
                    format!(" {sign} {}{why}", deed.unwrap_or_default())
                };
                let (old, new) = (deed("-", &each.old, &each.why_old), deed("+", &each.new, &each.why_new));
                let line = format!("  {} {:?}{old}{new}", example.conversation, each.kinds);
                writeln!(text, "{}", line.trim_end()).unwrap();
            }
        }
    }
    text
}

const TALK: [&str; 3] = ["0 c-1 conversation.requested", "7 c-1 agent.wrote Hi", "10 c-2 conversation.requested"];

#[test]
fn a_book_is_like_itself_whatever_its_layout() {
    let result =
        compare(GREETING, &format!("// A note.\n\n{}", GREETING.replace("greet {", "greet \"Greeting\" {")), &TALK);
    assert!(result.is_same());
    assert_eq!((result.changes.len(), result.rules.len(), result.rules_without_difference), (0, 0, 1));
    assert_eq!((result.overall.conversations, result.overall.customers), (2, 2));
}

#[test]
fn a_longer_wait_makes_some_later_and_loses_others() {
    let result = compare(GREETING, &GREETING.replace("5s", "8s"), &TALK);
    insta::assert_snapshot!(told(&result), @r#"
    greet: fired 2 → 2 in 2
      c-1 [Lost] - 10:00:05 send "Hello" [went on after its wait] +  [the rest after its wait was dropped: `agent.wrote` came]
      c-2 [Later] - 10:00:15 send "Hello" + 10:00:18 send "Hello"
    "#);
    let SightReport { conversations, customers, lost, later, .. } = result.customers_see;
    assert_eq!((conversations, customers, lost, later), (2, 2, 1, 1));
    assert_eq!(result.team_sees, SightReport::default());
    assert_eq!(result.changes[0].clauses, ["do"]);
}

#[test]
fn another_text_is_a_change_and_one_more_message_moves_nothing() {
    let reworded = compare(GREETING, &GREETING.replace("Hello", "Good day"), &TALK[..1]);
    insta::assert_snapshot!(told(&reworded), @r#"
    greet: fired 1 → 1 in 1
      c-1 [Changed] - 10:00:05 send "Hello" + 10:00:05 send "Good day"
    "#);
    let again = "trigger echo {\n  on customer.wrote\n  do { send \"{message.text or Hm}\" }\n}\n";
    let eager = again.replace("do {", "do {\n    send \"Hm\"\n   ").replace(" }\n}", "\n  }\n}");
    let log = ["0 c-1 customer.wrote Hm", "9 c-1 customer.wrote One", "19 c-1 customer.wrote Two"];
    insta::assert_snapshot!(told(&compare(again, &eager, &log)), @r#"
    echo: fired 3 → 3 in 1
      c-1 [Gained] -  + 10:00:00 send "Hm"
      c-1 [Gained] -  + 10:00:09 send "Hm"
      c-1 [Gained] -  + 10:00:19 send "Hm"
    "#);
}

#[test]
fn a_renamed_rule_is_the_same_rule() {
    let renamed = GREETING.replace("greet", "welcome");
    let result = compare(GREETING, &renamed, &TALK);
    assert!(result.is_same());
    assert_eq!((result.changes[0].fate, result.changes[0].renamed_from.as_deref()), (Fate::Renamed, Some("greet")));
    // With another text it is another rule, which says something else in the place of the former.
    let other = compare(GREETING, &renamed.replace("Hello", "Good day"), &TALK[..1]);
    insta::assert_snapshot!(told(&other), @r#"
    greet: fired 1 → 0 in 1
      c-1 [Lost] - 10:00:05 send "Hello" [fired] +  [there is no such rule]
    welcome: fired 0 → 1 in 1
      c-1 [Gained] -  [there is no such rule] + 10:00:05 send "Good day" [fired]
    "#);
    // The same words by another rule are the same to the customer.
    let twice = format!("{GREETING}trigger note_it {{\n  on agent.wrote\n  do {{ add tag \"served\" }}\n}}\n");
    let split =
        twice.replace("trigger greet", "trigger hello").replace("do { add", "do {\n    note \"An answer\"\n    add");
    insta::assert_snapshot!(told(&compare(&twice, &split, &TALK)), @r#"
    note_it: fired 1 → 1 in 1
      c-1 [Gained] -  + 10:00:07 note "An answer"
    "#);
}

#[test]
fn a_condition_that_fails_is_told_with_its_values() {
    let only = GREETING.replace("  do {", "  when user.id is \"of c-2\"\n  do {");
    insta::assert_snapshot!(told(&compare(GREETING, &only, &TALK)), @r#"
    greet: fired 2 → 1 in 1
      c-1 [Lost] - 10:00:05 send "Hello" [fired] +  [did not fire: `user.id is "of c-2"` does not hold]
    "#);
    insta::assert_snapshot!(told(&compare(&only, GREETING, &TALK)), @r#"
    greet: fired 1 → 2 in 1
      c-1 [Gained] -  [did not fire: `user.id is "of c-2"` does not hold] + 10:00:05 send "Hello" [fired]
    "#);
}

#[test]
fn once_per_user_is_told_by_what_it_asked_first() {
    let daily =
        GREETING.replace("  do {", "  once per user every day\n  do {").replace("    wait 5s unless agent.wrote\n", "");
    let inactive = format!("{daily}deactivate greet\n").replace("deactivate", "// deactivate");
    let picky = daily.replace("  do {", "  when user.id is \"of nobody\"\n  do {");
    assert!(compare(&daily, &inactive, &TALK).is_same());
    insta::assert_snapshot!(told(&compare(&picky, &daily, &TALK[..1])), @r#"
    greet: fired 0 → 1 in 1
      c-1 [Gained] -  [did not fire: `user.id is "of nobody"` does not hold] + 10:00:00 send "Hello" [fired]
    "#);
}

#[test]
fn what_comes_every_day_comes_as_often_with_both() {
    let daily = "automation morning {\n  at 09:00 while conversation.status is open\n  do { note \"Still open\" }\n}\n";
    let old = format!("{daily}trigger opens {{\n  on customer.wrote\n  do {{ set conversation.status to open }}\n}}\n");
    let new = format!("{old}automation late {{\n  after 5d since last customer.wrote\n  do {{ note \"Late\" }}\n}}\n");
    insta::assert_snapshot!(told(&compare(&old, &new, &["0 c-1 customer.wrote Hi"])), @r#"
    late: fired 0 → 1 in 1
      c-1 [Gained] -  [there is no such rule] + 10:00:00 note "Late" [fired]
    "#);
}

#[test]
fn states_are_told_that_a_lifecycle_moves_by_itself() {
    let book = |state: &str| {
        format!(
            "use std.lifecycle.ticket\ntrigger done {{\n  on agent.wrote\n  do {{ set conversation.status to {state} }}\n}}\n"
        )
    };
    let log = ["0 c-1 customer.wrote Hi", "9 c-1 agent.wrote Hi", "20 c-1 customer.wrote Hm"];
    // After the closing one, what the customer writes begins a new conversation: to the customer it is the same still.
    insta::assert_snapshot!(told(&compare(&book("solved"), &book("closed"), &log)), @r#"
    done: fired 1 → 1 in 1
      c-1 [Changed] - 10:00:09 set conversation.status to solved + 10:00:09 set conversation.status to closed
    lifecycle: fired - → - in 1
      c-1 [Lost] - 10:00:20 conversation.status becomes open +
    "#);
}

#[test]
fn what_people_do_by_hand_is_told_with_what_forbids_it() {
    let free = "lifecycle own {
  states conversation.status { open closed } {
    start open
    active open
    final closed
    from open to closed by close
  }
}
";
    let bound = free.replace("close\n  }\n", "close\n  }\n  only owner may close\n");
    let mut command = event("5 c-1 conversation.command");
    let data = serde_json::json!({ "action": "close", "by": { "actor": "agent", "role": "agent", "name": "Joon" } });
    command.data = data.as_object().unwrap().clone();
    let mut comparison = Comparison::new(engine(free), engine(&bound), None, 2);
    comparison.take(&event("0 c-1 customer.wrote Hi"));
    comparison.take(&command);
    insta::assert_snapshot!(told(&comparison.finish()), @r#"
    agent: fired - → - in 1
      c-1 [Lost] - 10:00:05 close +  [`close` was not done: only owner may]
    "#);
}

#[test]
fn many_differences_in_one_conversation_are_counted_in_bounded_memory() {
    let echo = "trigger echo {\n  on customer.wrote\n  do { send \"Yes\" }\n}\n";
    let log: Vec<String> = (0..500).map(|second| format!("{second} c-1 customer.wrote Hi")).collect();
    let log: Vec<&str> = log.iter().map(String::as_str).collect();
    let result = compare(echo, &echo.replace("Yes", "No"), &log);
    assert_eq!((result.customers_see.changed, result.customers_see.conversations), (500, 1));
    let nothing = compare(echo, "trigger other {\n  on agent.wrote\n  do { send \"Yes\" }\n}\n", &log);
    assert_eq!((nothing.customers_see.lost, nothing.customers_see.gained), (500, 0));
}

/// Waits, tags, `once`, a `first match` and an automation: enough for two books to part in many ways.
const BUSY: &str = r#"
trigger greet {
  on conversation.requested
  once per user every 1m
  do {
    wait 5s unless agent.wrote
    send "Hello"
  }
}

trigger refund {
  on customer.wrote
  when message.text contains "refund"
  do {
    add tag "refund"
    send "We look into it"
  }
}

trigger thanks {
  on customer.wrote
  do { send "Thank you" }
}

first match answers { refund, thanks }

automation silence {
  after 20s since last customer.wrote unless agent.wrote
  do { send "Still there?" }
}
"#;

fn logs() -> impl Strategy<Value = Vec<String>> {
    let names = ["conversation.requested", "customer.wrote I want a refund", "customer.wrote Hi", "agent.wrote Hello"];
    let line = (0..15_u32, 0..3_u32, proptest::sample::select(names.to_vec()));
    proptest::collection::vec(line, 0..40).prop_map(|lines| {
        let mut now = 0;
        let written = lines.into_iter().map(|(later, conversation, name)| {
            now += later;
            format!("{now} c-{conversation} {name}")
        });
        written.collect()
    })
}

/// What is counted, without what tells the two directions apart.
fn counts(result: &DryRun) -> Vec<(u64, u64, u64, u64, u64, u64)> {
    let sights = [&result.customers_see, &result.team_sees];
    let mut counts: Vec<_> = sights
        .map(|sight| (sight.conversations, sight.gained, sight.lost, sight.changed, sight.sooner, sight.later))
        .into();
    let mut rules: Vec<&RuleReport> = result.rules.iter().collect();
    rules.sort_by_key(|rule| &rule.id);
    counts.extend(
        rules.iter().map(|rule| (rule.conversations, rule.gained, rule.lost, rule.changed, rule.sooner, rule.later)),
    );
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What one way is gained, sooner and later is lost, later and sooner the other way.
    #[test]
    fn the_other_way_round_it_is_the_other_way_round(log in logs()) {
        let other = BUSY
            .replace("5s", "9s")
            .replace("Thank you", "Thanks")
            .replace("contains \"refund\"", "contains \"want\"")
            .replace("20s", "12s")
            .replace("every 1m", "every 30s");
        let log: Vec<&str> = log.iter().map(String::as_str).collect();
        let there = counts(&compare(BUSY, &other, &log));
        let back = counts(&compare(&other, BUSY, &log));
        let turned: Vec<_> = back
            .into_iter()
            .map(|(conversations, gained, lost, changed, sooner, later)| (conversations, lost, gained, changed, later, sooner))
            .collect();
        prop_assert_eq!(there, turned);
    }

    /// A book does as itself, and the number of what it does of its own is that by which it is more than an empty one.
    #[test]
    fn nothing_is_lost_between_a_book_and_none(log in logs()) {
        let log: Vec<&str> = log.iter().map(String::as_str).collect();
        prop_assert!(compare(BUSY, BUSY, &log).is_same());
        let quiet = "trigger quiet {\n  on page.opened\n  do { note \"-\" }\n}\n";
        let result = compare(quiet, BUSY, &log);
        let sights = [&result.customers_see, &result.team_sees];
        let gained: u64 = sights.iter().map(|sight| sight.gained).sum();
        let mut replay = crate::scenario::replay::Replay::new(engine(BUSY), None);
        log.iter().for_each(|line| replay.take(&event(line), &mut |_| ()));
        replay.finish(&mut |_| ());
        prop_assert_eq!(gained, replay.summary.effects);
        prop_assert!(sights.iter().all(|sight| sight.lost + sight.changed + sight.sooner + sight.later == 0));
    }
}

#[test]
fn a_renamed_rule_forgets_for_whom_it_has_fired() {
    let once = GREETING.replace("  do {", "  once per user\n  do {");
    assert_ne!(once, GREETING);
    let result = compare(&once, &once.replace("greet", "welcome"), &TALK);
    assert!(result.is_same() && result.changes[0].once_begins_anew && !result.is_without_consequence(), "{result:?}");
    let result = compare(GREETING, &GREETING.replace("greet", "welcome"), &TALK);
    assert!(result.is_without_consequence(), "{result:?}");
}

#[test]
fn a_rule_is_switched_on_or_off() {
    let off = GREETING.replacen("{\n", "{\n  inactive\n", 1);
    let clauses = |old: &str, new: &str| compare(old, new, &TALK).changes[0].clauses.clone();
    assert_eq!(clauses(GREETING, &off), ["inactive"]);
    assert_eq!(clauses(&off, GREETING), ["active"]);
}

#[test]
fn what_is_otherwise_in_the_vocabulary_is_named() {
    let with = |default: &str| format!("attribute user.tier: text default \"{default}\"\n\n{GREETING}");
    let changes = compare(&with("free"), &with("paid"), &TALK).changes;
    let told: Vec<_> =
        changes.iter().map(|change| format!("{} {} {:?}", change.kind, change.name, change.clauses)).collect();
    assert_eq!(told, ["attribute user.tier [\"default\"]"]);
}
