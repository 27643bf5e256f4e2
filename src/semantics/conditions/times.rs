//! `more than 30d ago`, `in the last 5m`.

use super::super::checker::Checker;
use super::super::types::Type;
use super::super::values::attribute_path;
use crate::diagnostic::Span;
use crate::diagnostic::codes::types;
use crate::ir::{Condition, Test};
use crate::syntax::ast::{self, ValueKind};

impl Checker<'_> {
    pub(super) fn ago(
        &mut self,
        left: &ast::Value,
        duration: &ast::Value,
        more: bool,
        negated: bool,
        span: Span,
    ) -> Option<Condition> {
        let subject = self.subject(left, false)?;
        if subject.attribute.value_type != Type::Time {
            let words = self.words_of(&subject.attribute.value_type);
            let message = format!("`{}` is {words}, not a time", subject.name);
            let finding = self.finding(&types::NOT_A_TIME, left.span, message);
            let finding = if subject.attribute.value_type == Type::Duration {
                let sign = if more { ">" } else { "<" };
                finding.help(format!(
                    "durations are compared with `{} {sign} {}`",
                    subject.name,
                    self.source(duration.span)
                ))
            } else {
                finding.help("`more than … ago` and `less than … ago` are for times, such as `conversation.created_at`")
            };
            self.push(finding);
            return None;
        }
        let duration = self.duration(duration)?;
        Some(self.maybe_not(span, negated, Test::Ago { time: subject.operand, more, duration }))
    }

    pub(super) fn in_the_last(
        &mut self,
        left: &ast::Value,
        duration: &ast::Value,
        negated: bool,
        span: Span,
    ) -> Option<Condition> {
        let path = match (&left.kind, attribute_path(left)) {
            (_, Some(path)) => path,
            (ValueKind::Path(path), None) => path,
            (ValueKind::Missing, None) => return None,
            _ => {
                let text = self.source(left.span);
                let finding = self
                    .finding(&types::NOTHING_TO_COMPARE, left.span, format!("`{text}` is not an event"))
                    .help("write an event on the left, such as `agent.wrote in the last 5m`");
                self.push(finding);
                return None;
            }
        };
        let name = path.dotted();
        if let Some(attribute) = self.context.vocabulary.attributes.get(&name)
            && attribute.value_type == Type::Time
        {
            let instead = format!("{name} less than {} ago", self.source(duration.span));
            let finding = self
                .finding(&types::NOTHING_TO_COMPARE, left.span, format!("`{name}` is a time, not an event"))
                .write(instead, span, !negated);
            self.push(finding);
            return None;
        }
        let event = self.declared_event(path);
        let duration = self.duration(duration);
        Some(self.maybe_not(span, negated, Test::InTheLast { event: event?, duration: duration? }))
    }
}
