//! A folder of books with one mistake each, and what is said about it.

use std::fs;

use whenbook::diagnostic::render::human::Painter;

use super::compiled;

#[test]
fn each_mistake_is_told_in_words() {
    insta::glob!("../findings", "*.when", |path| {
        let text = fs::read_to_string(path).expect("a text");
        let name = path.file_name().expect("a name").to_string_lossy();
        let compiled = compiled(&name, &text);
        let painter = Painter::new(&compiled.sources, false, 100);
        let told: Vec<String> = compiled.findings.iter().map(|finding| painter.draw(finding)).collect();
        assert!(!told.is_empty(), "nothing is said about {name}");
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../findings/snapshots", omit_expression => true }, {
            insta::assert_snapshot!(told.join("\n"));
        });
    });
}
