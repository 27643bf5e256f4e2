//! From bytes to tree and findings.

mod broken;
mod codes;
mod properties;
mod render;
mod trees;
