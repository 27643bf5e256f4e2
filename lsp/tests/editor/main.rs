//! The server, as an editor talks to it.
#[cfg(test)]
mod editor;
