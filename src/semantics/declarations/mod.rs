//! The declarations that triggers share, policies, lifecycles and tests: one file a kind.

mod hours;
pub mod language_tags;
pub mod literals;
mod schedule_dates;
pub mod schedules;
pub mod time_zones;
