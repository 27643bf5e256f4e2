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
            Kind::Text | Kind::Enum(_) | Kind::Time | Kind::ClockTime | Kind::Date => {
                let (text, has_form_c) = self.text_with_form()?;
                match kind {
                    Kind::Text if has_form_c || kind::has_form_c(&text) => Value::Text(text.into()),
                    Kind::Enum(choices) => Value::Enum(choices.find(&text)?.clone()),
                    Kind::Time => Value::Time(Moment::parse(&text)?),
                    Kind::ClockTime => Value::ClockTime(clock_time(&text)?),
                    Kind::Date => Value::Date(date(&text)?),
                    // What has another form too could be told apart by it, as who the user is.
                    _ => return None,
                }
            }
            Kind::Number => Value::Number(self.number()?),
            Kind::Percentage => Value::Percentage(self.number()?),
            Kind::Boolean => Value::Boolean(self.boolean()?),
            Kind::List(kind) => Value::List(self.list(kind)?),
            Kind::Duration => {
                let seconds = self.number().filter(Decimal::is_sign_positive)?;
                Value::Duration(milliseconds(seconds)?)
            }
        }))
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
            values.push(self.value(kind)??);
            if !self.goes_on(b']')? {
                return Some(values);
            }
        }
    }
}

/// For how many values of a list there is room at once.
const LIKELY: usize = 6;
