//! Whenbook: a declarative rules-and-triggers language for customer messaging.

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "compiler")]
pub mod diagnostic;
#[cfg(feature = "compiler")]
pub mod folder;
pub mod ir;
pub mod runtime;
#[cfg(feature = "compiler")]
pub mod scenario;
#[cfg(feature = "compiler")]
pub mod semantics;
#[cfg(feature = "compiler")]
pub mod syntax;

pub use ir::Book;
pub use runtime::{Conversation, Delivery, Driver, Effect, Engine, Event, Facts, Input, InputKind, LoadError, Outcome};
