//! Findings as plain data, the registry of their codes, and how they are shown.
//!
//! The lowest module of the compiler: it knows where something is and what is wrong with it, and nothing of the language.

pub(crate) mod changes;
pub mod codes;
mod finding;
pub mod fixes;
pub mod render;
mod span;

pub use codes::Code;
pub use finding::{Edit, FileId, Finding, Fix, Label, Location, Severity, SourceFile, Sources};
pub use span::Span;
