//! Names that cannot be names.

use super::{Check, Context};
use crate::{
    diagnostic::{
        Finding,
        codes::syntax::{BAD_NAME, DASHED_NAME},
    },
    syntax::{Kind, Node, lines::DECLARATION_WORDS},
};

/// Words that begin a clause or a line of a block.
const CLAUSE_WORDS: [&str; 40] = [
    "accept",
    "active",
    "advance",
    "after",
    "agents",
    "at",
    "capacity",
    "channels",
    "closed",
    "do",
    "else",
    "expect",
    "final",
    "from",
    "given",
    "if",
    "inactive",
    "known",
    "limit",
    "new",
    "on",
    "once",
    "only",
    "open",
    "order",
    "prefer",
    "receive",
    "remind_after",
    "repeat",
    "samples",
    "set",
    "start",
    "states",
    "then",
    "timezone",
    "unless",
    "wait",
    "when",
    "windows",
    "while",
];

#[inline]
pub(super) fn check(kind: Kind) -> Option<Check> {
    Some(match kind {
        Kind::bad_name => |context, node| Some(bad_name(context, node)),
        Kind::name | Kind::segment | Kind::word | Kind::plain_word | Kind::verb => name,
        _ => return None,
    })
}

fn name(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    match node.kind() {
        _ if node.text().bytes().any(|byte| byte == b'-') => Some(dashed(context, node)),
        Kind::name if declares(node) => taken(context, node, "the name of a declaration"),
        Kind::word if begins_signature(node) => taken(context, node, "the first word of an action"),
        _ => None,
    }
}

fn bad_name(context: Context<'_>, node: Node<'_>) -> Finding {
    let written = node.text();
    if written.starts_with(|character: char| character.is_ascii_digit()) {
        return context
            .finding(&BAD_NAME, node.span(), format!("`{written}` cannot be a name"))
            .help("a name begins with a letter");
    }
    let words = written.split(|character: char| !unicode_ident::is_xid_continue(character));
    let right = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    let right = right.trim_matches('_');
    if right != written && !right.is_empty() {
        return context
            .finding(&BAD_NAME, node.span(), format!("`{written}` cannot be a name"))
            .help(format!("a name is made of letters, digits and `_`: `{right}`"))
            .fix(format!("write `{right}`"), node.span(), right, false);
    }
    context
        .finding(&BAD_NAME, node.span(), format!("`{written}` is a word of the language and cannot be a name"))
        .help("choose another name, or add to it: `first_reply`")
}

fn dashed(context: Context<'_>, node: Node<'_>) -> Finding {
    let right = node.text().replace('-', "_");
    context
        .finding(&DASHED_NAME, node.span(), format!("`{}` holds a dash", node.text()))
        .help(format!("names are made of letters, digits and `_`: `{right}`"))
        .fix(format!("write `{right}`"), node.span(), right, true)
}

/// Whether it is the name that a declaration declares. Enums live among types, where nothing can be mistaken.
fn declares(node: Node<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    let declaration = matches!(
        parent.kind(),
        Kind::trigger_declaration
            | Kind::automation_declaration
            | Kind::first_match_declaration
            | Kind::condition_declaration
            | Kind::message_declaration
            | Kind::list_declaration
            | Kind::schedule_declaration
            | Kind::lifecycle_declaration
            | Kind::status_declaration
            | Kind::scenario_declaration
    );
    declaration && parent.child(Kind::name).is_some_and(|first| first.index() == node.index())
}

fn begins_signature(node: Node<'_>) -> bool {
    node.parent().is_some_and(|parent| {
        parent.kind() == Kind::action_declaration
            && parent.parts().nth(1).is_some_and(|first| first.index() == node.index())
    })
}

fn taken(context: Context<'_>, node: Node<'_>, what: &str) -> Option<Finding> {
    let written = node.text();
    (DECLARATION_WORDS.contains(&written) || CLAUSE_WORDS.contains(&written)).then(|| {
        context
            .finding(&BAD_NAME, node.span(), format!("`{written}` begins a line of its own and cannot be {what}"))
            .help(format!("add to it, such as `{written}_now`"))
    })
}
