//! `user.plan is pro or enterprise`: words that stand alone, and are values of what is asked before them.

use super::super::checker::Checker;
use super::super::types::Type;
use super::super::values::{attribute_path, bare_word};
use crate::diagnostic::Span;
use crate::diagnostic::codes::syntax::NO_COMPARISON;
use crate::syntax::ast::{self, Comparison, ConditionKind, Relation, Word};
use crate::syntax::several;

impl<'a> Checker<'a> {
    /// Says how the parts that are mere values of an earlier one are written, and gives the others. `all` says that `and`
    /// stands between them.
    pub(super) fn without_values<'c>(&mut self, parts: &'c [ast::Condition], all: bool) -> Vec<&'c ast::Condition> {
        let mut kept = Vec::with_capacity(parts.len());
        let mut rest = parts;
        while let Some((part, after)) = rest.split_first() {
            kept.push(part);
            let values = self.values_after(part, after);
            if let ([first, ..], ConditionKind::Test(Comparison { relation: Some(relation), .. })) =
                (&*values, &part.kind)
            {
                self.value_alone(part.span, relation, first, values.iter().map(|word| word.span), all);
            }
            rest = after.get(values.len()..).unwrap_or_default();
        }
        kept
    }

    /// The words right behind a comparison that name nothing but values of what it asks for.
    fn values_after<'c>(&mut self, part: &ast::Condition, after: &'c [ast::Condition]) -> Vec<&'c Word> {
        let mut words: Vec<&Word> = after.iter().map_while(word_alone).collect();
        let ConditionKind::Test(Comparison { subject, relation: Some(_) }) = &part.kind else {
            return Vec::new();
        };
        let vocabulary = &self.context.vocabulary;
        let attribute = attribute_path(subject).and_then(|path| vocabulary.attributes.get(&path.dotted()));
        let Some(Type::Enum(name)) = attribute.map(|attribute| &attribute.value_type) else {
            return Vec::new();
        };
        let is_value = |word: &&Word| vocabulary.values_of(name).any(|value| value == &*word.text);
        let count = words.iter().take_while(|word| is_value(word) && self.find(&word.text).is_none()).count();
        words.truncate(count);
        words
    }

    fn value_alone(
        &mut self,
        asked: Span,
        relation: &Relation,
        first: &Word,
        alone: impl Iterator<Item = Span> + Clone,
        all: bool,
    ) {
        let operator = self.source(relation.operator);
        let subject = self.source(Span { end: relation.operator.start, ..asked }).trim_end();
        let compared = self.source(Span { start: relation.operator.end, ..asked }).trim_start();
        let values: Vec<&str> = std::iter::once(compared).chain(alone.clone().map(|span| self.source(span))).collect();
        let span = alone.reduce(Span::to).unwrap_or(first.span);
        let finding = self.finding(&NO_COMPARISON, span, format!("`{}` alone is no condition", first.text));
        let finding = match several::in_one(subject, operator, &values, all) {
            Some(right) => finding.write(right, asked.to(span), !all),
            None => finding.help("put all values into the list"),
        };
        self.push(finding);
    }
}

/// The bare word of a condition that consists of nothing else.
fn word_alone(condition: &ast::Condition) -> Option<&Word> {
    match &condition.kind {
        ConditionKind::Test(Comparison { subject, relation: None }) => bare_word(subject),
        _ => None,
    }
}
