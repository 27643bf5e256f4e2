//! Vocabulary, names, types: the checks that a book must pass, and its compilation.
//!
//! One phase after the other, each of which only reads what those before it have made ([`Context`]):
//! files and what they `use` → names → vocabulary → directory, schedules, lists → messages → named conditions →
//! triggers, automations, first matches → policies, lifecycles, tests → what nobody uses.

mod actions;
mod assemble;
mod attributes;
pub mod checker;
mod compile;
pub mod conditions;
pub mod context;
pub mod declarations;
pub mod events;
mod known;
mod memory;
mod mismatches;
pub mod names;
mod reach;
mod reading;
pub mod reads;
mod replaced;
mod rules;
pub mod satisfiable;
pub mod settings;
pub mod shipped;
pub mod suggest;
mod texts;
pub mod types;
mod uses;
mod values;
pub mod vocabulary;
mod wanted;

pub use checker::{Checker, Reach, Report};
pub use compile::{Checked, Compiled, compile, compile_again, compile_file, compile_read};
pub use context::{Context, Reference};
pub use memory::Memory;
pub use reading::Reading;
pub use settings::Settings;
pub use uses::{external_path, external_series, external_uses, named_files, plain_text};
