//! What conditions ask, through the named ones too.

use super::{Rule, Subject};
use crate::diagnostic::Location;
use crate::ir::{AttributeRead, Condition, Place, Test};
use crate::semantics::names::Declared;
use crate::semantics::reads::{self, Read};
use crate::syntax::ast::{self, ConditionKind, DeclarationKind};

/// A condition of the book, and what never comes to pass where it never holds.
#[derive(Clone, Debug)]
pub(super) struct Asking<'a> {
    /// Whose it is: `the trigger `vip_route``.
    pub whose: String,
    /// What becomes of that one where the condition never holds: `never fires`.
    pub outcome: &'static str,
    /// The condition.
    pub condition: &'a Condition,
}

/// Named conditions are not looked into deeper than this.
const DEEPEST: usize = 64;

impl<'a> Subject<'a> {
    /// All conditions of the user's own triggers, automations and named conditions.
    pub(super) fn askings(&self) -> Vec<Asking<'a>> {
        let named = self.book.conditions.iter().filter(|named| self.is_own(self.location(named.condition.place).file));
        let named = named.map(|named| Asking {
            whose: format!("the condition `{}`", named.id),
            outcome: "never holds",
            condition: &named.condition,
        });
        let of_rules = self.rules().flat_map(|rule| {
            let asking = move |condition| Asking {
                whose: format!("the {} `{}`", rule.word(), rule.id()),
                outcome: "never fires",
                condition,
            };
            rule.condition().into_iter().chain(while_of(rule)).map(asking)
        });
        named.chain(of_rules).collect()
    }

    /// What a condition reads, through named ones too.
    pub(super) fn reads(&self, condition: &'a Condition) -> Vec<Read<'a>> {
        let mut found = Vec::new();
        self.collect(condition, DEEPEST, &mut found);
        found
    }

    fn collect(&self, condition: &'a Condition, depth: usize, found: &mut Vec<Read<'a>>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        for read in reads::of_condition(condition) {
            match read {
                Read::Condition(name, _) => {
                    if let Some(named) = self.condition(name) {
                        self.collect(named, depth, found);
                    }
                }
                other => found.push(other),
            }
        }
    }

    /// The single tests of a condition as it is written: those of named ones are not among them.
    pub(super) fn tests(&self, condition: &'a Condition) -> Vec<&'a Condition> {
        match &condition.test {
            Test::All(parts) | Test::Any(parts) => parts.iter().flat_map(|part| self.tests(part)).collect(),
            Test::Not(inner) => self.tests(inner),
            _ => vec![condition],
        }
    }

    /// The comparison that stands there, as written.
    pub(super) fn comparison(&self, location: Location) -> Option<&'a ast::Comparison> {
        let units = self.checked.units.iter().filter(|unit| unit.file == location.file);
        let declarations = units.flat_map(|unit| &unit.ast.declarations);
        let around =
            declarations.filter(|one| one.span.start <= location.span.start && location.span.end <= one.span.end);
        around.flat_map(|one| conditions(&one.kind)).find_map(|condition| within(condition, location))
    }

    /// A place of the book as a location, with what stands there.
    pub(super) fn quoted(&self, place: Place) -> &'a str {
        self.text(self.location(place))
    }

    /// The attribute that a test reads, as written.
    pub(super) fn name_of(&self, read: &AttributeRead) -> &'a str {
        self.quoted(read.place)
    }

    /// The clause of that kind in a rule as it is written, with its file.
    pub(super) fn clause(&self, rule: Rule<'_>, is_it: impl Fn(&ast::ClauseKind) -> bool) -> Option<Location> {
        let Declared { file, node, .. } = self.written(rule)?;
        let clause = node.clauses.iter().find(|clause| is_it(&clause.kind))?;
        Some(Location { file, span: clause.span })
    }
}

fn while_of<'a>(rule: Rule<'a>) -> Option<&'a Condition> {
    match rule {
        Rule::Trigger(_) => None,
        Rule::Automation(automation) => automation.timing.condition(),
    }
}

/// The conditions that are written in a declaration.
fn conditions(kind: &DeclarationKind) -> Vec<&ast::Condition> {
    match kind {
        DeclarationKind::Condition(node) => vec![&node.condition],
        DeclarationKind::Trigger(node) | DeclarationKind::Automation(node) => {
            node.clauses.iter().filter_map(|clause| of_clause(&clause.kind)).collect()
        }
        _ => Vec::new(),
    }
}

fn of_clause(kind: &ast::ClauseKind) -> Option<&ast::Condition> {
    match kind {
        ast::ClauseKind::When(condition) => Some(condition),
        ast::ClauseKind::After(ast::After { base: ast::AfterBase::While(condition), .. }) => Some(condition),
        ast::ClauseKind::At(at) => at.condition.as_ref(),
        _ => None,
    }
}

fn within(condition: &ast::Condition, location: Location) -> Option<&ast::Comparison> {
    match &condition.kind {
        ConditionKind::All(parts)
        | ConditionKind::Any(parts)
        | ConditionKind::None(parts)
        | ConditionKind::And(parts)
        | ConditionKind::Or(parts) => parts.iter().find_map(|part| within(part, location)),
        ConditionKind::Not(inner) => within(inner, location),
        ConditionKind::Test(comparison) if condition.span == location.span => Some(comparison),
        ConditionKind::Test(_) | ConditionKind::Missing => None,
    }
}
