//! Packed books: as they were, or refused.

use proptest::prelude::{prop, proptest};
use sha2::{Digest, Sha256};

use super::build::*;
use super::hostile::{rich, run};
use crate::ir::policy::{Accept, Assignment, By, Preference, WaitTime};
use crate::ir::test::{Fact, Test, TestStep, TestStepKind};
use crate::ir::{Book, Condition, FORMAT, Packed, Place, SourceText, Trigger};
use crate::runtime::{Engine, LoadError};

/// With sources and tests.
fn whole() -> Book {
    let mut book = rich();
    book.sources = vec![SourceText { path: "rules.when".into(), text: "# rules\n".repeat(40) }];
    let data = serde_json::json!({"user": {"name": "Mina", "score": 1.50}});
    let logged = TestStepKind::Logged {
        event: event("customer.wrote"),
        conversation: None,
        after: 5,
        data: data.as_object().cloned().unwrap(),
    };
    let given: Vec<Fact> = vec![("user.name".into(), Some(text("Mina"))), ("user.plan".into(), None)];
    let steps = [TestStepKind::Given(given), logged].map(|kind| TestStep { place: place(), kind });
    book.tests = vec![Test { title: "a test".into(), place: place(), steps: steps.into() }];
    book.wait_time = Some(WaitTime {
        place: Place { file: 7, start: 900, end: 901, line: 12, column: 3 },
        windows: vec![HOUR, DAY],
        samples: 5,
        known_within: HOUR,
        from: 50.into(),
        to: "90.5".parse().unwrap(),
    });
    book.sealed()
}

fn packed() -> Vec<u8> {
    Packed::of(whole()).bytes().to_vec()
}

/// Behind the magic bytes, the layout and the format.
const HASH: std::ops::Range<usize> = 13..45;

/// The same with another end, and the hash that belongs to it.
fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let hash = Sha256::digest(&bytes[HASH.end..]);
    bytes[HASH].copy_from_slice(&hash);
    bytes
}

#[test]
fn a_packed_book_is_the_book() {
    let book = whole();
    let packed = Packed::of(book.clone());
    assert_eq!(packed.whole().unwrap(), book);
    assert_eq!(Book::load(packed.bytes()).unwrap(), book);
    assert_eq!(*Engine::load(packed.bytes()).unwrap().book(), book);
    assert_eq!(*Engine::new(book.clone()).unwrap().book(), book);
    let running = Book { sources: vec![], tests: vec![], ..book.clone() };
    assert_eq!(packed.running().unwrap(), running);
    assert!(packed.bytes().len() * 4 < serde_json::to_vec(&book).unwrap().len());
}

#[test]
fn an_engine_knows_without_opening_its_book_what_is_asked_often() {
    let engine = Engine::load(packed()).unwrap();
    assert_eq!(engine.wait_time(), whole().wait_time.as_ref());
    assert_eq!((engine.trigger_id(1), engine.trigger_id(2)), (Some("u"), None));
    assert_eq!(engine.frame().vocabulary, whole().vocabulary);
    assert!(engine.frame().triggers.is_empty());
    assert_eq!(engine.book().triggers.len(), 2);
}

/// The words of a preference stand in the sources.
#[test]
fn words_of_the_book_are_the_same_however_it_was_loaded() {
    let text = "prefer agents with agent.online";
    let at = Place { file: 0, start: 19, end: 31, line: 1, column: 20 };
    let asked = Condition { place: at, ..is("user.name", super::build::text("Mina")) };
    let policy = Assignment {
        place: place(),
        capacity: None,
        inactive_count: false,
        accept: Accept::ByHand,
        agents: None,
        prefer_agents: vec![Preference { place: at, by: By::Condition(asked) }],
        prefer_conversations: vec![],
        fallbacks: vec![],
    };
    let sources = vec![SourceText { path: "rules.when".into(), text: text.into() }];
    let book = Book { assignment: Some(policy), sources, ..book() }.sealed();
    let words = |engine: Engine| engine.prepared().assignment.as_ref().unwrap().prefer_agents[0].words.clone();
    assert_eq!(words(Engine::load(Packed::of(book.clone()).bytes()).unwrap()), "agent.online");
    assert_eq!(words(Engine::new(book).unwrap()), "agent.online");
}

#[test]
fn damaged_changed_and_newer_ones_are_told_apart() {
    let good = packed();
    let load = |bytes: &[u8]| (Book::load(bytes).unwrap_err(), Engine::load(bytes).map(drop).unwrap_err());
    for length in 8..good.len() {
        let (one, other) = load(&good[..length]);
        assert!(matches!(one, LoadError::Damaged(_) | LoadError::WrongHash), "{length}: {one}");
        assert_eq!(one, other);
    }
    let with = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        load(&bytes).0
    };
    assert!(matches!(with(0, 1), LoadError::Damaged(_)));
    assert!(with(8, 99).to_string().contains("build it again"), "another layout");
    assert_eq!(with(9, 7), LoadError::Newer { found: 7, newest: FORMAT });
    assert_eq!(with(20, good[20] ^ 1), LoadError::WrongHash);
    assert_eq!(with(good.len() - 1, good[good.len() - 1] ^ 1), LoadError::WrongHash);
    let longer = resealed([good.as_slice(), b"x"].concat());
    assert!(matches!(load(&longer).0, LoadError::Damaged(_)));
}

#[test]
fn a_book_that_cannot_be_run_is_refused_packed_too() {
    let condition = Some(is("user.shoe_size", number(1)));
    let triggers = vec![Trigger { condition, ..trigger("t", &["page.opened"], vec![]) }];
    let bad = Packed::of(Book { triggers, ..book() }.sealed());
    assert!(matches!(Engine::load(bad.bytes()), Err(LoadError::Unknown { .. })));
    assert!(matches!(Book::load(bad.bytes()), Err(LoadError::Unknown { .. })));
}

#[test]
fn a_small_file_does_not_become_a_large_book() {
    // A part that says that it is 4 GB long.
    let mut bomb = packed()[..HASH.end].to_vec();
    bomb.extend([1, 8, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0]);
    assert!(matches!(Engine::load(resealed(bomb)), Err(LoadError::Damaged(_))));
    // What compresses too well is not compressed.
    let sources = vec![SourceText { path: "rules.when".into(), text: " ".repeat(1 << 20) }];
    let book = Book { sources, ..book() }.sealed();
    assert_eq!(Book::load(Packed::of(book.clone()).bytes()).unwrap(), book);
}

#[test]
fn what_is_nested_without_end_is_refused() {
    let mut deep = is("user.name", text("Mina"));
    for _ in 0..150 {
        deep = not(deep);
    }
    let triggers = vec![Trigger { condition: Some(deep), ..trigger("t", &["page.opened"], vec![]) }];
    let packed = Packed::of(Book { triggers, hash: "h".into(), ..book() });
    assert!(matches!(Engine::load(packed.bytes()), Err(LoadError::Damaged(_))));
}

/// What [`Engine::new`] takes must come back from what it keeps.
#[test]
fn the_deepest_book_that_runs_is_not_too_deep() {
    let mut group = attribute("group(name).status");
    group.arguments = vec![read("user.name")];
    let mut deep = condition(crate::ir::Test::Known(crate::ir::Operand::Attribute(group)));
    for _ in 0..31 {
        deep = any(vec![deep]);
    }
    let mut argument = crate::ir::Argument::List(vec![]);
    for _ in 0..15 {
        argument = crate::ir::Argument::Record(vec![("a".into(), argument)]);
    }
    let actions = vec![say("send", argument)];
    let triggers = vec![Trigger { condition: Some(deep), ..trigger("t", &["page.opened"], actions) }];
    let book = Book { triggers, ..book() }.sealed();
    assert_eq!(*Engine::new(book.clone()).unwrap().book(), book);
}

/// Whoever changes a type of the book, or how it is packed, gives the layout the next number, and this the new hash.
#[test]
fn the_layout_has_a_number() {
    let layout = packed()[8];
    let book = Book { time_zone_data: String::new(), hash: String::new(), tests: vec![], ..whole() };
    let bytes = crate::ir::packed::key(&book, Vec::new()).unwrap();
    let hash: String = Sha256::digest(bytes).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((layout, hash.as_str()), (1, "afee505a"));
}

proptest! {
    /// Changed bytes with the right hash are a book, or refused with a reason; what is a book runs.
    #[test]
    fn changed_bytes_never_do_harm(changes in prop::collection::vec((HASH.end..4_000_usize, proptest::num::u8::ANY), 1..6)) {
        let mut bytes = packed();
        for (at, byte) in changes {
            let at = HASH.end + (at - HASH.end) % (bytes.len() - HASH.end);
            bytes[at] = byte;
        }
        let bytes = resealed(bytes);
        let _ = Book::load(&bytes);
        if let Ok(engine) = Engine::load(&bytes) {
            run(engine.book().clone());
        }
    }
}
