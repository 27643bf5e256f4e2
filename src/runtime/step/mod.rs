//! One input of a conversation, as section 6 of the language page has it.

mod act;
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
mod written;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use self::raise::Heard;
use self::written::Written;
use super::conversation::{Fingerprint, Mark, Purpose, TimerKey};
use super::evaluate::{Earlier, Sight, Told};
use super::maintained::{ASSIGNEE, SESSION_ENDED};
use super::outcome::TimerChange;
use super::prepare::Prepared;
use super::sightings::{Observer, Telling};
use super::trace::{Candidate, ConditionTrace, Round, Trace, Verdict};
use super::{Conversation, Facts, Input, InputKind, Outcome, SortedMap};
use crate::ir::{EventName, Moment, Name, Place, Value};

/// Takes one input.
pub(crate) fn step(
    book: &Prepared,
    hash: Fingerprint,
    conversation: &mut Conversation,
    input: &Input,
    telling: Telling,
) -> Outcome {
    let mut run = Run::new(book, conversation, input, telling);
    let edited = run.edit(hash);
    let heeded = run.take();
    if heeded && run.heard.is_empty() {
        // The round of an input that is no event.
        run.heard.push(Vec::new());
    }
    if heeded || edited {
        run.cascade();
        run.arm();
        run.settle_snooze();
    }
    run.end_session();
    run.tell_desk();
    run.outcome.sightings = run.observer.map(Observer::seen);
    run.outcome
}

/// What one input is doing.
struct Run<'a> {
    book: &'a Prepared,
    conversation: &'a mut Conversation,
    input: &'a Input,
    time: Moment,
    /// The view with this conversation's own writes.
    view: Cow<'a, Facts>,
    /// The user's marks with those granted by this input.
    user_marks: Cow<'a, SortedMap<Name, Moment>>,
    /// What came and was not taken, with the reasons.
    refused: Cow<'a, [(String, String)]>,
    /// What was written so far.
    written: Written,
    /// The events of each round so far.
    heard: Vec<Vec<EventName>>,
    /// What the engine has raised for the next round.
    raised: Vec<Heard>,
    /// The transitions that an event has taken in this input, by the numbers of machine and transition.
    moved: BTreeSet<(usize, usize)>,
    /// The round in which a final state was entered.
    final_round: Option<usize>,
    /// Whether somebody was assigned when release last looked.
    was_assigned: bool,
    /// What has acted in this input.
    acted: BTreeSet<&'a str>,
    /// Who has taken the turn of each `first match`, by its number.
    turns: BTreeMap<usize, Turn>,
    effects: u32,
    /// Whether the session was inactive before the input.
    was_inactive: bool,
    /// Takes down what is seen, if somebody wants to know.
    observer: Option<Observer>,
    outcome: Outcome,
}

/// Which trigger has taken the turn of a `first match`, and in which round of the input: it is over after that round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Turn {
    trigger: u32,
    round: usize,
}

/// What fired a `do` block: an event, or the passing of time.
#[derive(Clone, Debug, Default)]
struct Cause<'c> {
    event: Option<EventName>,
    /// The number of the input in which it fired.
    input: u64,
    carried: Cow<'c, Facts>,
    /// What a continuation has saved of earlier values.
    saved: Option<Vec<(Name, Option<Value>)>>,
}

impl<'a> Run<'a> {
    fn new(book: &'a Prepared, conversation: &'a mut Conversation, input: &'a Input, telling: Telling) -> Self {
        conversation.inputs += 1;
        conversation.time = conversation.time.max(input.time);
        let outcome = Outcome { trace: (telling == Telling::Trace).then(Trace::default), ..Outcome::default() };
        Self {
            book,
            time: conversation.time,
            view: Cow::Borrowed(&input.view),
            user_marks: Cow::Borrowed(&input.user_marks),
            refused: Cow::Borrowed(&input.refused),
            written: Written::default(),
            heard: Vec::new(),
            raised: Vec::new(),
            moved: BTreeSet::new(),
            final_round: None,
            was_assigned: book.release.is_some() && conversation.facts.contains_key(ASSIGNEE.0),
            acted: BTreeSet::new(),
            turns: BTreeMap::new(),
            effects: 0,
            was_inactive: conversation.inactive,
            observer: Observer::wanted(telling),
            outcome,
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
            InputKind::Claim { source, granted } => self.answered(source, *granted),
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
            heard.extend(changes.into_iter().map(Heard::of));
            if heard.is_empty() {
                return;
            }
            self.round(heard, &Facts::new());
        }
    }

    /// The changes since the round began, or since before the input: one for each kept fact that differs.
    fn changes(&self) -> Vec<EventName> {
        let changed = self.written.in_this_round().filter(|(key, former)| {
            let now = self.conversation.facts.get(*key);
            now != *former && self.effective(key, now) != self.effective(key, *former)
        });
        let mut events: Vec<EventName> = changed.filter_map(|(key, _)| self.book.heard_change(key).cloned()).collect();
        events.sort_unstable();
        events
    }

    /// What a kept fact is, be it by its default: what another book has left may be kept although it is the default now.
    fn effective<'f>(&'f self, key: &str, kept: Option<&'f Value>) -> Option<&'f Value> {
        let attribute = self.book.attribute(key)?;
        kept.filter(|value| attribute.kind.fits(value)).or(attribute.default.as_ref())
    }

    fn end_session(&mut self) {
        if self.heard.iter().flatten().any(|event| event.as_str() == SESSION_ENDED) {
            self.conversation.session += 1;
        }
    }

    /// What a condition or a text sees now; `cause` is what it belongs to.
    fn sight<'s>(&'s self, cause: &'s Cause<'_>) -> Sight<'s> {
        let earlier = match &cause.saved {
            Some(saved) => Earlier::Saved(saved),
            None => Earlier::Snapshot {
                written: self.written.since(),
                view: &self.input.view,
                previous: &self.input.previous,
            },
        };
        let event = cause.event.as_ref().map(|event| (event, cause.input));
        Sight {
            book: self.book,
            time: self.time,
            conversation: self.conversation,
            view: &self.view,
            user_marks: &self.user_marks,
            told: Told { carried: &cause.carried, event },
            earlier,
            refused: &self.refused,
            host: None,
            folded: None,
        }
    }

    /// What the timing lines of an automation see: nothing has been before.
    fn sight_of_timing<'s>(&'s self, cause: &'s Cause<'_>) -> Sight<'s> {
        let earlier = Earlier::Snapshot { written: &[], view: &self.input.view, previous: &self.input.previous };
        Sight { earlier, ..self.sight(cause) }
    }

    fn mark(&mut self, id: &Name) {
        let mark = Mark { time: self.time, session: self.conversation.session };
        self.conversation.marks.insert(id.clone(), mark);
    }

    fn set_timer(&mut self, source: &Name, purpose: Purpose, due: Moment) -> u64 {
        self.conversation.generation += 1;
        let generation = self.conversation.generation;
        let key = TimerKey { source: source.clone(), purpose };
        self.outcome.timers.push(TimerChange::Set { key, due, generation });
        generation
    }

    fn cancel_timer(&mut self, source: &Name, purpose: Purpose) {
        self.outcome.timers.push(TimerChange::Cancel { key: TimerKey { source: source.clone(), purpose } });
    }

    /// A line came to its turn, one way or the other.
    fn see_line(&self, place: Place, holds: bool) {
        if let Some(observer) = &self.observer {
            observer.line(place, holds);
        }
    }

    fn is_traced(&self) -> bool {
        self.outcome.trace.is_some()
    }

    fn begin_trace(&mut self, events: &[EventName]) {
        if let Some(trace) = &mut self.outcome.trace {
            trace.rounds.push(Round { events: events.to_vec(), candidates: Vec::new() });
        }
    }

    fn tell(&mut self, rule: &super::prepare::Rule, verdict: Verdict, condition: Option<ConditionTrace>) {
        if let Some(round) = self.outcome.trace.as_mut().and_then(|trace| trace.rounds.last_mut()) {
            let candidate = Candidate { source: rule.id.clone(), place: rule.place, verdict, condition };
            round.candidates.push(candidate);
        }
    }
}
