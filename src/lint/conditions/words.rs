//! What customers may type, and patterns that are nothing but words.

use std::collections::BTreeSet;

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{Ast, LiteralKind};

use crate::ir::{Argument, Operand, StepKind, TemplatePart, Value};
use crate::lint::Subject;

/// More words than this are not read out of a pattern.
const MOST_WORDS: usize = 32;

/// The texts that a pattern stands for, where it has nothing in it but letters, `|` and parentheses.
pub(super) fn words(pattern: &str) -> Option<Vec<String>> {
    words_of(&Parser::new().parse(pattern).ok()?)
}

fn words_of(ast: &Ast) -> Option<Vec<String>> {
    match ast {
        Ast::Literal(literal) => {
            let plain = matches!(literal.kind, LiteralKind::Verbatim | LiteralKind::Meta | LiteralKind::Superfluous);
            plain.then(|| vec![literal.c.to_string()])
        }
        Ast::Group(group) => words_of(&group.ast),
        Ast::Alternation(several) => {
            let words: Option<Vec<Vec<String>>> = several.asts.iter().map(words_of).collect();
            Some(words?.concat()).filter(|words| words.len() <= MOST_WORDS)
        }
        Ast::Concat(several) => several.asts.iter().try_fold(vec![String::new()], |words, next| {
            let next = words_of(next)?;
            let joined = words.iter().flat_map(|word| next.iter().map(move |end| format!("{word}{end}")));
            let joined: Vec<String> = joined.collect();
            (joined.len() <= MOST_WORDS).then_some(joined)
        }),
        _ => None,
    }
}

/// `["a", "b"]`, or `"a"` of one.
pub(super) fn listed(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    match quoted.as_slice() {
        [only] => only.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}

/// The text as it is written in a book.
pub(super) fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('{', "\\{").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// What stands on the buttons of a book: customers send it to the letter.
#[derive(Debug, Default)]
pub(super) struct Buttons<'a> {
    labels: BTreeSet<&'a str>,
    /// Whether a placeholder stands on one: what that gives, nobody knows.
    open: bool,
}

impl<'a> Buttons<'a> {
    pub fn of(subject: &Subject<'a>) -> Self {
        let mut buttons = Self::default();
        let of_triggers = subject.book.triggers.iter().flat_map(|trigger| &trigger.actions);
        let of_automations = subject.book.automations.iter().flat_map(|automation| &automation.actions);
        for step in of_triggers.chain(of_automations) {
            if let StepKind::Act { arguments, .. } = &step.kind {
                arguments.iter().for_each(|(_, argument)| buttons.take(argument));
            }
        }
        buttons
    }

    pub fn bear(&self, text: &str) -> bool {
        self.open || self.labels.contains(text)
    }

    fn take(&mut self, argument: &'a Argument) {
        match argument {
            Argument::List(labels) => labels.iter().for_each(|label| self.take_one(label)),
            Argument::Value(Operand::Literal(Value::List(labels))) => {
                self.labels.extend(labels.iter().filter_map(text))
            }
            _ => {}
        }
    }

    fn take_one(&mut self, label: &'a Argument) {
        match label {
            Argument::Text(template) => match template.0.as_slice() {
                [TemplatePart::Literal(label)] => drop(self.labels.insert(label)),
                _ => self.open = true,
            },
            Argument::Value(Operand::Literal(label)) => self.labels.extend(text(label)),
            _ => self.open = true,
        }
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn patterns_of_words() {
        let found = |pattern| words(pattern).map(|words| words.join(","));
        assert_eq!(found("refund|money back").as_deref(), Some("refund,money back"));
        assert_eq!(found("(re|be)fund").as_deref(), Some("refund,befund"));
        assert_eq!(found(r"a\.b").as_deref(), Some("a.b"));
        for other in ["refund.*", "^refund", r"\bati\b", "[ab]", "refunds?", "a(?i)b"] {
            assert_eq!(found(other), None, "{other}");
        }
    }
}
