//! The same lines in the conditions of several rules.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, FileId, Finding, Location, Span};
use crate::lint::{Lint, Sees, Subject};
use crate::syntax::ast::{ClauseKind, Condition, ConditionKind};

/// So many lines below each other, in so many rules.
const LINES: usize = 3;
const RULES: usize = 3;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A1106",
        name: "repeated-condition",
        explanation: "Three lines or more stand below each other in the conditions of three rules or more. They say something that has a \
                      name: `condition open_for_vip when all { … }`. Then a change is made once, and no rule is forgotten.",
        bad: r#"trigger greet {
  on conversation.requested
  when all {
    user.plan is enterprise
    user.signed_in is true
    conversation.priority is not low
  }
  do { send "Welcome!" }
}

trigger tell {
  on conversation.queued
  when all {
    user.plan is enterprise
    user.signed_in is true
    conversation.priority is not low
    queue.size > 5
  }
  do { notify group "Leads" "A big customer waits." }
}

trigger tag {
  on conversation.assigned
  when all {
    user.plan is enterprise
    user.signed_in is true
    conversation.priority is not low
  }
  do { add tag "big" }
}
"#,
        good: r#"condition big_customer when all {
  user.plan is enterprise
  user.signed_in is true
  conversation.priority is not low
}

trigger greet {
  on conversation.requested
  when big_customer
  do { send "Welcome!" }
}

trigger tell {
  on conversation.queued
  when big_customer and queue.size > 5
  do { notify group "Leads" "A big customer waits." }
}

trigger tag {
  on conversation.assigned
  when big_customer
  do { add tag "big" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

/// Lines that stand below each other in one rule.
#[derive(Clone, Copy)]
struct Group {
    /// Which of the user's rules.
    rule: usize,
    file: FileId,
    span: Span,
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let ids: Vec<&str> = subject.rules().map(|rule| rule.id()).collect();
    let mut places: BTreeMap<String, Vec<Group>> = BTreeMap::new();
    for (number, rule) in subject.rules().enumerate() {
        let Some(declared) = subject.written(rule) else { continue };
        for clause in &declared.node.clauses {
            if let ClauseKind::When(condition) = &clause.kind {
                groups(condition, number, declared.file, subject, 0, &mut places);
            }
        }
    }
    let mut repeated: Vec<Vec<Group>> = places.into_values().filter(|groups| groups.len() >= RULES).collect();
    repeated.sort_by_key(|groups| groups.first().map(|group| (group.file, group.span.start)));
    merged(repeated).iter().filter_map(|groups| finding(groups, &ids)).collect()
}

/// Every three lines of the condition that stand below each other, by what they say; each once a rule.
fn groups(
    condition: &Condition,
    rule: usize,
    file: FileId,
    subject: &Subject<'_>,
    depth: usize,
    places: &mut BTreeMap<String, Vec<Group>>,
) {
    let (word, parts) = match &condition.kind {
        ConditionKind::All(parts) | ConditionKind::And(parts) => ("all", parts),
        ConditionKind::Any(parts) | ConditionKind::Or(parts) => ("any", parts),
        ConditionKind::None(parts) => ("none", parts),
        _ => return,
    };
    if depth > 64 {
        return;
    }
    let says = |part: &Condition| {
        subject.text(Location { file, span: part.span }).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let lines: Vec<String> = parts.iter().map(says).collect();
    for (lines, parts) in lines.windows(LINES).zip(parts.windows(LINES)) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { continue };
        let key = format!("{word}\n{}", lines.join("\n"));
        let known = places.entry(key).or_default();
        if known.last().is_none_or(|group| group.rule != rule) {
            known.push(Group { rule, file, span: first.span.to(last.span) });
        }
    }
    parts.iter().for_each(|part| groups(part, rule, file, subject, depth + 1, places));
}

/// Groups of the same rules that overlap are one larger group.
fn merged(repeated: Vec<Vec<Group>>) -> Vec<Vec<Group>> {
    let mut merged: Vec<Vec<Group>> = Vec::new();
    for groups in repeated {
        let goes_on = |before: &Vec<Group>| {
            before.len() == groups.len()
                && before.iter().zip(&groups).all(|(before, group)| {
                    before.rule == group.rule && before.file == group.file && group.span.start <= before.span.end
                })
        };
        match merged.last_mut() {
            Some(before) if goes_on(before) => {
                for (before, group) in before.iter_mut().zip(&groups) {
                    before.span = before.span.to(group.span);
                }
            }
            _ => merged.push(groups),
        }
    }
    merged
}

fn finding(groups: &[Group], ids: &[&str]) -> Option<Finding> {
    let (first, others) = groups.split_first()?;
    let at = |group: &Group| Location { file: group.file, span: group.span };
    let finding = Finding::new(&LINT.code, at(first), format!("{} rules ask the same lines", groups.len()))
        .help("give them a name, and ask that: `condition NAME when …`");
    Some(others.iter().take(2).fold(finding, |finding, group| {
        let id = ids.get(group.rule).copied().unwrap_or_default();
        finding.also(at(group), format!("`{id}` asks the same"))
    }))
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    fn rules(conditions: &[&str]) -> usize {
        let rules: String = conditions
            .iter()
            .enumerate()
            .map(|(number, condition)| {
                format!("trigger t{number} {{\n  on customer.wrote\n  when {condition}\n  do {{ note \"a\" }}\n}}\n")
            })
            .collect();
        told("A1106", "", &rules).len()
    }

    #[test]
    fn three_lines_in_three_rules_are_told_of_once() {
        let four = "all {\nuser.plan is pro\nuser.signed_in is true\nuser.name is known\nuser.email is known\n}";
        assert_eq!(rules(&[four, four, four]), 1);
        assert_eq!(rules(&[four, four]), 0);
        let two = "all {\nuser.plan is pro\nuser.signed_in is true\n}";
        assert_eq!(rules(&[two, two, two, two]), 0);
        let other = "any {\nuser.plan is pro\nuser.signed_in is true\nuser.name is known\n}";
        assert_eq!(rules(&[four, four, other]), 0);
        let within = format!("any {{\nuser.phone is known\n{four}\n}}");
        assert_eq!(rules(&[&within, four, four]), 1);
    }
}
