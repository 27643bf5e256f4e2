//! `policy capacity release`: what its stages may say.
//!
//! The ranges are those of the messaging system whose feature this is (`docs/decisions.md`): a period of 3 to 15 whole
//! minutes, one to three reminders, and only statuses that mean "not now".

use crate::diagnostic::codes::policies;
use crate::diagnostic::{Code, FileId, Finding, Location, Span};
use crate::syntax::ast;

use super::lifecycle::machine::key;
use super::values;

const MINUTE: i64 = 60_000;
const STAGES: usize = 3;
const STATUSES: [&str; 3] = ["pending", "hold", "solved"];
const SOLVED: &str = "solved";

/// What a stage does, each at most once.
#[derive(Default)]
struct StageActs<'a> {
    remind: Option<Span>,
    status: Option<(&'a str, Span)>,
    end_session: Option<Span>,
    last: Option<Span>,
}

/// Checks the policy. `counts_as` says as which shipped status a custom one counts, and nothing for any other word.
pub fn check<'a>(
    policy: &'a ast::CapacityRelease,
    span: Span,
    file: FileId,
    status_attribute: &str,
    counts_as: impl Fn(&str) -> Option<&'a str>,
) -> Vec<Finding> {
    let mut checker = Checker { file, findings: Vec::new() };
    checker.number_of_stages(policy, span);
    for (index, stage) in policy.stages.iter().enumerate() {
        checker.period(index, stage);
    }
    let acts: Vec<StageActs<'_>> = policy.stages.iter().map(|stage| checker.acts(stage, status_attribute)).collect();
    let category = |status: &'a str| counts_as(status).unwrap_or(status);
    for act in &acts {
        checker.status(act, &category);
    }
    checker.solved_alone(&acts, &policy.stages, &category);
    checker.end_is_last(&acts);
    checker.findings
}

struct Checker {
    file: FileId,
    findings: Vec<Finding>,
}

impl Checker {
    fn finding(&self, code: &'static Code, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, Location { file: self.file, span }, message)
    }

    fn number_of_stages(&mut self, policy: &ast::CapacityRelease, span: Span) {
        let finding = match (policy.off, policy.stages.first(), policy.stages.get(STAGES)) {
            (Some(off), Some(first), _) => self
                .finding(&policies::OFF_WITH_STAGES, off, "the policy is off and has stages")
                .also(Location { file: self.file, span: first.span }, "a stage")
                .help("take out either `off` or the stages"),
            (None, None, _) => self
                .finding(&policies::NO_STAGES, span, "this policy says nothing")
                .help("write a stage, `inactive after 5m { … }`, or `policy capacity release off`"),
            (_, _, Some(fourth)) => self
                .finding(&policies::TOO_MANY_STAGES, fourth.span, "there are at most three stages")
                .help("take this one out"),
            _ => return,
        };
        self.findings.push(finding);
    }

    fn period(&mut self, index: usize, stage: &ast::Stage) {
        if stage.first != (index == 0) {
            let (message, help) = if index == 0 {
                ("the first stage begins with `inactive after`", "its period counts from the agent's last message")
            } else {
                (
                    "only the first stage begins with `inactive after`",
                    "write `then after`: its period counts from the stage before",
                )
            };
            let finding = self.finding(&policies::STAGE_ORDER, stage.span, message).help(help);
            self.findings.push(finding);
        }
        let Some(period) = values::duration(&stage.after, self.file, &mut self.findings) else {
            return;
        };
        let whole = period % MINUTE == 0;
        let in_range = if index == 0 { (3 * MINUTE..=15 * MINUTE).contains(&period) } else { period >= MINUTE };
        if whole && in_range {
            return;
        }
        let (message, example) = if index == 0 {
            ("the first stage comes after 3 to 15 whole minutes", "5m")
        } else {
            ("a later stage comes after whole minutes", "1m")
        };
        let finding = self
            .finding(&policies::STAGE_PERIOD, stage.after.span, message)
            .help(format!("write a period such as `{example}`"));
        self.findings.push(finding);
    }

    fn acts<'a>(&mut self, stage: &'a ast::Stage, status_attribute: &str) -> StageActs<'a> {
        let mut acts = StageActs::default();
        for action in &stage.actions {
            acts.last = Some(action.span);
            let double = match &action.kind {
                ast::ActionKind::Set { path: Some(path), value } if key(path) == status_attribute => {
                    let word = bare_word(value);
                    let first = acts.status.map(|(_, span)| span);
                    acts.status = acts.status.or(word.map(|word| (word, value.span)));
                    first.map(|first| ("sets the status", first))
                }
                ast::ActionKind::Call(parts) if words(parts) == ["remind"] => {
                    let first = acts.remind;
                    acts.remind = first.or(Some(action.span));
                    first.map(|first| ("reminds", first))
                }
                ast::ActionKind::Call(parts) if words(parts) == ["end", "session"] => {
                    let first = acts.end_session;
                    acts.end_session = first.or(Some(action.span));
                    first.map(|first| ("ends the session", first))
                }
                ast::ActionKind::Set { path: None, .. } => None,
                _ => {
                    let help = "a stage may `remind`, set the status, and end the session; for anything else write a \
                                trigger `on session.went_inactive`";
                    let finding =
                        self.finding(&policies::NOT_IN_A_STAGE, action.span, "a stage does not do that").help(help);
                    self.findings.push(finding);
                    None
                }
            };
            if let Some((what, first)) = double {
                let finding = self
                    .finding(&policies::TWICE_IN_A_STAGE, action.span, format!("this stage {what} twice"))
                    .also(Location { file: self.file, span: first }, "first here")
                    .help("keep one of them, or make two stages");
                self.findings.push(finding);
            }
        }
        acts
    }

    fn status<'a>(&mut self, acts: &StageActs<'a>, category: &impl Fn(&'a str) -> &'a str) {
        let Some((status, span)) = acts.status else {
            return;
        };
        if STATUSES.contains(&category(status)) {
            return;
        }
        let finding = self
            .finding(&policies::STAGE_STATUS, span, format!("capacity release cannot set `{status}`"))
            .help("it sets `pending`, `hold`, `solved` or a status of your own that counts as one of these");
        self.findings.push(finding);
    }

    fn solved_alone<'a>(
        &mut self,
        acts: &[StageActs<'a>],
        stages: &[ast::Stage],
        category: &impl Fn(&'a str) -> &'a str,
    ) {
        let (Some((status, span)), Some(second)) = (acts.first().and_then(|act| act.status), stages.get(1)) else {
            return;
        };
        if category(status) == SOLVED {
            let finding = self
                .finding(&policies::SOLVED_NOT_ALONE, second.span, "no stage follows one that solves")
                .also(Location { file: self.file, span }, "the first stage solves the conversation")
                .help("take the later stages out, or let the first one set `pending`");
            self.findings.push(finding);
        }
    }

    fn end_is_last(&mut self, acts: &[StageActs<'_>]) {
        let last = acts.last().and_then(|act| act.last);
        for end in acts.iter().filter_map(|act| act.end_session) {
            if Some(end) != last {
                let finding = self
                    .finding(&policies::END_NOT_LAST, end, "something follows the end of the session")
                    .help("`end session` is the last line of the last stage");
                self.findings.push(finding);
            }
        }
    }
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
