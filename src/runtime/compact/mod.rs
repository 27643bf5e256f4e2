//! The compact form of a conversation: what a store keeps, and a driver while nothing comes.
//!
//! It is the same data as the readable JSON, written by `postcard` after a byte for the version: times count back from the
//! last input, names of the standard vocabulary are numbers, and defaults take a byte or none. Behind it stands a short hash of all
//! before it, since most damaged bytes would be another state. Its version goes up when one of the types here changes; a reader of
//! each former version stays.

mod times;
mod value;
mod word;

use serde::{Deserialize, Serialize};

use self::times::{Ago, Clock};
use self::value::Short;
use self::word::Word;
pub(crate) use self::word::shared;
use super::conversation::{
    Armed, Conversation, Fingerprint, Mark, Occurrence, Occurrences, Pending, Release, STATE_VERSION, Timer, Until,
};
use super::{Facts, LoadError};
use crate::ir::{EventName, Moment};

/// The version of the compact form, its first byte. It cannot be mistaken for JSON.
const VERSION: u8 = 2;

/// As [`VERSION`], but without the seal: for what stays in memory, and for a store of before.
const UNSEALED: u8 = 1;

/// A hash of all bytes before it, at the end.
type Seal = [u8; 4];

#[derive(Debug, Serialize, Deserialize)]
struct Stored<'a> {
    account: Word,
    id: Word,
    book: Hash,
    inputs: u64,
    time: u64,
    session: u64,
    inactive: bool,
    #[serde(borrow)]
    facts: Vec<(Word, Short<'a>)>,
    occurrences: Vec<(Word, Stamp, Option<Stamp>)>,
    marks: Vec<(Word, Stamp)>,
    #[serde(borrow)]
    pending: Vec<(Word, Rest<'a>)>,
    armed: Vec<(Word, Hash, Option<Stamp>, bool)>,
    release: Option<(u32, i64, Stamp)>,
    snooze: Option<Stamp>,
    desk: Option<Hash>,
    generation: u64,
}

/// A pending continuation.
#[derive(Debug, Serialize, Deserialize)]
struct Rest<'a> {
    fingerprint: Hash,
    next: u32,
    event: Option<Word>,
    input: u64,
    #[serde(borrow)]
    carried: Vec<(Word, Short<'a>)>,
    #[serde(borrow)]
    before: Vec<(Word, Option<Short<'a>>)>,
    until: Option<Stamp>,
}

/// A time, and the number of an input, of a session or of the setting of a timer.
type Stamp = (Ago, u64);

/// A hash is as good as random: it takes its eight bytes.
type Hash = [u8; 8];

/// So much room is made at first: most conversations need no more.
const ROOM: usize = 512;

pub(super) fn write(conversation: &Conversation) -> Vec<u8> {
    stored(conversation).sealed()
}

/// As [`write`], to stay in memory, unless a value in it is so rare that it is written as its JSON. Everything else has a form of its
/// own, from which it comes back as it is.
pub(super) fn write_plain(conversation: &Conversation) -> Option<Vec<u8>> {
    let stored = stored(conversation);
    (conversation.version == STATE_VERSION && stored.is_plain()).then(|| stored.write(UNSEALED))
}

impl Stored<'_> {
    fn write(&self, version: u8) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(ROOM);
        bytes.push(version);
        // Nothing of these types can fail to be written to memory.
        postcard::to_extend(self, bytes).unwrap_or_default()
    }

    fn sealed(&self) -> Vec<u8> {
        let mut bytes = self.write(VERSION);
        bytes.extend(seal(&bytes));
        bytes
    }

    /// Whether no value in it is written as JSON.
    fn is_plain(&self) -> bool {
        let rests = self.pending.iter().map(|(_, rest)| rest);
        let before = rests.clone().flat_map(|rest| &rest.before).filter_map(|(_, value)| value.as_ref());
        let told = self.facts.iter().chain(rests.flat_map(|rest| &rest.carried)).map(|(_, value)| value);
        told.chain(before).all(|value| !matches!(value, Short::Json(_)))
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Conversation, LoadError> {
    let damaged = LoadError::DamagedState;
    match bytes.split_first() {
        Some((&VERSION, _)) => unsealed(bytes).and_then(read_stored).map_err(damaged),
        Some((&UNSEALED, rest)) => read_stored(rest).map_err(damaged),
        Some((0, _)) | None => Err(damaged("it is empty".to_owned())),
        Some((found, _)) => Err(LoadError::Newer { found: u32::from(*found), newest: u32::from(VERSION) }),
    }
}

fn seal(bytes: &[u8]) -> Seal {
    let [first, second, third, fourth, ..] = Fingerprint::short(bytes).bytes();
    [first, second, third, fourth]
}

/// What stands between the version and a seal that is the right one.
fn unsealed(bytes: &[u8]) -> Result<&[u8], String> {
    let whole = bytes.split_last_chunk().filter(|(before, last)| seal(before) == **last);
    let rest = whole.and_then(|(before, _)| before.split_first());
    rest.map(|(_, rest)| rest).ok_or_else(|| "it is not as it was written".to_owned())
}

fn read_stored(bytes: &[u8]) -> Result<Conversation, String> {
    let (stored, left) = postcard::take_from_bytes::<Stored<'_>>(bytes).map_err(|error| error.to_string())?;
    if left.is_empty() { opened(stored) } else { Err("it does not end".to_owned()) }
}

fn stored(conversation: &Conversation) -> Stored<'_> {
    let clock = Clock(conversation.time);
    let stamp = |time: Moment, number: u64| (clock.ago(time), number);
    let timer = |timer: &Timer| stamp(timer.due, timer.generation);
    let occurrence = |one: &Occurrence| stamp(one.time, one.input);
    Stored {
        account: Word(conversation.account.clone()),
        id: Word(conversation.id.clone()),
        book: conversation.book.bytes(),
        inputs: conversation.inputs,
        time: conversation.time.millis().unsigned_abs(),
        session: conversation.session,
        inactive: conversation.inactive,
        facts: shortened(&conversation.facts, clock),
        occurrences: (conversation.occurrences.iter())
            .map(|(event, own)| (event.clone().into(), occurrence(&own.last), own.before.as_deref().map(occurrence)))
            .collect(),
        marks: (conversation.marks.iter())
            .map(|(id, mark)| (Word(id.clone()), stamp(mark.time, mark.session)))
            .collect(),
        pending: conversation.pending.iter().map(|(id, rest)| (Word(id.clone()), stored_rest(rest, clock))).collect(),
        armed: (conversation.armed.iter())
            .map(|(id, one)| (Word(id.clone()), one.fingerprint.bytes(), one.timer.as_ref().map(timer), one.deferred))
            .collect(),
        release: conversation.release.as_ref().map(|own| (own.stage, own.after, timer(&own.timer))),
        snooze: conversation.snooze.as_ref().map(timer),
        desk: (!conversation.desk.is_none()).then(|| conversation.desk.bytes()),
        generation: conversation.generation,
    }
}

fn stored_rest(rest: &Pending, clock: Clock) -> Rest<'_> {
    Rest {
        fingerprint: rest.fingerprint.bytes(),
        next: rest.next,
        event: rest.event.clone().map(Word::from),
        input: rest.input,
        carried: shortened(&rest.carried, clock),
        before: (rest.before.iter())
            .map(|(key, value)| (Word(key.clone()), value.as_ref().map(|value| Short::of(value, clock))))
            .collect(),
        until: match rest.until {
            Until::Timer { due, generation } => Some((clock.ago(due), generation)),
            Until::Claim => None,
        },
    }
}

fn shortened(facts: &Facts, clock: Clock) -> Vec<(Word, Short<'_>)> {
    facts.iter().map(|(key, value)| (Word(key.clone()), Short::of(value, clock))).collect()
}

fn opened(stored: Stored<'_>) -> Result<Conversation, String> {
    let millis = i64::try_from(stored.time).ok();
    let time = millis.and_then(Moment::from_millis).ok_or("a time after 2199")?;
    let clock = Clock(time);
    let timer = |(due, generation): Stamp| Ok::<_, String>(Timer { due: clock.time(due)?, generation });
    let occurrence = |(time, input): Stamp| Ok::<_, String>(Occurrence { time: clock.time(time)?, input });
    let occurrences = stored.occurrences.into_iter().map(|(event, last, before)| {
        let before = before.map(occurrence).transpose()?.map(Box::new);
        Ok((EventName::new(event.0), Occurrences { last: occurrence(last)?, before }))
    });
    let marks =
        (stored.marks.into_iter()).map(|(id, (time, session))| Ok((id.0, Mark { time: clock.time(time)?, session })));
    let armed = stored.armed.into_iter().map(|(id, fingerprint, due, deferred)| {
        let timer = due.map(timer).transpose()?;
        Ok((id.0, Armed { fingerprint: Fingerprint::from(fingerprint), timer, deferred }))
    });
    let release =
        (stored.release).map(|(stage, after, own)| timer(own).map(|timer| Box::new(Release { stage, after, timer })));
    Ok(Conversation {
        version: STATE_VERSION,
        account: stored.account.0,
        id: stored.id.0,
        book: Fingerprint::from(stored.book),
        inputs: stored.inputs,
        time,
        session: stored.session,
        inactive: stored.inactive,
        facts: lengthened(stored.facts, clock)?,
        occurrences: occurrences.collect::<Result<_, String>>()?,
        marks: marks.collect::<Result<_, String>>()?,
        pending: (stored.pending.into_iter())
            .map(|(id, rest)| Ok((id.0, opened_rest(rest, clock)?)))
            .collect::<Result<_, String>>()?,
        armed: armed.collect::<Result<_, String>>()?,
        release: release.transpose()?,
        snooze: stored.snooze.map(timer).transpose()?,
        desk: stored.desk.map(Fingerprint::from).unwrap_or_default(),
        generation: stored.generation,
    })
}

fn opened_rest(rest: Rest<'_>, clock: Clock) -> Result<Pending, String> {
    let before =
        (rest.before.into_iter()).map(|(key, value)| Ok((key.0, value.map(|value| value.value(clock)).transpose()?)));
    Ok(Pending {
        fingerprint: Fingerprint::from(rest.fingerprint),
        next: rest.next,
        event: rest.event.map(|event| EventName::new(event.0)),
        input: rest.input,
        carried: lengthened(rest.carried, clock)?,
        before: before.collect::<Result<_, String>>()?,
        until: match rest.until {
            Some((due, generation)) => Until::Timer { due: clock.time(due)?, generation },
            None => Until::Claim,
        },
    })
}

fn lengthened(facts: Vec<(Word, Short<'_>)>, clock: Clock) -> Result<Facts, String> {
    facts.into_iter().map(|(key, value)| Ok((key.0, value.value(clock)?))).collect()
}
