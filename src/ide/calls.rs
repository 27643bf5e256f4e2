//! What wakes what: rules, and the events that their actions raise, changes of attributes and moves of a lifecycle among
//! them.

use std::collections::BTreeSet;

use super::hints::event_name;
use super::outline::{self, Item};
use super::{Analysis, Position, Symbol};
use crate::diagnostic::{FileId, Location, Span};
use crate::runtime::maintained::{ALSO, LIST_ACTIONS, STATUS, UPKEEP, WENT_INACTIVE};
use crate::semantics::names::Kind;
use crate::syntax::ast::{
    Action, ActionKind, ActionPart, AfterBase, AssignmentClause, Cause, ClauseKind, Declaration, DeclarationKind,
    LifecycleClause, Path, StateRule, States, Word,
};

/// One rule that wakes another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The other one.
    pub item: Item,
    /// The actions that raise what is heard.
    pub from: Vec<Span>,
    /// What is heard.
    pub heard: Vec<String>,
}

/// The rule that stands at a position: named there, or around it.
#[must_use]
pub fn rule_at(analysis: &Analysis, position: Position) -> Option<Item> {
    let rule = |kind: Kind| matches!(kind, Kind::Trigger | Kind::Automation);
    let named = Symbol::at(analysis, position).filter(|symbol| rule(symbol.kind));
    let place = named.and_then(|symbol| symbol.declared(analysis).first().copied());
    let place = place.unwrap_or(Location { file: position.file, span: Span::empty(position.offset) });
    let declaration = declared(analysis, place)?;
    actions(declaration)?;
    item(analysis, place.file, declaration)
}

/// The rules that hear what the rule at that place raises or changes.
#[must_use]
pub fn outgoing(analysis: &Analysis, place: Location) -> Vec<Call> {
    let Some(all) = declared(analysis, place).and_then(actions) else { return Vec::new() };
    let lifecycles = lifecycles(analysis);
    let raised: Vec<(Span, BTreeSet<String>)> =
        all.iter().map(|action| (action.span, raised(analysis, &lifecycles, action))).collect();
    let mut calls = Vec::new();
    for (file, declaration) in rules(analysis) {
        let heard = heard(declaration);
        let from = raised.iter().filter(|(_, told)| heard.iter().any(|event| told.contains(event)));
        let from: Vec<Span> = from.map(|(span, _)| *span).collect();
        let told = |event: &String| raised.iter().any(|(_, told)| told.contains(event));
        if !from.is_empty()
            && let Some(item) = item(analysis, file, declaration)
        {
            calls.push(Call { item, from, heard: heard.into_iter().filter(told).collect() });
        }
    }
    calls
}

/// The rules that raise or change what the rule at that place hears.
#[must_use]
pub fn incoming(analysis: &Analysis, place: Location) -> Vec<Call> {
    let wanted = declared(analysis, place).map(heard).unwrap_or_default();
    if wanted.is_empty() {
        return Vec::new();
    }
    let lifecycles = lifecycles(analysis);
    let mut calls = Vec::new();
    for (file, declaration) in rules(analysis) {
        let mut from = Vec::new();
        let mut heard = BTreeSet::new();
        for action in actions(declaration).unwrap_or_default() {
            let told = raised(analysis, &lifecycles, action);
            let known: Vec<&String> = wanted.iter().filter(|event| told.contains(*event)).collect();
            if !known.is_empty() {
                from.push(action.span);
                heard.extend(known.into_iter().cloned());
            }
        }
        if !from.is_empty()
            && let Some(item) = item(analysis, file, declaration)
        {
            calls.push(Call { item, from, heard: heard.into_iter().collect() });
        }
    }
    calls
}

/// All declarations of the user's own files that act, and the triggers that ship.
fn rules(analysis: &Analysis) -> impl Iterator<Item = (FileId, &Declaration)> {
    let all = analysis.checked.units.iter().flat_map(|unit| unit.ast.declarations.iter().map(|each| (unit.file, each)));
    all.filter(|(_, declaration)| actions(declaration).is_some())
}

fn declared(analysis: &Analysis, place: Location) -> Option<&Declaration> {
    let unit = analysis.checked.units.iter().find(|unit| unit.file == place.file)?;
    let holds = |span: Span| span.start <= place.span.start && place.span.end <= span.end;
    unit.ast.declarations.iter().find(|declaration| holds(declaration.span))
}

fn item(analysis: &Analysis, file: FileId, declaration: &Declaration) -> Option<Item> {
    outline::item(file, declaration, analysis.text(file))
}

/// What a declaration does; `None` if it is none that acts.
fn actions(declaration: &Declaration) -> Option<Vec<&Action>> {
    match &declaration.kind {
        DeclarationKind::Trigger(rule) | DeclarationKind::Automation(rule) => {
            let actions = rule.clauses.iter().flat_map(|clause| match &clause.kind {
                ClauseKind::Do(actions) => actions.as_slice(),
                _ => &[],
            });
            Some(actions.collect())
        }
        DeclarationKind::CapacityRelease(policy) => {
            Some(policy.stages.iter().flat_map(|stage| &stage.actions).collect())
        }
        DeclarationKind::Assignment(policy) => {
            let actions = policy.clauses.iter().flat_map(|(clause, _)| match clause {
                AssignmentClause::IfNobody(_, actions) => actions.as_slice(),
                _ => &[],
            });
            Some(actions.collect())
        }
        _ => None,
    }
}

/// The events that begin what a declaration does.
fn heard(declaration: &Declaration) -> Vec<String> {
    let (DeclarationKind::Trigger(rule) | DeclarationKind::Automation(rule)) = &declaration.kind else {
        return Vec::new();
    };
    let events = rule.clauses.iter().flat_map(|clause| match &clause.kind {
        ClauseKind::On(events) => events.as_slice(),
        ClauseKind::After(after) => match &after.base {
            AfterBase::SinceLast(events, _) | AfterBase::SinceFirst(events, _) => events.as_slice(),
            _ => &[],
        },
        _ => &[],
    });
    events.map(event_name).collect()
}

/// The state machines of the book's lifecycle.
fn lifecycles(analysis: &Analysis) -> Vec<&States> {
    let declarations = analysis.checked.units.iter().flat_map(|unit| &unit.ast.declarations);
    let clauses = declarations.flat_map(|declaration| match &declaration.kind {
        DeclarationKind::Lifecycle(lifecycle) => lifecycle.clauses.as_slice(),
        _ => &[],
    });
    let machines = clauses.filter_map(|(clause, _)| match clause {
        LifecycleClause::States(states) => Some(states),
        _ => None,
    });
    machines.collect()
}

/// Everything that can be heard of an action, with what follows from it.
fn raised(analysis: &Analysis, machines: &[&States], action: &Action) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    match &action.kind {
        ActionKind::Wait { .. } => {}
        ActionKind::Set { path, value } => {
            let Some(key) = path.as_ref().map(Path::dotted) else { return told };
            told.insert(format!("change of {key}"));
            let set = value.bare_word().map(|word| word.text.as_str());
            for machine in
                machines.iter().filter(|machine| machine.attribute.as_ref().map(Path::dotted).as_ref() == Some(&key))
            {
                moves(machine, "set", set, &mut told);
            }
        }
        ActionKind::Call(parts) => {
            let Some(name) = name(analysis, parts) else { return told };
            let lists = LIST_ACTIONS.iter().filter(|(words, ..)| *words == name).map(|(_, _, key, ..)| *key);
            let others = ALSO.iter().filter(|(words, ..)| *words == name).map(|(_, key, ..)| *key);
            told.extend(lists.chain(others).map(|key| format!("change of {key}")));
            machines.iter().for_each(|machine| moves(machine, name, None, &mut told));
        }
    }
    follow(machines, told)
}

/// What is heard when an action moves a machine, perhaps to that state.
fn moves(machine: &States, action: &str, to: Option<&str>, told: &mut BTreeSet<String>) {
    let begins =
        |words: &Vec<Word>| words.iter().map(|word| word.text.as_str()).eq(action.split(' ').take(words.len()));
    for (rule, _) in &machine.rules {
        let StateRule::Transition { to: states, cause: Cause::By(actions), .. } = rule else { continue };
        let reaches = to.is_none_or(|to| states.iter().any(|state| state.text == to));
        if reaches && actions.iter().any(begins) {
            moved(machine, rule, to, told);
        }
    }
}

/// What is heard of a transition.
fn moved(machine: &States, rule: &StateRule, to: Option<&str>, told: &mut BTreeSet<String>) {
    let StateRule::Transition { from, to: states, raises, .. } = rule else { return };
    told.extend(raises.iter().map(event_name));
    let Some(attribute) = machine.attribute.as_ref().map(Path::dotted) else { return };
    let is_active = |state: &str| {
        machine
            .rules
            .iter()
            .any(|(rule, _)| matches!(rule, StateRule::Active(all) if all.iter().any(|each| each.text == state)))
    };
    let reached = states.iter().filter(|state| to.is_none_or(|to| state.text == to));
    let parks =
        from.iter().any(|state| is_active(&state.text)) && reached.into_iter().any(|state| !is_active(&state.text));
    if attribute == STATUS.0 && parks {
        told.insert(WENT_INACTIVE.to_owned());
    }
    told.insert(format!("change of {attribute}"));
}

/// With what the events move and keep in turn.
fn follow(machines: &[&States], mut told: BTreeSet<String>) -> BTreeSet<String> {
    loop {
        let before = told.len();
        let kept = UPKEEP.iter().filter(|upkeep| told.contains(upkeep.event));
        let kept: Vec<String> = kept.map(|upkeep| format!("change of {}", upkeep.attribute)).collect();
        told.extend(kept);
        for machine in machines {
            for (rule, _) in &machine.rules {
                let StateRule::Transition { cause: Cause::On(events), .. } = rule else { continue };
                if events.iter().any(|event| told.contains(&event_name(event))) {
                    moved(machine, rule, None, &mut told);
                }
            }
        }
        if told.len() == before {
            return told;
        }
    }
}

/// The declared action that begins with the words written, the longest one.
fn name<'a>(analysis: &'a Analysis, parts: &[ActionPart]) -> Option<&'a str> {
    let words = ActionPart::first_words(parts);
    let names = analysis.checked.vocabulary.actions.iter().map(|action| action.name.as_str());
    let first = words.first()?;
    let begins = names.filter(|name| name.starts_with(first)).filter(|name| {
        let count = name.split(' ').count();
        words.get(..count).is_some_and(|first| first.iter().copied().eq(name.split(' ')))
    });
    begins.max_by_key(|name| name.len())
}

#[cfg(test)]
mod tests {
    use super::super::sample::at;
    use super::*;

    const BOOK: &str = r#"use std.lifecycle.ticket

trigger tags {
  on customer.wrote
  do {
    add tag "vip"
    set conversation.priority to high
    set conversation.status to solved
  }
}

trigger urgent "Urgent" {
  on change of conversation.priority, change of conversation.tags
  do { note "!" }
}

trigger parked {
  on session.went_inactive
  do { end session }
}

automation survey {
  after 1d since last session.ended
  do { request rating }
}
"#;

    fn told(marked: &str) -> String {
        let (analysis, position) = at(marked);
        let item = rule_at(&analysis, position).unwrap();
        let place = Location { file: item.file, span: item.place };
        let lines = |calls: Vec<Call>, file: Option<FileId>| {
            let told = calls.into_iter().map(|call| {
                let file = file.unwrap_or(call.item.file);
                let from: Vec<&str> = call.from.iter().map(|span| span.of(analysis.text(file))).collect();
                format!("  {} hears {} from {}\n", call.item.name, call.heard.join(", "), from.join("; "))
            });
            told.collect::<String>()
        };
        let out = lines(outgoing(&analysis, place), Some(item.file));
        let into = lines(incoming(&analysis, place), None);
        format!("{} wakes\n{out}{} is woken by\n{into}", item.name, item.name)
    }

    #[test]
    fn rules_wake_each_other_by_what_they_change() {
        let marked = |name: &str| BOOK.replacen(name, &format!("$0{name}"), 1);
        let all = ["trigger tags", "urgent", "parked", "survey"].map(|name| told(&marked(name)));
        insta::assert_snapshot!(all.join("\n"));
    }
}
