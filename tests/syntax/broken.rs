//! Damaged files, and what is said about them.

use std::{fs, path::Path};

use whenbook::{
    diagnostic::FileId,
    syntax::{self, ast::DeclarationKind},
};

use super::render;

#[test]
fn messages() {
    insta::glob!("../broken", "*.when", |path| {
        let (text, mut findings) = syntax::decode(FileId(0), &fs::read(path).unwrap());
        let parse = syntax::parse(FileId(0), &text);
        findings.extend(parse.findings);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../broken/snapshots" }, {
            insta::assert_snapshot!(render::findings(&text, &findings));
        });
    });
}

/// Most files hold a declaration called `second` after the damage.
#[test]
fn neighbours_survive() {
    for (name, text) in files() {
        if text.contains("second") {
            let parse = syntax::parse(FileId(0), &text);
            let found = parse.ast().declarations.into_iter().any(|declaration| match declaration.kind {
                DeclarationKind::Trigger(trigger) => {
                    trigger.id.is_some_and(|id| id.text == "second") && trigger.clauses.len() == 2
                }
                _ => false,
            });
            assert!(found, "{name}");
        }
    }
}

/// A safe fix leaves fewer findings behind.
#[test]
fn safe_fixes_mend() {
    let mut useless = Vec::new();
    for (name, text) in files() {
        let findings = syntax::parse(FileId(0), &text).findings;
        for finding in findings.iter().filter(|finding| finding.fix.as_ref().is_some_and(|fix| fix.safe)) {
            let after = render::fixed(&text, finding);
            let left = syntax::parse(FileId(0), &after).findings;
            if left.len() >= findings.len() {
                useless.push(format!(
                    "{name}: {} {}\n{}",
                    finding.code.id,
                    finding.message,
                    render::findings(&after, &left)
                ));
            }
        }
    }
    assert!(useless.is_empty(), "{}", useless.join("\n=======\n"));
}

/// All broken files with their names.
pub fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "when"))
        .map(|path| {
            let text = syntax::decode(FileId(0), &fs::read(&path).unwrap()).0;
            (path.file_name().unwrap().to_string_lossy().into_owned(), text)
        })
        .collect();
    files.sort();
    files
}
