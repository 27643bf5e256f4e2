//! `set ATTRIBUTE to VALUE`.

use super::super::checker::Checker;
use super::super::suggest;
use super::super::values::attribute_path;
use super::super::vocabulary::Attribute;
use super::Guard;
use crate::diagnostic::Finding;
use crate::diagnostic::codes::rules;
use crate::ir::{Argument, Operand, StepKind, Value, Write};
use crate::syntax::ast::{self, Cause, LifecycleClause, StateRule};

/// The slots of `set` in the compiled book.
const ATTRIBUTE: &str = "attribute";
const VALUE: &str = "value";

impl Checker<'_> {
    pub(super) fn set(&mut self, path: &ast::Path, value: &ast::Value, guard: &Guard<'_>) -> Option<StepKind> {
        let attribute = self.plain_attribute(path)?;
        if !attribute.writable {
            let finding = self.not_writable(path, attribute);
            self.push(finding);
            return None;
        }
        let value = self.new_value(value, attribute, guard)?;
        let key = attribute.key.clone();
        let name = Argument::Value(Operand::Literal(Value::Text(key.as_str().into())));
        Some(StepKind::Act {
            action: "set".to_owned(),
            arguments: vec![(ATTRIBUTE.to_owned(), name), (VALUE.to_owned(), value)],
            write: Some(Write::Set { key, argument: VALUE.to_owned() }),
            needs: Vec::new(),
        })
    }

    fn new_value(&mut self, value: &ast::Value, attribute: &Attribute, guard: &Guard<'_>) -> Option<Argument> {
        if attribute_path(value).is_some() && attribute.optional {
            return self.operand(value, &attribute.value_type).map(Argument::Value);
        }
        self.value_argument(value, &attribute.value_type, guard)
    }

    fn not_writable(&self, path: &ast::Path, attribute: &Attribute) -> Finding {
        let finding = self
            .finding(&rules::NOT_WRITABLE, path.span, format!("`{}` cannot be set", attribute.key))
            .also(attribute.location, "it is declared here without `writable`");
        let mut changing = self.changing(attribute);
        changing.extend(self.moving(&attribute.key));
        if !changing.is_empty() {
            return finding.help(format!("it is changed with {}", suggest::listed(&changing, "or")));
        }
        let first = attribute.key.split('.').next().unwrap_or_default();
        let writable: Vec<&str> = self
            .context
            .vocabulary
            .attributes
            .values()
            .filter(|other| other.writable && other.key.split('.').next() == Some(first))
            .map(|other| other.key.as_str())
            .collect();
        if writable.is_empty() || writable.len() > 12 {
            finding.help("only attributes that are declared `writable` can be set")
        } else {
            finding.help(format!("what can be set of `{first}`: {}", suggest::listed(&writable, "and")))
        }
    }

    /// How the actions are written that change an attribute, as its documentation says.
    fn changing(&self, attribute: &Attribute) -> Vec<&str> {
        let words = attribute.docs.as_deref().unwrap_or_default().split('`').skip(1).step_by(2);
        let actions = &self.context.vocabulary.actions;
        let signature =
            |word| actions.iter().find(|action| action.name == word).map(|action| action.signature.as_str());
        words.filter_map(signature).collect()
    }

    /// How the actions are written by which a lifecycle moves the states of an attribute.
    fn moving(&self, key: &str) -> Vec<&str> {
        let clauses = self.context.names.lifecycles.iter().flat_map(|lifecycle| &lifecycle.node.clauses);
        let machines = clauses.filter_map(|(clause, _)| match clause {
            LifecycleClause::States(states) => Some(states),
            _ => None,
        });
        let own = machines.filter(|states| states.attribute.as_ref().is_some_and(|path| path.dotted() == key));
        let causes = own.flat_map(|states| &states.rules).filter_map(|(rule, _)| match rule {
            StateRule::Transition { cause: Cause::By(actions), .. } => Some(actions),
            _ => None,
        });
        let words: Vec<String> = causes
            .flatten()
            .map(|words| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
            .collect();
        let is_it = |name: &str| words.iter().any(|words| name == words || name.starts_with(&format!("{words} ")));
        let actions = self.context.vocabulary.actions.iter().filter(|action| is_it(&action.name));
        actions.map(|action| action.signature.as_str()).collect()
    }
}
