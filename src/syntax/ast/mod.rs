//! What a file says, as plain data: the typed reading of the lossless tree.
//!
//! It is made for every file, broken ones too: what is missing is `None`, an empty list or a `Missing` variant, and has
//! been reported by the parser. So whoever reads it stays silent about what is missing and never reports it twice.
//! Nothing is resolved here: names are words, and their meaning is found in `semantics`.

mod action;
mod cells;
mod condition;
mod lifecycle;
mod parts;
mod policy;
mod rule;
mod test;
mod value;
mod vocabulary;

pub use action::{Action, ActionKind, ActionPart, Record};
pub use cells::Fill;
pub use condition::{
    Comparison, Condition, ConditionDeclaration, ConditionKind, Order, Quantity, Relation, RelationKind, TextEdge,
};
pub use lifecycle::{Cause, Lifecycle, LifecycleClause, StateRule, States, Status};
pub use parts::{Dates, Hours, List, Message, Schedule, ScheduleClause};
pub use policy::{Accept, Assignment, AssignmentClause, CapacityRelease, Preference, Stage, WaitTime, WaitTimeClause};
pub use rule::{After, AfterBase, At, Clause, ClauseKind, Days, EventReference, Every, FirstMatch, Once, Trigger};
pub use test::{Expectation, Fact, LocalTime, OrCell, Row, Rows, Scenario, Step, StepKind, Test};
pub use value::{Path, Placeholder, Segment, Text, TextPart, TextParts, Value, ValueKind};
pub use vocabulary::{
    ActionSignature, Attribute, AttributePath, AttributeSegment, Directory, Enum, EnumValue, Event, Parameter,
    SignaturePart, Type,
};

use smol_str::SmolStr;

use crate::diagnostic::Span;

/// A word or name as written, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The text of the word. Most are short, and then no memory is asked for.
    pub text: SmolStr,
    /// Where it stands.
    pub span: Span,
}

/// One file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// In the order of the file.
    pub declarations: Vec<Declaration>,
}

/// One declaration with its `///` documentation.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// From the first word to the last brace, without the documentation.
    pub span: Span,
    /// The `///` lines above, without the slashes and one blank, joined by line breaks.
    pub docs: Option<String>,
    /// What is declared.
    pub kind: DeclarationKind,
}

/// The kinds of declaration.
#[derive(Clone, Debug, PartialEq)]
pub enum DeclarationKind {
    /// `use std.triggers`, `use "../texts.when"`
    Use(Use),
    /// `activate a, b`
    Activate(Vec<Word>),
    /// `deactivate a, b`
    Deactivate(Vec<Word>),
    /// `attribute user.plan: one of { free, pro } default free`
    Attribute(Attribute),
    /// `event agent.wrote carries message, agent`
    Event(Event),
    /// `action send <body: message> [as <sender: text>]`
    Action(ActionSignature),
    /// `enum presence { online, away }`
    Enum(Enum),
    /// `directory { groups "Billing", "Sales" }`
    Directory(Directory),
    /// `trigger id "Title" { … }`
    Trigger(Trigger),
    /// `automation id "Title" { … }`
    Automation(Trigger),
    /// `first match id { a, b }`
    FirstMatch(FirstMatch),
    /// `condition id when …`
    Condition(ConditionDeclaration),
    /// `message id { en: "…" }`
    Message(Message),
    /// `list id { "a", "b" }`
    List(List),
    /// `schedule id { … }`
    Schedule(Schedule),
    /// `policy capacity release { … }`
    CapacityRelease(CapacityRelease),
    /// `policy assignment { … }`
    Assignment(Assignment),
    /// `policy wait time { … }`
    WaitTime(WaitTime),
    /// `lifecycle id { … }`
    Lifecycle(Lifecycle),
    /// `status id "Title" counts as pending`
    Status(Status),
    /// `test "Title" { … }`
    Test(Test),
    /// `scenario evening_customer { … }`
    Scenario(Scenario),
}

/// What `use` takes in.
#[derive(Clone, Debug, PartialEq)]
pub enum Use {
    /// A shipped file, such as `std.lifecycle.ticket`.
    Shipped(Path),
    /// A file outside the folder.
    File(Text),
    /// Nothing was named.
    Missing,
}
