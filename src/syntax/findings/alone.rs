//! A value that stands alone where a condition should be.

use super::{Check, Context, excerpt};
use crate::{
    diagnostic::{Finding, Span, codes::syntax::NO_COMPARISON},
    syntax::{Kind, Node, lower, operators, several},
};

pub(super) fn check(kind: Kind) -> Option<Check> {
    (kind == Kind::comparison).then_some(alone)
}

fn alone(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    let subject = asks_nothing(node)?;
    let bare = subject.kind() == Kind::path && subject.parts().count() == 1;
    let half = subject.subtree().any(|inner| super::missing::is_missing(inner));
    if bare || half || before_trailing(node) {
        return None;
    }
    let written = excerpt(subject.text());
    let finding = |span| context.finding(&NO_COMPARISON, span, format!("`{written}` alone is no condition"));
    if subject.kind() == Kind::path {
        let help = format!("say what it should be: `{written} is true`, `{written} is \"…\"`, `{written} is known`");
        return Some(finding(subject.span()).help(help));
    }
    let Some(row) = Row::of(node) else {
        return Some(finding(subject.span()).help("to ask for one of several values write `in [\"one\", \"two\"]`"));
    };
    if row.begins_before(node) {
        return None;
    }
    let finding = finding(row.alone());
    Some(match row.in_one(context.tree.text()) {
        Some(right) => finding.write(right, row.span(), row.is_sure()),
        None => finding.help("put all values into the list"),
    })
}

/// What a comparison without an operator consists of.
fn asks_nothing(comparison: Node<'_>) -> Option<Node<'_>> {
    let mut parts = comparison.parts();
    let subject = parts.next()?;
    parts.next().is_none().then_some(subject)
}

/// A comparison, and the values behind it that stand alone: `user.plan is "a" or "b" or "c"`.
struct Row<'tree> {
    asked: Node<'tree>,
    /// The first of them is compared, the others are not.
    values: Vec<Node<'tree>>,
    all: bool,
    /// Whether the same word is everywhere in the condition.
    is_uniform: bool,
}

impl<'tree> Row<'tree> {
    /// The row in which a comparison stands that asks nothing.
    fn of(node: Node<'tree>) -> Option<Self> {
        let condition = node.parent()?.parent().filter(|parent| parent.kind() == Kind::condition)?;
        let is_join = |part: &Node<'_>| matches!(part.kind(), Kind::k_and | Kind::k_or | Kind::bad_and_or);
        let joins: Vec<bool> =
            condition.parts().filter(is_join).map(|join| operators::means_and(join.text())).collect();
        let terms: Vec<Node<'tree>> = condition.children_of(Kind::term).collect();
        let place = terms.iter().position(|term| term.span() == node.span())?;
        let all = *joins.get(place.checked_sub(1)?)?;
        let before = (0..place).rev().take_while(|join| joins.get(*join) == Some(&all));
        let mut before = before.filter_map(|term| terms.get(term)).skip_while(|term| value_of(term).is_some());
        let asked = before.next()?.parts().next().filter(|asked| asked.kind() == Kind::comparison)?;
        let compared = asked.parts().nth(1)?.parts().last()?;
        let after = terms.iter().zip(std::iter::once(None).chain(joins.iter().map(Some)));
        let after = after.skip_while(|(term, _)| term.span().end <= asked.span().end);
        let after = after.map_while(|(term, join)| value_of(term).filter(|_| join == Some(&all)));
        let values = std::iter::once(compared).chain(after).collect();
        Some(Self { asked, values, all, is_uniform: joins.iter().all(|join| *join == all) })
    }

    /// Whether another value of it stands alone before that one.
    fn begins_before(&self, node: Node<'_>) -> bool {
        self.alone().start < node.span().start
    }

    /// The values that stand alone.
    fn alone(&self) -> Span {
        let alone = self.values.iter().skip(1).map(|value| value.span()).reduce(Span::to);
        alone.unwrap_or_else(|| self.asked.span())
    }

    fn span(&self) -> Span {
        self.asked.span().to(self.alone())
    }

    fn in_one(&self, text: &str) -> Option<String> {
        let mut parts = self.asked.parts();
        let (subject, relation) = (parts.next()?, parts.next()?);
        let values: Vec<&str> = self.values.iter().map(|value| value.text()).collect();
        several::in_one(subject.text(), lower::operator_span(relation).of(text), &values, self.all)
    }

    /// Whether nothing else can be meant.
    fn is_sure(&self) -> bool {
        !self.all && self.is_uniform
    }
}

/// The value that is all of a term; a word may be the name of a condition.
fn value_of<'tree>(term: &Node<'tree>) -> Option<Node<'tree>> {
    let mut parts = term.parts();
    let comparison = parts.next().filter(|part| part.kind() == Kind::comparison && parts.next().is_none())?;
    asks_nothing(comparison).filter(|value| value.kind() != Kind::path)
}

/// Whether text that does not belong there follows on the line and has the finding.
fn before_trailing(node: Node<'_>) -> bool {
    let condition = node.ancestors().find(|ancestor| ancestor.kind() == Kind::condition);
    let end = node.span().end;
    condition.into_iter().flat_map(|condition| std::iter::once(condition).chain(condition.ancestors())).any(
        |ancestor| {
            std::iter::successors(ancestor.next_sibling(), |next| next.next_sibling())
                .find(|next| !next.is_trivia())
                .is_some_and(|next| next.kind() == Kind::trailing && ancestor.span().end == end)
        },
    )
}
