//! What an editor asks of a book: plain questions with plain answers, one file each. No protocol, no I/O.
//!
//! All of them look at an [`Analysis`], which never changes: whoever has a newer text makes a new one. Broken files are looked
//! at like others, as far as they can be read.

mod actions;
mod analysis;
pub mod commands;
mod completion;
mod definition;
mod folding;
mod formatting;
mod hover;
mod lenses;
mod moved;
mod outline;
mod references;
mod rename;
mod selection;
mod symbol;
mod tokens;

#[cfg(test)]
mod sample;

pub use actions::{Action, ActionKind, actions};
pub use analysis::{Analysis, Position};
pub use completion::{Completion, CompletionKind, completions};
pub use definition::definition;
pub use folding::{Fold, FoldKind, folds};
pub use formatting::formatting;
pub use hover::{Hover, hover};
pub use lenses::{Lens, LensKind, lenses, tests_of, uses};
pub use moved::moved;
pub use outline::{Item, ItemKind, find, outline};
pub use references::references;
pub use rename::{NoRename, can_rename, rename};
pub use selection::selection;
pub use symbol::Symbol;
pub use tokens::{Token, TokenKind, tokens};
