//! What an attribute can be asked, and what it can be.

use super::{Completion, CompletionKind, keyword, named, plain, snippet};
use crate::ide::Analysis;
use crate::semantics::names::Kind;
use crate::semantics::types::Type;

/// The values of the attribute written so: of its enum, of the directory, or other attributes of its type.
pub(super) fn of(analysis: &Analysis, written: &str) -> Vec<Completion> {
    let Some(value_type) = type_of(analysis, written) else { return Vec::new() };
    let mut offers = of_type(analysis, value_type);
    if matches!(value_type, Type::List(_)) || value_type.is_text() {
        offers.extend(named(analysis, &[Kind::List]));
    }
    let same = analysis.checked.vocabulary.attributes.iter().filter(|(name, attribute)| {
        attribute.value_type == *value_type
            && name.as_str() != written
            && !value_type.is_text()
            && *value_type != Type::Boolean
    });
    offers.extend(same.map(|(name, _)| plain(name, CompletionKind::Attribute)));
    if attribute(analysis, written).is_some_and(|attribute| attribute.optional) {
        offers.extend(["known", "unknown"].map(|word| keyword(word, word)));
    }
    offers
}

fn of_type(analysis: &Analysis, value_type: &Type) -> Vec<Completion> {
    match value_type {
        Type::Boolean => ["true", "false"].map(|word| plain(word, CompletionKind::Value)).into(),
        Type::Enum(name) => {
            let values = analysis.checked.vocabulary.enums.get(name).map(|declared| declared.values.as_slice());
            let values = values.unwrap_or_default().iter();
            values
                .map(|value| Completion { docs: value.docs.clone(), ..plain(&value.name, CompletionKind::Value) })
                .collect()
        }
        Type::List(of) => of_type(analysis, of),
        Type::Group => directory(analysis, "groups"),
        Type::Agent => directory(analysis, "agents"),
        Type::Webhook => directory(analysis, "webhooks"),
        Type::Duration => ["30s", "5m", "1h", "2d"].map(|word| plain(word, CompletionKind::Value)).into(),
        Type::Text => vec![snippet("\"…\"", "\"$0\"", CompletionKind::Text)],
        _ => Vec::new(),
    }
}

/// The names that the directory gives.
pub(super) fn directory(analysis: &Analysis, wanted: &str) -> Vec<Completion> {
    let names = analysis.names();
    let entries = names
        .directories
        .iter()
        .flat_map(|declared| declared.node.entries.iter().map(|(word, texts)| (declared.file, word, texts)));
    entries
        .filter(|(_, word, _)| word.text == wanted)
        .flat_map(|(file, _, texts)| texts.iter().map(move |text| text.span.of(analysis.text(file))))
        .map(|text| plain(text, CompletionKind::Value))
        .collect()
}

/// What can be asked of the attribute written so.
pub(super) fn operators(analysis: &Analysis, written: &str) -> Vec<Completion> {
    let names = analysis.names();
    let plain_words: &[&str] = match names.find(written).map(|entry| entry.kind) {
        Some(Kind::Schedule) => &["is open", "is closed"],
        Some(Kind::Trigger | Kind::Automation) => &["has fired", "has not fired"],
        Some(_) => &["and", "or"],
        None if analysis.checked.vocabulary.events.contains_key(written) => &["in the last"],
        None => match type_of(analysis, written) {
            None => &[],
            Some(Type::Boolean) => &["is true", "is false", "was"],
            Some(Type::Enum(_)) => &["is", "is not", "in", "not in", "was", "was not"],
            Some(Type::List(_)) => &["has", "does not have", "has any", "has all", "has under", "had"],
            Some(value_type) if value_type.is_text() => &[
                "is",
                "is not",
                "in",
                "not in",
                "contains",
                "contains any",
                "contains all",
                "does not contain",
                "starts with",
                "ends with",
                "matches",
                "finds",
                "was",
            ],
            Some(Type::Time) => &["more than", "less than", "<", ">", "is", "was"],
            Some(_) => &["is", "is not", "<", "<=", ">", ">=", "between", "was"],
        },
    };
    let mut offers: Vec<Completion> = plain_words.iter().map(|word| keyword(word, word)).collect();
    if attribute(analysis, written).is_some_and(|attribute| attribute.optional) {
        offers.extend(["is known", "is unknown"].map(|word| keyword(word, word)));
    }
    offers
}

fn attribute<'a>(analysis: &'a Analysis, written: &str) -> Option<&'a crate::semantics::vocabulary::Attribute> {
    analysis.checked.vocabulary.attributes.get(&without_arguments(written))
}

fn type_of<'a>(analysis: &'a Analysis, written: &str) -> Option<&'a Type> {
    attribute(analysis, written).map(|attribute| &attribute.value_type)
}

/// `group("Billing").status` as `group.status`.
fn without_arguments(written: &str) -> String {
    let mut depth = 0_u32;
    let mut name = String::new();
    for letter in written.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            letter if depth == 0 => name.push(letter),
            _ => {}
        }
    }
    name
}
