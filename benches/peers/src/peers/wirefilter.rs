//! wirefilter-engine 0.6.1 (Cloudflare; the release in the registry): one filter a rule, closures over typed slots. It has no
//! lists: a set is the text `;a;b;`, and a member is looked for as `;a;`. Its numbers have 32 bits.

use wirefilter::{ExecutionContext, Filter, Scheme, Type};

use super::print::{Joints, printed, quoted};
use super::{Compile, Peer};
use crate::column::Column;
use crate::rules::{ByKind, Condition, Event, anchored};
use crate::schema::{BOOLEANS, MESSAGE, NUMBERS, SETS, TEXTS};

/// The message in lower case.
const LOWER: &str = "msg_text_lower";

struct Wirefilter {
    kinds: ByKind<Vec<(u32, Filter<'static>)>>,
    scheme: &'static Scheme,
}

pub fn prepare(column: &Column) -> Compile {
    let sources = printed(&column.rules, &Joints { and: " && ", or: " || " }, |_, condition| leaf(condition));
    Box::new(move || {
        let scheme: &'static Scheme = Box::leak(Box::new(scheme()));
        let compile = |source: &str| scheme.parse(source).unwrap_or_else(|error| panic!("{source}: {error}")).compile();
        let kinds = sources.map(|rules| rules.iter().map(|(id, source)| (*id, compile(source))).collect());
        Box::new(Wirefilter { kinds, scheme })
    })
}

fn scheme() -> Scheme {
    let mut scheme = Scheme::new();
    let mut add = |name: &str, kind: Type| scheme.add_field(name.to_owned(), kind).expect("a new field");
    TEXTS.iter().for_each(|text| add(text.name, Type::Bytes));
    SETS.iter().for_each(|set| add(set.name, Type::Bytes));
    add(LOWER, Type::Bytes);
    NUMBERS.iter().for_each(|number| add(number.name, Type::Int));
    BOOLEANS.iter().for_each(|boolean| add(boolean.name, Type::Bool));
    scheme
}

fn leaf(condition: &Condition) -> String {
    let name = condition.attribute();
    match condition {
        Condition::Is(_, value) => format!("{name} == \"{value}\""),
        Condition::IsNot(_, value) => format!("{name} != \"{value}\""),
        Condition::In(_, values) => format!("{name} in {{{}}}", quoted(values, '"', " ")),
        Condition::NotIn(_, values) => format!("!({name} in {{{}}})", quoted(values, '"', " ")),
        Condition::Compare(_, comparison, value) => format!("{name} {} {value}", comparison.symbol()),
        Condition::Flag(_, true) => name.to_owned(),
        Condition::Flag(_, false) => format!("!{name}"),
        Condition::Has(_, value) => format!("{name} contains \";{value};\""),
        Condition::Lacks(_, value) => format!("!({name} contains \";{value};\")"),
        Condition::Contains(_, value) => format!("{LOWER} contains \"{value}\""),
        Condition::Matches(_, pattern) => format!("{name} matches \"{}\"", anchored(pattern)),
        Condition::Any(_) => unreachable!("a group is written by its parts"),
    }
}

impl Peer for Wirefilter {
    fn run(&mut self, event: &Event, out: &mut Vec<u32>) {
        let lower = event.texts[MESSAGE].to_ascii_lowercase();
        let sets = event.sets.each_ref().map(|members| joined(members));
        let mut context: ExecutionContext<'_> = ExecutionContext::new(self.scheme);
        for (text, value) in TEXTS.iter().zip(&event.texts) {
            context.set_field_value(text.name, value.as_str()).expect("a text");
        }
        for (set, value) in SETS.iter().zip(&sets) {
            context.set_field_value(set.name, value.as_str()).expect("a text");
        }
        context.set_field_value(LOWER, lower.as_str()).expect("a text");
        for (number, value) in NUMBERS.iter().zip(event.numbers) {
            context.set_field_value(number.name, i32::try_from(value).expect("a small number")).expect("a number");
        }
        for (boolean, value) in BOOLEANS.iter().zip(event.booleans) {
            context.set_field_value(boolean.name, value).expect("true or false");
        }
        #[expect(
            unsafe_code,
            reason = "filters ask for a context that lives as long as their scheme, which they only read"
        )]
        // SAFETY: no filter keeps anything of the context, and the context ends before what it borrows.
        let context: ExecutionContext<'static> = unsafe { std::mem::transmute(context) };
        for (id, filter) in &self.kinds[event.kind] {
            if filter.execute(&context).expect("a context of the scheme") {
                out.push(*id);
            }
        }
    }
}

fn joined(members: &[String]) -> String {
    let mut text = String::from(";");
    for member in members {
        text.push_str(member);
        text.push(';');
    }
    text
}
