//! Mistakes as people make them in their books, and what is said about each.
//!
//! Each `.when` file here is a book with one mistake, called as the finding that catches it and what the mistake is:
//! `never-true-two-statuses.when`. Lines of its `whenbook.toml` stand in comments at its top: `// whenbook.toml: timezone = "Asia/Seoul"`.

use std::fs;

use whenbook::diagnostic::render::human::Painter;
use whenbook::diagnostic::{FileId, Severity, SourceFile};
use whenbook::lint;
use whenbook::semantics::Settings;

/// What stands before each line of a book's settings.
const SETTINGS: &str = "// whenbook.toml: ";

#[test]
fn each_mistake_is_caught_by_the_lint_that_it_is_called_after() {
    insta::glob!("*.when", |path| {
        let text = fs::read_to_string(path).expect("a text");
        let stem = path.file_stem().expect("a name").to_string_lossy();
        let code = named(&stem).unwrap_or_else(|| panic!("{stem} does not begin with the name of a lint"));
        let settings: String = text.lines().filter_map(|line| line.strip_prefix(SETTINGS)).map(line).collect();
        let (settings, wrong) = Settings::parse(FileId(0), &settings);
        assert_eq!(wrong, [], "the settings of {stem}");
        let checked = lint::check(&[SourceFile { path: format!("{stem}.when"), text, shipped: false }], &settings);
        let errors = checked.findings.iter().filter(|finding| finding.severity == Severity::Error);
        assert_eq!(errors.map(|finding| &finding.message).collect::<Vec<_>>(), Vec::<&String>::new(), "{stem}");
        let painter = Painter::new(&checked.sources, false, 100);
        let caught = checked.findings.iter().filter(|finding| finding.code.name == code);
        let told: Vec<String> = caught.map(|finding| painter.draw(finding)).collect();
        assert!(!told.is_empty(), "{code} does not catch {stem}");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_suffix => "" }, {
            insta::assert_snapshot!(stem.as_ref(), told.join("\n"));
        });
    });
}

/// The finding after which a file is called.
fn named(stem: &str) -> Option<&'static str> {
    let names = lint::codes().into_iter().map(|code| code.name);
    let fits = |name: &&str| stem.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'));
    names.filter(fits).max_by_key(|name| name.len())
}

fn line(text: &str) -> String {
    format!("{text}\n")
}
