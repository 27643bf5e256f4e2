//! Events where they are named.

use super::checker::Checker;
use super::names::Kind;
use super::suggest;
use super::vocabulary::Attribute;
use crate::diagnostic::codes::{names, rules};
use crate::ir::EventName;
use crate::ir::vocabulary::Holder;
use crate::runtime::maintained::{DESK_EVENTS, PROVIDED, Provided};
use crate::syntax::ast::{self, EventReference};

/// Why there is no event for a change of an attribute; `None` if there is one.
pub fn no_change(attribute: &Attribute) -> Option<String> {
    let provided = PROVIDED.iter().find(|(key, ..)| *key == attribute.key).map(|(.., provided)| *provided);
    let reason = match attribute.holder {
        Holder::Conversation | Holder::User => match provided {
            None => return None,
            Some(Provided::As(followed)) => {
                return Some(format!("it follows `{followed}`; write `change of {followed}`"));
            }
            Some(_) => "it is computed when a rule reads it",
        },
        Holder::Account => "only what the conversation or the user's record keeps starts anything when it changes",
        Holder::Event => "it comes with an event, and so never changes",
        Holder::Clock => "time goes on without an event; write an `automation`",
    };
    Some(reason.to_owned())
}

/// Whether an event comes to conversations, and not to the desk.
pub fn is_heard(event: &str) -> bool {
    !DESK_EVENTS.contains(&event)
}

impl Checker<'_> {
    /// `customer.wrote`, `change of conversation.tags`.
    pub fn event(&mut self, reference: &EventReference) -> Option<EventName> {
        match reference {
            EventReference::Event(path) => self.heard_event(path),
            EventReference::ChangeOf(path, _) => self.change(path),
        }
    }

    /// Several of them; one that is named twice is reported and taken once.
    pub fn events(&mut self, references: &[EventReference]) -> Vec<EventName> {
        let mut events = Vec::with_capacity(references.len());
        for reference in references {
            let Some(event) = self.event(reference) else {
                continue;
            };
            if events.contains(&event) {
                let finding = self
                    .finding(&rules::NAMED_TWICE, reference.span(), format!("`{event}` is named twice"))
                    .label("again here")
                    .help("take one of them away");
                self.push(finding);
            } else {
                events.push(event);
            }
        }
        events
    }

    /// An event that comes to conversations.
    fn heard_event(&mut self, path: &ast::Path) -> Option<EventName> {
        let event = self.declared_event(path)?;
        if is_heard(event.as_str()) {
            return Some(event);
        }
        let message = format!("`{event}` comes to the desk, and to no conversation");
        let finding = self
            .finding(&names::DESK_EVENT, path.span, message)
            .help("write `queue.staffed` for when the first agent of the queue is there, `conversation.assigned` for when one is given");
        self.push(finding);
        None
    }

    /// Any event: a test may feed those of the desk too.
    pub(in crate::semantics) fn declared_event(&mut self, path: &ast::Path) -> Option<EventName> {
        let vocabulary = &self.context.vocabulary;
        // As it is written, it is mostly the name already.
        let written = self.context.text(self.file, path.span);
        if vocabulary.events.contains_key(written) {
            self.refer(path.span, Kind::Event, written);
            return Some(EventName::new(written));
        }
        let name = path.dotted();
        if vocabulary.events.contains_key(&name) {
            self.refer(path.span, Kind::Event, &name);
            return Some(EventName::new(name));
        }
        if path.segments.is_empty() || self.source(path.span).ends_with('.') {
            return None;
        }
        if vocabulary.attributes.contains_key(&name) {
            let finding = self
                .finding(&names::UNKNOWN_EVENT, path.span, format!("`{name}` is an attribute, not an event"))
                .help(format!("for the moment at which it changes, write `change of {name}`"))
                .fix(format!("write `change of {name}`"), path.span, format!("change of {name}"), false);
            self.push(finding);
            return None;
        }
        let finding = self.finding(&names::UNKNOWN_EVENT, path.span, format!("there is no event `{name}`"));
        let known = vocabulary.events.keys().map(String::as_str);
        let first = name.split('.').next().unwrap_or_default();
        let siblings: Vec<&str> = known.clone().filter(|event| event.split('.').next() == Some(first)).collect();
        let finding = match suggest::nearest(&name, known) {
            Some(meant) => finding.help(format!("did you mean `{meant}`?")).fix(
                format!("write `{meant}`"),
                path.span,
                meant,
                false,
            ),
            None if siblings.is_empty() => {
                finding.help("`whenbook vocabulary` lists them; your own are declared with `event`")
            }
            None => finding.help(format!("of `{first}` there are {}", suggest::listed(&siblings, "and"))),
        };
        self.push(finding);
        None
    }

    /// Only what a conversation or a user's record keeps wakes anything when it changes (language page, 6.3, 6.4).
    fn change(&mut self, path: &ast::Path) -> Option<EventName> {
        let (_, attribute) = self.attribute(path, false)?;
        let Some(reason) = no_change(attribute) else { return Some(EventName::change_of(&attribute.key)) };
        let name = path.dotted();
        let finding = self
            .finding(&names::NO_CHANGE, path.span, format!("there is no event for a change of `{name}`"))
            .help(reason);
        self.push(finding);
        None
    }
}
