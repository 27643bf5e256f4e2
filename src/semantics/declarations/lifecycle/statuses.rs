//! `status … counts as …`: an account's own statuses.

use super::STATUS;
use crate::diagnostic::codes::lifecycles;
use crate::diagnostic::{Finding, Location};
use crate::ir::lifecycle::Status;
use crate::ir::vocabulary::EnumValue;
use crate::semantics::Report;
use crate::semantics::names::Names;
use crate::semantics::suggest::{listed, nearest};
use crate::semantics::types::Type;
use crate::semantics::vocabulary::{Vocabulary, taken};
use crate::syntax::ast;

/// As which status of the lifecycle a status counts: a custom one as the one that it names, any other as itself.
#[must_use]
pub fn category<'a>(names: &Names<'a>, status: &'a str) -> &'a str {
    let own = names.statuses.iter().find(|declared| declared.node.id.as_ref().is_some_and(|id| id.text == status));
    own.and_then(|declared| declared.node.counts_as.as_ref()).map_or(status, |word| word.text.as_str())
}

/// The book's own statuses, each checked and once.
pub(super) fn read(names: &Names<'_>, vocabulary: &Vocabulary, report: &mut Report) -> Vec<EnumValue> {
    let states: Vec<&str> = match vocabulary.attributes.get(STATUS).map(|attribute| &attribute.value_type) {
        Some(Type::Enum(name)) => vocabulary.values_of(name).collect(),
        _ => Vec::new(),
    };
    let mut own: Vec<EnumValue> = Vec::new();
    for declared in &names.statuses {
        let at = |word: &ast::Word| Location { file: declared.file, span: word.span };
        if let Some(word) = &declared.node.counts_as
            && !states.contains(&word.text.as_str())
        {
            report.findings.push(unknown(word, at(word), &states));
        }
        let Some(id) = &declared.node.id else {
            continue;
        };
        report.findings.extend(taken(id, at(id)));
        if states.contains(&id.text.as_str()) || own.iter().any(|known| known.name == id.text) {
            let message = format!("there is a status `{}` already", id.text);
            report
                .findings
                .push(Finding::new(&lifecycles::STATUS_EXISTS, at(id), message).help("give this one another name"));
            continue;
        }
        own.push(EnumValue { name: id.text.to_string(), docs: docs(declared.docs, declared.node) });
    }
    own
}

fn unknown(word: &ast::Word, location: Location, states: &[&str]) -> Finding {
    let message = format!("`{}` is no status as which another can count", word.text);
    let finding = Finding::new(&lifecycles::UNKNOWN_CATEGORY, location, message);
    match nearest(&word.text, states.iter().copied()) {
        Some(meant) => {
            finding.help(format!("did you mean `{meant}`?")).fix(format!("write `{meant}`"), word.span, meant, false)
        }
        None => finding.help(format!("it counts as one of {}", listed(states, "and"))),
    }
}

/// The account's own statuses, compiled.
#[must_use]
pub fn compile(names: &Names<'_>) -> Vec<Status> {
    let own = names.statuses.iter().filter_map(|declared| {
        let status = declared.node;
        let counts_as = status.counts_as.as_ref()?.text.to_string();
        Some(Status { id: status.id.as_ref()?.text.to_string(), title: title(status), counts_as })
    });
    own.collect()
}

/// Its `///` lines, or else its title.
fn docs(docs: Option<&str>, status: &ast::Status) -> Option<String> {
    docs.map(str::to_owned).or_else(|| title(status))
}

fn title(status: &ast::Status) -> Option<String> {
    match status.title.as_ref()?.parts.as_slice() {
        [ast::TextPart::Literal(title)] => Some(title.to_string()),
        _ => None,
    }
}
