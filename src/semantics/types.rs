//! Types, as an author of a book knows them.

use std::fmt;

use crate::ir;

/// The type of an attribute, of a value or of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Unicode text.
    Text,
    /// An exact decimal.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A length of time.
    Duration,
    /// A point in time.
    Time,
    /// A time of the day.
    ClockTime,
    /// A calendar date.
    Date,
    /// A percentage.
    Percentage,
    /// The enum of that name; one declared on the spot is called as its attribute's key.
    Enum(String),
    /// Several values of one type.
    List(Box<Type>),
    /// A text that names a group of the directory.
    Group,
    /// A text that names an agent of the directory.
    Agent,
    /// A text that names a webhook of the directory.
    Webhook,
}

/// The built-in types by their names.
pub const BUILT_IN: &[(&str, Type)] = &[
    ("text", Type::Text),
    ("number", Type::Number),
    ("boolean", Type::Boolean),
    ("duration", Type::Duration),
    ("time", Type::Time),
    ("clock time", Type::ClockTime),
    ("date", Type::Date),
    ("percentage", Type::Percentage),
    ("group", Type::Group),
    ("agent", Type::Agent),
    ("webhook", Type::Webhook),
];

impl Type {
    /// The built-in type of that name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, found)| found.clone())
    }

    /// The type in the compiled book.
    #[must_use]
    pub fn to_ir(&self) -> ir::Type {
        match self {
            Self::Text | Self::Group | Self::Agent | Self::Webhook => ir::Type::Text,
            Self::Number => ir::Type::Number,
            Self::Boolean => ir::Type::Boolean,
            Self::Duration => ir::Type::Duration,
            Self::Time => ir::Type::Time,
            Self::ClockTime => ir::Type::ClockTime,
            Self::Date => ir::Type::Date,
            Self::Percentage => ir::Type::Percentage,
            Self::Enum(name) => ir::Type::Enum(name.clone()),
            Self::List(of) => ir::Type::List(Box::new(of.to_ir())),
        }
    }

    /// Whether its values are texts, whatever they name.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Group | Self::Agent | Self::Webhook)
    }

    /// Whether its values have an order (`<`, `between`).
    #[must_use]
    pub const fn is_ordered(&self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::Duration
                | Self::Time
                | Self::ClockTime
                | Self::Date
                | Self::Percentage
                | Self::Enum(_)
        )
    }

    /// Whether a value of `other` may stand where one of this type is wanted, and be compared with it.
    #[must_use]
    pub fn accepts(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(one), Self::List(two)) => one.accepts(two),
            (Self::Text, two) => two.is_text(),
            (one, Self::Text) => one.is_text(),
            (one, two) => one == two,
        }
    }
}

/// With an article, for a sentence: `a text`, `a list of texts`. An enum is called by its name.
impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Boolean => "`true` or `false`",
            Self::Duration => "a duration",
            Self::Time => "a time",
            Self::ClockTime => "a clock time",
            Self::Date => "a date",
            Self::Percentage => "a percentage",
            Self::Group => "the name of a group",
            Self::Agent => "the name of an agent",
            Self::Webhook => "the name of a webhook",
            Self::Enum(name) => return write!(formatter, "a value of `{name}`"),
            Self::List(of) => {
                return match of.as_ref() {
                    Self::Text => formatter.write_str("a list of texts"),
                    Self::Number => formatter.write_str("a list of numbers"),
                    Self::Duration => formatter.write_str("a list of durations"),
                    Self::Time => formatter.write_str("a list of times"),
                    Self::ClockTime => formatter.write_str("a list of clock times"),
                    Self::Date => formatter.write_str("a list of dates"),
                    Self::Percentage => formatter.write_str("a list of percentages"),
                    Self::Group => formatter.write_str("a list of groups"),
                    Self::Agent => formatter.write_str("a list of agents"),
                    Self::Webhook => formatter.write_str("a list of webhooks"),
                    Self::Boolean => formatter.write_str("a list of `true` and `false`"),
                    Self::Enum(name) => write!(formatter, "a list of values of `{name}`"),
                    Self::List(_) => formatter.write_str("a list of lists"),
                };
            }
        })
    }
}
