//! The examples of the codes: a bad one gives its finding, a good one gives none.

use whenbook::Engine;
use whenbook::diagnostic::{Code, FileId, SourceFile, codes};
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

#[test]
fn bad_examples_give_their_finding_and_good_ones_none() {
    let mut wrong = Vec::new();
    for code in codes::all().filter(|code| has_examples(code)) {
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
    let all: Vec<_> = codes::all().collect();
    for (position, code) in all.iter().enumerate() {
        let others = all.iter().skip(position + 1);
        assert!(!others.clone().any(|other| other.id == code.id), "{} is given twice", code.id);
        assert!(!others.clone().any(|other| other.name == code.name), "`{}` is given twice", code.name);
    }
}
