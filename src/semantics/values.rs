//! Values: what is written on the right of an operator, in a slot, as a default.

use rust_decimal::Decimal;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::checker::Checker;
use super::declarations::literals;
use super::names::Kind;
use super::suggest;
use super::types::Type;
use crate::diagnostic::Span;
use crate::diagnostic::codes::{known as unknowns, names, schedules, types};
use crate::ir::{Operand, Value};
use crate::syntax::ast::{self, ValueKind};

/// The longest duration: ten years.
const LONGEST: i64 = 3_650 * 86_400_000;

/// Why a value must be of a type, for the message: of what it is said, and that it is of this type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'t> {
    pub value_type: &'t Type,
    /// What is compared, set or filled, in backticks; `None` if nothing has a name.
    pub subject: Option<&'t str>,
}

impl Checker<'_> {
    /// A value, or an attribute that holds one, where `wanted` is wanted: `high`, `"Billing"`, `conversation.group`.
    pub fn operand(&mut self, value: &ast::Value, wanted: &Type) -> Option<Operand> {
        self.operand_for(value, Wanted { value_type: wanted, subject: None })
    }

    /// A value that is written out, where `wanted` is wanted.
    pub fn literal(&mut self, value: &ast::Value, wanted: &Type) -> Option<Value> {
        self.literal_for(value, Wanted { value_type: wanted, subject: None })
    }

    pub(super) fn operand_for(&mut self, value: &ast::Value, wanted: Wanted<'_>) -> Option<Operand> {
        let Some(path) = attribute_path(value) else {
            return self.literal_for(value, wanted).map(Operand::Literal);
        };
        let (read, attribute) = self.attribute(path, false)?;
        if !self.comparable(wanted.value_type, &attribute.value_type) {
            let finding = self.other_attribute(wanted, value, &attribute.value_type);
            self.push(finding);
            return None;
        }
        Some(Operand::Attribute(read))
    }

    pub(super) fn literal_for(&mut self, value: &ast::Value, wanted: Wanted<'_>) -> Option<Value> {
        match (&value.kind, wanted.value_type) {
            (ValueKind::Missing | ValueKind::Cell(_), _) => None,
            (ValueKind::Text(text), known) if known.is_text() => {
                let name = self.plain_text(text, "this text")?;
                self.in_directory(&name, known, text.span);
                Some(Value::Text(name.into()))
            }
            (ValueKind::Number(text), Type::Number) => self.decimal(text, value).map(Value::Number),
            (ValueKind::Percentage(text), Type::Percentage) => {
                self.decimal(text.trim_end_matches('%'), value).map(Value::Percentage)
            }
            (ValueKind::Duration(text), Type::Duration) => self.milliseconds(text, value).map(Value::Duration),
            (ValueKind::ClockTime(text), Type::ClockTime) => self.clock_time(text, value).map(Value::ClockTime),
            (ValueKind::Date(text), Type::Date) => self.date(text, value).map(Value::Date),
            (ValueKind::List(values), Type::List(of)) => {
                let of = Wanted { value_type: of, subject: wanted.subject };
                self.members(values, of)
            }
            (ValueKind::Path(path), known) if attribute_path(value).is_none() => {
                self.word(path.segments.first().map(|segment| &segment.name)?, known, wanted, value)
            }
            (ValueKind::Path(_), _) => {
                let text = self.source(value.span);
                let finding = self
                    .finding(
                        &types::NOT_WRITTEN_OUT,
                        value.span,
                        format!("`{text}` is not a value that is written out"),
                    )
                    .label("an attribute")
                    .help("only a value that is always the same can stand here");
                self.push(finding);
                None
            }
            _ => {
                let finding = self.mismatch(wanted, value);
                self.push(finding);
                None
            }
        }
    }

    /// A list in brackets, each of whose members is looked at.
    pub(super) fn members(&mut self, values: &[ast::Value], wanted: Wanted<'_>) -> Option<Value> {
        let mut members = Vec::with_capacity(values.len());
        for value in values {
            members.extend(self.member(value, wanted));
        }
        (members.len() == values.len()).then(|| Value::List(members.into()))
    }

    /// A member of a list in brackets.
    fn member(&mut self, value: &ast::Value, wanted: Wanted<'_>) -> Option<Value> {
        if attribute_path(value).is_none() {
            return self.literal_for(value, wanted);
        }
        let text = self.source(value.span);
        let finding = self
            .finding(&types::NOT_WRITTEN_OUT, value.span, format!("`{text}` cannot stand in a list"))
            .label("an attribute")
            .help(format!(
                "a list holds only values that are written out; ask for `{text}` in a line of its own, with `any`"
            ));
        self.push(finding);
        None
    }

    fn word(&mut self, word: &ast::Word, known: &Type, wanted: Wanted<'_>, value: &ast::Value) -> Option<Value> {
        match known {
            Type::Boolean if word.text == "true" => Some(Value::Boolean(true)),
            Type::Boolean if word.text == "false" => Some(Value::Boolean(false)),
            Type::Enum(name) => self.enum_value(word, name, wanted.subject),
            _ if self.source(value.span).ends_with('.') => None,
            _ => {
                let finding = self.mismatch(wanted, value);
                self.push(finding);
                None
            }
        }
    }

    pub(super) fn enum_value(&mut self, word: &ast::Word, name: &str, subject: Option<&str>) -> Option<Value> {
        let vocabulary = &self.context.vocabulary;
        if vocabulary.values_of(name).any(|value| value == word.text) {
            self.refer(word.span, Kind::Enum, name);
            if self
                .context
                .names
                .statuses
                .iter()
                .any(|status| status.node.id.as_ref().is_some_and(|id| id.text == word.text))
            {
                self.refer(word.span, Kind::Status, &word.text);
            }
            return Some(Value::Enum(word.text.to_string().into()));
        }
        let message = match subject {
            Some(subject) => format!("`{subject}` is never `{}`", word.text),
            None => format!("`{name}` has no value `{}`", word.text),
        };
        let values: Vec<&str> = vocabulary.values_of(name).collect();
        let finding = self.unknown(&names::UNKNOWN_VALUE, word, message, values);
        self.push(finding);
        None
    }

    /// Refers to a name of the directory, and reports one that it does not have.
    fn in_directory(&mut self, name: &str, known: &Type, span: Span) {
        let directory = &self.context.directory;
        let (entries, what, kind) = match known {
            Type::Group => (&directory.groups, "group", Kind::Group),
            Type::Agent => (&directory.agents, "agent", Kind::Agent),
            Type::Webhook => (&directory.webhooks, "webhook", Kind::Webhook),
            _ => return,
        };
        self.refer(span.within_marks(), kind, name);
        let Some(entries) = entries else {
            return;
        };
        if entries.iter().any(|entry| entry == name) {
            return;
        }
        let message = format!("the directory has no {what} `{name}`");
        let finding = self.finding(&names::NOT_IN_DIRECTORY, span, message);
        let known = entries.iter().map(String::as_str);
        let finding = match suggest::nearest(name, known.clone()) {
            Some(meant) => finding.help(format!("did you mean `{meant}`?")).fix(
                format!("write `{meant}`"),
                span,
                format!("\"{meant}\""),
                false,
            ),
            None => match suggest::did_you_mean(name, known) {
                Some(help) => finding.help(help),
                None => finding.help(format!("add it to the {what}s of the `directory`")),
            },
        };
        self.push(finding);
    }

    /// A value that says its own type: any but a bare word, an attribute, and an empty list. For the members of a `list`.
    pub fn literal_of_any_type(&mut self, value: &ast::Value) -> Option<(Value, Type)> {
        let own = own_type(value)?;
        if let Type::List(of) = &own
            && let Type::List(_) = of.as_ref()
        {
            let finding = self.finding(&unknowns::LIST_OF_LISTS, value.span, "a list holds no lists");
            self.push(finding.help("write one list of simple values"));
            return None;
        }
        self.literal(value, &own).map(|value| (value, own))
    }

    /// A duration in milliseconds, more than nothing.
    pub fn duration(&mut self, value: &ast::Value) -> Option<i64> {
        let Some(Value::Duration(millis)) = self.literal(value, &Type::Duration) else {
            return None;
        };
        if millis == 0 {
            let finding = self
                .finding(&types::NO_TIME_AT_ALL, value.span, format!("`{}` is no time at all", self.source(value.span)))
                .help("write how long, such as `5s`, `10m`, `1h30m` or `2d`");
            self.push(finding);
            return None;
        }
        Some(millis)
    }

    /// What stands there, as written.
    #[must_use]
    pub(super) fn source(&self, span: crate::diagnostic::Span) -> &str {
        self.context.text(self.file, span)
    }

    fn decimal(&mut self, text: &str, value: &ast::Value) -> Option<Decimal> {
        let number = Decimal::from_str_exact(text.trim()).ok();
        if number.is_none() {
            let message = format!("`{text}` has too many digits");
            let finding = self.finding(&types::OUT_OF_RANGE, value.span, message);
            self.push(finding.help("numbers have at most 28 digits"));
        }
        number
    }

    fn milliseconds(&mut self, text: &str, value: &ast::Value) -> Option<i64> {
        let millis = literals::duration(text).filter(|millis| *millis <= LONGEST);
        if millis.is_none() {
            let finding = self.finding(&types::OUT_OF_RANGE, value.span, format!("`{text}` is too long"));
            self.push(finding.help("durations are at most ten years: `3650d`"));
        }
        millis
    }

    fn clock_time(&mut self, text: &str, value: &ast::Value) -> Option<u16> {
        let minutes = literals::clock_time(text).filter(|minutes| *minutes < 1440);
        if minutes.is_none() {
            let finding =
                self.finding(&schedules::IMPOSSIBLE_CLOCK_TIME, value.span, format!("no clock shows `{text}`"));
            self.push(finding.help("clock times go from `00:00` to `23:59`"));
        }
        minutes
    }

    /// A clock time in minutes since midnight.
    pub fn time_of_day(&mut self, value: &ast::Value) -> Option<u16> {
        match self.literal(value, &Type::ClockTime) {
            Some(Value::ClockTime(minutes)) => Some(minutes),
            _ => None,
        }
    }

    fn date(&mut self, text: &str, value: &ast::Value) -> Option<chrono::NaiveDate> {
        let date = literals::date(text);
        if date.is_none() {
            let finding = self.finding(&schedules::IMPOSSIBLE_DATE, value.span, format!("there is no day `{text}`"));
            self.push(finding.help("dates are written year, month, day, from 1970 to 2199: `2026-12-31`"));
        }
        date
    }
}

/// The attribute that a value names, if it is none that is written out.
pub(super) fn attribute_path(value: &ast::Value) -> Option<&ast::Path> {
    match &value.kind {
        ValueKind::Path(path) if path.segments.len() > 1 => Some(path),
        ValueKind::Path(path) if path.segments.iter().any(|segment| !segment.arguments.is_empty()) => Some(path),
        _ => None,
    }
}

/// The bare word that a value is.
pub(super) fn bare_word(value: &ast::Value) -> Option<&ast::Word> {
    match &value.kind {
        ValueKind::Path(path) if attribute_path(value).is_none() => path.segments.first().map(|segment| &segment.name),
        _ => None,
    }
}

/// The type that a value has by its form.
pub(super) fn own_type(value: &ast::Value) -> Option<Type> {
    Some(match &value.kind {
        ValueKind::Text(_) => Type::Text,
        ValueKind::Number(_) => Type::Number,
        ValueKind::Duration(_) => Type::Duration,
        ValueKind::ClockTime(_) => Type::ClockTime,
        ValueKind::Date(_) => Type::Date,
        ValueKind::Percentage(_) => Type::Percentage,
        ValueKind::List(values) => Type::List(Box::new(own_type(values.first()?)?)),
        ValueKind::AnnualDate(_)
        | ValueKind::Regex { .. }
        | ValueKind::Path(_)
        | ValueKind::Cell(_)
        | ValueKind::Missing => {
            return None;
        }
    })
}

/// In Unicode normalisation form C, in which all texts are compared.
pub(super) fn normal(text: &str) -> String {
    if text.is_ascii() || is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}
