//! What the duration of an automation means.

use super::Hover;
use crate::diagnostic::Span;
use crate::ide::hints::in_office_hours;
use crate::ide::{Analysis, Position};
use crate::syntax::ast::{ClauseKind, DeclarationKind, ValueKind};

/// Of `after 2h of office_hours`, an example; of `after 2d`, that nights count.
pub(super) fn hover(analysis: &Analysis, position: Position) -> Option<Hover> {
    let unit = analysis.checked.units.iter().find(|unit| unit.file == position.file)?;
    let holds = |span: Span| span.touches(position.offset);
    let declaration = unit.ast.declarations.iter().find(|declaration| holds(declaration.span))?;
    let DeclarationKind::Automation(rule) = &declaration.kind else { return None };
    let after = rule.clauses.iter().find_map(|clause| match &clause.kind {
        ClauseKind::After(after) if holds(after.duration.span) => Some(after),
        _ => None,
    })?;
    let ValueKind::Duration(written) = &after.duration.kind else { return None };
    let text = match &after.schedule {
        Some(schedule) => in_office_hours(analysis, &after.duration, schedule)?.1,
        None => format!(
            "{written} by the clock: nights and weekends count. `{written} of SCHEDULE` counts only the time when the schedule is open."
        ),
    };
    Some(Hover { span: after.duration.span, text, from: None })
}
