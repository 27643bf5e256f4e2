//! Cells of the rows of a test, where they stand in its lines.

use super::{
    Action, ActionKind, ActionPart, Comparison, Condition, ConditionKind, EventReference, Expectation, LocalTime,
    OrCell, RelationKind, Step, StepKind, Value, ValueKind, Word,
};

/// Puts something in the place of cells.
pub trait Fill {
    /// For a cell where a value stands.
    fn value(&mut self, cell: &Word) -> Value;
    /// For a cell where names stand; a list gives several.
    fn names(&mut self, cell: &Word) -> Vec<Word>;
    /// For a cell where an event stands.
    fn event(&mut self, cell: &Word) -> Option<EventReference>;
}

impl Step {
    /// Puts something in the place of each of its cells.
    pub fn fill(&mut self, with: &mut dyn Fill) {
        match &mut self.kind {
            StepKind::Given(facts) => facts.iter_mut().for_each(|fact| value(&mut fact.value, with)),
            StepKind::Scenario(_) | StepKind::Series(_) => {}
            StepKind::Repeat { times, every, steps } => {
                value(times, with);
                every.iter_mut().for_each(|each| value(each, with));
                steps.iter_mut().for_each(|step| step.fill(with));
            }
            StepKind::At(time) => local_time(time, with),
            StepKind::Receive { event, facts, .. } => {
                if let Some(OrCell::Cell(cell)) = event {
                    *event = with.event(cell).map(OrCell::Written);
                }
                facts.iter_mut().for_each(|fact| value(&mut fact.value, with));
            }
            StepKind::Command { actions, .. } => actions.iter_mut().for_each(|each| action(each, with)),
            StepKind::Advance(duration) => value(duration, with),
            StepKind::Expect(expected) | StepKind::ExpectIn(_, expected) => expectation(expected, with),
        }
    }
}

fn local_time(time: &mut LocalTime, with: &mut dyn Fill) {
    value(&mut time.date, with);
    value(&mut time.time, with);
}

fn expectation(expected: &mut Expectation, with: &mut dyn Fill) {
    match expected {
        Expectation::Fired(written) | Expectation::NotFired(written) => {
            *written = written.drain(..).flat_map(|each| names(each, with)).collect();
        }
        Expectation::Timer(rule, time) => {
            name(rule, with);
            local_time(time, with);
        }
        Expectation::NoTimer(rule) => name(rule, with),
        Expectation::Sent(text) | Expectation::SentContaining(text) => value(text, with),
        Expectation::Holds(each) => condition(each, with),
        Expectation::Did(each) | Expectation::NotDid(each) | Expectation::Refused(each) => action(each, with),
        Expectation::NothingSent | Expectation::NothingDone | Expectation::Timeline(..) | Expectation::Missing => {}
    }
}

fn names(written: OrCell<Word>, with: &mut dyn Fill) -> Vec<OrCell<Word>> {
    match written {
        OrCell::Written(_) => vec![written],
        OrCell::Cell(cell) => with.names(&cell).into_iter().map(OrCell::Written).collect(),
    }
}

fn name(written: &mut Option<OrCell<Word>>, with: &mut dyn Fill) {
    if let Some(OrCell::Cell(cell)) = written {
        *written = with.names(cell).into_iter().next().map(OrCell::Written);
    }
}

fn action(action: &mut Action, with: &mut dyn Fill) {
    match &mut action.kind {
        ActionKind::Wait { duration, .. } => value(duration, with),
        ActionKind::Set { value: written, .. } => value(written, with),
        ActionKind::Call(parts) => parts.iter_mut().for_each(|each| part(each, with)),
    }
}

fn part(part: &mut ActionPart, with: &mut dyn Fill) {
    match part {
        ActionPart::Word(_) => {}
        ActionPart::Value(written) => {
            value(written, with);
            // Where an action is written out, a bare word is a word.
            if let Some(word) = written.bare_word() {
                *part = ActionPart::Word(word.clone());
            }
        }
        ActionPart::Record(record) => record.entries.iter_mut().for_each(|(_, each)| value(each, with)),
    }
}

fn condition(condition: &mut Condition, with: &mut dyn Fill) {
    match &mut condition.kind {
        ConditionKind::All(parts)
        | ConditionKind::Any(parts)
        | ConditionKind::None(parts)
        | ConditionKind::And(parts)
        | ConditionKind::Or(parts) => parts.iter_mut().for_each(|each| self::condition(each, with)),
        ConditionKind::Not(inner) => self::condition(inner, with),
        ConditionKind::Test(test) => comparison(test, with),
        ConditionKind::Missing => {}
    }
}

fn comparison(test: &mut Comparison, with: &mut dyn Fill) {
    value(&mut test.subject, with);
    let Some(relation) = &mut test.relation else { return };
    match &mut relation.kind {
        RelationKind::Is { value: written, .. }
        | RelationKind::Was { value: written, .. }
        | RelationKind::Order { value: written, .. }
        | RelationKind::In { value: written, .. }
        | RelationKind::Text { value: written, .. }
        | RelationKind::Matches { value: written, .. }
        | RelationKind::Has { value: written, .. }
        | RelationKind::InTheLast { duration: written, .. }
        | RelationKind::Ago { duration: written, .. } => value(written, with),
        RelationKind::Between { low, high, .. } => {
            value(low, with);
            value(high, with);
        }
        RelationKind::HasFired { .. } => {}
    }
}

fn value(written: &mut Value, with: &mut dyn Fill) {
    match &mut written.kind {
        ValueKind::Cell(cell) => *written = with.value(cell),
        ValueKind::List(values) => values.iter_mut().for_each(|each| value(each, with)),
        _ => {}
    }
}
