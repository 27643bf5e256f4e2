//! Attributes where they are read.

use super::checker::Checker;
use super::names::Kind;
use super::suggest;
use super::types::Type;
use super::values::normal;
use super::vocabulary::Attribute;
use crate::diagnostic::codes::names;
use crate::diagnostic::{Finding, Span};
use crate::ir::{AttributeRead, Operand, Value};
use crate::syntax::ast::{self, Path};

/// How deep attributes may stand in the parentheses of attributes. The engine has the same limit.
const DEEPEST_ARGUMENT: usize = 3;

impl<'a> Checker<'a> {
    /// A dotted name with its arguments: `user.name`, `group("Billing").status`. Whether it can be read here is looked at
    /// with the whole condition or action.
    pub fn attribute(&mut self, path: &Path, before: bool) -> Option<(AttributeRead, &'a Attribute)> {
        let attribute = self.declared_attribute(path)?;
        let arguments = self.arguments(path, attribute)?;
        if arguments.iter().map(depth).max().unwrap_or(0) > DEEPEST_ARGUMENT {
            let finding =
                self.finding(&names::ATTRIBUTE_ARGUMENTS, path.span, "too many parentheses stand in each other");
            self.push(finding.help("name the group outright, in quotation marks"));
            return None;
        }
        let place = self.place(path.span);
        Some((AttributeRead { key: attribute.key.clone(), arguments, before, place }, attribute))
    }

    /// A dotted name whose arguments are all written out, as the key of one fact: `group("Billing").status`. For tests.
    pub fn fact(&mut self, path: &Path) -> Option<(String, &'a Attribute)> {
        let attribute = self.declared_attribute(path)?;
        let arguments = self.arguments(path, attribute)?;
        let mut written = Vec::new();
        for argument in arguments {
            let Operand::Literal(Value::Text(text)) = argument else {
                let finding = self.finding(&names::ATTRIBUTE_ARGUMENTS, path.span, "a test names its facts outright");
                self.push(finding.help("write the name in quotation marks: `group(\"Billing\").status`"));
                return None;
            };
            written.push(text.to_string());
        }
        Some((instance(attribute, &written), attribute))
    }

    /// A dotted name without parameters, as its key.
    pub fn plain_attribute(&mut self, path: &Path) -> Option<&'a Attribute> {
        let (_, attribute) = self.attribute(path, false)?;
        Some(attribute)
    }

    fn declared_attribute(&mut self, path: &Path) -> Option<&'a Attribute> {
        let context = self.context;
        let known = &context.vocabulary.attributes;
        // As it is written, it is mostly the name already.
        if let Some(attribute) = known.get(context.text(self.file, path.span)).or_else(|| known.get(&path.dotted())) {
            self.refer(path.span, Kind::Attribute, &attribute.key);
            return Some(attribute);
        }
        let dotted = path.dotted();
        if self.source(path.span).ends_with('.') || context.vocabulary.broken.contains(&dotted) {
            return None;
        }
        let finding = self.unknown_attribute(path, &dotted);
        self.push(finding);
        None
    }

    fn unknown_attribute(&self, path: &Path, dotted: &str) -> Finding {
        let vocabulary = &self.context.vocabulary;
        if vocabulary.events.contains_key(dotted) {
            return self
                .finding(&names::UNKNOWN_ATTRIBUTE, path.span, format!("`{dotted}` is an event, and has no value"))
                .label("an event")
                .help(format!("whether it came before is asked with `{dotted} in the last 5m`"));
        }
        let finding = self.finding(&names::UNKNOWN_ATTRIBUTE, path.span, format!("there is no attribute `{dotted}`"));
        let without_holder = self.ending_in(dotted);
        if !without_holder.is_empty() {
            return one_is_meant(finding, path.span, &without_holder);
        }
        let (first, last) = dotted.split_once('.').unwrap_or((dotted, ""));
        let names = vocabulary.attributes.keys().map(String::as_str);
        if let Some(meant) = meant(first, last, names.clone()) {
            let key = vocabulary.attributes.get(meant).map_or(meant, |attribute| attribute.key.as_str());
            let finding = finding.help(format!("did you mean `{key}`?"));
            let plain = path.segments.iter().all(|segment| segment.arguments.is_empty());
            return if plain && key == meant {
                finding.fix(format!("write `{meant}`"), path.span, meant, false)
            } else {
                finding
            };
        }
        let siblings: Vec<&str> = names.filter(|name| name.split('.').next() == Some(first)).collect();
        if siblings.is_empty() {
            return finding.help("`whenbook vocabulary` lists them; your own are declared with `attribute`");
        }
        if siblings.len() <= 12 {
            return finding.help(format!("of `{first}` there are {}", suggest::listed(&siblings, "and")));
        }
        finding.help(format!(
            "`whenbook vocabulary` lists what there is of `{first}`; your own are declared with `attribute`"
        ))
    }

    /// The attributes whose last word it is.
    pub(super) fn ending_in(&self, word: &str) -> Vec<&'a str> {
        let attributes = self.context.vocabulary.attributes.keys().map(String::as_str);
        attributes.filter(|key| key.rsplit('.').next() == Some(word)).collect()
    }

    fn arguments(&mut self, path: &Path, attribute: &'a Attribute) -> Option<Vec<Operand>> {
        let mut operands = Vec::new();
        for (written, declared) in path.segments.iter().zip(&attribute.segments) {
            if written.arguments.len() != declared.parameters.len() {
                let finding = self.wrong_arguments(written, attribute, path);
                self.push(finding);
                return None;
            }
            for (argument, (_, wanted)) in written.arguments.iter().zip(&declared.parameters) {
                operands.push(self.operand(argument, wanted)?);
            }
        }
        Some(operands)
    }

    fn wrong_arguments(&self, written: &ast::Segment, attribute: &Attribute, path: &Path) -> Finding {
        let word = &written.name.text;
        let declared = attribute.segments.iter().find(|segment| segment.name == *word);
        let parameters = declared.map_or(&[][..], |segment| segment.parameters.as_slice());
        let finding = self.finding(
            &names::ATTRIBUTE_ARGUMENTS,
            path.span,
            match parameters {
                [] => format!("`{word}` takes nothing in parentheses"),
                [(_, Type::Group)] => format!("`{word}` does not say which group"),
                [(name, _)] => format!("`{word}` does not say which `{name}`"),
                several => format!("`{word}` takes {} things in parentheses", several.len()),
            },
        );
        let example: Vec<String> = attribute
            .segments
            .iter()
            .map(|segment| match segment.parameters.as_slice() {
                [] => segment.name.clone(),
                parameters => {
                    let names: Vec<&str> = parameters
                        .iter()
                        .map(|(_, of)| if *of == Type::Group { "\"Billing\"" } else { "\"…\"" })
                        .collect();
                    format!("{}({})", segment.name, names.join(", "))
                }
            })
            .collect();
        finding.help(format!("write `{}`", example.join(".")))
    }
}

/// With the names of which one was meant there.
pub(super) fn one_is_meant(finding: Finding, span: Span, names: &[&str]) -> Finding {
    let finding = finding.help(format!("did you mean {}?", suggest::listed(names, "or")));
    match names {
        [only] => finding.fix(format!("write `{only}`"), span, *only, false),
        _ => finding,
    }
}

/// What other systems, and people, call who holds attributes.
const HOLDERS: &[(&str, &[&str])] = &[
    ("user", &["customer", "contact", "client", "visitor", "requester", "end_user", "person", "lead", "sender"]),
    ("conversation", &["ticket", "chat", "thread", "case", "issue"]),
    ("agent", &["operator", "teammate", "staff", "admin"]),
    ("group", &["team", "department"]),
];

/// The attribute that was probably meant: one of the same first word with a similar rest, one with the same rest, or one
/// that is similar as a whole.
fn meant<'n>(first: &str, last: &str, names: impl Iterator<Item = &'n str> + Clone) -> Option<&'n str> {
    let split = names.clone().filter_map(|name| Some((name, name.split_once('.')?)));
    let holder = HOLDERS.iter().find(|(_, elsewhere)| elsewhere.contains(&first)).map(|(holder, _)| *holder);
    let first = holder.filter(|_| !split.clone().any(|(_, (one, _))| one == first)).unwrap_or(first);
    let similar = suggest::nearest(last, split.clone().filter(|(_, (one, _))| *one == first).map(|(_, (_, two))| two));
    let of_holder = |rest| split.clone().find(|(_, parts)| *parts == (first, rest));
    let sibling = of_holder(last).or_else(|| similar.and_then(of_holder));
    let same = || split.clone().find(|(_, (_, two))| *two == last && !last.is_empty());
    let likely = sibling.or_else(same).map(|(name, _)| name);
    likely.or_else(|| {
        let whole = format!("{first}.{last}");
        names
            .clone()
            .filter(|name| strsim::osa_distance(name, &whole) <= 2)
            .min_by_key(|name| strsim::osa_distance(name, &whole))
    })
}

/// How deep attributes stand in an argument.
fn depth(operand: &Operand) -> usize {
    match operand {
        Operand::Attribute(read) => 1 + read.arguments.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// The key of one fact of an attribute with parameters: each argument a JSON string in its place.
fn instance(attribute: &Attribute, arguments: &[String]) -> String {
    let mut rest = arguments.iter();
    let words: Vec<String> = attribute
        .segments
        .iter()
        .map(|segment| {
            if segment.parameters.is_empty() {
                return segment.name.clone();
            }
            let taken: Vec<String> = rest
                .by_ref()
                .take(segment.parameters.len())
                .map(|text| serde_json::Value::String(normal(text)).to_string())
                .collect();
            format!("{}({})", segment.name, taken.join(", "))
        })
        .collect();
    words.join(".")
}
