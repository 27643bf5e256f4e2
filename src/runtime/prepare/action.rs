//! What a `do` block does, made ready.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::super::LoadError;
use super::super::calendar::Calendar;
use super::super::effect::Deed;
use super::super::kind::Kind;
use super::super::maintained::{ACTION_ACTORS, ALSO, DESK_ACTIONS, PERSONAL, SENDER};
use super::condition::{Condition, Operand, Preparer, Read};
use super::lifecycle::Way;
use super::names::Names;
use super::shape::{self, Shape};
use super::vocabulary::Attribute;
use crate::ir::vocabulary::Holder;
use crate::ir::{self, EventName, Name, Place, StepKind, TemplatePart, Unit};

/// How deep lists and records may nest.
const DEEPEST: usize = 16;

/// A statement of a `do` block.
#[derive(Debug)]
pub(crate) enum Step {
    Wait(Wait),
    Act(Act),
}

#[derive(Debug)]
pub(crate) struct Wait {
    pub(crate) place: Place,
    pub(crate) duration: i64,
    pub(crate) unless: BTreeSet<EventName>,
    pub(crate) check_again: bool,
    /// What the rest of the block reads of carried facts and earlier values.
    pub(crate) saves: Vec<Read>,
}

#[derive(Debug)]
pub(crate) struct Act {
    pub(crate) place: Place,
    pub(crate) action: Name,
    pub(crate) arguments: Box<[(Name, Argument)]>,
    pub(crate) write: Option<Box<Write>>,
    pub(crate) needs: Box<[Read]>,
    /// Whether it is nothing but its effect and what it writes: the runtime knows no more of it.
    pub(crate) is_plain: bool,
    /// Whether a sender goes with it, since the book names none.
    pub(crate) wants_sender: bool,
    /// What it does, if that is the same each time: known once it was done.
    pub(crate) always: OnceLock<Arc<Deed>>,
    /// The transitions that it may move a state by: known once it was done.
    pub(crate) ways: OnceLock<Box<[Way]>>,
}

#[derive(Debug)]
pub(crate) enum Argument {
    Value(Operand),
    Text(Template),
    Message(Arc<Message>),
    List(Box<[Argument]>),
    Record(Box<[(Name, Argument)]>),
    NextClockTime(u16),
    NextOpening(Arc<Calendar>),
}

#[derive(Debug)]
pub(crate) struct Write {
    pub(crate) attribute: Arc<Attribute>,
    pub(crate) argument: String,
    pub(crate) change: Change,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Set,
    Add,
    Remove,
}

#[derive(Debug)]
pub(crate) struct Template(pub(crate) Box<[Part]>);

#[derive(Debug)]
pub(crate) enum Part {
    Literal(Box<str>),
    Placeholder { read: Read, unit: Option<Unit>, fallback: Option<Box<str>> },
}

/// A text in several languages.
#[derive(Debug)]
pub(crate) struct Message {
    /// The language tags in lower case, each with its text; never empty.
    texts: Vec<(String, Template)>,
}

/// Makes the statements of `user` ready; `condition` is its `when`.
pub(crate) fn steps(
    names: &Names,
    user: &str,
    steps: &[ir::Step],
    condition: Option<&Condition>,
) -> Result<Box<[Step]>, LoadError> {
    let preparer = Preparer { names, user };
    let mut ready: Box<[Step]> = steps.iter().map(|step| preparer.step(step)).collect::<Result<_, _>>()?;
    // From the last to the first: what the rest of the block reads grows.
    let mut rest: Vec<Read> = Vec::new();
    for step in ready.iter_mut().rev() {
        match step {
            Step::Act(act) => act.reads(&mut |read| keep(&mut rest, read)),
            Step::Wait(wait) => {
                if let (true, Some(condition)) = (wait.check_again, condition) {
                    condition.reads(&mut |read| keep(&mut rest, read));
                }
                wait.saves.clone_from(&rest);
            }
        }
    }
    Ok(ready)
}

fn is_plain(action: &str) -> bool {
    let known = ALSO.iter().map(|(action, ..)| *action).chain(DESK_ACTIONS.iter().map(|(action, _)| *action));
    let acting = PERSONAL.iter().map(|(action, _)| *action).chain(ACTION_ACTORS.iter().map(|(action, _)| *action));
    !known.chain(acting).any(|known| known == action)
}

fn wants_sender(action: &str, arguments: &[(Name, Argument)]) -> bool {
    let (sending, slot, _) = SENDER;
    sending.contains(&action) && arguments.iter().all(|(name, _)| name != slot)
}

fn keep(rest: &mut Vec<Read>, read: &Read) {
    let moment = read.attribute.holder == Holder::Event || read.before();
    // Two readings of one attribute with other parameters are two.
    let known = read.arguments().is_empty()
        && rest.iter().any(|other| Arc::ptr_eq(&other.attribute, &read.attribute) && other.before() == read.before());
    if moment && !known {
        rest.push(read.clone());
    }
}

impl Preparer<'_> {
    fn step(&self, step: &ir::Step) -> Result<Step, LoadError> {
        Ok(match &step.kind {
            StepKind::Wait { duration, unless, check_again } => Step::Wait(Wait {
                place: step.place,
                duration: self.duration(*duration)?,
                unless: unless.iter().map(|event| self.event(event)).collect::<Result<_, _>>()?,
                check_again: *check_again,
                saves: Vec::new(),
            }),
            StepKind::Act { action, arguments, write, needs } => {
                let arguments: Box<[(Name, Argument)]> = self.named_arguments(arguments, DEEPEST)?;
                let write = match write {
                    Some(write) => Some(Box::new(self.write(write, &arguments)?)),
                    None => None,
                };
                let needs = needs.iter().map(|read| self.read(read)).collect::<Result<_, _>>()?;
                Step::Act(Act {
                    place: step.place,
                    action: self.names.name(action),
                    is_plain: is_plain(action),
                    wants_sender: wants_sender(action, &arguments),
                    arguments,
                    write,
                    needs,
                    always: OnceLock::new(),
                    ways: OnceLock::new(),
                })
            }
        })
    }

    fn named_arguments(
        &self,
        arguments: &[(String, ir::Argument)],
        left: usize,
    ) -> Result<Box<[(Name, Argument)]>, LoadError> {
        let named = |(name, argument): &(String, _)| Ok((self.names.name(name), self.argument(argument, left)?));
        arguments.iter().map(named).collect()
    }

    fn argument(&self, argument: &ir::Argument, left: usize) -> Result<Argument, LoadError> {
        let left = left.checked_sub(1).ok_or_else(|| LoadError::TooDeep(self.user.to_owned()))?;
        Ok(match argument {
            ir::Argument::Value(operand) => Argument::Value(self.operand(operand)?),
            ir::Argument::Text(template) => Argument::Text(self.template(template)?),
            ir::Argument::Message(name) => Argument::Message(self.names.message(name, self.user)?),
            ir::Argument::List(arguments) => Argument::List(
                arguments.iter().map(|argument| self.argument(argument, left)).collect::<Result<_, _>>()?,
            ),
            ir::Argument::Record(arguments) => Argument::Record(self.named_arguments(arguments, left)?),
            ir::Argument::NextClockTime(minutes) => {
                self.check(*minutes <= 24 * 60, "no clock shows such a time")?;
                Argument::NextClockTime(*minutes)
            }
            ir::Argument::NextOpening(schedule) => Argument::NextOpening(self.names.calendar(schedule, self.user)?),
        })
    }

    fn write(&self, write: &ir::Write, arguments: &[(Name, Argument)]) -> Result<Write, LoadError> {
        let (change, key, argument) = match write {
            ir::Write::Set { key, argument } => (Change::Set, key, argument),
            ir::Write::Add { key, argument } => (Change::Add, key, argument),
            ir::Write::Remove { key, argument } => (Change::Remove, key, argument),
        };
        let attribute = self.names.attribute(key, self.user)?;
        let held = matches!(attribute.holder, Holder::Conversation | Holder::User);
        self.check(held && attribute.is_plain, "it changes what it may not change")?;
        let (_, given) = arguments.iter().find(|(name, _)| name == argument).ok_or_else(|| LoadError::Unknown {
            kind: "argument",
            name: argument.clone(),
            user: self.user.to_owned(),
        })?;
        let fits = match (change, &attribute.kind) {
            (Change::Set, kind) => given.fits(kind),
            (Change::Add | Change::Remove, Kind::List(kind)) => given.fits(kind),
            _ => false,
        };
        self.check(fits, &format!("it gives `{key}` a value of another type"))?;
        Ok(Write { attribute, argument: argument.clone(), change })
    }

    fn template(&self, template: &ir::Template) -> Result<Template, LoadError> {
        let part = |part: &TemplatePart| {
            Ok(match part {
                TemplatePart::Literal(text) => Part::Literal(text.as_str().into()),
                TemplatePart::Placeholder { read, unit, fallback } => {
                    let read = self.read(read)?;
                    let fits = unit.is_none() || matches!(read.attribute.kind, Kind::Duration);
                    self.check(fits, "it tells in a unit what is no duration")?;
                    Part::Placeholder { read, unit: *unit, fallback: fallback.as_deref().map(Into::into) }
                }
            })
        };
        template.0.iter().map(part).collect::<Result<_, _>>().map(Template)
    }
}

impl Argument {
    /// Whether its value can become one of that type.
    fn fits(&self, kind: &Kind) -> bool {
        match self {
            Self::Value(operand) => operand.shape().agrees(&Shape::Of(kind)),
            Self::Text(_) | Self::Message(_) => shape::TEXT.agrees(&Shape::Of(kind)),
            Self::List(arguments) => match kind {
                Kind::List(kind) => arguments.iter().all(|argument| argument.fits(kind)),
                _ => false,
            },
            Self::Record(_) => false,
            Self::NextClockTime(_) | Self::NextOpening(_) => matches!(kind, Kind::Time),
        }
    }

    /// Whether it is the same each time.
    fn is_constant(&self) -> bool {
        match self {
            Self::Value(operand) => matches!(operand, Operand::Literal(_)),
            Self::Text(template) => template.is_constant(),
            Self::Message(message) => message.is_constant(),
            Self::List(arguments) => arguments.iter().all(Self::is_constant),
            Self::Record(arguments) => arguments.iter().all(|(_, argument)| argument.is_constant()),
            Self::NextClockTime(_) | Self::NextOpening(_) => false,
        }
    }

    fn reads(&self, visit: &mut dyn FnMut(&Read)) {
        match self {
            Self::Value(operand) => operand.reads(visit),
            Self::Text(template) => template.reads(visit),
            Self::Message(message) => message.reads(visit),
            Self::List(arguments) => arguments.iter().for_each(|argument| argument.reads(visit)),
            Self::Record(arguments) => arguments.iter().for_each(|(_, argument)| argument.reads(visit)),
            Self::NextClockTime(_) | Self::NextOpening(_) => {}
        }
    }
}

impl Act {
    /// Whether it says the same each time.
    pub(crate) fn is_constant(&self) -> bool {
        self.arguments.iter().all(|(_, argument)| argument.is_constant())
    }

    pub(crate) fn reads(&self, visit: &mut dyn FnMut(&Read)) {
        self.arguments.iter().for_each(|(_, argument)| argument.reads(visit));
        self.needs.iter().for_each(|read| read.reads(visit));
        if let Some(Write { attribute, change: Change::Add | Change::Remove, .. }) = self.write.as_deref() {
            visit(&Read::plain(Arc::clone(attribute)));
        }
    }
}

impl Template {
    fn is_constant(&self) -> bool {
        self.0.iter().all(|part| matches!(part, Part::Literal(_)))
    }

    fn reads(&self, visit: &mut dyn FnMut(&Read)) {
        for part in &self.0 {
            if let Part::Placeholder { read, .. } = part {
                read.reads(visit);
            }
        }
    }
}

impl Message {
    pub(super) fn new(names: &Names, message: &ir::Message) -> Result<Self, LoadError> {
        let preparer = Preparer { names, user: &message.id };
        preparer.check(!message.texts.is_empty(), "it has no text")?;
        let texts = message
            .texts
            .iter()
            .map(|(language, template)| Ok((tag(language), preparer.template(template)?)))
            .collect::<Result<_, LoadError>>()?;
        Ok(Self { texts })
    }

    /// The text for users of that language: of exactly that tag, else of its language, else the first.
    pub(crate) fn text_for(&self, locale: Option<&str>) -> Option<&Template> {
        let wanted = tag(locale.unwrap_or_default());
        let find = |fits: &dyn Fn(&str) -> bool| self.texts.iter().find(|(tag, _)| fits(tag)).map(|(_, text)| text);
        find(&|tag| tag == wanted)
            .or_else(|| find(&|tag| tag == language(&wanted)))
            .or_else(|| find(&|tag| language(tag) == language(&wanted)))
            .or_else(|| find(&|_| true))
    }

    /// Whether it reads the same to everybody.
    fn is_constant(&self) -> bool {
        matches!(self.texts.as_slice(), [(_, only)] if only.is_constant())
    }

    pub(super) fn reads(&self, visit: &mut dyn FnMut(&Read)) {
        self.texts.iter().for_each(|(_, template)| template.reads(visit));
    }
}

fn tag(language: &str) -> String {
    language.to_ascii_lowercase().replace('_', "-")
}

fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}
