//! The server, as an editor talks to it: in memory, but for a few conversations with the built program.
//!
//! A test opens an [`client::Editor`] with some files, says and asks what it wants, and looks at the answers; or at all that
//! was said, as a golden (`editor.conversation()`).
#![cfg(test)]

mod actions;
mod answers;
mod books;
mod client;
mod commands;
mod diagnostics;
mod features;
mod program;
mod pulled;
mod settings;
mod settings_file;
mod transcript;
mod trouble;
mod workspace;
