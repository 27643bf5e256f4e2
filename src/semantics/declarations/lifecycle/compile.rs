//! A lifecycle as the compiled book has it, with what it says in words of the vocabulary: events, actions, conditions, limits.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::machine::SET;
use super::words::{begins_with, check_words};
use super::{Lifecycle, sets};
use crate::diagnostic::Span;
use crate::diagnostic::codes::{lifecycles, moves};
use crate::ir::lifecycle::{NewConversation, Permission, Transition};
use crate::ir::vocabulary::Holder;
use crate::ir::{self, EventName, Value};
use crate::semantics::types::Type;
use crate::semantics::{Checker, Context, Reach, Report};
use crate::syntax::ast::{self, Cause, LifecycleClause, StateRule};

/// Checks all lifecycles of a book against its vocabulary, and what the book sets against its lifecycle; compiles the first
/// one.
pub fn compile(
    context: &Context<'_>,
    lifecycle: Option<&Lifecycle>,
    report: &mut Report,
) -> Option<ir::lifecycle::Lifecycle> {
    let mut first = None;
    for declared in &context.names.lifecycles {
        let mut checker = Checker::new(context, declared.file, report);
        let span = declared.node.id.as_ref().map_or(declared.span, |id| id.span);
        let mut compiled = ir::lifecycle::Lifecycle {
            id: declared.node.id.as_ref().map(|id| id.text.to_string()).unwrap_or_default(),
            place: checker.place(span),
            machines: Vec::new(),
            new_conversations: Vec::new(),
            limits: Vec::new(),
            permissions: Vec::new(),
        };
        for (clause, span) in &declared.node.clauses {
            compile_clause(&mut checker, clause, *span, &mut compiled);
        }
        first.get_or_insert(compiled);
    }
    for machine in lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines) {
        sets::check(context, machine, report);
    }
    first
}

fn compile_clause(
    checker: &mut Checker<'_>,
    clause: &LifecycleClause,
    span: Span,
    compiled: &mut ir::lifecycle::Lifecycle,
) {
    match clause {
        LifecycleClause::States(states) => compiled.machines.extend(compile_machine(checker, states)),
        LifecycleClause::NewConversation(events, condition) => {
            let events = checker.events(events);
            let condition =
                condition.as_ref().and_then(|condition| checker.condition(condition, Reach::Events(&events)));
            compiled.new_conversations.push(NewConversation { place: checker.place(span), events, condition });
        }
        LifecycleClause::Limit(path, value) => {
            let limit = compile_limit(checker, path.as_ref(), value, span);
            compiled.limits.extend(limit);
        }
        LifecycleClause::OnlyMay(role, actions) => {
            let actions = actions.iter().flat_map(|words| permitted(checker, words)).collect();
            let role = role.as_ref().map(|role| role.text.to_string()).unwrap_or_default();
            compiled.permissions.push(Permission { place: checker.place(span), role, actions });
        }
    }
}

fn joined(words: &[ast::Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn names(words: &[ast::Word]) -> Vec<String> {
    words.iter().map(|word| word.text.to_string()).collect()
}

fn compile_machine(checker: &mut Checker<'_>, states: &ast::States) -> Option<ir::lifecycle::Machine> {
    let attribute = states.attribute.as_ref()?;
    let mut machine = ir::lifecycle::Machine {
        attribute: attribute.dotted(),
        place: checker.place(attribute.span),
        states: states.states.iter().map(|state| state.name.text.to_string()).collect(),
        start: String::new(),
        active: Vec::new(),
        finals: Vec::new(),
        transitions: Vec::new(),
    };
    for (rule, span) in &states.rules {
        match rule {
            StateRule::Start(word) => {
                machine.start = word.as_ref().map(|word| word.text.to_string()).unwrap_or_default()
            }
            StateRule::Active(words) => machine.active.extend(names(words)),
            StateRule::Final(words) => machine.finals.extend(names(words)),
            StateRule::Transition { from, to, cause, condition, raises } => {
                let (cause, condition) = compile_cause(checker, cause, condition.as_deref());
                let (from, to, place) = (names(from), names(to), checker.place(*span));
                let raises = raised(checker, raises);
                machine.transitions.push(Transition { place, from, to, cause, condition, raises });
            }
        }
    }
    Some(machine)
}

fn compile_cause(
    checker: &mut Checker<'_>,
    cause: &Cause,
    condition: Option<&ast::Condition>,
) -> (ir::lifecycle::Cause, Option<ir::Condition>) {
    let events = match cause {
        Cause::On(events) => checker.events(events),
        Cause::By(actions) => {
            for words in actions {
                check_action(checker, words);
            }
            Vec::new()
        }
        Cause::Missing => Vec::new(),
    };
    let condition = condition.and_then(|condition| {
        let reach = if events.is_empty() { Reach::With(&[]) } else { Reach::Events(&events) };
        checker.condition(condition, reach)
    });
    let cause = match cause {
        Cause::By(actions) => ir::lifecycle::Cause::By(actions.iter().map(|words| joined(words)).collect()),
        Cause::On(_) | Cause::Missing => ir::lifecycle::Cause::On(events),
    };
    (cause, condition)
}

/// The events that a transition raises: they come with nothing, so they are such as carry nothing.
fn raised(checker: &mut Checker<'_>, events: &[ast::EventReference]) -> Vec<EventName> {
    let found = checker.events(events);
    for reference in events {
        let (message, help) = match reference {
            ast::EventReference::ChangeOf(..) => {
                let message = "a change is no event that a transition raises".to_owned();
                (message, "whoever listens to `change of` an attribute hears of it as soon as it changes".to_owned())
            }
            ast::EventReference::Event(path) => {
                let name = path.dotted();
                let carries = checker.context.vocabulary.events.get(&name).map(|event| event.carries.as_slice());
                let Some([first, ..]) = carries else {
                    continue;
                };
                let message = format!("a transition cannot raise `{name}`: it carries `{first}`, and there is none");
                (
                    message,
                    "raise an event that carries nothing, such as `session.ended`; your own are declared with `event`"
                        .to_owned(),
                )
            }
        };
        let finding = checker.finding(&moves::NOT_RAISABLE, reference.span(), message).help(help);
        checker.push(finding);
    }
    found
}

/// The declared actions that `only … may` names, each by its words before the first slot.
fn permitted(checker: &mut Checker<'_>, words: &[ast::Word]) -> Vec<String> {
    check_words(checker, words, &[]);
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let declared = checker.context.vocabulary.actions.iter().filter(|action| begins_with(&action.name, &texts));
    let mut names: Vec<String> = declared.map(|action| action.name.clone()).collect();
    names.dedup();
    names
}

fn check_action(checker: &mut Checker<'_>, words: &[ast::Word]) {
    check_words(checker, words, &[SET]);
}

fn compile_limit(
    checker: &mut Checker<'_>,
    path: Option<&ast::Path>,
    value: &ast::Value,
    span: Span,
) -> Option<ir::lifecycle::Limit> {
    let attribute = path.and_then(|path| {
        let (_, attribute) = checker.attribute(path, false)?;
        if attribute.holder == Holder::Conversation && matches!(attribute.value_type, Type::List(_)) {
            return Some(attribute.key.clone());
        }
        let message = format!("`{}` is no list that the conversation keeps", attribute.key);
        let finding = checker
            .finding(&lifecycles::BAD_LIMIT, path.span, message)
            .help("a limit says how many values a list may hold, such as `limit conversation.tags to 8`");
        checker.push(finding);
        None
    });
    let Some(Value::Number(limit)) = checker.literal(value, &Type::Number) else {
        return None;
    };
    if limit < Decimal::ONE || !limit.is_integer() {
        let finding = checker
            .finding(&lifecycles::BAD_LIMIT, value.span, format!("a limit of `{limit}` makes no sense"))
            .help("a limit is a whole number from 1 on: how many values the list may hold");
        checker.push(finding);
        return None;
    }
    let at_most = limit.to_u32().unwrap_or(u32::MAX);
    Some(ir::lifecycle::Limit { place: checker.place(span), attribute: attribute?, at_most })
}

#[cfg(test)]
mod tests {
    use crate::semantics::declarations::sample::told;

    const SOUND: &str =
        "    start new\n    final closed\n    from new to open on agent.wrote\n    from new, open to closed by set\n";

    fn book(rules: &str, rest: &str) -> Vec<String> {
        told(&format!(
            "lifecycle l {{\n  states conversation.status {{ new, open, closed }} {{\n{SOUND}{rules}\n  }}\n}}\n{rest}"
        ))
    }

    #[test]
    fn causes_are_known() {
        assert_eq!(book("from open to new on conversation.requested when user.plan is free", ""), [""; 0]);
        assert_eq!(book("from open to new on conversation.request", "").len(), 1);
        assert_eq!(book("from open to closed by close\nfrom open to new by snooze", ""), [""; 0]);
        assert_eq!(book("from open to closed by clos", ""), ["E0511 clos"]);
        assert_eq!(book("from open to new on conversation.requested when message.text is \"a\"", "").len(), 1);
    }

    #[test]
    fn only_what_may_be_set_is_set() {
        let set = |state: &str| {
            book("", &format!("trigger t {{\n  on customer.wrote\n  do {{ set conversation.status to {state} }}\n}}\n"))
        };
        assert_eq!(set("closed"), [""; 0]);
        assert_eq!(set("open"), ["E0512 open"]);
        assert_eq!(set("pending").len(), 1);
    }

    #[test]
    fn a_lifecycle_brings_its_attributes() {
        let own = "lifecycle l {\n  states conversation.order { unpaid, paid } {\n    start unpaid\n    final paid\n    from unpaid to \
                   paid by set\n  }\n  limit conversation.tags to 8\n  new conversation on customer.wrote when \
                   conversation.order is paid\n}\n\ntrigger t {\n  on customer.wrote\n  when conversation.order \
                   was unpaid\n  do { set conversation.order to paid }\n}\n";
        assert_eq!(told(own), [""; 0]);
        assert_eq!(told(&own.replace("to 8", "to 0")), ["E0515 0"]);
        assert_eq!(told(&own.replace("limit conversation.tags", "limit user.tags")), ["E0515 user.tags"]);
    }

    #[test]
    fn statuses_of_the_account() {
        let own = |status: &str| {
            told(&format!(
                "{status}\ntrigger t {{\n  on customer.wrote\n  when conversation.status is parked\n  do {{ set \
                 conversation.status to parked }}\n}}\n"
            ))
        };
        assert_eq!(own("status parked \"Parked\" counts as pending"), [""; 0]);
        assert_eq!(own("status parked \"Parked\" counts as pnding"), ["E0513 pnding"]);
        assert_eq!(own("status parked \"A\" counts as hold\nstatus parked \"B\" counts as hold"), ["E0514 parked"]);
        assert_eq!(told("status hold \"A\" counts as pending\n"), ["E0514 hold"]);
        assert_eq!(
            book(
                "",
                "status parked \"A\" counts as open\ntrigger t {\n  on customer.wrote\n  do { set conversation.status to parked }\n}\n"
            ),
            ["E0512 parked"]
        );
    }
}
