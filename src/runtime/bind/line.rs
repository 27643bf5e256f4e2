//! A line of a log, read straight into facts.
//!
//! Only what is as it should be is read here. For anything else, be it allowed, `None` comes out, and the line is read again the
//! plain way ([`crate::ir::log::read_line`], [`Paths::find`]): that is where all rules and messages are.

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::value::{clock_time, date, decimal, milliseconds};
use super::{BoundFact, Paths};
use crate::ir::{Moment, Value};
use crate::runtime::driver::COMMAND;
use crate::runtime::kind::{self, Kind};

/// An event of a log, with the facts of its data in the order in which a map goes through them: see
/// [`Engine::read_line`](crate::Engine::read_line).
#[derive(Debug)]
pub struct Line<'l, 'b> {
    pub(crate) id: Cow<'l, str>,
    pub(crate) account: Cow<'l, str>,
    pub(crate) conversation: Cow<'l, str>,
    pub(crate) name: Cow<'l, str>,
    pub(crate) time: Moment,
    pub(crate) facts: Vec<BoundFact<'b>>,
}

impl Line<'_, '_> {
    /// When it happened.
    #[must_use]
    pub const fn time(&self) -> Moment {
        self.time
    }
}

impl Paths {
    /// Reads a line; `None` if it has to be read the plain way.
    pub(crate) fn read_line<'l>(&self, line: &'l [u8]) -> Option<Line<'l, '_>> {
        if line.len() > crate::ir::log::LONGEST_LINE || !self.knows_users() {
            return None;
        }
        let mut json = serde_json::Deserializer::from_str(std::str::from_utf8(line).ok()?);
        let line = (&mut json).deserialize_map(Envelope(self)).ok()?;
        json.end().ok()?;
        Some(line)
    }
}

/// What is read here only if it is plain.
fn unusual<E: Error>() -> E {
    E::custom("")
}

/// The texts that an event must have, in the order in which they are taken.
const TEXTS: [&str; 6] = ["specversion", "id", "source", "type", "subject", "time"];

/// The one key of the map as which serde_json hands out a number that is not whole: for it, a map with that key is one.
const NUMBER: &str = "$serde_json::private::Number";

/// For how many facts there is room at once.
const LIKELY: usize = 16;

/// Facts with the ranks of the ways to them.
type Ranked<'b> = Vec<(u32, BoundFact<'b>)>;

struct Envelope<'b>(&'b Paths);

impl<'l, 'b> Visitor<'l> for Envelope<'b> {
    type Value = Line<'l, 'b>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an event")
    }

    fn visit_map<M: MapAccess<'l>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut texts: [Option<Cow<'l, str>>; TEXTS.len()] = Default::default();
        let mut found: Option<Ranked<'b>> = None;
        while let Some(key) = map.next_key_seed(Text)? {
            if let Some(number) = TEXTS.iter().position(|name| *name == key) {
                let text = map.next_value_seed(Text)?;
                let place = texts.get_mut(number).filter(|place| place.is_none() && !text.is_empty());
                *place.ok_or_else(unusual)? = Some(text);
            } else if key == "data" && found.is_none() {
                let mut facts = Vec::with_capacity(LIKELY);
                map.next_value_seed(Way { paths: self.0, found: &mut facts })?;
                found = Some(facts);
            } else if matches!(&*key, "data" | "data_base64" | NUMBER) {
                return Err(unusual());
            } else {
                map.next_value_seed(Passed)?;
            }
        }
        let [Some(version), Some(id), Some(account), Some(name), Some(conversation), Some(time)] = texts else {
            return Err(unusual());
        };
        let (Some(mut found), Some(time)) = (found, Moment::parse(&time)) else { return Err(unusual()) };
        if version != "1.0" || name == COMMAND {
            return Err(unusual());
        }
        if !found.is_sorted_by_key(|(rank, _)| *rank) {
            found.sort_by_key(|(rank, _)| *rank);
        }
        let facts = found.into_iter().map(|(_, fact)| fact).collect();
        Ok(Line { id, account, conversation, name, time, facts })
    }
}

/// A text, without a copy where it is written without escapes.
struct Text;

impl<'l> DeserializeSeed<'l> for Text {
    type Value = Cow<'l, str>;

    fn deserialize<D: Deserializer<'l>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'l> Visitor<'l> for Text {
    type Value = Cow<'l, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'l str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// A map, on the way to facts.
struct Way<'b, 'f> {
    paths: &'b Paths,
    found: &'f mut Ranked<'b>,
}

impl<'l> DeserializeSeed<'l> for Way<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'l>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'l> Visitor<'l> for Way<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("facts")
    }

    fn visit_map<M: MapAccess<'l>>(self, mut map: M) -> Result<(), M::Error> {
        let Self { paths, found } = self;
        let mut come = Come::default();
        while let Some(name) = map.next_key_seed(Text)? {
            match paths.way(&name) {
                // A name that comes twice counts once; arguments go by the order of their names.
                Some((number, _)) if !come.is_new(number) => return Err(unusual()),
                None if paths.parameter.is_some() || name == NUMBER => return Err(unusual()),
                None => map.next_value_seed(Passed)?,
                Some((_, way)) => match &way.attribute {
                    Some(_) if way.leads_on() => return Err(unusual()),
                    None => map.next_value_seed(Way { paths: way, found: &mut *found })?,
                    Some(attribute) => {
                        let value = map.next_value_seed(Told(&attribute.kind))?;
                        let fact = BoundFact { key: attribute.declared.clone(), attribute: Some(attribute), value };
                        found.push((way.rank, fact));
                    }
                },
            }
        }
        Ok(())
    }
}

/// Which ways of a map have come.
#[derive(Default)]
struct Come([u64; 4]);

impl Come {
    /// Whether one has not come yet. Of those beyond the first 256 that is not known: they are read the plain way.
    fn is_new(&mut self, number: usize) -> bool {
        let bit = 1 << (number % 64);
        let word = self.0.get_mut(number / 64);
        word.is_some_and(|word| std::mem::replace(word, *word | bit) & bit == 0)
    }
}

/// A value of that type in its one form; `None` for `null`.
struct Told<'k>(&'k Kind);

impl<'l> DeserializeSeed<'l> for Told<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'l>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Told<'_> {
    fn number(&self, number: Decimal) -> Option<Option<Value>> {
        match self.0 {
            Kind::Number => Some(Some(Value::Number(number))),
            Kind::Duration if number.is_sign_positive() => {
                milliseconds(number).map(|millis| Some(Value::Duration(millis)))
            }
            Kind::Percentage => Some(Some(Value::Percentage(number))),
            _ => None,
        }
    }
}

impl<'l> Visitor<'l> for Told<'_> {
    type Value = Option<Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Option<Value>, E> {
        Ok(None)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<Value>, E> {
        self.number(number.into()).ok_or_else(unusual)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<Value>, E> {
        self.number(number.into()).ok_or_else(unusual)
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<Option<Value>, E> {
        match self.0 {
            Kind::Boolean => Ok(Some(Value::Boolean(boolean))),
            _ => Err(unusual()),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<Value>, E> {
        let value = match self.0 {
            // What has another form too could be told apart by it, as who the user is.
            Kind::Text if kind::has_form_c(text) => Some(Value::Text(text.to_owned())),
            Kind::Enum(choices) if choices.ranks.contains_key(text) => Some(Value::Enum(text.to_owned())),
            Kind::Time => Moment::parse(text).map(Value::Time),
            Kind::ClockTime => clock_time(text).map(Value::ClockTime),
            Kind::Date => date(text).map(Value::Date),
            _ => None,
        };
        value.map(Some).ok_or_else(unusual)
    }

    // A number that is not whole comes as a map with its text.
    fn visit_map<M: MapAccess<'l>>(self, mut map: M) -> Result<Option<Value>, M::Error> {
        if map.next_key_seed(Text)?.is_none_or(|key| key != NUMBER) {
            return Err(unusual());
        }
        let written = map.next_value_seed(Text)?;
        written.parse::<Number>().map_err(|_| unusual())?;
        decimal(&written).and_then(|number| self.number(number.normalize())).ok_or_else(unusual)
    }

    fn visit_seq<S: SeqAccess<'l>>(self, mut items: S) -> Result<Option<Value>, S::Error> {
        let Kind::List(kind) = self.0 else { return Err(unusual()) };
        let mut values = Vec::new();
        while let Some(item) = items.next_element_seed(Told(kind))? {
            values.push(item.ok_or_else(unusual)?);
        }
        Ok(Some(Value::List(values)))
    }
}

/// A value that nobody asks for. It must be well written all the same, as deep as any other.
struct Passed;

impl<'l> DeserializeSeed<'l> for Passed {
    type Value = ();

    fn deserialize<D: Deserializer<'l>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'l> Visitor<'l> for Passed {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'l>>(self, mut items: S) -> Result<(), S::Error> {
        while items.next_element_seed(Self)?.is_some() {}
        Ok(())
    }

    fn visit_map<M: MapAccess<'l>>(self, mut map: M) -> Result<(), M::Error> {
        let mut first = true;
        while let Some(key) = map.next_key_seed(Text)? {
            if std::mem::take(&mut first) && key == NUMBER {
                let number = map.next_value_seed(Text)?.parse::<Number>();
                return number.map(drop).map_err(|_| unusual());
            }
            map.next_value_seed(Self)?;
        }
        Ok(())
    }
}
