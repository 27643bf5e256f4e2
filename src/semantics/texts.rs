//! Texts with placeholders.

use super::actions::Guard;
use super::checker::Checker;
use super::context::location;
use super::known::Known;
use super::reach::first_word;
use super::types::Type;
use super::values::normal;
use super::vocabulary::Attribute;
use crate::diagnostic::Finding;
use crate::diagnostic::Span;
use crate::diagnostic::codes::known as unknowns;
use crate::ir::{AttributeRead, Operand, Place, Template, TemplatePart, Unit};
use crate::syntax::ast::{self, TextPart};

const UNITS: &[(&str, Unit)] =
    &[("seconds", Unit::Seconds), ("minutes", Unit::Minutes), ("hours", Unit::Hours), ("days", Unit::Days)];

impl Checker<'_> {
    /// A text whose placeholders are attributes. Whether they can be read, and whether one may be unknown, is looked at
    /// where the text is used.
    pub fn template(&mut self, text: &ast::Text) -> Template {
        let parts = text.parts.iter().filter_map(|part| match part {
            TextPart::Literal(literal) => Some(TemplatePart::Literal(normal(literal))),
            TextPart::Placeholder(placeholder) => self.placeholder(placeholder),
        });
        Template(parts.collect())
    }

    fn placeholder(&mut self, placeholder: &ast::Placeholder) -> Option<TemplatePart> {
        let path = &placeholder.path;
        if path.segments.is_empty() {
            return None;
        }
        let (read, attribute) = self.attribute(path, false)?;
        let unit = self.unit(placeholder, attribute);
        let fallback = placeholder.fallback.as_ref().map(|word| normal(&word.text));
        if fallback.is_some() && !self.is_optional(&read) {
            let finding = self
                .finding(&unknowns::NEEDLESS_FALLBACK, placeholder.span, format!("`{}` is always known", attribute.key))
                .help("the words after `or` are never used; take them away");
            let before = placeholder.unit.as_ref().map_or(path.span.end, |unit| unit.span.end);
            let end = placeholder.span.end.saturating_sub(1);
            self.push(finding.fix("take the words away", Span::new(before, end), "", true));
        }
        Some(TemplatePart::Placeholder { read, unit: unit?, fallback })
    }

    /// A duration says its unit, and nothing else has one.
    fn unit(&mut self, placeholder: &ast::Placeholder, attribute: &Attribute) -> Option<Option<Unit>> {
        let is_duration = attribute.value_type == Type::Duration;
        let name = self.source(placeholder.path.span).to_owned();
        match (&placeholder.unit, is_duration) {
            (None, false) => Some(None),
            (Some(word), true) => match UNITS.iter().find(|(unit, _)| *unit == word.text) {
                Some((_, unit)) => Some(Some(*unit)),
                None => {
                    let message = format!("there is no unit `{}`", word.text);
                    let finding = self.unknown(&unknowns::UNIT, word, message, ["seconds", "minutes", "hours", "days"]);
                    self.push(finding);
                    None
                }
            },
            (None, true) => {
                let finding = self
                    .finding(
                        &unknowns::UNIT,
                        placeholder.span,
                        format!("`{name}` is a duration, and its unit is not said"),
                    )
                    .help(format!("say in which unit, rounded up: `{{{name} in minutes}}`"))
                    .fix("tell it in minutes", placeholder.path.span, format!("{name} in minutes"), false);
                self.push(finding);
                None
            }
            (Some(word), false) => {
                let words = self.words_of(&attribute.value_type);
                let finding = self
                    .finding(&unknowns::UNIT, word.span, format!("`{name}` is {words}, which has no unit"))
                    .help(format!("only durations have one; write `{{{name}}}`"));
                self.push(finding);
                None
            }
        }
    }

    /// A text that holds no placeholders, in normalisation form C: a title, the name of a group. `what` says what it is: `a title`.
    pub fn plain_text(&mut self, text: &ast::Text, what: &str) -> Option<String> {
        if let [TextPart::Literal(only)] = text.parts.as_slice() {
            return Some(normal(only));
        }
        let mut plain = String::new();
        for part in &text.parts {
            match part {
                TextPart::Literal(literal) => plain.push_str(literal),
                TextPart::Placeholder(placeholder) => {
                    let span = placeholder.span;
                    let written = self.source(span).to_owned();
                    let finding = self
                        .finding(&unknowns::NO_PLACEHOLDER_HERE, span, format!("{what} holds no placeholders"))
                        .help(format!("for the characters themselves, write `\\{written}`"));
                    self.push(finding);
                    return None;
                }
            }
        }
        Some(normal(&plain))
    }

    /// Reports placeholders that may be unknown and have no `or`. `exempt` is the first word of
    /// attributes while which are unknown there is no effect at all; `used` is where a named message is used.
    pub(super) fn all_known(
        &mut self,
        template: &Template,
        known: &Known,
        guard: &Guard<'_>,
        exempt: Option<&str>,
        used: Option<(&str, Place)>,
    ) {
        for part in &template.0 {
            let TemplatePart::Placeholder { read, fallback: None, .. } = part else {
                continue;
            };
            let is_exempt = exempt.is_some_and(|word| first_word(&read.key) == word);
            if is_exempt || known.is_sure(read, &self.context.vocabulary) {
                continue;
            }
            let finding = self.may_be_unknown(read, guard);
            self.push(match used {
                None => finding,
                Some((name, place)) => {
                    let mut finding = finding;
                    let read = std::mem::replace(&mut finding.primary.location, location(place));
                    finding.label(format!("`{name}` is used here")).also(read, "it is read here")
                }
            });
        }
    }

    /// Whether it can be unknown: with an argument that is unknown, it is.
    pub(super) fn is_optional(&self, read: &AttributeRead) -> bool {
        let argument = |argument: &Operand| matches!(argument, Operand::Attribute(inner) if self.is_optional(inner));
        self.context.vocabulary.read_by(&read.key).is_some_and(|attribute| attribute.optional)
            || read.arguments.iter().any(argument)
    }

    fn may_be_unknown(&self, read: &AttributeRead, guard: &Guard<'_>) -> Finding {
        let at = location(read.place);
        let name = self.context.text(at.file, at.span);
        Finding::new(&unknowns::MAY_BE_UNKNOWN, at, format!("`{name}` may be unknown")).help(format!(
            "say what stands there then, as in `{{{name} or …}}`, or {}",
            guard.way_out(read, self.context)
        ))
    }
}
