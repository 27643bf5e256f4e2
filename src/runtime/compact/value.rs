//! Values in few bytes.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::times::{Ago, Clock};
use crate::ir::Value;

/// A value. Everything that is rare is its JSON: that keeps this flat, so that nothing stored can nest without end.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Short<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Enum(#[serde(borrow)] Cow<'a, str>),
    /// What stands before the power of ten, and how many digits stand after the point.
    Number(i128, u32),
    Boolean(bool),
    Duration(i64),
    Time(Ago),
    #[serde(borrow)]
    Texts(Vec<Cow<'a, str>>),
    Json(#[serde(borrow)] Cow<'a, str>),
}

impl<'a> Short<'a> {
    pub(super) fn of(value: &'a Value, clock: Clock) -> Self {
        match value {
            Value::Text(text) => Self::Text(Cow::Borrowed(text)),
            Value::Enum(name) => Self::Enum(Cow::Borrowed(name)),
            Value::Number(number) if !(number.is_zero() && number.is_sign_negative()) => {
                Self::Number(number.mantissa(), number.scale())
            }
            Value::Boolean(yes) => Self::Boolean(*yes),
            Value::Duration(millis) => Self::Duration(*millis),
            Value::Time(time) => Self::Time(clock.ago(*time)),
            Value::List(members) => texts(members).map_or_else(|| json(value), Self::Texts),
            _ => json(value),
        }
    }

    pub(super) fn value(self, clock: Clock) -> Result<Value, String> {
        Ok(match self {
            Self::Text(text) => Value::Text(text.into()),
            Self::Enum(name) => Value::Enum(name.into()),
            Self::Number(mantissa, scale) => {
                let number = Decimal::try_from_i128_with_scale(mantissa, scale);
                Value::Number(number.map_err(|error| error.to_string())?)
            }
            Self::Boolean(yes) => Value::Boolean(yes),
            Self::Duration(millis) => Value::Duration(millis),
            Self::Time(ago) => Value::Time(clock.time(ago)?),
            Self::Texts(texts) => Value::List(texts.into_iter().map(|text| Value::Text(text.into())).collect()),
            Self::Json(json) => serde_json::from_str(&json).map_err(|error| error.to_string())?,
        })
    }
}

fn texts(members: &[Value]) -> Option<Vec<Cow<'_, str>>> {
    let mut texts = Vec::with_capacity(members.len());
    for member in members {
        match member {
            Value::Text(text) => texts.push(Cow::Borrowed(text.as_str())),
            _ => return None,
        }
    }
    Some(texts)
}

fn json<'a>(value: &Value) -> Short<'a> {
    // A value always becomes JSON.
    Short::Json(serde_json::to_string(value).unwrap_or_default().into())
}
