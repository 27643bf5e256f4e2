//! An action whose meaning a declared signature gives.

use smallvec::SmallVec;

use super::super::checker::Checker;
use super::super::names::Kind;
use super::super::reach::first_word;
use super::super::suggest;
use super::super::vocabulary::{Action, SignaturePart, SlotType};
use super::Guard;
use super::elsewhere;
use super::matching::{self, Extent, Filled, Fit, Miss};
use crate::diagnostic::codes::{names, rules};
use crate::diagnostic::{Finding, Span};
use crate::ir::{Argument, AttributeRead, Operand, StepKind, TemplatePart, Write};
use crate::runtime::maintained::{LIST_ACTIONS, ListChange, NEEDS};
use crate::syntax::ast::{self, ActionPart};

impl<'a> Checker<'a> {
    pub(super) fn call(
        &mut self,
        parts: &[ActionPart],
        span: Span,
        guard: &Guard<'_>,
        extent: Extent,
    ) -> Option<StepKind> {
        let candidates = self.candidates(parts);
        let Some(first) = candidates.first().copied() else {
            let finding = self.no_such_action(parts, span);
            self.push(finding);
            return None;
        };
        self.refer(span, Kind::Action, &first.name);
        let fitting = |fit| {
            candidates.iter().find_map(|action| Some((*action, matching::slots(action, parts, fit, extent).ok()?)))
        };
        let chosen = fitting(Fit::Form).or_else(|| fitting(Fit::Anything));
        let Some((action, filled)) = chosen else {
            let finding = self.other_shape(&candidates, parts, span);
            self.push(finding);
            return None;
        };
        if let Some(finding) = self.list_for_one(action, &filled, span) {
            self.push(finding);
            return None;
        }
        self.act(action, &filled, span, guard)
    }

    /// The actions with these first words; those with more of them first, as `add user tag` before `add`.
    fn candidates(&self, parts: &[ActionPart]) -> SmallVec<[&'a Action; 4]> {
        let Some(ActionPart::Word(first)) = parts.first() else { return SmallVec::new() };
        let begins = |action: &Action| {
            let mut words = action.name.split(' ').zip(1..);
            action.name.starts_with(first.text.as_str()) && words.all(
                |(word, count)| matches!(parts.get(count - 1), Some(ActionPart::Word(written)) if written.text == word),
            )
        };
        let mut found: SmallVec<[&Action; 4]> =
            self.context.vocabulary.actions.iter().filter(|action| begins(action)).collect();
        let longest = found.iter().map(|action| action.name.split(' ').count()).max().unwrap_or(0);
        found.retain(|action| action.name.split(' ').count() == longest);
        found
    }

    fn no_such_action(&self, parts: &[ActionPart], span: Span) -> Finding {
        let words: Vec<&ast::Word> = parts
            .iter()
            .map_while(|part| match part {
                ActionPart::Word(word) => Some(word),
                _ => None,
            })
            .collect();
        let at = match (words.first(), words.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => span,
        };
        let written: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let finding = self.finding(&names::UNKNOWN_ACTION, at, format!("there is no action `{}`", written.join(" ")));
        let known: Vec<&str> = self.context.vocabulary.actions.iter().map(|action| action.name.as_str()).collect();
        let first = written.first().copied().unwrap_or_default();
        let mut siblings: Vec<&str> =
            known.iter().copied().filter(|name| name.split(' ').next() == Some(first)).collect();
        siblings.dedup();
        if let Some(instead) = elsewhere::instead(&written, &known) {
            return self.with_instead(finding, instead, parts, span);
        }
        // A first word that is right is more telling than another word that is near.
        let shortest = if siblings.is_empty() { 1 } else { 2 };
        let near = (shortest..=written.len()).rev().find_map(|count| {
            let beginning = written.get(..count)?.join(" ");
            suggest::nearest(&beginning, known.iter().copied().filter(|name| name.split(' ').count() == count))
        });
        if let Some(name) = near {
            let count = name.split(' ').count();
            let last = words.get(count.saturating_sub(1)).map_or(at, |word| word.span);
            let replaced = words.first().map_or(at, |word| word.span.to(last));
            return finding.help(format!("did you mean `{name}`?")).fix(
                format!("write `{name}`"),
                replaced,
                name,
                false,
            );
        }
        if siblings.is_empty() {
            finding.help("`whenbook vocabulary` lists the actions; your own are declared with `action`")
        } else {
            finding.help(suggest::there_are(&siblings))
        }
    }

    fn other_shape(&self, candidates: &[&Action], parts: &[ActionPart], span: Span) -> Finding {
        let misses =
            candidates.iter().filter_map(|action| matching::slots(action, parts, Fit::Anything, Extent::All).err());
        let miss = misses.max_by_key(|miss| miss.at).unwrap_or(Miss { at: 0, expected: None });
        let name = candidates.first().map_or("", |action| action.name.as_str());
        let finding = match parts.get(miss.at) {
            Some(part) => {
                let at = span_of(part);
                let text = self.source(at);
                self.finding(&rules::ACTION_SHAPE, at, format!("`{text}` cannot stand here in `{name}`"))
            }
            None => self
                .finding(&rules::ACTION_SHAPE, span, format!("`{name}` is not complete"))
                .label(format!("{} is missing", expected(miss.expected))),
        };
        self.with_meant(finding, candidates, parts, (miss.at, span))
    }

    fn act(&mut self, action: &Action, filled: &[Filled<'_, '_>], span: Span, guard: &Guard<'_>) -> Option<StepKind> {
        let needed = NEEDS.iter().find(|(name, ..)| *name == action.name).map(|(_, attribute, _)| *attribute);
        let exempt = needed.map(first_word);
        let mut arguments = Vec::with_capacity(filled.len());
        let mut complete = true;
        for Filled { name, slot, part } in filled {
            match self.argument(slot, part, guard, exempt) {
                Some(argument) => arguments.push(((*name).to_owned(), argument)),
                None => complete = false,
            }
        }
        if !complete {
            return None;
        }
        let needs = needed.map_or_else(Vec::new, |attribute| self.needs(attribute, &arguments, span));
        let write = write_of(&action.name);
        Some(StepKind::Act { action: action.name.clone(), arguments, write, needs })
    }

    /// The fact itself, and those of the same first word for which the texts say no `or`.
    fn needs(&self, attribute: &str, arguments: &[(String, Argument)], span: Span) -> Vec<AttributeRead> {
        let place = self.place(span);
        let mut needs = vec![AttributeRead { key: attribute.to_owned(), arguments: Vec::new(), before: false, place }];
        for (_, argument) in arguments {
            let templates: Vec<_> = match argument {
                Argument::Text(template) => vec![template],
                Argument::Message(name) => {
                    let message = self.context.messages.get(name);
                    message.into_iter().flat_map(|message| message.texts.iter().map(|(_, template)| template)).collect()
                }
                _ => Vec::new(),
            };
            for part in templates.iter().flat_map(|template| &template.0) {
                if let TemplatePart::Placeholder { read, fallback: None, .. } = part
                    && first_word(&read.key) == first_word(attribute)
                    && self.is_optional(read)
                    && !needs.iter().any(|needed| needed.key == read.key)
                {
                    needs.push(read.clone());
                }
            }
        }
        needs
    }
}

fn write_of(action: &str) -> Option<Write> {
    let (_, change, key, _, slot) = LIST_ACTIONS.iter().find(|(name, ..)| *name == action)?;
    let (key, argument) = ((*key).to_owned(), (*slot).to_owned());
    Some(match change {
        ListChange::Add => Write::Add { key, argument },
        ListChange::Remove => Write::Remove { key, argument },
    })
}

pub(super) const fn span_of(part: &ActionPart) -> Span {
    match part {
        ActionPart::Word(word) => word.span,
        ActionPart::Value(value) => value.span,
        ActionPart::Record(record) => record.span,
    }
}

fn expected(part: Option<&SignaturePart>) -> String {
    match part {
        Some(SignaturePart::Word(word)) => format!("the word `{word}`"),
        Some(SignaturePart::Slot(name, slot)) => match slot {
            SlotType::Message => "a text or the name of a message".to_owned(),
            SlotType::Moment => "a clock time".to_owned(),
            SlotType::Schedule => "the name of a schedule".to_owned(),
            SlotType::Fields => "`{ key: value }`".to_owned(),
            SlotType::Value(known) => format!("{known} (`{name}`)"),
        },
        Some(SignaturePart::Optional(_)) | None => "something".to_owned(),
    }
}

/// An attribute read by an argument.
pub(super) const fn read_of(operand: &Operand) -> Option<&AttributeRead> {
    match operand {
        Operand::Attribute(read) => Some(read),
        _ => None,
    }
}
