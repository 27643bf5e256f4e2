//! What an action does, and who may do it.

use whenbook::ir::test::Commander;
use whenbook::ir::{Argument, Name, Step, StepKind, Value, Write};
use whenbook::runtime::outcome::AssignTo;
use whenbook::runtime::{Deed, Effect, EffectKey, ToDesk, ToUser};

use super::actions;
use super::facts::{Scene, attribute, effective, fits, normal};
use super::machine::{Oracle, Run, Turn};
use super::silence::Notice;
use super::states::{Allowed, Manner};
use super::upkeep::{keep, put};
use whenbook::ir::vocabulary::Holder;

type Written = (Name, Option<Value>);

impl Oracle {
    pub fn act(&mut self, turn: &mut Turn, run: &Run, step: &StepKind) {
        let StepKind::Act { action, arguments, write, needs } = step else { return };
        let seen = turn.clone();
        // Who goes on after a wait or an answer does not count the event that fired it either.
        let own = run.event.as_ref().filter(|_| run.input != self.inputs).map(|event| (event, run.input));
        let scene = self.scene(&seen, &run.carried, &run.kept_before, &run.view_before, own);
        if needs.iter().any(|read| scene.read(read).is_none()) {
            return;
        }
        let permissions = self.book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.permissions);
        let mut permissions = permissions.filter(|permission| permission.actions.contains(action));
        if permissions.any(|permission| run.role.as_ref() != Some(&permission.role)) {
            return turn.note("refused", format!("{} {action}", run.source));
        }
        let written = write.as_ref().and_then(|write| written(&scene, write, arguments));
        let set = written.as_ref().filter(|_| action == "set");
        if set.is_some_and(|(key, value)| value.is_none() && self.machines().iter().any(|one| *key == one.attribute)) {
            // A state cannot be unknown.
            return turn.note("refused", format!("{} {action}", run.source));
        }
        let target = set.and_then(|(key, value)| match value {
            Some(Value::Enum(state)) => Some((key.as_str(), state.as_str())),
            _ => None,
        });
        let allowed = self.allowed(&scene, action, target);
        let also = also(&scene, action, arguments, matches!(allowed, Allowed::Moves(_)));
        // A snooze until now, or until earlier.
        let passed = matches!(&also, Some((_, Some(Value::Time(until)))) if *until <= self.time);
        if matches!(allowed, Allowed::No) || self.is_too_long(write.as_ref(), &written) || passed {
            return turn.note("refused", format!("{} {action}", run.source));
        }
        let json = |(slot, argument): &(String, Argument)| (slot.clone(), actions::json(&scene, argument));
        let mut said: serde_json::Map<_, _> = arguments.iter().map(json).collect();
        if matches!(action.as_str(), "send" | "remind") && !said.contains_key("sender") {
            let agent = attribute(&self.book, "account.ai_agent");
            let agent = agent.and_then(|agent| effective(&self.book, agent, turn.view.get("account.ai_agent")));
            said.extend(agent.map(|agent| ("sender".to_owned(), actions::json_of(&agent))));
        }
        let asks = asks(&scene, action, arguments).filter(|_| self.book.assignment.is_some());
        let key = EffectKey {
            account: self.account.clone(),
            conversation: self.id.clone(),
            input: self.inputs,
            effect: u32::try_from(turn.answer.effects.len()).expect("few effects") + 1,
        };
        let deed = Deed {
            source: run.source.clone(),
            action: action.into(),
            arguments: said.into_iter().map(|(name, value)| (name.into(), value)).collect(),
        };
        let effect = Effect { key, time: self.time, deed: deed.into() };
        turn.answer.effects.push(effect);
        if let Some(to) = asks {
            let (by, time) = (run.actor.clone(), self.time);
            turn.answer.to_desk.push(ToDesk::Assign { to, by, time });
        }
        let actor = if action == "suspend user" { "suspension" } else { &run.actor };
        let manner = if run.source == "capacity release" { Manner::Release } else { Manner::Hand };
        let mut moved = false;
        if let Allowed::Moves(moves) = allowed {
            moved = true;
            for (machine, transition, to) in moves {
                self.enter(turn, &machine, &transition, &to, action, Some(actor), manner);
            }
        }
        for (key, value) in written.filter(|_| !(moved && action == "set")).into_iter().chain(also) {
            let before = self.kept.clone();
            self.write(turn, key, value);
            self.set_without_lifecycle(&before, manner);
        }
        if matches!(write, Some(Write::Set { key, .. }) if key == "conversation.status") && manner == Manner::Hand {
            // Be it to what it is already.
            self.note_silence(Notice::StatusSet);
        }
    }

    /// A limited list would have too many values.
    fn is_too_long(&self, write: Option<&Write>, written: &Option<Written>) -> bool {
        let (Some(Write::Set { key, .. } | Write::Add { key, .. }), Some((_, Some(Value::List(members))))) =
            (write, written)
        else {
            return false;
        };
        let limits = self.book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.limits);
        let mut limits = limits.filter(|limit| limit.attribute == *key);
        let there = attribute(&self.book, key).and_then(|one| effective(&self.book, one, self.kept.get(key.as_str())));
        limits.any(|limit| members.len() > limit.at_most as usize && there != Some(Value::List(members.clone())))
    }

    pub fn write(&mut self, turn: &mut Turn, key: Name, value: Option<Value>) {
        match attribute(&self.book, &key).map(|attribute| attribute.holder) {
            Some(Holder::Conversation) => keep(&self.book, &mut self.kept, &key, value),
            Some(Holder::User) => {
                put(&mut turn.view, &key, value.clone());
                turn.answer.to_user.push(ToUser::Write { key, value, time: self.time });
            }
            _ => {}
        }
    }

    /// What nobody can command with this book, in words.
    pub fn unknown(&self, step: &Step) -> Option<String> {
        let StepKind::Act { action, arguments, write, .. } = &step.kind else { return Some("wait".into()) };
        let wrong = write.as_ref().is_some_and(|write| self.is_wrong(write, arguments));
        wrong.then(|| action.clone())
    }

    /// Somebody does something by hand.
    pub fn command(&mut self, turn: &mut Turn, by: &Commander, step: &Step) {
        let source = by.role.as_ref().unwrap_or(&by.actor).into();
        let run = Run {
            source,
            steps: vec![step.clone()],
            fingerprint: String::new(),
            carried: Default::default(),
            kept_before: self.kept.clone(),
            view_before: turn.view_before.clone(),
            event: None,
            input: self.inputs,
            actor: by.actor.clone(),
            role: by.role.clone(),
        };
        self.act(turn, &run, &step.kind);
    }

    /// Whether it would set what is no value of that attribute.
    fn is_wrong(&self, write: &Write, arguments: &[(String, Argument)]) -> bool {
        let Write::Set { key, argument } = write else { return false };
        let literal = arguments.iter().find(|(slot, _)| slot == argument).and_then(|(_, argument)| match argument {
            Argument::Value(whenbook::ir::Operand::Literal(value)) => Some(value),
            _ => None,
        });
        let declared = attribute(&self.book, key);
        literal.zip(declared).is_some_and(|(value, declared)| !fits(&self.book, value, &declared.value_type))
    }
}

/// What an action writes that no slot names.
fn also(scene: &Scene, action: &str, arguments: &[(String, Argument)], moved: bool) -> Option<Written> {
    let yes = |key: &str| Some((key.into(), Some(Value::Boolean(true))));
    let slot = |name: &str| {
        let (_, argument) = arguments.iter().find(|(slot, _)| slot == name)?;
        actions::value(scene, argument)
    };
    let until = match action {
        "remind" => return yes("conversation.inactivity_notice"),
        "suspend user" => return yes("user.suspended"),
        "snooze for" => match slot("time") {
            Some(Value::Duration(length)) => Some(Value::Time(scene.now.plus(length))),
            _ => None,
        },
        "snooze until" => slot("time").or_else(|| slot("schedule")),
        _ => None,
    };
    // Parked until nothing is said: until the customer writes.
    let snoozes = moved && action.starts_with("snooze ");
    snoozes.then(|| ("conversation.snoozed_until".into(), until))
}

/// What an action asks the desk for.
fn asks(scene: &Scene, action: &str, arguments: &[(String, Argument)]) -> Option<AssignTo> {
    let name = || match arguments.iter().find(|(slot, _)| slot == "name") {
        Some((_, argument)) => match actions::value(scene, argument) {
            Some(Value::Text(name)) => Some(String::from(name)),
            _ => None,
        },
        None => None,
    };
    match action {
        "assign to group" => name().map(AssignTo::Group),
        "assign to agent" => name().map(AssignTo::Agent),
        "assign automatically" => Some(AssignTo::Automatically),
        "unassign" => Some(AssignTo::Nobody),
        _ => None,
    }
}

/// The fact that an action changes, and its new value.
fn written(scene: &Scene, write: &Write, arguments: &[(String, Argument)]) -> Option<Written> {
    let (Write::Set { key, argument } | Write::Add { key, argument } | Write::Remove { key, argument }) = write;
    let (_, given) = arguments.iter().find(|(slot, _)| slot == argument)?;
    let Some(given) = actions::value(scene, given) else {
        // Without a value, `set` takes the fact away; there is no member to add or remove.
        return matches!(write, Write::Set { .. }).then(|| (key.into(), None));
    };
    let given = normal(&given);
    let declared = attribute(scene.book, key)?;
    let facts = if declared.holder == Holder::Conversation { scene.kept } else { scene.view };
    let mut members = match effective(scene.book, declared, facts.get(key.as_str())) {
        Some(Value::List(members)) => members.to_vec(),
        _ => Vec::new(),
    };
    let value = match write {
        Write::Set { .. } => given,
        Write::Add { .. } => {
            if !members.contains(&given) {
                members.push(given);
            }
            Value::List(members.into())
        }
        Write::Remove { .. } => {
            members.retain(|member| *member != given);
            Value::List(members.into())
        }
    };
    Some((key.into(), Some(value)))
}
