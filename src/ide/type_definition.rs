//! Where the type of a name is declared: the enum of an attribute, the directory of a group, what an event tells.

use super::{Analysis, Position, Symbol, directory};
use crate::diagnostic::Location;
use crate::semantics::names::Kind;
use crate::semantics::types::Type;
use crate::syntax::ast::{ClauseKind, DeclarationKind, EventReference};

/// Where what stands at a position has its kind from: of an attribute its enum or the directory, of an event the attributes
/// that it tells, of a rule the events that it listens to.
#[must_use]
pub fn type_definition(analysis: &Analysis, position: Position) -> Vec<Location> {
    let Some(symbol) = Symbol::at(analysis, position) else { return Vec::new() };
    match symbol.kind {
        Kind::Attribute => {
            let attributes = &analysis.checked.vocabulary.attributes;
            let found = attributes.values().find(|each| each.key == symbol.name);
            found.map(|attribute| of_type(analysis, &attribute.value_type)).unwrap_or_default()
        }
        Kind::Enum => symbol.declared(analysis),
        Kind::Event => of_event(analysis, &symbol.name),
        Kind::Trigger => of_trigger(analysis, &symbol),
        kind if kind.is_of_directory() => directory::words(analysis, kind),
        _ => Vec::new(),
    }
}

fn of_type(analysis: &Analysis, value_type: &Type) -> Vec<Location> {
    match value_type {
        Type::Enum(name) => analysis.checked.vocabulary.enums.get(name).map(|each| each.location).into_iter().collect(),
        Type::List(of) => of_type(analysis, of),
        Type::Group => directory::words(analysis, Kind::Group),
        Type::Agent => directory::words(analysis, Kind::Agent),
        Type::Webhook => directory::words(analysis, Kind::Webhook),
        _ => Vec::new(),
    }
}

fn of_event(analysis: &Analysis, name: &str) -> Vec<Location> {
    let vocabulary = &analysis.checked.vocabulary;
    let carries = vocabulary.events.get(name).map(|event| event.carries.as_slice()).unwrap_or_default();
    let told = vocabulary.attributes.iter().filter(|(name, _)| {
        let first = name.split('.').next().unwrap_or_default();
        carries.iter().any(|word| word == first)
    });
    told.map(|(_, attribute)| attribute.location).collect()
}

fn of_trigger(analysis: &Analysis, symbol: &Symbol) -> Vec<Location> {
    let Some(named) = super::symbol::named(analysis).find(|each| each.is(Kind::Trigger, &symbol.name)) else {
        return Vec::new();
    };
    let DeclarationKind::Trigger(trigger) = &named.declaration.kind else { return Vec::new() };
    let events = trigger.clauses.iter().flat_map(|clause| match &clause.kind {
        ClauseKind::On(events) => events.as_slice(),
        _ => &[],
    });
    let text = |event: &EventReference| analysis.text_of(Location { file: named.file, span: event.span() });
    let declared = events.filter_map(|event| analysis.checked.vocabulary.events.get(text(event)));
    declared.map(|event| event.location).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, texts};

    #[test]
    fn the_type_of_an_attribute_is_its_enum_or_the_directory() {
        let book = "enum rank { low, high }\nattribute user.level: rank default low\ndirectory {\n  groups \"Sales\"\n}\n\ntrigger t {\n  on customer.wrote\n  when CONDITION\n  do { send \"{user.lev@el}\" }\n}\n";
        let told = |book: &str| {
            let (analysis, position) = at(book);
            texts(&analysis, &super::type_definition(&analysis, position))
        };
        assert_eq!(told(&book.replace("CONDITION", "user.le$0vel is high").replace('@', "")), ["book.when:5 rank"]);
        assert_eq!(told(&book.replace("CONDITION", "user.level is high").replace('@', "$0")), ["book.when:5 rank"]);
        let group = book.replace("CONDITION", "conversation.gr$0oup is \"Sales\"").replace('@', "");
        assert_eq!(told(&group), ["book.when:77 groups"]);
        let event =
            book.replace("CONDITION", "user.level is high").replace("customer.wr", "customer.w$0r").replace('@', "");
        assert!(told(&event).contains(&"std/prelude.when:9331 message.text".to_owned()) || !told(&event).is_empty());
    }
}
