//! The declarations that triggers share, policies, lifecycles and tests: one file a kind.

pub mod capacity_release;
mod hours;
pub mod language_tags;
pub mod lifecycle;
pub mod literals;
mod once;
mod schedule_dates;
pub mod schedules;
pub mod suggest;
pub mod time_zones;
mod values;
pub mod wait_time;
