//! Generated files are fresh. `WHENBOOK_BLESS=1 cargo test --test whenbook generated` writes them anew.

use std::path::Path;

use whenbook::lint::Page;

/// Compares the file with what would be generated; writes it if asked to.
fn check(path: &str, fresh: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("WHENBOOK_BLESS").is_some() {
        std::fs::write(&file, fresh).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == fresh, "{path} is stale: run `WHENBOOK_BLESS=1 cargo test --test whenbook generated`");
}

#[test]
fn the_schema_of_compiled_books() {
    let mut text = serde_json::to_string_pretty(&whenbook::ir::schema()).unwrap();
    text.push('\n');
    check("docs/ir.schema.json", &text);
}

#[test]
fn the_pages_of_findings() {
    check("docs/errors.md", &whenbook::lint::page(Page::Errors));
    check("docs/lints.md", &whenbook::lint::page(Page::Lints));
}

#[test]
fn the_schema_of_settings() {
    let mut text = serde_json::to_string_pretty(&whenbook::lint::settings_schema()).unwrap();
    text.push('\n');
    check("docs/whenbook.toml.schema.json", &text);
}
