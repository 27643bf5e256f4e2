//! Books and inputs for a person who looks at a failure: much like the language, only shorter to write.

use std::fmt::Write;

use whenbook::ir::lifecycle::Cause;
use whenbook::ir::{
    Argument, AttributeRead, Base, Book, Comparison, Condition, EventName, Operand, Quantity, Step, StepKind, Template,
    TemplatePart, Test, TextEdge, Timing, Value,
};

use super::actions::json_of;
use super::world::Taken;

pub fn book(book: &Book) -> String {
    let mut text = format!("time zone {}\n", book.time_zone);
    for schedule in &book.schedules {
        let _ = writeln!(text, "schedule {} {}", schedule.id, schedule.time_zone);
        for (day, hours) in &schedule.weekly {
            let _ = writeln!(text, "  {day:?} {}", spans(hours));
        }
        for dates in &schedule.closed {
            let _ = writeln!(text, "  closed {dates:?}");
        }
        for (date, hours) in &schedule.open {
            let _ = writeln!(text, "  open {date} {}", spans(hours));
        }
    }
    for named in &book.conditions {
        let _ = writeln!(text, "condition {}: {}", named.id, condition(&named.condition));
    }
    for trigger in &book.triggers {
        let events: Vec<&str> = trigger.events.iter().map(|event| event.as_str()).collect();
        let _ = writeln!(text, "trigger {}{} on {}", trigger.id, inactive(trigger.active), events.join(", "));
        common(&mut text, trigger.channels.as_ref(), &trigger.once, trigger.condition.as_ref(), &trigger.actions);
    }
    for group in &book.first_matches {
        let _ = writeln!(text, "first match {} {{ {} }}", group.id, group.members.join(", "));
    }
    for automation in &book.automations {
        let _ = writeln!(
            text,
            "automation {}{} {}",
            automation.id,
            inactive(automation.active),
            timing(&automation.timing)
        );
        if let Some(schedule) = &automation.only_during {
            let _ = writeln!(text, "  only during {schedule}");
        }
        common(
            &mut text,
            automation.channels.as_ref(),
            &automation.once,
            automation.condition.as_ref(),
            &automation.actions,
        );
    }
    hosted(&mut text, book);
    text
}

/// Lifecycle, statuses, capacity release.
fn hosted(text: &mut String, book: &Book) {
    for machine in book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines) {
        let (start, active, finals) = (&machine.start, machine.active.join(", "), machine.finals.join(", "));
        let _ = writeln!(text, "states {} start {start} active {active} final {finals}", machine.attribute);
        for way in &machine.transitions {
            let (from, to, cause) = (way.from.join(", "), way.to.join(", "), cause(&way.cause));
            let when = way.condition.as_ref().map(|when| format!(" when {}", condition(when))).unwrap_or_default();
            let _ = writeln!(text, "  from {from} to {to} {cause}{when} raises {}", names(&way.raises));
        }
    }
    if let Some(lifecycle) = &book.lifecycle {
        for rule in &lifecycle.new_conversations {
            let when = rule.condition.as_ref().map(condition);
            let _ = writeln!(text, "new conversation on {} when {when:?}", names(&rule.events));
        }
        for limit in &lifecycle.limits {
            let _ = writeln!(text, "limit {} to {}", limit.attribute, limit.at_most);
        }
        for permission in &lifecycle.permissions {
            let _ = writeln!(text, "only {} may {}", permission.role, permission.actions.join(", "));
        }
    }
    for status in &book.statuses {
        let _ = writeln!(text, "status {} counts as {}", status.id, status.counts_as);
    }
    if let Some(release) = &book.capacity_release {
        let _ = writeln!(text, "policy capacity release, resting {:?}", release.resting);
        for stage in &release.stages {
            let _ = writeln!(text, "  after {} ms", stage.after);
            for act in &stage.actions {
                let _ = writeln!(text, "    do {}", step(act));
            }
        }
    }
}

fn names(events: &[EventName]) -> String {
    events.iter().map(EventName::as_str).collect::<Vec<_>>().join(", ")
}

fn cause(cause: &Cause) -> String {
    match cause {
        Cause::On(events) => format!("on {}", names(events)),
        Cause::By(actions) => format!("by {}", actions.join(", ")),
    }
}

pub fn inputs(taken: &[Taken]) -> String {
    let mut text = String::new();
    let mut before = taken.first().map(|taken| &taken.book);
    for taken in taken {
        let input = serde_json::to_string(&taken.input).unwrap_or_default();
        let stale = if taken.stale { " (stale)" } else { "" };
        let _ = writeln!(text, "c/{}{stale} {input}", taken.conversation);
        if before != Some(&taken.book) {
            let _ = writeln!(text, "{}", book(&taken.book));
        }
        before = Some(&taken.book);
    }
    text
}

fn inactive(active: bool) -> &'static str {
    if active { "" } else { " (inactive)" }
}

fn spans(hours: &[whenbook::ir::Hours]) -> String {
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let span = |hours: &whenbook::ir::Hours| format!("{}-{}", clock(hours.start), clock(hours.end));
    hours.iter().map(span).collect::<Vec<_>>().join(", ")
}

fn common(
    text: &mut String,
    channels: Option<&Vec<String>>,
    once: &Option<whenbook::ir::Once>,
    when: Option<&Condition>,
    actions: &[Step],
) {
    if let Some(channels) = channels {
        let _ = writeln!(text, "  channels {}", channels.join(", "));
    }
    if let Some(once) = once {
        let _ = writeln!(text, "  once per {:?} every {:?}", once.scope, once.period);
    }
    if let Some(when) = when {
        let _ = writeln!(text, "  when {}", condition(when));
    }
    for action in actions {
        let _ = writeln!(text, "  do {}", step(action));
    }
}

fn timing(timing: &Timing) -> String {
    match timing {
        Timing::After { duration, of, base } => {
            let of = of.as_ref().map(|id| format!(" of {id}")).unwrap_or_default();
            let base = match base {
                Base::While(test) => format!("while {}", condition(test)),
                Base::SinceLast { events, unless } => format!("since last {} unless {}", names(events), names(unless)),
                Base::SinceFirst { events, unless } => {
                    format!("since first {} unless {}", names(events), names(unless))
                }
            };
            format!("after {duration} ms{of} {base}")
        }
        Timing::At { time, days, condition: test } => {
            let test = test.as_ref().map(condition).unwrap_or_default();
            format!("at minute {time} on {days:?} while {test}")
        }
    }
}

fn step(step: &Step) -> String {
    match &step.kind {
        StepKind::Wait { duration, unless, check_again } => {
            let again = if *check_again { " then check again" } else { "" };
            format!("wait {duration} ms unless {}{again}", names(unless))
        }
        StepKind::Act { action, arguments, write, needs } => {
            let arguments: Vec<String> =
                arguments.iter().map(|(slot, value)| format!("{slot}: {}", argument(value))).collect();
            let mut text = format!("{action} {}", arguments.join(", "));
            if let Some(write) = write {
                let _ = write!(text, "  // writes {write:?}");
            }
            if !needs.is_empty() {
                let _ = write!(text, "  // needs {}", needs.iter().map(read).collect::<Vec<_>>().join(", "));
            }
            text
        }
    }
}

fn argument(value: &Argument) -> String {
    match value {
        Argument::Value(one) => operand(one),
        Argument::Text(text) => template(text),
        Argument::Message(id) => format!("message {id}"),
        Argument::List(items) => format!("[{}]", items.iter().map(argument).collect::<Vec<_>>().join(", ")),
        Argument::Record(fields) => {
            let fields = fields.iter().map(|(name, field)| format!("{name}: {}", argument(field)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        Argument::NextClockTime(time) => format!("until minute {time}"),
        Argument::NextOpening(id) => format!("until {id} opens"),
    }
}

fn template(template: &Template) -> String {
    let part = |part: &TemplatePart| match part {
        TemplatePart::Literal(text) => text.clone(),
        TemplatePart::Placeholder { read: what, unit, fallback } => {
            format!("{{{} in {unit:?} or {fallback:?}}}", read(what))
        }
    };
    format!("{:?}", template.0.iter().map(part).collect::<String>())
}

fn read(read: &AttributeRead) -> String {
    let before = if read.before { "was " } else { "" };
    let arguments: Vec<String> = read.arguments.iter().map(operand).collect();
    let arguments = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
    format!("{before}{}{arguments}", read.key)
}

fn operand(one: &Operand) -> String {
    match one {
        Operand::Literal(value) => literal(value),
        Operand::Attribute(attribute) => read(attribute),
        Operand::List(id) => id.clone(),
    }
}

fn literal(value: &Value) -> String {
    json_of(value).to_string()
}

pub fn condition(of: &Condition) -> String {
    let several = |parts: &[Condition]| parts.iter().map(condition).collect::<Vec<_>>().join("; ");
    match &of.test {
        Test::All(parts) => format!("all {{ {} }}", several(parts)),
        Test::Any(parts) => format!("any {{ {} }}", several(parts)),
        Test::Not(part) => format!("not ({})", condition(part)),
        Test::Compare { left, comparison, right } => {
            let sign = match comparison {
                Comparison::Is => "is",
                Comparison::Less => "<",
                Comparison::LessOrEqual => "<=",
                Comparison::Greater => ">",
                Comparison::GreaterOrEqual => ">=",
            };
            format!("{} {sign} {}", operand(left), operand(right))
        }
        Test::Between { value, low, high } => {
            format!("{} between {} and {}", operand(value), operand(low), operand(high))
        }
        Test::In { value, list } => format!("{} in {}", operand(value), operand(list)),
        Test::Text { text, edge, quantity, exactly, needles } => {
            let verb = match edge {
                TextEdge::Anywhere => "contains",
                TextEdge::Start => "starts with",
                TextEdge::End => "ends with",
            };
            let exactly = if *exactly { " exactly" } else { "" };
            format!("{} {verb}{exactly} {}{}", operand(text), amount(*quantity), operand(needles))
        }
        Test::Matches { text, pattern, ignore_case, whole } => {
            let verb = if *whole { "matches" } else { "finds" };
            let flag = if *ignore_case { "i" } else { "" };
            format!("{} {verb} /{pattern}/{flag}", operand(text))
        }
        Test::Has { list, quantity, members } => {
            format!("{} has {}{}", operand(list), amount(*quantity), operand(members))
        }
        Test::Known(one) => format!("{} is known", operand(one)),
        Test::Ago { time, more, duration } => {
            format!("{} {} than {duration} ms ago", operand(time), if *more { "more" } else { "less" })
        }
        Test::InTheLast { event, duration } => format!("{event} in the last {duration} ms"),
        Test::Open(id) => format!("{id} is open"),
        Test::HasFired(id) => format!("{id} has fired"),
        Test::Named(id) => id.clone(),
    }
}

fn amount(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::One => "",
        Quantity::Any => "any ",
        Quantity::All => "all ",
        Quantity::Under => "under ",
    }
}
