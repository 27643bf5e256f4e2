//! The schemas in `docs/` are those of this version.

use std::fs;
use std::path::Path;

/// `WHENBOOK_UPDATE=1 cargo test schemas` writes them.
#[test]
fn schemas_are_fresh() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for (name, schema) in whenbook::cli::schemas() {
        let mut text = serde_json::to_string_pretty(&schema).unwrap();
        text.push('\n');
        let path = docs.join(name);
        if std::env::var_os("WHENBOOK_UPDATE").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "docs/{name} is stale: run WHENBOOK_UPDATE=1 cargo test schemas");
    }
}
