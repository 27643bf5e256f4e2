//! Vocabulary, names, types: the checks that a book must pass, and its compilation.
//!
//! One phase after the other, each of which only reads what those before it have made ([`Context`]):
//! files and what they `use` → names → vocabulary → directory, schedules, lists → messages → named conditions →
//! triggers, automations, first matches → policies, lifecycles, tests → what nobody uses.

mod actions;
mod attributes;
pub mod checker;
mod compile;
mod conditions;
pub mod context;
pub mod declarations;
mod events;
pub mod names;
pub mod settings;
pub mod suggest;
mod texts;
pub mod types;
mod values;
pub mod vocabulary;

pub use checker::{Checker, Reach, Report};
pub use compile::{Checked, Compiled, compile};
pub use context::{Context, Reference};
pub use settings::Settings;
