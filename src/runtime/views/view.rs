//! What can be asked of an inbox.

use serde::{Deserialize, Serialize};

use crate::ir::Moment;

/// Some of the conversations of an account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct View {
    /// Which.
    pub of: Of,
    /// In which states.
    pub states: States,
}

/// Which conversations. People are called as `conversation.assignee` calls them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// Every one that is not deleted.
    All,
    /// Those without an assignee.
    Unassigned,
    /// Those of which this person is the assignee.
    Assigned(String),
    /// Those in which this person takes part, as assignee or follower; with operator mode on, those without an assignee too.
    Sessions(String),
    /// Those in which this person takes part and has not read what the customer wrote last.
    Unread(String),
    /// Those with a star of this person.
    Starred(String),
    /// Those with this tag or one below it: `billing` finds `billing/refund`.
    Tag(String),
}

/// In which states, as the lifecycle has them; a status of the account's own counts as the one that it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum States {
    /// In any.
    #[default]
    Any,
    /// In those that the lifecycle calls `active`; in any, if it calls none so.
    Active,
    /// In this one.
    In(String),
}

impl View {
    /// In any state.
    #[must_use]
    pub fn new(of: Of) -> Self {
        Self { of, states: States::Any }
    }

    /// The same, only of the active ones.
    #[must_use]
    pub fn active(self) -> Self {
        Self { states: States::Active, ..self }
    }

    /// The same, only of those in that state.
    #[must_use]
    pub fn in_state(self, state: impl Into<String>) -> Self {
        Self { states: States::In(state.into()), ..self }
    }
}

/// Somebody of the team, as an inbox shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What they are called.
    pub name: String,
    /// Whether they take part in automatic assignment.
    pub operator: bool,
    /// How many active conversations they are the assignee of.
    pub active: usize,
}

/// What an inbox shows of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its status, exactly.
    pub status: &'a str,
    /// Its assignee.
    pub assignee: Option<&'a str>,
    /// Its followers.
    pub followers: &'a [String],
    /// Its tags.
    pub tags: &'a [String],
    /// When a message last came or went; before the first one, when it began.
    pub last_activity: Moment,
}
