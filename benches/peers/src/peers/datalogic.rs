//! datalogic-rs 5.4 (JsonLogic): one logic a rule; the event in the evaluator's own arena, evaluated without copies. JsonLogic has
//! no regexes: an operator over compiled ones.

use bumpalo::Bump;
use datalogic_rs::datavalue::NumberValue;
use datalogic_rs::operator::EvalContext;
use datalogic_rs::{ArenaExt, CustomOperator, DataValue, Engine, Logic};
use regex::Regex;
use serde_json::{Value as Json, json};

use super::hits::Regexes;
use super::{Compile, Peer};
use crate::column::Column;
use crate::rules::{ByKind, Comparison, Condition, Event, by_kind};
use crate::schema::{BOOLEANS, MESSAGE, NUMBERS, SETS, TEXTS};

/// The message in lower case.
const LOWER: &str = "msg_text_lower";

struct Datalogic {
    kinds: ByKind<Vec<(u32, Logic)>>,
    engine: Engine,
    arena: Bump,
}

struct RegexOperator(Vec<Regex>);

impl CustomOperator for RegexOperator {
    fn evaluate<'a>(
        &self,
        arguments: &[&'a DataValue<'a>],
        _: &mut EvalContext<'_, 'a>,
        arena: &'a Bump,
    ) -> datalogic_rs::Result<&'a DataValue<'a>> {
        let number = arguments[0].as_i64().and_then(|number| usize::try_from(number).ok()).expect("a number");
        Ok(arena.bool(self.0[number].is_match(arguments[1].as_str().expect("a text"))))
    }
}

pub fn prepare(column: &Column) -> Compile {
    let mut regexes = Regexes::default();
    let mut written = |all: &[Condition]| {
        let parts: Vec<Json> = all.iter().map(|condition| logic(condition, &mut regexes)).collect();
        json!({"and": parts}).to_string()
    };
    let sources: ByKind<Vec<(u32, String)>> =
        by_kind(&column.rules).map(|rules| rules.iter().map(|rule| (rule.id, written(&rule.all))).collect());
    Box::new(move || {
        let engine = Engine::builder().add_operator("regex", RegexOperator(regexes.into_list())).build();
        let compile = |source: &str| engine.compile(source).unwrap_or_else(|error| panic!("{source}: {error}"));
        let kinds = sources.map(|rules| rules.iter().map(|(id, source)| (*id, compile(source))).collect());
        Box::new(Datalogic { kinds, engine, arena: Bump::new() })
    })
}

fn logic(condition: &Condition, regexes: &mut Regexes) -> Json {
    let variable = json!({"var": condition.attribute()});
    match condition {
        Condition::Is(_, value) => json!({"===": [variable, value]}),
        Condition::IsNot(_, value) => json!({"!==": [variable, value]}),
        Condition::In(_, values) => json!({"in": [variable, values]}),
        Condition::NotIn(_, values) => json!({"!": [{"in": [variable, values]}]}),
        Condition::Compare(_, Comparison::Equal, value) => json!({"===": [variable, value]}),
        Condition::Compare(_, comparison, value) => json!({comparison.symbol(): [variable, value]}),
        Condition::Flag(_, true) => variable,
        Condition::Flag(_, false) => json!({"!": [variable]}),
        Condition::Has(_, value) => json!({"in": [value, variable]}),
        Condition::Lacks(_, value) => json!({"!": [{"in": [value, variable]}]}),
        Condition::Contains(_, value) => json!({"in": [value, {"var": LOWER}]}),
        Condition::Matches(at, pattern) => json!({"regex": [regexes.number(*at, pattern), variable]}),
        Condition::Any(parts) => json!({"or": parts.iter().map(|part| logic(part, regexes)).collect::<Vec<_>>()}),
    }
}

/// The event as an object in the arena.
fn bound<'a>(event: &Event, arena: &'a Bump) -> &'a DataValue<'a> {
    let text = |value: &str| DataValue::String(arena.alloc_str(value));
    let mut object: Vec<(&str, DataValue<'_>)> = Vec::with_capacity(48);
    object.extend(TEXTS.iter().zip(&event.texts).map(|(at, value)| (at.name, text(value))));
    let numbers = NUMBERS.iter().zip(event.numbers);
    object.extend(numbers.map(|(at, value)| (at.name, DataValue::Number(NumberValue::Integer(value)))));
    object.extend(BOOLEANS.iter().zip(event.booleans).map(|(at, value)| (at.name, DataValue::Bool(value))));
    for (set, members) in SETS.iter().zip(&event.sets) {
        let members: Vec<DataValue<'_>> = members.iter().map(|member| text(member)).collect();
        object.push((set.name, DataValue::Array(arena.alloc_slice_copy(&members))));
    }
    object.push((LOWER, text(&event.texts[MESSAGE].to_ascii_lowercase())));
    arena.alloc(DataValue::Object(arena.alloc_slice_copy(&object)))
}

impl Peer for Datalogic {
    fn run(&mut self, event: &Event, out: &mut Vec<u32>) {
        self.arena.reset();
        let data = bound(event, &self.arena);
        for (id, logic) in &self.kinds[event.kind] {
            let result = self.engine.evaluate(logic, data, &self.arena).expect("a result");
            if result.as_bool() == Some(true) {
                out.push(*id);
            }
        }
    }
}
