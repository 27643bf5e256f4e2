//! Books and states from outside.

use super::build::*;
use super::world::world;
use crate::ir::{
    Argument, AttributeRead, Base, Book, Comparison, Condition, FirstMatch, Hours, NamedCondition, Operand, Quantity,
    Test, TextEdge, Trigger, Value, Write,
};
use crate::runtime::{Conversation, Engine, LoadError};

fn json(book: Book) -> String {
    serde_json::to_string(&book.sealed()).unwrap()
}

fn error(book: Book) -> String {
    Book::load(json(book)).unwrap_err().to_string()
}

fn with(condition: Condition) -> Book {
    let mut book = book();
    book.triggers = vec![Trigger { condition: Some(condition), ..trigger("t", &["page.opened"], vec![]) }];
    book
}

#[test]
fn a_book_comes_back_as_it_was() {
    let mut book = with(is("user.name", text("Mina")));
    book.schedules = vec![office_hours()];
    let book = book.sealed();
    assert_eq!(Book::load(json(book.clone())).unwrap(), book);
}

#[test]
fn a_book_may_be_laid_out_anew_and_an_engine_loaded_at_once() {
    let book = with(is("user.name", text("Mina"))).sealed();
    let pretty = serde_json::to_string_pretty(&book).unwrap();
    assert_eq!(Book::load(&pretty).unwrap(), book);
    assert_eq!(Book::load(pretty.replace("Mina", "Tina")), Err(LoadError::WrongHash));
    assert_eq!(Book::load(format!("{}\n", json(book.clone()))).unwrap(), book);
    assert_eq!(*Engine::load(json(book.clone())).unwrap().book(), book);
    let unknown = with(is("user.shoe_size", number(1)));
    assert_eq!(Engine::load(json(unknown.clone())).unwrap_err().to_string(), error(unknown));
    let named = Book { hash: "\"".into(), ..book.clone() };
    assert_eq!(named.content_hash(), book.hash);
    assert_eq!(Book::load(serde_json::to_string(&named).unwrap()), Err(LoadError::WrongHash));
}

#[test]
fn a_book_of_an_older_format_has_the_hash_of_its_json() {
    let old = Book { format: 2, ..book() }.sealed();
    assert_eq!(old.hash, "daf9464ce000d3720b860e3a98bbd96067a539e463308aee7ffcace65dbbde89");
    assert_eq!(Book::load(json(old.clone())).unwrap(), old);
    let pretty = serde_json::to_string_pretty(&old).unwrap();
    assert_eq!(Book::load(&pretty).unwrap(), old);
    assert_eq!(Book::load(pretty.replace("\"test\"", "\"fest\"")), Err(LoadError::WrongHash));
}

#[test]
fn damaged_changed_and_newer_books_are_told_apart() {
    let good = json(book());
    assert!(matches!(Book::load("not JSON"), Err(LoadError::Damaged(_))));
    assert!(matches!(Book::load(&good.as_bytes()[..good.len() / 2]), Err(LoadError::Damaged(_))));
    assert!(matches!(Book::load([0xff, 0xfe]), Err(LoadError::Damaged(_))));
    assert_eq!(Book::load(good.replace("\"test\"", "\"fest\"")), Err(LoadError::WrongHash));
    // The rest of a newer one may be anything.
    assert_eq!(
        Book::load(r#"{"format": 7, "rules": []}"#),
        Err(LoadError::Newer { found: 7, newest: crate::ir::FORMAT })
    );
}

#[test]
fn a_book_of_other_time_zones_is_built_again_unless_it_knows_utc_alone() {
    let old = |time_zone: &str| Book { time_zone: time_zone.into(), time_zone_data: "IANA 1999a".into(), ..book() };
    assert!(Book::load(json(old("UTC"))).is_ok());
    assert!(matches!(Book::load(json(old("Asia/Seoul"))), Err(LoadError::OtherTimeZones { .. })));
    let with_hours = Book { schedules: vec![office_hours()], ..old("UTC") };
    assert!(matches!(Book::load(json(with_hours)), Err(LoadError::OtherTimeZones { .. })));
}

#[test]
fn any_byte_may_be_damaged() {
    let mut book = with(all(vec![is("user.name", text("Mina")), not(was("conversation.status", one_of("open")))]));
    book.vocabulary.attributes.truncate(12);
    let book = book.sealed();
    let good = json(book.clone()).into_bytes();
    for index in (0..good.len()).step_by(7) {
        let mut bad = good.clone();
        bad[index] = b'!';
        // Where a `null` loses its name, nothing is lost.
        assert!(Book::load(&bad).is_ok_and(|loaded| loaded == book) || Book::load(&bad).is_err());
    }
}

#[test]
fn what_is_not_in_the_book_is_named() {
    assert_eq!(
        error(with(is("user.shoe_size", number(1)))),
        "`t` needs the attribute `user.shoe_size`, which the book does not hold"
    );
    for (test, kind) in [
        (Test::Open("x".into()), "schedule"),
        (Test::Named("x".into()), "condition"),
        (Test::HasFired("x".into()), "trigger or automation"),
        (Test::InTheLast { event: event("x"), duration: 1 }, "event"),
        (Test::Known(Operand::List("x".into())), "list"),
    ] {
        assert_eq!(error(with(condition(test))), format!("`t` needs the {kind} `x`, which the book does not hold"));
    }
    let mut book = book();
    book.triggers = vec![trigger("t", &["x"], vec![])];
    assert_eq!(error(book.clone()), "`t` needs the event `x`, which the book does not hold");
    book.triggers = vec![trigger("t", &[], vec![say("send", Argument::Message("x".into()))])];
    assert_eq!(error(book.clone()), "`t` needs the message `x`, which the book does not hold");
    book.triggers = vec![];
    book.first_matches = vec![FirstMatch { id: "g".into(), members: vec!["x".into()], place: place() }];
    assert_eq!(error(book.clone()), "`g` needs the trigger `x`, which the book does not hold");
    book.first_matches = vec![];
    book.time_zone = "Mars/Olympus".into();
    assert_eq!(error(book), "`test` needs the time zone `Mars/Olympus`, which the book does not hold");
}

#[test]
fn names_are_there_once() {
    let mut book = book();
    book.triggers = vec![trigger("t", &[], vec![]), trigger("t", &[], vec![])];
    assert_eq!(error(book.clone()), "the book holds the trigger or automation `t` twice");
    book.triggers.truncate(1);
    book.automations = vec![automation("t", after(1, Base::While(all(vec![]))), vec![])];
    assert_eq!(error(book.clone()), "the book holds the trigger or automation `t` twice");
    book.automations.clear();
    book.vocabulary.attributes.push(book.vocabulary.attributes[1].clone());
    book.vocabulary.attributes.last_mut().unwrap().key = "group(id).status".into();
    assert_eq!(error(book), "the book holds the attribute `group(id).status` twice");
}

#[test]
fn conditions_do_not_go_round_in_circles() {
    let named = |id: &str, asks: &str| NamedCondition { id: id.into(), condition: condition(Test::Named(asks.into())) };
    let mut book = book();
    book.conditions = vec![named("a", "b"), named("b", "c"), named("c", "a")];
    assert_eq!(error(book.clone()), "the condition `a` asks for itself");
    book.conditions = vec![named("a", "a")];
    assert_eq!(error(book), "the condition `a` asks for itself");
}

#[test]
fn conditions_nest_only_so_deep() {
    let deep = |depth| (1..depth).fold(all(vec![]), |inner, _| not(inner));
    assert!(Book::load(json(with(deep(32)))).is_ok());
    assert_eq!(error(with(deep(33))), "a condition of `t` is nested too deeply");
    // As JSON it is refused before it is read whole; in memory without any overflow.
    assert!(matches!(Book::load(json(with(deep(200)))), Err(LoadError::Damaged(_))));
    assert!(matches!(Engine::new(with(deep(1000))), Err(LoadError::TooDeep(_))));
    let hostile = format!(r#"{{"format": 1, "x": {}"#, "[".repeat(100_000));
    assert!(matches!(Book::load(hostile), Err(LoadError::Damaged(_))));
}

#[test]
fn named_conditions_written_out_are_not_too_large() {
    let chain = |length: usize, copies: usize| {
        let mut book = book();
        book.conditions = (0..length)
            .map(|number| {
                let next = format!("c{}", number + 1);
                let ask = || condition(Test::Named(next.clone()));
                let asks = (0..copies).map(|_| ask()).collect();
                let last = number + 1 == length;
                NamedCondition { id: format!("c{number}"), condition: if last { all(vec![]) } else { all(asks) } }
            })
            .collect();
        book
    };
    assert!(Book::load(json(chain(30, 1))).is_ok());
    assert!(matches!(Book::load(json(chain(40, 1))), Err(LoadError::TooDeep(_))));
    assert!(matches!(Book::load(json(chain(200, 1))), Err(LoadError::TooDeep(_))));
    // Each asks twice for the next: a million tests.
    assert!(matches!(Book::load(json(chain(20, 2))), Err(LoadError::TooDeep(_))));
}

#[test]
fn patterns_are_small_and_whole() {
    let pattern = |pattern: &str| {
        let pattern = pattern.to_owned();
        with(condition(Test::Matches { text: read("user.name"), pattern, ignore_case: false, whole: true }))
    };
    assert!(Book::load(json(pattern("a|b"))).is_ok());
    for bad in ["(", "a)|(b", "(?=a)", "((((a{100}){100}){100}){100})", &"(".repeat(1000), &"x".repeat(100_000)] {
        assert_eq!(error(pattern(bad)), "`t` cannot be used: a pattern in it cannot be used");
    }
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let literal = Operand::Literal;
    for (test, reason) in [
        (
            Test::Compare { left: read("user.name"), comparison: Comparison::Is, right: literal(number(1)) },
            "it compares values of two types",
        ),
        (
            Test::Compare {
                left: read("conversation.status"),
                comparison: Comparison::Is,
                right: literal(one_of("asleep")),
            },
            "it compares values of two types",
        ),
        (
            Test::Compare { left: read("user.name"), comparison: Comparison::Less, right: literal(text("b")) },
            "it orders values that have no order",
        ),
        (Test::In { value: read("user.name"), list: literal(number(1)) }, "it looks for a value in a list of others"),
        (
            Test::Text {
                text: read("user.score"),
                edge: TextEdge::Anywhere,
                quantity: Quantity::One,
                exactly: false,
                needles: literal(text("x")),
            },
            "it looks into what is no text",
        ),
        (
            Test::Has { list: read("user.tags"), quantity: Quantity::Any, members: literal(text("x")) },
            "it looks for values in a list of others",
        ),
        (
            Test::Ago { time: read("user.score"), more: true, duration: 1 },
            "it asks how long ago something is that is no time",
        ),
        (
            Test::Ago { time: read("conversation.queued_at"), more: true, duration: -1 },
            "durations are more than nothing and at most ten years",
        ),
        (
            Test::Known(Operand::Attribute(AttributeRead {
                arguments: vec![read("user.name")],
                ..attribute("user.name")
            })),
            "an attribute has another number of parameters",
        ),
        (Test::Known(read("group(name).status")), "an attribute has another number of parameters"),
    ] {
        assert_eq!(error(with(condition(test))), format!("`t` cannot be used: {reason}"));
    }
}

#[test]
fn writes_are_of_the_right_type_and_to_what_may_be_written() {
    let write = |key: &str, value: Value| {
        let mut book = book();
        book.triggers = vec![trigger("t", &[], vec![set(key, value)])];
        book
    };
    assert!(Book::load(json(write("conversation.status", one_of("open")))).is_ok());
    assert!(Book::load(json(write("conversation.status", one_of("asleep")))).is_err());
    assert!(Book::load(json(write("account.status", one_of("away")))).is_err());
    assert!(Book::load(json(write("message.text", text("x")))).is_err());
    let mut adds = book();
    let mut step = set("conversation.status", one_of("open"));
    let crate::ir::StepKind::Act { write, .. } = &mut step.kind else { panic!() };
    *write = Some(Write::Add { key: "conversation.status".into(), argument: "nothing".into() });
    adds.triggers = vec![trigger("t", &[], vec![step])];
    assert_eq!(error(adds), "`t` needs the argument `nothing`, which the book does not hold");
}

#[test]
fn hours_and_defaults_that_cannot_be_are_refused() {
    let mut book = book();
    book.schedules = vec![office_hours()];
    book.schedules[0].weekly[0].1 = vec![Hours { start: 2000, end: 60_000 }];
    assert_eq!(error(book.clone()), "`office_hours` cannot be used: hours from minute 2000 to 60000 cannot be");
    book.schedules.clear();
    book.vocabulary.attributes[0].default = Some(number(1));
    assert!(error(book).starts_with("`account.status` cannot be used: its default"));
}

#[test]
fn a_conversation_comes_back_and_a_newer_one_does_not() {
    let mut book = book();
    book.triggers = vec![trigger("t", &["page.opened"], vec![wait(SECOND, &[], true), send_filled(&["{user.name}"])])];
    let mut world = world(book);
    world.event("page.opened", 0, &[("conversation.status", one_of("open"))]);
    let stored = serde_json::to_vec(&world.conversation()).unwrap();
    assert_eq!(Conversation::load(&stored).unwrap(), world.conversation());
    let newer = String::from_utf8(stored).unwrap().replace("\"version\":1", "\"version\":2");
    assert_eq!(Conversation::load(newer.as_bytes()), Err(LoadError::Newer { found: 2, newest: 1 }));
    assert!(matches!(Conversation::load(b"{}"), Err(LoadError::DamagedState(_))));
}
