//! Policies.

use super::{Action, Condition, Path, Value};
use crate::diagnostic::Span;

/// `policy capacity release { … }` or `policy capacity release off`
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityRelease {
    /// The word `off`.
    pub off: Option<Span>,
    /// Its stages, in order.
    pub stages: Vec<Stage>,
}

/// `inactive after 5m { … }`, `then after 5m { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// The whole stage.
    pub span: Span,
    /// `inactive after`, not `then after`.
    pub first: bool,
    /// How long.
    pub after: Value,
    /// What it does.
    pub actions: Vec<Action>,
}

/// `policy assignment { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// Its lines.
    pub clauses: Vec<(AssignmentClause, Span)>,
}

/// A line of `policy assignment`.
#[derive(Clone, Debug, PartialEq)]
pub enum AssignmentClause {
    /// `capacity 4`
    Capacity(Value),
    /// `inactive conversations do not count` (false), `inactive conversations count` (true)
    InactiveCount(bool),
    /// `accept …`
    Accept(Accept),
    /// `agents when …`
    AgentsWhen(Condition),
    /// `prefer agents { … }`
    PreferAgents(Vec<Preference>),
    /// `prefer conversations { … }`
    PreferConversations(Vec<Preference>),
    /// `if nobody after 2m { drop conversation.skills }`
    IfNobody(Value, Vec<Action>),
}

/// How a conversation comes to an agent.
#[derive(Clone, Debug, PartialEq)]
pub enum Accept {
    /// `within 30s`
    Within(Value),
    /// `by anyone`
    ByAnyone,
    /// `by hand`
    ByHand,
    /// None of them was written.
    Missing,
}

/// A line of `prefer`.
#[derive(Clone, Debug, PartialEq)]
pub enum Preference {
    /// `highest conversation.priority`
    Highest(Path, Span),
    /// `lowest agent.load`
    Lowest(Path, Span),
    /// Those for whom it holds go first.
    Condition(Condition),
}

/// `policy wait time { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct WaitTime {
    /// Its lines.
    pub clauses: Vec<(WaitTimeClause, Span)>,
}

/// A line of `policy wait time`.
#[derive(Clone, Debug, PartialEq)]
pub enum WaitTimeClause {
    /// `windows 10m, 2h, 21d`
    Windows(Vec<Value>),
    /// `samples 5`
    Samples(Value),
    /// `known when routed in the last 7d`
    KnownWhenRouted(Value),
    /// `from 50% to 90%`
    From(Value, Value),
}
