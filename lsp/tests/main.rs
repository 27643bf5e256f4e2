//! The server as an editor meets it.
#[cfg(test)]
mod editor;
