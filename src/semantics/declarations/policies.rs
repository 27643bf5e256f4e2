//! What the three policies have in common, and that there is one of each at most.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{assignment, capacity_release, wait_time};
use crate::diagnostic::codes::policies;
use crate::diagnostic::{Finding, Location, Span};
use crate::ir::{Assignment, CapacityRelease, Value, WaitTime};
use crate::semantics::names::Declared;
use crate::semantics::types::Type;
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast;

/// The policies of a book, of each kind the first one.
#[derive(Debug, Default)]
pub struct Policies {
    /// `policy capacity release`
    pub capacity_release: Option<CapacityRelease>,
    /// `policy assignment`
    pub assignment: Option<Assignment>,
    /// `policy wait time`
    pub wait_time: Option<WaitTime>,
}

/// Checks and compiles all policies of a book.
pub fn compile(context: &Context<'_>, report: &mut Report) -> Policies {
    let names = &context.names;
    let mut policies = Policies::default();
    one_of_a_kind(context, &names.capacity_releases, "capacity release", report);
    one_of_a_kind(context, &names.assignments, "assignment", report);
    one_of_a_kind(context, &names.wait_times, "wait time", report);
    for declared in &names.capacity_releases {
        let mut checker = Checker::new(context, declared.file, report);
        let compiled = capacity_release::compile(&mut checker, declared.node, declared.span);
        policies.capacity_release.get_or_insert(compiled);
    }
    for declared in &names.assignments {
        let mut checker = Checker::new(context, declared.file, report);
        let compiled = assignment::compile(&mut checker, declared.node, head(context, declared).span);
        policies.assignment.get_or_insert(compiled);
    }
    for declared in &names.wait_times {
        let mut checker = Checker::new(context, declared.file, report);
        let compiled = wait_time::compile(&mut checker, declared.node, head(context, declared).span);
        policies.wait_time.get_or_insert(compiled);
    }
    policies
}

/// `policy assignment`
fn head<T>(context: &Context<'_>, policy: &Declared<'_, T>) -> Location {
    let text = context.text(policy.file, policy.span);
    let head = text.split('{').next().unwrap_or(text).trim_end();
    let length = u32::try_from(head.len()).unwrap_or_default();
    Location { file: policy.file, span: Span::new(policy.span.start, policy.span.start + length) }
}

fn one_of_a_kind<T>(context: &Context<'_>, declared: &[Declared<'_, T>], kind: &str, report: &mut Report) {
    let mut all = declared.iter().map(|policy| head(context, policy));
    let Some(first) = all.next() else {
        return;
    };
    for second in all {
        report.findings.push(
            Finding::new(&policies::TWO_POLICIES, second, format!("a book has one `policy {kind}`"))
                .also(first, "the first one is here")
                .help("keep one of them; if one comes with a `use`, take the `use` out"),
        );
    }
}

/// Reports each line whose kind was there before; a line without a kind may stand as often as it likes.
pub(super) fn line_twice(checker: &mut Checker<'_>, lines: impl Iterator<Item = (Option<&'static str>, Span)>) {
    let mut seen: Vec<(&str, Span)> = Vec::new();
    for (kind, span) in lines {
        let Some(kind) = kind else {
            continue;
        };
        match seen.iter().find(|(known, _)| *known == kind) {
            Some((_, first)) => {
                let finding = checker
                    .finding(&policies::LINE_TWICE, span, format!("the line `{kind}` stands twice"))
                    .also(checker.at(*first), "first here")
                    .help("keep one of them");
                checker.push(finding);
            }
            None => seen.push((kind, span)),
        }
    }
}

/// The number; one that is not whole, or less than 1, is reported. `what` says what it counts.
pub(super) fn count(checker: &mut Checker<'_>, value: &ast::Value, what: &str) -> Option<u32> {
    let Some(Value::Number(number)) = checker.literal(value, &Type::Number) else {
        return None;
    };
    if number.is_integer() && number >= Decimal::ONE {
        return Some(number.to_u32().unwrap_or(u32::MAX));
    }
    let finding = checker
        .finding(&policies::POLICY_VALUE, value.span, format!("`{number}` is not a whole number from 1 on"))
        .help(format!("this line says {what}"));
    checker.push(finding);
    None
}

#[cfg(test)]
mod tests {
    use super::super::sample::told;

    fn release(stages: &str) -> Vec<String> {
        told(&format!("policy capacity release {{\n{stages}\n}}\n"))
    }

    #[test]
    fn sound_policies_are_silent() {
        let release = "policy capacity release {\n  inactive after 5m {\n    remind \"Are you still there?\"\n    set \
                       conversation.status to pending\n  }\n  then after 5m { remind \"Hello {user.name or there}?\" }\n  then \
                       after 1m { set conversation.status to solved }\n}\n";
        let assignment = "policy assignment {\n  capacity 4\n  inactive conversations count\n  accept within 30s\n  agents when \
                          agent.groups has conversation.group\n  prefer agents {\n    agent.name is \
                          conversation.last_assignee\n    lowest agent.load\n  }\n  prefer conversations {\n    highest \
                          conversation.priority\n    user.tags has \"vip\"\n  }\n  if nobody after 2m { drop \
                          conversation.skills }\n  if nobody after 10m { move to group \"General\" }\n}\n";
        let wait = "policy wait time {\n  windows 10m, 2h, 21d\n  samples 5\n  known when routed in the last 7d\n  from 50% to \
                    90%\n}\n";
        assert_eq!(told(&format!("{release}{assignment}{wait}")), [""; 0]);
        assert_eq!(told("policy capacity release off\n"), [""; 0]);
    }

    #[test]
    fn there_is_one_of_a_kind() {
        assert_eq!(
            told("policy capacity release off\npolicy capacity release off\n"),
            ["E0530 policy capacity release off"]
        );
    }

    #[test]
    fn stages_of_release() {
        assert_eq!(release("inactive after 2m { remind \"a\" }"), ["E0534 2m"]);
        assert_eq!(release("inactive after 16m { remind \"a\" }"), ["E0534 16m"]);
        assert_eq!(release("inactive after 210s { remind \"a\" }"), ["E0534 210s"]);
        assert_eq!(release("inactive after 5m { remind \"a\" }\nthen after 90s { remind \"a\" }"), ["E0534 90s"]);
        assert_eq!(release("inactive after 5m { remind \"a\" }\nthen after 60m { remind \"a\" }"), [""; 0]);
        assert_eq!(release("then after 5m { remind \"a\" }"), ["E0533 then after 5m"]);
        assert_eq!(release("inactive after 5m { add tag \"a\" }"), ["E0538 add tag \"a\""]);
        assert_eq!(release("inactive after 5m { set conversation.priority to high }").len(), 1);
        assert_eq!(release("inactive after 5m {\nremind \"a\"\nremind \"b\"\n}"), ["E0539 remind \"b\""]);
        let many = "then after 1m { remind \"a\" }\n".repeat(3);
        assert_eq!(release(&format!("inactive after 5m {{ remind \"a\" }}\n{many}")).len(), 1);
        assert_eq!(told("policy capacity release { }\n").len(), 1);
    }

    #[test]
    fn statuses_of_release() {
        let set = |status: &str| release(&format!("inactive after 5m {{ set conversation.status to {status} }}"));
        assert_eq!(set("hold"), [""; 0]);
        assert_eq!(set("open"), ["E0540 open"]);
        assert_eq!(set("closed"), ["E0540 closed"]);
        assert_eq!(set("pendin").len(), 1);
        let own = "status parked \"Parked\" counts as pending\nstatus fixed \"Fixed\" counts as solved\n";
        let book = |stages: &str| told(&format!("{own}policy capacity release {{\n{stages}\n}}\n"));
        assert_eq!(
            book("inactive after 5m { set conversation.status to parked }\nthen after 1m { remind \"a\" }"),
            [""; 0]
        );
        assert_eq!(book("inactive after 5m { set conversation.status to fixed }"), [""; 0]);
        assert_eq!(
            book("inactive after 5m { set conversation.status to fixed }\nthen after 1m { remind \"a\" }"),
            ["E0541 then after 1m"]
        );
    }

    #[test]
    fn a_lifecycle_without_its_statuses_is_told_where_it_can_be_mended() {
        assert_eq!(told("use std.lifecycle.inbox\nuse std.capacity_release\n"), ["E0543 use std.capacity_release"]);
        let own = "policy capacity release {\n  inactive after 5m { set conversation.status to pending }\n}\n";
        assert_eq!(told(&format!("use std.lifecycle.inbox\n{own}")), ["E0543 set conversation.status to pending"]);
        assert_eq!(told("use std.lifecycle.ticket\nuse std.capacity_release\n"), [""; 0]);
    }

    #[test]
    fn the_session_ends_last() {
        assert_eq!(release("inactive after 5m {\nset conversation.status to hold\nend session\n}"), [""; 0]);
        assert_eq!(release("inactive after 5m {\nend session\nremind \"a\"\n}"), ["E0542 end session"]);
        assert_eq!(release("inactive after 5m { end session }\nthen after 1m { remind \"a\" }"), ["E0542 end session"]);
    }

    #[test]
    fn assignment_and_wait_time() {
        let assignment = |lines: &str| told(&format!("policy assignment {{\n{lines}\n}}\n"));
        assert_eq!(assignment("capacity 0"), ["E0532 0"]);
        assert_eq!(assignment("capacity 2.5"), ["E0532 2.5"]);
        assert_eq!(assignment("capacity 2\ncapacity 3"), ["E0531 capacity 3"]);
        assert_eq!(assignment("prefer agents { lowest agent.name }"), ["E0550 agent.name"]);
        assert_eq!(assignment("prefer agents { lowest conversation.queued_at }"), ["E0550 conversation.queued_at"]);
        assert_eq!(assignment("prefer conversations { lowest agent.load }").len(), 1);
        assert_eq!(assignment("if nobody after 2m { close }"), ["E0551 close"]);
        assert_eq!(assignment("if nobody after 2m { drop conversation.priority }"), ["E0552 conversation.priority"]);
        assert_eq!(
            assignment("if nobody after 2m { drop conversation.skills }\nif nobody after 2m { move to group \"A\" }"),
            ["E0553 2m"]
        );
        let wait = |lines: &str| told(&format!("policy wait time {{\n{lines}\n}}\n"));
        assert_eq!(wait("windows 2h, 10m"), ["E0560 10m"]);
        assert_eq!(wait("samples 0"), ["E0532 0"]);
        assert_eq!(wait("from 90% to 50%"), ["E0561 90% to 50%"]);
        assert_eq!(wait("from 50% to 101%"), ["E0561 101%"]);
        assert_eq!(assignment("agents when message.text is \"a\"").len(), 1);
    }
}
