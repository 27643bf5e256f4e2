//! What an editor asks of a book: plain questions with plain answers, one file each. No protocol, no I/O.
//!
//! All of them look at an [`Analysis`], which never changes: whoever has a newer text makes a new one. Broken files are looked
//! at like others, as far as they can be read.

mod actions;
mod analysis;
mod calls;
pub mod commands;
mod completion;
mod definition;
mod describe;
mod directory;
mod enum_values;
mod folding;
mod formatting;
mod hints;
mod hours;
mod hover;
mod lenses;
mod linked;
mod links;
mod moved;
mod naming;
mod outline;
mod refactor;
mod references;
mod rename;
mod selection;
mod settings;
mod shapes;
mod signature;
mod statement;
mod symbol;
mod tokens;
mod type_definition;
mod typing;

#[cfg(test)]
mod half_typed;
#[cfg(test)]
mod sample;

pub use actions::{Action, ActionKind, actions};
pub use analysis::{Analysis, Position};
pub use calls::{Call, incoming, outgoing, rule_at};
pub use completion::{Completion, CompletionKind, Fit, WantedPath, completions, wanted_path};
pub use definition::definition;
pub use describe::{Description, describe};
pub use folding::{Fold, FoldKind, folds};
pub use formatting::{formatting, range_formatting};
pub use hints::{Hint, hints};
pub use hover::{Hover, hover};
pub use lenses::{Lens, LensKind, lenses, tests_of, uses};
pub use linked::linked;
pub use links::{Link, Target, links};
pub use moved::moved;
pub use outline::{Item, ItemKind, find, outline};
pub use refactor::{Refactoring, RefactoringKind, laid_out, refactorings};
pub use references::references;
pub use rename::{NoRename, can_rename, rename};
pub use selection::selection;
pub use settings::{Setting, setting_completions, setting_hover};
pub use signature::{Signature, Signatures, signatures};
pub use symbol::Symbol;
pub use tokens::{Token, TokenKind, tokens};
pub use type_definition::type_definition;
pub use typing::typed;
