//! What stands on the left of an operator: an attribute, or the name of a condition, a schedule, a trigger, an event.

use super::super::attributes::one_is_meant;
use super::super::checker::Checker;
use super::super::names::Kind;
use super::super::suggest;
use super::super::values::{attribute_path, bare_word};
use super::super::vocabulary::Attribute;
use crate::diagnostic::codes::{names, types};
use crate::diagnostic::{Finding, Span};
use crate::ir::vocabulary::Holder;
use crate::ir::{Condition, Operand, Test};
use crate::syntax::ast::{self, Comparison, RelationKind, ValueKind};

/// The left side of a comparison of values.
pub(super) struct Subject<'a> {
    /// What is read.
    pub operand: Operand,
    /// As it is declared.
    pub attribute: &'a Attribute,
    /// As it is written.
    pub name: &'a str,
}

impl<'a> Checker<'a> {
    /// One test, or a condition by its name.
    pub(super) fn comparison(&mut self, comparison: &Comparison, span: Span) -> Option<Condition> {
        let Some(relation) = &comparison.relation else {
            return self.alone(&comparison.subject, span);
        };
        match &relation.kind {
            RelationKind::InTheLast { negated, duration } => {
                self.in_the_last(&comparison.subject, duration, *negated, span)
            }
            RelationKind::HasFired { negated } => self.has_fired(&comparison.subject, *negated, span),
            kind => {
                if let Some(word) = bare_word(&comparison.subject) {
                    return self.of_a_name(word, kind, span);
                }
                self.of_an_attribute(&comparison.subject, kind, span)
            }
        }
    }

    /// The attribute on the left.
    pub(super) fn subject(&mut self, value: &ast::Value, before: bool) -> Option<Subject<'a>> {
        let Some(path) = attribute_path(value) else {
            if !matches!(value.kind, ValueKind::Missing) {
                let text = self.source(value.span);
                let finding = self
                    .finding(&types::NOTHING_TO_COMPARE, value.span, format!("`{text}` stands on the left"))
                    .help("write the attribute on the left and the value on the right: `user.plan is pro`");
                self.push(finding);
            }
            return None;
        };
        let (read, attribute) = self.attribute(path, before)?;
        if before {
            self.has_a_past(path, attribute)?;
        }
        Some(Subject { operand: Operand::Attribute(read), attribute, name: self.context.text(self.file, path.span) })
    }

    /// What an event carries is new with it, and the clock is not asked for the moment before.
    fn has_a_past(&mut self, path: &ast::Path, attribute: &Attribute) -> Option<()> {
        let reason = match attribute.holder {
            Holder::Conversation | Holder::User | Holder::Account => return Some(()),
            Holder::Event => "it comes with the event, so it was nothing before; write `is`",
            Holder::Clock => "the time before the event is a moment ago; write `is`",
        };
        let message = format!("`{}` has no value before the event", path.dotted());
        let finding = self.finding(&types::NO_VALUE_BEFORE, path.span, message).help(reason);
        self.push(finding);
        None
    }

    fn alone(&mut self, subject: &ast::Value, span: Span) -> Option<Condition> {
        if let Some(word) = bare_word(subject) {
            return match self.find(&word.text).map(|entry| entry.kind) {
                Some(Kind::Condition) => {
                    self.refer(word.span, Kind::Condition, &word.text);
                    Some(self.test(span, Test::Named(word.text.to_string())))
                }
                Some(kind) => {
                    let finding = self.not_a_condition(word, kind);
                    self.push(finding);
                    None
                }
                None => {
                    let finding = self.no_such_name(word, &[Kind::Condition]);
                    self.push(finding?);
                    None
                }
            };
        }
        // That it asks nothing, the parser has said; its name may be wrong beside that.
        if attribute_path(subject).is_some() {
            self.subject(subject, false);
        }
        None
    }

    fn not_a_condition(&self, word: &ast::Word, kind: Kind) -> Finding {
        let name = &word.text;
        let finding =
            self.finding(&names::OTHER_KIND, word.span, format!("`{name}` is {}, not a condition", kind.words()));
        let instead = match kind {
            Kind::Schedule => format!("{name} is open"),
            Kind::Trigger | Kind::Automation => format!("{name} has fired"),
            _ => return finding,
        };
        finding.write(instead, word.span, false)
    }

    /// An undotted name on the left that nothing has; `None` if the parser has said that something is missing.
    fn no_such_name(&mut self, word: &ast::Word, kinds: &[Kind]) -> Option<Finding> {
        let name = &word.text;
        let known = self.names_of(kinds);
        let meant = self.ending_in(name);
        let finding = self.finding(&names::UNKNOWN_NAME, word.span, format!("nothing is called `{name}`"));
        Some(match (suggest::nearest(name, known.iter().copied()), meant.as_slice()) {
            (Some(near), _) => {
                finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), word.span, near, false)
            }
            (None, []) if matches!(name.as_str(), "true" | "false" | "yes" | "no" | "on" | "off") => finding.help(
                "a condition asks for something; what is switched on and off is an attribute: \
                 `attribute account.outage: boolean default false`, asked with `account.outage is true`",
            ),
            (None, []) => finding.help(
                "attributes have a dot in them, such as `user.plan`; named conditions are declared with `condition`",
            ),
            (None, meant) => one_is_meant(finding, word.span, meant),
        })
    }

    fn has_fired(&mut self, subject: &ast::Value, negated: bool, span: Span) -> Option<Condition> {
        let Some(word) = bare_word(subject) else {
            if !matches!(subject.kind, ValueKind::Missing) {
                let text = self.source(subject.span);
                let finding = self
                    .finding(&names::OTHER_KIND, subject.span, format!("`{text}` is no trigger"))
                    .help("name the trigger by its identifier: `first_reply has fired`");
                self.push(finding);
            }
            return None;
        };
        self.trigger_or_automation(word)?;
        Some(self.maybe_not(span, negated, Test::HasFired(word.text.to_string())))
    }

    /// `office_hours is open`, and what is said if the name on the left is another.
    fn of_a_name(&mut self, word: &ast::Word, relation: &RelationKind, span: Span) -> Option<Condition> {
        let Some(entry) = self.find(&word.text) else {
            if self.source(word.span).ends_with('.') || self.source(span).starts_with(&format!("{}.", word.text)) {
                return None;
            }
            let finding = self.no_such_name(word, &[Kind::Schedule]);
            self.push(finding?);
            return None;
        };
        if entry.kind != Kind::Schedule {
            let finding = self.not_a_condition(word, entry.kind);
            let finding =
                if entry.kind == Kind::Condition { self.condition_alone(word, relation, span) } else { finding };
            self.push(finding);
            return None;
        }
        self.refer(word.span, Kind::Schedule, &word.text);
        let asked = match relation {
            RelationKind::Is { negated, value } => bare_word(value).map(|word| (word.text.as_str(), *negated)),
            _ => None,
        };
        match asked {
            Some(("open", negated)) => Some(self.maybe_not(span, negated, Test::Open(word.text.to_string()))),
            Some(("closed", negated)) => Some(self.maybe_not(span, !negated, Test::Open(word.text.to_string()))),
            _ => {
                let name = &word.text;
                let finding = self
                    .finding(&types::NOT_OF_A_SCHEDULE, span, format!("`{name}` is a schedule, and open or closed"))
                    .help(format!("write `{name} is open` or `{name} is closed`"));
                self.push(finding);
                None
            }
        }
    }

    fn condition_alone(&self, word: &ast::Word, relation: &RelationKind, span: Span) -> Finding {
        let name = &word.text;
        let finding =
            self.finding(&types::CONDITION_COMPARED, span, format!("`{name}` is a condition, and holds or does not"));
        let asked = match relation {
            RelationKind::Is { negated, value } => bare_word(value).map(|word| (word.text.as_str(), *negated)),
            _ => None,
        };
        let instead = match asked {
            Some(("true", false) | ("false", true)) => name.to_string(),
            Some(("false", false) | ("true", true)) => format!("not {name}"),
            _ => return finding.help(format!("write `{name}` or `not {name}`")),
        };
        finding.write(instead, span, true)
    }
}
