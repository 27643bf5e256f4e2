//! Values in few bytes.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::times::{Ago, Clock};
use crate::ir::Value;

/// A value. Everything that is rare is its JSON: that keeps this flat, so that nothing stored can nest without end.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Short {
    Text(String),
    Enum(String),
    /// What stands before the power of ten, and how many digits stand after the point.
    Number(i128, u32),
    Boolean(bool),
    Duration(i64),
    Time(Ago),
    Texts(Vec<String>),
    Json(String),
}

impl Short {
    pub(super) fn of(value: &Value, clock: Clock) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.clone()),
            Value::Enum(name) => Self::Enum(name.clone()),
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
            Self::Text(text) => Value::Text(text),
            Self::Enum(name) => Value::Enum(name),
            Self::Number(mantissa, scale) => {
                let number = Decimal::try_from_i128_with_scale(mantissa, scale);
                Value::Number(number.map_err(|error| error.to_string())?)
            }
            Self::Boolean(yes) => Value::Boolean(yes),
            Self::Duration(millis) => Value::Duration(millis),
            Self::Time(ago) => Value::Time(clock.time(ago)?),
            Self::Texts(texts) => Value::List(texts.into_iter().map(Value::Text).collect()),
            Self::Json(json) => serde_json::from_str(&json).map_err(|error| error.to_string())?,
        })
    }
}

fn texts(members: &[Value]) -> Option<Vec<String>> {
    let text = |member: &Value| match member {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    members.iter().map(text).collect()
}

fn json(value: &Value) -> Short {
    // A value always becomes JSON.
    Short::Json(serde_json::to_string(value).unwrap_or_default())
}
