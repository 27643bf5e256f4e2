//! One input of a conversation, as section 6 of the language page has it.

mod act;
mod acted;
mod arm;
mod command;
mod desk;
mod edit;
mod event;
mod fill;
mod fire;
mod lifecycle;
mod raise;
mod release;
mod resume;
mod round;
mod snooze;
mod witness;
mod written;

use std::borrow::Cow;

use smallvec::SmallVec;

use self::acted::Acted;
use self::raise::Heard;
use self::witness::{Nobody, Witness};
use self::written::Written;
use super::conversation::{Fingerprint, Mark, Pending, Purpose, TimerKey};
use super::evaluate::{Earlier, Sight, Told};
use super::maintained::ASSIGNEE;
use super::outcome::TimerChange;
use super::prepare::Prepared;
use super::prepare::lifecycle::Way;
use super::prepare::meaning::Meaning;
use super::sightings::{Observer, Telling};
use super::trace::Trace;
use super::{Conversation, Facts, Input, InputKind, Outcome, SortedMap};
use crate::ir::{EventName, Moment, Name, Value};

/// Takes one input.
pub(crate) fn step(
    book: &Prepared,
    hash: Fingerprint,
    conversation: &mut Conversation,
    input: &Input,
    by: Stepping,
) -> Outcome {
    match by.telling {
        Telling::Nothing => witnessed::<Nobody>(book, hash, conversation, input, by),
        Telling::Sightings => witnessed::<Observer>(book, hash, conversation, input, by),
        Telling::Trace => witnessed::<Trace>(book, hash, conversation, input, by),
    }
}

/// How an input is taken.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stepping {
    /// What the outcome tells of it.
    pub(crate) telling: Telling,
    /// Whether somebody else has changed the conversation since its last input.
    pub(crate) anew: bool,
    /// Whether the facts that the input tells of the conversation are known to be of their types in this book, each in its one form.
    pub(crate) is_read: bool,
}

fn witnessed<W: Witness>(
    book: &Prepared,
    hash: Fingerprint,
    conversation: &mut Conversation,
    input: &Input,
    by: Stepping,
) -> Outcome {
    // Before the first event that the book declares, nothing was armed.
    let anew = by.anew || conversation.book != hash || conversation.occurrences.is_empty();
    let mut run = Run::<W>::new(book, conversation, input, Stepping { anew, ..by });
    let edited = run.edit(hash);
    let heeded = run.take();
    if heeded && run.rounds == 0 {
        // The round of an input that is no event.
        run.rounds = 1;
    }
    if heeded || edited {
        run.cascade();
        run.arm();
        run.settle_snooze();
    }
    run.end_session();
    run.tell_desk();
    run.witness.testify(&mut run.outcome);
    run.outcome
}

/// What one input is doing.
struct Run<'a, W> {
    book: &'a Prepared,
    conversation: &'a mut Conversation,
    input: &'a Input,
    time: Moment,
    /// The facts of the user with this conversation's own writes.
    user: Cow<'a, Facts>,
    /// The user's marks with those granted by this input.
    user_marks: Cow<'a, SortedMap<Name, Moment>>,
    /// What came and was not taken, with the reasons.
    refused: Cow<'a, [(String, String)]>,
    /// What was written so far.
    written: Written<'a>,
    /// Whether anything may be otherwise than the last input has left it: another book, or somebody else has changed it. Else only what was
    /// written can have changed anything.
    anew: bool,
    /// As [`Stepping::is_read`].
    is_read: bool,
    /// How many rounds are over.
    rounds: usize,
    /// What was heard in them, each with the number of its round.
    heard: SmallVec<[(usize, Heard<'a>); 2]>,
    /// What the engine has raised for the next round.
    raised: Vec<Heard<'a>>,
    /// The transitions that an event has taken in this input.
    moved: SmallVec<[Way; 1]>,
    /// The round in which a final state was entered.
    final_round: Option<usize>,
    /// Whether somebody was assigned when release last looked.
    was_assigned: bool,
    /// The triggers that have acted in this input.
    acted: Acted,
    /// Who has taken the turn of each `first match`, by its number.
    turns: Vec<(usize, Turn)>,
    effects: u32,
    /// Whether the session was inactive before the input.
    was_inactive: bool,
    witness: W,
    outcome: Outcome,
}

/// Which trigger has taken the turn of a `first match`, and in which round of the input: it is over after that round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Turn {
    trigger: u32,
    round: usize,
}

/// What fired a `do` block: an event, or the passing of time.
#[derive(Clone, Copy, Debug)]
struct Cause<'c> {
    event: Option<&'c EventName>,
    /// The number of the input in which it fired.
    input: u64,
    carried: &'c Facts,
    /// What a continuation has saved of earlier values.
    saved: Option<&'c [(Name, Option<Value>)]>,
}

/// What no event carries.
static NOTHING: Facts = Facts::new();

impl<'c> Cause<'c> {
    /// The passing of time, in the input of that number.
    fn of_time(input: u64) -> Self {
        Cause { event: None, input, carried: &NOTHING, saved: None }
    }

    /// What fired what carries on now.
    fn of_rest(rest: &'c Pending) -> Self {
        Cause { event: rest.event.as_ref(), input: rest.input, carried: &rest.carried, saved: Some(&rest.before) }
    }
}

impl<'a, W: Witness> Run<'a, W> {
    fn new(book: &'a Prepared, conversation: &'a mut Conversation, input: &'a Input, by: Stepping) -> Self {
        conversation.inputs = conversation.inputs.saturating_add(1);
        conversation.time = conversation.time.max(input.time);
        Self {
            book,
            time: conversation.time,
            user: Cow::Borrowed(&*input.user),
            user_marks: Cow::Borrowed(&*input.user_marks),
            refused: Cow::Borrowed(&input.refused),
            written: Written::default(),
            anew: by.anew,
            is_read: by.is_read,
            rounds: 0,
            heard: SmallVec::new(),
            raised: Vec::new(),
            moved: SmallVec::new(),
            final_round: None,
            was_assigned: book.release.is_some() && conversation.facts.contains_key(ASSIGNEE.0),
            acted: Acted::default(),
            turns: Vec::new(),
            effects: 0,
            was_inactive: conversation.inactive,
            witness: W::default(),
            outcome: Outcome::default(),
            conversation,
            input,
        }
    }

    /// Round 0. Gives whether it was anything: an event that the book does not declare, a stale timer
    /// or answer change nothing.
    fn take(&mut self) -> bool {
        let input = self.input;
        match &input.kind {
            InputKind::Event { name, carried, kept } => self.event(name, carried, kept),
            InputKind::Timer { key, generation } => self.timer(key, *generation),
            InputKind::Command { by, step } => self.command(by, step),
            InputKind::Claim { source, input, granted } => self.answered(source, *input, *granted),
            InputKind::Book => true,
        }
    }

    /// The rounds after the first, until nothing is raised and nothing changes that somebody could hear.
    fn cascade(&mut self) {
        loop {
            let changes = self.changes();
            self.written.next_round();
            let mut heard = std::mem::take(&mut self.raised);
            heard.iter().for_each(|raised| self.keep_up_raised(raised));
            heard.extend(changes);
            if heard.is_empty() {
                return;
            }
            self.round(&heard, &NOTHING);
        }
    }

    /// The changes since the round began, or since before the input: one for each kept fact that differs.
    fn changes(&self) -> Vec<Heard<'a>> {
        if self.book.heard.is_empty() {
            return Vec::new();
        }
        let heard = self.written.in_this_round(|key| self.book.heard_change(key));
        let changed = heard.filter_map(|(event, key, former)| {
            let now = self.conversation.facts.get(key);
            let differs = now != former && self.effective(key, now) != self.effective(key, former);
            Heard::known(self.book, event.as_str()).filter(|_| differs)
        });
        let mut events: Vec<Heard<'a>> = changed.collect();
        events.sort_unstable_by_key(|heard| heard.event);
        events
    }

    /// What a kept fact is, be it by its default: what another book has left may be kept although it is the default now.
    fn effective<'f>(&'f self, key: &str, kept: Option<&'f Value>) -> Option<&'f Value> {
        let attribute = self.book.attribute(key)?;
        kept.filter(|value| attribute.kind.fits(value)).or(attribute.default.as_ref())
    }

    fn end_session(&mut self) {
        if self.has_heard(|meaning| meaning.ends_session) {
            self.conversation.session = self.conversation.session.saturating_add(1);
        }
    }

    /// Whether an event with such a meaning came in this input.
    fn has_heard(&self, means: impl Fn(&Meaning) -> bool) -> bool {
        self.heard.iter().any(|(_, heard)| heard.meaning().is_some_and(&means))
    }

    /// What has set the timer of that purpose that the input is, if it is one.
    fn timer_of(&self, purpose: Purpose) -> Option<&'a Name> {
        match &self.input.kind {
            InputKind::Timer { key, .. } if key.purpose == purpose => Some(&key.source),
            _ => None,
        }
    }

    /// Whether these facts are as the last input has left them.
    fn is_untouched<'k>(&self, keys: impl IntoIterator<Item = &'k Name>) -> bool {
        !self.anew && !keys.into_iter().any(|key| self.written.has(key))
    }

    /// Whether no machine can have another state than the last input has left it in.
    fn is_unmoved(&self) -> bool {
        self.is_untouched(self.book.lifecycle.machines.iter().map(|machine| &machine.attribute.declared))
    }

    /// What belongs to this moment and to no event.
    fn now(&self) -> Cause<'static> {
        Cause::of_time(self.conversation.inputs)
    }

    /// What a condition or a text sees now; `cause` is what it belongs to.
    fn sight<'s>(&'s self, cause: &'s Cause<'_>) -> Sight<'s> {
        let earlier = match cause.saved {
            Some(saved) => Earlier::Saved(saved),
            None => Earlier::Snapshot {
                written: self.written.since(),
                user: &self.input.user,
                previous: &self.input.previous,
            },
        };
        // What this input has brought so far came before, in an earlier round: only what is carried on looks back past its event.
        let event = cause.saved.and(cause.event).map(|event| (event, cause.input));
        Sight {
            book: self.book,
            time: self.time,
            conversation: self.conversation,
            user: &self.user,
            account: &self.input.account,
            user_marks: &self.user_marks,
            told: Told { carried: cause.carried, event },
            earlier,
            refused: &self.refused,
            host: None,
            folded: None,
        }
    }

    /// What the timing lines of an automation see: nothing has been before.
    fn sight_of_timing<'s>(&'s self, cause: &'s Cause<'_>) -> Sight<'s> {
        let earlier = Earlier::Snapshot { written: &[], user: &self.input.user, previous: &self.input.previous };
        Sight { earlier, ..self.sight(cause) }
    }

    fn mark(&mut self, id: &Name) {
        let mark = Mark { time: self.time, session: self.conversation.session };
        self.conversation.marks.set(id, mark);
    }

    fn set_timer(&mut self, source: &Name, purpose: Purpose, due: Moment) -> u64 {
        let generation = self.conversation.generation.saturating_add(1);
        self.conversation.generation = generation;
        let key = TimerKey { source: source.clone(), purpose };
        self.outcome.timers.push(TimerChange::Set { key, due, generation });
        generation
    }

    fn cancel_timer(&mut self, source: &Name, purpose: Purpose) {
        self.outcome.timers.push(TimerChange::Cancel { key: TimerKey { source: source.clone(), purpose } });
    }
}
