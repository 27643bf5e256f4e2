//! Conditions made ready: names are resolved, patterns compiled, types checked.

use std::sync::Arc;

use super::super::LoadError;
use super::super::calendar::Calendar;
use super::super::kind::{Choices, Kind};
use super::super::maintained::Provided;
use super::names::Names;
use super::pattern::Pattern;
use super::search::{Needles, Search};
use super::shape::{self, Shape};
use super::vocabulary::Attribute;
use crate::ir::vocabulary::Holder;
use crate::ir::{self, AttributeRead, Comparison, EventName, Name, Once, Place, Quantity, Value};

/// How deep a condition may nest; 1 for a single test.
const DEEPEST: usize = 32;

/// How deep it may nest with the named conditions in it written out.
const DEEPEST_EXPANDED: usize = 64;

/// How many tests it may ask, with the named conditions in it written out.
const LARGEST_EXPANDED: usize = 10_000;

/// How deep attributes may stand in the parameters of attributes.
const DEEPEST_ARGUMENT: usize = 4;

/// The longest duration: ten years.
pub(crate) const LONGEST: i64 = 3650 * 86_400_000;

/// A test at its place. A clone of it shares the test.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) place: Place,
    test: Arc<Test>,
}

/// As [`ir::Test`].
#[derive(Debug)]
pub(crate) enum Test {
    All(Box<[Condition]>),
    Any(Box<[Condition]>),
    Not(Condition),
    Compare {
        left: Operand,
        comparison: Comparison,
        right: Operand,
    },
    /// The value, the lower end, the upper end: rare, and not to make the others larger.
    Between(Box<[Operand; 3]>),
    In {
        value: Operand,
        list: Operand,
    },
    Text {
        text: Operand,
        search: Search,
        needles: Needles,
    },
    Matches {
        text: Operand,
        pattern: Arc<Pattern>,
    },
    Has {
        list: Operand,
        quantity: Quantity,
        members: Operand,
    },
    Known(Operand),
    Ago {
        time: Operand,
        more: bool,
        duration: i64,
    },
    InTheLast {
        event: EventName,
        duration: i64,
    },
    Open(Arc<Calendar>),
    HasFired {
        id: Box<str>,
        once: Option<Once>,
    },
    Named(Condition),
}

#[derive(Clone, Debug)]
pub(crate) enum Operand {
    Literal(Value),
    Attribute(Read),
}

/// The reading of an attribute.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) attribute: Arc<Attribute>,
    /// Rare, and not to make the others larger.
    special: Option<Box<Special>>,
}

/// What most readings have nothing of.
#[derive(Clone, Debug)]
struct Special {
    arguments: Box<[Operand]>,
    before: bool,
}

/// How large a condition is with the named conditions in it written out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extent {
    depth: usize,
    tests: usize,
}

impl Extent {
    const SINGLE: Self = Self { depth: 1, tests: 1 };

    fn within(self) -> Self {
        Self { depth: self.depth.saturating_add(1), tests: self.tests.saturating_add(1) }
    }

    fn beside(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), tests: self.tests.saturating_add(other.tests) }
    }
}

/// Where the tests of a condition stand in the packed rules, in their order; nothing of one that is made ready by itself.
type Spots<'s> = std::slice::Iter<'s, u32>;

/// Makes a condition ready; `user` is who asks.
pub(crate) fn condition(
    names: &Names,
    user: &str,
    condition: &ir::Condition,
) -> Result<(Condition, Extent), LoadError> {
    shared_condition(names, user, condition, &[])
}

/// As [`condition`], of tests that stand at these spots: those of one spot are made once.
pub(super) fn shared_condition(
    names: &Names,
    user: &str,
    condition: &ir::Condition,
    spots: &[u32],
) -> Result<(Condition, Extent), LoadError> {
    let (ready, extent) = Preparer { names, user }.condition(condition, DEEPEST, &mut spots.iter())?;
    if extent.depth > DEEPEST_EXPANDED || extent.tests > LARGEST_EXPANDED {
        return Err(LoadError::TooDeep(user.to_owned()));
    }
    Ok((ready, extent))
}

pub(super) struct Preparer<'a> {
    pub(super) names: &'a Names,
    pub(super) user: &'a str,
}

impl Preparer<'_> {
    /// A condition that need not be there.
    pub(super) fn optional(&self, condition: Option<&ir::Condition>) -> Result<Option<Condition>, LoadError> {
        condition.map(|condition| Ok(self::condition(self.names, self.user, condition)?.0)).transpose()
    }

    fn condition(
        &self,
        condition: &ir::Condition,
        left: usize,
        spots: &mut Spots<'_>,
    ) -> Result<(Condition, Extent), LoadError> {
        let left = left.checked_sub(1).ok_or_else(|| LoadError::TooDeep(self.user.to_owned()))?;
        let (test, extent) = match &condition.test {
            ir::Test::All(parts) => {
                let (parts, extent) = self.parts(parts, left, spots)?;
                (Test::All(parts.into()), extent.within())
            }
            ir::Test::Any(parts) => {
                let (parts, extent) = self.parts(parts, left, spots)?;
                (Test::Any(parts.into()), extent.within())
            }
            ir::Test::Not(inner) => {
                let (inner, extent) = self.condition(inner, left, spots)?;
                (Test::Not(inner), extent.within())
            }
            ir::Test::Named(name) => {
                // It has a spot, too.
                spots.next();
                let (named, extent) = self.names.condition(name, self.user)?;
                (Test::Named(named), extent.within())
            }
            single => {
                let test = match spots.next() {
                    Some(spot) => self.names.test(*spot, || self.single(single))?,
                    None => Arc::new(self.single(single)?),
                };
                return Ok((Condition { place: condition.place, test }, Extent::SINGLE));
            }
        };
        Ok((Condition::new(condition.place, test), extent))
    }

    fn parts(
        &self,
        parts: &[ir::Condition],
        left: usize,
        spots: &mut Spots<'_>,
    ) -> Result<(Vec<Condition>, Extent), LoadError> {
        let mut ready = Vec::with_capacity(parts.len());
        let mut whole = Extent::default();
        for part in parts {
            let (part, extent) = self.condition(part, left, spots)?;
            ready.push(part);
            whole = whole.beside(extent);
        }
        Ok((ready, whole))
    }

    fn single(&self, test: &ir::Test) -> Result<Test, LoadError> {
        Ok(match test {
            ir::Test::Compare { left, comparison, right } => {
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                self.check(left.shape().agrees(&right.shape()), "it compares values of two types")?;
                if *comparison != Comparison::Is {
                    self.check(left.shape().is_ordered(), "it orders values that have no order")?;
                }
                Test::Compare { left, comparison: *comparison, right }
            }
            ir::Test::Between { value, low, high } => {
                let (value, low, high) = (self.operand(value)?, self.operand(low)?, self.operand(high)?);
                let agree = value.shape().agrees(&low.shape()) && value.shape().agrees(&high.shape());
                self.check(agree, "it compares values of two types")?;
                self.check(value.shape().is_ordered(), "it orders values that have no order")?;
                Test::Between(Box::new([value, low, high]))
            }
            ir::Test::In { value, list } => {
                let (value, list) = (self.operand(value)?, self.operand(list)?);
                self.check(list.shape().is_list_of(&value.shape()), "it looks for a value in a list of others")?;
                Test::In { value, list }
            }
            ir::Test::Text { text, edge, quantity, exactly, needles } => {
                let (text, needles) = (self.operand(text)?, self.operand(needles)?);
                self.check(text.shape().agrees(&shape::TEXT), "it looks into what is no text")?;
                self.check(shape::counts(&needles.shape(), *quantity, &shape::TEXT), "it looks for what is no text")?;
                self.check(*quantity != Quantity::Under, "texts are not below each other")?;
                let search = Search { edge: *edge, quantity: *quantity, exactly: *exactly };
                Test::Text { text, search, needles: search.needles(needles) }
            }
            ir::Test::Matches { text, pattern, ignore_case, whole } => {
                let text = self.operand(text)?;
                self.check(text.shape().agrees(&shape::TEXT), "it looks into what is no text")?;
                let ready = Pattern::new(pattern, *ignore_case, *whole);
                self.check(ready.is_some(), "a pattern in it cannot be used")?;
                match ready {
                    Some(pattern) => Test::Matches { text, pattern: Arc::new(pattern) },
                    None => Test::All(Box::default()),
                }
            }
            ir::Test::Has { list, quantity, members } => {
                let (list, members) = (self.operand(list)?, self.operand(members)?);
                let fits = match quantity {
                    Quantity::One => list.shape().is_list_of(&members.shape()),
                    Quantity::Under => list.shape().is_list_of(&shape::TEXT) && members.shape().agrees(&shape::TEXT),
                    Quantity::Any | Quantity::All => members.shape().is_list() && list.shape().agrees(&members.shape()),
                };
                self.check(fits, "it looks for values in a list of others")?;
                Test::Has { list, quantity: *quantity, members }
            }
            ir::Test::Known(operand) => Test::Known(self.operand(operand)?),
            ir::Test::Ago { time, more, duration } => {
                let time = self.operand(time)?;
                self.check(
                    time.shape().agrees(&Shape::Of(&Kind::Time)),
                    "it asks how long ago something is that is no time",
                )?;
                Test::Ago { time, more: *more, duration: self.duration(*duration)? }
            }
            ir::Test::InTheLast { event, duration } => {
                Test::InTheLast { event: self.event(event)?, duration: self.duration(*duration)? }
            }
            ir::Test::Open(schedule) => Test::Open(self.names.calendar(schedule, self.user)?),
            ir::Test::HasFired(id) => Test::HasFired { id: id.as_str().into(), once: self.names.once(id, self.user)? },
            // Taken care of by the caller.
            ir::Test::All(_) | ir::Test::Any(_) | ir::Test::Not(_) | ir::Test::Named(_) => Test::All(Box::default()),
        })
    }

    pub(super) fn operand(&self, operand: &ir::Operand) -> Result<Operand, LoadError> {
        self.operand_within(operand, DEEPEST_ARGUMENT)
    }

    fn operand_within(&self, operand: &ir::Operand, left: usize) -> Result<Operand, LoadError> {
        Ok(match operand {
            ir::Operand::Literal(value) => Operand::Literal(value.clone()),
            ir::Operand::List(name) => Operand::Literal(self.names.list(name, self.user)?),
            ir::Operand::Attribute(read) => Operand::Attribute(self.read_within(read, left)?),
        })
    }

    pub(super) fn read(&self, read: &AttributeRead) -> Result<Read, LoadError> {
        self.read_within(read, DEEPEST_ARGUMENT)
    }

    fn read_within(&self, read: &AttributeRead, left: usize) -> Result<Read, LoadError> {
        let attribute = self.names.attribute(&read.key, self.user)?;
        self.check(
            attribute.key.parameters.len() == read.arguments.len(),
            "an attribute has another number of parameters",
        )?;
        let left = left.checked_sub(1).ok_or_else(|| LoadError::TooDeep(self.user.to_owned()))?;
        let arguments: Box<[Operand]> =
            read.arguments.iter().map(|argument| self.operand_within(argument, left)).collect::<Result<_, _>>()?;
        let texts = arguments.iter().all(|argument| argument.shape().agrees(&shape::TEXT));
        self.check(texts, "the parameter of an attribute is no text")?;
        Ok(Read::new(attribute, arguments, read.before))
    }

    pub(super) fn event(&self, event: &EventName) -> Result<EventName, LoadError> {
        if self.names.vocabulary.knows_event(event) {
            return Ok(self.names.event(event));
        }
        Err(LoadError::Unknown { kind: "event", name: event.to_string(), user: self.user.to_owned() })
    }

    /// A duration that can be waited for.
    pub(super) fn duration(&self, millis: i64) -> Result<i64, LoadError> {
        self.check(0 < millis && millis <= LONGEST, "durations are more than nothing and at most ten years")?;
        Ok(millis)
    }

    pub(super) fn check(&self, holds: bool, reason: &str) -> Result<(), LoadError> {
        if holds { Ok(()) } else { Err(LoadError::Invalid { user: self.user.to_owned(), reason: reason.to_owned() }) }
    }
}

impl Operand {
    pub(super) fn shape(&self) -> Shape<'_> {
        match self {
            Self::Literal(value) => Shape::Literal(value),
            Self::Attribute(read) => Shape::Of(&read.attribute.kind),
        }
    }

    /// The enum whose order counts, if it is a value of one.
    #[inline]
    pub(crate) fn choices(&self) -> Option<&Choices> {
        match self {
            Self::Attribute(Read { attribute, .. }) => match &attribute.kind {
                Kind::Enum(choices) => Some(choices),
                _ => None,
            },
            Self::Literal(_) => None,
        }
    }
}

impl Condition {
    pub(crate) fn new(place: Place, test: Test) -> Self {
        Self { place, test: Arc::new(test) }
    }

    /// What it asks.
    #[inline]
    pub(crate) fn test(&self) -> &Test {
        &self.test
    }
}

impl Read {
    pub(crate) fn new(attribute: Arc<Attribute>, arguments: Box<[Operand]>, before: bool) -> Self {
        let special = before || !arguments.is_empty();
        Self { attribute, special: special.then(|| Box::new(Special { arguments, before })) }
    }

    /// The reading of what an attribute without parameters is now.
    pub(crate) fn plain(attribute: Arc<Attribute>) -> Self {
        Self { attribute, special: None }
    }

    /// Whether it reads what an attribute without parameters is now.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        self.special.is_none()
    }

    /// The key of the fact of the conversation that alone says what it reads; `None` if it reads anything else.
    fn kept_key(&self) -> Option<Name> {
        let attribute = &self.attribute;
        match attribute.provided {
            _ if attribute.holder != Holder::Conversation || !self.is_plain() => None,
            None => Some(attribute.declared.clone()),
            Some(Provided::As(other)) => Some(other.into()),
            Some(_) => None,
        }
    }

    /// What stands for the parameters.
    #[inline]
    pub(crate) fn arguments(&self) -> &[Operand] {
        self.special.as_ref().map_or(&[], |special| &special.arguments)
    }

    /// Whether it reads what was before.
    #[inline]
    pub(crate) fn before(&self) -> bool {
        self.special.as_ref().is_some_and(|special| special.before)
    }
}

impl Condition {
    /// Hands every reading in it to `visit`, those in named conditions and parameters too.
    pub(crate) fn reads(&self, visit: &mut dyn FnMut(&Read)) {
        match self.test() {
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| part.reads(visit)),
            Test::Not(inner) => inner.reads(visit),
            Test::Named(named) => named.reads(visit),
            Test::Compare { left, right, .. } => [left, right].into_iter().for_each(|operand| operand.reads(visit)),
            Test::Between(operands) => operands.iter().for_each(|operand| operand.reads(visit)),
            Test::In { value: one, list: other } | Test::Has { list: one, members: other, .. } => {
                [one, other].into_iter().for_each(|operand| operand.reads(visit));
            }
            Test::Matches { text: operand, .. } | Test::Known(operand) | Test::Ago { time: operand, .. } => {
                operand.reads(visit);
            }
            Test::Text { text, needles, .. } => {
                text.reads(visit);
                if let Needles::Read(operand) = needles {
                    operand.reads(visit);
                }
            }
            Test::InTheLast { .. } | Test::Open(_) | Test::HasFired { .. } => {}
        }
    }

    /// The facts of the conversation that alone say whether it holds; `None` if something else does too: the time, what has happened, what
    /// others keep.
    pub(crate) fn kept_only(&self) -> Option<Vec<Name>> {
        let mut keys = Some(Vec::new());
        self.reads(&mut |read| match (read.kept_key(), &mut keys) {
            (Some(key), Some(keys)) => keys.push(key),
            _ => keys = None,
        });
        keys.filter(|_| self.is_timeless())
    }

    /// Whether it holds as long as the values that it reads are the same.
    fn is_timeless(&self) -> bool {
        match self.test() {
            Test::All(parts) | Test::Any(parts) => parts.iter().all(Self::is_timeless),
            Test::Not(inner) => inner.is_timeless(),
            Test::Named(named) => named.is_timeless(),
            Test::Ago { .. } | Test::InTheLast { .. } | Test::Open(_) | Test::HasFired { .. } => false,
            Test::Compare { .. }
            | Test::Between(_)
            | Test::In { .. }
            | Test::Text { .. }
            | Test::Matches { .. }
            | Test::Has { .. }
            | Test::Known(_) => true,
        }
    }

    /// Hands every event that it looks back at to `visit`.
    pub(crate) fn looks_back(&self, visit: &mut dyn FnMut(&EventName)) {
        match self.test() {
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| part.looks_back(visit)),
            Test::Not(inner) => inner.looks_back(visit),
            Test::Named(named) => named.looks_back(visit),
            Test::InTheLast { event, .. } => visit(event),
            _ => {}
        }
    }
}

impl Operand {
    pub(crate) fn reads(&self, visit: &mut dyn FnMut(&Read)) {
        if let Self::Attribute(read) = self {
            read.reads(visit);
        }
    }
}

impl Read {
    pub(crate) fn reads(&self, visit: &mut dyn FnMut(&Read)) {
        visit(self);
        self.arguments().iter().for_each(|argument| argument.reads(visit));
    }
}
