//! One step of a conversation, in the words of section 6 of the language page.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use whenbook::ir::vocabulary::Holder;
use whenbook::ir::{
    Argument, Base, Book, Condition, EventName, Moment, Once, Scope, Step, StepKind, Timing, Trigger, Value, Write,
};
use whenbook::runtime::conversation::{Purpose, TimerKey};
use whenbook::runtime::{Effect, EffectKey, Facts, Input, InputKind, ToUser};

use super::actions;
use super::conditions::{held_back, holds};
use super::facts::{Scene, attribute, effective, fits};
use super::history::{self, Happened, What};
use super::hours;
use super::upkeep::{put, upkeep};

/// A conversation with all that has ever happened in it.
#[derive(Clone, Debug)]
pub struct Oracle {
    pub account: String,
    pub id: String,
    pub book: Rc<Book>,
    pub inputs: u64,
    pub time: Moment,
    pub session: u64,
    pub kept: Facts,
    pub rests: BTreeMap<String, Rest>,
    pub history: Vec<Happened>,
}

/// The rest of a `do` block, with everything that was known when it fired.
#[derive(Clone, Debug)]
pub struct Rest {
    pub run: Run,
    pub unless: Vec<EventName>,
    pub check_again: bool,
    /// When its wait is over; none while the user's record is asked.
    pub until: Option<Moment>,
}

/// The firing of a trigger or an automation.
#[derive(Clone, Debug)]
pub struct Run {
    pub source: String,
    pub steps: Vec<Step>,
    pub fingerprint: String,
    pub carried: Facts,
    pub kept_before: Facts,
    pub view_before: Facts,
    pub event: Option<EventName>,
    pub input: u64,
}

/// What one step gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub effects: Vec<Effect>,
    /// All timers that are pending afterwards.
    pub timers: BTreeMap<TimerKey, Moment>,
    pub to_user: Vec<ToUser>,
    pub fired: Vec<String>,
    /// What was dropped or not understood: a word and a name, in no order.
    pub audit: BTreeSet<(&'static str, String)>,
}

/// What is known during one input.
#[derive(Clone)]
struct Turn<'a> {
    input: &'a Input,
    view: Facts,
    view_before: Facts,
    acted: BTreeSet<String>,
    /// The first matches whose turn is taken.
    taken: BTreeSet<String>,
    answer: Answer,
}

impl Oracle {
    pub fn new(account: &str, id: &str, book: Rc<Book>) -> Self {
        let (inputs, time, session) = (0, Moment::MIN, 1);
        let (kept, rests) = (Facts::new(), BTreeMap::new());
        let history = vec![Happened { input: 0, time, what: What::Edited(book.clone()) }];
        Self { account: account.into(), id: id.into(), book, inputs, time, session, kept, rests, history }
    }

    /// Takes one input. `stale` says that its timer is not the one that is set.
    pub fn step(&mut self, input: &Input, stale: bool, book: &Rc<Book>) -> Answer {
        self.inputs += 1;
        self.time = self.time.max(input.time);
        let mut view_before = input.view.clone();
        for (key, value) in &input.previous {
            put(&mut view_before, key, value.clone());
        }
        let view = input.view.clone();
        let (acted, taken, answer) = (BTreeSet::new(), BTreeSet::new(), Answer::default());
        let mut turn = Turn { input, view, view_before, acted, taken, answer };
        let before = self.kept.clone();
        let mut events = Vec::new();
        let mut carries = Facts::new();
        match &input.kind {
            InputKind::Event { name, carried, kept } if self.declares(name) => {
                for (key, _) in &input.refused {
                    turn.note("wrong value", key);
                }
                self.told(&mut turn, kept);
                upkeep(&self.book, &before, &mut self.kept, name.as_str(), carried, kept, self.time);
                for (key, value) in carried {
                    let declared = attribute(&self.book, key).filter(|found| found.holder == Holder::Event);
                    if declared.is_some_and(|declared| !fits(&self.book, value, &declared.value_type)) {
                        turn.note("wrong value", key);
                    }
                }
                events.push(name.clone());
                carries.clone_from(carried);
            }
            InputKind::Event { name, .. } => return self.unchanged(turn, "unknown event", name),
            InputKind::Timer { key, .. } if stale => return self.unchanged(turn, "stale timer", key),
            InputKind::Claim { source, .. } if !self.asks(source) => {
                return self.unchanged(turn, "stale claim", source);
            }
            InputKind::Timer { key: TimerKey { source, purpose: Purpose::Wait }, .. } => {
                self.wait_over(&mut turn, source)
            }
            InputKind::Timer { key: TimerKey { source, purpose: Purpose::Due }, .. } => self.due(&mut turn, source),
            InputKind::Claim { source, granted } => self.claim_answered(&mut turn, source, *granted),
            // The random books have no lifecycle and no release, and nobody commands.
            InputKind::Timer { .. } | InputKind::Command { .. } => return turn.answer,
            InputKind::Book => self.edit(&mut turn, book),
        }
        let ended = events.iter().any(|event| event.as_str() == "session.ended");
        self.rounds(&mut turn, before, events, carries);
        let holds = self.stretches(&turn);
        self.happened(What::End { holds });
        self.session += u64::from(ended);
        turn.answer.timers = self.timers();
        turn.answer
    }

    /// What came changes nothing but the number and the time.
    fn unchanged(&self, mut turn: Turn, what: &'static str, name: impl ToString) -> Answer {
        turn.note(what, name);
        turn.answer.timers = self.timers();
        turn.answer
    }

    /// Whether the user's record has been asked for it.
    fn asks(&self, source: &str) -> bool {
        self.rests.get(source).is_some_and(|rest| rest.until.is_none())
    }

    fn happened(&mut self, what: What) {
        self.history.push(Happened { input: self.inputs, time: self.time, what });
    }

    fn declares(&self, name: &EventName) -> bool {
        match name.changed() {
            Some(key) => attribute(&self.book, key).is_some(),
            None => self.book.vocabulary.events.iter().any(|event| event.name == name.as_str()),
        }
    }

    /// The event tells facts that the conversation keeps.
    fn told(&mut self, turn: &mut Turn, facts: &[(String, Option<Value>)]) {
        for (key, value) in facts {
            let Some(attribute) = attribute(&self.book, key).filter(|found| found.holder == Holder::Conversation)
            else {
                continue;
            };
            match value {
                Some(value) if !fits(&self.book, value, &attribute.value_type) => turn.note("wrong value", key),
                value => put(&mut self.kept, key, value.clone()),
            }
        }
    }

    /// 6.4: rounds until nothing more is raised; 6.5: what was before in each of them.
    fn rounds(&mut self, turn: &mut Turn, before: Facts, mut events: Vec<EventName>, mut carried: Facts) {
        let mut was = before.clone();
        let mut base = before;
        loop {
            self.listen(turn, &events, &carried, &was);
            self.happened(What::Came(events));
            events = self.changes(&base);
            if events.is_empty() {
                return;
            }
            was = base;
            base = self.kept.clone();
            carried = Facts::new();
        }
    }

    fn changes(&self, base: &Facts) -> Vec<EventName> {
        let kept = self.book.vocabulary.attributes.iter().filter(|attribute| attribute.holder == Holder::Conversation);
        let value = |facts: &Facts, attribute| effective(&self.book, attribute, facts.get(&attribute.key));
        let mut keys: Vec<&str> = kept
            .filter(|attribute| value(base, attribute) != value(&self.kept, attribute))
            .map(|attribute| attribute.key.as_str())
            .collect();
        keys.sort_unstable();
        keys.into_iter().map(EventName::change_of).collect()
    }

    /// The triggers that listen to one of the events: all looked at, then those that match fire.
    fn listen(&mut self, turn: &mut Turn, events: &[EventName], carried: &Facts, was: &Facts) {
        let dropped = self.rests.extract_if(.., |_, rest| rest.unless.iter().any(|event| events.contains(event)));
        for (source, _) in dropped {
            turn.note("wait dropped", source);
        }
        let book = self.book.clone();
        let snapshot = turn.clone();
        let scene = self.scene(&snapshot, carried, was, &snapshot.view_before, None);
        let mut matching: Vec<&Trigger> = Vec::new();
        for trigger in &book.triggers {
            let listens = trigger.events.iter().any(|event| events.contains(event));
            let may = trigger.active && listens && !turn.acted.contains(&trigger.id);
            if may && in_channel(&scene, trigger.channels.as_ref()) && agrees(&scene, trigger.condition.as_ref()) {
                matching.push(trigger);
            }
        }
        for group in &book.first_matches {
            let first = group.members.iter().find(|member| matching.iter().any(|trigger| trigger.id == **member));
            let Some(first) = first else { continue };
            let free = turn.taken.insert(group.id.clone());
            matching.retain(|trigger| !group.members.contains(&trigger.id) || (free && trigger.id == *first));
        }
        matching.retain(|trigger| self.is_free(&scene, &trigger.id, trigger.once.as_ref()));
        for trigger in matching {
            let event = events.iter().find(|event| trigger.events.contains(event)).cloned();
            let run = Run {
                source: trigger.id.clone(),
                steps: trigger.actions.clone(),
                fingerprint: trigger.actions_fingerprint.clone(),
                carried: carried.clone(),
                kept_before: was.clone(),
                view_before: turn.view_before.clone(),
                event,
                input: self.inputs,
            };
            self.ask_or_fire(turn, run, trigger.once.as_ref());
        }
    }

    /// Neither its `once` nor a pending wait holds it back.
    fn is_free(&self, scene: &Scene, id: &str, once: Option<&Once>) -> bool {
        let held = once.is_some() && held_back(scene, id, once).is_some();
        !held && !self.rests.contains_key(id)
    }

    fn ask_or_fire(&mut self, turn: &mut Turn, run: Run, once: Option<&Once>) {
        match once {
            Some(once) if once.scope == Scope::User => {
                let (source, once, time) = (run.source.clone(), once.clone(), self.time);
                turn.answer.to_user.push(ToUser::Claim { source: source.clone(), once, time });
                self.rests.insert(source, Rest { run, unless: Vec::new(), check_again: false, until: None });
            }
            _ => self.fire(turn, run),
        }
    }

    fn fire(&mut self, turn: &mut Turn, run: Run) {
        self.happened(What::Fired { id: run.source.clone(), session: self.session });
        turn.answer.fired.push(run.source.clone());
        self.go_on(turn, run);
    }

    /// Runs its steps up to the first wait.
    fn go_on(&mut self, turn: &mut Turn, run: Run) {
        turn.acted.insert(run.source.clone());
        let groups = self.book.first_matches.iter().filter(|group| group.members.contains(&run.source));
        turn.taken.extend(groups.map(|group| group.id.clone()));
        for (index, step) in run.steps.iter().enumerate() {
            match &step.kind {
                StepKind::Wait { duration, unless, check_again } => {
                    let steps = run.steps[index + 1..].to_vec();
                    let (unless, check_again) = (unless.clone(), *check_again);
                    let until = Some(self.time.plus(*duration));
                    let run = Run { steps, ..run };
                    self.rests.insert(run.source.clone(), Rest { run, unless, check_again, until });
                    return;
                }
                StepKind::Act { .. } => self.act(turn, &run, &step.kind),
            }
        }
    }

    fn act(&mut self, turn: &mut Turn, run: &Run, step: &StepKind) {
        let StepKind::Act { action, arguments, write, needs } = step else { return };
        let scene = self.scene(turn, &run.carried, &run.kept_before, &run.view_before, None);
        if needs.iter().any(|read| scene.read(read).is_none()) {
            return;
        }
        let json = |(slot, argument): &(String, Argument)| (slot.clone(), actions::json(&scene, argument));
        let said = arguments.iter().map(json).collect();
        let written = write.as_ref().and_then(|write| written(&scene, write, arguments));
        let key = EffectKey {
            account: self.account.clone(),
            conversation: self.id.clone(),
            input: self.inputs,
            effect: u32::try_from(turn.answer.effects.len()).expect("few effects") + 1,
        };
        let effect =
            Effect { key, time: self.time, source: run.source.clone(), action: action.clone(), arguments: said };
        turn.answer.effects.push(effect);
        if let Some((key, value)) = written {
            self.write(turn, key, value);
        }
    }

    fn write(&mut self, turn: &mut Turn, key: String, value: Option<Value>) {
        match attribute(&self.book, &key).map(|attribute| attribute.holder) {
            Some(Holder::Conversation) => put(&mut self.kept, &key, value),
            Some(Holder::User) => {
                put(&mut turn.view, &key, value.clone());
                turn.answer.to_user.push(ToUser::Write { key, value, time: self.time });
            }
            _ => {}
        }
    }

    /// 6.7: a wait is over.
    fn wait_over(&mut self, turn: &mut Turn, source: &str) {
        let Some(rest) = self.rests.remove(source) else { return };
        let (run, by) = (&rest.run, rest.run.event.as_ref().map(|event| (event, rest.run.input)));
        let scene = self.scene(turn, &run.carried, &run.kept_before, &run.view_before, by);
        if rest.check_again && !agrees(&scene, self.condition(source)) {
            turn.note("wait dropped", source);
            return;
        }
        self.go_on(turn, rest.run);
    }

    fn condition(&self, source: &str) -> Option<&Condition> {
        let trigger = self.book.triggers.iter().find(|trigger| trigger.id == source);
        let automation = self.book.automations.iter().find(|automation| automation.id == source);
        match trigger {
            Some(trigger) => trigger.condition.as_ref(),
            None => automation.and_then(|automation| automation.condition.as_ref()),
        }
    }

    /// The user's record has answered.
    fn claim_answered(&mut self, turn: &mut Turn, source: &str, granted: bool) {
        let Some(rest) = self.rests.remove(source) else { return };
        if granted {
            self.fire(turn, rest.run);
        }
    }

    /// An automation is due.
    fn due(&mut self, turn: &mut Turn, source: &str) {
        let book = self.book.clone();
        let Some(automation) = book.automations.iter().find(|automation| automation.id == source) else { return };
        if let Some(id) = &automation.only_during
            && !hours::is_open(hours::schedule(&book, id), self.time)
        {
            let moved = Some(hours::next_opening(hours::schedule(&book, id), self.time));
            return self.happened(What::Due { id: source.into(), moved });
        }
        self.happened(What::Due { id: source.into(), moved: None });
        let (nothing, kept) = (Facts::new(), self.kept.clone());
        let scene = self.scene(turn, &nothing, &kept, &turn.view_before, None);
        // `at` fires at each such moment at which its condition holds.
        let still = match &automation.timing {
            Timing::At { condition, .. } => agrees(&scene, condition.as_ref()),
            Timing::After { .. } => true,
        };
        let agreed =
            still && in_channel(&scene, automation.channels.as_ref()) && agrees(&scene, automation.condition.as_ref());
        if agreed && self.is_free(&scene, source, automation.once.as_ref()) {
            let run = Run {
                source: source.into(),
                steps: automation.actions.clone(),
                fingerprint: automation.actions_fingerprint.clone(),
                carried: nothing.clone(),
                kept_before: kept.clone(),
                view_before: turn.view_before.clone(),
                event: None,
                input: self.inputs,
            };
            self.ask_or_fire(turn, run, automation.once.as_ref());
        }
    }

    /// 6.8: a new book.
    fn edit(&mut self, turn: &mut Turn, book: &Rc<Book>) {
        let before = self.timers();
        self.book = book.clone();
        self.happened(What::Edited(book.clone()));
        let stays = |rest: &Rest| {
            let triggers =
                book.triggers.iter().map(|trigger| (&trigger.id, trigger.active, &trigger.actions_fingerprint));
            let automations = book.automations.iter().map(|one| (&one.id, one.active, &one.actions_fingerprint));
            let same = (&rest.run.source, true, &rest.run.fingerprint);
            triggers.chain(automations).any(|one| one == same)
        };
        self.rests.retain(|_, rest| stays(rest));
        let after = self.timers();
        for key in before.into_keys().filter(|key| !after.contains_key(key)) {
            turn.note("dropped by edit", key);
        }
    }

    /// Which conditions of `while` hold now.
    fn stretches(&self, turn: &Turn) -> BTreeMap<String, bool> {
        let nothing = Facts::new();
        let scene = self.scene(turn, &nothing, &self.kept, &turn.view_before, None);
        let condition = |timing: &Timing| match timing {
            Timing::After { base: Base::While(condition), .. } => Some(holds(&scene, condition)),
            Timing::After { .. } => None,
            Timing::At { condition, .. } => Some(agrees(&scene, condition.as_ref())),
        };
        let active = self.book.automations.iter().filter(|automation| automation.active);
        active.filter_map(|automation| Some((automation.id.clone(), condition(&automation.timing)?))).collect()
    }

    /// All timers that are set.
    pub fn timers(&self) -> BTreeMap<TimerKey, Moment> {
        let key = |source: &str, purpose| TimerKey { source: source.into(), purpose };
        let due = |id: &str| Some((key(id, Purpose::Due), history::due(&self.history, id)?));
        let waits = self.rests.iter().filter_map(|(id, rest)| Some((key(id, Purpose::Wait), rest.until?)));
        waits.chain(self.book.automations.iter().filter_map(|automation| due(&automation.id))).collect()
    }

    fn scene<'a>(
        &'a self,
        turn: &'a Turn,
        carried: &'a Facts,
        kept_before: &'a Facts,
        view_before: &'a Facts,
        fired_by: Option<(&'a EventName, u64)>,
    ) -> Scene<'a> {
        Scene {
            book: &self.book,
            now: self.time,
            kept: &self.kept,
            kept_before,
            view: &turn.view,
            view_before,
            carried,
            user_marks: &turn.input.user_marks,
            history: &self.history,
            id: &self.id,
            session: self.session,
            fired_by,
        }
    }
}

impl Turn<'_> {
    fn note(&mut self, what: &'static str, name: impl ToString) {
        self.answer.audit.insert((what, name.to_string()));
    }
}

fn agrees(scene: &Scene, condition: Option<&Condition>) -> bool {
    condition.is_none_or(|condition| holds(scene, condition))
}

fn in_channel(scene: &Scene, channels: Option<&Vec<String>>) -> bool {
    let Some(channels) = channels else { return true };
    let Some(attribute) = attribute(scene.book, "conversation.channel") else { return false };
    match effective(scene.book, attribute, scene.kept.get(&attribute.key)) {
        Some(Value::Text(name) | Value::Enum(name)) => channels.contains(&name),
        _ => false,
    }
}

/// The fact that an action changes, and its new value.
fn written(scene: &Scene, write: &Write, arguments: &[(String, Argument)]) -> Option<(String, Option<Value>)> {
    let (Write::Set { key, argument } | Write::Add { key, argument } | Write::Remove { key, argument }) = write;
    let (_, given) = arguments.iter().find(|(slot, _)| slot == argument)?;
    let Some(given) = actions::value(scene, given) else {
        // Without a value, `set` takes the fact away; there is no member to add or remove.
        return matches!(write, Write::Set { .. }).then(|| (key.clone(), None));
    };
    let given = super::facts::normal(&given);
    let declared = attribute(scene.book, key)?;
    let facts = if declared.holder == Holder::Conversation { scene.kept } else { scene.view };
    let mut members = match effective(scene.book, declared, facts.get(key)) {
        Some(Value::List(members)) => members,
        _ => Vec::new(),
    };
    let value = match write {
        Write::Set { .. } => given,
        Write::Add { .. } => {
            if !members.contains(&given) {
                members.push(given);
            }
            Value::List(members)
        }
        Write::Remove { .. } => {
            members.retain(|member| *member != given);
            Value::List(members)
        }
    };
    Some((key.clone(), Some(value)))
}
