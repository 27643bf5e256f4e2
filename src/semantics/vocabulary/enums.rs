//! `enum`.

use indexmap::IndexMap;

use super::Enum;
use crate::diagnostic::codes::names as codes;
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::ir::vocabulary::EnumValue;
use crate::semantics::Report;
use crate::semantics::names::Names;
use crate::semantics::suggest;
use crate::semantics::types::Type;
use crate::syntax::ast;

/// Words that mean something of their own where an enum's value can stand.
const TAKEN: &[&str] = &["known", "unknown", "true", "false", "any", "all", "fired"];

/// Types that only actions know.
pub(super) const OF_ACTIONS: &[&str] = &["message", "moment", "schedule", "fields"];

pub(super) fn of(names: &Names<'_>, report: &mut Report) -> IndexMap<String, Enum> {
    let mut enums: IndexMap<String, Enum> = IndexMap::new();
    for declared in &names.enums {
        let Some(name) = &declared.node.name else {
            continue;
        };
        let location = Location { file: declared.file, span: name.span };
        if Type::built_in(&name.text).is_some() || OF_ACTIONS.contains(&name.text.as_str()) {
            let message = format!("`{}` is a type already", name.text);
            let finding = Finding::new(&codes::DECLARED_TWICE, location, message).help("give the enum another name");
            report.findings.push(finding);
            continue;
        }
        if let Some(first) = enums.get(name.text.as_str()) {
            let finding = twice(&name.text, location, first.location);
            report.findings.push(finding.help("give one of them another name"));
            continue;
        }
        let values = values(&declared.node.values, declared.file, report);
        enums.insert(name.text.to_string(), Enum { values, docs: declared.docs.map(str::to_owned), location });
    }
    enums
}

/// Values, each once and called so that a condition can name them.
pub(super) fn values(values: &[ast::EnumValue], file: FileId, report: &mut Report) -> Vec<EnumValue> {
    let mut known: Vec<(EnumValue, Span)> = Vec::new();
    for value in values {
        let name = &value.name;
        let location = Location { file, span: name.span };
        if let Some(finding) = taken(name, location) {
            report.findings.push(finding);
            continue;
        }
        if let Some((_, first)) = known.iter().find(|(other, _)| other.name == name.text) {
            let finding = twice(&name.text, location, Location { file, span: *first });
            report.findings.push(finding.help("take one of them away"));
            continue;
        }
        known.push((EnumValue { name: name.text.to_string(), docs: value.docs.clone() }, name.span));
    }
    known.into_iter().map(|(value, _)| value).collect()
}

/// The finding that no value, state or status can be called so.
pub fn taken(name: &ast::Word, location: Location) -> Option<Finding> {
    if !TAKEN.contains(&name.text.as_str()) {
        return None;
    }
    let message = format!("no value can be called `{}`", name.text);
    let finding = Finding::new(&codes::TAKEN_WORD, location, message);
    Some(finding.help(format!("{} mean something of their own in conditions", suggest::listed(TAKEN, "and"))))
}

pub(super) fn twice(name: &str, location: Location, first: Location) -> Finding {
    Finding::new(&codes::DECLARED_TWICE, location, format!("`{name}` is declared twice"))
        .label("again here")
        .also(first, "it is declared here")
}
