//! The canonical layout: what comes out of messy files, and what always holds. That our own files have it, `docs` tests.

mod layout;
mod meaning;
mod properties;
