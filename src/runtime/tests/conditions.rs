//! What conditions mean.

use rust_decimal::Decimal;

use super::build::*;
use super::world::{engine, start};
use crate::ir::{Book, Comparison, Condition, NamedCondition, NamedList, Operand, Quantity, Test, TextEdge, Value};
use crate::runtime::{Conversation, Facts, Surroundings};

/// Whether a condition holds with these facts, an hour after the start.
fn holds_in(book: Book, facts: &[(&str, Value)], condition: Condition) -> bool {
    let engine = engine(book);
    let mut conversation = Conversation::new("a", "c");
    let (mut user, mut account) = (Facts::new(), Facts::new());
    for (key, value) in facts {
        let facts = match key.split('.').next() {
            Some("conversation") => &mut conversation.facts,
            Some("user") => &mut user,
            _ => &mut account,
        };
        facts.insert((*key).into(), value.clone());
    }
    let marks = Default::default();
    let time = start().plus(HOUR);
    let surroundings = Surroundings { time, user: &user, account: &account, previous: &[], user_marks: &marks };
    engine.evaluate(&conversation, &surroundings, &condition).unwrap().holds
}

fn holds(facts: &[(&str, Value)], condition: Condition) -> bool {
    holds_in(book(), facts, condition)
}

fn literal(value: Value) -> Operand {
    Operand::Literal(value)
}

#[test]
fn a_comparison_with_an_unknown_value_is_false_and_its_opposite_true() {
    let is_mina = || is("user.name", text("Mina"));
    assert!(!holds(&[], is_mina()));
    assert!(holds(&[], not(is_mina())));
    assert!(!holds(&[], condition(Test::Known(read("user.name")))));
    assert!(holds(&[("user.name", text(""))], condition(Test::Known(read("user.name")))));
}

#[test]
fn texts_are_equal_to_the_letter() {
    assert!(holds(&[("user.name", text("Mina"))], is("user.name", text("Mina"))));
    assert!(!holds(&[("user.name", text("mina"))], is("user.name", text("Mina"))));
}

#[test]
fn defaults_are_values() {
    assert!(holds(&[], is("conversation.status", one_of("new"))));
    assert!(holds(&[], condition(Test::Known(read("conversation.status")))));
}

#[test]
fn a_value_of_the_wrong_type_counts_as_missing() {
    assert!(holds(&[("conversation.status", text("solved"))], is("conversation.status", one_of("new"))));
    assert!(holds(&[("conversation.status", one_of("unheard_of"))], is("conversation.status", one_of("new"))));
    assert!(!holds(&[("user.name", number(5))], condition(Test::Known(read("user.name")))));
}

#[test]
fn enums_are_ordered_as_declared_and_numbers_exactly() {
    let status = |comparison, than| compare(read("conversation.status"), comparison, one_of(than));
    assert!(holds(&[("conversation.status", one_of("pending"))], status(Comparison::Greater, "open")));
    assert!(!holds(&[("conversation.status", one_of("pending"))], status(Comparison::Less, "open")));
    let tenth = Value::Number(Decimal::new(1, 1));
    let sum = Value::Number(Decimal::new(10, 2));
    assert!(holds(&[("user.score", sum)], is("user.score", tenth)));
    for (comparison, expected) in [
        (Comparison::Less, false),
        (Comparison::LessOrEqual, true),
        (Comparison::Greater, false),
        (Comparison::GreaterOrEqual, true),
    ] {
        assert_eq!(holds(&[("user.score", number(5))], compare(read("user.score"), comparison, number(5))), expected);
    }
}

#[test]
fn between_includes_both_ends() {
    let between =
        || condition(Test::Between { value: read("user.score"), low: literal(number(9)), high: literal(number(17)) });
    for (score, expected) in [(8, false), (9, true), (17, true), (18, false)] {
        assert_eq!(holds(&[("user.score", number(score))], between()), expected);
    }
}

#[test]
fn in_a_named_list() {
    let mut with_list = book();
    with_list.lists = vec![NamedList { id: "vips".into(), values: vec![text("Mina"), text("Joon")] }];
    let is_in = || condition(Test::In { value: read("user.name"), list: Operand::List("vips".into()) });
    assert!(holds_in(with_list.clone(), &[("user.name", text("Joon"))], is_in()));
    assert!(!holds_in(with_list.clone(), &[("user.name", text("Sora"))], is_in()));
    assert!(!holds_in(with_list, &[], is_in()));
}

fn look(edge: TextEdge, quantity: Quantity, exactly: bool, needles: Value) -> Condition {
    condition(Test::Text { text: read("user.name"), edge, quantity, exactly, needles: literal(needles) })
}

#[test]
fn contains_ignores_case_unless_exactly() {
    let name = [("user.name", text("STRASSE 12"))];
    assert!(holds(&name, look(TextEdge::Anywhere, Quantity::One, false, text("straße"))));
    assert!(!holds(&name, look(TextEdge::Anywhere, Quantity::One, true, text("strasse"))));
    assert!(holds(&name, look(TextEdge::Start, Quantity::One, false, text("stra"))));
    assert!(!holds(&name, look(TextEdge::End, Quantity::One, false, text("stra"))));
    assert!(holds(&name, look(TextEdge::Anywhere, Quantity::Any, false, texts(&["x", "12"]))));
    assert!(!holds(&name, look(TextEdge::Anywhere, Quantity::All, false, texts(&["x", "12"]))));
    assert!(!holds(&name, look(TextEdge::Anywhere, Quantity::Any, false, texts(&[]))));
    assert!(holds(&name, look(TextEdge::Anywhere, Quantity::All, false, texts(&[]))));
    // Not even no needle is in an unknown text.
    assert!(!holds(&[], look(TextEdge::Anywhere, Quantity::All, false, texts(&[]))));
}

#[test]
fn matches_wants_the_whole_text_and_finds_a_part() {
    let matches = |pattern: &str, ignore_case, whole| {
        condition(Test::Matches { text: read("user.name"), pattern: pattern.into(), ignore_case, whole })
    };
    let name = [("user.name", text("order 123"))];
    assert!(!holds(&name, matches("[0-9]+", false, true)));
    assert!(holds(&name, matches("[0-9]+", false, false)));
    assert!(holds(&name, matches("ORDER|order [0-9]+", false, true)));
    assert!(holds(&name, matches("ORDER.*", true, true)));
    assert!(holds(&name, matches("(?x) order \\s [0-9]+ # a comment", false, true)));
}

#[test]
fn has_asks_for_exact_members_and_under_for_a_hierarchy() {
    let has = |quantity, members| {
        condition(Test::Has { list: read("conversation.tags"), quantity, members: literal(members) })
    };
    let tags = [("conversation.tags", texts(&["billing/refund", "vip"]))];
    assert!(holds(&tags, has(Quantity::One, text("vip"))));
    assert!(!holds(&tags, has(Quantity::One, text("billing"))));
    assert!(holds(&tags, has(Quantity::Under, text("billing"))));
    assert!(holds(&tags, has(Quantity::Under, text("billing/refund"))));
    assert!(!holds(&tags, has(Quantity::Under, text("bill"))));
    assert!(holds(&tags, has(Quantity::Any, texts(&["x", "vip"]))));
    assert!(!holds(&tags, has(Quantity::All, texts(&["x", "vip"]))));
    assert!(holds(&[], has(Quantity::All, texts(&[]))));
}

#[test]
fn ago_is_strict_and_knows_no_future() {
    let ago = |more, duration| condition(Test::Ago { time: read("conversation.queued_at"), more, duration });
    let queued = |offset| [("conversation.queued_at", Value::Time(start().plus(offset)))];
    assert!(!holds(&queued(0), ago(true, HOUR)));
    assert!(holds(&queued(-1), ago(true, HOUR)));
    assert!(!holds(&queued(0), ago(false, HOUR)));
    assert!(holds(&queued(1), ago(false, HOUR)));
    assert!(!holds(&queued(2 * HOUR), ago(false, HOUR)));
    assert!(!holds(&[], ago(true, HOUR)) && !holds(&[], ago(false, HOUR)));
}

#[test]
fn the_clock_is_that_of_the_books_time_zone() {
    let mut seoul = book();
    seoul.time_zone = "Asia/Seoul".into();
    assert!(holds_in(seoul.clone(), &[], is("time.hour", number(20))));
    assert!(holds_in(seoul.clone(), &[], is("time.weekday", one_of("tue"))));
    assert!(holds_in(seoul, &[], is("time.clock", Value::ClockTime(1200))));
}

#[test]
fn arguments_may_be_attributes_and_an_unknown_one_makes_it_unknown() {
    let mut group = attribute("group(name).status");
    group.arguments = vec![read("conversation.group")];
    let online = || compare(Operand::Attribute(group.clone()), Comparison::Is, one_of("online"));
    let known = || condition(Test::Known(Operand::Attribute(group.clone())));
    let status = (r#"group("Bill \"B\"").status"#, one_of("online"));
    assert!(holds(&[("conversation.group", text("Bill \"B\"")), status.clone()], online()));
    assert!(!holds(&[("conversation.group", text("Other")), status.clone()], online()));
    assert!(holds(&[("conversation.group", text("Other"))], known()));
    assert!(!holds(&[status], known()));
}

#[test]
fn named_conditions_may_ask_for_others() {
    let mut named = book();
    let ask = |id: &str, condition| NamedCondition { id: id.into(), condition };
    let call = |id: &str| condition(Test::Named(id.into()));
    named.conditions = vec![ask("outer", not(call("inner"))), ask("inner", is("user.name", text("Mina")))];
    assert!(holds_in(named.clone(), &[], call("outer")));
    assert!(!holds_in(named, &[("user.name", text("Mina"))], call("outer")));
}

#[test]
fn none_of_nothing_and_all_of_nothing() {
    assert!(holds(&[], all(vec![])));
    assert!(!holds(&[], any(vec![])));
}

#[test]
fn evaluating_what_the_book_does_not_hold_is_an_error() {
    let engine = engine(book());
    let marks = Default::default();
    let none = Facts::new();
    let surroundings = Surroundings { time: start(), user: &none, account: &none, previous: &[], user_marks: &marks };
    let conversation = Conversation::new("a", "c");
    assert!(engine.evaluate(&conversation, &surroundings, &is("user.shoe_size", number(1))).is_err());
}
