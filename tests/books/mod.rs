//! Whole books and what the compiler says of them. Each `.when` file in a folder here is a book of its own.

use std::fs;

use whenbook::diagnostic::render::human::Painter;
use whenbook::diagnostic::{Finding, Severity, SourceFile, Sources};
use whenbook::semantics::{Settings, compile};

fn report(path: &std::path::Path) -> String {
    let text = fs::read_to_string(path).expect("a book");
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let compiled = compile(&[SourceFile { path: name, text, shipped: false }], &Settings::default());
    draw(&compiled.findings, &compiled.sources)
}

fn draw(findings: &[Finding], sources: &Sources) -> String {
    let painter = Painter::new(sources, false, 100);
    let drawn: Vec<String> = findings.iter().map(|finding| painter.draw(finding)).collect();
    drawn.join("\n")
}

/// The books with which the language page was attacked; they hold no mistake.
#[test]
fn paper_books_are_clean() {
    insta::glob!("paper/*.when", |path| assert_eq!(report(path), "", "{}", path.display()));
}

/// Books with mistakes, and every word about them.
#[test]
fn broken_books_are_told_of() {
    insta::glob!("broken/*.when", |path| insta::assert_snapshot!(report(path)));
}

/// Whatever is cut off, the compiler has something to say and does not fall over.
#[test]
fn books_may_end_anywhere() {
    insta::glob!("*/*.when", |path| {
        let text = fs::read_to_string(path).expect("a book");
        for cut in text.char_indices().map(|(at, _)| at).step_by(97) {
            let text = text.get(..cut).expect("a character begins here").to_owned();
            let file = SourceFile { path: "cut.when".to_owned(), text, shipped: false };
            let compiled = compile(&[file], &Settings::default());
            assert_eq!(
                compiled.book.is_none(),
                compiled.findings.iter().any(|finding| finding.severity == Severity::Error)
            );
        }
    });
}
