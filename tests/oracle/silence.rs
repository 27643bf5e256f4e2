//! Section 4: what follows from the customer's silence. Nothing is kept: everything is told again from the history.

use whenbook::ir::{Book, CapacityRelease, EventName, Moment, Value};

use super::facts::{attribute, effective};
use super::history::{Happened, What};
use super::machine::{Oracle, Run, Turn};

/// Ten minutes.
const FIXED: i64 = 600_000;

/// Something that capacity release looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Notice {
    CustomerWrote,
    AgentWrote,
    /// A status was set by anybody else than the policy.
    StatusSet,
    /// One that is not active was entered.
    Passivated,
    /// An active one was set by hand.
    Activated,
    Assigned,
    Unassigned,
    /// A stage came; 0 is the fixed time.
    Stage,
    /// It is done.
    Next(u32),
    Final,
    Edited,
}

/// A notice, and how things were then.
#[derive(Clone, Debug)]
pub struct Noticed {
    notice: Notice,
    assigned: bool,
    /// The status is one in which an agent's message starts nothing.
    resting: bool,
    /// Some state is final.
    over: bool,
    last_customer_message: Option<Moment>,
}

/// What follows from all that.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Silence {
    pub inactive: bool,
    pub next: Option<Next>,
}

/// The next stage; 0 is the fixed time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Next {
    pub stage: u32,
    after: i64,
    pub due: Moment,
}

fn policy(book: Option<&Book>) -> Option<&CapacityRelease> {
    book?.capacity_release.as_ref()
}

fn after(policy: &CapacityRelease, stage: u32) -> Option<i64> {
    if stage == 0 { Some(FIXED) } else { Some(policy.stages.get(stage as usize - 1)?.after) }
}

/// Tells the whole history.
fn tell(history: &[Happened]) -> Silence {
    let mut book: Option<&Book> = None;
    let mut silence = Silence::default();
    for entry in history {
        match &entry.what {
            What::Edited(new) => book = Some(new),
            What::Silence(noticed) => silence = after_notice(silence, noticed, entry.time, policy(book)),
            _ => {}
        }
    }
    silence
}

fn after_notice(silence: Silence, noticed: &Noticed, now: Moment, policy: Option<&CapacityRelease>) -> Silence {
    let mut new = silence;
    match noticed.notice {
        Notice::CustomerWrote | Notice::Activated => new.inactive = false,
        Notice::Passivated => new.inactive = true,
        _ => {}
    }
    let Some(policy) = policy else {
        return Silence { next: None, ..new };
    };
    let off = policy.stages.is_empty();
    let fixed = || {
        let due = noticed.last_customer_message?.plus(FIXED).max(now);
        Some(Next { stage: 0, after: FIXED, due })
    };
    let count = |stage: u32| after(policy, stage).map(|after| Next { stage, after, due: now.plus(after) });
    let runs = |stage: u32| silence.next.filter(|next| (next.stage == 0) == (stage == 0));
    new.next = match noticed.notice {
        Notice::Final => None,
        Notice::CustomerWrote | Notice::Unassigned | Notice::Next(_) if noticed.over => None,
        Notice::AgentWrote if noticed.over => silence.next,
        Notice::CustomerWrote if off || !noticed.assigned => fixed(),
        Notice::CustomerWrote => None,
        Notice::AgentWrote if noticed.assigned && !off && !noticed.resting => count(1),
        Notice::StatusSet => runs(0),
        Notice::Assigned => {
            if off {
                silence.next
            } else {
                runs(1)
            }
        }
        Notice::Unassigned if off => silence.next.or(if new.inactive { None } else { fixed() }),
        // The stages end; a fixed time goes on.
        Notice::Unassigned if new.inactive => runs(0),
        Notice::Unassigned => fixed(),
        Notice::Stage | Notice::Next(0) => None,
        Notice::Next(stage) => count(stage + 1),
        Notice::Edited => match silence.next {
            // Off, or on: what runs becomes what it would be now.
            Some(next) if next.stage == 0 && noticed.assigned && !off => count(1),
            Some(next) if next.stage > 0 && off => count(0),
            Some(next) if after(policy, next.stage) == Some(next.after) => Some(next),
            Some(next) => count(next.stage),
            None => None,
        },
        _ => silence.next,
    };
    new
}

impl Oracle {
    pub fn silence(&self) -> Silence {
        tell(&self.history)
    }

    fn noticed(&self, notice: Notice) -> Noticed {
        let value =
            |key: &str| attribute(&self.book, key).and_then(|one| effective(&self.book, one, self.kept.get(key)));
        let resting = policy(Some(&self.book)).map(|policy| policy.resting.clone()).unwrap_or_default();
        Noticed {
            notice,
            assigned: value("conversation.assignee").is_some(),
            resting: resting.contains(&self.category("conversation.status")),
            over: self.is_over(),
            last_customer_message: match value("conversation.last_customer_message_at") {
                Some(Value::Time(time)) => Some(time),
                _ => None,
            },
        }
    }

    pub fn note_silence(&mut self, notice: Notice) {
        let noticed = self.noticed(notice);
        self.happened(What::Silence(noticed));
    }

    /// The session becomes inactive, if it is not yet.
    pub fn fall_silent(&mut self, turn: &mut Turn) {
        let before = self.silence();
        self.note_silence(Notice::Passivated);
        if !before.inactive {
            turn.raise(&EventName::new("session.went_inactive"), Some("inactivity"));
        }
    }

    /// What the policy makes of the events of a round.
    pub fn hear_silence(&mut self, turn: &mut Turn, events: &[(EventName, Option<String>)]) {
        for (event, _) in events {
            match event.as_str() {
                "customer.wrote" => {
                    let woken = self.silence().inactive;
                    self.note_silence(Notice::CustomerWrote);
                    if woken && policy(Some(&self.book)).is_some() {
                        turn.note("woken", "");
                        if self.noticed(Notice::CustomerWrote).assigned {
                            turn.raise(&EventName::new("conversation.requested"), Some("customer"));
                        }
                    }
                }
                // Also where the host, or a lifecycle, says so.
                "session.went_inactive" => self.note_silence(Notice::Passivated),
                "agent.wrote" => self.note_silence(Notice::AgentWrote),
                _ => {}
            }
        }
        let last = self.history.iter().rev().find_map(|entry| match &entry.what {
            What::Silence(noticed) if matches!(noticed.notice, Notice::Assigned | Notice::Unassigned) => {
                Some(noticed.assigned)
            }
            _ => None,
        });
        match (last.unwrap_or(false), self.noticed(Notice::Assigned).assigned) {
            (false, true) => self.note_silence(Notice::Assigned),
            (true, false) => self.note_silence(Notice::Unassigned),
            _ => {}
        }
    }

    /// The timer of a stage, or of the fixed time, comes.
    pub fn stage_came(&mut self, turn: &mut Turn) {
        let silence = self.silence();
        let Some(Next { stage, .. }) = silence.next else { return };
        self.note_silence(Notice::Stage);
        turn.note("released", stage);
        let book = self.book.clone();
        let policy = policy(Some(&book));
        let found = policy.zip(stage.checked_sub(1)).and_then(|(policy, at)| policy.stages.get(at as usize));
        let run = Run {
            source: "capacity release".into(),
            steps: found.map(|found| found.actions.clone()).unwrap_or_default(),
            fingerprint: String::new(),
            carried: Default::default(),
            kept_before: self.kept.clone(),
            view_before: turn.view_before.clone(),
            event: None,
            input: self.inputs,
            actor: "inactivity".into(),
            role: None,
        };
        for step in &run.steps {
            self.act(turn, &run, &step.kind);
        }
        self.fall_silent(turn);
        self.note_silence(Notice::Next(stage));
    }
}
