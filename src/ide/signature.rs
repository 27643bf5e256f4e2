//! What an action wants in its slots, and an attribute in its parentheses, while it is being written.

use super::shapes::{self, Part};
use super::statement::{Statement, Word};
use super::{Analysis, Position};
use crate::diagnostic::Span;
use crate::semantics::suggest::listed;
use crate::semantics::types::Type;
use crate::semantics::vocabulary::{Action, SignaturePart, SlotType};

/// The ways to go on with what is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatures {
    /// Each with its slots.
    pub all: Vec<Signature>,
    /// The one that fits best.
    pub best: usize,
}

/// An action with its slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// As it is declared.
    pub label: String,
    /// Its documentation.
    pub docs: Option<String>,
    /// Where each slot stands in the label, and what it wants.
    pub slots: Vec<(Span, String)>,
    /// The slot that is being written.
    pub active: Option<usize>,
}

/// What the action or the attribute that is being written at a position wants.
#[must_use]
pub fn signatures(analysis: &Analysis, position: Position) -> Option<Signatures> {
    let parse = analysis.parse(position.file);
    let statement = Statement::before(&parse, analysis.text(position.file), position.offset);
    if let Some(signature) = of_attribute(analysis, &statement) {
        return Some(Signatures { all: vec![signature], best: 0 });
    }
    let words = statement.action().filter(|words| !words.is_empty())?;
    let all = match words.first().map(|word| word.text) {
        Some("wait") => vec![of_wait(words)],
        Some("set") => vec![of_set(analysis, words)],
        _ => of_actions(analysis, words),
    };
    let best = all.iter().position(|signature| signature.active.is_some()).unwrap_or(0);
    (!all.is_empty()).then_some(Signatures { all, best })
}

/// The actions that can begin so.
fn of_actions(analysis: &Analysis, words: &[Word<'_>]) -> Vec<Signature> {
    let actions = analysis.checked.vocabulary.actions.iter();
    let signature = |action: &Action| {
        let shapes = shapes::shapes(action);
        let rests: Vec<&[Part<'_>]> = shapes.iter().filter_map(|shape| shapes::fillings(shape, words)).collect();
        if rests.is_empty() {
            return None;
        }
        let next = rests.iter().find_map(|rest| match rest.first() {
            Some(Part::Slot(name, _)) => Some(*name),
            _ => None,
        });
        let mut slots = Vec::new();
        add_slots(analysis, &action.parts, &action.signature, &mut slots);
        let active = next.and_then(|next| slots.iter().position(|(name, ..)| name == next));
        let slots: Vec<(Span, String)> = slots.into_iter().map(|(_, span, docs)| (span, docs)).collect();
        let has_slots = !slots.is_empty();
        has_slots.then(|| Signature { label: action.signature.clone(), docs: action.docs.clone(), slots, active })
    };
    actions.filter_map(signature).collect()
}

/// The slots of a signature with where they stand in it.
fn add_slots(analysis: &Analysis, parts: &[SignaturePart], label: &str, slots: &mut Vec<(String, Span, String)>) {
    for part in parts {
        match part {
            SignaturePart::Word(_) => {}
            SignaturePart::Optional(inner) => add_slots(analysis, inner, label, slots),
            SignaturePart::Slot(name, slot) => {
                let from = slots.last().map_or(0, |(_, span, _)| span.end);
                slots.push((name.clone(), slot_span(label, name, from), wanted(analysis, slot)));
            }
        }
    }
}

fn slot_span(label: &str, name: &str, from: u32) -> Span {
    let rest = label.get(from as usize..).unwrap_or_default();
    let start = rest.find(&format!("<{name}")).unwrap_or(0);
    let length = rest.get(start..).and_then(|rest| rest.find('>')).map_or(0, |end| end + 1);
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Span::new(from + small(start), from + small(start + length))
}

/// What a slot wants, in words.
fn wanted(analysis: &Analysis, slot: &SlotType) -> String {
    match slot {
        SlotType::Message => "a text, perhaps with placeholders, or a message by its name".to_owned(),
        SlotType::Moment => "a clock time: the next such moment; or a time".to_owned(),
        SlotType::Schedule => "a schedule by its name".to_owned(),
        SlotType::Fields => "fields: `{ key: value }`".to_owned(),
        SlotType::Value(Type::Enum(name)) => one_of(analysis, name),
        SlotType::Value(of) => of.to_string(),
    }
}

fn one_of(analysis: &Analysis, name: &str) -> String {
    let values: Vec<&str> = analysis.checked.vocabulary.values_of(name).collect();
    if values.is_empty() { format!("a value of `{name}`") } else { listed(&values, "or") }
}

fn of_wait(words: &[Word<'_>]) -> Signature {
    let label = "wait <time: duration> [unless <events>] [then check again]";
    let active = match words.last().map(|word| word.text) {
        Some("wait") => Some(0),
        Some("unless" | ",") => Some(1),
        _ => None,
    };
    let slots = vec![
        (slot_span(label, "time", 0), "how long the rest of the block waits".to_owned()),
        (slot_span(label, "events", 0), "the rest is dropped as soon as one of these comes".to_owned()),
    ];
    let docs = "Lets the rest of the block go on later; `then check again` drops it if `when` does not hold then.";
    Signature { label: label.to_owned(), docs: Some(docs.to_owned()), slots, active }
}

fn of_set(analysis: &Analysis, words: &[Word<'_>]) -> Signature {
    let label = "set <attribute> to <value>";
    let attribute = words.get(1).and_then(|word| analysis.checked.vocabulary.attributes.get(word.text));
    let value = match attribute.map(|attribute| &attribute.value_type) {
        Some(Type::Enum(name)) => one_of(analysis, name),
        Some(of) => of.to_string(),
        None => "a value of its type".to_owned(),
    };
    let active = match words {
        [_] => Some(0),
        [.., to] if to.is("to") => Some(1),
        _ => None,
    };
    let slots = vec![
        (slot_span(label, "attribute", 0), "one that is `writable`".to_owned()),
        (slot_span(label, "value", 0), value),
    ];
    let docs = attribute.and_then(|attribute| attribute.docs.clone());
    Signature { label: label.to_owned(), docs, slots, active }
}

/// In the parentheses of an attribute: `group("Billing").status`.
fn of_attribute(analysis: &Analysis, statement: &Statement<'_>) -> Option<Signature> {
    if statement.open.last() != Some(&'(') {
        return None;
    }
    let at = statement.words.iter().rposition(|word| word.is("("))?;
    let name = statement.words.get(at.checked_sub(1)?)?;
    let attributes: Vec<_> = analysis
        .checked
        .vocabulary
        .attributes
        .iter()
        .filter(|(_, each)| each.segments.iter().any(|part| part.name == name.text && !part.parameters.is_empty()))
        .collect();
    let (_, first) = attributes.first()?;
    let segment = first.segments.iter().find(|part| part.name == name.text)?;
    let mut label = format!("{}(", name.text);
    let mut slots = Vec::new();
    for (parameter, of) in &segment.parameters {
        if !slots.is_empty() {
            label.push_str(", ");
        }
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let start = small(label.len());
        label.push_str(parameter);
        slots.push((Span::new(start, small(label.len())), of.to_string()));
    }
    label.push(')');
    let names: Vec<&str> = attributes.iter().map(|(name, _)| name.as_str()).collect();
    let active = statement.words.iter().skip(at).filter(|word| word.is(",")).count();
    let docs = Some(format!("For {}.", listed(&names, "and")));
    Some(Signature { label, docs, active: (active < slots.len()).then_some(active), slots })
}

#[cfg(test)]
mod tests {
    use super::super::sample::at;

    fn told(inner: &str) -> String {
        let marked = format!("trigger t {{\n  on customer.wrote\n{inner}\n}}\n");
        let (analysis, position) = at(&marked);
        let Some(found) = super::signatures(&analysis, position) else { return format!("{inner}\n  nothing\n") };
        let lines = found.all.iter().enumerate().map(|(at, signature)| {
            let slots = signature.slots.iter().enumerate().map(|(slot, (span, docs))| {
                let mark = if signature.active == Some(slot) { "*" } else { " " };
                format!("\n    {mark} {}: {docs}", span.of(&signature.label))
            });
            let best = if at == found.best { ">" } else { " " };
            format!("\n {best} {}{}", signature.label, slots.collect::<String>())
        });
        format!("{inner}{}\n", lines.collect::<String>())
    }

    #[test]
    fn each_slot_says_what_it_wants() {
        let cases = [
            "  do { $0",
            "  do { send $0",
            "  do { send \"Hi {user.na$0",
            "  do { send \"Hi\" as $0 }",
            "  do { send \"Hi\" as \"Me\" $0 }",
            "  do { notify $0",
            "  do { notify group \"Sales\" $0",
            "  do { snooze until $0 }",
            "  do { call webhook \"crm\" with { a: $0",
            "  do { wait 5s unless $0",
            "  do { set conversation.priority to $0",
            "  when group($0",
            "  when group(\"Sales\").status is $0",
        ];
        insta::assert_snapshot!(cases.map(told).join("\n"));
    }
}
