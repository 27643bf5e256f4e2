//! The JSON schema of compiled books.

use super::Book;

/// The JSON schema of a compiled book, as in `docs/ir.schema.json`.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Book).to_value()
}
