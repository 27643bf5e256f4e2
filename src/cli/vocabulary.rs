//! `whenbook vocabulary BOOK [NAME]`.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::{Exit, Terminal, Trouble, book};
use crate::diagnostic::render::printable;
use crate::ir::Book;
use crate::ir::vocabulary::{Attribute, EnumValue};
use crate::scenario::words;
use crate::semantics::suggest::nearest;

const EXAMPLES: &str = "\
Examples:
  whenbook vocabulary help-desk
  whenbook vocabulary help-desk user             all attributes of the user
  whenbook vocabulary help-desk customer.wrote   an event and what it carries
  whenbook vocabulary help-desk 'add tag'        an action and its signature";

/// List what may be written in a book, with its documentation
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A folder of rules, a `.when` file or a compiled book
    book: PathBuf,
    /// An attribute, event, action or enum, or the first words of several
    name: Option<String>,
}

/// What `vocabulary --format json` writes.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Words {
    /// The events.
    events: Vec<EventWord>,
    /// The attributes.
    attributes: Vec<AttributeWord>,
    /// The actions.
    actions: Vec<ActionWord>,
    /// The enums.
    enums: Vec<EnumWord>,
}

/// An event.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct EventWord {
    /// Its name.
    name: String,
    /// The first words of the attributes that it carries, beside account, user and conversation.
    carries: Vec<String>,
    /// What it means.
    docs: Option<String>,
}

/// An attribute.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct AttributeWord {
    /// Its name, with its parameters.
    name: String,
    /// Its type, as a declaration says it.
    #[serde(rename = "type")]
    value_type: String,
    /// Its default, as a book would write it; without one it is optional.
    default: Option<String>,
    /// Whether `set` may change it.
    writable: bool,
    /// What it means.
    docs: Option<String>,
}

/// An action.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ActionWord {
    /// Its words.
    name: String,
    /// How it is written.
    signature: String,
    /// What it does.
    docs: Option<String>,
}

/// An enum.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct EnumWord {
    /// Its name.
    name: String,
    /// What it means.
    docs: Option<String>,
    /// Its values, in their order.
    values: Vec<ValueWord>,
}

/// A value of an enum.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ValueWord {
    /// Its name.
    name: String,
    /// What it means.
    docs: Option<String>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let Some(book) = book::compiled(&arguments.book, terminal)? else { return Ok(Exit::Findings) };
    let mut words = Words::of(&book);
    if let Some(name) = &arguments.name {
        let all = words.names();
        words = words.filter(name);
        if words.is_empty() {
            return Err(unknown(name, &all));
        }
    }
    if terminal.is_json() {
        terminal.document(&words)?;
    } else {
        let details = arguments.name.is_some();
        words.write(details, terminal)?;
    }
    Ok(Exit::Fine)
}

fn unknown(name: &str, all: &[String]) -> Trouble {
    let help = match nearest(name, all.iter().map(String::as_str)) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "without a name, everything is listed".to_owned(),
    };
    Trouble::new(format!("nothing is called `{name}` in this book")).help(help)
}

impl Words {
    fn of(book: &Book) -> Self {
        let vocabulary = &book.vocabulary;
        Self {
            events: vocabulary
                .events
                .iter()
                .map(|event| EventWord {
                    name: event.name.clone(),
                    carries: event.carries.clone(),
                    docs: event.docs.clone(),
                })
                .collect(),
            attributes: vocabulary.attributes.iter().map(|attribute| attribute_word(attribute, book)).collect(),
            actions: vocabulary
                .actions
                .iter()
                .map(|action| ActionWord {
                    name: action.name.clone(),
                    signature: action.signature.clone(),
                    docs: action.docs.clone(),
                })
                .collect(),
            enums: vocabulary
                .enums
                .iter()
                .map(|each| EnumWord {
                    name: each.name.clone(),
                    docs: each.docs.clone(),
                    values: each.values.iter().map(value_word).collect(),
                })
                .collect(),
        }
    }

    fn names(&self) -> Vec<String> {
        let events = self.events.iter().map(|each| &each.name);
        let attributes = self.attributes.iter().map(|each| &each.name);
        let actions = self.actions.iter().map(|each| &each.name);
        let enums = self.enums.iter().map(|each| &each.name);
        events.chain(attributes).chain(actions).chain(enums).cloned().collect()
    }

    /// Those of that very name, with the enum that an attribute takes; if there are none, those that begin with it.
    fn filter(mut self, name: &str) -> Self {
        let exact = self.names().iter().any(|known| known == name);
        let fits = |known: &str| if exact { known == name } else { begins(known, name) };
        self.events.retain(|each| fits(&each.name));
        self.attributes.retain(|each| fits(&each.name));
        self.actions.retain(|each| fits(&each.name));
        let types: Vec<&str> = self.attributes.iter().filter(|_| exact).map(|each| each.value_type.as_str()).collect();
        let taken = |known: &str| types.iter().any(|each| each.trim_start_matches("list of ") == known);
        self.enums.retain(|each| fits(&each.name) || taken(&each.name));
        self
    }

    const fn is_empty(&self) -> bool {
        self.events.is_empty() && self.attributes.is_empty() && self.actions.is_empty() && self.enums.is_empty()
    }

    fn write(&self, details: bool, terminal: &mut Terminal) -> Result<(), Trouble> {
        let events = self.events.iter().map(|each| Entry {
            head: each.name.clone(),
            aside: if each.carries.is_empty() { String::new() } else { format!("carries {}", each.carries.join(", ")) },
            docs: each.docs.as_deref(),
            values: &[],
        });
        section("Events", events.collect(), details, terminal)?;
        for (first, attributes) in by_first_word(&self.attributes) {
            let entries = attributes.into_iter().map(|each| Entry {
                head: each.name.clone(),
                aside: type_line(each),
                docs: each.docs.as_deref(),
                values: &[],
            });
            section(&format!("Attributes of {first}"), entries.collect(), details, terminal)?;
        }
        let actions = self.actions.iter().map(|each| Entry {
            head: each.signature.clone(),
            aside: String::new(),
            docs: each.docs.as_deref(),
            values: &[],
        });
        section("Actions", actions.collect(), details, terminal)?;
        // One that an attribute declares on the spot stands there already.
        let named = self
            .enums
            .iter()
            .filter(|each| !each.name.contains('.') || each.values.iter().any(|value| value.docs.is_some()));
        let enums = named.map(|each| Entry {
            head: each.name.clone(),
            aside: each.values.iter().map(|value| value.name.as_str()).collect::<Vec<_>>().join(", "),
            docs: each.docs.as_deref(),
            values: &each.values,
        });
        section("Enums", enums.collect(), details, terminal)
    }
}

fn attribute_word(attribute: &Attribute, book: &Book) -> AttributeWord {
    AttributeWord {
        name: attribute.key.clone(),
        value_type: type_of(attribute, book),
        default: attribute.default.as_ref().map(|value| words::value(value, words::zone(book))),
        writable: attribute.writable,
        docs: attribute.docs.clone(),
    }
}

/// The type as the declaration says it, with the values of an enum that it declares on the spot.
fn type_of(attribute: &Attribute, book: &Book) -> String {
    let name = words::type_name(&attribute.value_type);
    let own = book.vocabulary.enums.iter().find(|each| each.name == attribute.key);
    let Some(own) = own.filter(|_| name.ends_with(&attribute.key)) else { return name };
    let values: Vec<&str> = own.values.iter().map(|value| value.name.as_str()).collect();
    name.replace(&attribute.key, &format!("one of {{ {} }}", values.join(", ")))
}

fn value_word(value: &EnumValue) -> ValueWord {
    ValueWord { name: value.name.clone(), docs: value.docs.clone() }
}

/// Whether `known` is `name` and more words.
fn begins(known: &str, name: &str) -> bool {
    known.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', ' ', '(']) || name.ends_with('.'))
}

fn type_line(attribute: &AttributeWord) -> String {
    let default = match &attribute.default {
        Some(value) => format!("default {value}"),
        None => "optional".to_owned(),
    };
    let writable = if attribute.writable { ", writable" } else { "" };
    format!("{}, {default}{writable}", attribute.value_type)
}

fn by_first_word(attributes: &[AttributeWord]) -> Vec<(&str, Vec<&AttributeWord>)> {
    let mut order = Vec::new();
    let mut groups: BTreeMap<&str, Vec<&AttributeWord>> = BTreeMap::new();
    for attribute in attributes {
        let first = attribute.name.split(['.', '(']).next().unwrap_or("");
        let group = groups.entry(first).or_default();
        if group.is_empty() {
            order.push(first);
        }
        group.push(attribute);
    }
    order.into_iter().filter_map(|first| groups.remove_entry(first)).collect()
}

/// A line of the listing.
struct Entry<'a> {
    head: String,
    aside: String,
    docs: Option<&'a str>,
    values: &'a [ValueWord],
}

/// In a listing each entry has a line with the first sentence of its documentation; in details, all of it.
fn section(title: &str, entries: Vec<Entry<'_>>, details: bool, terminal: &mut Terminal) -> Result<(), Trouble> {
    if entries.is_empty() {
        return Ok(());
    }
    let styles = terminal.styles;
    writeln!(terminal.out, "{}", styles.bold.style(title))?;
    for entry in entries {
        let aside =
            if entry.aside.is_empty() { String::new() } else { format!("  {}", styles.dim.style(&entry.aside)) };
        writeln!(terminal.out, "  {}{aside}", styles.name.style(printable(&entry.head)))?;
        for line in docs_lines(entry.docs, details) {
            writeln!(terminal.out, "      {}", printable(line))?;
        }
        for value in entry.values.iter().filter(|_| details) {
            let docs = docs_lines(value.docs.as_deref(), false).into_iter().next().unwrap_or("");
            let line = format!("      {}  {}", styles.name.style(&value.name), printable(docs));
            writeln!(terminal.out, "{}", line.trim_end())?;
        }
    }
    Ok(writeln!(terminal.out)?)
}

fn docs_lines(docs: Option<&str>, all: bool) -> Vec<&str> {
    let lines = docs.unwrap_or("").trim().lines();
    if all { lines.collect() } else { lines.take(1).filter(|line| !line.is_empty()).collect() }
}
