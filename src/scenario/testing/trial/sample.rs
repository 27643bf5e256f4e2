//! An event, with what must be so before it, on which a rule fires.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::atoms::{Atom, both, ways};
use super::candidates::{Known, answering, example};
use super::holds::about;
use super::run::Trial;
use crate::ir::automation::{Base, Timing};
use crate::ir::test::{Fact, TestStep, TestStepKind};
use crate::ir::vocabulary::{Attribute, Holder};
use crate::ir::{
    Argument, AttributeRead, Book, Condition, EventName, Moment, Operand, Place, Step, StepKind, TemplatePart, Test,
    Type, Value,
};
use crate::runtime::Engine;
use crate::runtime::maintained::{AGENT_NAMES, CHANNEL, PROVIDED, Provided, UPDATED};
use crate::scenario::words;
use crate::semantics::satisfiable::{Verdict, Worlds};

/// More are not tried.
const MOST_TRIALS: usize = 1500;
/// A name for what is asked by its name alone.
const SOME_NAME: &str = "Billing";
const HOUR: i64 = 3_600_000;
/// So long after an earlier event the one in question comes.
const SOON: i64 = 1000;

/// Why there is no sample.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSample {
    /// There is no such rule.
    #[error("this book has no trigger or automation `{0}`")]
    NoRule(String),
    /// It is switched off.
    #[error("`{0}` is inactive, so it never fires")]
    Inactive(String),
    /// Whatever the facts are, it does not fire.
    #[error("the condition of `{0}` can never hold")]
    Never(String),
    /// None was found.
    #[error("no event was found on which `{rule}` fires; write one yourself")]
    NotFound {
        /// The rule.
        rule: String,
        /// Why it did not fire on the best that was tried.
        why: Vec<String>,
    },
}

/// Something that fires.
struct Rule<'b> {
    id: &'b str,
    active: bool,
    /// What it listens to, or counts from.
    events: Vec<&'b EventName>,
    channels: Option<&'b [String]>,
    actions: &'b [Step],
    /// What must hold, or must not.
    wanted: Vec<(&'b Condition, bool)>,
}

/// The lines on which the rule fires, with what comes of them.
///
/// # Errors
/// If there is none, or none is found.
pub fn sample(rule: &str, engine: &Arc<Engine>) -> Result<Trial, NoSample> {
    sample_within(rule, engine, 2)
}

fn sample_within(id: &str, engine: &Arc<Engine>, depth: usize) -> Result<Trial, NoSample> {
    let book = engine.book();
    let rule = Rule::find(id, book).ok_or_else(|| NoSample::NoRule(id.to_owned()))?;
    if !rule.active {
        return Err(NoSample::Inactive(id.to_owned()));
    }
    let worlds = Worlds::of(book);
    if rule.wanted.iter().any(|(condition, holds)| *holds && worlds.verdict(condition) == Verdict::Never) {
        return Err(NoSample::Never(id.to_owned()));
    }
    let maker = Maker { book, rule: &rule, known: Known { book }, begin: words::begin(book), engine, depth };
    maker.sample()
}

impl<'b> Rule<'b> {
    fn find(id: &str, book: &'b Book) -> Option<Self> {
        if let Some(trigger) = book.triggers.iter().find(|each| each.id == id) {
            let mut wanted: Vec<(&Condition, bool)> = trigger.condition.iter().map(|each| (each, true)).collect();
            wanted.extend(before_in_turn(id, book));
            let (events, channels) = (trigger.events.iter().collect(), trigger.channels.as_deref());
            return Some(Self {
                id: &trigger.id,
                active: trigger.active,
                events,
                channels,
                actions: &trigger.actions,
                wanted,
            });
        }
        let automation = book.automations.iter().find(|each| each.id == id)?;
        let events = match &automation.timing {
            Timing::After { base: Base::SinceLast { events, .. } | Base::SinceFirst { events, .. }, .. } => {
                events.iter().collect()
            }
            _ => Vec::new(),
        };
        let conditions = automation.timing.condition().into_iter().chain(&automation.condition);
        Some(Self {
            id: &automation.id,
            active: automation.active,
            events,
            channels: automation.channels.as_deref(),
            actions: &automation.actions,
            wanted: conditions.map(|each| (each, true)).collect(),
        })
    }
}

/// The conditions of those that would take the turn before it in a `first match`: they must not hold.
fn before_in_turn<'b>(id: &str, book: &'b Book) -> Vec<(&'b Condition, bool)> {
    let found = book.first_matches.iter().find(|each| each.members.iter().any(|member| member == id));
    let earlier = found.into_iter().flat_map(|each| &each.members).take_while(|member| *member != id);
    let triggers = earlier.filter_map(|member| book.triggers.iter().find(|each| each.id == *member && each.active));
    triggers.filter_map(|trigger| trigger.condition.as_ref()).map(|condition| (condition, false)).collect()
}

struct Maker<'m, 'b> {
    book: &'b Book,
    rule: &'m Rule<'b>,
    known: Known<'b>,
    begin: Moment,
    engine: &'b Arc<Engine>,
    /// How many rules that must have fired before may be asked for in turn.
    depth: usize,
}

/// What is chosen of a fact: before the event, and by then.
#[derive(Debug, Default)]
struct Wish<'b> {
    before: Vec<Atom<'b>>,
    now: Vec<Atom<'b>>,
    changes: bool,
}

impl<'b> Maker<'_, 'b> {
    fn sample(&self) -> Result<Trial, NoSample> {
        let all = self
            .rule
            .wanted
            .iter()
            .fold(vec![Vec::new()], |all, (condition, holds)| both(&all, &ways(condition, *holds, self.book)));
        let mut best: Option<Trial> = None;
        let mut left = MOST_TRIALS;
        for lines in self.tries(&all) {
            if left == 0 {
                break;
            }
            left -= 1;
            let trial = Trial::run(self.rule.id, lines, self.engine);
            if trial.fired() {
                return Ok(trial);
            }
            best.get_or_insert(trial);
        }
        let why = best.map(|trial| trial.why(self.book)).unwrap_or_default();
        Err(NoSample::NotFound { rule: self.rule.id.to_owned(), why })
    }

    fn tries<'t>(&'t self, all: &'t [Vec<Atom<'b>>]) -> impl Iterator<Item = Vec<TestStep>> + use<'t, 'b> {
        let nothing = std::iter::once(None).filter(|_| self.rule.events.is_empty());
        let events = self.rule.events.iter().copied().map(Some).chain(nothing);
        let cases = events.flat_map(move |event| all.iter().map(move |way| (event, way)));
        cases.flat_map(move |(event, way)| {
            let moments = if self.asks_the_clock(way) { moments(self.begin) } else { vec![self.begin] };
            moments.into_iter().flat_map(move |at| {
                [false, true].into_iter().filter_map(move |by_event| self.lines(event, way, at, by_event))
            })
        })
    }

    fn attribute(&self, key: &str) -> Option<&'b Attribute> {
        self.book.vocabulary.attributes.iter().find(|each| each.key == key)
    }

    fn asks_the_clock(&self, way: &[Atom<'b>]) -> bool {
        way.iter().any(|atom| match atom.test {
            Test::Open(_) => true,
            test => {
                about(test).and_then(|read| self.attribute(&read.key)).is_some_and(|each| each.holder == Holder::Clock)
            }
        })
    }

    /// The lines after which the rule should fire. With `by_event`, what the conversation keeps is told by the event.
    fn lines(&self, event: Option<&EventName>, way: &[Atom<'b>], at: Moment, by_event: bool) -> Option<Vec<TestStep>> {
        let mut facts = Facts { given: Vec::new(), brought: Vec::new(), by_event };
        let wishes = self.wishes(event, way, at, &mut facts)?;
        for ((key, declared), wish) in &wishes {
            self.fulfil(key, self.attribute(declared)?, wish, at, &mut facts)?;
        }
        self.on_channel(&mut facts);
        if event.is_some_and(|event| event.changed().is_none()) {
            self.bring(&mut facts);
        }
        let mut lines = Vec::new();
        let line = |kind| TestStep { place: Place::default(), kind };
        if !facts.given.is_empty() {
            lines.push(line(TestStepKind::Given(facts.given)));
        }
        if at != self.begin {
            lines.push(line(TestStepKind::At(at)));
        }
        for earlier in self.earlier(way)? {
            lines.push(line(earlier));
        }
        let event = match event {
            Some(event) if event.changed().is_none() => event.clone(),
            _ => self.any_event()?,
        };
        lines.push(line(TestStepKind::Receive { event, conversation: None, facts: facts.brought }));
        Some(lines)
    }

    /// What is asked of each fact, by its key and by that of its declaration.
    fn wishes(
        &self,
        event: Option<&EventName>,
        way: &[Atom<'b>],
        at: Moment,
        facts: &mut Facts,
    ) -> Option<BTreeMap<(String, &'b str), Wish<'b>>> {
        let mut wishes: BTreeMap<(String, &str), Wish<'_>> = BTreeMap::new();
        for atom in way {
            let Some(read) = about(atom.test) else { continue };
            let source = computed_from(&read.key);
            let attribute = self.attribute(source.unwrap_or(&read.key))?;
            if attribute.holder == Holder::Clock {
                continue;
            }
            let key = match source {
                Some(source) => source.to_owned(),
                None => self.instance(read, way, at, facts)?,
            };
            let wish = wishes.entry((key, attribute.key.as_str())).or_default();
            if read.before { wish.before.push(*atom) } else { wish.now.push(*atom) }
        }
        if let Some(attribute) = event.and_then(EventName::changed).and_then(|key| self.attribute(key)) {
            wishes.entry((attribute.key.clone(), attribute.key.as_str())).or_default().changes = true;
        }
        Some(wishes)
    }

    fn fulfil(
        &self,
        key: &str,
        attribute: &'b Attribute,
        wish: &Wish<'b>,
        at: Moment,
        facts: &mut Facts,
    ) -> Option<()> {
        let before = match wish.before.is_empty() {
            true if !wish.changes => None,
            _ => Some(answering(attribute, &wish.before, at, self.known, None)?),
        };
        let was = before.as_ref().map_or(attribute.default.clone(), Clone::clone);
        let but = if wish.changes { was.as_ref() } else { None };
        let mut now = answering(attribute, &wish.now, at, self.known, but)?;
        if wish.changes && now == was {
            now = answering(attribute, &wish.now, at, self.known, was.as_ref()).flatten();
        }
        match before {
            Some(before) => {
                if before != attribute.default {
                    facts.given.push((key.into(), before.clone()));
                }
                if now != before {
                    facts.brought.push((key.into(), now));
                }
            }
            None if now == attribute.default => {}
            None => facts.put(key, attribute.holder, now),
        }
        Some(())
    }

    /// The key of what is read: `group("Billing").status`.
    fn instance(&self, read: &AttributeRead, way: &[Atom<'b>], at: Moment, facts: &mut Facts) -> Option<String> {
        let Some((before, rest)) = read.key.split_once('(') else { return Some(read.key.clone()) };
        let (_, after) = rest.split_once(')')?;
        let mut arguments = Vec::new();
        for argument in &read.arguments {
            arguments.push(match argument {
                Operand::Literal(Value::Text(text)) => text.clone(),
                Operand::Attribute(inner) => self.named_by(inner, way, at, facts)?.into(),
                _ => return None,
            });
        }
        let quoted: Vec<String> =
            arguments.iter().map(|text| serde_json::Value::from(text.as_str()).to_string()).collect();
        Some(format!("{before}({}){after}", quoted.join(", ")))
    }

    /// The text that an attribute in parentheses has. If nothing else asks for it, it gets one.
    fn named_by(&self, read: &AttributeRead, way: &[Atom<'b>], at: Moment, facts: &mut Facts) -> Option<String> {
        let attribute = self.attribute(&read.key)?;
        let own = way.iter().filter(|atom| about(atom.test).is_some_and(|other| other.key == read.key));
        let own: Vec<Atom<'b>> = own.copied().collect();
        if let Value::Text(text) = answering(attribute, &own, at, self.known, None)?? {
            return Some(text.to_string());
        }
        let name = Value::Text(SOME_NAME.into());
        if !facts.given.iter().any(|(key, _)| key == read.key.as_str()) {
            facts.given.push((read.key.as_str().into(), Some(name)));
        }
        Some(SOME_NAME.to_owned())
    }

    /// What the actions tell of the event.
    fn bring(&self, facts: &mut Facts) {
        for read in self.rule.actions.iter().flat_map(reads).filter(|read| read.arguments.is_empty()) {
            let is_name = AGENT_NAMES.contains(&read.key.as_str());
            let carried = self.attribute(&read.key).filter(|each| each.holder == Holder::Event);
            let Some(attribute) = carried.filter(|each| is_name || each.default.is_none()) else { continue };
            let value = match attribute.value_type {
                Type::Text if is_name => Some(Value::Text("Joon".into())),
                _ => answering(attribute, &[], self.begin, self.known, None)
                    .flatten()
                    .or_else(|| example(&attribute.value_type)),
            };
            if value.is_some() {
                facts.put(&read.key, Holder::Event, value);
            }
        }
    }

    fn on_channel(&self, facts: &mut Facts) {
        let Some([first, ..]) = self.rule.channels else { return };
        let known = facts.given.iter().chain(&facts.brought).any(|(key, _)| key == CHANNEL.0);
        if !known {
            facts.put(CHANNEL.0, Holder::Conversation, Some(Value::Enum(first.as_str().into())));
        }
    }

    /// What must have come before.
    fn earlier(&self, way: &[Atom<'b>]) -> Option<Vec<TestStepKind>> {
        let mut lines = Vec::new();
        for atom in way.iter().filter(|atom| atom.holds) {
            match atom.test {
                Test::InTheLast { event, .. } => {
                    let event = event.clone();
                    lines.push(TestStepKind::Receive { event, conversation: None, facts: Vec::new() });
                }
                Test::HasFired(id) => {
                    let depth = self.depth.checked_sub(1).filter(|_| id != self.rule.id)?;
                    let trial = sample_within(id, self.engine, depth).ok()?;
                    lines.extend(trial.lines.into_iter().map(|(line, _)| line.kind));
                }
                _ => continue,
            }
            lines.push(TestStepKind::Advance(SOON));
        }
        Some(lines)
    }

    /// One that says nothing but what it brings.
    fn any_event(&self) -> Option<EventName> {
        let events = &self.book.vocabulary.events;
        let updated = events.iter().find(|event| event.name == UPDATED);
        updated.or_else(|| events.first()).map(|event| EventName::new(event.name.as_str()))
    }
}

/// The attribute from which another one is computed.
fn computed_from(key: &str) -> Option<&'static str> {
    PROVIDED.iter().find_map(|(provided, _, from)| match from {
        Provided::As(source) if *provided == key => Some(*source),
        _ => None,
    })
}

/// The attributes that an action reads.
fn reads(step: &Step) -> Vec<&AttributeRead> {
    let StepKind::Act { arguments, needs, .. } = &step.kind else { return Vec::new() };
    arguments.iter().flat_map(|(_, argument)| read_in(argument)).chain(needs).collect()
}

fn read_in(argument: &Argument) -> Vec<&AttributeRead> {
    match argument {
        Argument::Value(Operand::Attribute(read)) => vec![read],
        Argument::Text(template) => {
            let parts = template.0.iter().filter_map(|part| match part {
                TemplatePart::Placeholder { read, .. } => Some(read),
                TemplatePart::Literal(_) => None,
            });
            parts.collect()
        }
        Argument::List(parts) => parts.iter().flat_map(read_in).collect(),
        Argument::Record(fields) => fields.iter().flat_map(|(_, part)| read_in(part)).collect(),
        _ => Vec::new(),
    }
}

/// Where facts are told.
struct Facts {
    given: Vec<Fact>,
    brought: Vec<Fact>,
    by_event: bool,
}

impl Facts {
    fn put(&mut self, key: &str, holder: Holder, value: Option<Value>) {
        let brought = holder == Holder::Event || (self.by_event && holder == Holder::Conversation);
        let facts = if brought { &mut self.brought } else { &mut self.given };
        if !facts.iter().any(|(known, _)| known == key) {
            facts.push((key.into(), value));
        }
    }
}

/// Some times of a week that begins on Monday at ten.
fn moments(begin: Moment) -> Vec<Moment> {
    let usual = [0, 5 * 24 + 1, 6 * 24 + 5, -7, 12, 8, 2, 24, 48, 72, 96];
    let day = -10..14;
    usual.into_iter().chain(day).map(|hours| begin.plus(hours * HOUR)).collect()
}
