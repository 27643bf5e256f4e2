//! The examples of the codes: a bad one gives its finding, a good one gives none.

use whenbook::Engine;
use whenbook::diagnostic::codes::group::Group;
use whenbook::diagnostic::{Code, FileId, Fix, SourceFile, codes};
use whenbook::lint;
use whenbook::semantics::{Compiled, Settings, compile};

/// Codes of files and settings, which no `.when` file gives.
fn has_examples(code: &Code) -> bool {
    !code.bad.is_empty()
}

fn compiled(text: &str) -> Compiled {
    let file = SourceFile { path: "book.when".to_owned(), text: text.to_owned(), shipped: false };
    compile(&[file], &Settings::default())
}

fn told(compiled: &Compiled) -> Vec<String> {
    let text = |file: FileId| compiled.sources.get(file).map_or("", |file| file.text.as_str());
    compiled
        .findings
        .iter()
        .map(|finding| {
            let at = finding.primary.location;
            format!("  {} {} [{}]", finding.code.id, finding.message, at.span.of(text(at.file)))
        })
        .collect()
}

/// What a lint, or the reader of comments, says of a file with the settings of its examples.
fn linted(text: &str, settings: &str) -> Compiled {
    let file = SourceFile { path: "book.when".to_owned(), text: text.to_owned(), shipped: false };
    let (settings, findings) = Settings::parse(FileId(0), settings);
    assert_eq!(findings, [], "the settings of the examples");
    lint::check(&[file], &settings)
}

#[test]
fn lints_find_their_bad_examples_and_their_fixes_mend_them() {
    let mut wrong = Vec::new();
    let silent: String = lint::lints().map(|lint| format!("{} = \"off\"\n", lint.code.id)).collect();
    let comments = suppressions().map(|code| (code, format!("[lints]\n{silent}")));
    for (code, settings) in lint::lints().map(|lint| (&lint.code, lint.settings_of_examples())).chain(comments) {
        let bad = linted(code.bad, &settings);
        let good = linted(code.good, &settings);
        let found = bad.findings.iter().find(|finding| finding.code == code);
        if found.is_none() {
            wrong.push(format!("{} {}: the bad example gives\n{}", code.id, code.name, told(&bad).join("\n")));
        }
        if !good.findings.is_empty() || good.book.is_none() {
            wrong.push(format!("{} {}: the good example gives\n{}", code.id, code.name, told(&good).join("\n")));
        }
        for example in [code.bad, code.good] {
            if whenbook::syntax::format(example).as_deref() != Some(example) {
                wrong.push(format!("{} {}: not laid out as the formatter does it\n{example}", code.id, code.name));
            }
        }
        let Some(fix) = found.and_then(|finding| finding.fix.as_ref()) else { continue };
        let mended = applied(code.bad, fix);
        let left = linted(&mended, &settings);
        let before = bad.findings.iter().filter(|finding| finding.code == code).count();
        let after = left.findings.iter().filter(|finding| finding.code == code).count();
        if left.book.is_none() || after >= before {
            wrong.push(format!(
                "{} {}: mended, the bad example is\n{mended}and gives\n{}",
                code.id,
                code.name,
                told(&left).join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn suppressions() -> impl Iterator<Item = &'static Code> {
    codes::all().filter(|code| code.group() == Group::Suppressions)
}

fn applied(text: &str, fix: &Fix) -> String {
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| edit.span);
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    text
}

#[test]
fn bad_examples_give_their_finding_and_good_ones_none() {
    let mut wrong = Vec::new();
    for code in codes::all().filter(|code| has_examples(code) && code.group() != Group::Suppressions) {
        let bad = compiled(code.bad);
        if !bad.findings.iter().any(|finding| finding.code == code) {
            wrong.push(format!("{} {}: the bad example gives\n{}", code.id, code.name, told(&bad).join("\n")));
        }
        let good = compiled(code.good);
        if !good.findings.is_empty() || good.book.is_none() {
            wrong.push(format!("{} {}: the good example gives\n{}", code.id, code.name, told(&good).join("\n")));
        }
        if let Some(Err(error)) = good.book.map(Engine::new) {
            wrong.push(format!("{} {}: the good example cannot be run: {error}", code.id, code.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn numbers_and_names_are_given_once() {
    let all: Vec<_> = lint::codes();
    for (position, code) in all.iter().enumerate() {
        let others = all.iter().skip(position + 1);
        assert!(!others.clone().any(|other| other.id == code.id), "{} is given twice", code.id);
        assert!(!others.clone().any(|other| other.name == code.name), "`{}` is given twice", code.name);
    }
}
