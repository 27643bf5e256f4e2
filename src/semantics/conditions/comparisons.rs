//! `is`, `was`, the orders, `between`.

use super::super::checker::Checker;
use super::super::types::Type;
use super::super::values::{Wanted, bare_word};
use super::subjects::Subject;
use crate::diagnostic::Span;
use crate::diagnostic::codes::{known as unknowns, types};
use crate::ir::{self, Condition, Operand, Test, Value};
use crate::syntax::ast::{self, RelationKind};

impl Checker<'_> {
    /// An attribute and what is asked of it.
    pub(super) fn of_an_attribute(
        &mut self,
        left: &ast::Value,
        relation: &RelationKind,
        span: Span,
    ) -> Option<Condition> {
        match relation {
            RelationKind::Is { negated, value } => self.is(left, value, *negated, false, span),
            RelationKind::Was { negated, value } => self.is(left, value, *negated, true, span),
            RelationKind::Order { order, value } => self.order(left, *order, value, span),
            RelationKind::Between { negated, low, high } => self.between(left, low, high, *negated, span),
            RelationKind::In { negated, value } => self.member_of(left, value, *negated, span),
            RelationKind::Text { edge, negated, quantity, exactly, value } => {
                self.text_search(left, (*edge, *quantity, *exactly), value, *negated, span)
            }
            RelationKind::Matches { find, negated, value } => self.matches(left, value, *find, *negated, span),
            RelationKind::Has { before, negated, quantity, value } => {
                self.has(left, value, *quantity, *before, *negated, span)
            }
            RelationKind::Ago { more, negated, duration } => self.ago(left, duration, *more, *negated, span),
            RelationKind::InTheLast { .. } | RelationKind::HasFired { .. } => None,
        }
    }

    fn is(
        &mut self,
        left: &ast::Value,
        value: &ast::Value,
        negated: bool,
        before: bool,
        span: Span,
    ) -> Option<Condition> {
        let subject = self.subject(left, before)?;
        match bare_word(value).map(|word| word.text.as_str()) {
            Some("known") => return Some(self.known(subject, negated, span)),
            Some("unknown") => return Some(self.known(subject, !negated, span)),
            _ => {}
        }
        let right = self.operand_for(value, subject.wanted())?;
        let test = Test::Compare { left: subject.operand, comparison: ir::Comparison::Is, right };
        Some(self.maybe_not(span, negated, test))
    }

    fn known(&mut self, subject: Subject<'_>, negated: bool, span: Span) -> Condition {
        if !matches!(&subject.operand, Operand::Attribute(read) if self.is_optional(read)) {
            let message = format!("`{}` is always known", subject.name);
            let finding = self.finding(&unknowns::ALWAYS_KNOWN, span, message);
            let finding = match &subject.attribute.default {
                Some(_) => finding.help("it has a default, which stands where nothing has been said"),
                None => finding.help("take this line away"),
            };
            self.push(finding);
        }
        self.maybe_not(span, negated, Test::Known(subject.operand))
    }

    fn order(&mut self, left: &ast::Value, order: ast::Order, value: &ast::Value, span: Span) -> Option<Condition> {
        let subject = self.subject(left, false)?;
        self.ordered(&subject, left.span)?;
        let right = self.operand_for(value, subject.wanted())?;
        let comparison = match order {
            ast::Order::Less => ir::Comparison::Less,
            ast::Order::LessOrEqual => ir::Comparison::LessOrEqual,
            ast::Order::Greater => ir::Comparison::Greater,
            ast::Order::GreaterOrEqual => ir::Comparison::GreaterOrEqual,
        };
        Some(self.test(span, Test::Compare { left: subject.operand, comparison, right }))
    }

    fn ordered(&mut self, subject: &Subject<'_>, span: Span) -> Option<()> {
        if subject.attribute.value_type.is_ordered() {
            return Some(());
        }
        let words = self.words_of(&subject.attribute.value_type);
        let message = format!("`{}` is {words}, which has no order", subject.name);
        let finding = self.finding(&types::NO_ORDER, span, message);
        self.push(finding.help(
            "`<`, `<=`, `>`, `>=` and `between` are for numbers, durations, times, dates, percentages and enums",
        ));
        None
    }

    fn between(
        &mut self,
        left: &ast::Value,
        low: &ast::Value,
        high: &ast::Value,
        negated: bool,
        span: Span,
    ) -> Option<Condition> {
        let subject = self.subject(left, false)?;
        self.ordered(&subject, left.span)?;
        let (first, last) = (self.operand_for(low, subject.wanted()), self.operand_for(high, subject.wanted()));
        let (first, last) = (first?, last?);
        if self.is_backwards(&first, &last, &subject.attribute.value_type) {
            let (one, two) = (self.source(low.span), self.source(high.span));
            let help = format!("write the lower end first: `between {two} and {one}`");
            let edit = format!("{two} and {one}");
            let finding = self
                .finding(&types::BACKWARDS, low.span.to(high.span), format!("nothing is between `{one}` and `{two}`"))
                .help(help)
                .fix("turn them round", low.span.to(high.span), edit, false);
            self.push(finding);
            return None;
        }
        let test = Test::Between { value: subject.operand, low: first, high: last };
        Some(self.maybe_not(span, negated, test))
    }

    fn is_backwards(&self, low: &Operand, high: &Operand, value_type: &Type) -> bool {
        let (Operand::Literal(low), Operand::Literal(high)) = (low, high) else {
            return false;
        };
        match (low, high, value_type) {
            (Value::Number(low), Value::Number(high), _) | (Value::Percentage(low), Value::Percentage(high), _) => {
                low > high
            }
            (Value::Duration(low), Value::Duration(high), _) => low > high,
            (Value::ClockTime(low), Value::ClockTime(high), _) => low > high,
            (Value::Date(low), Value::Date(high), _) => low > high,
            (Value::Enum(low), Value::Enum(high), Type::Enum(name)) => {
                let position = |wanted: &str| self.context.vocabulary.values_of(name).position(|value| value == wanted);
                position(low) > position(high)
            }
            _ => false,
        }
    }
}

impl Subject<'_> {
    /// What stands on the right must be of its type.
    pub(super) fn wanted(&self) -> Wanted<'_> {
        Wanted { value_type: &self.attribute.value_type, subject: Some(self.name) }
    }
}
