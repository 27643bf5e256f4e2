//! The lines of a trigger or an automation: each at most once, and only those that it may have.

use smallvec::SmallVec;

use crate::diagnostic::codes::rules;
use crate::diagnostic::{Finding, Span};
use crate::ir::{Condition, Once, Period, Scope, Step};
use crate::runtime::maintained::CHANNEL;
use crate::semantics::Checker;
use crate::semantics::actions::Guard;
use crate::semantics::checker::Reach;
use crate::semantics::suggest;
use crate::semantics::types::Type;
use crate::semantics::values::Wanted;
use crate::syntax::ast::{self, ClauseKind};

/// The lines by their kind.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clauses<'a> {
    pub inactive: bool,
    pub on: Option<&'a [ast::EventReference]>,
    pub channels: Option<&'a [ast::Word]>,
    pub once: Option<&'a ast::Once>,
    pub order: Option<&'a ast::Value>,
    pub when: Option<&'a ast::Condition>,
    pub actions: Option<&'a [ast::Action]>,
    pub after: Option<&'a ast::After>,
    pub at: Option<&'a ast::At>,
    pub only_during: Option<&'a ast::Word>,
}

/// What both kinds of rule have, compiled.
pub(super) struct Common {
    pub channels: Option<Vec<String>>,
    pub once: Option<Once>,
    pub condition: Option<Condition>,
    pub actions: Vec<Step>,
}

const fn word(kind: &ClauseKind) -> &'static str {
    match kind {
        ClauseKind::Inactive => "inactive",
        ClauseKind::On(_) => "on",
        ClauseKind::Channels(_) => "channels",
        ClauseKind::Once(_) => "once",
        ClauseKind::Order(_) => "order",
        ClauseKind::When(_) => "when",
        ClauseKind::Do(_) => "do",
        ClauseKind::After(_) => "after",
        ClauseKind::At(_) => "at",
        ClauseKind::OnlyDuring(_) => "only during",
    }
}

/// Lines that cannot stand together, as one would be ambiguous beside the other.
fn slot_of(kind: &ClauseKind) -> &'static str {
    if matches!(kind, ClauseKind::After(_) | ClauseKind::At(_)) { "after or at" } else { word(kind) }
}

impl Checker<'_> {
    pub(super) fn clauses<'n>(&mut self, node: &'n ast::Trigger, automation: bool) -> Clauses<'n> {
        let mut clauses = Clauses::default();
        let mut seen: SmallVec<[(&'static str, Span); 8]> = SmallVec::new();
        for clause in &node.clauses {
            if let Some(finding) = self.misplaced(clause, automation) {
                self.push(finding);
                continue;
            }
            let slot = slot_of(&clause.kind);
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == slot) {
                let finding = self.twice(clause, *first);
                self.push(finding);
                continue;
            }
            seen.push((slot, clause.span));
            match &clause.kind {
                ClauseKind::Inactive => clauses.inactive = true,
                ClauseKind::On(events) => clauses.on = Some(events),
                ClauseKind::Channels(words) => clauses.channels = Some(words),
                ClauseKind::Once(once) => clauses.once = Some(once),
                ClauseKind::Order(value) => clauses.order = Some(value),
                ClauseKind::When(condition) => clauses.when = Some(condition),
                ClauseKind::Do(actions) => clauses.actions = Some(actions),
                ClauseKind::After(after) => clauses.after = Some(after),
                ClauseKind::At(at) => clauses.at = Some(at),
                ClauseKind::OnlyDuring(word) => clauses.only_during = Some(word),
            }
        }
        clauses
    }

    fn twice(&self, clause: &ast::Clause, first: Span) -> Finding {
        let name = word(&clause.kind);
        let finding = self
            .finding(&rules::CLAUSE_TWICE, clause.span, format!("there is a second `{name}`"))
            .also(self.at(first), "the first one is here");
        finding.help(match &clause.kind {
            ClauseKind::On(_) => "name several events in one line: `on customer.wrote, agent.wrote`",
            ClauseKind::When(_) => "put all conditions into one block: `when all { … }`",
            ClauseKind::Do(_) => "put all actions into one block: `do { … }`",
            ClauseKind::Channels(_) => "name several channels in one line: `channels ios, android`",
            ClauseKind::After(_) | ClauseKind::At(_) => "make two automations",
            _ => "take one of them away",
        })
    }

    fn misplaced(&self, clause: &ast::Clause, automation: bool) -> Option<Finding> {
        let name = word(&clause.kind);
        let (what, help) = match (&clause.kind, automation) {
            (ClauseKind::On(_), true) => (
                "an automation",
                "an automation is started by time: write `after …` or `at …`; what an event starts is a `trigger`",
            ),
            (ClauseKind::Order(_), true) => {
                ("an automation", "only triggers of one event have an order; take the line away")
            }
            (ClauseKind::After(_) | ClauseKind::At(_), false) => {
                ("a trigger", "a trigger is started by an event: write `on …`; what time starts is an `automation`")
            }
            (ClauseKind::OnlyDuring(_), false) => {
                ("a trigger", "an event does not wait: ask in the conditions whether the schedule `is open`")
            }
            _ => return None,
        };
        let finding = self.finding(&rules::CLAUSE_MISPLACED, clause.span, format!("{what} has no `{name}`"));
        Some(finding.help(help))
    }

    /// Reports a line that is not there and must be.
    pub(super) fn missing(&mut self, node: &ast::Trigger, span: Span, name: &str, help: &str) {
        let at = node.id.as_ref().map_or(span, |word| word.span);
        let id = node.id.as_ref().map_or("this", |word| word.text.as_str());
        let message =
            if node.id.is_some() { format!("`{id}` has no `{name}`") } else { format!("there is no `{name}`") };
        let finding = self.finding(&rules::CLAUSE_MISSING, at, message).help(help);
        self.push(finding);
    }

    /// `guards` are conditions that also hold when the actions run, such as that of a `while`; `None` for one that could
    /// not be read.
    pub(super) fn common(&mut self, clauses: &Clauses<'_>, reach: Reach<'_>, guards: &[Option<&Condition>]) -> Common {
        let condition = clauses.when.map(|condition| self.readable(condition, reach));
        let own = condition.as_ref().map(|(condition, sound)| condition.as_ref().filter(|_| *sound));
        let again = usize::from(own.is_some());
        let guard = Guard::new(guards.iter().copied().chain(own)).checking_again(again);
        let channels = clauses.channels.map(|words| self.channels(words));
        let once = clauses.once.and_then(|once| self.once(once));
        let actions = self.actions_where(clauses.actions.unwrap_or_default(), reach, &guard);
        drop(guard);
        Common { channels, once, condition: condition.and_then(|(condition, _)| condition), actions }
    }

    /// A condition, and whether nothing was wrong with it.
    pub(super) fn readable(&mut self, condition: &ast::Condition, reach: Reach<'_>) -> (Option<Condition>, bool) {
        let before = self.report.findings.len();
        let compiled = self.condition(condition, reach);
        let new = self.report.findings.get(before..).unwrap_or_default();
        let sound = !new.iter().any(|finding| finding.severity == crate::diagnostic::Severity::Error);
        (compiled, sound)
    }

    fn channels(&mut self, words: &[ast::Word]) -> Vec<String> {
        let (key, _) = CHANNEL;
        let Some(attribute) = self.context.vocabulary.attributes.get(key) else {
            return Vec::new();
        };
        let mut channels: Vec<String> = Vec::new();
        for word in words {
            if channels.iter().any(|known| *known == word.text) {
                let finding = self
                    .finding(&rules::NAMED_TWICE, word.span, format!("`{}` is named twice", word.text))
                    .help("take one of them away");
                self.push(finding);
                continue;
            }
            let wanted = Wanted { value_type: &attribute.value_type, subject: Some(key) };
            if let Type::Enum(name) = &attribute.value_type
                && self.enum_value(word, name, wanted.subject).is_some()
            {
                channels.push(word.text.to_string());
            }
        }
        channels
    }

    fn once(&mut self, once: &ast::Once) -> Option<Once> {
        let word = once.scope.as_ref()?;
        let scope = match word.text.as_str() {
            "conversation" => Scope::Conversation,
            "session" => Scope::Session,
            "user" => Scope::User,
            other => {
                let message = format!("nothing is counted per `{other}`");
                let finding = self.unknown(&rules::ONCE_SCOPE, word, message, ["conversation", "session", "user"]);
                let near = suggest::nearest(other, ["conversation", "session", "user"]).is_some();
                self.push(if near {
                    finding
                } else {
                    finding.help(
                        "write `once per conversation`, `once per session` or `once per user`, perhaps with `every day`",
                    )
                });
                return None;
            }
        };
        let period = match &once.period {
            None => None,
            Some(ast::Every::Day(_)) => Some(Period::Day),
            Some(ast::Every::Duration(value)) => Some(Period::Duration(self.duration(value)?)),
        };
        Some(Once { scope, period })
    }

    pub(super) fn title(&mut self, node: &ast::Trigger) -> Option<String> {
        node.title.as_ref().and_then(|title| self.plain_text(title, "a title"))
    }
}
