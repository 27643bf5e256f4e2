//! What conditions and actions read, found in their compiled form.

use smallvec::SmallVec;

use crate::ir::{
    Argument, AttributeRead, Condition, EventName, Operand, Place, Step, StepKind, Template, TemplatePart, Test,
};

/// Something that a condition or an action reads.
#[derive(Clone, Copy, Debug)]
pub enum Read<'i> {
    /// An attribute.
    Attribute(&'i AttributeRead),
    /// Whether a schedule is open.
    Schedule(&'i str, Place),
    /// Whether a trigger has fired.
    Fired(&'i str, Place),
    /// Whether an event came lately.
    Recently(&'i EventName, Place),
    /// How long ago a time is.
    Ago(Place),
    /// A named condition.
    Condition(&'i str, Place),
    /// A named message.
    Message(&'i str, Place),
}

/// What something reads: mostly few things.
pub type Reads<'i> = SmallVec<[Read<'i>; 8]>;

/// What a condition reads itself; of named conditions it gives the names.
#[must_use]
pub fn of_condition(condition: &Condition) -> Reads<'_> {
    let mut reads = Reads::new();
    collect(condition, &mut reads);
    reads
}

fn collect<'i>(condition: &'i Condition, reads: &mut Reads<'i>) {
    let place = condition.place;
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| collect(part, reads)),
        Test::Not(inner) => collect(inner, reads),
        Test::Compare { left, right, .. } => of_operands(&[left, right], reads),
        Test::Between { value, low, high } => of_operands(&[value, low, high], reads),
        Test::In { value, list } => of_operands(&[value, list], reads),
        Test::Text { text, needles, .. } => of_operands(&[text, needles], reads),
        Test::Matches { text, .. } => of_operands(&[text], reads),
        Test::Has { list, members, .. } => of_operands(&[list, members], reads),
        Test::Known(operand) => of_operands(&[operand], reads),
        Test::Ago { time, .. } => {
            of_operands(&[time], reads);
            reads.push(Read::Ago(place));
        }
        Test::InTheLast { event, .. } => reads.push(Read::Recently(event, place)),
        Test::Open(schedule) => reads.push(Read::Schedule(schedule, place)),
        Test::HasFired(id) => reads.push(Read::Fired(id, place)),
        Test::Named(name) => reads.push(Read::Condition(name, place)),
    }
}

fn of_operands<'i>(operands: &[&'i Operand], reads: &mut Reads<'i>) {
    for operand in operands {
        if let Operand::Attribute(read) = operand {
            of_attribute(read, reads);
        }
    }
}

fn of_attribute<'i>(read: &'i AttributeRead, reads: &mut Reads<'i>) {
    reads.push(Read::Attribute(read));
    for argument in &read.arguments {
        of_operands(&[argument], reads);
    }
}

/// What a list of actions reads; of named messages it gives the names.
#[must_use]
pub fn of_steps(steps: &[Step]) -> Reads<'_> {
    let mut reads = Reads::new();
    for step in steps {
        if let StepKind::Act { arguments, needs, .. } = &step.kind {
            needs.iter().for_each(|read| of_attribute(read, &mut reads));
            arguments.iter().for_each(|(_, argument)| of_argument(argument, step.place, &mut reads));
        }
    }
    reads
}

fn of_argument<'i>(argument: &'i Argument, place: Place, reads: &mut Reads<'i>) {
    match argument {
        Argument::Value(operand) => of_operands(&[operand], reads),
        Argument::Text(template) => reads.extend(of_template(template)),
        Argument::Message(name) => reads.push(Read::Message(name, place)),
        Argument::List(items) => items.iter().for_each(|item| of_argument(item, place, reads)),
        Argument::Record(entries) => entries.iter().for_each(|(_, entry)| of_argument(entry, place, reads)),
        Argument::NextClockTime(_) | Argument::NextOpening(_) => {}
    }
}

/// What a text reads.
#[must_use]
pub fn of_template(template: &Template) -> Reads<'_> {
    let mut reads = Reads::new();
    for part in &template.0 {
        if let TemplatePart::Placeholder { read, .. } = part {
            of_attribute(read, &mut reads);
        }
    }
    reads
}
