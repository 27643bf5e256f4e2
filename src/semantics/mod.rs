//! Vocabulary, names, types: the checks that a book must pass, and its compilation.

pub mod declarations;
pub mod settings;

pub use settings::Settings;
