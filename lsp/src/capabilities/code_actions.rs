//! `textDocument/codeAction`.

use std::collections::BTreeMap;
use std::path::Path;

use tower_lsp::ls_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range};
use whenbook::ide::{self, Action, ActionKind};

use super::refactorings;
use crate::books::Open;
use crate::diagnostics;
use crate::edits::workspace_edit;
use crate::state::{State, is_of_rules};

/// What can be done in that part of the document: what mends a finding first.
#[must_use]
pub fn code_actions(
    open: &Open,
    range: Range,
    only: Option<&[CodeActionKind]>,
    state: &State,
) -> Vec<CodeActionOrCommand> {
    let is_of_rules = open.analysis.sources.get(open.file).is_some_and(|source| is_of_rules(Path::new(&source.path)));
    let actions = ide::actions(&open.analysis, open.file, open.lines.span(range)).into_iter();
    // Settings have no comments that allow something.
    let mending = actions.filter(|action| is_of_rules || action.kind != ActionKind::Allow);
    let mending = mending.map(|action| code_action(open, action, state));
    let wanted = |action: &CodeAction| {
        let kind = action.kind.as_ref().map(CodeActionKind::as_str).unwrap_or_default();
        only.is_none_or(|kinds| kinds.iter().any(|wanted| is_of(kind, wanted.as_str())))
    };
    let mut found: Vec<CodeAction> = mending.filter(wanted).collect();
    let wants_more = only.is_none_or(|kinds| kinds.iter().any(|kind| *kind != CodeActionKind::SOURCE_FIX_ALL));
    if is_of_rules && wants_more {
        found.extend(refactorings::offered(open, range, state).into_iter().filter(wanted));
    }
    found.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Whether a kind is that one or below it: `refactor.extract` is below `refactor`.
fn is_of(kind: &str, wanted: &str) -> bool {
    kind.strip_prefix(wanted).is_some_and(|rest| wanted.is_empty() || rest.is_empty() || rest.starts_with('.'))
}

fn code_action(open: &Open, action: Action, state: &State) -> CodeAction {
    let finding = action.finding.and_then(|index| open.analysis.findings.get(index));
    CodeAction {
        title: action.title,
        kind: Some(kind(action.kind)),
        diagnostics: finding.map(|finding| vec![diagnostics::of(finding, open)]),
        is_preferred: (action.kind == ActionKind::Fix).then_some(action.safe),
        edit: Some(workspace_edit(open, BTreeMap::from([(open.file, action.edits)]), state)),
        ..CodeAction::default()
    }
}

const fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::Fix | ActionKind::Allow => CodeActionKind::QUICKFIX,
        ActionKind::FixAll => CodeActionKind::SOURCE_FIX_ALL,
    }
}
