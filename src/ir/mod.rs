//! The compiled book: plain, versioned serde data that the runtime runs and `whenbook build` writes.
//!
//! Nothing here knows the syntax. Texts, names and places of the source are kept, so that a trace can be read without it.

pub mod action;
mod alike;
pub mod automation;
pub mod book;
pub mod condition;
pub mod event;
pub mod hash;
pub mod lifecycle;
pub mod log;
pub mod name;
pub mod packed;
mod plain;
mod plain_text;
pub mod policy;
pub mod schedule;
#[cfg(feature = "schema")]
pub mod schema;
pub mod test;
pub mod text;
pub mod trigger;
pub mod value;
pub mod values;
mod varint;
pub mod vocabulary;

pub use action::{Argument, Step, StepKind, Template, TemplatePart, Unit, Write};
pub use automation::{Automation, Base, Timing};
pub use book::{Book, FORMAT, Message, NamedCondition, NamedList, Place, SourceText};
pub use condition::{AttributeRead, Comparison, Condition, Operand, Quantity, Test, TextEdge};
pub use event::EventName;
pub use hash::fingerprint;
pub use lifecycle::Lifecycle;
pub use name::Name;
pub use packed::Packed;
pub use policy::{Assignment, CapacityRelease, WaitTime};
pub use schedule::{Day, Hours, LocalDates, Schedule};
#[cfg(feature = "schema")]
pub use schema::schema;
pub use text::Text;
pub use trigger::{FirstMatch, Once, Period, Scope, Trigger};
pub use value::{Moment, Type, Value};
pub use values::Values;

/// The version of the time-zone data in this build, as in [`Book::time_zone_data`].
#[must_use]
pub fn time_zone_data() -> String {
    format!("IANA {}", chrono_tz::IANA_TZDB_VERSION)
}
