//! `policy capacity release`: what its stages may say.
//!
//! The ranges are those of the messaging system whose feature this is (`docs/decisions.md`): a period of 3 to 15 whole
//! minutes, one to three reminders, and only statuses that mean "not now".

use super::lifecycle::{STATUS, category};
use crate::diagnostic::codes::policies;
use crate::diagnostic::{Finding, Location, Span};
use crate::ir::policy::Stage;
use crate::ir::{CapacityRelease, Step};
use crate::semantics::types::Type;
use crate::semantics::{Checker, Context, Reach};
use crate::syntax::ast;

const MINUTE: i64 = 60_000;
const STAGES: usize = 3;
const STATUSES: [&str; 3] = ["pending", "hold", "solved"];
const SOLVED: &str = "solved";
const RESTING: [&str; 2] = [SOLVED, "closed"];

/// What a stage does, each at most once.
#[derive(Default)]
struct StageActs<'a> {
    remind: Option<Span>,
    status: Option<(&'a str, Span)>,
    end_session: Option<Span>,
    last: Option<Span>,
    steps: Vec<Step>,
}

/// Checks and compiles the policy; `span` is the whole of it.
pub fn compile(checker: &mut Checker<'_>, policy: &ast::CapacityRelease, span: Span) -> CapacityRelease {
    number_of_stages(checker, policy, span);
    let mut periods = Vec::new();
    for (index, stage) in policy.stages.iter().enumerate() {
        order(checker, index, stage);
        periods.push(period(checker, index, stage).unwrap_or_default());
    }
    let has_statuses = has_statuses(checker.context);
    if !has_statuses && let Some(set) = policy.stages.iter().flat_map(|stage| &stage.actions).find(|act| sets(act)) {
        no_status(checker, set.span);
    }
    let acts: Vec<StageActs<'_>> = policy.stages.iter().map(|stage| acts(checker, stage, has_statuses)).collect();
    for act in &acts {
        status(checker, act);
    }
    solved_alone(checker, &acts, &policy.stages);
    end_is_last(checker, &acts);
    let stages = policy.stages.iter().zip(periods).zip(acts);
    let stages =
        stages.map(|((stage, after), acts)| Stage { place: checker.place(head(stage)), after, actions: acts.steps });
    let stages = stages.collect();
    let resting = resting(checker.context);
    CapacityRelease { place: checker.place(span), stages, resting }
}

/// The states in which a conversation is as good as over, so that an agent's message is no question to which an answer is
/// awaited (language page, section 4).
fn resting(context: &Context<'_>) -> Vec<String> {
    let finals = context.names.lifecycles.first().into_iter().flat_map(|lifecycle| &lifecycle.node.clauses);
    let finals = finals.filter_map(|(clause, _)| match clause {
        ast::LifecycleClause::States(states)
            if states.attribute.as_ref().is_some_and(|path| path.dotted() == STATUS) =>
        {
            Some(states.rules.iter().filter_map(|(rule, _)| match rule {
                ast::StateRule::Final(words) => Some(words),
                _ => None,
            }))
        }
        _ => None,
    });
    let finals: Vec<&str> = finals.flatten().flatten().map(|word| word.text.as_str()).collect();
    let Some(Type::Enum(name)) = context.vocabulary.attributes.get(STATUS).map(|attribute| &attribute.value_type)
    else {
        return Vec::new();
    };
    let own = |status: &str| category(&context.names, status) != status;
    let rests = |status: &&str| !own(status) && (RESTING.contains(status) || finals.contains(status));
    context.vocabulary.values_of(name).filter(rests).map(str::to_owned).collect()
}

/// Whether the book has any status that release could set.
fn has_statuses(context: &Context<'_>) -> bool {
    let Some(attribute) = context.vocabulary.attributes.get(STATUS) else {
        return false;
    };
    match &attribute.value_type {
        Type::Enum(name) => {
            attribute.writable && context.vocabulary.values_of(name).any(|value| STATUSES.contains(&value))
        }
        _ => false,
    }
}

fn sets(action: &ast::Action) -> bool {
    matches!(&action.kind, ast::ActionKind::Set { path: Some(path), .. } if path.dotted() == STATUS)
}

/// The policy and the lifecycle do not go together; a shipped policy is to be mended where it is taken in.
fn no_status(checker: &mut Checker<'_>, set: Span) {
    let context = checker.context;
    let path = context.path(checker.file);
    let taken = context.names.taking_in(path).next();
    let place = taken.map_or_else(|| checker.at(set), |taken| Location { file: taken.file, span: taken.span });
    let message = "the lifecycle of this book has no status that capacity release could set";
    let finding = Finding::new(&policies::NO_STATUS_TO_SET, place, message);
    let finding = match context.names.lifecycles.first() {
        Some(lifecycle) => {
            let span = lifecycle.node.id.as_ref().map_or(lifecycle.span, |id| id.span);
            finding.also(Location { file: lifecycle.file, span }, "this lifecycle")
        }
        None => finding,
    };
    checker.push(finding.help(
        "take a lifecycle with `pending`, `hold` or `solved`, such as std.lifecycle.ticket, or write a \
                               policy whose stages only remind",
    ));
}

fn number_of_stages(checker: &mut Checker<'_>, policy: &ast::CapacityRelease, span: Span) {
    // A missing body has been reported by the parser.
    let finding = match (policy.off.or(policy.stages.first().map(|stage| stage.span)), policy.stages.get(STAGES)) {
        (None, None) => checker
            .finding(&policies::NO_STAGES, span, "this policy says nothing")
            .help("write a stage, `inactive after 5m { … }`, or `policy capacity release off`"),
        (_, Some(fourth)) => checker
            .finding(&policies::TOO_MANY_STAGES, head(fourth), "there are at most three stages")
            .help("take this one out"),
        _ => return,
    };
    checker.push(finding);
}

fn order(checker: &mut Checker<'_>, index: usize, stage: &ast::Stage) {
    if stage.first == (index == 0) {
        return;
    }
    let (message, help) = if index == 0 {
        ("the first stage begins with `inactive after`", "its period counts from the agent's last message")
    } else {
        (
            "only the first stage begins with `inactive after`",
            "write `then after`: its period counts from the stage before",
        )
    };
    let finding = checker.finding(&policies::STAGE_ORDER, head(stage), message).help(help);
    checker.push(finding);
}

fn period(checker: &mut Checker<'_>, index: usize, stage: &ast::Stage) -> Option<i64> {
    let period = checker.duration(&stage.after)?;
    let in_range = if index == 0 { (3 * MINUTE..=15 * MINUTE).contains(&period) } else { period >= MINUTE };
    if period % MINUTE == 0 && in_range {
        return Some(period);
    }
    let (message, example) = if index == 0 {
        ("the first stage comes after 3 to 15 whole minutes", "5m")
    } else {
        ("a later stage comes after whole minutes", "1m")
    };
    let finding = checker
        .finding(&policies::STAGE_PERIOD, stage.after.span, message)
        .help(format!("write a period such as `{example}`"));
    checker.push(finding);
    None
}

fn acts<'a>(checker: &mut Checker<'_>, stage: &'a ast::Stage, has_statuses: bool) -> StageActs<'a> {
    let mut acts = StageActs::default();
    for action in &stage.actions {
        acts.last = Some(action.span);
        let double = match &action.kind {
            ast::ActionKind::Set { path: Some(path), value } if path.dotted() == STATUS => {
                let first = acts.status.map(|(_, span)| span);
                acts.status = acts.status.or(bare_word(value).map(|word| (word, value.span)));
                first.map(|first| ("sets the status", first))
            }
            ast::ActionKind::Call(parts) if words(parts) == ["remind"] => {
                let first = acts.remind.replace(action.span);
                first.map(|first| ("reminds", first))
            }
            ast::ActionKind::Call(parts) if words(parts) == ["end", "session"] => {
                let first = acts.end_session.replace(action.span);
                first.map(|first| ("ends the session", first))
            }
            _ => {
                not_in_a_stage(checker, action.span);
                continue;
            }
        };
        if has_statuses || !sets(action) {
            acts.steps.extend(checker.actions(std::slice::from_ref(action), Reach::With(&[]), &[]));
        }
        if let Some((what, first)) = double {
            let finding = checker
                .finding(&policies::TWICE_IN_A_STAGE, action.span, format!("this stage {what} twice"))
                .also(checker.at(first), "first here")
                .help("keep one of them, or make two stages");
            checker.push(finding);
        }
    }
    acts
}

fn not_in_a_stage(checker: &mut Checker<'_>, span: Span) {
    let finding = checker.finding(&policies::NOT_IN_A_STAGE, span, "a stage does not do that").help(
        "a stage may `remind`, set the status, and end the session; for anything else write a trigger \
         `on session.went_inactive`",
    );
    checker.push(finding);
}

fn status(checker: &mut Checker<'_>, acts: &StageActs<'_>) {
    let Some((status, span)) = acts.status else {
        return;
    };
    let known = match checker.context.vocabulary.attributes.get(STATUS).map(|attribute| &attribute.value_type) {
        Some(Type::Enum(name)) => checker.context.vocabulary.values_of(name).any(|value| value == status),
        _ => false,
    };
    if !known || STATUSES.contains(&category(&checker.context.names, status)) {
        return;
    }
    let finding = checker
        .finding(&policies::STAGE_STATUS, span, format!("capacity release cannot set `{status}`"))
        .help("it sets `pending`, `hold`, `solved` or a status of your own that counts as one of these");
    checker.push(finding);
}

fn solved_alone(checker: &mut Checker<'_>, acts: &[StageActs<'_>], stages: &[ast::Stage]) {
    let (Some((status, span)), Some(second)) = (acts.first().and_then(|act| act.status), stages.get(1)) else {
        return;
    };
    if category(&checker.context.names, status) == SOLVED {
        let finding = checker
            .finding(&policies::SOLVED_NOT_ALONE, head(second), "no stage follows one that solves")
            .also(checker.at(span), "the first stage solves the conversation")
            .help("take the later stages out, or let the first one set `pending`");
        checker.push(finding);
    }
}

fn end_is_last(checker: &mut Checker<'_>, acts: &[StageActs<'_>]) {
    let last = acts.last().and_then(|act| act.last);
    for end in acts.iter().filter_map(|act| act.end_session) {
        if Some(end) != last {
            let finding = checker
                .finding(&policies::END_NOT_LAST, end, "something follows the end of the session")
                .help("`end session` is the last line of the last stage");
            checker.push(finding);
        }
    }
}

/// `then after 5m`
const fn head(stage: &ast::Stage) -> Span {
    Span::new(stage.span.start, stage.after.span.end)
}

fn bare_word(value: &ast::Value) -> Option<&str> {
    match &value.kind {
        ast::ValueKind::Path(path) => match path.segments.as_slice() {
            [only] if only.arguments.is_empty() => Some(&only.name.text),
            _ => None,
        },
        _ => None,
    }
}

/// The words of an action up to what fills its first slot. `remind NAME` has its name as a word too.
fn words(parts: &[ast::ActionPart]) -> Vec<&str> {
    let words = parts.iter().map_while(|part| match part {
        ast::ActionPart::Word(word) => Some(word.text.as_str()),
        _ => None,
    });
    let words: Vec<&str> = words.collect();
    if words.first() == Some(&"remind") { vec!["remind"] } else { words }
}
