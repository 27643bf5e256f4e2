//! The declarations that triggers share, policies, lifecycles and tests: one file a kind.
//!
//! What `compile` calls, phase by phase: [`lifecycle::read`] and [`lifecycle::bring`] once the vocabulary is there;
//! [`directory`], [`schedules`], [`lists`]; [`messages`]; and, when triggers are compiled, [`policies`],
//! [`lifecycle::compile`], [`tests`] and, at the very end, [`unused`].

pub mod assignment;
mod capacity_release;
pub mod directory;
mod hours;
pub mod language_tags;
pub mod lifecycle;
pub mod lists;
pub mod literals;
mod local_time;
#[cfg(test)]
mod lowered;
pub mod messages;
pub mod policies;
#[cfg(test)]
mod sample;
mod schedule_dates;
pub mod schedules;
pub mod tests;
pub mod time_zones;
pub mod unused;
mod wait_time;
