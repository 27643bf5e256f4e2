//! Who is given or offered what.

use std::collections::BTreeMap;

use super::look::{Candidate, Load, Look};
use super::message::{DeskTimer, DeskTimerChange, OfferChange, Score, Withdrawal};
use super::run::DeskRun;
use super::state::{Offer, Seat, Waiting};
use crate::ir::policy::Accept;
use crate::runtime::Facts;
use crate::runtime::maintained::BY_QUEUE;

/// Which of those who wait are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// All, for agents who have not passed.
    First,
    /// Those whom everybody who is free has passed: they are offered once more, those with fewer rounds first.
    Again,
}

impl DeskRun<'_> {
    pub(super) fn look(&self) -> Look<'_> {
        Look {
            book: self.book,
            policy: self.policy,
            desk: self.desk,
            account: self.account,
            time: self.time,
            observer: self.observer.as_ref(),
        }
    }

    pub(super) fn order(&self) -> Vec<String> {
        self.look().order()
    }

    pub(super) fn agent_facts(&self, agent: &str) -> Facts {
        let look = self.look();
        let load = look.loads().get(agent).copied().unwrap_or_default();
        look.agent_facts(agent, load.counted)
    }

    /// Gives and offers until nobody who is free could take anything that waits.
    pub(super) fn settle(&mut self) {
        let Some(policy) = self.policy else {
            return;
        };
        self.check_offers(policy.accept);
        match policy.accept {
            Accept::ByHand => {}
            Accept::ByAnyone => self.offer_to_all(),
            Accept::AtOnce => while self.serve(None) {},
            Accept::Within(time) => while self.serve(Some(time)) {},
        }
    }

    /// Withdraws the offers to agents who may not take that conversation any more, or have no room.
    fn check_offers(&mut self, accept: Accept) {
        let reserved = matches!(accept, Accept::Within(_));
        let look = self.look();
        let loads = look.loads();
        if loads.values().all(|load| load.offered == 0) {
            return;
        }
        let mut kept = BTreeMap::<String, u32>::new();
        let mut over = Vec::new();
        for conversation in look.order() {
            let Some(waiting) = waiting(&look, &conversation).filter(|waiting| !waiting.offers.is_empty()) else {
                continue;
            };
            let Some(stub) = look.stub(&conversation) else {
                continue;
            };
            for agent in waiting.offers.keys() {
                let load = loads.get(agent).copied().unwrap_or_default();
                let kept = kept.entry(agent.clone()).or_default();
                let now = Load { offered: *kept, ..load };
                if look.has_room(agent, now, reserved) && look.may(&conversation, &stub, agent, load) {
                    *kept += 1;
                } else {
                    over.push((conversation.clone(), agent.clone()));
                }
            }
        }
        for (conversation, agent) in over {
            self.withdraw(&conversation, &agent, Withdrawal::NotEligible);
        }
    }

    /// Gives, or offers, to one agent each. Gives whether there was anything to do.
    fn serve(&mut self, accept_within: Option<i64>) -> bool {
        let mut loads = self.look().loads();
        if !somebody_has_room(&self.look(), &loads) {
            return false;
        }
        let order = self.order();
        let mut served = false;
        for turn in [Turn::First, Turn::Again] {
            for conversation in self.in_turn(turn, &order) {
                let look = self.look();
                if !somebody_has_room(&look, &loads) {
                    return served;
                }
                let Some((agent, score)) = choose(&look, &conversation, turn, &loads) else {
                    continue;
                };
                self.pass_over(&conversation, &agent, &order, loads.get(&agent).copied().unwrap_or_default());
                let load = loads.entry(agent.clone()).or_default();
                match accept_within {
                    None => {
                        load.counted += 1;
                        self.give(&conversation, &agent, BY_QUEUE, score);
                    }
                    Some(time) => {
                        load.offered += 1;
                        self.begin_round(&conversation, turn);
                        self.offer(&conversation, &agent, Some(time), score);
                    }
                }
                served = true;
            }
        }
        served
    }

    /// Those who wait and are not offered to anybody, in their order.
    fn in_turn(&self, turn: Turn, order: &[String]) -> Vec<String> {
        let look = self.look();
        let free = order.iter().filter_map(|conversation| {
            let waiting = waiting(&look, conversation).filter(|waiting| waiting.offers.is_empty())?;
            (turn == Turn::First || !waiting.passed.is_empty()).then_some((waiting.rounds, conversation.clone()))
        });
        let mut free: Vec<(u32, String)> = free.collect();
        if turn == Turn::Again {
            free.sort_by_key(|(rounds, _)| *rounds);
        }
        free.into_iter().map(|(_, conversation)| conversation).collect()
    }

    fn begin_round(&mut self, conversation: &str, turn: Turn) {
        if let (Turn::Again, Some(waiting)) = (turn, self.desk.waiting_mut(conversation)) {
            waiting.passed.clear();
            waiting.rounds = waiting.rounds.saturating_add(1);
        }
    }

    /// Counts for those who came earlier that a later one gets an agent who could have taken them.
    fn pass_over(&mut self, conversation: &str, agent: &str, order: &[String], load: Load) {
        let look = self.look();
        let Some(number) = waiting(&look, conversation).map(|waiting| waiting.number) else {
            return;
        };
        let passed_over: Vec<String> = order
            .iter()
            .filter(|other| {
                waiting(&look, other).is_some_and(|waiting| {
                    waiting.number < number && waiting.offers.is_empty() && !waiting.passed.contains(agent)
                })
            })
            .filter(|other| look.stub(other).is_some_and(|stub| look.may(other, &stub, agent, load)))
            .cloned()
            .collect();
        for other in passed_over {
            if let Some(waiting) = self.desk.waiting_mut(&other) {
                waiting.overtaken = waiting.overtaken.saturating_add(1);
            }
        }
    }

    fn offer(&mut self, conversation: &str, agent: &str, time: Option<i64>, score: Score) {
        let until = time.map(|time| self.new_timer(self.time.plus(time)));
        let Some(waiting) = self.desk.waiting_mut(conversation) else {
            return;
        };
        waiting.offers.insert(agent.to_owned(), Offer { until });
        let again = waiting.rounds > 0;
        let (conversation, agent) = (conversation.to_owned(), agent.to_owned());
        if let Some(timer) = until {
            let key = DeskTimer::Offer { conversation: conversation.clone(), agent: agent.clone() };
            let (due, generation) = (timer.due, timer.generation);
            self.outcome.timers.push(DeskTimerChange::Set { key, due, generation, again });
        }
        let until = until.map(|timer| timer.due);
        self.outcome.offers.push(OfferChange::Offered { conversation, agent, until, score });
    }

    /// Offers everything to everybody who could take it.
    fn offer_to_all(&mut self) {
        for conversation in self.order() {
            for turn in [Turn::First, Turn::Again] {
                let look = self.look();
                let Some(waiting) = waiting(&look, &conversation) else {
                    break;
                };
                if turn == Turn::Again && (waiting.passed.is_empty() || !waiting.offers.is_empty()) {
                    break;
                }
                let found = chosen_by_all(&look, &conversation, waiting, turn);
                if !found.is_empty() {
                    self.begin_round(&conversation, turn);
                }
                for (agent, score) in found {
                    self.offer(&conversation, &agent, None, score);
                }
            }
        }
    }
}

/// Whether anybody at all could be given something.
fn somebody_has_room(look: &Look<'_>, loads: &BTreeMap<String, Load>) -> bool {
    let load = |agent: &String| loads.get(agent).copied().unwrap_or_default();
    look.desk.agents.keys().any(|agent| look.has_room(agent, load(agent), true))
}

fn waiting<'d>(look: &Look<'d>, conversation: &str) -> Option<&'d Waiting> {
    look.desk.conversations.get(conversation).and_then(Seat::waiting)
}

/// The agent who goes first for a conversation, and why.
fn choose(look: &Look<'_>, conversation: &str, turn: Turn, loads: &BTreeMap<String, Load>) -> Option<(String, Score)> {
    let waiting = waiting(look, conversation)?;
    let stub = look.stub(conversation)?;
    let wanted = |agent: &str, load: Load| {
        look.has_room(agent, load, true) && (turn == Turn::Again || !waiting.passed.contains(agent))
    };
    let candidates = look.candidates(conversation, &stub, loads, &wanted);
    let first = candidates.first()?;
    Some((first.agent.clone(), look.score(first, candidates.get(1))))
}

/// All agents to whom a conversation is to be offered and is not.
fn chosen_by_all(look: &Look<'_>, conversation: &str, waiting: &Waiting, turn: Turn) -> Vec<(String, Score)> {
    let Some(stub) = look.stub(conversation) else {
        return Vec::new();
    };
    let wanted = |agent: &str, load: Load| {
        look.has_room(agent, load, false)
            && !waiting.offers.contains_key(agent)
            && (turn == Turn::Again || !waiting.passed.contains(agent))
    };
    let candidates = look.candidates(conversation, &stub, &look.loads(), &wanted);
    let next = |number: usize| candidates.get(number + 1);
    let score =
        |(number, candidate): (usize, &Candidate)| (candidate.agent.clone(), look.score(candidate, next(number)));
    candidates.iter().enumerate().map(score).collect()
}
