//! What a file says, as plain data: the typed reading of the lossless tree.
//!
//! It is made for every file, broken ones too: what is missing is `None`, an empty list or a `Missing` variant, and has
//! been reported by the parser. So whoever reads it stays silent about what is missing and never reports it twice.
//! Nothing is resolved here: names are words, and their meaning is found in `semantics`.

use crate::diagnostic::Span;

/// A word or name as written, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The text of the word.
    pub text: String,
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

/// `attribute group(name: text).status: presence default invisible`
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The dotted name; `None` if it is missing.
    pub path: Option<AttributePath>,
    /// The type after the colon.
    pub value_type: Option<Type>,
    /// `default VALUE`
    pub default: Option<Value>,
    /// `optional`
    pub optional: Option<Span>,
    /// `writable`
    pub writable: Option<Span>,
}

/// The dotted name of an attribute where it is declared.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributePath {
    /// The whole name.
    pub span: Span,
    /// Its parts between the dots.
    pub segments: Vec<AttributeSegment>,
}

/// One part of a declared name: `group(name: text)`.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeSegment {
    /// The name of the part.
    pub name: Word,
    /// What stands in parentheses.
    pub parameters: Vec<Parameter>,
}

/// `name: text`
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The parameter's name.
    pub name: Word,
    /// Its type.
    pub value_type: Type,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A built-in one or an enum. A type of two words (`clock time`) is one word with a blank in it.
    Named(Word),
    /// `one of { free, pro }`
    OneOf(Vec<EnumValue>, Span),
    /// `list of text`
    ListOf(Box<Type>, Span),
}

/// `event conversation.queued carries queue`
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The dotted name.
    pub path: Option<Path>,
    /// What it carries.
    pub carries: Vec<Word>,
}

/// `action send <body: message> [as <sender: text>]`
#[derive(Clone, Debug, PartialEq)]
pub struct ActionSignature {
    /// Its words and slots, in order.
    pub parts: Vec<SignaturePart>,
}

/// A part of an action's signature.
#[derive(Clone, Debug, PartialEq)]
pub enum SignaturePart {
    /// A word that is written as it is.
    Word(Word),
    /// `<name: type>`, or `<name>` alone.
    Slot {
        /// The slot's name.
        name: Word,
        /// Its type; `None` if it was left out.
        value_type: Option<Type>,
        /// With its angle brackets.
        span: Span,
    },
    /// `[ … ]`
    Optional(Vec<SignaturePart>, Span),
}

/// `enum presence { online, away }`
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// Its name.
    pub name: Option<Word>,
    /// Its values, in their order.
    pub values: Vec<EnumValue>,
}

/// One value of an enum, or one state of a lifecycle.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// Its name.
    pub name: Word,
    /// The `///` lines above it.
    pub docs: Option<String>,
}

/// `directory { groups "Billing" agents "Joon" webhooks "crm" }`
#[derive(Clone, Debug, PartialEq)]
pub struct Directory {
    /// One entry a line; the word is `groups`, `agents` or `webhooks` (anything else has been reported).
    pub entries: Vec<(Word, Vec<Text>)>,
}

/// A trigger or an automation.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Its identity.
    pub id: Option<Word>,
    /// Its title.
    pub title: Option<Text>,
    /// Its lines, in order; which may stand in which declaration, and how often, is for `semantics`.
    pub clauses: Vec<Clause>,
}

/// One line of a trigger or automation.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The whole clause.
    pub span: Span,
    /// What it says.
    pub kind: ClauseKind,
}

/// The clauses of triggers and automations.
#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    /// `inactive`
    Inactive,
    /// `on customer.wrote, change of conversation.tags`
    On(Vec<EventReference>),
    /// `channels web_widget, ios`
    Channels(Vec<Word>),
    /// `once per session every 24h`
    Once(Once),
    /// `order 10`
    Order(Value),
    /// `when …`
    When(Condition),
    /// `do { … }`
    Do(Vec<Action>),
    /// `after 4d while …`, `after 5m since last …`
    After(After),
    /// `at 09:00 on mon while …`
    At(At),
    /// `only during office_hours`
    OnlyDuring(Word),
}

/// An event where it is named.
#[derive(Clone, Debug, PartialEq)]
pub enum EventReference {
    /// `customer.wrote`
    Event(Path),
    /// `change of user.tags`, with the whole span.
    ChangeOf(Path, Span),
}

impl EventReference {
    /// Where it stands.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Event(path) => path.span,
            Self::ChangeOf(_, span) => *span,
        }
    }
}

/// `once per user every day`
#[derive(Clone, Debug, PartialEq)]
pub struct Once {
    /// `conversation`, `session` or `user`, as written; `None` if it is missing.
    pub scope: Option<Word>,
    /// After `every`.
    pub period: Option<Every>,
}

/// The period of a `once`.
#[derive(Clone, Debug, PartialEq)]
pub enum Every {
    /// `every 24h`
    Duration(Value),
    /// `every day`
    Day(Span),
}

/// `after D [of SCHEDULE] …`
#[derive(Clone, Debug, PartialEq)]
pub struct After {
    /// How long.
    pub duration: Value,
    /// `of office_hours`
    pub schedule: Option<Word>,
    /// What it counts from.
    pub base: AfterBase,
}

/// What an automation counts from.
#[derive(Clone, Debug, PartialEq)]
pub enum AfterBase {
    /// `while CONDITION`
    While(Condition),
    /// `since last E, … unless F, …`
    SinceLast(Vec<EventReference>, Vec<EventReference>),
    /// `since first E, … unless F, …`
    SinceFirst(Vec<EventReference>, Vec<EventReference>),
    /// Neither was written.
    Missing,
}

/// `at 09:00 on mon, fri while CONDITION`
#[derive(Clone, Debug, PartialEq)]
pub struct At {
    /// The clock time.
    pub time: Value,
    /// The days after `on`; none means daily.
    pub days: Vec<Days>,
    /// After `while`.
    pub condition: Option<Condition>,
}

/// One day or a range: `mon`, `mon-fri`.
#[derive(Clone, Debug, PartialEq)]
pub struct Days {
    /// `mon` to `sun`.
    pub first: Word,
    /// The last one of a range.
    pub last: Option<Word>,
}

/// `first match welcome { a, b }`
#[derive(Clone, Debug, PartialEq)]
pub struct FirstMatch {
    /// Its name.
    pub id: Option<Word>,
    /// Triggers, in order.
    pub members: Vec<Word>,
}

/// `condition vip when …`
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionDeclaration {
    /// Its name.
    pub id: Option<Word>,
    /// What it says.
    pub condition: Condition,
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The whole condition.
    pub span: Span,
    /// What it says.
    pub kind: ConditionKind,
}

/// The forms of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum ConditionKind {
    /// `all { … }`
    All(Vec<Condition>),
    /// `any { … }`
    Any(Vec<Condition>),
    /// `none { … }`
    None(Vec<Condition>),
    /// `a and b and c`, flattened.
    And(Vec<Condition>),
    /// `a or b or c`, flattened.
    Or(Vec<Condition>),
    /// `not a`
    Not(Box<Condition>),
    /// One test, or a condition by its name (a bare word without a relation).
    Test(Comparison),
    /// Nothing was written where a condition should stand.
    Missing,
}

/// `LEFT RELATION RIGHT`
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The left side.
    pub subject: Value,
    /// `None`: the subject stands alone, as a condition by its name does.
    pub relation: Option<Relation>,
}

/// The operator with its right side.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The words of the operator.
    pub operator: Span,
    /// What it asks.
    pub kind: RelationKind,
}

/// The relations. `negated` is `is not`, `does not contain`, `not in`, …
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are explained by the example of each relation")]
pub enum RelationKind {
    /// `is VALUE`; also `is known`, `is unknown`, `is true`, `is open`: the value is then that bare word.
    Is { negated: bool, value: Value },
    /// `was VALUE`
    Was { negated: bool, value: Value },
    /// `<`, `<=`, `>`, `>=`
    Order { order: Order, value: Value },
    /// `between LOW and HIGH`
    Between { negated: bool, low: Value, high: Value },
    /// `in [x, y]`, `in NAMED_LIST`
    In { negated: bool, value: Value },
    /// `in the last 5m`
    InTheLast { negated: bool, duration: Value },
    /// `contains`, `starts with`, `ends with`
    Text { edge: TextEdge, negated: bool, quantity: Quantity, exactly: bool, value: Value },
    /// `matches /re/`, `finds /re/`
    Matches { find: bool, negated: bool, value: Value },
    /// `has VALUE`, `has any […]`; `had` if `before`.
    Has { before: bool, negated: bool, quantity: Quantity, value: Value },
    /// `has fired`
    HasFired { negated: bool },
    /// `more than 30d ago`, `less than 2h ago`
    Ago { more: bool, negated: bool, duration: Value },
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// Where a text is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEdge {
    /// `contains`
    Anywhere,
    /// `starts with`
    Start,
    /// `ends with`
    End,
}

/// How many of the values must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The one value.
    One,
    /// `any`
    Any,
    /// `all`
    All,
    /// `under`: the tag or one below it.
    Under,
}

/// A value as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The whole value.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// The forms of a value. Literals are well-formed, but may be out of range (`99:99`): that is for `semantics`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the two fields of a regular expression say what they are")]
pub enum ValueKind {
    /// `"…"` or `"""…"""`
    Text(Text),
    /// `12.5`, `-3`, as written.
    Number(String),
    /// `1h30m`, as written.
    Duration(String),
    /// `09:00`, as written.
    ClockTime(String),
    /// `2026-12-31`, as written.
    Date(String),
    /// `12-25`, as written: a date of every year.
    AnnualDate(String),
    /// `50%`, as written.
    Percentage(String),
    /// `/re/i`
    Regex { pattern: String, flags: String },
    /// `[a, b]`
    List(Vec<Value>),
    /// `user.name`, `group("Billing").status`, or a bare word.
    Path(Path),
    /// Nothing was written.
    Missing,
}

/// A dotted name, or a bare word (one segment).
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The whole path.
    pub span: Span,
    /// The parts between the dots; a part that is missing after a dot is left out (and has been reported).
    pub segments: Vec<Segment>,
}

/// `group("Billing")`
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Its name.
    pub name: Word,
    /// What stands in parentheses.
    pub arguments: Vec<Value>,
}

/// A text in quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// With its quotation marks.
    pub span: Span,
    /// Its pieces.
    pub parts: Vec<TextPart>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum TextPart {
    /// Characters, with the escapes undone (and the indentation of a `"""` text taken off).
    Literal(String),
    /// `{user.name or there}`
    Placeholder(Placeholder),
}

/// `{queue.wait_max in minutes or some}`
#[derive(Clone, Debug, PartialEq)]
pub struct Placeholder {
    /// With its braces.
    pub span: Span,
    /// What it reads.
    pub path: Path,
    /// After `in`.
    pub unit: Option<Word>,
    /// After `or`: plain words up to the brace.
    pub fallback: Option<Word>,
}

/// One statement of a `do` block.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The whole statement.
    pub span: Span,
    /// What it does.
    pub kind: ActionKind,
}

/// The statements of a `do` block.
#[derive(Clone, Debug, PartialEq)]
pub enum ActionKind {
    /// `wait 5s unless agent.wrote then check again`
    Wait {
        /// How long.
        duration: Value,
        /// After `unless`.
        unless: Vec<EventReference>,
        /// `then check again`
        check_again: Option<Span>,
    },
    /// `set conversation.priority to high`
    Set {
        /// What is set.
        path: Option<Path>,
        /// To what.
        value: Value,
    },
    /// Any other: words and values in the order written, its meaning given by a declared signature.
    Call(Vec<ActionPart>),
}

/// A part of an action.
#[derive(Clone, Debug, PartialEq)]
pub enum ActionPart {
    /// An undotted word, be it one of the signature or a name.
    Word(Word),
    /// A text, number, list, dotted path, …
    Value(Value),
    /// `{ key: value }`
    Record(Record),
}

/// `{ key: value }`
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// With its braces.
    pub span: Span,
    /// Its entries.
    pub entries: Vec<(Word, Value)>,
}

/// `message away { en: "…" }`
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its name.
    pub id: Option<Word>,
    /// A text a language (`en`, `pt-BR`), in order.
    pub translations: Vec<(Word, Text)>,
}

/// `list vip_domains { "a.com", "b.com" }`
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Its name.
    pub id: Option<Word>,
    /// Its values.
    pub values: Vec<Value>,
}

/// `schedule office_hours { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Its name.
    pub id: Option<Word>,
    /// Its lines.
    pub clauses: Vec<(ScheduleClause, Span)>,
}

/// A line of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub enum ScheduleClause {
    /// `timezone "Asia/Seoul"`
    TimeZone(Option<Text>),
    /// `mon-fri 09:00-12:00, 13:00-18:00`
    Hours(Vec<Days>, Vec<Hours>),
    /// `closed 12-25, 2027-02-06 to 2027-02-09`
    Closed(Vec<Dates>),
    /// `open 2026-12-31 09:00-12:00`
    Open(Value, Vec<Hours>),
}

/// `09:00-12:00`
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// The start, included.
    pub start: Value,
    /// The end, not included.
    pub end: Value,
}

/// One date or a range, both ends included.
#[derive(Clone, Debug, PartialEq)]
pub struct Dates {
    /// `Date` or `AnnualDate`.
    pub first: Value,
    /// The last one of a range.
    pub last: Option<Value>,
}

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
    /// `accept within 30s`
    AcceptWithin(Value),
    /// `agents when …`
    AgentsWhen(Condition),
    /// `prefer agents { … }`
    PreferAgents(Vec<Preference>),
    /// `prefer conversations { … }`
    PreferConversations(Vec<Preference>),
    /// `if nobody after 2m { drop conversation.skills }`
    IfNobody(Value, Vec<Action>),
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
        condition: Option<Condition>,
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

/// `test "Title" { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Its title.
    pub title: Option<Text>,
    /// Its lines.
    pub steps: Vec<Step>,
}

/// A line of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The whole line.
    pub span: Span,
    /// What it does.
    pub kind: StepKind,
}

/// The lines of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// `given { account.status is online }`
    Given(Vec<Fact>),
    /// `at 2026-12-01 10:00`
    At(LocalTime),
    /// `receive customer.wrote { … } in second`
    Receive {
        /// The event.
        event: Option<EventReference>,
        /// After `in`.
        conversation: Option<Word>,
        /// What it brings.
        facts: Vec<Fact>,
    },
    /// `advance 5m`
    Advance(Value),
    /// `expect …`
    Expect(Expectation),
}

/// `user.name is "Mina"`
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The attribute.
    pub path: Path,
    /// Its value; the bare word `unknown` takes it away.
    pub value: Value,
}

/// `2026-12-01 10:00`
#[derive(Clone, Debug, PartialEq)]
pub struct LocalTime {
    /// A `Date`, or `Missing`.
    pub date: Value,
    /// A `ClockTime`, or `Missing`.
    pub time: Value,
}

/// What a test expects.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// `fired a, b`
    Fired(Vec<Word>),
    /// `not fired a, b`
    NotFired(Vec<Word>),
    /// `sent "text"` or `sent MESSAGE_NAME`
    Sent(Value),
    /// `sent containing "text"`
    SentContaining(Value),
    /// `nothing sent`
    NothingSent,
    /// `timer close_solved at 2026-12-05 10:00`
    Timer(Option<Word>, LocalTime),
    /// `no timer close_solved`
    NoTimer(Option<Word>),
    /// `conversation.status is open`
    Holds(Condition),
    /// Nothing was written.
    Missing,
}
