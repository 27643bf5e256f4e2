//! Packed books: as they were, or refused.

use proptest::prelude::{prop, prop_oneof, proptest};
use sha2::{Digest, Sha256};

use super::build::*;
use super::hostile::{rich, run, run_engine};
use super::world::plain_world;
use crate::ir::packed::{Rules, to_bytes};
use crate::ir::policy::{Accept, Assignment, By, Preference, WaitTime};
use crate::ir::test::{Fact, Test, TestStep, TestStepKind};
use crate::ir::{Book, Condition, FORMAT, Operand, Packed, Place, Quantity, SourceText, TextEdge, Trigger};
use crate::runtime::prepare::Prepared;
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
    Packed::of(whole()).unwrap().to_bytes()
}

/// Behind the magic bytes, the layout and the format.
const HASH: std::ops::Range<usize> = 13..45;

/// The same with another end, and the hash that belongs to it.
fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    // The format stands before its hash.
    let hash = Sha256::new().chain_update(&bytes[9..HASH.start]).chain_update(&bytes[HASH.end..]).finalize();
    bytes[HASH].copy_from_slice(&hash);
    bytes
}

#[test]
fn a_packed_book_is_the_book() {
    let book = whole();
    let packed = Packed::of(book.clone()).unwrap();
    let bytes = packed.to_bytes();
    assert_eq!(packed.whole().unwrap(), book);
    assert_eq!(Packed::read(&bytes).unwrap().to_bytes(), bytes);
    assert_eq!(Book::load(&bytes).unwrap(), book);
    assert_eq!(*Engine::load(&bytes).unwrap().book(), book);
    assert_eq!(*Engine::new(book.clone()).unwrap().book(), book);
    let long = SourceText { path: "long.when".into(), text: "# a long one\n".repeat(9_000) };
    let with_long = Book { sources: [vec![long], book.sources.clone()].concat(), hash: String::new(), ..book.clone() };
    assert_eq!(*Engine::new(with_long.clone()).unwrap().book(), with_long.sealed());
    let running = Book { sources: vec![], tests: vec![], ..book.clone() };
    assert_eq!(packed.running().unwrap(), running);
    assert!(bytes.len() * 3 < serde_json::to_vec(&book).unwrap().len());
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
    assert_eq!(words(Engine::load(Packed::of(book.clone()).unwrap().to_bytes()).unwrap()), "agent.online");
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
    assert_eq!(with(9, 1), LoadError::WrongHash, "an older format");
    assert_eq!(with(20, good[20] ^ 1), LoadError::WrongHash);
    assert_eq!(with(good.len() - 1, good[good.len() - 1] ^ 1), LoadError::WrongHash);
    let longer = resealed([good.as_slice(), b"x"].concat());
    assert!(matches!(load(&longer).0, LoadError::Damaged(_)));
}

#[test]
fn a_book_that_cannot_be_run_is_not_packed() {
    let condition = Some(is("user.shoe_size", number(1)));
    let triggers = vec![Trigger { condition, ..trigger("t", &["page.opened"], vec![]) }];
    let bad = Book { triggers, ..book() }.sealed();
    assert!(matches!(Packed::of(bad), Err(LoadError::Unknown { .. })));
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
    assert_eq!(Book::load(Packed::of(book.clone()).unwrap().to_bytes()).unwrap(), book);
}

/// A packed book whose triggers are not those that were checked, sealed as if they were.
fn forged(book: &Book, triggers: Vec<Trigger>) -> Engine {
    let (_, outline) = Prepared::check(book, None).unwrap();
    let forged = Book { triggers, ..book.clone() };
    let rules = Rules::of(&forged).unwrap();
    Engine::load(Packed::new(forged, rules, to_bytes(&outline).unwrap()).unwrap().to_bytes()).unwrap()
}

#[test]
fn a_trigger_that_somebody_has_forged_is_as_if_it_were_not_there() {
    let good = || trigger("t", &["page.opened"], vec![send("good")]);
    let others = (0..20).map(|number| Trigger {
        condition: Some(is("user.name", text(&number.to_string()))),
        channels: Some(vec!["ios".into()]),
        ..trigger(&format!("o{number}"), &["page.opened"], vec![])
    });
    let book = Book { triggers: others.chain([good()]).collect(), ..book() }.sealed();
    let fires = |engine: Engine| plain_world(engine).event("page.opened", 0, &[]).fired().len();
    assert_eq!(fires(forged(&book, book.triggers.clone())), 1);
    let mut deep = is("user.name", text("Mina"));
    for _ in 0..150 {
        deep = not(deep);
    }
    for condition in [is("user.shoe_size", number(1)), deep] {
        let bad = Trigger { condition: Some(condition), ..good() };
        let triggers =
            book.triggers.iter().map(|trigger| if trigger.id == "t" { bad.clone() } else { trigger.clone() });
        let engine = forged(&book, triggers.collect());
        assert_eq!(engine.trigger_id(20), Some("t"));
        assert_eq!(fires(engine), 0);
    }
    // Fewer of them, and all others in their places.
    assert_eq!(fires(forged(&book, vec![])), 0);
    assert_eq!(fires(forged(&book, vec![good(); 9])), 0);
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
    let outline = |book: &Book| to_bytes(&Prepared::check(book, None).unwrap().1).unwrap();
    let written = Packed::new(book.clone(), Rules::of(&book).unwrap(), Vec::new()).unwrap();
    let bytes = [to_bytes(&book).unwrap(), written.rules().bytes().to_vec(), outline(&whole()), outline(&many())];
    let hash: String = Sha256::digest(bytes.concat()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((layout, hash.as_str()), (4, "8744bea9"));
}

/// So many triggers of one event that there are rows of bits, and something of each kind in them.
fn many() -> Book {
    let asked = |number: i64| {
        let name = || is("user.name", text(&format!("name-{}", number % 7)));
        let members = Operand::Literal(text(&format!("tag-{}", number % 5)));
        let tags = condition(crate::ir::Test::Has { list: read("user.tags"), quantity: Quantity::One, members });
        let contains = crate::ir::Test::Text {
            text: read("message.text"),
            edge: TextEdge::Anywhere,
            quantity: Quantity::One,
            exactly: false,
            needles: Operand::Literal(text("x")),
        };
        match number % 4 {
            0 => name(),
            1 => all(vec![tags, not(is("conversation.status", one_of("new")))]),
            2 => any(vec![name(), condition(contains)]),
            _ => all(vec![not(tags), any(vec![name(), is("conversation.status", one_of("open"))])]),
        }
    };
    let triggers = (0..40).map(|number| Trigger {
        condition: Some(asked(number)),
        channels: (number % 9 == 0).then(|| vec!["ios".into()]),
        active: number % 11 > 0,
        ..trigger(&format!("t{number}"), &["customer.wrote"], vec![send("said")])
    });
    let mut book = rich();
    book.triggers.extend(triggers.filter(|trigger| trigger.id != "t"));
    book.sealed()
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
            run_engine(engine);
        }
    }

    /// The same of what was found out about triggers, and of the triggers, whose bytes are changed as they are uncompressed.
    #[test]
    fn changed_outlines_and_triggers_never_do_harm(
        of_triggers in prop::bool::ANY,
        changes in prop::collection::vec((0..20_000_usize, prop_oneof![proptest::num::u8::ANY, 0..4_u8]), 1..4),
    ) {
        let mut packed = MANY.with(Packed::clone);
        let mut bytes = if of_triggers { packed.rules().bytes().to_vec() } else { packed.take_outline() };
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let Ok(packed) = (if of_triggers { packed.with_rules(bytes) } else { Ok(packed.with_outline(bytes)) }) else {
            return Ok(());
        };
        if let Ok(engine) = Engine::load(packed.to_bytes()) {
            let _ = engine.book();
            run_engine(engine);
        }
    }
}

thread_local! {
    static MANY: Packed = Packed::of(many()).unwrap();
}
