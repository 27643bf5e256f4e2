//! The vocabulary made ready: attributes by their keys, events, enums.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::LoadError;
use super::super::compact;
use super::super::fact::AttributeNumber;
use super::super::keys::Key;
use super::super::kind::{Choices, Kind};
use super::super::lookup::Lookup;
use super::super::maintained::{PROVIDED, Provided};
use super::super::values;
use crate::ir::vocabulary::{self, Holder};
use crate::ir::{EventName, Name, Type, Value};

/// So many attributes are looked at for the very key before it is searched for.
const NEAR: usize = 4;

/// Lists of lists of lists … end somewhere.
const DEEPEST_TYPE: usize = 8;

/// A declared attribute. What is asked of it for each fact stands first, and so lies in one line of the processor's cache.
#[derive(Debug)]
#[repr(C, align(64))]
pub(crate) struct Attribute {
    pub(crate) default: Option<Value>,
    pub(crate) kind: Kind,
    /// As declared.
    pub(crate) declared: Name,
    /// Its number among all, in the order of their keys.
    pub(crate) number: AttributeNumber,
    pub(crate) holder: Holder,
    /// Whether it has no parameters.
    pub(crate) is_plain: bool,
    /// How the runtime computes it, if it does.
    pub(crate) provided: Option<Provided>,
    pub(crate) key: Key,
}

const _: () = assert!(std::mem::offset_of!(Attribute, is_plain) < 64);

impl Attribute {
    /// The key of the instance with these arguments; there must be as many as parameters.
    pub(crate) fn instance<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Name {
        if self.is_plain { self.declared.clone() } else { self.key.with_arguments(arguments).into() }
    }

    /// The key of an instance as it is kept. What an input calls it belongs to the input.
    #[inline]
    pub(crate) fn name_of<'n>(&'n self, key: &'n Name) -> &'n Name {
        if self.is_plain { &self.declared } else { key }
    }

    /// The value in its one form: `None` if it has it already, or is none.
    ///
    /// # Errors
    /// Why it is not of this type.
    #[inline]
    pub(crate) fn accepted(&self, value: Option<&Value>) -> Result<Option<Value>, String> {
        match value {
            Some(value) if !self.kind.has(value) => self.kind.accept(value.clone()).map(Some),
            _ => Ok(None),
        }
    }

    /// What is kept of a value: nothing if it is the default.
    #[inline]
    pub(crate) fn kept<'v>(&self, value: Option<&'v Value>) -> Option<&'v Value> {
        match &self.default {
            Some(default) => value.filter(|value| !values::is_same(value, default)),
            None => value,
        }
    }
}

/// What may be spoken of.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// By the signatures of their keys; that of a key without parameters is the key.
    attributes: BTreeMap<String, Arc<Attribute>>,
    /// Those without parameters, which most are: their numbers by their keys.
    plain: Lookup,
    /// All by their numbers.
    numbered: Vec<Arc<Attribute>>,
    enums: BTreeMap<String, Arc<Choices>>,
    /// What each event carries.
    events: BTreeMap<EventName, BTreeSet<String>>,
}

impl Vocabulary {
    pub(crate) fn new(declared: &vocabulary::Vocabulary) -> Result<Self, LoadError> {
        let mut ready = Self::default();
        for declared in &declared.enums {
            let mut names = BTreeSet::new();
            if let Some(twice) = declared.values.iter().find(|value| !names.insert(value.name.as_str())) {
                return Err(LoadError::Duplicate { kind: "enum value", name: twice.name.clone() });
            }
            let choices = Arc::new(Choices::new(declared.values.iter().map(|value| value.name.clone())));
            if ready.enums.insert(declared.name.clone(), choices).is_some() {
                return Err(LoadError::Duplicate { kind: "enum", name: declared.name.clone() });
            }
        }
        let mut keys: Vec<&str> = declared.attributes.iter().map(|declared| declared.key.as_str()).collect();
        keys.sort_unstable();
        for declared in &declared.attributes {
            let number = keys.binary_search(&declared.key.as_str()).unwrap_or_else(|place| place);
            let attribute = ready.attribute(declared, AttributeNumber(u32::try_from(number).unwrap_or(u32::MAX)))?;
            if ready.attributes.insert(attribute.key.signature(), Arc::new(attribute)).is_some() {
                return Err(LoadError::Duplicate { kind: "attribute", name: declared.key.clone() });
            }
        }
        ready.numbered = ready.attributes.values().map(Arc::clone).collect();
        ready.numbered.sort_by_key(|attribute| attribute.number);
        let numbered = ready.numbered.iter().zip(0..);
        let plain = numbered.filter(|(attribute, _)| attribute.is_plain);
        ready.plain = Lookup::new(plain.map(|(attribute, number)| (attribute.declared.as_str(), number)));
        for declared in &declared.events {
            let name = EventName::new(declared.name.clone());
            if ready.events.insert(name, declared.carries.iter().cloned().collect()).is_some() {
                return Err(LoadError::Duplicate { kind: "event", name: declared.name.clone() });
            }
        }
        Ok(ready)
    }

    fn attribute(&self, declared: &vocabulary::Attribute, number: AttributeNumber) -> Result<Attribute, LoadError> {
        let invalid = |reason: String| LoadError::Invalid { user: declared.key.clone(), reason };
        let key = Key::declared(&declared.key).ok_or_else(|| invalid("its parameters are not well written".into()))?;
        let kind = self.kind(&declared.key, &declared.value_type, DEEPEST_TYPE)?;
        let default = match &declared.default {
            Some(value) => {
                Some(kind.accept(value.clone()).map_err(|reason| invalid(format!("its default: {reason}")))?)
            }
            None => None,
        };
        let provided = PROVIDED.iter().find(|(name, ..)| *name == declared.key).map(|(.., provided)| *provided);
        let provided = provided.filter(|provided| provides(*provided, declared.holder, &kind));
        Ok(Attribute {
            default,
            kind,
            declared: compact::shared(&declared.key),
            number,
            holder: declared.holder,
            is_plain: key.parameters.is_empty(),
            provided,
            key,
        })
    }

    fn kind(&self, user: &str, declared: &Type, depth: usize) -> Result<Kind, LoadError> {
        Ok(match declared {
            Type::Text => Kind::Text,
            Type::Number => Kind::Number,
            Type::Boolean => Kind::Boolean,
            Type::Duration => Kind::Duration,
            Type::Time => Kind::Time,
            Type::ClockTime => Kind::ClockTime,
            Type::Date => Kind::Date,
            Type::Percentage => Kind::Percentage,
            Type::Enum(name) => Kind::Enum(Arc::clone(self.enums.get(name).ok_or_else(|| LoadError::Unknown {
                kind: "enum",
                name: name.clone(),
                user: user.to_owned(),
            })?)),
            Type::List(declared) => match depth.checked_sub(1) {
                Some(depth) => Kind::List(Box::new(self.kind(user, declared, depth)?)),
                None => return Err(LoadError::TooDeep(user.to_owned())),
            },
        })
    }

    /// The attribute of a declared key.
    pub(crate) fn declared(&self, key: &str) -> Option<&Arc<Attribute>> {
        if let Some(number) = self.plain.get(key) {
            return self.numbered.get(usize::try_from(number).ok()?);
        }
        if key.contains('(') { self.attributes.get(&Key::declared(key)?.signature()) } else { None }
    }

    /// The attribute of the key of an instance.
    pub(crate) fn of_instance(&self, key: &str) -> Option<&Arc<Attribute>> {
        if let Some(number) = self.plain.get(key) {
            return self.numbered.get(usize::try_from(number).ok()?);
        }
        if key.contains('(') { self.attributes.get(&Key::instance(key)?.signature()) } else { None }
    }

    /// As [`Vocabulary::of_instance`]. Who asks for several mostly does it in the order of their keys: `near` is where the next one is
    /// looked for first.
    pub(crate) fn near(&self, near: &mut usize, key: &Name) -> Option<&Arc<Attribute>> {
        let ahead = self.numbered.iter().skip(*near).take(NEAR);
        let attribute = match ahead.zip(*near..).find(|(attribute, _)| attribute.declared.is_same(key)) {
            Some((attribute, _)) => attribute,
            None => self.of_instance(key)?,
        };
        *near = attribute.number.place() + 1;
        Some(attribute)
    }

    /// The type of a slot, as a signature writes it: a type of the language, an enum, or one of the texts that name or say
    /// something.
    pub(crate) fn named_kind(&self, name: &str) -> Option<Kind> {
        Some(match name {
            "text" | "message" | "group" | "agent" | "webhook" => Kind::Text,
            "number" => Kind::Number,
            "boolean" => Kind::Boolean,
            "duration" => Kind::Duration,
            "time" | "moment" => Kind::Time,
            "clock time" => Kind::ClockTime,
            "date" => Kind::Date,
            "percentage" => Kind::Percentage,
            other => match other.strip_prefix("list of ") {
                Some(item) if !item.starts_with("list") => Kind::List(Box::new(self.named_kind(item)?)),
                Some(_) => return None,
                None => Kind::Enum(Arc::clone(self.enums.get(other)?)),
            },
        })
    }

    /// The attribute of that number.
    pub(crate) fn numbered(&self, number: AttributeNumber) -> Option<&Arc<Attribute>> {
        self.numbered.get(number.place())
    }

    /// All attributes.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &Arc<Attribute>> {
        self.attributes.values()
    }

    /// The declared events.
    pub(crate) fn events(&self) -> impl Iterator<Item = &EventName> {
        self.events.keys()
    }

    /// What an event carries, if it is declared: an event, or the change of a user's fact (language page, 6.3).
    pub(crate) fn carries(&self, event: &EventName) -> Option<&BTreeSet<String>> {
        static NOTHING: BTreeSet<String> = BTreeSet::new();
        match event.changed() {
            Some(key) => self.of_instance(key).filter(|attribute| attribute.holder == Holder::User).map(|_| &NOTHING),
            None => self.events.get(event),
        }
    }

    /// Whether a book may speak of an event: it is declared, or the change of a declared attribute.
    pub(crate) fn knows_event(&self, event: &EventName) -> bool {
        match event.changed() {
            Some(key) => self.of_instance(key).is_some(),
            None => self.events.contains_key(event),
        }
    }
}

fn provides(provided: Provided, holder: Holder, kind: &Kind) -> bool {
    let own = match provided {
        Provided::ConversationId | Provided::SessionNumber | Provided::As(_) => Holder::Conversation,
        _ => Holder::Clock,
    };
    let fits = match provided {
        Provided::ConversationId => matches!(kind, Kind::Text),
        Provided::SessionNumber | Provided::Hour => matches!(kind, Kind::Number),
        Provided::Now => matches!(kind, Kind::Time),
        Provided::As(_) => true,
        Provided::Weekday => matches!(kind, Kind::Enum(_)),
        Provided::Date => matches!(kind, Kind::Date),
        Provided::Clock => matches!(kind, Kind::ClockTime),
    };
    holder == own && fits
}
