//! Tests: scenarios on a virtual clock.

use serde::{Deserialize, Serialize};

use super::{Condition, EventName, Moment, Name, Place, Step, Value};

/// A scenario with its expected outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Test {
    /// Its title.
    pub title: String,
    /// Where its title stands.
    pub place: Place,
    /// Its lines.
    pub steps: Vec<TestStep>,
}

/// A line of a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TestStep {
    /// Where it is written.
    pub place: Place,
    /// What it does.
    pub kind: TestStepKind,
}

/// A fact by its key (`user.name`, `group("Billing").status`); `None` takes it away.
pub type Fact = (Name, Option<Value>);

/// The lines of a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TestStepKind {
    /// Sets facts from then on, without an event.
    Given(Vec<Fact>),
    /// Moves the clock to this moment, through the timers due before it.
    At(Moment),
    /// Feeds one event.
    Receive {
        /// Its name.
        event: EventName,
        /// The name of another conversation of the user; `None` for the first one.
        conversation: Option<String>,
        /// What it brings.
        facts: Vec<Fact>,
    },
    /// Feeds one event of a log, as the log tells it.
    Logged {
        /// Its name.
        event: EventName,
        /// The name of another conversation; `None` for the first one.
        conversation: Option<String>,
        /// How long after the present it happened, in milliseconds; what is late happened before it.
        after: i64,
        /// What it brings, attribute paths nested.
        data: serde_json::Map<String, serde_json::Value>,
    },
    /// Somebody does these, one after the other, each as a command of its own.
    Command {
        /// Who.
        by: Commander,
        /// The name of another conversation of the user; `None` for the first one.
        conversation: Option<String>,
        /// What is done; no `wait` among them.
        actions: Vec<Step>,
    },
    /// Moves the clock by milliseconds, through every timer due by then.
    Advance(i64),
    /// Something must be so.
    Expect(Expectation),
}

/// Who commands, beside rules: the customer, a person of the team, another program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Commander {
    /// Their value in the enum `actor`: `customer`, `agent`, `bot`, `api`.
    pub actor: String,
    /// The role of a person of the team: `owner`; `None` if nobody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// What they are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What must be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Expectation {
    /// These triggers or automations have fired since the run of expectations before this one.
    Fired(Vec<String>),
    /// None of these has.
    NotFired(Vec<String>),
    /// A message of exactly this text was sent; for a named message: of one of its texts, each given with placeholders
    /// that match anything.
    Sent(SentText),
    /// A message with this in it was sent.
    SentContaining(String),
    /// No message was sent.
    NothingSent,
    /// This was done; slots that it does not fill may have held anything.
    Did(Step),
    /// Nothing like this was done.
    NotDid(Step),
    /// This was to be done, and was refused.
    Refused(Step),
    /// Nothing at all was done.
    NothingDone,
    /// That, in the conversation of this name alone.
    In {
        /// Its name.
        conversation: String,
        /// What must be so there.
        expectation: Box<Self>,
    },
    /// The timer of this trigger or automation is due then.
    Timer(String, Moment),
    /// This trigger or automation has no timer.
    NoTimer(String),
    /// All that has happened, as text.
    Timeline {
        /// As it was written or blessed; `None` if it is still to be blessed.
        text: Option<String>,
        /// Where it stands in quotation marks, or where it belongs.
        place: Place,
    },
    /// A condition on the facts of the moment.
    Holds(Condition),
}

/// The text of a message in a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SentText {
    /// This very text.
    Exactly(String),
    /// A named message, in any of its languages.
    Message(String),
}
