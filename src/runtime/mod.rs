//! The engine: three pure machines that speak only by messages, and a driver in memory.
//!
//! It knows the compiled book ([`crate::ir`]) and nothing else: no text, no clock, no I/O.

pub mod bind;
mod calendar;
mod call;
pub mod carried;
mod compact;
pub mod conversation;
pub mod desk;
pub mod driver;
pub mod effect;
mod engine;
mod error;
mod evaluate;
mod fact;
pub mod facts;
mod fingerprint;
mod held;
mod index;
pub mod input;
mod keys;
mod kind;
mod load;
mod lookup;
pub mod maintained;
mod once;
pub mod outcome;
mod prepare;
pub mod sightings;
mod sorted;
mod step;
#[cfg(test)]
mod tests;
pub mod trace;
pub mod user;
mod values;
pub mod views;
pub mod wait_time;

pub use bind::{Bound, Line, LineOrder};
pub use carried::Carried;
pub use conversation::Conversation;
pub use desk::{Desk, DeskInput, DeskOutcome};
pub use driver::{Command, Delivery, Driver, Event};
pub use effect::{Arguments, Deed, Effect, EffectKey, NoKey};
pub use engine::{Engine, Surroundings};
pub use error::LoadError;
pub use fact::{AttributeNumber, EventNumber, Fact, Reader};
pub use facts::Facts;
pub use input::{Input, InputKind};
pub use outcome::{Answer, AssignTo, Audit, Claim, DeskState, Move, Outcome, TimerChange, ToDesk, ToUser};
pub use sorted::SortedMap;
pub use user::{Grant, User, UserChange};
pub use views::Inbox;
