//! The engine: three pure machines that speak only by messages, and a driver in memory.
//!
//! It knows the compiled book ([`crate::ir`]) and nothing else: no text, no clock, no I/O.

pub mod conversation;
pub mod effect;
pub mod facts;
pub mod input;
pub mod outcome;
pub mod trace;
pub mod user;

pub use conversation::Conversation;
pub use effect::{Effect, EffectKey};
pub use facts::Facts;
pub use input::{Input, InputKind};
pub use outcome::{Audit, Outcome, TimerChange, ToUser};
pub use user::User;
