//! `use`: shipped files by name, files from outside the folder by path.

use super::names::{Declared, Names};
use super::reading::Reading;
use super::shipped::{self, SHIPPED};
use super::suggest;
use crate::diagnostic::codes::names as codes;
use crate::diagnostic::{Finding, Location};
use crate::syntax::ast::{self, DeclarationKind, StepKind, TextPart, Use};

/// The paths of the `use "…"` lines of a file, as written. Whoever reads files reads these too, and those that they name
/// in turn, and gives them all to [`compile_read`](super::compile_read), each with the path that [`external_path`] says.
#[must_use]
pub fn external_uses(file: &Reading) -> Vec<String> {
    used_files(&file.ast).filter_map(plain_text).collect()
}

/// The paths of the logs that the tests of a file play, as written. Whoever reads files reads these too, and gives each as
/// [`Reading::series`], with the path that [`external_path`] says.
#[must_use]
pub fn external_series(file: &Reading) -> Vec<String> {
    played_files(&file.ast).into_iter().filter_map(plain_text).collect()
}

/// The texts of a file that name others: those of its `use "…"` lines, and the logs that its tests play.
#[must_use]
pub fn named_files(file: &ast::File) -> Vec<&ast::Text> {
    used_files(file).chain(played_files(file)).collect()
}

fn used_files(file: &ast::File) -> impl Iterator<Item = &ast::Text> {
    uses(file).filter_map(|taken| match taken {
        Use::File(text) => Some(text),
        _ => None,
    })
}

fn played_files(file: &ast::File) -> Vec<&ast::Text> {
    let mut found = Vec::new();
    for declaration in &file.declarations {
        match &declaration.kind {
            DeclarationKind::Test(test) => add_series(&test.steps, &mut found),
            DeclarationKind::Scenario(scenario) => add_series(&scenario.steps, &mut found),
            _ => {}
        }
    }
    found
}

fn add_series<'a>(steps: &'a [ast::Step], found: &mut Vec<&'a ast::Text>) {
    for step in steps {
        match &step.kind {
            StepKind::Series(Some(text)) => found.push(text),
            StepKind::Repeat { steps, .. } => add_series(steps, found),
            _ => {}
        }
    }
}

/// The path of a file that the file at `from` names `used`, relative to the book's folder as `from` is.
#[must_use]
pub fn external_path(from: &str, used: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = if used.starts_with('/') || folder.is_empty() { used.to_owned() } else { format!("{folder}/{used}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "." => {}
            "" if !parts.is_empty() => {}
            ".." if parts.last().is_some_and(|last| !matches!(*last, ".." | "")) => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// The shipped files that a file takes in.
pub(super) fn shipped_uses(file: &ast::File) -> Vec<&'static shipped::Shipped> {
    uses(file)
        .filter_map(|taken| match taken {
            Use::Shipped(path) => shipped::find(&path.dotted()),
            _ => None,
        })
        .collect()
}

fn uses(file: &ast::File) -> impl Iterator<Item = &Use> {
    file.declarations.iter().filter_map(|declaration| match &declaration.kind {
        DeclarationKind::Use(taken) => Some(taken),
        _ => None,
    })
}

/// Reports names that nothing ships under, and files that are not there.
pub(super) fn check(names: &Names<'_>, files: &[Reading]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for declared in &names.uses {
        // What ships uses no files.
        let from = files.get(declared.file.0 as usize);
        findings.extend(match declared.node {
            Use::Missing => None,
            Use::Shipped(path) => unknown(declared, path),
            Use::File(text) => from.and_then(|from| not_there(declared, text, &from.file().path, files)),
        });
    }
    findings
}

fn unknown(declared: &Declared<'_, Use>, path: &ast::Path) -> Option<Finding> {
    let name = path.dotted();
    if shipped::find(&name).is_some() {
        return None;
    }
    let location = Location { file: declared.file, span: path.span };
    let finding = Finding::new(&codes::UNKNOWN_USE, location, format!("nothing is shipped as `{name}`"));
    let known = SHIPPED.iter().map(|shipped| shipped.name);
    Some(match suggest::nearest(&name, known.clone()) {
        Some(meant) => {
            finding.help(format!("did you mean `{meant}`?")).fix(format!("write `{meant}`"), path.span, meant, false)
        }
        None => {
            let names: Vec<&str> = known.collect();
            finding.help(format!("there are {}; a file stands in quotation marks", suggest::listed(&names, "and")))
        }
    })
}

fn not_there(declared: &Declared<'_, Use>, text: &ast::Text, from: &str, files: &[Reading]) -> Option<Finding> {
    let written = plain_text(text)?;
    let path = external_path(from, &written);
    if files.iter().any(|reading| external_path("", &reading.file().path) == path) {
        return None;
    }
    let location = Location { file: declared.file, span: text.span };
    let finding = Finding::new(&codes::NO_SUCH_FILE, location, format!("there is no file `{written}`"));
    Some(finding.help("the path starts at the folder of this file, with `/` between folders"))
}

/// The text, if it has no placeholders.
#[must_use]
pub fn plain_text(text: &ast::Text) -> Option<String> {
    match text.parts.as_slice() {
        [TextPart::Literal(path)] => Some(path.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_the_folder_of_the_book() {
        assert_eq!(external_path("rules/main.when", "../common/texts.when"), "common/texts.when");
        assert_eq!(external_path("main.when", "../common/texts.when"), "../common/texts.when");
        assert_eq!(external_path("main.when", "./a//b.when"), "a/b.when");
        assert_eq!(external_path("a/main.when", "/srv/b.when"), "/srv/b.when");
    }
}
