//! The compiled book, put together from what the phases have made.

use super::context::Context;
use super::vocabulary::Vocabulary;
use crate::diagnostic::Sources;
use crate::ir::{self, Book, FORMAT, SourceText, time_zone_data, vocabulary as words};

/// What the phases have made.
pub(super) struct Parts {
    pub messages: Vec<ir::Message>,
    pub lists: Vec<ir::NamedList>,
    pub conditions: Vec<ir::NamedCondition>,
    pub schedules: Vec<ir::Schedule>,
    pub triggers: Vec<ir::Trigger>,
    pub first_matches: Vec<ir::FirstMatch>,
    pub automations: Vec<ir::Automation>,
    pub lifecycle: Option<ir::Lifecycle>,
    pub statuses: Vec<ir::lifecycle::Status>,
    pub capacity_release: Option<ir::CapacityRelease>,
    pub assignment: Option<ir::Assignment>,
    pub wait_time: Option<ir::WaitTime>,
    pub tests: Vec<ir::test::Test>,
}

/// The book, not yet sealed.
pub(super) fn book(context: &Context<'_>, sources: &Sources, parts: Parts) -> Book {
    let settings = context.settings;
    let sources = sources.iter().map(|(_, file)| SourceText { path: file.path.clone(), text: file.text.clone() });
    Book {
        format: FORMAT,
        hash: String::new(),
        name: settings.name.clone().unwrap_or_else(|| "book".to_owned()),
        time_zone: settings.time_zone.clone(),
        time_zone_data: time_zone_data(),
        languages: settings.languages.clone(),
        sources: sources.collect(),
        vocabulary: vocabulary(context),
        messages: parts.messages,
        lists: parts.lists,
        conditions: parts.conditions,
        schedules: parts.schedules,
        triggers: parts.triggers,
        first_matches: parts.first_matches,
        automations: parts.automations,
        lifecycle: parts.lifecycle,
        statuses: parts.statuses,
        capacity_release: parts.capacity_release,
        assignment: parts.assignment,
        wait_time: parts.wait_time,
        tests: parts.tests,
    }
}

fn vocabulary(context: &Context<'_>) -> words::Vocabulary {
    let Vocabulary { attributes, events, actions, enums, broken: _ } = &context.vocabulary;
    let place = |location: crate::diagnostic::Location| context.place(location.file, location.span);
    words::Vocabulary {
        attributes: attributes
            .values()
            .map(|attribute| words::Attribute {
                key: attribute.key.clone(),
                holder: attribute.holder,
                value_type: attribute.value_type.to_ir(),
                default: attribute.default.clone(),
                writable: attribute.writable,
                docs: attribute.docs.clone(),
                place: place(attribute.location),
            })
            .collect(),
        events: events
            .iter()
            .map(|(name, event)| words::Event {
                name: name.clone(),
                carries: event.carries.clone(),
                docs: event.docs.clone(),
                place: place(event.location),
            })
            .collect(),
        actions: actions
            .iter()
            .map(|action| words::ActionSignature {
                name: action.name.clone(),
                signature: action.signature.clone(),
                docs: action.docs.clone(),
                place: place(action.location),
            })
            .collect(),
        enums: enums
            .iter()
            .map(|(name, found)| words::Enum {
                name: name.clone(),
                values: found.values.clone(),
                docs: found.docs.clone(),
            })
            .collect(),
    }
}
