//! Lifecycles and statuses.

use super::{Condition, EnumValue, EventReference, Path, Text, Value, Word};
use crate::diagnostic::Span;

/// `lifecycle ticket { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Lifecycle {
    /// Its name.
    pub id: Option<Word>,
    /// Its parts.
    pub clauses: Vec<(LifecycleClause, Span)>,
}

/// A part of a lifecycle.
#[derive(Clone, Debug, PartialEq)]
pub enum LifecycleClause {
    /// `states conversation.status { new, open } { … }`
    States(States),
    /// `new conversation on customer.wrote when …`
    NewConversation(Vec<EventReference>, Option<Condition>),
    /// `limit conversation.tags to 8`
    Limit(Option<Path>, Value),
    /// `only owner may delete conversation, export conversations`: the role, and the words of each permission.
    OnlyMay(Option<Word>, Vec<Vec<Word>>),
}

/// One state machine of a lifecycle.
#[derive(Clone, Debug, PartialEq)]
pub struct States {
    /// The attribute that it moves.
    pub attribute: Option<Path>,
    /// Its states, in order.
    pub states: Vec<EnumValue>,
    /// Its lines.
    pub rules: Vec<(StateRule, Span)>,
}

/// A line of a state machine.
#[derive(Clone, Debug, PartialEq)]
pub enum StateRule {
    /// `start new`
    Start(Option<Word>),
    /// `active new, open`
    Active(Vec<Word>),
    /// `final closed`
    Final(Vec<Word>),
    /// `from new to open on agent.wrote`
    Transition {
        /// States.
        from: Vec<Word>,
        /// States; more than one only with `by`.
        to: Vec<Word>,
        /// What moves it.
        cause: Cause,
        /// After `when`.
        condition: Option<Box<Condition>>,
        /// After `raises`.
        raises: Vec<EventReference>,
    },
}

/// What moves a state.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// `on` events.
    On(Vec<EventReference>),
    /// `by` actions, each as its words: `set`, `end session`.
    By(Vec<Vec<Word>>),
    /// Neither was written.
    Missing,
}

/// `status awaiting_customer "Awaiting the customer" counts as pending`
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// Its name.
    pub id: Option<Word>,
    /// Its title.
    pub title: Option<Text>,
    /// The shipped status as which it counts.
    pub counts_as: Option<Word>,
}
