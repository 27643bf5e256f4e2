//! Values of declared types in plain JSON, each in its one form. `None` where it has another form, be that allowed or not.

use rust_decimal::Decimal;

use super::json::Reader;
use super::value::{clock_time, date, milliseconds};
use crate::ir::{Moment, Value, Values};
use crate::runtime::kind::{self, Kind};

impl Reader<'_> {
    /// Reads a value of that type; there is none in `null`.
    #[inline(always)]
    pub(super) fn value(&mut self, kind: &Kind) -> Option<Option<Value>> {
        if self.peek()? == b'n' {
            return self.eat_all("null").then_some(None);
        }
        Some(Some(match kind {
            Kind::Text => self.plain_text()?,
            Kind::Number => Value::Number(self.number()?),
            Kind::Percentage => Value::Percentage(self.number()?),
            Kind::Boolean => Value::Boolean(self.boolean()?),
            Kind::List(kind) => Value::List(self.list(kind)?),
            Kind::Enum(choices) => Value::Enum(choices.find(&self.text()?)?.clone()),
            Kind::Time => Value::Time(Moment::parse(&self.text()?)?),
            Kind::ClockTime => Value::ClockTime(clock_time(&self.text()?)?),
            Kind::Date => Value::Date(date(&self.text()?)?),
            Kind::Duration => {
                let seconds = self.number().filter(Decimal::is_sign_positive)?;
                Value::Duration(milliseconds(seconds)?)
            }
        }))
    }

    /// Reads a text that begins right here. What has another form too could be told apart by it, as who the user is.
    #[inline(always)]
    fn plain_text(&mut self) -> Option<Value> {
        let (text, has_form_c) = self.text_with_form()?;
        (has_form_c || kind::has_form_c(&text)).then(|| Value::Text(text.into()))
    }

    #[inline(never)]
    fn list(&mut self, kind: &Kind) -> Option<Values> {
        if !self.eat(b'[') {
            return None;
        }
        if self.eat(b']') {
            return Some(Values::default());
        }
        let mut values = Values::with_capacity(LIKELY);
        loop {
            values.push(match kind {
                Kind::Text => self.peek().and_then(|_| self.plain_text())?,
                kind => self.value(kind)??,
            });
            if !self.goes_on(b']')? {
                return Some(values);
            }
        }
    }
}

/// For how many values of a list there is room at once.
const LIKELY: usize = 6;
