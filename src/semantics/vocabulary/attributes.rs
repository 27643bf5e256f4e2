//! `attribute`.

use super::enums::{OF_ACTIONS, twice, values};
use super::{Attribute, AttributeSegment, Enum, Vocabulary};
use crate::diagnostic::codes::{known as unknowns, names as codes};
use crate::diagnostic::{FileId, Finding, Location};
use crate::ir::Value;
use crate::ir::vocabulary::Holder;
use crate::semantics::names::{Declared, Kind, Names};
use crate::semantics::suggest;
use crate::semantics::types::{BUILT_IN, Type};
use crate::semantics::values::Wanted;
use crate::semantics::{Checker, Context, Reference, Report};
use crate::syntax::ast;

pub(super) fn declare(names: &Names<'_>, vocabulary: &mut Vocabulary, report: &mut Report) {
    for declared in &names.attributes {
        let Some(path) = &declared.node.path else {
            continue;
        };
        let location = Location { file: declared.file, span: path.span };
        let name = dotted(path);
        if path.segments.len() < 2 {
            if !name.is_empty() {
                let message = format!("`{name}` has no dot in it");
                let finding = Finding::new(&codes::NOT_DOTTED, location, message);
                report.findings.push(finding.help(format!("say of what it is, such as `conversation.{name}`")));
            }
            continue;
        }
        if let Some(first) = vocabulary.attributes.get(&name) {
            report.findings.push(twice(&name, location, first.location).help("give one of them another name"));
            continue;
        }
        match one(declared, path, location, vocabulary, report) {
            Some(attribute) => {
                vocabulary.attributes.insert(name, attribute);
            }
            None => {
                vocabulary.broken.insert(name);
            }
        }
    }
}

fn one(
    declared: &Declared<'_, ast::Attribute>,
    path: &ast::AttributePath,
    location: Location,
    vocabulary: &mut Vocabulary,
    report: &mut Report,
) -> Option<Attribute> {
    let node = declared.node;
    let segments: Vec<AttributeSegment> = path
        .segments
        .iter()
        .map(|segment| AttributeSegment {
            name: segment.name.text.to_string(),
            parameters: segment
                .parameters
                .iter()
                .filter_map(|parameter| {
                    let known = type_of(&parameter.value_type, "", declared.file, vocabulary, report)?;
                    Some((parameter.name.text.to_string(), known))
                })
                .collect(),
        })
        .collect();
    let key = key(&segments);
    let value_type = type_of(node.value_type.as_ref()?, &key, declared.file, vocabulary, report)?;
    let holder = holder(&segments, vocabulary);
    check(node, &segments, holder, location, report);
    Some(Attribute {
        key,
        segments,
        holder,
        value_type,
        default: None,
        optional: node.default.is_none() && holder != Holder::Clock,
        writable: node.writable.is_some(),
        docs: declared.docs.map(str::to_owned),
        location,
    })
}

/// Who holds an attribute, by its first word (language page, 6.2).
fn holder(segments: &[AttributeSegment], vocabulary: &Vocabulary) -> Holder {
    match segments.first().map_or("", |segment| segment.name.as_str()) {
        "conversation" | "session" => Holder::Conversation,
        "user" => Holder::User,
        "account" | "group" => Holder::Account,
        "time" => Holder::Clock,
        word if vocabulary.carriers(word).next().is_some() => Holder::Event,
        _ => Holder::Account,
    }
}

fn check(
    node: &ast::Attribute,
    segments: &[AttributeSegment],
    holder: Holder,
    location: Location,
    report: &mut Report,
) {
    let key = key(segments);
    let at = |span| Location { file: location.file, span };
    if let (Some(default), Some(optional)) = (&node.default, node.optional) {
        let message = format!("`{key}` has a default, so it is never unknown");
        let finding = Finding::new(&unknowns::DEFAULT_AND_OPTIONAL, at(optional), message).label("yet it is optional");
        report.findings.push(finding.also(at(default.span), "its default").help("take one of the two away"));
    }
    if node.default.is_none() && node.optional.is_none() && holder != Holder::Clock {
        let message = format!("what `{key}` is when nothing has been said of it, is left open");
        let finding = Finding::new(&unknowns::NO_DEFAULT, location, message);
        report.findings.push(finding.help("give it a `default …`, or write `optional` if it can be unknown"));
    }
    let parameters = segments.iter().any(|segment| !segment.parameters.is_empty());
    if parameters && holder != Holder::Account {
        let message = format!("`{key}` cannot take anything in parentheses");
        let finding = Finding::new(&unknowns::NO_PARAMETERS_HERE, location, message);
        report
            .findings
            .push(finding.help("there is one conversation, one user and one event; parentheses tell groups apart"));
    }
    if let Some(span) = node.writable
        && !matches!(holder, Holder::Conversation | Holder::User)
    {
        let message = format!("a book cannot write `{key}`");
        let finding = Finding::new(&unknowns::NOT_OURS_TO_WRITE, at(span), message);
        report.findings.push(
            finding
                .help("it can write what the conversation and the user's record keep: `conversation.…` and `user.…`"),
        );
    }
}

/// The type that is written; one declared on the spot becomes an enum of the attribute's name.
pub(super) fn type_of(
    written: &ast::Type,
    key: &str,
    file: FileId,
    vocabulary: &mut Vocabulary,
    report: &mut Report,
) -> Option<Type> {
    match written {
        ast::Type::Named(word) => named(word, file, vocabulary, report),
        ast::Type::ListOf(of, span) => match type_of(of, key, file, vocabulary, report)? {
            Type::List(_) => {
                let finding =
                    Finding::new(&unknowns::LIST_OF_LISTS, Location { file, span: *span }, "a list holds no lists");
                report.findings.push(finding.help("write `list of text`, or of another simple type"));
                None
            }
            of => Some(Type::List(Box::new(of))),
        },
        ast::Type::OneOf(written, span) => {
            let known = values(written, file, report);
            let location = Location { file, span: *span };
            vocabulary.enums.insert(key.to_owned(), Enum { values: known, docs: None, location });
            Some(Type::Enum(key.to_owned()))
        }
    }
}

/// What programming languages and other systems call types, and what they are called here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("string", "text"),
    ("str", "text"),
    ("varchar", "text"),
    ("int", "number"),
    ("integer", "number"),
    ("float", "number"),
    ("double", "number"),
    ("decimal", "number"),
    ("numeric", "number"),
    ("bool", "boolean"),
    ("checkbox", "boolean"),
    ("timestamp", "time"),
    ("datetime", "time"),
    ("percent", "percentage"),
    ("enum", "one of"),
    ("dropdown", "one of"),
    ("select", "one of"),
];

fn named(word: &ast::Word, file: FileId, vocabulary: &Vocabulary, report: &mut Report) -> Option<Type> {
    if let Some(known) = Type::built_in(&word.text) {
        return Some(known);
    }
    let location = Location { file, span: word.span };
    if vocabulary.enums.contains_key(word.text.as_str()) {
        report.references.push(Reference { location, kind: Kind::Enum, name: word.text.clone() });
        return Some(Type::Enum(word.text.to_string()));
    }
    let finding = Finding::new(&codes::UNKNOWN_TYPE, location, format!("there is no type `{}`", word.text));
    if OF_ACTIONS.contains(&word.text.as_str()) {
        report.findings.push(finding.help("only the slots of an action are of that type"));
        return None;
    }
    if let Some((_, here)) = ELSEWHERE.iter().find(|(word_there, _)| word.text.eq_ignore_ascii_case(word_there)) {
        report.findings.push(finding.help(format!("here it is called `{here}`")).fix(
            format!("write `{here}`"),
            word.span,
            *here,
            true,
        ));
        return None;
    }
    let known = BUILT_IN.iter().map(|(name, _)| *name).chain(vocabulary.enums.keys().map(String::as_str));
    report.findings.push(match suggest::nearest(&word.text, known) {
        Some(meant) => {
            finding.help(format!("did you mean `{meant}`?")).fix(format!("write `{meant}`"), word.span, meant, false)
        }
        None => {
            let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
            finding.help(format!(
                "the types are {}, the enums of the book, `list of …` and `one of {{ … }}`",
                suggest::listed(&names, "and")
            ))
        }
    });
    None
}

fn dotted(path: &ast::AttributePath) -> String {
    let words: Vec<&str> = path.segments.iter().map(|segment| segment.name.text.as_str()).collect();
    words.join(".")
}

/// The name with the names of its parameters: `group(name).status`.
fn key(segments: &[AttributeSegment]) -> String {
    let words: Vec<String> = segments
        .iter()
        .map(|segment| {
            if segment.parameters.is_empty() {
                return segment.name.clone();
            }
            let parameters: Vec<&str> = segment.parameters.iter().map(|(name, _)| name.as_str()).collect();
            format!("{}({})", segment.name, parameters.join(", "))
        })
        .collect();
    words.join(".")
}

/// The defaults that are written, each of its attribute's type.
pub(super) fn defaults(context: &Context<'_>, report: &mut Report) -> Vec<(String, Value)> {
    let mut defaults = Vec::new();
    for declared in &context.names.attributes {
        let (Some(path), Some(value)) = (&declared.node.path, &declared.node.default) else {
            continue;
        };
        let name = dotted(path);
        let Some(attribute) = context.vocabulary.attributes.get(&name) else {
            continue;
        };
        if attribute.location != (Location { file: declared.file, span: path.span }) {
            continue;
        }
        let mut checker = Checker::new(context, declared.file, report);
        let wanted = Wanted { value_type: &attribute.value_type, subject: Some(&attribute.key) };
        if let Some(value) = checker.literal_for(value, wanted) {
            defaults.push((name, value));
        }
    }
    defaults
}
