//! cel 0.15: one program a rule. Attributes come through a resolver that lends values made once an event. Its own `matches`
//! compiles the regex on every call, so the host lends a function over compiled ones.

use std::sync::Arc;

use cel::common::types::{CelBool, CelInt, CelList, CelString};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use cel::{Context, Env, Program, Value};
use regex::Regex;
use rustc_hash::FxHashMap;

use super::hits::Regexes;
use super::print::{Joints, printed, quoted};
use super::{Compile, Peer};
use crate::column::Column;
use crate::rules::{ByKind, Condition, Event};
use crate::schema::{BOOLEANS, MESSAGE, NUMBERS, SETS, TEXTS};

/// The message in lower case.
const LOWER: &str = "msg_text_lower";

struct Cel {
    kinds: ByKind<Vec<(u32, Program)>>,
    names: FxHashMap<&'static str, usize>,
    environment: Arc<Env>,
    regexes: Arc<Vec<Regex>>,
}

struct Variables<'a> {
    names: &'a FxHashMap<&'static str, usize>,
    values: Vec<Box<dyn Val + 'a>>,
}

impl VariableResolver for Variables<'_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        self.names.get(name).map(|number| CowVal::Borrowed(&*self.values[*number]))
    }
}

pub fn prepare(column: &Column) -> Compile {
    let mut regexes = Regexes::default();
    let joints = Joints { and: " && ", or: " || " };
    let sources = printed(&column.rules, &joints, |_, condition| leaf(condition, &mut regexes));
    Box::new(move || {
        let environment = Arc::new(Env::stdlib());
        let compile = |source: &str| environment.compile(source).unwrap_or_else(|error| panic!("{source}: {error}"));
        let kinds = sources.map(|rules| rules.iter().map(|(id, source)| (*id, compile(source))).collect());
        let regexes = Arc::new(regexes.into_list());
        Box::new(Cel { kinds, names: names(), environment, regexes })
    })
}

/// The place of each attribute among the values of an event.
fn names() -> FxHashMap<&'static str, usize> {
    let texts = TEXTS.iter().map(|text| text.name);
    let numbers = NUMBERS.iter().map(|number| number.name);
    let booleans = BOOLEANS.iter().map(|boolean| boolean.name);
    let sets = SETS.iter().map(|set| set.name);
    let all = texts.chain(numbers).chain(booleans).chain(sets).chain([LOWER]);
    all.enumerate().map(|(number, name)| (name, number)).collect()
}

fn leaf(condition: &Condition, regexes: &mut Regexes) -> String {
    let name = condition.attribute();
    match condition {
        Condition::Is(_, value) => format!("{name} == '{value}'"),
        Condition::IsNot(_, value) => format!("{name} != '{value}'"),
        Condition::In(_, values) => format!("{name} in [{}]", quoted(values, '\'', ",")),
        Condition::NotIn(_, values) => format!("!({name} in [{}])", quoted(values, '\'', ",")),
        Condition::Compare(_, comparison, value) => format!("{name} {} {value}", comparison.symbol()),
        Condition::Flag(_, true) => name.to_owned(),
        Condition::Flag(_, false) => format!("!{name}"),
        Condition::Has(_, value) => format!("'{value}' in {name}"),
        Condition::Lacks(_, value) => format!("!('{value}' in {name})"),
        Condition::Contains(_, value) => format!("{LOWER}.contains('{value}')"),
        Condition::Matches(at, pattern) => format!("regex({}, {name})", regexes.number(*at, pattern)),
        Condition::Any(_) => unreachable!("a group is written by its parts"),
    }
}

fn values<'a>(event: &'a Event, lower: &'a str) -> Vec<Box<dyn Val + 'a>> {
    let mut values: Vec<Box<dyn Val + 'a>> = Vec::with_capacity(48);
    event.texts.iter().for_each(|text| values.push(Box::new(CelString::from(text.as_str()))));
    event.numbers.iter().for_each(|number| values.push(Box::new(CelInt::from(*number))));
    event.booleans.iter().for_each(|boolean| values.push(Box::new(CelBool::from(*boolean))));
    for members in &event.sets {
        let texts = members.iter().map(|member| Box::new(CelString::from(member.as_str())) as Box<dyn Val + 'a>);
        values.push(Box::new(CelList::from(texts.collect::<Vec<_>>())));
    }
    values.push(Box::new(CelString::from(lower)));
    values
}

impl Peer for Cel {
    fn run(&mut self, event: &Event, out: &mut Vec<u32>) {
        let lower = event.texts[MESSAGE].to_ascii_lowercase();
        let variables = Variables { names: &self.names, values: values(event, &lower) };
        let mut context = Context::with_env(Arc::clone(&self.environment));
        let regexes = Arc::clone(&self.regexes);
        let regex = move |number: i64, text: Arc<String>| {
            usize::try_from(number).is_ok_and(|number| regexes[number].is_match(&text))
        };
        context.add_function("regex", regex).expect("a new function");
        context.set_variable_resolver(&variables);
        for (id, program) in &self.kinds[event.kind] {
            if let Value::Bool(true) = program.execute(&context).expect("a result") {
                out.push(*id);
            }
        }
    }
}
