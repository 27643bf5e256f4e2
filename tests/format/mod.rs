//! The canonical layout: what comes out of messy files, and what always holds.

mod files;
mod layout;
mod meaning;
mod properties;
