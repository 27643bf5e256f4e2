//! Members of a `first match` whose turn never comes.

use super::demand::Demand;
use crate::diagnostic::{Code, FileId, Finding, Location};
use crate::ir::{FirstMatch, Trigger};
use crate::lint::answers::is_within;
use crate::lint::{Lint, Sees, Subject};
use crate::semantics::satisfiable::Worlds;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0811",
        name: "shadowed",
        explanation: "Of a `first match`, only the first trigger fires whose condition holds. Whenever this one's holds, that of an \
                      earlier one does, too, so it never gets its turn. The most particular triggers go first, the general one \
                      last.",
        bad: r#"trigger welcome {
  on conversation.requested
  do { send "Hello!" }
}

trigger vip_welcome {
  on conversation.requested
  when user.plan is enterprise
  do { send "Welcome back!" }
}

first match welcomes { welcome, vip_welcome }
"#,
        good: r#"trigger welcome {
  on conversation.requested
  do { send "Hello!" }
}

trigger vip_welcome {
  on conversation.requested
  when user.plan is enterprise
  do { send "Welcome back!" }
}

first match welcomes { vip_welcome, welcome }
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

/// Of longer ones only this many members are compared.
const MOST_MEMBERS: usize = 200;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let groups = subject.book.first_matches.iter().filter(|group| subject.is_own(FileId(group.place.file)));
    groups.flat_map(|group| of_group(subject, &subject.worlds, group)).collect()
}

struct Member<'a> {
    trigger: &'a Trigger,
    demand: Demand,
}

fn of_group(subject: &Subject<'_>, worlds: &Worlds<'_>, group: &FirstMatch) -> Vec<Finding> {
    let trigger = |id: &String| subject.book.triggers.iter().find(|trigger| trigger.id == *id);
    let active = group.members.iter().filter_map(trigger).filter(|trigger| trigger.active).take(MOST_MEMBERS);
    let mut earlier: Vec<Member<'_>> = Vec::new();
    let mut findings = Vec::new();
    for trigger in active {
        let member = Member { trigger, demand: Demand::of(worlds, trigger) };
        let first = earlier.iter().find(|first| takes_its_turn(first, &member));
        // Of one that never fires at all, another lint tells.
        if let Some(first) = first.filter(|_| !member.demand.is_impossible()) {
            findings.push(finding(subject, group, first.trigger, trigger));
        }
        earlier.push(member);
    }
    findings
}

/// Whether the first takes the turn whenever the other could.
fn takes_its_turn(first: &Member<'_>, other: &Member<'_>) -> bool {
    let (one, two) = (first.trigger, other.trigger);
    two.events.iter().all(|event| one.events.contains(event))
        && !first.demand.is_impossible()
        && is_within(two.channels.as_deref(), one.channels.as_deref())
        && first.demand.holds_with(&other.demand)
}

fn finding(subject: &Subject<'_>, group: &FirstMatch, first: &Trigger, shadowed: &Trigger) -> Finding {
    let at = |id: &str| {
        let declared = subject.names.first_matches.iter();
        let declared = declared.filter(|one| one.node.id.as_ref().is_some_and(|word| word.text == group.id));
        let found = declared.flat_map(|one| one.node.members.iter().map(|word| (one.file, word)));
        found.into_iter().find(|(_, word)| word.text == id).map(|(file, word)| Location { file, span: word.span })
    };
    let (one, other) = (at(&first.id), at(&shadowed.id));
    let place = other.unwrap_or_else(|| subject.location(group.place));
    let message = format!("`{}` never gets its turn: whenever it could, `{}` comes before it", shadowed.id, first.id);
    let finding = Finding::new(&LINT.code, place, message)
        .label("its turn never comes")
        .help(format!("list `{}` before `{}`, the most particular one first", shadowed.id, first.id));
    match one {
        Some(one) => finding.also(one, "this takes it"),
        None => finding,
    }
}
