//! Ours. The rules go through the ordinary compiler as the text of a book.

use std::collections::VecDeque;
use std::hint::black_box;
use std::sync::Arc;

use whenbook::diagnostic::SourceFile;
use whenbook::ir::Moment;
use whenbook::runtime::{AttributeNumber, EventNumber, Fact, Reader};
use whenbook::{Book, Conversation, Engine, Outcome};

use super::{Compile, Peer};
use crate::column::Column;
use crate::rules::{ByKind, Event};
use crate::schema::{BOOLEANS, KINDS, NUMBERS, SETS, TEXTS};
use crate::workload::{Case, Workload, key};

/// Matching alone, over the host's own type.
struct Matching {
    engine: Engine,
    conversation: Conversation,
    time: Moment,
    /// The number of each kind of event; none if no rule listens to it.
    events: ByKind<Option<EventNumber>>,
    /// Where the event has each attribute, by the attribute's number.
    sources: Vec<Option<Source>>,
    /// The id of each trigger, by its place in the book.
    ids: Vec<u32>,
}

/// A field of [`Event`].
#[derive(Clone, Copy)]
enum Source {
    Text(usize),
    Number(usize),
    Boolean(usize),
    Set(usize),
}

struct Host<'a> {
    event: &'a Event,
    sources: &'a [Option<Source>],
}

impl Reader for Host<'_> {
    /// In the order in which they lie in memory; of the numbers one in each line of the cache.
    #[inline]
    fn touch(&self) {
        let first = |text: &String| text.as_bytes().first().copied().map_or(0, i64::from);
        let texts = self.event.texts.iter().chain(self.event.sets.iter().flatten()).map(first);
        let numbers = self.event.numbers.iter().step_by(8).copied();
        black_box(texts.chain(numbers).fold(0, i64::wrapping_add));
    }

    #[inline]
    fn read(&self, attribute: AttributeNumber) -> Option<Fact<'_>> {
        let source = self.sources.get(attribute.place()).copied().flatten()?;
        Some(match source {
            Source::Text(at) => Fact::Text(&self.event.texts[at]),
            Source::Number(at) => Fact::Whole(self.event.numbers[at]),
            Source::Boolean(at) => Fact::Boolean(self.event.booleans[at]),
            Source::Set(at) => Fact::Texts(&self.event.sets[at]),
        })
    }
}

pub fn matching(column: &Column) -> Compile {
    let text = column.workload.book(column.size.all());
    Box::new(move || {
        let engine = compiled(text);
        Box::new(Matching {
            conversation: Conversation::new("a", "c"),
            time: Moment::parse("2026-12-01T10:00:00Z").expect("a time"),
            events: KINDS.map(|kind| engine.event(&format!("work.{}", kind.name))),
            sources: sources(&engine),
            ids: (0..).map_while(|place| engine.trigger_id(place)).map(id).collect(),
            engine,
        })
    })
}

fn sources(engine: &Engine) -> Vec<Option<Source>> {
    let mut sources = vec![None; engine.attributes()];
    let mut add = |name: &str, source: Source| {
        let number = engine.attribute(&key(name)).expect("an attribute of the workload");
        sources[number.place()] = Some(source);
    };
    TEXTS.iter().enumerate().for_each(|(at, text)| add(text.name, Source::Text(at)));
    NUMBERS.iter().enumerate().for_each(|(at, number)| add(number.name, Source::Number(at)));
    BOOLEANS.iter().enumerate().for_each(|(at, boolean)| add(boolean.name, Source::Boolean(at)));
    SETS.iter().enumerate().for_each(|(at, set)| add(set.name, Source::Set(at)));
    sources
}

impl Peer for Matching {
    fn run(&mut self, event: &Event, out: &mut Vec<u32>) {
        let host = Host { event, sources: &self.sources };
        let ids = &self.ids;
        if let Some(number) = self.events[event.kind] {
            self.engine.matching(number, self.time, &self.conversation, &host, |place| out.push(ids[place]));
        }
    }
}

/// The whole step of a conversation: state, matching, effects with their keys. Conversations and inputs are there before.
struct Step {
    engine: Engine,
    workload: Arc<Workload>,
    /// All events as inputs, made when the first is asked for.
    cases: Vec<Case>,
    /// Fresh conversations for the events that come next.
    waiting: VecDeque<Conversation>,
    /// Those that are done; they are dropped outside of the measured time.
    done: Vec<Conversation>,
}

pub fn step(column: &Column) -> Compile {
    let workload = Arc::clone(&column.workload);
    let text = workload.book(column.size.all());
    Box::new(move || {
        let engine = compiled(text);
        let (cases, waiting, done) = (Vec::new(), VecDeque::new(), Vec::new());
        Box::new(Step { engine, workload, cases, waiting, done })
    })
}

fn compiled(text: String) -> Engine {
    let file = SourceFile { path: "rules.when".into(), text, shipped: false };
    Engine::new(Book::compile(&[file]).expect("a book without errors")).expect("a book that runs")
}

impl Step {
    fn outcome(&mut self, event: &Event) -> Outcome {
        let mut conversation = self.waiting.pop_front().expect("a conversation made ready");
        let outcome = self.engine.step(&mut conversation, &self.cases[event.number].input);
        self.done.push(conversation);
        outcome
    }
}

impl Peer for Step {
    fn ready(&mut self, events: &[&Event]) {
        if self.cases.is_empty() {
            self.cases = self.workload.cases(&self.engine);
        }
        self.done.clear();
        self.waiting.clear();
        self.waiting.extend(events.iter().map(|event| self.cases[event.number].conversation.clone()));
    }

    fn run(&mut self, event: &Event, _out: &mut Vec<u32>) {
        black_box(self.outcome(event));
    }

    fn matches(&mut self, event: &Event, out: &mut Vec<u32>) {
        self.ready(&[event]);
        out.extend(self.outcome(event).fired.iter().map(|name| id(name)));
    }
}

/// `rule_17` is 17.
fn id(trigger: &str) -> u32 {
    trigger.rsplit('_').next().and_then(|number| number.parse().ok()).expect("a trigger of the workload")
}
