//! `lifecycle` and `status`: state machines, and an account's own statuses.

mod compile;
mod doings;
pub mod graph;
pub mod machine;
mod sets;
mod statuses;
mod vocabulary;
mod words;

pub use compile::compile;
pub use doings::{Doings, check, check_personal, does_something, is_for_rules};
pub use machine::{Cause, Machine, Transition};
pub use statuses::{category, compile as compile_statuses};
pub use vocabulary::bring;

use crate::diagnostic::codes::lifecycles;
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::semantics::Report;
use crate::semantics::names::Names;
use crate::syntax::ast;

/// The attribute to which an account's own statuses belong.
pub const STATUS: &str = crate::runtime::maintained::STATUS.0;

/// A lifecycle as far as it can be read without the vocabulary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lifecycle {
    /// Its name.
    pub id: String,
    /// The file that declares it.
    pub file: FileId,
    /// Its machines, in the order declared, one an attribute.
    pub machines: Vec<Machine>,
}

impl Lifecycle {
    /// The machine that moves the attribute of that key.
    #[must_use]
    pub fn machine(&self, key: &str) -> Option<&Machine> {
        self.machines.iter().find(|machine| machine.attribute == key)
    }
}

/// Reads the lifecycle of a book, with all checks that need no vocabulary; a second one is reported.
pub fn read(names: &Names<'_>, report: &mut Report) -> Option<Lifecycle> {
    let mut read: Option<(Lifecycle, Location)> = None;
    for declared in &names.lifecycles {
        let lifecycle = read_one(declared.node, declared.file, &mut report.findings);
        let span = declared.node.id.as_ref().map_or(declared.span, |id| id.span);
        let location = Location { file: declared.file, span };
        match &read {
            None => read = Some((lifecycle, location)),
            Some((_, first)) => report.findings.push(
                Finding::new(&lifecycles::TWO_LIFECYCLES, location, "a book has one lifecycle")
                    .also(*first, "the first one is here")
                    .help("keep one of them; if one comes with a `use`, take the `use` out"),
            ),
        }
    }
    read.map(|(lifecycle, _)| lifecycle)
}

fn read_one(lifecycle: &ast::Lifecycle, file: FileId, findings: &mut Vec<Finding>) -> Lifecycle {
    let mut machines: Vec<Machine> = Vec::new();
    for (clause, span) in &lifecycle.clauses {
        let ast::LifecycleClause::States(states) = clause else {
            continue;
        };
        let before = findings.len();
        let Some(machine) = machine::read(states, *span, file, findings) else {
            continue;
        };
        let complete = findings.len() == before;
        findings.extend(graph::check(&machine, complete, file));
        if let Some(finding) = not_kept(states, &machine, file) {
            findings.push(finding);
            continue;
        }
        match machines.iter().find(|known| known.attribute == machine.attribute) {
            Some(first) => findings.push(moved_twice(&machine, first.span, file)),
            None => machines.push(machine),
        }
    }
    Lifecycle { id: lifecycle.id.as_ref().map(|id| id.text.to_string()).unwrap_or_default(), file, machines }
}

/// A conversation moves only what it keeps: `conversation.*` and `session.*`.
fn not_kept(states: &ast::States, machine: &Machine, file: FileId) -> Option<Finding> {
    let path = states.attribute.as_ref()?;
    let first = path.segments.first()?;
    let plain = path.segments.iter().all(|segment| segment.arguments.is_empty());
    if plain && path.segments.len() > 1 && ["conversation", "session"].contains(&first.name.text.as_str()) {
        return None;
    }
    let message = format!("a lifecycle cannot move `{}`", machine.attribute);
    Some(
        Finding::new(&lifecycles::NOT_MOVABLE, Location { file, span: path.span }, message)
            .help("it moves what a conversation keeps: an attribute of `conversation` or `session`"),
    )
}

fn moved_twice(machine: &Machine, first: Span, file: FileId) -> Finding {
    let message = format!("`{}` has two state machines", machine.attribute);
    Finding::new(&lifecycles::MOVED_TWICE, Location { file, span: machine.span }, message)
        .also(Location { file, span: first }, "the first one is here")
        .help("put all its states and transitions into one")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn told(rules: &str) -> Vec<String> {
        let text =
            format!("lifecycle l {{\n  states conversation.status {{ new, open, closed }} {{\n{rules}\n  }}\n}}\n");
        sample::run(&text, |context, report| read(&context.names, report)).1
    }

    #[test]
    fn a_sound_machine_is_read() {
        let text = "lifecycle l {\n  states conversation.status { new, open, closed } {\n    start new\n    active new, open\n    \
                    final closed\n    from new to open on agent.wrote, change of user.plan\n    from new, open to open, closed by \
                    set\n  }\n}\n";
        let (lifecycle, told) = sample::run(text, |context, report| read(&context.names, report).unwrap());
        assert_eq!(told, [""; 0]);
        let machine = lifecycle.machine("conversation.status").unwrap();
        assert_eq!((machine.start, machine.finals.len(), machine.transitions.len()), (Some(0), 1, 2));
        assert_eq!(machine.transitions[0].causes[1], Cause::Event("change of user.plan".to_owned()));
        assert_eq!(machine.settable().into_iter().collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn graphs_are_checked() {
        let sound = "start new\nfinal closed\nfrom new to open on agent.wrote\nfrom new, open to closed by set";
        assert_eq!(told(sound), [""; 0]);
        assert_eq!(told("start new\nfinal closed\nfrom new, open to closed by set"), ["W0504 open"]);
        assert_eq!(
            told("start new\nfrom new to open on agent.wrote\nfrom new, open to closed by set"),
            ["W0505 closed"]
        );
        let again = |line: &str| told(&format!("{sound}\n{line}"));
        assert_eq!(again("from new to closed on agent.wrote"), ["E0506 from new to closed on agent.wrote"]);
        let second = "from new to closed on agent.wrote when user.plan is free";
        assert_eq!(again(second), [format!("W0520 {second}")]);
        let first = second.replace("agent.wrote", "bot.wrote");
        assert_eq!(again(&format!("{first}\nfrom new to open on bot.wrote")), [""; 0]);
        assert_eq!(again("from open to closed on agent.wrote"), [""; 0]);
        assert_eq!(again("from new to closed by set"), [""; 0]);
        assert_eq!(again("from closed to new on customer.wrote"), ["W0507 closed"]);
    }

    #[test]
    fn words_are_checked() {
        let sound = "start new\nfinal closed\nfrom new to open on agent.wrote\nfrom new, open to closed by set";
        assert_eq!(told(&format!("{sound}\nactive opn")), ["E0502 opn"]);
        assert_eq!(told(&format!("{sound}\nstart open")), ["E0503 start open"]);
        assert_eq!(told(&sound.replace("start new\n", "")), ["E0503 conversation.status"]);
        assert_eq!(told(&format!("{sound}\nfrom new to open, closed on customer.wrote")), ["E0510 closed"]);
    }

    #[test]
    fn a_book_has_one_lifecycle_and_an_attribute_one_machine() {
        let one = "  states conversation.x { a, b } {\n    start a\n    final b\n    from a to b by set\n  }\n";
        let of = |text: &str| sample::run(text, |context, report| read(&context.names, report)).1;
        assert_eq!(of(&format!("lifecycle l {{\n{one}}}\nlifecycle k {{\n{one}}}\n")), ["E0500 k"]);
        assert_eq!(of(&format!("lifecycle l {{\n{one}{one}}}\n")), ["E0508 conversation.x"]);
        assert_eq!(
            of(&format!("lifecycle l {{\n{}}}\n", one.replace("conversation.x", "account.x"))),
            ["E0509 account.x"]
        );
    }
}
