//! `receive from "events.jsonl"`: the events of a log, one after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::clock::Clock;
use super::lines::MOST;
use crate::diagnostic::codes::{names, scenarios as codes};
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::ir::log::{self, LoggedEvent};
use crate::ir::test::TestStepKind;
use crate::runtime::maintained::DESK_EVENTS;
use crate::semantics::Checker;
use crate::semantics::uses::{external_path, plain_text};
use crate::syntax::ast;

/// The steps of a log. It keeps its own times in a test that has not said when it begins; else its first event comes now,
/// and the others as long after it as in the log.
pub(super) fn compile(checker: &mut Checker<'_>, clock: &mut Clock, written: &ast::Text) -> Vec<TestStepKind> {
    let Some(path) = plain_text(written) else { return Vec::new() };
    let whole = external_path(checker.context.path(checker.file), &path);
    let Some((id, file)) = checker.context.file_at(&whole) else {
        let finding = checker
            .finding(&names::NO_SUCH_FILE, written.span, format!("there is no file `{path}`"))
            .help("the path starts at the folder of this file, with `/` between folders");
        checker.push(finding);
        return Vec::new();
    };
    let events = read(checker, id, &file.text, written.span);
    if events.len() > MOST {
        let message = format!("this log has more than {MOST} events");
        let finding = checker
            .finding(&codes::TOO_MANY_LINES, written.span, message)
            .help("take a part of it; `whenbook run` plays long logs");
        checker.push(finding);
        return Vec::new();
    }
    steps(clock, events, written.span)
}

/// The events of a log, each once; what is wrong with its lines is reported there.
fn read(checker: &mut Checker<'_>, id: FileId, text: &str, written: Span) -> Vec<LoggedEvent> {
    let mut events = Vec::new();
    let mut seen = BTreeSet::new();
    let mut sound = true;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let location = Location { file: id, span: span(start, content.len()) };
        start += line.len();
        match event(checker, content) {
            Ok(None) => {}
            Ok(Some(event)) if events.first().is_some_and(|first: &LoggedEvent| first.account != event.account) => {
                // The first such line says it for all.
                if std::mem::take(&mut sound) {
                    let message = format!("this line is of another account, `{}`", event.account);
                    let help = "a test plays one account: take the lines of the others out; `whenbook run` plays all";
                    checker.push(Finding::new(&codes::BROKEN_LOG, location, message).help(help));
                }
            }
            Ok(Some(event)) => {
                if seen.insert((event.conversation.clone(), event.id.clone())) {
                    events.push(event);
                }
            }
            Err(wrong) => {
                sound = false;
                let finding = match wrong {
                    Wrong::Unreadable(reason) => {
                        Finding::new(&codes::BROKEN_LOG, location, format!("this line cannot be read: {reason}"))
                            .help("each line is one event, as `whenbook run --events` takes them")
                    }
                    Wrong::Unknown(name) => Finding::new(
                        &codes::UNKNOWN_LOGGED_EVENT,
                        location,
                        format!("the book knows no event `{name}`"),
                    )
                    .help("declare the event, or take the line out: it does nothing"),
                };
                checker.push(finding);
            }
        }
    }
    if events.is_empty() && sound {
        let finding = checker
            .finding(&codes::EMPTY_LOG, written, "there is no event in this file")
            .help("each line is one event, as `whenbook run --events` takes them");
        checker.push(finding);
    }
    events
}

/// What is wrong with a line.
enum Wrong {
    Unreadable(String),
    Unknown(String),
}

fn event(checker: &Checker<'_>, line: &str) -> Result<Option<LoggedEvent>, Wrong> {
    let event = log::read_line(line.as_bytes(), |name| DESK_EVENTS.contains(&name)).map_err(Wrong::Unreadable)?;
    match event {
        Some(event) if !checker.context.vocabulary.events.contains_key(event.name.as_str()) => {
            Err(Wrong::Unknown(event.name.to_string()))
        }
        other => Ok(other),
    }
}

fn span(start: usize, length: usize) -> Span {
    let place = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
    Span::new(place(start), place(start + length))
}

fn steps(clock: &mut Clock, events: Vec<LoggedEvent>, span: Span) -> Vec<TestStepKind> {
    let mut steps = Vec::new();
    let Some(first) = events.first() else { return steps };
    let mut now = first.time;
    if !clock.is_set() {
        steps.push(TestStepKind::At(now));
        clock.set(now, span);
    }
    let mut conversations = Conversations::default();
    for event in events {
        // Time never runs back: what comes late happened before the present.
        let after = event.time.millis() - now.millis();
        now = now.max(event.time);
        clock.pass(after.max(0), span);
        let conversation = conversations.name(&event);
        steps.push(TestStepKind::Logged { event: event.name, conversation, after, data: event.data });
    }
    steps
}

/// The conversations of a log by name: the first one is the test's first, others keep their names.
#[derive(Default)]
struct Conversations {
    names: BTreeMap<String, Option<String>>,
}

impl Conversations {
    fn name(&mut self, event: &LoggedEvent) -> Option<String> {
        if event.conversation.is_empty() {
            return None;
        }
        let is_first = self.names.is_empty();
        self.names
            .entry(event.conversation.clone())
            .or_insert_with(|| (!is_first).then(|| event.conversation.clone()))
            .clone()
    }
}
