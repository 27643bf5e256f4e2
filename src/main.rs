//! The command `whenbook`.
fn main() {}
