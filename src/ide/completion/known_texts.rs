//! Texts that a book already uses: the tags that it adds, the countries that it asks for. Whoever writes one again means the
//! same one, to the letter.

use std::collections::BTreeSet;

use super::{Asked, Completion, CompletionKind, Fit};
use crate::diagnostic::{FileId, Location};
use crate::runtime::maintained::LIST_ACTIONS;
use crate::syntax::ast::{
    Action, ActionKind, ActionPart, ClauseKind, Comparison, Condition, ConditionKind, DeclarationKind, RelationKind,
    Trigger, Value, ValueKind,
};

/// More are not told apart.
const MOST_TEXTS: usize = 200;

/// The texts with which the book's own rules compare an attribute, or that they add to it; in quotation marks.
pub(super) fn of_attribute(asked: &Asked<'_>, wanted: &str) -> Vec<Completion> {
    let own = |file: FileId| asked.analysis.sources.get(file).is_some_and(|file| !file.shipped);
    let mut texts = Texts { asked, wanted, file: asked.file, found: BTreeSet::new() };
    for unit in asked.analysis.checked.units.iter().filter(|unit| own(unit.file)) {
        texts.file = unit.file;
        for declaration in &unit.ast.declarations {
            match &declaration.kind {
                DeclarationKind::Condition(node) => texts.condition(&node.condition),
                DeclarationKind::Trigger(rule) | DeclarationKind::Automation(rule) => texts.rule(rule),
                _ => {}
            }
        }
        if texts.found.len() > MOST_TEXTS {
            break;
        }
    }
    let offer = |text: &&str| Completion::new(text, CompletionKind::Value).detail("used in this book").fit(Fit::Wanted);
    texts.found.iter().map(offer).collect()
}

/// The attribute whose members an action adds or takes away.
pub(super) fn changed_by(action: &str) -> Option<&'static str> {
    LIST_ACTIONS.iter().find(|(words, ..)| *words == action).map(|(_, _, key, ..)| *key)
}

struct Texts<'a, 'b> {
    asked: &'b Asked<'a>,
    wanted: &'b str,
    file: FileId,
    found: BTreeSet<&'a str>,
}

impl Texts<'_, '_> {
    fn rule(&mut self, rule: &Trigger) {
        for clause in &rule.clauses {
            match &clause.kind {
                ClauseKind::When(condition) => self.condition(condition),
                ClauseKind::Do(actions) => actions.iter().for_each(|action| self.action(action)),
                _ => {}
            }
        }
    }

    fn action(&mut self, action: &Action) {
        match &action.kind {
            ActionKind::Set { path: Some(path), value } if path.dotted() == self.wanted => self.value(value),
            ActionKind::Call(parts) => {
                let words = parts.iter().map_while(|part| match part {
                    ActionPart::Word(word) => Some(word.text.as_str()),
                    _ => None,
                });
                let name = words.collect::<Vec<_>>().join(" ");
                if changed_by(&name) == Some(self.wanted) {
                    parts.iter().for_each(|part| {
                        if let ActionPart::Value(value) = part {
                            self.value(value);
                        }
                    });
                }
            }
            _ => {}
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match &condition.kind {
            ConditionKind::All(parts)
            | ConditionKind::Any(parts)
            | ConditionKind::None(parts)
            | ConditionKind::And(parts)
            | ConditionKind::Or(parts) => parts.iter().for_each(|part| self.condition(part)),
            ConditionKind::Not(inner) => self.condition(inner),
            ConditionKind::Test(test) => self.comparison(test),
            ConditionKind::Missing => {}
        }
    }

    fn comparison(&mut self, test: &Comparison) {
        let ValueKind::Path(subject) = &test.subject.kind else { return };
        if subject.dotted() != self.wanted {
            return;
        }
        if let Some(
            RelationKind::Is { value, .. }
            | RelationKind::Was { value, .. }
            | RelationKind::In { value, .. }
            | RelationKind::Has { value, .. },
        ) = test.relation.as_ref().map(|relation| &relation.kind)
        {
            self.value(value);
        }
    }

    fn value(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::Text(text) => {
                let written = self.asked.analysis.text_of(Location { file: self.file, span: text.span });
                if !written.contains(['{', '\n']) && written.len() > 2 {
                    self.found.insert(written);
                }
            }
            ValueKind::List(values) => values.iter().for_each(|value| self.value(value)),
            _ => {}
        }
    }
}
