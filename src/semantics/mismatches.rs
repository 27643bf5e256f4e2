//! What is said about a value of the wrong type: both types, and how to write it right.

use super::checker::Checker;
use super::suggest;
use super::types::Type;
use super::values::{Wanted, bare_word, own_type};
use crate::diagnostic::Finding;
use crate::diagnostic::codes::types;
use crate::syntax::ast::{self, TextPart, ValueKind};

/// What is asked for, and no value.
const UNKNOWN: &str = "unknown";

impl Checker<'_> {
    /// Whether values of both types can be compared. Two enums can if they share a value.
    pub(super) fn comparable(&self, one: &Type, two: &Type) -> bool {
        match (one, two) {
            (Type::Enum(first), Type::Enum(second)) if first != second => {
                let vocabulary = &self.context.vocabulary;
                vocabulary.values_of(first).any(|value| vocabulary.values_of(second).any(|other| other == value))
            }
            _ => one.accepts(two),
        }
    }

    /// A type in words; an enum by its values if they are few.
    #[must_use]
    pub(super) fn words_of(&self, value_type: &Type) -> String {
        let Type::Enum(name) = value_type else {
            return value_type.to_string();
        };
        let values: Vec<&str> = self.context.vocabulary.values_of(name).collect();
        if values.len() > 6 { value_type.to_string() } else { format!("one of {}", suggest::listed(&values, "or")) }
    }

    /// Another attribute of another type.
    pub(super) fn other_attribute(&self, wanted: Wanted<'_>, value: &ast::Value, found: &Type) -> Finding {
        let text = self.source(value.span);
        let message = self.sentence(wanted, &format!("`{text}` is {}", self.words_of(found)));
        let finding = self.finding(&types::WRONG_TYPE, value.span, message);
        match (wanted.value_type, found) {
            (Type::List(of), other) if of.accepts(other) => match wanted.subject {
                Some(subject) => finding.help(format!("ask whether it is in the list: `{subject} has {text}`")),
                None => finding.help(
                    "a list cannot be made of it; name an attribute that holds a list, or write values in brackets",
                ),
            },
            (one, Type::List(of)) if of.accepts(one) => {
                finding.help(format!("ask whether it is in the list: `in {text}`"))
            }
            _ => finding.help("only values of one type can be compared"),
        }
    }

    /// A value that is written out, and has the wrong form.
    pub(super) fn mismatch(&self, wanted: Wanted<'_>, value: &ast::Value) -> Finding {
        let text = self.source(value.span);
        let found = match &value.kind {
            ValueKind::AnnualDate(_) => "a date of every year".to_owned(),
            ValueKind::Regex { .. } => "a pattern".to_owned(),
            ValueKind::List(_) => own_type(value).map_or_else(|| "a list".to_owned(), |own| own.to_string()),
            _ => own_type(value).map_or_else(|| "a word".to_owned(), |own| own.to_string()),
        };
        let told =
            if text.contains('\n') { format!("what stands here is {found}") } else { format!("`{text}` is {found}") };
        let finding = self.finding(&types::WRONG_TYPE, value.span, self.sentence(wanted, &told));
        self.write_it_right(finding, wanted, value)
    }

    fn sentence(&self, wanted: Wanted<'_>, told: &str) -> String {
        let words = self.words_of(wanted.value_type);
        match wanted.subject {
            Some(subject) => format!("`{subject}` is {words}, but {told}"),
            None => format!("{words} must stand here, but {told}"),
        }
    }

    fn write_it_right(&self, finding: Finding, wanted: Wanted<'_>, value: &ast::Value) -> Finding {
        let text = self.source(value.span);
        let span = value.span;
        if bare_word(value).is_some_and(|word| word.text == UNKNOWN) {
            return finding.help(
                "`unknown` is no value: a condition asks for it with `is unknown`, and no rule takes away what is known",
            );
        }
        match (wanted.value_type, &value.kind) {
            (Type::Duration, ValueKind::Number(_)) => {
                finding.help(format!("say the unit: `{text}s`, `{text}m`, `{text}h` or `{text}d`"))
            }
            (Type::Number, ValueKind::Duration(_)) => finding.help("write the number without a unit"),
            (Type::Number, ValueKind::Percentage(_)) => finding.help("write the number without `%`"),
            (Type::Percentage, ValueKind::Number(_)) => finding.write(format!("{text}%"), span, false),
            (Type::Enum(name), ValueKind::Text(_)) => self.unquoted(finding, name, value),
            (Type::Enum(name), _) => {
                let values: Vec<&str> = self.context.vocabulary.values_of(name).collect();
                finding.help(format!("write {}", suggest::listed(&values, "or")))
            }
            (Type::Boolean, _) => finding.help("write `true` or `false`"),
            (known, ValueKind::Path(_)) if known.is_text() && bare_word(value).is_some() => finding
                .help(format!("put texts in quotation marks: `\"{text}\"`"))
                .fix("put it in quotation marks", span, format!("\"{text}\""), true),
            (known, ValueKind::Number(_) | ValueKind::Date(_) | ValueKind::Duration(_) | ValueKind::ClockTime(_))
                if known.is_text() =>
            {
                finding.help(format!("put texts in quotation marks: `\"{text}\"`"))
            }
            (known, ValueKind::Regex { .. }) if known.is_text() => {
                finding.help("a pattern stands after `matches` (the whole text) or `finds` (a part of it)")
            }
            (Type::List(_), _) if wanted.subject.is_none() => {
                finding.help(format!("write a list in brackets: `[{text}]`"))
            }
            (Type::List(_), _) => finding
                .help(format!("to ask whether it is in the list, write `has {text}`; a whole list is `[{text}]`")),
            (_, ValueKind::List(_)) if wanted.subject.is_none() => {
                finding.help("one value stands here, without brackets")
            }
            (_, ValueKind::List(_)) => finding.help("for one of several values, write `in [ … ]`"),
            (Type::Time, ValueKind::Duration(_)) => {
                finding.help(format!("write `more than {text} ago` or `less than {text} ago`"))
            }
            (Type::Time, _) => {
                finding.help("times are compared with `more than 2d ago`, `less than 2d ago`, or with another time")
            }
            (Type::ClockTime, _) => finding.help("clock times are written `09:00`"),
            (Type::Date, _) => finding.help("dates are written `2026-12-31`"),
            (Type::Number, ValueKind::Text(_)) => finding.help("write numbers without quotation marks"),
            (Type::Number, _) => finding.help("write a number, such as `12` or `12.5`"),
            (Type::Duration, _) => finding.help("durations are written `90s`, `5m`, `1h30m`, `2d`"),
            (Type::Percentage, _) => finding.help("percentages are written `50%`"),
            _ => finding.help("put texts in quotation marks"),
        }
    }

    /// `"open"` where `open` is meant.
    fn unquoted(&self, finding: Finding, name: &str, value: &ast::Value) -> Finding {
        let values: Vec<&str> = self.context.vocabulary.values_of(name).collect();
        let written = match &value.kind {
            ValueKind::Text(text) => match text.parts.as_slice() {
                [TextPart::Literal(written)] => written.as_str(),
                _ => "",
            },
            _ => "",
        };
        if values.contains(&written) {
            return finding.help(format!("write it without quotation marks: `{written}`")).fix(
                "take the quotation marks away",
                value.span,
                written,
                true,
            );
        }
        match suggest::nearest(written, values.iter().copied()) {
            Some(meant) => finding.help(format!("did you mean `{meant}`, without quotation marks?")).fix(
                format!("write `{meant}`"),
                value.span,
                meant,
                false,
            ),
            None => finding.help(format!("write {}", suggest::listed(&values, "or"))),
        }
    }
}
