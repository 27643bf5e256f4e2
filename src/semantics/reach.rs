//! Whether what is read can be read where it is (language page, sections 2 “Conditions” and 6.2).

use super::checker::{Checker, Reach};
use super::context::location;
use super::reads::{self, Read};
use super::suggest;
use crate::diagnostic::codes::names;
use crate::diagnostic::{Finding, Label};
use crate::ir::vocabulary::Holder;
use crate::ir::{AttributeRead, Condition, EventName, Place, Step};

/// The named condition or message through which something is read: its name, and where it is used.
type Through<'i> = Option<(&'i str, Place)>;

impl Checker<'_> {
    /// Reports what the condition reads outside `reach`.
    pub(super) fn reaches(&mut self, condition: &Condition, reach: Reach<'_>) {
        if !matches!(reach, Reach::Anything) {
            let reads = reads::of_condition(condition);
            self.reads_reach(&reads, reach, None, 0);
        }
    }

    /// Reports what the actions read outside `reach`.
    pub(super) fn steps_reach(&mut self, steps: &[Step], reach: Reach<'_>) {
        if !matches!(reach, Reach::Anything) {
            self.reads_reach(&reads::of_steps(steps), reach, None, 0);
        }
    }

    fn reads_reach(&mut self, reads: &[Read<'_>], reach: Reach<'_>, through: Through<'_>, depth: usize) {
        // Circles of named conditions are reported elsewhere.
        if depth > 64 {
            return;
        }
        let context = self.context;
        for read in reads {
            match read {
                Read::Condition(name, place) => {
                    if let Some(condition) = context.conditions.get(name) {
                        let through = through.or(Some((name, *place)));
                        self.reads_reach(&reads::of_condition(condition), reach, through, depth + 1);
                    }
                }
                Read::Message(name, place) => {
                    if let Some(message) = context.messages.get(*name) {
                        self.message_reaches(message, reach, through.or(Some((name, *place))));
                    }
                }
                _ => self.read_reaches(*read, reach, through),
            }
        }
    }

    /// What a message reads is reported once, however many languages it has.
    fn message_reaches(&mut self, message: &crate::ir::Message, reach: Reach<'_>, through: Through<'_>) {
        let mut seen = Vec::new();
        for (_, template) in &message.texts {
            for read in reads::of_template(template) {
                if let Read::Attribute(attribute) = read
                    && !seen.contains(&attribute.key.as_str())
                {
                    seen.push(&attribute.key);
                    self.read_reaches(read, reach, through);
                }
            }
        }
    }

    fn read_reaches(&mut self, read: Read<'_>, reach: Reach<'_>, through: Through<'_>) {
        let finding = match (reach, read) {
            (Reach::Anything, _) => None,
            (Reach::Events(events), Read::Attribute(attribute)) => self.not_carried(attribute, events),
            (Reach::Moment, Read::Attribute(attribute)) => self.not_at_a_moment(attribute, &[]),
            (Reach::With(words), Read::Attribute(attribute)) => self.not_at_a_moment(attribute, words),
            (Reach::Kept, read) => self.not_kept(read),
            _ => None,
        };
        if let Some(finding) = finding {
            self.push(shown(finding, through));
        }
    }

    fn holder(&self, read: &AttributeRead) -> Option<Holder> {
        self.context.vocabulary.read_by(&read.key).map(|attribute| attribute.holder)
    }

    fn not_carried(&self, read: &AttributeRead, events: &[EventName]) -> Option<Finding> {
        if self.holder(read) != Some(Holder::Event) {
            return None;
        }
        let word = first_word(&read.key);
        let vocabulary = &self.context.vocabulary;
        let without = events.iter().find(|event| !vocabulary.carries(event.as_str(), word))?;
        let carriers: Vec<&str> = vocabulary.carriers(word).collect();
        let message = format!("`{}` is not there when `{without}` comes", read.key);
        let finding = Finding::new(&names::NOT_CARRIED, location(read.place), message);
        Some(match carriers.as_slice() {
            [] => finding,
            [only] => finding.help(format!("only `{only}` carries `{word}`")),
            several => finding.help(format!("`{word}` comes with {}", suggest::listed(several, "and"))),
        })
    }

    fn not_at_a_moment(&self, read: &AttributeRead, carried: &[&str]) -> Option<Finding> {
        if read.before {
            let message = format!("there is no event before which `{}` could be asked for", read.key);
            let finding = Finding::new(&names::NO_EVENT_HERE, location(read.place), message);
            return Some(finding.help("`was` and `had` are for triggers, which an event starts; write `is` or `has`"));
        }
        if self.holder(read) != Some(Holder::Event) || carried.contains(&first_word(&read.key)) {
            return None;
        }
        let word = first_word(&read.key);
        let message = format!("`{}` comes with an event, and no event starts this", read.key);
        let finding = Finding::new(&names::NO_EVENT_HERE, location(read.place), message);
        Some(finding.help(format!(
            "read what the conversation keeps instead, or keep it: a trigger can `set` an attribute when `{word}` comes"
        )))
    }

    fn not_kept(&self, read: Read<'_>) -> Option<Finding> {
        let (what, place) = match read {
            Read::Attribute(read) if read.before => (format!("what `{}` was", read.key), read.place),
            Read::Attribute(read) => match self.holder(read)? {
                Holder::Conversation => return None,
                Holder::User | Holder::Account => (format!("`{}`", read.key), read.place),
                Holder::Event => (format!("`{}`, which comes with an event", read.key), read.place),
                Holder::Clock => ("the time".to_owned(), read.place),
            },
            Read::Schedule(name, place) => (format!("whether `{name}` is open"), place),
            Read::Recently(_, place) | Read::Ago(place) => ("how long ago something was".to_owned(), place),
            Read::Fired(id, place) if self.is_once_per_user(id) => (format!("whether `{id}` has fired"), place),
            Read::Fired(..) | Read::Condition(..) | Read::Message(..) => return None,
        };
        let message = format!("`while` cannot watch {what}");
        let finding = Finding::new(&names::NOT_KEPT, location(place), message);
        Some(finding.help(
            "`while` watches what the conversation itself keeps (`conversation.…`, `session.…`); ask the rest in a line \
             `when …`, which is looked at once, when the time has come; what shall be asked again and again has a time of the \
             day: `at 09:00 while …`",
        ))
    }

    fn is_once_per_user(&self, id: &str) -> bool {
        use crate::syntax::ast::ClauseKind;
        let names = &self.context.names;
        let mut all = names.triggers.iter().chain(&names.automations).map(|declared| declared.node);
        all.find(|node| node.id.as_ref().is_some_and(|word| word.text == id)).is_some_and(|node| {
            node.clauses.iter().any(|clause| match &clause.kind {
                ClauseKind::Once(once) => once.scope.as_ref().is_some_and(|word| word.text == "user"),
                _ => false,
            })
        })
    }
}

/// The first word of an attribute's key.
pub(super) fn first_word(key: &str) -> &str {
    key.split(['.', '(']).next().unwrap_or_default()
}

/// A finding about something that is read through a named condition or message points at its use, and then at the read.
fn shown(mut finding: Finding, through: Through<'_>) -> Finding {
    let Some((name, place)) = through else {
        return finding;
    };
    let read = std::mem::replace(&mut finding.primary.location, location(place));
    finding.primary.text = format!("`{name}` is used here");
    finding.further.push(Label { location: read, text: "it is read here".to_owned() });
    finding
}
