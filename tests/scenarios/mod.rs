//! Books that are tested in their own language: each `.when` file here is a book of its own whose tests pass.

use std::fs;
use std::sync::Arc;

use whenbook::Engine;
use whenbook::diagnostic::{Severity, SourceFile};
use whenbook::scenario::testing;
use whenbook::semantics::{Settings, compile};

#[test]
fn scenarios_hold() {
    insta::glob!("*.when", |path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).unwrap();
        let compiled = compile(&[SourceFile { path: name.clone(), text, shipped: false }], &Settings::default());
        let wrong = |severity| matches!(severity, Severity::Error | Severity::Warning);
        let findings: Vec<&str> = compiled
            .findings
            .iter()
            .filter(|finding| wrong(finding.severity))
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(findings, Vec::<&str>::new(), "{name}");
        let report = testing::run(&Arc::new(Engine::new(compiled.book.unwrap()).unwrap()));
        assert!(!report.tests.is_empty(), "{name} has no tests");
        for test in &report.tests {
            assert!(test.failures.is_empty(), "{name}, \"{}\": {:#?}", test.title, test.failures);
        }
    });
}
