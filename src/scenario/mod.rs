//! `test` blocks and event logs on a virtual clock; coverage; traces in words. Plain data in and out: no files, no terminal.

pub mod audit;
pub mod comparison;
pub mod effects;
pub mod explain;
pub mod inbox;
pub mod log;
pub mod replay;
pub mod report;
pub mod summary;
pub mod testing;
pub mod told;
pub mod why;
pub mod words;
