//! What an editor is told of files that are half typed: cut at each word, or with a word missing.

use super::*;
use crate::diagnostic::{FileId, SourceFile, Span};
use crate::semantics::{self, Settings};
use crate::syntax;

const BOOK: &str = r#"list closing { "bye" }

directory { groups "Billing", "Sales" }

schedule office_hours {
  timezone "Asia/Seoul"
  mon-fri 09:00-18:00
}

message hello {
  en: "Hi {user.name or there}!"
  ko: "안녕하세요 😀"
}

condition vip when user.plan is enterprise or user.tags has "vip"

trigger greet "Greeting" {
  on customer.wrote, change of conversation.group
  channels web_widget, ios
  once per user every 24h
  when all {
    vip
    not agent.wrote in the last 5m
    conversation.group in ["Billing", "Sales"]
    user.past_visits between 1 and 3
    group("Sales").status is online
    message.text matches /a"b/
  }
  do {
    wait 5s unless agent.wrote then check again
    send hello as "Team" buttons ["A", "B"]
    notify group "Sales" "Wait: {user.time_on_page in minutes or some}"
    set conversation.priority to high
    call webhook "crm" with { customer: user.id, topic: "x" }
  }
}

automation slow {
  after 2h of office_hours since last customer.wrote unless agent.wrote
  only during office_hours
  do { snooze until 09:00 }
}

test "All of it" {
  given { user.plan is <plan>, account.status is online }
  at 2026-12-01 10:00
  receive customer.wrote { message.text is "x" }
  as agent "Joon" do { add tag "x" }
  advance 3s
  expect not fired greet
  expect did add tag "x"
  rows { plan: free }
}
"#;

/// The book, without its lints: what is told of names does not need them.
fn of(text: &str) -> Analysis {
    let file = SourceFile { path: "book.when".to_owned(), text: text.to_owned(), shipped: false };
    semantics::compile(&[file], &Settings::default()).into()
}

/// The ends of all words of the book.
fn ends() -> Vec<u32> {
    let parse = syntax::parse(FileId(0), BOOK);
    let leaves = parse.tree.leaves().filter(|leaf| !leaf.is_trivia() && !leaf.text().is_empty());
    leaves.map(|leaf| leaf.span().end).collect()
}

/// Asks everything that an editor can ask at a place.
fn ask_everything(analysis: &Analysis, offset: u32) {
    let position = Position { file: FileId(0), offset };
    let whole = Span::new(0, u32::try_from(analysis.text(FileId(0)).len()).unwrap());
    let _ = completions(analysis, position);
    let _ = wanted_path(analysis, position);
    let _ = signatures(analysis, position);
    let _ = hover(analysis, position);
    let _ = definition(analysis, position);
    let _ = type_definition(analysis, position);
    let _ = references(analysis, position, true);
    let _ = selection(analysis, position);
    let _ = linked(analysis, position);
    let _ = typed(analysis, position, '\n');
    let _ = typed(analysis, position, '}');
    let _ = rule_at(analysis, position);
    let _ = hints(analysis, FileId(0), whole);
    let _ = links(analysis, FileId(0));
    let _ = folds(analysis, FileId(0));
    let _ = tokens(analysis, FileId(0));
    let _ = formatting(analysis, FileId(0));
    let _ = range_formatting(analysis, FileId(0), whole);
    let _ = actions(analysis, FileId(0), whole);
}

/// What is told of each declaration that ends before an offset: its name, and what hovers over it.
fn told(analysis: &Analysis, before: u32) -> Vec<(String, String)> {
    let items = outline(analysis, FileId(0)).into_iter().filter(|item| item.whole.end < before);
    items
        .map(|item| {
            let hover = hover(analysis, Position { file: FileId(0), offset: item.place.start });
            // Whether a condition holds is only told of a book without errors.
            let declared = hover.map(|hover| hover.text.split("\n```").next().unwrap_or_default().to_owned());
            (item.name, declared.unwrap_or_default())
        })
        .collect()
}

#[test]
fn a_file_that_is_cut_anywhere_keeps_what_stands_before() {
    let whole = of(BOOK);
    for end in ends().into_iter().step_by(2) {
        let text = Span::new(0, end).of(BOOK);
        let analysis = of(text);
        ask_everything(&analysis, end);
        let begun = outline(&whole, FileId(0)).iter().map(|item| item.whole.start).filter(|start| *start < end).max();
        let before = begun.unwrap_or(0);
        assert_eq!(told(&analysis, before), told(&whole, before), "cut behind {text:?}");
    }
}

#[test]
fn a_word_that_is_missing_does_not_touch_other_declarations() {
    let whole = of(BOOK);
    let items = outline(&whole, FileId(0));
    for end in ends().into_iter().step_by(3) {
        let parse = syntax::parse(FileId(0), BOOK);
        let word = parse.tree.leaf_at(end - 1).unwrap().span();
        let text = [Span::new(0, word.start).of(BOOK), BOOK.get(word.end as usize..).unwrap()].concat();
        let analysis = of(&text);
        ask_everything(&analysis, word.start);
        let names: Vec<String> = outline(&analysis, FileId(0)).into_iter().map(|item| item.name).collect();
        let others = items.iter().filter(|item| word.end <= item.whole.start || item.whole.end <= word.start);
        for item in others {
            assert!(names.contains(&item.name), "{} is gone without {:?}: {names:?}", item.name, word.of(BOOK));
        }
    }
}

/// What is offered first behind each word, with a blank behind it.
#[test]
fn behind_each_word_something_is_offered() {
    let mut lines = Vec::new();
    for end in ends() {
        let text = format!("{} ", Span::new(0, end).of(BOOK));
        let analysis = of(&text);
        let offset = u32::try_from(text.len()).unwrap();
        let offers = completions(&analysis, Position { file: FileId(0), offset });
        let labels: Vec<&str> = offers.iter().take(4).map(|offer| offer.label.as_str()).collect();
        let line = text.rsplit('\n').next().unwrap_or_default();
        lines.push(format!("{line}▮  {} ({})", labels.join(" · "), offers.len()));
    }
    insta::assert_snapshot!(lines.join("\n"));
}
