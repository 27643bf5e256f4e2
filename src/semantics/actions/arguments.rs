//! What fills the slots of an action.

use std::borrow::Cow;

use super::super::checker::Checker;
use super::super::context::location;
use super::super::known::{self, Known};
use super::super::names::Kind;
use super::super::reads::{self, Read};
use super::super::types::Type;
use super::super::values::{attribute_path, bare_word};
use super::super::vocabulary::SlotType;
use super::Guard;
use super::calls::{read_of, span_of};
use crate::diagnostic::Finding;
use crate::diagnostic::codes::known as unknowns;
use crate::diagnostic::codes::{names, rules, types};
use crate::ir::{Argument, AttributeRead, Operand, Template, Value};
use crate::syntax::ast::{self, ActionPart, Path, Segment, TextPart, ValueKind};

impl Checker<'_> {
    /// `exempt` is the first word of attributes whose placeholders need no `or`, for there is no effect while they are
    /// unknown.
    pub(super) fn argument(
        &mut self,
        slot: &SlotType,
        part: &ActionPart,
        guard: &Guard<'_>,
        exempt: Option<&str>,
    ) -> Option<Argument> {
        match slot {
            SlotType::Message => self.message(part, guard, exempt),
            SlotType::Moment => self.moment(part, guard),
            SlotType::Schedule => match part {
                ActionPart::Word(word) => self.schedule(word).map(Argument::NextOpening),
                _ => self.wrong(part, "the name of a schedule", "schedules are named without quotation marks"),
            },
            SlotType::Fields => match part {
                ActionPart::Record(record) => self.record(record, guard),
                _ => self.wrong(part, "`{ key: value }`", "write the fields in braces: `{ name: user.name }`"),
            },
            SlotType::Value(wanted) => {
                let value = as_value(part)?;
                self.value_argument(&value, wanted, guard)
            }
        }
    }

    fn wrong(&mut self, part: &ActionPart, wanted: &str, help: &str) -> Option<Argument> {
        let span = span_of(part);
        let message = format!("{wanted} must stand here, not `{}`", self.source(span));
        let finding = self.finding(&types::WRONG_TYPE, span, message).help(help);
        self.push(finding);
        None
    }

    fn message(&mut self, part: &ActionPart, guard: &Guard<'_>, exempt: Option<&str>) -> Option<Argument> {
        let value = match part {
            ActionPart::Word(word) => {
                if self.find(&word.text).is_none() {
                    let finding = self.no_such_message(word);
                    self.push(finding);
                    return None;
                }
                self.named(word, &[Kind::Message])?;
                if let Some(message) = self.context.messages.get(word.text.as_str()) {
                    let place = self.place(word.span);
                    self.message_is_known(message, guard, exempt, (&word.text, place));
                }
                return Some(Argument::Message(word.text.to_string()));
            }
            ActionPart::Value(value) => value,
            ActionPart::Record(_) => return self.wrong(part, "a text", "write it in quotation marks"),
        };
        match &value.kind {
            ValueKind::Missing => None,
            ValueKind::Text(text) => Some(Argument::Text(self.guarded_template(text, guard, exempt))),
            ValueKind::Path(_) => {
                let name = self.source(value.span).to_owned();
                let finding = self
                    .finding(
                        &types::WRONG_TYPE,
                        value.span,
                        format!("a text must stand here, but `{name}` is an attribute"),
                    )
                    .help(format!("put it in a text: `\"{{{name}}}\"`"))
                    .fix("put it in a text", value.span, format!("\"{{{name}}}\""), true);
                self.push(finding);
                None
            }
            _ => self.wrong(part, "a text", "texts stand in quotation marks"),
        }
    }

    fn no_such_message(&mut self, word: &ast::Word) -> Finding {
        let message = format!("there is no message `{}`", word.text);
        let known = self.names_of(&[Kind::Message]);
        let is_text = !known.iter().any(|name| strsim::osa_distance(name, &word.text) <= 2);
        let finding = self.unknown(&names::UNKNOWN_NAME, word, message, known);
        if is_text {
            finding.help("texts stand in quotation marks; a message is declared with `message`")
        } else {
            finding
        }
    }

    /// A message may be unknown in one place of several languages: it is said once for each fact.
    fn message_is_known(
        &mut self,
        message: &crate::ir::Message,
        guard: &Guard<'_>,
        exempt: Option<&str>,
        used: (&str, crate::ir::Place),
    ) {
        let mut known = guard.known(self.context).clone();
        for (_, template) in &message.texts {
            self.all_known(template, &known, guard, exempt, Some(used));
            if let Known::Facts(facts) = &mut known {
                for read in reads::of_template(template) {
                    if let Read::Attribute(read) = read {
                        facts.insert(known::fact(read));
                    }
                }
            }
        }
    }

    fn guarded_template(&mut self, text: &ast::Text, guard: &Guard<'_>, exempt: Option<&str>) -> Template {
        let template = self.template(text);
        if has_placeholders(text) {
            self.all_known(&template, guard.known(self.context), guard, exempt, None);
        }
        template
    }

    fn moment(&mut self, part: &ActionPart, guard: &Guard<'_>) -> Option<Argument> {
        let value = as_value(part)?;
        if let ValueKind::ClockTime(_) = value.kind {
            return self.time_of_day(&value).map(Argument::NextClockTime);
        }
        if attribute_path(&value).is_some() {
            let operand = self.operand(&value, &Type::Time)?;
            self.is_surely_known(&operand, guard);
            return Some(Argument::Value(operand));
        }
        self.wrong(part, "a clock time", "clock times are written `09:00`; for an opening write `SCHEDULE opens`")
    }

    /// A value in a slot or after `set … to`. A text may have placeholders.
    pub(super) fn value_argument(&mut self, value: &ast::Value, wanted: &Type, guard: &Guard<'_>) -> Option<Argument> {
        match (&value.kind, wanted) {
            (ValueKind::Text(text), Type::Text) if has_placeholders(text) => {
                Some(Argument::Text(self.guarded_template(text, guard, None)))
            }
            (ValueKind::List(values), Type::List(of)) => {
                let items: Vec<Option<Argument>> =
                    values.iter().map(|value| self.value_argument(value, of, guard)).collect();
                as_list(items.into_iter().collect::<Option<Vec<Argument>>>()?)
            }
            (_, Type::List(of)) => match bare_word(value) {
                Some(word) => {
                    self.named(word, &[Kind::List])?;
                    let members = self.context.lists.get(word.text.as_str())?;
                    if of.accepts(members) {
                        return Some(Argument::Value(Operand::List(word.text.to_string())));
                    }
                    let wanted = wanted.to_string();
                    let part = ActionPart::Word(word.clone());
                    self.wrong(&part, &wanted, "this list holds other values")
                }
                None => self.operand_argument(value, wanted, guard),
            },
            _ => self.operand_argument(value, wanted, guard),
        }
    }

    fn operand_argument(&mut self, value: &ast::Value, wanted: &Type, guard: &Guard<'_>) -> Option<Argument> {
        let operand = self.operand(value, wanted)?;
        self.is_surely_known(&operand, guard);
        Some(Argument::Value(operand))
    }

    /// Reports an attribute that may be unknown where a value is needed.
    pub(super) fn is_surely_known(&mut self, operand: &Operand, guard: &Guard<'_>) {
        if let Some(read) = read_of(operand)
            && !guard.known(self.context).is_sure(read, &self.context.vocabulary)
        {
            let finding = self.may_be_missing(read, guard);
            self.push(finding);
        }
    }

    fn may_be_missing(&self, read: &AttributeRead, guard: &Guard<'_>) -> Finding {
        let at = location(read.place);
        let name = self.context.text(at.file, at.span);
        Finding::new(&unknowns::MAY_BE_UNKNOWN, at, format!("`{name}` may be unknown"))
            .help(guard.way_out(read, self.context))
    }

    fn record(&mut self, record: &ast::Record, guard: &Guard<'_>) -> Option<Argument> {
        let mut entries: Vec<(String, Argument)> = Vec::new();
        for (key, value) in &record.entries {
            if entries.iter().any(|(known, _)| *known == key.text) {
                let finding = self
                    .finding(&rules::FIELD_TWICE, key.span, format!("the field `{}` is given twice", key.text))
                    .help("take one of them away");
                self.push(finding);
                continue;
            }
            if let Some(value) = self.field(value, guard) {
                entries.push((key.text.to_string(), value));
            }
        }
        Some(Argument::Record(entries))
    }

    /// A field takes whatever has a type of its own; one that is unknown is left empty.
    fn field(&mut self, value: &ast::Value, guard: &Guard<'_>) -> Option<Argument> {
        if let Some(path) = attribute_path(value) {
            let (read, _) = self.attribute(path, false)?;
            return Some(Argument::Value(Operand::Attribute(read)));
        }
        match &value.kind {
            ValueKind::Text(text) if has_placeholders(text) => {
                Some(Argument::Text(self.guarded_template(text, guard, None)))
            }
            ValueKind::List(values) if !values.iter().any(|value| matches!(value.kind, ValueKind::List(_))) => {
                let items: Vec<Option<Argument>> = values.iter().map(|value| self.field(value, guard)).collect();
                as_list(items.into_iter().collect::<Option<Vec<Argument>>>()?)
            }
            _ => {
                if let Some(word) = bare_word(value) {
                    let wanted =
                        if matches!(word.text.as_str(), "true" | "false") { Type::Boolean } else { Type::Text };
                    return self.literal(value, &wanted).map(|value| Argument::Value(Operand::Literal(value)));
                }
                let (value, _) = self.literal_of_any_type(value)?;
                Some(Argument::Value(Operand::Literal(value)))
            }
        }
    }
}

fn as_value(part: &ActionPart) -> Option<Cow<'_, ast::Value>> {
    Some(match part {
        ActionPart::Value(value) => Cow::Borrowed(value),
        ActionPart::Word(word) => Cow::Owned(ast::Value {
            span: word.span,
            kind: ValueKind::Path(Path {
                span: word.span,
                segments: vec![Segment { name: word.clone(), arguments: Vec::new() }],
            }),
        }),
        ActionPart::Record(_) => return None,
    })
}

fn has_placeholders(text: &ast::Text) -> bool {
    text.parts.iter().any(|part| matches!(part, TextPart::Placeholder(_)))
}

/// Values that are all written out are one value.
fn as_list(items: Vec<Argument>) -> Option<Argument> {
    let values: Option<Vec<Value>> = items
        .iter()
        .map(|item| match item {
            Argument::Value(Operand::Literal(value)) => Some(value.clone()),
            _ => None,
        })
        .collect();
    Some(match values {
        Some(values) => Argument::Value(Operand::Literal(Value::List(values.into()))),
        None => Argument::List(items),
    })
}
