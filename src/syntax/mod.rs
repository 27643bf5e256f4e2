//! From text to a lossless tree, a typed reading of it, and back in the canonical layout.

pub mod ast;
