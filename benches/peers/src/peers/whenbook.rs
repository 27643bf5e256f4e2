//! Ours. The rules go through the ordinary compiler as the text of a book.

use std::collections::VecDeque;
use std::hint::black_box;
use std::sync::Arc;

use whenbook::diagnostic::SourceFile;
use whenbook::{Book, Conversation, Engine, Outcome};

use super::{Compile, Peer};
use crate::column::Column;
use crate::rules::Event;
use crate::workload::{Case, Workload};

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
