//! The pages of findings, made from the registry: `docs/errors.md` and `docs/lints.md`.

use std::fmt::Write;

use super::{Lint, check, registry};
use crate::diagnostic::codes::group::Group;
use crate::diagnostic::render::section;
use crate::diagnostic::{Code, FileId, Severity, SourceFile};
use crate::semantics::Settings;

const ERRORS: &str = "# Errors\n\nWhat keeps a book from running, by its code. `whenbook explain CODE` shows the same. Warnings and advice \
                      are\nin [lints.md](lints.md). This page is made from the registry of codes; each example on it is \
                      compiled by a test.\n";

const LINTS: &str = "# Warnings and advice\n\nWhat does not keep a book from running: warnings (`W`), which make `whenbook check` end with exit code 1, and \
                     advice\n(`A`), which does not. `whenbook explain CODE` shows the same. This page is made from the \
                     registry of codes; each\nexample on it is compiled by a test.\n\nA book sets levels in its `whenbook.toml`, by code, by name or \
                     by group; a comment allows one finding in one place:\n\n```toml\n[lints]\nuntested = \"warning\"\nstyle = \
                     \"off\"\n\n[lints.files.\"drafts/**\"]\nunused = \"off\"\n```\n\n```text\n// whenbook allow unused: kept \
                     for the summer sale\n```\n";

/// Which findings a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// `docs/errors.md`
    Errors,
    /// `docs/lints.md`
    Lints,
}

/// The page, in Markdown.
#[must_use]
pub fn page(which: Page) -> String {
    let is_error = |code: &&'static Code| code.severity() == Severity::Error;
    let codes = registry::codes();
    match which {
        Page::Errors => {
            let sections = codes.into_iter().filter(is_error).map(|code| section(code, ""));
            ERRORS.to_owned() + &sections.collect::<String>()
        }
        Page::Lints => {
            let mut codes: Vec<&'static Code> = codes.into_iter().filter(|code| !is_error(code)).collect();
            codes.sort_by_key(|code| (code.group(), code.id.get(1..)));
            let sections: String = codes.iter().map(|code| section(code, &notes(code))).collect();
            LINTS.to_owned() + &table(&codes) + &sections
        }
    }
}

/// What there is to say of one code, in Markdown.
#[must_use]
pub fn page_of(code: &'static Code) -> String {
    section(code, &notes(code))
}

/// The codes of each group in a table.
fn table(codes: &[&'static Code]) -> String {
    let mut table = "\n| group | about | |\n|---|---|---|\n".to_owned();
    for group in Group::all() {
        let names: Vec<String> = codes
            .iter()
            .filter(|code| code.group() == group)
            .map(|code| format!("[{} {}](#{}-{})", code.id, code.name, code.id.to_lowercase(), code.name))
            .collect();
        if !names.is_empty() {
            // A text takes every write.
            let _ = writeln!(table, "| `{}` | {} | {} |", group.name(), group.about(), names.join(", "));
        }
    }
    table
}

fn notes(code: &'static Code) -> String {
    let Some(lint) = registry::lints().find(|lint| lint.code == *code) else { return String::new() };
    let asked = lint.opt_in.then(|| format!("Off unless `whenbook.toml` asks for it: `{} = \"warning\"`.", code.name));
    let fix = fix(lint).map(|safe| {
        if safe {
            "`whenbook check --fix` mends it."
        } else {
            "`whenbook check --fix --unsafe-fixes` mends it; read the change."
        }
    });
    let settings =
        (!lint.settings.is_empty()).then(|| format!("With this `whenbook.toml`:\n\n```toml\n{}```", lint.settings));
    let notes: Vec<String> = asked.into_iter().chain(fix.map(str::to_owned)).collect();
    let notes = (!notes.is_empty()).then(|| notes.join(" "));
    notes.into_iter().chain(settings).map(|note| note + "\n\n").collect()
}

/// Whether the finding of its bad example comes with a fix, and whether that is safe.
fn fix(lint: &'static Lint) -> Option<bool> {
    let (settings, _) = Settings::parse(FileId::default(), &lint.settings_of_examples());
    let file = SourceFile { path: "book.when".to_owned(), text: lint.code.bad.to_owned(), shipped: false };
    let compiled = check(&[file], &settings);
    let found = compiled.findings.into_iter().find(|finding| *finding.code == lint.code)?;
    found.fix.map(|fix| fix.safe)
}
