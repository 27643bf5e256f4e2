//! What durations and clock times mean.

use super::Hint;
use crate::ide::hours::{self, Week};
use crate::ide::{Analysis, symbol};
use crate::semantics::names::Kind;
use crate::syntax::ast::{CapacityRelease, Clause, ClauseKind, Declaration, DeclarationKind, Value, Word};

/// For each duration of office hours, each stage of capacity release, each clock time.
pub(super) fn of(analysis: &Analysis, shown: &[&Declaration]) -> Vec<Hint> {
    let hints = shown.iter().flat_map(|declaration| match &declaration.kind {
        DeclarationKind::Automation(rule) => {
            rule.clauses.iter().filter_map(|clause| of_clause(analysis, clause)).collect()
        }
        DeclarationKind::CapacityRelease(policy) => of_stages(policy),
        _ => Vec::new(),
    });
    hints.collect()
}

fn of_clause(analysis: &Analysis, clause: &Clause) -> Option<Hint> {
    match &clause.kind {
        ClauseKind::After(after) => {
            let schedule = after.schedule.as_ref()?;
            let (text, tooltip) = in_office_hours(analysis, &after.duration, schedule)?;
            let target = declared(analysis, schedule)?.location();
            let is_own = analysis.sources.get(target.file).is_some_and(|file| !file.shipped);
            Some(Hint { offset: schedule.span.end, text, target: is_own.then_some(target), tooltip })
        }
        ClauseKind::At(at) => {
            let zone = &analysis.as_far_as_read()?.time_zone;
            let tooltip = "The time zone of the book, as `whenbook.toml` says.".to_owned();
            Some(Hint { offset: at.time.span.end, text: zone.clone(), target: None, tooltip })
        }
        _ => None,
    }
}

/// What a duration means in the hours of a schedule: an example, and all about it.
pub(in crate::ide) fn in_office_hours(
    analysis: &Analysis,
    duration: &Value,
    schedule: &Word,
) -> Option<(String, String)> {
    let DeclarationKind::Schedule(node) = &declared(analysis, schedule)?.declaration.kind else { return None };
    let week = Week::of(node)?;
    let minutes = hours::minutes(duration).filter(|minutes| *minutes > 0)?;
    let late = week.late();
    let due = week.after(late, minutes)?.seen_from(&late);
    let example = format!("{late} → {due}");
    let days = week.of_a_day().map(|day| match (minutes / day, minutes % day) {
        (0, _) => format!("The office is open {} a day.", hours::written(day)),
        (days, rest) => {
            let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
            let rest = if rest == 0 { String::new() } else { format!(" and {}", hours::written(rest)) };
            format!("At {} a day, that is {days}{rest}.", hours::written(day))
        }
    });
    let tooltip = format!(
        "{} counts only while `{}` is open, {} a week. {}\n\nBegun {late}, it is over {due}. Closed dates come on top.",
        hours::written(minutes),
        schedule.text,
        hours::written(week.minutes()),
        days.unwrap_or_default(),
    );
    Some((example, tooltip.replace(" \n", "\n")))
}

fn declared<'a>(analysis: &'a Analysis, schedule: &Word) -> Option<symbol::Named<'a>> {
    symbol::named(analysis).find(|each| each.is(Kind::Schedule, &schedule.text))
}

/// From the second stage on: how long the customer has been silent in all.
fn of_stages(policy: &CapacityRelease) -> Vec<Hint> {
    let mut hints = Vec::new();
    let mut sum = 0_u32;
    for (number, stage) in policy.stages.iter().enumerate() {
        let Some(minutes) = hours::minutes(&stage.after) else { break };
        sum = sum.saturating_add(minutes);
        if number > 0 {
            hints.push(Hint {
                offset: stage.after.span.end,
                text: format!("{} in all", hours::written(sum)),
                target: None,
                tooltip: "Each stage counts from the one before, the first one from the agent's last message."
                    .to_owned(),
            });
        }
    }
    hints
}
