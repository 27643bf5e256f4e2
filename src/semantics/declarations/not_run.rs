//! What this version checks and does not run.

use crate::diagnostic::codes::hints;
use crate::diagnostic::{Finding, Location};
use crate::semantics::names::Unit;
use crate::syntax::ast::DeclarationKind;

/// An advice at the first policy or lifecycle of a book, for the commands that run books; `check` is silent about it.
#[must_use]
pub fn advice(units: &[Unit]) -> Option<Finding> {
    let mut declared = units.iter().flat_map(|unit| {
        unit.ast.declarations.iter().filter_map(|declaration| {
            let what = what(&declaration.kind)?;
            Some((what, Location { file: unit.file, span: declaration.span }))
        })
    });
    let (what, first) = declared.next()?;
    let (mut all, mut places) = (vec![what], Vec::new());
    for (what, location) in declared {
        if !all.contains(&what) {
            all.push(what);
        }
        places.push(location);
    }
    let message = format!("this version checks {} and does not run {} yet", together(&all), pronoun(&all));
    let finding = Finding::new(&hints::NOT_RUN_YET, first, message)
        .help("states, capacity, assignment and wait times change only as events and actions of the book say");
    Some(places.into_iter().fold(finding, |finding, place| finding.also(place, "and this")))
}

fn together(all: &[&str]) -> String {
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => all.concat(),
    }
}

const fn pronoun(all: &[&str]) -> &'static str {
    if all.len() == 1 { "it" } else { "them" }
}

const fn what(kind: &DeclarationKind) -> Option<&'static str> {
    match kind {
        DeclarationKind::Assignment(_) => Some("`policy assignment`"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;

    fn message(text: &str) -> Option<String> {
        let ast = crate::syntax::parse(FileId(0), text).ast();
        advice(&[Unit { file: FileId(0), ast }]).map(|finding| finding.message)
    }

    #[test]
    fn what_is_not_run_is_named_once() {
        let one = "policy assignment { capacity 4 }\n";
        let told = "this version checks `policy assignment` and does not run it yet";
        assert_eq!(message("").as_deref(), None);
        assert_eq!(message(one).as_deref(), Some(told));
        assert_eq!(message(&format!("{one}policy capacity release off\n{one}")).as_deref(), Some(told));
    }
}
