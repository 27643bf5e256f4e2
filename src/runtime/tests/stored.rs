//! Stored states are read as they were written, by whatever version, and nothing that is read does harm.

use proptest::prelude::*;

use super::build::{number, texts};
use super::desk_world::{desk_book, fallback, policy, state};
use super::world::start;
use crate::ir::policy::{Accept, Assignment, FallbackStep};
use crate::ir::{EventName, Moment, Name, Value};
use crate::runtime::conversation::{Armed, Fingerprint, Mark, Occurrence, Occurrences, Pending, Release, Timer, Until};
use crate::runtime::desk::{Agent, DeskInput, DeskInputKind, DeskTimer, Queue};
use crate::runtime::{Conversation, Desk, Facts, Inbox, Input, InputKind, LoadError, ToDesk, User};

fn moment() -> impl Strategy<Value = Moment> {
    (0..=Moment::MAX.millis()).prop_map(|millis| Moment::from_millis(millis).unwrap())
}

fn value() -> impl Strategy<Value = Value> {
    let number = (any::<i64>(), 0..28_u32).prop_map(|(mantissa, scale)| rust_decimal::Decimal::new(mantissa, scale));
    let leaf = prop_oneof![
        ".{0,8}".prop_map(|text| Value::Text(text.into())),
        "[a-z_]{0,8}".prop_map(|name| Value::Enum(name.into())),
        number.clone().prop_map(Value::Number),
        number.prop_map(Value::Percentage),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Duration),
        moment().prop_map(Value::Time),
        (0..=1440_u16).prop_map(Value::ClockTime),
        moment().prop_map(|time| Value::Date(time.to_utc().date_naive())),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop::collection::vec(inner, 0..3).prop_map(|values| Value::List(values.into()))
    })
}

fn name() -> impl Strategy<Value = Name> {
    prop_oneof![Just("conversation.tags".into()), Just("customer.wrote".into()), "\\PC{0,8}".prop_map(Name::from)]
}

fn facts() -> impl Strategy<Value = Facts> {
    prop::collection::vec((name(), value()), 0..5).prop_map(|facts| facts.into_iter().collect())
}

fn timer() -> impl Strategy<Value = Timer> {
    (moment(), any::<u64>()).prop_map(|(due, generation)| Timer { due, generation })
}

fn fingerprint() -> impl Strategy<Value = Fingerprint> {
    prop_oneof![Just(Fingerprint::default()), any::<[u8; 8]>().prop_map(Fingerprint::from)]
}

fn pending() -> impl Strategy<Value = Pending> {
    let before = prop::collection::vec((name(), prop::option::of(value())), 0..3);
    let until = prop::option::of(timer()).prop_map(|timer| match timer {
        Some(Timer { due, generation }) => Until::Timer { due, generation },
        None => Until::Claim,
    });
    let event = prop::option::of(name().prop_map(EventName::new));
    (fingerprint(), any::<u32>(), event, any::<u64>(), facts(), before, until).prop_map(
        |(fingerprint, next, event, input, carried, before, until)| Pending {
            fingerprint,
            next,
            event,
            input,
            carried,
            before,
            until,
        },
    )
}

fn conversation() -> impl Strategy<Value = Conversation> {
    let occurrence = || (moment(), any::<u64>()).prop_map(|(time, input)| Occurrence { time, input });
    let occurrences = (name(), occurrence(), prop::option::of(occurrence()))
        .prop_map(|(event, last, before)| (EventName::new(event), Occurrences { last, before: before.map(Box::new) }));
    let mark = (name(), moment(), any::<u64>()).prop_map(|(id, time, session)| (id, Mark { time, session }));
    let armed = (name(), fingerprint(), prop::option::of(timer()), any::<bool>())
        .prop_map(|(id, fingerprint, timer, deferred)| (id, Armed { fingerprint, timer, deferred }));
    let release = (any::<u32>(), any::<i64>(), timer())
        .prop_map(|(stage, after, timer)| Box::new(Release { stage, after, timer }));
    let heads = (name(), name(), fingerprint(), fingerprint(), any::<[u64; 3]>(), moment(), any::<bool>());
    let maps = (
        facts(),
        prop::collection::vec(occurrences, 0..3),
        prop::collection::vec(mark, 0..3),
        prop::collection::vec((name(), pending()), 0..2),
        prop::collection::vec(armed, 0..3),
    );
    (heads, maps, prop::option::of(release), prop::option::of(timer())).prop_map(|(heads, maps, release, snooze)| {
        let (account, id, book, desk, [inputs, session, generation], time, inactive) = heads;
        let (facts, occurrences, marks, pending, armed) = maps;
        Conversation {
            book,
            inputs,
            time,
            session,
            facts,
            occurrences: occurrences.into_iter().collect(),
            marks: marks.into_iter().collect(),
            pending: pending.into_iter().collect(),
            armed: armed.into_iter().collect(),
            release,
            inactive,
            snooze,
            desk,
            generation,
            ..Conversation::new(account, id)
        }
    })
}

/// As the first version of the compact form has it: without a seal.
fn unsealed(conversation: &Conversation) -> Vec<u8> {
    let sealed = conversation.to_bytes();
    let mut bytes = sealed[..sealed.len() - 4].to_vec();
    bytes[0] = 1;
    bytes
}

proptest! {
    #[test]
    fn states_are_read_as_they_were_written(conversation in conversation()) {
        prop_assert_eq!(&Conversation::load(&conversation.to_bytes()).unwrap(), &conversation);
        let rest = conversation.to_rest().map(|rest| Conversation::load(&rest).unwrap());
        prop_assert_eq!(rest.as_ref(), Some(&conversation));
        let json = serde_json::to_vec(&conversation).unwrap();
        prop_assert_eq!(&Conversation::load(&json).unwrap(), &conversation);
    }

    /// Whatever is read is refused, or is a state that can be written and read again: of the form without a seal, which lets most
    /// damage through.
    #[test]
    fn damaged_states_do_no_harm(
        conversation in conversation(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        length in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = unsealed(&conversation);
        prop_assert_eq!(&Conversation::load(&bytes).unwrap(), &conversation);
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if let Some(length) = length {
            bytes.truncate(length.index(bytes.len()));
        }
        if let Ok(read) = Conversation::load(&bytes) {
            prop_assert_eq!(Conversation::load(&read.to_bytes()).unwrap(), read);
        }
    }

    #[test]
    fn noise_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = Conversation::load(&bytes);
    }
}

/// As version 0.1 wrote it before there was a compact form.
const JSON: &str = r#"{"version":1,"account":"acme","id":"c1","book":"c8cd0842ea4b3d5b","inputs":8,"time":"2026-12-01T10:02:51.250Z","session":1,"facts":{"conversation.assignee":{"text":"Joon"},"conversation.channel":{"enum":"ios"},"conversation.customer_messages":{"number":"2"},"conversation.queued_at":{"time":"2026-12-01T10:00:00.250Z"},"conversation.served":{"boolean":true},"conversation.tags":{"list":[{"text":"new"},{"text":"billing"}]}},"occurrences":{"customer.wrote":[["2026-12-01T10:02:20.250Z",7],["2026-12-01T10:02:10.250Z",6]]},"marks":{"welcome":["2026-12-01T10:00:00.250Z",1]},"pending":{"first_reply":{"fingerprint":"ab5091af1332aa74","next":1,"event":"conversation.requested","input":8,"until":{"timer":{"due":"2026-12-01T10:02:56.250Z","generation":3}}}},"armed":{"close_quiet":{"fingerprint":"e5091af1332aa744","timer":{"due":"2026-12-05T10:02:20.250Z","generation":4}}},"desk":"0180665cc5bd1928","generation":5}"#;

#[test]
fn states_of_older_versions_are_read() {
    let conversation = Conversation::load(JSON.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&conversation).unwrap(), JSON);
    let compact = conversation.to_bytes();
    assert_eq!(Conversation::load(&compact).unwrap(), conversation);
    assert_eq!((JSON.len(), compact.len()), (911, 160));
    assert_eq!(Conversation::load(&unsealed(&conversation)).unwrap(), conversation);
}

/// Before there was a seal, most of these were read as another state: another id, another wait, or a `once` that fires again.
#[test]
fn a_compact_state_with_a_changed_bit_is_refused() {
    let written = Conversation::load(JSON.as_bytes()).unwrap().to_bytes();
    let refused = |bytes: &[u8]| Conversation::load(bytes).is_err();
    for (at, bit) in (0..written.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut bytes = written.clone();
        bytes[at] ^= 1 << bit;
        assert!(refused(&bytes), "bit {bit} of byte {at}");
    }
    assert!((0..written.len()).all(|length| refused(&written[..length])));
    assert!(refused(&[written.as_slice(), b"more"].concat()));
}

/// `marls` for `marks` would be read as a conversation in which nothing has fired.
#[test]
fn a_state_with_a_field_that_no_version_has_is_refused() {
    fn refuses<T>(json: &serde_json::Value, load: impl Fn(&[u8]) -> Result<T, LoadError>) {
        let fields = nested(json, "");
        assert!(!fields.is_empty());
        for field in fields {
            let mut other = json.clone();
            other.pointer_mut(&field).unwrap()["marls"] = serde_json::json!({});
            let refused = load(other.to_string().as_bytes()).err();
            let told = refused.as_ref().map(ToString::to_string).unwrap_or_default();
            assert!(matches!(refused, Some(LoadError::DamagedState(_))), "{field}: {told}");
        }
        assert!(load(json.to_string().as_bytes()).is_ok());
        let mut unknown = json.clone();
        unknown["version"] = serde_json::json!(0);
        assert!(load(unknown.to_string().as_bytes()).is_err());
    }
    let engine = super::world::engine(super::build::book());
    let mut inbox = Inbox::new(engine.book());
    inbox.tell(&Conversation::load(JSON.as_bytes()).unwrap());
    let mut desk = Desk::new("a");
    desk.queues.insert("Billing".into(), Queue::default());
    desk.agents.insert("Joon".into(), Agent { facts: Facts::new(), since: start() });
    refuses(&serde_json::from_str(JSON).unwrap(), Conversation::load);
    refuses(&serde_json::to_value(User::new("a", "u")).unwrap(), User::load);
    refuses(&serde_json::to_value(desk).unwrap(), Desk::load);
    refuses(&serde_json::to_value(inbox).unwrap(), Inbox::load);
}

/// The structures in a state: maps by what a state says are none.
fn nested(json: &serde_json::Value, at: &str) -> Vec<String> {
    const MAPS: [&str; 11] = [
        "facts",
        "occurrences",
        "marks",
        "pending",
        "armed",
        "agents",
        "queues",
        "conversations",
        "entries",
        "people",
        "timer",
    ];
    let Some(fields) = json.as_object() else { return Vec::new() };
    let name = at.rsplit('/').next().unwrap_or_default();
    let own = (!MAPS.contains(&name)).then(|| at.to_owned());
    let inner =
        fields.iter().filter(|_| name != "facts").flat_map(|(name, value)| nested(value, &format!("{at}/{name}")));
    own.into_iter().chain(inner).collect()
}

#[test]
fn a_state_whose_counts_have_reached_their_end_goes_on() {
    let mut book = super::build::book();
    book.triggers = vec![super::build::trigger("t", &["page.opened"], vec![super::build::wait(1, &[], false)])];
    let engine = super::world::engine(book);
    let json = r#"{"version":1,"account":"a","id":"c","book":"","inputs":N,"time":"2026-12-01T10:00:00Z","session":N,"facts":{},"generation":N}"#;
    let mut conversation = Conversation::load(json.replace('N', &u64::MAX.to_string()).as_bytes()).unwrap();
    let name = EventName::new("page.opened");
    let kind = InputKind::Event { name, carried: Default::default(), kept: vec![] };
    assert_eq!(engine.step(&mut conversation, &super::world::input(0, kind)).timers.len(), 1);
    let steps = vec![FallbackStep::Drop("conversation.skills".into())];
    let fallbacks = vec![fallback(1, steps)];
    let engine = super::world::engine(desk_book(Some(Assignment { fallbacks, ..policy(Accept::AtOnce) })));
    let mut desk = Desk { queued: u64::MAX, generation: u64::MAX, ..Desk::new("a") };
    let messages = vec![ToDesk::State(Box::new(state("Billing"))), ToDesk::Requested];
    let kind = DeskInputKind::Told { conversation: "c".into(), messages };
    engine.desk_step(&mut desk, &DeskInput { id: "i".into(), time: start(), account: Default::default(), kind });
    let waiting = desk.conversations.get_mut("c").and_then(|seat| seat.waiting_mut()).unwrap();
    waiting.fallback = u32::MAX;
    let key = DeskTimer::Nobody { conversation: "c".into() };
    let kind = DeskInputKind::Timer { key, generation: u64::MAX };
    engine
        .desk_step(&mut desk, &DeskInput { id: "i".into(), time: start().plus(1), account: Default::default(), kind });
    assert_eq!(desk.conversations.get("c").unwrap().waiting().unwrap().fallback_timer, None);
}

/// The bytes that this version writes must be read by all later ones: when this fails, the format has changed.
#[test]
fn the_compact_form_stays_as_it_is() {
    let mut conversation = Conversation::new("acme", "c1");
    conversation.time = start();
    conversation.facts.insert("conversation.tags".into(), texts(&["new"]));
    conversation.facts.insert("own.fact".into(), number(12));
    let bytes = conversation.to_bytes();
    let written = [
        &[2][..],
        b"\x00\x04acme\x00\x02c1",
        &[0; 8],
        // Inputs, time, session, inactive.
        &[0, 128, 130, 176, 136, 163, 52, 1, 0],
        b"\x02\x09\x06\x01\x03new\x00\x08own.fact\x02\x18\x00",
        // Nothing came, fired, waits, is armed, is told to the desk; no timer was set.
        &[0; 8],
        // The seal.
        &[203, 155, 122, 190],
    ]
    .concat();
    assert_eq!(bytes, written);
    assert_eq!(Conversation::load(&written).unwrap(), conversation);
}

#[test]
fn a_newer_form_is_refused() {
    let mut bytes = Conversation::new("acme", "c1").to_bytes();
    bytes[0] = 3;
    assert_eq!(Conversation::load(&bytes), Err(LoadError::Newer { found: 3, newest: 2 }));
    bytes[0] = 2;
    bytes.push(0);
    assert!(matches!(Conversation::load(&bytes), Err(LoadError::DamagedState(_))));
    assert!(matches!(Conversation::load(b""), Err(LoadError::DamagedState(_))));
}

/// Inputs once had a `view` of the facts of user and account: without it, rules would see nothing of them.
#[test]
fn an_input_of_another_version_is_refused_instead_of_misread() {
    let input = super::world::input(0, InputKind::Book);
    let mut json = serde_json::to_value(&input).unwrap();
    assert_eq!(serde_json::from_value::<Input>(json.clone()).unwrap(), input);
    json["view"] = serde_json::json!({"user.name": {"text": "Mina"}});
    let refused = serde_json::from_value::<Input>(json).unwrap_err();
    assert!(refused.to_string().starts_with("unknown field `view`"), "{refused}");
}
