//! From the lossless tree to the typed reading of it in [`super::ast`].
//!
//! One file for each part of the language, in the order of the grammar. Wrong forms whose meaning is sure are read as what
//! they mean, since their finding has been made; anything else is left out or `Missing`.

mod action;
mod condition;
mod event;
mod lifecycle;
mod part;
mod policy;
mod schedule;
mod test;
mod text;
mod trigger;
mod value;
mod vocabulary;

pub(super) use condition::operator_span;
pub(super) use value::is_filled;

use rayon::prelude::*;
use smol_str::SmolStr;

use super::{
    Kind, Node, Tree,
    ast::{Declaration, DeclarationKind, File, Use, Word},
};

/// The typed reading of a file.
pub(super) fn file(tree: &Tree) -> File {
    let mut docs = Docs::default();
    let mut declared = Vec::new();
    for node in tree.root().children() {
        match reader(node.kind()) {
            Some(read) => declared.push((node, docs.take(), read)),
            None => docs.see(node),
        }
    }
    let declaration =
        |(node, docs, read): (Node<'_>, _, Read)| Declaration { span: node.span(), docs, kind: read(node) };
    // For few it would take longer to wake the other processors.
    let declarations = match declared.len() > AT_ONCE {
        true => declared.into_par_iter().with_min_len(AT_ONCE).map(declaration).collect(),
        false => declared.into_iter().map(declaration).collect(),
    };
    File { declarations }
}

/// So many declarations at least are read by one processor at a time.
const AT_ONCE: usize = 128;

/// Reads a declaration of one kind.
type Read = fn(Node<'_>) -> DeclarationKind;

/// How declarations of that kind are read; `None` if none are of it.
fn reader(kind: Kind) -> Option<Read> {
    Some(match kind {
        Kind::use_declaration => |node| DeclarationKind::Use(used(node)),
        Kind::activate_declaration => |node| DeclarationKind::Activate(names_of(node)),
        Kind::deactivate_declaration => |node| DeclarationKind::Deactivate(names_of(node)),
        Kind::attribute_declaration => |node| DeclarationKind::Attribute(vocabulary::attribute(node)),
        Kind::event_declaration => |node| DeclarationKind::Event(vocabulary::event(node)),
        Kind::action_declaration => |node| DeclarationKind::Action(vocabulary::action(node)),
        Kind::enum_declaration => |node| DeclarationKind::Enum(vocabulary::enumeration(node)),
        Kind::directory_declaration => |node| DeclarationKind::Directory(vocabulary::directory(node)),
        Kind::trigger_declaration => |node| DeclarationKind::Trigger(trigger::trigger(node)),
        Kind::automation_declaration => |node| DeclarationKind::Automation(trigger::trigger(node)),
        Kind::first_match_declaration => |node| DeclarationKind::FirstMatch(part::first_match(node)),
        Kind::condition_declaration => |node| DeclarationKind::Condition(part::condition(node)),
        Kind::message_declaration => |node| DeclarationKind::Message(part::message(node)),
        Kind::list_declaration => |node| DeclarationKind::List(part::list(node)),
        Kind::schedule_declaration => |node| DeclarationKind::Schedule(schedule::schedule(node)),
        Kind::capacity_release_policy => |node| DeclarationKind::CapacityRelease(policy::capacity_release(node)),
        Kind::assignment_policy => |node| DeclarationKind::Assignment(policy::assignment(node)),
        Kind::wait_time_policy => |node| DeclarationKind::WaitTime(policy::wait_time(node)),
        Kind::lifecycle_declaration => |node| DeclarationKind::Lifecycle(lifecycle::lifecycle(node)),
        Kind::status_declaration => |node| DeclarationKind::Status(part::status(node)),
        Kind::scenario_declaration => |node| DeclarationKind::Scenario(test::scenario(node)),
        Kind::test_declaration => |node| DeclarationKind::Test(test::test(node)),
        _ => return None,
    })
}

fn used(node: Node<'_>) -> Use {
    node.parts()
        .find_map(|part| match part.kind() {
            Kind::path => Some(Use::Shipped(value::path(part))),
            kind if text::is_text(kind) => Some(Use::File(text::text(part))),
            _ => None,
        })
        .unwrap_or(Use::Missing)
}

/// A list of what is made of these nodes, with room for no more.
fn exactly<'tree, T>(nodes: impl Iterator<Item = Node<'tree>> + Clone, make: impl Fn(Node<'tree>) -> T) -> Vec<T> {
    let mut made = Vec::with_capacity(nodes.clone().count());
    made.extend(nodes.map(make));
    made
}

/// A word as a name: with dashes, which have been reported, as underscores.
fn word(node: Node<'_>) -> Word {
    let written = node.text();
    let has_dash = written.as_bytes().contains(&b'-');
    let text = if has_dash { written.replace('-', "_").into() } else { SmolStr::new(written) };
    Word { text, span: node.span() }
}

/// The first child of that kind, as a word.
fn word_of(node: Node<'_>, kind: Kind) -> Option<Word> {
    node.child(kind).map(word)
}

/// The name that a declaration declares.
fn declared(node: Node<'_>) -> Option<Word> {
    node.parts()
        .find(|part| matches!(part.kind(), Kind::name | Kind::bad_name | Kind::missing_name))
        .and_then(|part| (part.kind() != Kind::missing_name).then(|| word(part)))
}

/// The names of a list of names.
fn names(list: Node<'_>) -> Vec<Word> {
    exactly(list.children_of(Kind::name), word)
}

/// The names of the list of names in a clause.
fn names_of(node: Node<'_>) -> Vec<Word> {
    node.parts().find(|part| matches!(part.kind(), Kind::names | Kind::names_only)).map(names).unwrap_or_default()
}

/// Collects the `///` lines above something.
#[derive(Default)]
struct Docs<'tree> {
    lines: Vec<&'tree str>,
    line_ends: usize,
}

impl<'tree> Docs<'tree> {
    /// Looks at what stands before the next declaration. A blank line parts documentation from it.
    fn see(&mut self, node: Node<'tree>) {
        match node.kind() {
            Kind::doc => {
                let line = node.text().trim_start_matches('/');
                self.lines.push(line.strip_prefix(' ').unwrap_or(line).trim_end());
                self.line_ends = 0;
            }
            Kind::nl => {
                self.line_ends += 1;
                if self.line_ends > 1 {
                    self.lines.clear();
                }
            }
            Kind::comment | Kind::bad_comment => self.line_ends = 0,
            Kind::blank => {}
            _ => self.lines.clear(),
        }
    }

    fn take(&mut self) -> Option<String> {
        let lines = std::mem::take(&mut self.lines);
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}
