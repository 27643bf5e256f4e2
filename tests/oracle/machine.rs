//! One step of a conversation, in the words of section 6 of the language page.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use whenbook::ir::vocabulary::Holder;
use whenbook::ir::{
    Base, Book, Condition, EventName, Moment, Name, Once, Scope, Step, StepKind, Timing, Trigger, Value,
};
use whenbook::runtime::conversation::{Purpose, TimerKey};
use whenbook::runtime::{Claim, Effect, Facts, Input, InputKind, ToDesk, ToUser};

use super::conditions::{held_back, holds};
use super::facts::{Scene, attribute, effective, fits};
use super::history::{self, Happened, What};
use super::hours;
use super::make::actions::DELETE;
use super::make::stream::Told;
use super::silence::Notice;
use super::states::suspended;
use super::upkeep::{keep, put, upkeep, user_upkeep};

/// A conversation with all that has ever happened in it.
#[derive(Clone, Debug)]
pub struct Oracle {
    pub account: Name,
    pub id: Name,
    pub book: Rc<Book>,
    pub inputs: u64,
    pub time: Moment,
    pub session: u64,
    pub kept: Facts,
    pub rests: BTreeMap<Name, Rest>,
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
    pub source: Name,
    pub steps: Vec<Step>,
    pub fingerprint: String,
    pub carried: Facts,
    pub kept_before: Facts,
    pub view_before: Facts,
    pub event: Option<EventName>,
    pub input: u64,
    /// Who acts, as a value of the enum `actor`.
    pub actor: String,
    /// Their role in the team.
    pub role: Option<String>,
}

/// What one step gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub effects: Vec<Effect>,
    /// All timers that are pending afterwards.
    pub timers: BTreeMap<TimerKey, Moment>,
    pub to_user: Vec<ToUser>,
    pub to_desk: Vec<ToDesk>,
    pub new_conversation: bool,
    /// Attribute, from, to, and what moved it.
    pub moves: Vec<[String; 4]>,
    pub fired: Vec<Name>,
    /// What was dropped or not understood: a word and a name, in no order.
    pub audit: BTreeSet<(&'static str, String)>,
}

/// What is known during one input.
#[derive(Clone)]
pub struct Turn<'a> {
    pub input: &'a Input,
    pub view: Facts,
    pub view_before: Facts,
    acted: BTreeSet<Name>,
    /// The first matches whose turn is taken.
    taken: BTreeSet<String>,
    /// The transitions that an event has moved: which of which machine.
    pub moved: BTreeSet<(String, usize)>,
    /// The timers that were set before it.
    pub timers: BTreeSet<TimerKey>,
    /// The events for the next round, with who stands behind each.
    raised: Vec<(EventName, Option<String>)>,
    /// Of those, and of those of this round, whose state's move has raised each, and how many moves there had been.
    raised_by: BTreeMap<EventName, (String, usize)>,
    pub heard_by: BTreeMap<EventName, (String, usize)>,
    pub answer: Answer,
}

impl Oracle {
    pub fn new(account: &str, id: &str, book: Rc<Book>) -> Self {
        let (inputs, time, session) = (0, Moment::MIN, 1);
        let (kept, rests) = (Facts::new(), BTreeMap::new());
        let history = vec![Happened { input: 0, time, what: What::Edited(book.clone()) }];
        Self { account: account.into(), id: id.into(), book, inputs, time, session, kept, rests, history }
    }

    /// The one that takes its place: with its channel.
    pub fn successor(&self, id: &str) -> Self {
        let mut new = Self::new(&self.account, id, self.book.clone());
        let channel = self.kept.get("conversation.channel").cloned();
        put(&mut new.kept, "conversation.channel", channel);
        new
    }

    /// Takes one input. `stale` says that its timer is not the one that is set.
    pub fn step(&mut self, input: &Input, stale: bool, book: &Rc<Book>) -> Answer {
        self.inputs += 1;
        self.time = self.time.max(input.time);
        let mut view_before = view_of(input);
        for (key, value) in &input.previous {
            put(&mut view_before, key, value.clone());
        }
        let mut turn = Turn::new(input, view_before);
        turn.timers = self.timers().into_keys().collect();
        let before = self.kept.clone();
        let mut events = Vec::new();
        let mut carries = Facts::new();
        match &input.kind {
            InputKind::Event { name, .. } if !self.declares(name) => {
                return self.unchanged(turn, "unknown event", name);
            }
            InputKind::Event { name, carried, kept } => {
                let name = suspended(&turn.view).and_then(|instead| instead(name)).unwrap_or_else(|| name.clone());
                if self.belongs_to_a_new_one(&turn, &name, carried) {
                    turn.answer.new_conversation = true;
                    turn.answer.timers = self.timers();
                    return turn.answer;
                }
                for (key, _) in &input.refused {
                    turn.note("wrong value", key);
                }
                self.told(&mut turn, kept);
                self.keep_up(&before, &name, carried, kept, None, false);
                self.told_states(&mut turn, &before);
                for (key, value) in carried.iter() {
                    let declared = attribute(&self.book, key).filter(|found| found.holder == Holder::Event);
                    if declared.is_some_and(|declared| !fits(&self.book, value, &declared.value_type)) {
                        turn.note("wrong value", key);
                    }
                }
                events.push((name, None));
                carries.clone_from(carried);
            }
            InputKind::Timer { key, .. } if stale => return self.unchanged(turn, "stale timer", key),
            InputKind::Claim { source, input, .. } if !self.asks(source, *input) => {
                return self.unchanged(turn, "stale claim", source);
            }
            InputKind::Timer { key: TimerKey { source, purpose: Purpose::Wait }, .. } => {
                self.wait_over(&mut turn, source)
            }
            InputKind::Timer { key: TimerKey { source, purpose: Purpose::Due }, .. } => self.due(&mut turn, source),
            InputKind::Timer { key: TimerKey { purpose: Purpose::Release, .. }, .. } => self.stage_came(&mut turn),
            InputKind::Timer { key: TimerKey { purpose: Purpose::Snooze, .. }, .. } => {
                let (name, actor) = (EventName::new("snooze.over"), Some("snooze"));
                self.keep_up(&before, &name, &carries, &[], actor, false);
                events.push((name, actor.map(Into::into)));
            }
            InputKind::Claim { source, granted, .. } => self.claim_answered(&mut turn, source, *granted),
            InputKind::Command { by, step } => match self.unknown(step) {
                Some(words) => {
                    let source = by.role.as_ref().unwrap_or(&by.actor);
                    return self.unchanged(turn, "refused", format!("{source} {words}"));
                }
                None => self.command(&mut turn, by, step),
            },
            InputKind::Book => self.edit(&mut turn, book),
        }
        let ended = self.rounds(&mut turn, before, events, carries);
        let holds = self.stretches(&turn);
        self.happened(What::End { holds, done: self.is_over_for_good() });
        let deleted = turn.answer.effects.iter().any(|effect| effect.action == DELETE);
        if deleted || self.is_over() || self.has_come(&["conversation.closed", "session.ended"]) {
            // The desk does not know of it any more.
            turn.answer.to_desk.clear();
        }
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
    fn asks(&self, source: &str, input: u64) -> bool {
        self.rests.get(source).is_some_and(|rest| rest.until.is_none() && rest.run.input == input)
    }

    pub fn happened(&mut self, what: What) {
        self.history.push(Happened { input: self.inputs, time: self.time, what });
    }

    pub fn declares(&self, name: &EventName) -> bool {
        match name.changed() {
            Some(key) => attribute(&self.book, key).is_some(),
            None => self.book.vocabulary.events.iter().any(|event| event.name == name.as_str()),
        }
    }

    /// The event tells facts that the conversation keeps.
    fn told(&mut self, turn: &mut Turn, facts: &[(Name, Option<Value>)]) {
        for (key, value) in facts {
            let Some(attribute) = attribute(&self.book, key).filter(|found| found.holder == Holder::Conversation)
            else {
                continue;
            };
            match value {
                Some(value) if !fits(&self.book, value, &attribute.value_type) => turn.note("wrong value", key),
                value => keep(&self.book, &mut self.kept, key, value.clone()),
            }
        }
    }

    /// 6.4: rounds until nothing more is raised; 6.5: what was before in each of them. Whether a session has ended.
    fn rounds(
        &mut self,
        turn: &mut Turn,
        before: Facts,
        mut events: Vec<(EventName, Option<String>)>,
        mut carried: Facts,
    ) -> bool {
        let mut was = before.clone();
        let mut base = before;
        let mut ended = false;
        loop {
            let names: Vec<EventName> = events.iter().map(|(name, _)| name.clone()).collect();
            ended |= names.iter().any(|name| name.as_str() == "session.ended");
            self.drop_waits(turn, &names);
            self.moves(turn, &events, &carried, &was);
            self.hear_silence(turn, &events);
            self.listen(turn, &names, &carried, &was);
            let round = self.history.iter().rev().take_while(|entry| !matches!(entry.what, What::Came { .. }));
            let ended_now = round.into_iter().any(|entry| matches!(entry.what, What::Final));
            self.happened(What::Came { events: names, over: self.is_over_for_good() || ended_now });
            events = std::mem::take(&mut turn.raised);
            turn.heard_by = std::mem::take(&mut turn.raised_by);
            events.extend(self.changes(&base).into_iter().map(|name| (name, None)));
            if events.is_empty() {
                return ended;
            }
            was = base;
            base = self.kept.clone();
            carried = Facts::new();
            for (name, actor) in events.iter().filter(|(name, _)| name.changed().is_none()) {
                let before = self.kept.clone();
                let outdated = turn.is_outdated(name).is_some();
                self.keep_up(&before, name, &carried, &[], actor.as_deref(), outdated);
                self.told_states(turn, &before);
                self.tell_record(turn, name);
            }
        }
    }

    fn keep_up(
        &mut self,
        before: &Facts,
        name: &EventName,
        carried: &Facts,
        told: &[Told],
        actor: Option<&str>,
        outdated: bool,
    ) {
        upkeep(&self.book, before, &mut self.kept, name.as_str(), carried, told, self.time, actor, outdated);
    }

    /// What the user's record keeps up to date when the conversation itself raises an event.
    fn tell_record(&mut self, turn: &mut Turn, event: &EventName) {
        if let Some((key, value)) = user_upkeep(event) {
            self.write(turn, key, Some(value));
        }
    }

    /// Whether one of these events came in this input.
    pub fn has_come(&self, names: &[&str]) -> bool {
        let inputs = self.inputs;
        self.history.iter().rev().take_while(|entry| entry.input == inputs).any(|entry| match &entry.what {
            What::Came { events, .. } => events.iter().any(|event| names.contains(&event.as_str())),
            _ => false,
        })
    }

    fn changes(&self, base: &Facts) -> Vec<EventName> {
        let kept = self.book.vocabulary.attributes.iter().filter(|attribute| attribute.holder == Holder::Conversation);
        let value = |facts: &Facts, attribute| effective(&self.book, attribute, facts.get(attribute.key.as_str()));
        let mut keys: Vec<&str> = kept
            .filter(|attribute| value(base, attribute) != value(&self.kept, attribute))
            .map(|attribute| attribute.key.as_str())
            .collect();
        keys.sort_unstable();
        keys.into_iter().map(EventName::change_of).collect()
    }

    fn drop_waits(&mut self, turn: &mut Turn, events: &[EventName]) {
        let dropped = self.rests.extract_if(.., |_, rest| rest.unless.iter().any(|event| events.contains(event)));
        for (source, _) in dropped {
            turn.note("wait dropped", source);
        }
    }

    /// The triggers that listen to one of the events: all looked at, then those that match fire.
    fn listen(&mut self, turn: &mut Turn, events: &[EventName], carried: &Facts, was: &Facts) {
        let book = self.book.clone();
        let snapshot = turn.clone();
        let scene = self.scene(&snapshot, carried, was, &snapshot.view_before, None);
        let mut matching: Vec<&Trigger> = Vec::new();
        for trigger in &book.triggers {
            let listens = trigger.events.iter().any(|event| events.contains(event));
            let may = trigger.active && listens && !turn.acted.contains(trigger.id.as_str());
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
                source: trigger.id.as_str().into(),
                steps: trigger.actions.clone(),
                fingerprint: trigger.actions_fingerprint.clone(),
                carried: carried.clone(),
                kept_before: was.clone(),
                view_before: turn.view_before.clone(),
                event,
                input: self.inputs,
                actor: "rule".into(),
                role: None,
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
                let claim = Claim { source: source.clone(), once, time, input: run.input };
                turn.answer.to_user.push(ToUser::Claim(claim));
                self.rests.insert(source, Rest { run, unless: Vec::new(), check_again: false, until: None });
            }
            _ => self.fire(turn, run),
        }
    }

    fn fire(&mut self, turn: &mut Turn, run: Run) {
        self.happened(What::Fired { id: run.source.to_string(), session: self.session });
        turn.answer.fired.push(run.source.clone());
        self.go_on(turn, run);
    }

    /// Runs its steps up to the first wait.
    fn go_on(&mut self, turn: &mut Turn, run: Run) {
        turn.acted.insert(run.source.clone());
        let groups =
            self.book.first_matches.iter().filter(|group| group.members.iter().any(|member| *member == run.source));
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
                actor: "rule".into(),
                role: None,
            };
            self.ask_or_fire(turn, run, automation.once.as_ref());
        }
    }

    /// 6.8: a new book.
    fn edit(&mut self, turn: &mut Turn, book: &Rc<Book>) {
        let before = self.timers();
        self.book = book.clone();
        self.happened(What::Edited(book.clone()));
        self.note_silence(Notice::Edited);
        let stays = |rest: &Rest| {
            let triggers =
                book.triggers.iter().map(|trigger| (trigger.id.as_str(), trigger.active, &trigger.actions_fingerprint));
            let automations =
                book.automations.iter().map(|one| (one.id.as_str(), one.active, &one.actions_fingerprint));
            let same = (rest.run.source.as_str(), true, &rest.run.fingerprint);
            triggers.chain(automations).any(|one| one == same)
        };
        self.rests.retain(|_, rest| stays(rest));
        let after = self.timers();
        for key in before.into_keys().filter(|key| !after.contains_key(key)) {
            turn.note("dropped by edit", key);
        }
    }

    /// Which conditions of `while` hold now; none while the status is final.
    fn stretches(&self, turn: &Turn) -> BTreeMap<String, bool> {
        if self.is_over_for_good() {
            return BTreeMap::new();
        }
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
        let release = self.silence().next.map(|next| (key("capacity release", Purpose::Release), next.due));
        let snooze = self.snoozed_until().map(|until| (key("the snooze", Purpose::Snooze), until));
        waits
            .chain(release)
            .chain(snooze)
            .chain(self.book.automations.iter().filter_map(|automation| due(&automation.id)))
            .collect()
    }

    pub fn scene<'a>(
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

/// What is seen of the user and the account.
fn view_of(input: &Input) -> Facts {
    input.user.iter().chain(&*input.account).map(|(key, value)| (key.clone(), value.clone())).collect()
}

impl<'a> Turn<'a> {
    fn new(input: &'a Input, view_before: Facts) -> Self {
        Self {
            input,
            view: view_of(input),
            view_before,
            acted: BTreeSet::new(),
            taken: BTreeSet::new(),
            moved: BTreeSet::new(),
            timers: BTreeSet::new(),
            raised: Vec::new(),
            raised_by: BTreeMap::new(),
            heard_by: BTreeMap::new(),
            answer: Answer::default(),
        }
    }

    /// Whose states have moved on since their move raised the event.
    pub fn is_outdated(&self, event: &EventName) -> Option<&str> {
        let (attribute, moves) = self.heard_by.get(event)?;
        self.answer.moves[*moves..].iter().any(|moved| moved[0] == *attribute).then_some(attribute.as_str())
    }

    /// A move of a state raises it: the last one that does counts.
    pub fn raise_by(&mut self, event: &EventName, actor: Option<&str>, attribute: &str) {
        self.raise(event, actor);
        self.raised_by.insert(event.clone(), (attribute.to_owned(), self.answer.moves.len()));
    }

    pub fn raise(&mut self, event: &EventName, actor: Option<&str>) {
        self.raised_by.remove(event);
        // Each once, as it came first.
        if self.raised.iter().all(|(other, _)| other != event) {
            self.raised.push((event.clone(), actor.map(Into::into)));
        }
    }

    pub fn note(&mut self, what: &'static str, name: impl ToString) {
        self.answer.audit.insert((what, name.to_string()));
    }
}

pub fn agrees(scene: &Scene, condition: Option<&Condition>) -> bool {
    condition.is_none_or(|condition| holds(scene, condition))
}

fn in_channel(scene: &Scene, channels: Option<&Vec<String>>) -> bool {
    let Some(channels) = channels else { return true };
    let Some(attribute) = attribute(scene.book, "conversation.channel") else { return false };
    match effective(scene.book, attribute, scene.kept.get(attribute.key.as_str())) {
        Some(Value::Text(name) | Value::Enum(name)) => channels.iter().any(|own| name == *own),
        _ => false,
    }
}
