//! The engine: a book, made ready to be stepped through.

use std::collections::BTreeSet;

use super::carried::Taken;
use super::conversation::{Fingerprint, Purpose, TimerKey};
use super::evaluate::{Earlier, Folded, Sight, Told};
use super::fact::{AttributeNumber, EventNumber, Reader};
use super::held::{Held, take_long, without_triggers};
use super::index::Hosted;
use super::maintained::CHANNEL;
use super::prepare::{Occasion, Prepared, Timing, condition};
use super::sightings::Telling;
use super::step::Stepping;
use super::trace::ConditionTrace;
use super::{
    Bound, Carried, Conversation, Desk, DeskInput, DeskOutcome, Facts, Input, Line, LineOrder, LoadError, Outcome,
    SortedMap, desk, step,
};
use crate::ir::packed::from_bytes;
use crate::ir::vocabulary::Holder;
use crate::ir::{Book, Condition, EventName, Moment, Name, Packed, Value, WaitTime};

/// A book, made ready. A pure function of it, a conversation and an input gives everything: see [`Engine::step`].
#[derive(Debug)]
pub struct Engine {
    book: Held,
    hash: Fingerprint,
    prepared: Prepared,
    /// The automations that are due again and again by themselves.
    recurring: BTreeSet<Name>,
}

/// What a condition is looked at with, beside a conversation.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The present.
    pub time: Moment,
    /// Facts of the user.
    pub user: &'a Facts,
    /// Facts of the account.
    pub account: &'a Facts,
    /// Earlier values, for `was`; a fact that is not in it was what it is.
    pub previous: &'a [(Name, Option<Value>)],
    /// The marks of the user's `once per user` triggers.
    pub user_marks: &'a SortedMap<Name, Moment>,
}

impl Engine {
    /// Makes a book ready.
    ///
    /// # Errors
    /// If the book cannot be run; one that [`Book::load`] gave can.
    pub fn new(book: Book) -> Result<Self, LoadError> {
        let (rules, base, outline) = Prepared::checked_and_packed(&book)?;
        let mut book = if book.hash.is_empty() { book.sealed() } else { book };
        let (hash, wait_time) = (book.hash.as_str().into(), book.wait_time.clone());
        let texts = take_long(&mut book.sources);
        let packed = Packed::new(book, rules, Vec::new())?;
        let prepared = Prepared::of_checked(base, &packed, outline)?;
        let book = Held::new(packed, wait_time).with_texts(texts);
        Ok(Self { hash, recurring: recurring(&prepared), book, prepared })
    }

    /// Reads a compiled book, in either form that `whenbook build` writes, and makes it ready at once.
    ///
    /// # Errors
    /// As [`Book::load`]. Of a packed book nobody looks at triggers before they are needed, nor at sources and tests before
    /// [`Engine::book`] is asked for: its hash says that it is as it was when it was checked and packed. A trigger that somebody has
    /// forged, and sealed with the right hash, is as if it were not there if it cannot be run.
    pub fn load(built: impl AsRef<[u8]>) -> Result<Self, LoadError> {
        let built = built.as_ref();
        if !Packed::is_packed(built) {
            return Self::new(Book::read(built)?);
        }
        let mut packed = Packed::read(built)?;
        let outline = from_bytes(packed.take_outline())?;
        let book = without_triggers(&packed)?;
        let prepared = Prepared::open(&packed, &book, outline)?;
        let recurring = recurring(&prepared);
        Ok(Self { prepared, hash: book.hash.as_str().into(), book: Held::new(packed, book.wait_time), recurring })
    }

    /// Keeps the names of attributes, events and triggers in memory to the end of the process, so that nobody counts by how many they
    /// are shared: each fact of an event has one, and each effect. To be called before the first input, by a process that runs one
    /// book, or few, until it ends: what is kept is never given back.
    pub fn keep_names(&self) {
        self.prepared.keep_names();
    }

    /// The book. The engine itself does not need it and keeps it packed: the first to ask opens it, and then it stays open.
    #[must_use]
    pub fn book(&self) -> &Book {
        self.book.whole()
    }

    /// The book without its rules, its sources and its tests, which is opened by itself.
    pub(crate) fn frame(&self) -> &Book {
        self.book.frame()
    }

    /// The book's policy of wait times, as in [`Book::wait_time`]: for those who ask with every event.
    #[must_use]
    pub fn wait_time(&self) -> Option<&WaitTime> {
        self.book.wait_time.as_ref()
    }

    /// The id of a trigger, by its place in [`Book::triggers`].
    #[must_use]
    pub fn trigger_id(&self, place: usize) -> Option<&str> {
        self.prepared.names.ids.id(u32::try_from(place).ok()?)
    }

    /// Takes one input: changes the conversation and says what is to be done. The conversation is as its last step has left it: what
    /// the host knows besides, it tells by events, since what no input has changed is not looked at again.
    pub fn step(&self, conversation: &mut Conversation, input: &Input) -> Outcome {
        self.step_by(conversation, input, Stepping::default())
    }

    /// As [`Engine::step`], and tells in [`Outcome::trace`] why everything was as it was.
    pub fn step_traced(&self, conversation: &mut Conversation, input: &Input) -> Outcome {
        self.step_by(conversation, input, Stepping { telling: Telling::Trace, ..Stepping::default() })
    }

    pub(crate) fn step_by(&self, conversation: &mut Conversation, input: &Input, by: Stepping) -> Outcome {
        step::step(&self.prepared, self.hash, conversation, input, by)
    }

    /// Which triggers listen to the event and have a `when` that holds, of the facts that the host keeps itself: hands the place
    /// of each in [`Book::triggers`] to `found`, in the order in which they fire. `once`, waits and `first match` are a
    /// conversation's own and play no part; what it marks and remembers is read from it, all facts from the host. `was` reads
    /// what is now.
    ///
    /// Once warm, it allocates nothing.
    pub fn matching<R: Reader>(
        &self,
        event: EventNumber,
        time: Moment,
        conversation: &Conversation,
        host: &R,
        mut found: impl FnMut(usize),
    ) {
        if self.prepared.reads_most {
            host.touch();
        }
        let Some(occasion) = self.prepared.numbered_occasion(event.0) else { return };
        let folded = Folded::default();
        let sight = Sight { folded: Some(&folded), ..Sight::of_host(&self.prepared, time, conversation, host) };
        occasion.index.matching_from(&Hosted(host), &sight, |number| {
            found(usize::try_from(number).unwrap_or(usize::MAX));
        });
    }

    /// The number under which [`Engine::matching`] knows an event; `None` if the book has nothing to do with it: then nothing matches.
    #[must_use]
    pub fn event(&self, name: &str) -> Option<EventNumber> {
        self.prepared.occasion(name).map(|occasion| EventNumber(occasion.number))
    }

    /// The number under which [`Engine::matching`] asks for an attribute without parameters, by its key; `None` if it is not
    /// declared.
    #[must_use]
    pub fn attribute(&self, key: &str) -> Option<AttributeNumber> {
        self.prepared.names.vocabulary.declared(key).map(|attribute| attribute.number)
    }

    /// How many attributes are declared: their numbers are below that.
    #[must_use]
    pub fn attributes(&self) -> usize {
        self.prepared.names.vocabulary.attributes().count()
    }

    /// Takes one input of the desk: changes it and says what is to be done. A pure function, as [`Engine::step`] is.
    pub fn desk_step(&self, desk: &mut Desk, input: &DeskInput) -> DeskOutcome {
        self.desk_step_telling(desk, input, Telling::Nothing)
    }

    pub(crate) fn desk_step_telling(&self, desk: &mut Desk, input: &DeskInput, telling: Telling) -> DeskOutcome {
        desk::desk_step(&self.prepared, desk, input, telling)
    }

    /// Looks at a condition, as a test's `expect` does.
    ///
    /// # Errors
    /// If it speaks of something that the book does not hold.
    pub fn evaluate(
        &self,
        conversation: &Conversation,
        surroundings: &Surroundings<'_>,
        condition: &Condition,
    ) -> Result<ConditionTrace, LoadError> {
        let (condition, _) = condition::condition(&self.prepared.names, "the condition", condition)?;
        let Surroundings { time, user, account, previous, user_marks } = *surroundings;
        let sight = Sight {
            book: &self.prepared,
            time,
            conversation,
            user,
            account,
            user_marks,
            told: Told { carried: &Facts::new(), event: None },
            earlier: Earlier::Snapshot { written: &[], user, previous },
            refused: &[],
            host: None,
            folded: None,
        };
        Ok(sight.explain(&condition))
    }

    /// The facts in the data of an event, by the types declared.
    #[must_use]
    pub fn bind(&self, data: &serde_json::Map<String, serde_json::Value>) -> Bound {
        self.prepared.paths.bind(data)
    }

    /// Reads a line of a log (CloudEvents 1.0) straight into facts, for [`Driver::receive_line`](super::Driver::receive_line).
    /// `None` if it is not as plain as most are, or no event at all: what it is then says whoever reads the JSON. The order is
    /// that of the lines before.
    #[must_use]
    pub fn read_line<'l>(&self, line: &'l [u8], order: &mut LineOrder) -> Option<Line<'l, '_>> {
        self.prepared.paths.read_line(self.hash, line, order)
    }

    /// Facts for an event to carry, looked at once: if all are such that it carries them, each in its one form
    /// ([`Engine::accept`]), steps with this book need not look at them again. Others are as they are, and looked at by each step.
    #[must_use]
    pub fn carried(&self, event: &EventName, facts: Facts) -> Carried {
        let Some(occasion) = self.prepared.occasion(event.as_str()) else { return facts.into() };
        match occasion.taken(facts) {
            Ok(facts) => self.carried_by(occasion, facts),
            Err(facts) => facts.into(),
        }
    }

    /// Facts that this occasion carries, each in its one form.
    pub(crate) fn carried_by(&self, occasion: &Occasion, facts: Facts) -> Carried {
        Carried::taken(facts, Taken { book: self.hash, occasion: occasion.number })
    }

    /// The key of an attribute without parameters as the engine itself has it: facts under it are found at a glance, those under
    /// an equal text of another allocation by comparing texts. What [`Engine::bind`] gives has such keys.
    #[must_use]
    pub fn key(&self, key: &str) -> Option<Name> {
        self.prepared.names.vocabulary.declared(key).map(|attribute| attribute.declared.clone())
    }

    /// Who holds the fact of that key (`user.name`, `group("Billing").status`); `None` if it is not declared.
    #[must_use]
    pub fn holder(&self, key: &str) -> Option<Holder> {
        self.prepared.attribute(key).map(|attribute| attribute.holder)
    }

    /// The value in its one form: texts in NFC, numbers without trailing zeros.
    ///
    /// # Errors
    /// Why it cannot be the value of that fact, in words.
    pub fn accept(&self, key: &str, value: Value) -> Result<Value, String> {
        match self.prepared.attribute(key) {
            Some(attribute) => attribute.kind.accept(value),
            None => Err(format!("`{key}` is not declared")),
        }
    }

    /// Whether the change of a fact means something to the book. Other changes of a user's record need not be told.
    #[must_use]
    pub fn hears_change_of(&self, key: &str) -> bool {
        self.prepared.heard_change(key).is_some()
    }

    /// Whether that timer comes again and again by itself, as those of `at` do.
    #[must_use]
    pub fn is_recurring(&self, key: &TimerKey) -> bool {
        key.purpose == Purpose::Due && self.recurring.contains(&key.source)
    }

    /// Sets a fact of a conversation without any event. One that it does not keep is passed over, as is a wrong value. The next step has
    /// to know of it ([`Stepping::anew`]).
    pub(crate) fn give(&self, conversation: &mut Conversation, key: &str, value: Option<Value>) {
        let Some(attribute) = self.prepared.attribute(key).filter(|attribute| attribute.holder == Holder::Conversation)
        else {
            return;
        };
        match value.map(|value| attribute.kind.accept(value)) {
            Some(Ok(value)) if attribute.kept(Some(&value)).is_some() => {
                conversation.facts.insert(key.into(), value);
            }
            Some(Ok(_)) | None => drop(conversation.facts.remove(key)),
            Some(Err(_)) => {}
        }
    }

    /// The conversation that begins in the place of that one ([`Outcome::new_conversation`]): of its account, with its channel, and
    /// nothing else. It is of the same user.
    #[must_use]
    pub fn successor(&self, former: &Conversation, id: impl Into<Name>) -> Conversation {
        let mut next = Conversation::new(former.account.clone(), id);
        self.give(&mut next, CHANNEL.0, former.facts.get(CHANNEL.0).cloned());
        next
    }

    pub(crate) fn prepared(&self) -> &Prepared {
        &self.prepared
    }
}

fn recurring(book: &Prepared) -> BTreeSet<Name> {
    let recurring = book.automations.iter().filter(|each| matches!(each.timing, Timing::At { .. }));
    recurring.map(|each| each.rule.id.clone()).collect()
}
