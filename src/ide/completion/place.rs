//! Where in a book a cursor stands, told by what is before it.

use crate::diagnostic::Span;
use crate::semantics::names::Kind as NameKind;
use crate::syntax::{Kind, Node, Parse};

/// What may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A declaration.
    File,
    /// A clause of a trigger, or of an automation.
    Rule { automation: bool },
    /// An event.
    Events,
    /// The left side of a comparison.
    Condition { reads: Reads },
    /// What is asked of an attribute.
    Operator { attribute: String },
    /// What an attribute is compared with, or set to.
    Value { attribute: String },
    /// An action; it replaces the statement from there.
    Action { from: u32 },
    /// What follows these words of an action.
    Slot { reads: Reads, words: Vec<String> },
    /// An attribute in the braces of a text.
    Placeholder { reads: Reads },
    /// An attribute that a test sets.
    Fact,
    /// Triggers and automations.
    Rules,
    /// Names of one kind.
    Names(NameKind),
    /// Channels.
    Channels,
    /// A step of a test.
    Test,
    /// What a test expects.
    Expectation,
    /// What ships.
    Uses,
}

/// What can be read at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reads {
    /// Anything: it is looked at where it is used.
    Anything,
    /// What all of these events carry, and all that is kept or in the view. Without any: nothing carried.
    Events(Vec<String>),
}

/// The operators after an attribute, longer ones before those with which they begin.
pub(super) const OPERATORS: &[&str] = &[
    "is not",
    "is",
    "was not",
    "was",
    "not in the last",
    "not in",
    "in the last",
    "in",
    "<=",
    ">=",
    "<",
    ">",
    "between",
    "contains exactly",
    "contains any",
    "contains all",
    "contains",
    "starts with",
    "ends with",
    "does not contain any",
    "does not contain",
    "does not start with",
    "does not end with",
    "does not have",
    "matches",
    "finds",
    "has any",
    "has all",
    "has under",
    "has",
    "had",
    "more than",
    "less than",
];

/// Where the offset is; `None` where nothing can be offered: in a comment, in the words of a text.
pub(super) fn at(parse: &Parse, text: &str, offset: u32) -> Option<Place> {
    let root = parse.tree.root();
    let declaration = root.parts().filter(|node| node.span().start < offset).last();
    let open = declaration.map(|node| open_blocks(node, text, offset)).unwrap_or_default();
    let line = line_start(text, offset);
    let start = open.last().map_or(line, |block| line.max(block.inside));
    let before = Span::new(start, offset).of(text);
    if is_in_comment(before) {
        return None;
    }
    let reads = declaration.map_or(Reads::Anything, reads);
    let in_block_text =
        parse.tree.leaf_at(offset).is_some_and(|leaf| leaf.ancestors().any(|node| node.kind() == Kind::block_text));
    if in_block_text || is_in_text(before) {
        let is_open = before.rfind('{') > before.rfind('}') && before.contains('{');
        return is_open.then_some(Place::Placeholder { reads });
    }
    let statement = before.trim_start();
    let from = offset.saturating_sub(length(statement));
    match open.first() {
        None => in_file(statement, reads),
        Some(outer) => in_declaration(outer.word, &open, statement, from, reads),
    }
}

/// The word that is begun before the offset.
pub(super) fn begun(text: &str, offset: u32) -> Span {
    let before = Span::new(0, offset).of(text);
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '-');
    let word = before.len() - before.trim_end_matches(is_part).len();
    Span::new(offset - u32::try_from(word).unwrap_or(0), offset)
}

/// A block that is open at a place.
struct Block<'a> {
    /// What stands before its brace, on its line.
    head: &'a str,
    /// The first word of that.
    word: &'a str,
    /// Behind the brace.
    inside: u32,
}

fn open_blocks<'a>(declaration: Node<'_>, text: &'a str, offset: u32) -> Vec<Block<'a>> {
    let mut open: Vec<Block<'a>> = Vec::new();
    for leaf in declaration.leaves().filter(|leaf| leaf.span().end <= offset) {
        match leaf.kind() {
            Kind::lbrace => {
                let brace = leaf.span();
                let start = line_start(text, brace.start).max(open.last().map_or(0, |block| block.inside));
                let head = Span::new(start, brace.start).of(text).trim();
                open.push(Block { head, word: head.split_whitespace().next().unwrap_or_default(), inside: brace.end });
            }
            Kind::rbrace => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}

fn line_start(text: &str, offset: u32) -> u32 {
    let before = Span::new(0, offset).of(text);
    length(before.rfind('\n').and_then(|end| before.get(..=end)).unwrap_or_default())
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// What a declaration's conditions and texts can read.
fn reads(declaration: Node<'_>) -> Reads {
    match declaration.kind() {
        Kind::trigger_declaration => {
            let on = declaration.child(Kind::on_clause);
            let events = on.into_iter().flat_map(Node::subtree).filter(|node| node.kind() == Kind::event_reference);
            Reads::Events(events.map(|node| node.text().to_owned()).collect())
        }
        Kind::automation_declaration => Reads::Events(Vec::new()),
        _ => Reads::Anything,
    }
}

fn is_in_comment(before: &str) -> bool {
    before.match_indices("//").any(|(at, _)| !is_in_text(before.get(..at).unwrap_or_default()))
}

fn is_in_text(before: &str) -> bool {
    before.replace("\\\"", "").matches('"').count() % 2 == 1
}

fn in_file(statement: &str, reads: Reads) -> Option<Place> {
    let (first, rest) = first_word(statement);
    match (first, rest) {
        (_, None) => Some(Place::File),
        ("use", _) => Some(Place::Uses),
        ("activate" | "deactivate", _) => Some(Place::Rules),
        ("condition", Some(rest)) => rest.split_once(" when ").map(|(_, condition)| in_condition(condition, reads)),
        _ => None,
    }
}

fn in_declaration(declaration: &str, open: &[Block<'_>], statement: &str, from: u32, reads: Reads) -> Option<Place> {
    let inner = open.last().filter(|_| open.len() > 1);
    match (declaration, inner) {
        ("trigger" | "automation", None) => in_rule(declaration == "automation", statement, reads),
        ("first", None) => Some(Place::Names(NameKind::Trigger)),
        ("test", None) => in_test(statement),
        ("test", Some(block)) if matches!(block.word, "given" | "receive") => Some(in_facts(statement)),
        ("policy", None) => {
            statement.strip_prefix("agents when ").map(|condition| in_condition(condition, Reads::Anything))
        }
        (_, Some(block)) if is_condition(block) => Some(in_condition(statement, reads)),
        (_, Some(block)) if is_actions(block) => Some(in_actions(statement, from, reads)),
        _ => None,
    }
}

fn is_condition(block: &Block<'_>) -> bool {
    matches!(block.head.split_whitespace().last(), Some("all" | "any" | "none" | "when" | "agents" | "conversations"))
}

fn is_actions(block: &Block<'_>) -> bool {
    block.head.ends_with("do") || matches!(block.word, "inactive" | "then" | "if" | "as")
}

fn in_rule(automation: bool, statement: &str, reads: Reads) -> Option<Place> {
    let (first, Some(rest)) = first_word(statement) else { return Some(Place::Rule { automation }) };
    match first {
        "on" if !automation => Some(Place::Events),
        "channels" => Some(Place::Channels),
        "when" => Some(in_condition(rest, reads)),
        "only" => Some(Place::Names(NameKind::Schedule)),
        "after" | "at" => match rest.split_once("while ") {
            Some((_, condition)) => Some(in_condition(condition, reads)),
            None if rest.contains("since ") => Some(Place::Events),
            None if rest.ends_with("of ") => Some(Place::Names(NameKind::Schedule)),
            None => None,
        },
        _ => None,
    }
}

fn in_test(statement: &str) -> Option<Place> {
    let (first, Some(rest)) = first_word(statement) else { return Some(Place::Test) };
    match first {
        "receive" => Some(Place::Events),
        "expect" => {
            let (second, after) = first_word(rest);
            match (second, after) {
                ("fired", Some(_)) => Some(Place::Rules),
                ("not", Some(after)) if after.starts_with("fired ") => Some(Place::Rules),
                ("timer" | "no", Some(_)) => Some(Place::Names(NameKind::Automation)),
                ("sent", Some(_)) => Some(Place::Names(NameKind::Message)),
                (_, None) => Some(Place::Expectation),
                _ => Some(in_condition(rest, Reads::Anything)),
            }
        }
        _ => None,
    }
}

fn in_facts(statement: &str) -> Place {
    let last = parts(statement, ',').last().copied().unwrap_or_default().trim_start();
    match last.split_once(" is ") {
        Some((attribute, _)) => Place::Value { attribute: attribute.trim().to_owned() },
        None => Place::Fact,
    }
}

fn in_condition(written: &str, reads: Reads) -> Place {
    let comparison = comparison(written);
    let Some((left, rest)) = split_left(comparison) else { return Place::Condition { reads } };
    let attribute = left.to_owned();
    let is_asked = |operator: &&&str| rest.strip_prefix(**operator).is_some_and(|after| after.starts_with([' ', '[']));
    match OPERATORS.iter().find(is_asked) {
        Some(_) => Place::Value { attribute },
        None => Place::Operator { attribute },
    }
}

/// The comparison that is being written: what follows the last `and`, `or`, `not` or parenthesis.
fn comparison(written: &str) -> &str {
    let mut last = written;
    for joint in [" and ", " or "] {
        while let Some((before, after)) = last.split_once(joint) {
            if is_in_text(before) || before.contains(" between ") && !after.contains(" and ") && joint == " and " {
                break;
            }
            last = after;
        }
    }
    let last = last.trim_start().trim_start_matches("not ").trim_start();
    match last.strip_prefix('(') {
        Some(inner) => comparison(inner),
        None => last,
    }
}

/// The left side of a comparison and what follows it, if it is complete.
fn split_left(comparison: &str) -> Option<(&str, &str)> {
    let mut depth = 0_u32;
    let mut in_text = false;
    for (at, letter) in comparison.char_indices() {
        match letter {
            '"' => in_text = !in_text,
            '(' if !in_text => depth += 1,
            ')' if !in_text => depth = depth.saturating_sub(1),
            ' ' if !in_text && depth == 0 => {
                return Some((comparison.get(..at)?, comparison.get(at + 1..)?.trim_start()));
            }
            _ => {}
        }
    }
    None
}

fn in_actions(statement: &str, from: u32, reads: Reads) -> Place {
    let words: Vec<&str> = parts(statement, ' ').into_iter().filter(|word| !word.is_empty()).collect();
    let is_complete = statement.ends_with(' ');
    match (words.as_slice(), is_complete) {
        ([] | [_], false) | ([], true) => Place::Action { from },
        (["wait", ..], _) if statement.contains(" unless ") => Place::Events,
        (["set", attribute, "to", ..], _) => Place::Value { attribute: (*attribute).to_owned() },
        _ => {
            let complete = if is_complete { words.len() } else { words.len() - 1 };
            let words = words.iter().take(complete).map(|word| (*word).to_owned()).collect();
            Place::Slot { reads, words }
        }
    }
}

/// What stands between the separators that are in no text.
fn parts(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut in_text = false;
    for (at, letter) in text.char_indices() {
        if letter == '"' {
            in_text = !in_text;
        } else if letter == separator && !in_text {
            parts.extend(text.get(start..at));
            start = at + letter.len_utf8();
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// The first word, and what follows if it is complete.
fn first_word(statement: &str) -> (&str, Option<&str>) {
    match statement.split_once(char::is_whitespace) {
        Some((first, rest)) => (first, Some(rest.trim_start())),
        None => (statement, None),
    }
}
