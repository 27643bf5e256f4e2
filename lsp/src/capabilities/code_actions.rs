//! `textDocument/codeAction`.

use std::collections::HashMap;

use tower_lsp::ls_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range, WorkspaceEdit};
use whenbook::ide::{self, Action, ActionKind};

use super::rename::text_edit;
use crate::books::Open;
use crate::diagnostics;

/// What can be done in that part of the document.
#[must_use]
pub fn code_actions(open: &Open, range: Range, only: Option<&[CodeActionKind]>) -> Vec<CodeActionOrCommand> {
    let actions = ide::actions(&open.analysis, open.file, open.lines.span(range));
    let wanted = |action: &Action| {
        only.is_none_or(|kinds| kinds.iter().any(|wanted| kind(action.kind).as_str().starts_with(wanted.as_str())))
    };
    actions.into_iter().filter(wanted).filter_map(|action| code_action(open, action)).collect()
}

fn code_action(open: &Open, action: Action) -> Option<CodeActionOrCommand> {
    let (uri, lines) = open.file(open.file)?;
    let finding = action.finding.and_then(|index| open.analysis.findings.get(index));
    let edits = action.edits.into_iter().map(|edit| text_edit(edit, &lines)).collect();
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title: action.title,
        kind: Some(kind(action.kind)),
        diagnostics: finding.map(|finding| vec![diagnostics::of(finding, open)]),
        is_preferred: (action.kind == ActionKind::Fix).then_some(action.safe),
        edit: Some(WorkspaceEdit { changes: Some(HashMap::from([(uri, edits)])), ..WorkspaceEdit::default() }),
        ..CodeAction::default()
    }))
}

const fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::Fix | ActionKind::Allow => CodeActionKind::QUICKFIX,
        ActionKind::FixAll => CodeActionKind::SOURCE_FIX_ALL,
    }
}
