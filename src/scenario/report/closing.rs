//! The report as plain data, for people and for programs.

use serde::Serialize;
use serde_json::Number;

use super::Name;
use super::estimates::Estimates;
use super::hours::Hours;
use super::table::Table;
use super::tally::{Activity, AgentTally, QueueTally, Waits};
use crate::scenario::words;

/// What happened in a replay, by queue, by agent and by hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Closing {
    /// What capacity release and the lifecycle did, in all conversations.
    pub activity: ActivityReport,
    /// How often a conversation went from one agent to another.
    pub reassigned: u64,
    /// Queues, those into which most came first.
    pub queues: Vec<QueueReport>,
    /// Agents, those who took most first.
    pub agents: Vec<AgentReport>,
    /// Hours of the day on the clocks of the book.
    pub hours: Vec<HourReport>,
    /// How estimated waits came true; only of a book with `policy wait time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimates: Option<EstimateReport>,
}

/// What capacity release and the lifecycle did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActivityReport {
    /// How many reminders were sent.
    pub reminders: u64,
    /// How often a session became inactive.
    pub released: u64,
    /// How often the customer woke an inactive session.
    pub woken: u64,
    /// How many sessions ended.
    pub ended: u64,
}

/// What happened in a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QueueReport {
    /// The account; empty for those that are counted together.
    pub account: String,
    /// What it is called.
    pub queue: String,
    /// How many conversations were put in it.
    pub queued: u64,
    /// How many of them an agent got.
    pub routed: u64,
    /// How many left it otherwise.
    pub left: u64,
    /// How many wait at the end.
    pub waiting: u64,
    /// The waits of those whom an agent got.
    pub waits: WaitReport,
    /// What was done with conversations while this was their latest queue.
    pub activity: ActivityReport,
}

/// What happened with an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentReport {
    /// The account; empty for those that are counted together.
    pub account: String,
    /// What the agent is called.
    pub agent: String,
    /// How many conversations the agent was given.
    pub taken: u64,
    /// How many of them another agent had later.
    pub passed_on: u64,
    /// How long those that came from a queue had waited.
    pub waits: WaitReport,
    /// How many conversations the agent had.
    pub load: LoadReport,
    /// What was done with the agent's conversations.
    pub activity: ActivityReport,
}

/// Waits, to about an eighth; absent if there were none. Durations as `1m30s`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaitReport {
    /// The median.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median: Option<String>,
    /// The 90th percentile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ninetieth: Option<String>,
    /// The longest, exactly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longest: Option<String>,
}

/// How many active conversations an agent had at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LoadReport {
    /// On average, while there were any.
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub average: Number,
    /// At most.
    pub highest: u32,
    /// How many they may be; absent if nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// How often one more made it more than that.
    pub over_capacity: u64,
}

/// Averages of one hour of the day, over those hours in which anything came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HourReport {
    /// From 0 to 23.
    pub hour: u32,
    /// How many waited in queues.
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub waiting: Number,
    /// How many were assigned and active.
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub active: Number,
    /// How many were assigned and inactive.
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub inactive: Number,
    /// The most that were active at a time.
    pub highest_active: u32,
}

/// How estimated waits came true. What was told when a conversation was queued is held against what then happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EstimateReport {
    /// How often a conversation was queued.
    pub queued: u64,
    /// How often there was an estimate then.
    pub known: u64,
    /// How many of those were routed.
    pub routed: u64,
    /// How many of these were routed before the lower end.
    pub shorter: u64,
    /// How many of these were routed within the range.
    pub within: u64,
    /// How many of these waited longer than the upper end.
    pub longer: u64,
    /// The percentage that was within the range.
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub within_percent: Number,
    /// The percentage that should be.
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub within_wanted: Number,
    /// The percentage that waited no longer than the upper end.
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub not_longer_percent: Number,
    /// The percentage that should be.
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub not_longer_wanted: Number,
    /// The median of how far the lower end of the range was from the truth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_error_from_lower: Option<String>,
    /// The median of how far the middle of the range was from the truth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_error_from_middle: Option<String>,
    /// How many with an estimate were never routed.
    pub never_routed: u64,
    /// How many of these had waited longer than the upper end when they left, or at the end of the replay.
    pub never_routed_longer: u64,
}

/// What the report is made of.
pub(super) struct Rows<'a> {
    pub(super) queues: &'a Table<QueueTally>,
    pub(super) agents: &'a Table<AgentTally>,
}

impl Closing {
    pub(super) fn new(
        rows: &Rows<'_>,
        activity: Activity,
        reassigned: u64,
        hours: &Hours,
        estimates: Option<&Estimates>,
    ) -> Self {
        let mut queues: Vec<_> = rows.queues.iter().map(|(name, tally)| queue(name, tally)).collect();
        let mut agents: Vec<_> = rows.agents.iter().map(|(name, tally)| agent(name, tally)).collect();
        queues.sort_by_key(|row| std::cmp::Reverse(row.queued));
        agents.sort_by_key(|row| std::cmp::Reverse(row.taken));
        let hours = hours.averages().into_iter().map(|hour| HourReport {
            hour: hour.hour,
            waiting: in_tenths(hour.waiting),
            active: in_tenths(hour.active),
            inactive: in_tenths(hour.inactive),
            highest_active: hour.highest,
        });
        let estimates = estimates.map(estimate);
        Self { activity: activity.into(), reassigned, queues, agents, hours: hours.collect(), estimates }
    }

    /// Whether there was any queue or agent, or anything that capacity release did.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queues.is_empty() && self.agents.is_empty() && self.activity == ActivityReport::default()
    }
}

impl From<Activity> for ActivityReport {
    fn from(activity: Activity) -> Self {
        let Activity { reminders, released, woken, ended } = activity;
        Self { reminders, released, woken, ended }
    }
}

impl From<&Waits> for WaitReport {
    fn from(waits: &Waits) -> Self {
        let [median, ninetieth] = [50, 90].map(|percent| waits.percentile(percent).map(seconds));
        Self { median, ninetieth, longest: waits.longest().map(seconds) }
    }
}

fn queue((account, queue): &Name, tally: &QueueTally) -> QueueReport {
    QueueReport {
        account: account.to_string(),
        queue: queue.to_string(),
        queued: tally.queued,
        routed: tally.routed,
        left: tally.left,
        waiting: tally.waiting,
        waits: (&tally.waits).into(),
        activity: tally.activity.into(),
    }
}

fn agent((account, agent): &Name, tally: &AgentTally) -> AgentReport {
    AgentReport {
        account: account.to_string(),
        agent: agent.to_string(),
        taken: tally.taken,
        passed_on: tally.passed_on,
        waits: (&tally.waits).into(),
        load: LoadReport {
            average: in_tenths(tally.load.average()),
            highest: tally.load.highest,
            capacity: tally.load.capacity,
            over_capacity: tally.load.over,
        },
        activity: tally.activity.into(),
    }
}

fn estimate(estimates: &Estimates) -> EstimateReport {
    let &Estimates { queued, known, routed, shorter, longer, .. } = estimates;
    let within = routed - shorter - longer;
    let wanted =
        |share: rust_decimal::Decimal| share.normalize().to_string().parse().unwrap_or_else(|_| Number::from(0));
    EstimateReport {
        queued,
        known,
        routed,
        shorter,
        within,
        longer,
        within_percent: percent(within, routed),
        within_wanted: wanted(estimates.to - estimates.from),
        not_longer_percent: percent(routed - longer, routed),
        not_longer_wanted: wanted(estimates.to),
        median_error_from_lower: estimates.errors_from_lower.percentile(50).map(seconds),
        median_error_from_middle: estimates.errors_from_middle.percentile(50).map(seconds),
        never_routed: estimates.never_routed,
        never_routed_longer: estimates.never_routed_longer,
    }
}

fn seconds(seconds: u64) -> String {
    words::duration(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000))
}

/// A number given in tenths.
fn in_tenths(tenths: u64) -> Number {
    format!("{}.{}", tenths / 10, tenths % 10).parse().unwrap_or_else(|_| Number::from(tenths / 10))
}

/// Rounded to the nearest; 0 of nothing.
fn percent(part: u64, of: u64) -> Number {
    Number::from((part.saturating_mul(200) + of).checked_div(of.saturating_mul(2)).unwrap_or(0))
}
