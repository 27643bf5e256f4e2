//! Ours, and an ordered set.

use std::collections::BTreeSet;
use std::sync::Arc;

use whenbook::ir::{Moment, Name};
use whenbook::runtime::conversation::{Purpose, TimerKey};

use crate::entry::Kind;
use crate::load::Structure;
use crate::timers::{Addresses, Setting, Timers};
use crate::wheel::Wheel;
use crate::{Address, Number};

/// The wheel alone.
#[derive(Default)]
pub struct Alone {
    wheel: Wheel,
    taken: Vec<u32>,
}

impl Alone {
    pub fn make(_: u32) -> Box<dyn Structure> {
        Box::new(Self::default())
    }
}

impl Structure for Alone {
    fn name(&self) -> &'static str {
        "our wheel"
    }

    fn insert(&mut self, number: u32, due: u64) {
        let number = self.wheel.add(number, 0, due, Kind::Once).unwrap();
        self.wheel.set(number, due, Kind::Once);
    }

    fn reset(&mut self, number: u32, due: u64) {
        self.wheel.set(number, due, Kind::Once);
    }

    fn expire(&mut self, until: u64) -> Option<u64> {
        let mut count = 0;
        loop {
            self.wheel.take(until, &mut self.taken);
            if self.taken.is_empty() {
                return Some(count);
            }
            self.taken.sort_unstable();
            count += self.taken.len() as u64;
            self.taken.drain(..).for_each(|number| self.wheel.remove(number));
        }
    }

    fn next(&self) -> Option<u64> {
        self.wheel.next(Kind::Once)
    }
}

/// The timers as the driver has them: by conversation and key, `SEVERAL` of each conversation.
pub struct Kept<const SEVERAL: u32> {
    timers: Timers,
    conversations: Conversations,
    keys: Vec<TimerKey>,
}

struct Conversations(Vec<Arc<Address>>);

impl Addresses for Conversations {
    fn address(&self, conversation: Number) -> Option<&Arc<Address>> {
        self.0.get(conversation.0 as usize)
    }
}

impl<const SEVERAL: u32> Kept<SEVERAL> {
    pub fn make(live: u32) -> Box<dyn Structure> {
        let account = Name::from("account");
        let address =
            |number| Address { account: account.clone(), conversation: format!("conversation-{number:07}").into() };
        let conversations =
            Conversations((0..live.div_ceil(SEVERAL)).map(|number| Arc::new(address(number))).collect());
        let sources = ["close_inactive", "remind", "escalate"].into_iter().cycle().take(SEVERAL as usize);
        let keys = sources.map(|source| TimerKey { source: source.into(), purpose: Purpose::Due }).collect();
        Box::new(Self { timers: Timers::default(), conversations, keys })
    }
}

fn moment(millis: u64) -> Moment {
    Moment::MIN.plus(i64::try_from(millis).unwrap())
}

impl<const SEVERAL: u32> Structure for Kept<SEVERAL> {
    fn name(&self) -> &'static str {
        if SEVERAL == 1 { "our timers, by conversation and key" } else { "the same, three of each conversation" }
    }

    fn insert(&mut self, number: u32, due: u64) {
        self.reset(number, due);
    }

    fn reset(&mut self, number: u32, due: u64) {
        let (conversation, key) = (Number(number / SEVERAL), &self.keys[(number % SEVERAL) as usize]);
        let setting = Setting { time: moment(due), recurring: false };
        self.timers.set(conversation, &self.conversations, key, setting);
    }

    fn expire(&mut self, until: u64) -> Option<u64> {
        let mut count = 0;
        while self.timers.pop(moment(until), &self.conversations).is_some() {
            count += 1;
        }
        Some(count)
    }

    fn next(&self) -> Option<u64> {
        self.timers.next().map(|next| next.millis().unsigned_abs())
    }
}

/// An ordered set of (due, number).
#[derive(Default)]
pub struct Ordered {
    set: BTreeSet<(u64, u32)>,
    due: Vec<u64>,
}

impl Ordered {
    pub fn make(_: u32) -> Box<dyn Structure> {
        Box::new(Self::default())
    }
}

impl Structure for Ordered {
    fn name(&self) -> &'static str {
        "BTreeSet of (due, number)"
    }

    fn insert(&mut self, number: u32, due: u64) {
        self.due.push(due);
        self.set.insert((due, number));
    }

    fn reset(&mut self, number: u32, due: u64) {
        let former = std::mem::replace(&mut self.due[number as usize], due);
        self.set.remove(&(former, number));
        self.set.insert((due, number));
    }

    fn expire(&mut self, until: u64) -> Option<u64> {
        let mut count = 0;
        while self.set.first().is_some_and(|(due, _)| *due <= until) {
            self.set.pop_first();
            count += 1;
        }
        Some(count)
    }

    fn next(&self) -> Option<u64> {
        self.set.first().map(|(due, _)| *due)
    }
}
