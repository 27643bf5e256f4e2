//! When a condition holds: never, always, or for instance in this case.

use super::Hover;
use crate::diagnostic::{FileId, Location, Span};
use crate::ide::{Analysis, Position};
use crate::ir::automation::Timing;
use crate::ir::{Book, Condition, Place, Test};
use crate::semantics::context::location;
use crate::semantics::satisfiable::{Verdict, Worlds};
use crate::syntax::ast::{AfterBase, ClauseKind, DeclarationKind};

/// More lines than this are not told of an example.
const MOST_LINES: usize = 12;

/// Of a `when`, or of a line or block in it: when it holds. Not known of a rule with an error, which lacks a part.
pub(super) fn hover(analysis: &Analysis, position: Position) -> Option<Hover> {
    let at = Location { file: position.file, span: Span::new(position.offset, position.offset) };
    let book = analysis.as_far_as_read().filter(|_| !analysis.is_broken_at(at))?;
    let worlds = Worlds::of(book);
    let (span, asked) = match of_keyword(analysis, position) {
        Some((keyword, whole)) => (keyword, find(book, position.file, whole.start)?),
        None => {
            let whole = find(book, position.file, position.offset)?;
            let path = path_to(whole, position.offset);
            let asked = *path.last()?;
            let text = beside(&worlds, &path).unwrap_or_else(|| said(analysis, &worlds, asked));
            let span = location(asked.place).span;
            return Some(Hover { span, text, from: None });
        }
    };
    Some(Hover { span, text: said(analysis, &worlds, asked), from: None })
}

/// When the named condition holds.
pub(super) fn of_named(analysis: &Analysis, name: &str) -> Option<String> {
    let book = analysis.as_far_as_read()?;
    let named = book.conditions.iter().find(|named| named.id == name)?;
    if analysis.is_broken_at(location(named.condition.place)) {
        return None;
    }
    Some(said(analysis, &Worlds::of(book), &named.condition))
}

fn said(analysis: &Analysis, worlds: &Worlds<'_>, condition: &Condition) -> String {
    match worlds.verdict(condition) {
        Verdict::Never => "**Never holds**, whatever the facts are.".to_owned(),
        Verdict::Always => "**Always holds**, whatever the facts are.".to_owned(),
        Verdict::Sometimes => {
            let lines = worlds.holds(condition).example().unwrap_or_default();
            let told: Vec<String> = lines
                .iter()
                .take(MOST_LINES)
                .map(|line| {
                    let text = analysis.text_of(location(line.place));
                    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    if line.holds { format!("- `{text}`") } else { format!("- not: `{text}`") }
                })
                .collect();
            match told.as_slice() {
                [] => "Can hold.".to_owned(),
                [_] if lines.iter().all(|line| line.holds && line.place == condition.place) => {
                    "Can hold, and can fail.".to_owned()
                }
                told => format!("Can hold, for instance when\n{}", told.join("\n")),
            }
        }
    }
}

/// What the other lines of the `all` around it say of the last one.
fn beside(worlds: &Worlds<'_>, path: &[&Condition]) -> Option<String> {
    let (asked, above) = path.split_last()?;
    let Test::All(lines) = &above.last()?.test else { return None };
    let others: Vec<Condition> = lines.iter().filter(|line| line.place != asked.place).cloned().collect();
    if others.is_empty() || worlds.verdict(asked) != Verdict::Sometimes {
        return None;
    }
    let others = Condition { place: Place::default(), test: Test::All(others) };
    if !worlds.can_both_hold(&others, asked) {
        return Some("**Never** together with the other lines.".to_owned());
    }
    worlds.implies(&others, asked).then(|| "**Always** where the other lines hold: it could be left out.".to_owned())
}

/// The `when` or `while` at a position, and the condition behind it.
fn of_keyword(analysis: &Analysis, position: Position) -> Option<(Span, Span)> {
    let unit = analysis.checked.units.iter().find(|unit| unit.file == position.file)?;
    let declaration = unit.ast.declarations.iter().find(|each| each.span.touches(position.offset))?;
    let conditions: Vec<(Span, Span)> = match &declaration.kind {
        DeclarationKind::Trigger(rule) | DeclarationKind::Automation(rule) => rule
            .clauses
            .iter()
            .filter_map(|clause| match &clause.kind {
                ClauseKind::When(condition) => Some((clause.span, condition.span)),
                ClauseKind::After(after) => match &after.base {
                    AfterBase::While(condition) => Some((clause.span, condition.span)),
                    _ => None,
                },
                ClauseKind::At(at) => at.condition.as_ref().map(|condition| (clause.span, condition.span)),
                _ => None,
            })
            .collect(),
        DeclarationKind::Condition(node) => vec![(declaration.span, node.condition.span)],
        _ => Vec::new(),
    };
    conditions.into_iter().find_map(|(clause, condition)| {
        let before = Span::new(clause.start, condition.start).of(analysis.text(position.file));
        let at = before.rfind("when").or_else(|| before.rfind("while"))?;
        let start = clause.start + u32::try_from(at).ok()?;
        let keyword = Span::new(start, start + u32::try_from(before.trim_end().len() - at).ok()?);
        keyword.touches(position.offset).then_some((keyword, condition))
    })
}

/// The condition of a rule, or the named one, around an offset.
fn find(book: &Book, file: FileId, offset: u32) -> Option<&Condition> {
    let triggers = book.triggers.iter().filter_map(|trigger| trigger.condition.as_ref());
    let automations = book.automations.iter().flat_map(|rule| {
        let timed = match &rule.timing {
            Timing::After { base: crate::ir::automation::Base::While(condition), .. } => Some(condition),
            Timing::At { condition, .. } => condition.as_ref(),
            Timing::After { .. } => None,
        };
        rule.condition.iter().chain(timed)
    });
    let named = book.conditions.iter().map(|named| &named.condition);
    triggers.chain(automations).chain(named).find(|condition| holds(condition.place, file, offset))
}

/// The conditions around an offset, from the whole one to the smallest.
fn path_to(whole: &Condition, offset: u32) -> Vec<&Condition> {
    let mut path = vec![whole];
    let mut inner = whole;
    loop {
        let parts: &[Condition] = match &inner.test {
            Test::All(parts) | Test::Any(parts) => parts,
            Test::Not(part) if part.place != inner.place => std::slice::from_ref(part),
            _ => return path,
        };
        let file = location(whole.place).file;
        match parts.iter().find(|part| holds(part.place, file, offset)) {
            Some(part) => {
                path.push(part);
                inner = part;
            }
            None => return path,
        }
    }
}

fn holds(place: Place, file: FileId, offset: u32) -> bool {
    let Location { file: own, span } = location(place);
    own == file && span.touches(offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::sample::at;

    const BROKEN: &str = "trigger other {\n  on customer.wrote\n  when user.nam is \"x\"\n  do { close }\n}\n\n";

    fn told(marked: &str) -> Option<String> {
        let (analysis, position) = at(marked);
        hover(&analysis, position).map(|hover| hover.text)
    }

    #[test]
    fn an_error_elsewhere_does_not_matter() {
        let rule = "trigger t {\n  on customer.wrote\n  wh$0en all {\n    user.plan is pro\n    user.plan is free\n  }\n  do { close }\n}\n";
        assert_eq!(told(rule).as_deref(), Some("**Never holds**, whatever the facts are."));
        assert_eq!(told(&format!("{BROKEN}{rule}")), told(rule));
    }

    #[test]
    fn of_a_rule_that_lacks_a_part_nothing_is_told() {
        let rule = "trigger t {\n  on customer.wrote\n  wh$0en all {\n    user.plan is pro\n    user.nam is \"x\"\n  }\n  do { close }\n}\n";
        assert_eq!(told(rule), None);
    }
}
