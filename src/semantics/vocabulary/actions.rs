//! `action`.

use super::attributes::type_of;
use super::{Action, SignaturePart, SlotType, Vocabulary};
use crate::diagnostic::codes::{names as codes, rules};
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::semantics::Report;
use crate::semantics::names::Names;
use crate::syntax::ast;

/// Statements of their own, which no action can be called.
const STATEMENTS: &[&str] = &["wait", "set"];

pub(super) fn of(names: &Names<'_>, vocabulary: &Vocabulary, report: &mut Report) -> Vec<Action> {
    let mut vocabulary = vocabulary.clone();
    let mut actions: Vec<Action> = Vec::new();
    for declared in &names.actions {
        let mut slots = Vec::new();
        let parts = parts(&declared.node.parts, declared.file, &mut vocabulary, &mut slots, report);
        let words: Vec<&str> = parts
            .iter()
            .map_while(|part| match part {
                SignaturePart::Word(word) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        let location = Location { file: declared.file, span: first_words(declared.node).unwrap_or(declared.span) };
        let Some(first) = words.first() else {
            continue;
        };
        if STATEMENTS.contains(first) {
            let finding = Finding::new(&codes::TAKEN_WORD, location, format!("no action can begin with `{first}`"));
            report.findings.push(finding.help(format!("`{first}` is a statement of its own; take another word")));
            continue;
        }
        let action = Action {
            name: words.join(" "),
            signature: signature(&declared.node.parts),
            parts,
            docs: declared.docs.map(str::to_owned),
            location,
        };
        if let Some(first) = actions.iter().find(|known| same_shape(&known.parts, &action.parts)) {
            let message = format!("`{}` is declared twice", action.name);
            let finding = Finding::new(&codes::DECLARED_TWICE, location, message).label("again here");
            report.findings.push(finding.also(first.location, "it is declared here").help("take one of them away"));
            continue;
        }
        actions.push(action);
    }
    actions
}

fn first_words(node: &ast::ActionSignature) -> Option<Span> {
    let mut words = node.parts.iter().map_while(|part| match part {
        ast::SignaturePart::Word(word) => Some(word.span),
        _ => None,
    });
    let first = words.next()?;
    Some(words.fold(first, Span::to))
}

fn parts(
    written: &[ast::SignaturePart],
    file: FileId,
    vocabulary: &mut Vocabulary,
    slots: &mut Vec<String>,
    report: &mut Report,
) -> Vec<SignaturePart> {
    let mut known = Vec::new();
    for part in written {
        match part {
            ast::SignaturePart::Word(word) => known.push(SignaturePart::Word(word.text.to_string())),
            ast::SignaturePart::Optional(inner, _) => {
                known.push(SignaturePart::Optional(parts(inner, file, vocabulary, slots, report)));
            }
            ast::SignaturePart::Slot { name, value_type, span } => {
                let location = Location { file, span: *span };
                if slots.iter().any(|slot| *slot == name.text) {
                    let finding =
                        Finding::new(&rules::SLOT_TWICE, location, format!("there are two slots `{}`", name.text));
                    report.findings.push(finding.help("give one of them another name"));
                }
                slots.push(name.text.to_string());
                let slot = match value_type {
                    None => SlotType::Value(crate::semantics::types::Type::Text),
                    Some(written) => match slot_type(written, &name.text, file, vocabulary, report) {
                        Some(slot) => slot,
                        None => continue,
                    },
                };
                known.push(SignaturePart::Slot(name.text.to_string(), slot));
            }
        }
    }
    known
}

fn slot_type(
    written: &ast::Type,
    slot: &str,
    file: FileId,
    vocabulary: &mut Vocabulary,
    report: &mut Report,
) -> Option<SlotType> {
    if let ast::Type::Named(word) = written {
        match word.text.as_str() {
            "message" => return Some(SlotType::Message),
            "moment" => return Some(SlotType::Moment),
            "schedule" => return Some(SlotType::Schedule),
            "fields" => return Some(SlotType::Fields),
            _ => {}
        }
    }
    if let ast::Type::OneOf(_, span) = written {
        let finding = Finding::new(
            &rules::SLOT_ONE_OF,
            Location { file, span: *span },
            format!("`{slot}` needs an enum with a name"),
        );
        report.findings.push(finding.help("declare it: `enum NAME { … }`, and write its name here"));
        return None;
    }
    type_of(written, slot, file, vocabulary, report).map(SlotType::Value)
}

fn signature(parts: &[ast::SignaturePart]) -> String {
    let written: Vec<String> = parts
        .iter()
        .map(|part| match part {
            ast::SignaturePart::Word(word) => word.text.to_string(),
            ast::SignaturePart::Slot { name, value_type: Some(known), .. } => {
                format!("<{}: {}>", name.text, type_words(known))
            }
            ast::SignaturePart::Slot { name, value_type: None, .. } => format!("<{}>", name.text),
            ast::SignaturePart::Optional(inner, _) => format!("[{}]", signature(inner)),
        })
        .collect();
    written.join(" ")
}

fn type_words(written: &ast::Type) -> String {
    match written {
        ast::Type::Named(word) => word.text.to_string(),
        ast::Type::ListOf(of, _) => format!("list of {}", type_words(of)),
        ast::Type::OneOf(values, _) => {
            let names: Vec<&str> = values.iter().map(|value| value.name.text.as_str()).collect();
            format!("one of {{ {} }}", names.join(", "))
        }
    }
}

/// Whether nothing tells the two apart: equal words at equal places, equal types in the slots.
fn same_shape(one: &[SignaturePart], two: &[SignaturePart]) -> bool {
    one.len() == two.len()
        && one.iter().zip(two).all(|pair| match pair {
            (SignaturePart::Word(one), SignaturePart::Word(two)) => one == two,
            (SignaturePart::Slot(_, one), SignaturePart::Slot(_, two)) => one == two,
            (SignaturePart::Optional(one), SignaturePart::Optional(two)) => same_shape(one, two),
            _ => false,
        })
}
