//! `in`, `has`, and looking for several texts: whatever has to do with lists.

use super::super::checker::Checker;
use super::super::names::Kind;
use super::super::types::Type;
use super::super::values::{Wanted, bare_word};
use super::subjects::Subject;
use crate::diagnostic::Span;
use crate::diagnostic::codes::types;
use crate::ir::{Condition, Operand, Quantity, Test, TextEdge};
use crate::syntax::ast::{self, ValueKind};

impl<'a> Checker<'a> {
    pub(super) fn member_of(
        &mut self,
        left: &ast::Value,
        value: &ast::Value,
        negated: bool,
        span: Span,
    ) -> Option<Condition> {
        let subject = self.subject(left, false)?;
        let list = self.list(value, &subject.attribute.value_type)?;
        Some(self.maybe_not(span, negated, Test::In { value: subject.operand, list }))
    }

    /// A list of values of that type: in brackets, by name, or an attribute.
    fn list(&mut self, value: &ast::Value, of: &Type) -> Option<Operand> {
        if let Some(word) = bare_word(value) {
            return self.named_list(word, of);
        }
        if let ValueKind::List(values) = &value.kind {
            return self.members(values, Wanted { value_type: of, subject: None }).map(Operand::Literal);
        }
        if !matches!(value.kind, ValueKind::Path(_) | ValueKind::Missing) {
            let text = self.source(value.span);
            let finding = self
                .finding(&types::NOT_A_LIST, value.span, format!("`{text}` is not a list"))
                .help(format!("write lists in brackets: `[{text}]`"))
                .fix("put it in brackets", value.span, format!("[{text}]"), true);
            self.push(finding);
            return None;
        }
        let wanted = Type::List(Box::new(of.clone()));
        self.operand_for(value, Wanted { value_type: &wanted, subject: None })
    }

    fn named_list(&mut self, word: &ast::Word, of: &Type) -> Option<Operand> {
        if let Some(entry) = self.find(&word.text)
            && entry.kind == Kind::Schedule
        {
            let name = &word.text;
            let finding = self
                .finding(&types::NOT_A_LIST, word.span, format!("`{name}` is a schedule, not a list"))
                .help(format!("whether it is open now is asked with `{name} is open`"));
            self.push(finding);
            return None;
        }
        self.named(word, &[Kind::List])?;
        let members = self.context.lists.get(word.text.as_str())?;
        if !self.comparable(of, members) {
            let list = Type::List(Box::new(members.clone()));
            let message = format!("`{}` is {list}, where {} must be found", word.text, self.words_of(of));
            let finding = self.finding(&types::WRONG_TYPE, word.span, message);
            self.push(finding.help("only values of one type can be compared"));
            return None;
        }
        Some(Operand::List(word.text.to_string()))
    }

    pub(super) fn has(
        &mut self,
        left: &ast::Value,
        value: &ast::Value,
        quantity: ast::Quantity,
        before: bool,
        negated: bool,
        span: Span,
    ) -> Option<Condition> {
        let subject = self.subject(left, before)?;
        let Type::List(of) = &subject.attribute.value_type else {
            let finding = self.no_list_to_look_in(&subject, left.span);
            self.push(finding);
            return None;
        };
        let one = Wanted { value_type: of, subject: None };
        let (quantity, members) = match quantity {
            ast::Quantity::One => (Quantity::One, self.operand_for(value, one)?),
            ast::Quantity::Any => (Quantity::Any, self.list(value, of)?),
            ast::Quantity::All => (Quantity::All, self.list(value, of)?),
            ast::Quantity::Under if of.is_text() => (Quantity::Under, self.operand_for(value, one)?),
            ast::Quantity::Under => {
                let message = format!("`{}` holds no texts, so none is under another", subject.name);
                let finding = self.finding(&types::WRONG_TYPE, left.span, message);
                self.push(finding.help("`has under` is for tags, as in `conversation.tags has under \"billing\"`"));
                return None;
            }
        };
        Some(self.maybe_not(span, negated, Test::Has { list: subject.operand, quantity, members }))
    }

    fn no_list_to_look_in(&self, subject: &Subject<'_>, span: Span) -> crate::diagnostic::Finding {
        let words = self.words_of(&subject.attribute.value_type);
        let name = &subject.name;
        let finding = self.finding(&types::NOT_A_LIST, span, format!("`{name}` is {words}, not a list"));
        if subject.attribute.value_type.is_text() {
            finding.help(format!("texts are searched with `{name} contains \"…\"`"))
        } else {
            finding.help(format!("write `{name} is …` or `{name} in [ … ]`"))
        }
    }

    /// `contains`, `starts with`, `ends with`.
    pub(super) fn text_search(
        &mut self,
        left: &ast::Value,
        (edge, quantity, exactly): (ast::TextEdge, ast::Quantity, bool),
        value: &ast::Value,
        negated: bool,
        span: Span,
    ) -> Option<Condition> {
        let subject = self.text_subject(left)?;
        let (quantity, needles) = match quantity {
            ast::Quantity::Any => (Quantity::Any, self.list(value, &Type::Text)?),
            ast::Quantity::All => (Quantity::All, self.list(value, &Type::Text)?),
            ast::Quantity::One | ast::Quantity::Under => (Quantity::One, self.needle(value)?),
        };
        let edge = match edge {
            ast::TextEdge::Anywhere => TextEdge::Anywhere,
            ast::TextEdge::Start => TextEdge::Start,
            ast::TextEdge::End => TextEdge::End,
        };
        let test = Test::Text { text: subject.operand, edge, quantity, exactly, needles };
        Some(self.maybe_not(span, negated, test))
    }

    fn needle(&mut self, value: &ast::Value) -> Option<Operand> {
        if let ValueKind::List(_) = value.kind {
            let text = self.source(value.span);
            let finding = self
                .finding(&types::WRONG_TYPE, value.span, format!("one text must stand here, but `{text}` is a list"))
                .help(format!("write `any {text}` for at least one of them, or `all {text}`"))
                .fix("write `any`", value.span, format!("any {text}"), false);
            self.push(finding);
            return None;
        }
        self.operand_for(value, Wanted { value_type: &Type::Text, subject: None })
    }

    /// A left side that must be a text; one of another type is reported.
    pub(super) fn text_subject(&mut self, left: &ast::Value) -> Option<Subject<'a>> {
        let subject = self.subject(left, false)?;
        if subject.attribute.value_type.is_text() {
            return Some(subject);
        }
        let finding = self.no_text_to_look_in(&subject, left.span);
        self.push(finding);
        None
    }

    fn no_text_to_look_in(&self, subject: &Subject<'_>, span: Span) -> crate::diagnostic::Finding {
        let words = self.words_of(&subject.attribute.value_type);
        let name = &subject.name;
        let finding = self.finding(&types::NOT_A_TEXT, span, format!("`{name}` is {words}, not a text"));
        match subject.attribute.value_type {
            Type::List(_) => finding.help(format!("what a list holds is asked with `{name} has \"…\"`")),
            Type::Enum(_) => finding.help(format!("write `{name} is …` or `{name} in [ … ]`")),
            _ => finding.help(format!("write `{name} is …`")),
        }
    }
}
