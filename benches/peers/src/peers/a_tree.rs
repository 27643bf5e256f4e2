//! a-tree 0.6: one tree for each kind of event; the trees share equal conditions. It has neither `contains` nor regexes: the host
//! looks for the phrases (in one pass) and runs the distinct regexes, and hands over what was hit as a list of texts.

use a_tree::{ATree, AttributeDefinition};
use aho_corasick::AhoCorasick;

use super::hits::Regexes;
use super::print::{Joints, printed, quoted};
use super::{Compile, Peer};
use crate::column::Column;
use crate::rules::{ByKind, Comparison, Condition, Event};
use crate::schema::{BOOLEANS, MESSAGE, NUMBERS, SETS, TEXTS};

/// The attribute that lists phrases and regexes that were hit.
const HITS: &str = "hits";

struct Tree {
    tree: ATree<u32>,
    phrases: Option<AhoCorasick>,
    regexes: Regexes,
    phrase_names: Vec<String>,
    regex_names: Vec<String>,
}

/// What the host looks for in the events of one kind.
#[derive(Default)]
struct Sought {
    phrases: Vec<String>,
    regexes: Regexes,
}

pub fn prepare(column: &Column) -> Compile {
    let mut sought = ByKind::<Sought>::default();
    let joints = Joints { and: " and ", or: " or " };
    let sources = printed(&column.rules, &joints, |rule, condition| leaf(condition, &mut sought[rule.kind]));
    Box::new(move || {
        let mut sources = sources.into_iter();
        Box::new(sought.map(|sought| compile(&sources.next().unwrap_or_default(), sought)))
    })
}

fn compile(rules: &[(u32, String)], sought: Sought) -> Tree {
    let texts = TEXTS.iter().take(MESSAGE).map(|text| AttributeDefinition::string(text.name));
    let numbers = NUMBERS.iter().map(|number| AttributeDefinition::integer(number.name));
    let booleans = BOOLEANS.iter().map(|boolean| AttributeDefinition::boolean(boolean.name));
    let lists = SETS.iter().map(|set| set.name).chain([HITS]).map(AttributeDefinition::string_list);
    let definitions: Vec<AttributeDefinition> = texts.chain(numbers).chain(booleans).chain(lists).collect();
    let mut tree = ATree::new(&definitions).expect("attributes");
    for (id, source) in rules {
        tree.insert(id, source).unwrap_or_else(|error| panic!("{source}: {error:?}"));
    }
    let Sought { phrases, regexes } = sought;
    Tree {
        tree,
        phrase_names: (0..phrases.len()).map(|number| format!("c{number}")).collect(),
        regex_names: (0..regexes.len()).map(|number| format!("r{number}")).collect(),
        phrases: (!phrases.is_empty())
            .then(|| AhoCorasick::builder().ascii_case_insensitive(true).build(&phrases).expect("phrases")),
        regexes,
    }
}

fn leaf(condition: &Condition, sought: &mut Sought) -> String {
    let name = condition.attribute();
    match condition {
        Condition::Is(_, value) => format!("{name} = '{value}'"),
        Condition::IsNot(_, value) => format!("{name} <> '{value}'"),
        Condition::In(_, values) => format!("{name} in [{}]", quoted(values, '\'', ", ")),
        Condition::NotIn(_, values) => format!("{name} not in [{}]", quoted(values, '\'', ", ")),
        Condition::Compare(_, Comparison::Equal, value) => format!("{name} = {value}"),
        Condition::Compare(_, comparison, value) => format!("{name} {} {value}", comparison.symbol()),
        Condition::Flag(_, true) => name.to_owned(),
        Condition::Flag(_, false) => format!("not {name}"),
        Condition::Has(_, value) => format!("{name} one of ['{value}']"),
        Condition::Lacks(_, value) => format!("{name} none of ['{value}']"),
        Condition::Contains(_, value) => {
            let phrases = &mut sought.phrases;
            let number = phrases.iter().position(|known| known == value).unwrap_or_else(|| {
                phrases.push(value.clone());
                phrases.len() - 1
            });
            format!("{HITS} one of ['c{number}']")
        }
        Condition::Matches(at, pattern) => format!("{HITS} one of ['r{}']", sought.regexes.number(*at, pattern)),
        Condition::Any(_) => unreachable!("a group is written by its parts"),
    }
}

impl Tree {
    fn hits(&self, event: &Event) -> Vec<&str> {
        let mut hits: Vec<&str> = Vec::new();
        for found in self.phrases.iter().flat_map(|phrases| phrases.find_overlapping_iter(&event.texts[MESSAGE])) {
            hits.push(&self.phrase_names[found.pattern().as_usize()]);
        }
        hits.sort_unstable();
        hits.dedup();
        hits.extend(self.regexes.hits(event).map(|number| self.regex_names[number].as_str()));
        hits
    }
}

impl Peer for ByKind<Tree> {
    fn run(&mut self, event: &Event, out: &mut Vec<u32>) {
        let tree = &self[event.kind];
        let mut builder = tree.tree.make_event();
        for (text, value) in TEXTS.iter().zip(&event.texts).take(MESSAGE) {
            builder.with_string(text.name, value).expect("a text");
        }
        for (number, value) in NUMBERS.iter().zip(event.numbers) {
            builder.with_integer(number.name, value).expect("a number");
        }
        for (boolean, value) in BOOLEANS.iter().zip(event.booleans) {
            builder.with_boolean(boolean.name, value).expect("true or false");
        }
        for (set, members) in SETS.iter().zip(&event.sets) {
            let members: Vec<&str> = members.iter().map(String::as_str).collect();
            builder.with_string_list(set.name, &members).expect("a list");
        }
        builder.with_string_list(HITS, &tree.hits(event)).expect("a list");
        let bound = builder.build().expect("an event");
        let from = out.len();
        out.extend(tree.tree.search(&bound).expect("a search").matches().iter().map(|id| **id));
        out[from..].sort_unstable();
    }
}
