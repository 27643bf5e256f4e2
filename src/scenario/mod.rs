//! `test` blocks and event logs on a virtual clock; coverage.
