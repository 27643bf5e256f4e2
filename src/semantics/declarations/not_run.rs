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
    let message = format!("this version checks {what} and does not run it yet");
    let finding = Finding::new(&hints::NOT_RUN_YET, first, message)
        .help("states, capacity, assignment and wait times change only as events and actions of the book say");
    Some(declared.fold(finding, |finding, (what, location)| finding.also(location, format!("nor {what}"))))
}

const fn what(kind: &DeclarationKind) -> Option<&'static str> {
    match kind {
        DeclarationKind::CapacityRelease(_) => Some("`policy capacity release`"),
        DeclarationKind::Assignment(_) => Some("`policy assignment`"),
        DeclarationKind::WaitTime(_) => Some("`policy wait time`"),
        DeclarationKind::Lifecycle(_) => Some("the lifecycle"),
        _ => None,
    }
}
