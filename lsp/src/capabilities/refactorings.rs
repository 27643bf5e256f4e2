//! The code actions at a place where nothing is wrong: other ways to write the same, and a test for a rule.

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CodeAction, CodeActionKind, Range, Uri};
use whenbook::ide::{RefactoringKind, laid_out, refactorings};

use super::written_test;
use crate::books::Open;
use crate::edits::workspace_edit;
use crate::state::State;

/// What an action keeps until it is chosen.
#[derive(Debug, Deserialize, Serialize)]
struct Later {
    uri: Uri,
    range: Range,
}

/// All of them. Of an editor that can wait for the changes, none is worked out.
#[must_use]
pub fn offered(open: &Open, range: Range, state: &State) -> Vec<CodeAction> {
    let Some((uri, _)) = open.file(open.file) else { return Vec::new() };
    let found = refactorings(&open.analysis, open.file, open.lines.span(range));
    let mut actions: Vec<CodeAction> = found
        .into_iter()
        .map(|each| CodeAction { title: each.title, kind: Some(kind(each.kind)), ..CodeAction::default() })
        .collect();
    // One that cannot be written is not offered: on a rule that never fires, in a book with errors.
    let rule = written_test::rule(open, range).filter(|rule| written_test::write(open, rule).is_ok());
    actions.extend(rule.map(|rule| CodeAction {
        title: written_test::title(&rule),
        kind: Some(CodeActionKind::REFACTOR),
        ..CodeAction::default()
    }));
    let data = serde_json::to_value(Later { uri, range }).ok();
    let with_data = actions.into_iter().map(|action| CodeAction { data: data.clone(), ..action });
    if state.abilities.resolves_code_actions {
        return with_data.collect();
    }
    // What cannot be worked out now is not offered: nobody could be told why.
    with_data.filter_map(|action| resolve(open, action, state).ok()).filter(|action| action.edit.is_some()).collect()
}

/// The document of an action that was chosen.
#[must_use]
pub fn document(action: &CodeAction) -> Option<Uri> {
    later(action).map(|later| later.uri)
}

fn later(action: &CodeAction) -> Option<Later> {
    serde_json::from_value(action.data.clone()?).ok()
}

/// An action with its changes.
///
/// # Errors
/// If there is nothing to be written, with why.
pub fn resolve(open: &Open, action: CodeAction, state: &State) -> Result<CodeAction> {
    let Some(later) = later(&action) else { return Ok(action) };
    let found = refactorings(&open.analysis, open.file, open.lines.span(later.range));
    if let Some(found) = found.into_iter().find(|each| each.title == action.title) {
        let edits = laid_out(&open.analysis, found).edits;
        return Ok(CodeAction { edit: Some(workspace_edit(open, edits, state)), data: None, ..action });
    }
    match written_test::rule(open, later.range).filter(|rule| written_test::title(rule) == action.title) {
        Some(rule) => {
            let edits = written_test::write(open, &rule)?;
            Ok(CodeAction { edit: Some(workspace_edit(open, edits, state)), data: None, ..action })
        }
        None => Ok(action),
    }
}

const fn kind(kind: RefactoringKind) -> CodeActionKind {
    match kind {
        RefactoringKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        RefactoringKind::Inline => CodeActionKind::REFACTOR_INLINE,
        RefactoringKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        RefactoringKind::Create => CodeActionKind::QUICKFIX,
    }
}
