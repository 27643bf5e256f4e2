//! `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls` and `callHierarchy/outgoingCalls`.

use tower_lsp::ls_types::{CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Position, Range};
use whenbook::diagnostic::{FileId, Location, Span};
use whenbook::ide::{self, Call, Item};

use super::symbols;
use crate::books::Open;

/// The rule at the position.
#[must_use]
pub fn prepare(open: &Open, position: Position) -> Option<Vec<CallHierarchyItem>> {
    let found = ide::rule_at(&open.analysis, open.position(position))?;
    Some(vec![item(open, found, None)?])
}

/// The rules that wake it.
#[must_use]
pub fn incoming(open: &Open, of: &CallHierarchyItem) -> Vec<CallHierarchyIncomingCall> {
    let calls = ide::incoming(&open.analysis, place(open, of)).into_iter();
    calls
        .filter_map(|call| {
            let from_ranges = ranges(open, call.item.file, &call.from)?;
            Some(CallHierarchyIncomingCall { from: item(open, call.item, Some(&call.heard))?, from_ranges })
        })
        .collect()
}

/// The rules that it wakes.
#[must_use]
pub fn outgoing(open: &Open, of: &CallHierarchyItem) -> Vec<CallHierarchyOutgoingCall> {
    let calls = ide::outgoing(&open.analysis, place(open, of)).into_iter();
    calls
        .filter_map(|Call { item: found, from, heard }| {
            let from_ranges = ranges(open, open.file, &from)?;
            Some(CallHierarchyOutgoingCall { to: item(open, found, Some(&heard))?, from_ranges })
        })
        .collect()
}

fn place(open: &Open, item: &CallHierarchyItem) -> Location {
    Location { file: open.file, span: open.lines.span(item.selection_range) }
}

fn ranges(open: &Open, file: FileId, spans: &[Span]) -> Option<Vec<Range>> {
    let (_, lines) = open.file(file)?;
    Some(spans.iter().map(|span| lines.range(*span)).collect())
}

/// A rule, with what is heard; `None` if it ships and has no file that an editor could open.
fn item(open: &Open, item: Item, heard: Option<&[String]>) -> Option<CallHierarchyItem> {
    let (uri, lines) = open.file(item.file)?;
    Some(CallHierarchyItem {
        kind: symbols::kind(item.kind),
        detail: Some(heard.map_or(item.detail, |heard| heard.join(", "))),
        name: item.name,
        tags: None,
        uri,
        range: lines.range(item.whole),
        selection_range: lines.range(item.place),
        data: None,
    })
}
