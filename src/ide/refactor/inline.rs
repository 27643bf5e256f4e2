//! What has a name stands where it is used, and goes if nothing else uses it.

use std::collections::BTreeMap;

use super::conditions::{Place, all};
use super::extract_condition::is_named;
use super::extract_message::actions;
use super::{At, Refactoring, RefactoringKind, has_comment};
use crate::diagnostic::{Edit, FileId, Location, Span};
use crate::ide::Symbol;
use crate::semantics::names::{Declared, Kind};
use crate::syntax::ast::{self, ConditionKind};

/// `when vip` becomes what `vip` says.
pub(super) fn condition(at: &At<'_>) -> Option<Refactoring> {
    let found = all(at.ast);
    let here = found.iter().rev().find(|each| at.is_in(each.condition.span) && is_named(each.condition))?;
    let name = at.text_of(here.condition.span);
    let names = at.analysis.names();
    let declared = names.conditions.iter().find(|each| each.node.id.as_ref().is_some_and(|id| id.text == name))?;
    let says = &declared.node.condition;
    let written = says.span.of(at.analysis.text(declared.file));
    let is_block = matches!(says.kind, ConditionKind::All(_) | ConditionKind::Any(_) | ConditionKind::None(_));
    let is_joined = matches!(says.kind, ConditionKind::And(_) | ConditionKind::Or(_));
    let text = match here.place {
        // A block cannot stand within a line.
        Place::Part if is_block => return None,
        Place::Part if is_joined => format!("({written})"),
        _ => written.to_owned(),
    };
    inlined(at, Kind::Condition, declared, here.condition.span, text)
}

/// `send away` becomes the text of `away`, if it has only one.
pub(super) fn message(at: &At<'_>) -> Option<Refactoring> {
    let action = actions(at).into_iter().find(|action| at.is_in(action.span))?;
    let used = at.analysis.checked.references.iter().find(|reference| {
        reference.kind == Kind::Message
            && reference.location.file == at.file
            && action.span.start <= reference.location.span.start
            && reference.location.span.end <= action.span.end
            && at.is_in(reference.location.span)
    })?;
    let names = at.analysis.names();
    let declared = names.messages.iter().find(|each| each.node.id.as_ref().is_some_and(|id| id.text == used.name))?;
    let [(_, text)] = declared.node.translations.as_slice() else { return None };
    let written = text.span.of(at.analysis.text(declared.file)).to_owned();
    inlined(at, Kind::Message, declared, used.location.span, written)
}

fn inlined<T: Named>(
    at: &At<'_>,
    kind: Kind,
    declared: &Declared<'_, T>,
    span: Span,
    text: String,
) -> Option<Refactoring> {
    let is_own = at.analysis.sources.get(declared.file).is_some_and(|source| !source.shipped);
    let name = declared.node.name()?;
    let symbol = Symbol { kind, name: name.to_owned(), location: Location::default() };
    let is_last = symbol.used(at.analysis).len() == 1;
    let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::from([(at.file, vec![Edit { span, text }])]);
    let whole = with_docs(declared.span, at.analysis.text(declared.file));
    // What is said beside it is not thrown away.
    let goes = is_last && is_own && !has_comment(whole.of(at.analysis.text(declared.file)));
    let title = if goes {
        edits.entry(declared.file).or_default().push(Edit { span: whole, text: String::new() });
        format!("write out `{name}`, which nothing else uses")
    } else {
        format!("write out `{name}` here")
    };
    Some(Refactoring { title, kind: RefactoringKind::Inline, edits })
}

/// The declaration with the lines above that belong to it, and the empty line behind it.
fn with_docs(span: Span, text: &str) -> Span {
    let mut start = span.start as usize;
    while let Some(before) = text.get(..start) {
        let line = before.trim_end_matches('\n').rfind('\n').map_or(0, |end| end + 1);
        if before.is_empty() || !text.get(line..start).is_some_and(|line| line.trim_start().starts_with("//")) {
            break;
        }
        start = line;
    }
    let rest = text.get(span.end as usize..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches('\n').len();
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Span::new(small(start), small(span.end as usize + blank))
}

/// What has a name.
trait Named {
    fn name(&self) -> Option<&str>;
}

impl Named for ast::ConditionDeclaration {
    fn name(&self) -> Option<&str> {
        self.id.as_ref().map(|id| id.text.as_str())
    }
}

impl Named for ast::Message {
    fn name(&self) -> Option<&str> {
        self.id.as_ref().map(|id| id.text.as_str())
    }
}
