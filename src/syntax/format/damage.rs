//! What the grammar took although it is not right.

use crate::syntax::{Kind, Node, Tree};

/// Whether the tree holds a node for something wrong or missing.
pub(super) fn is_in(tree: &Tree) -> bool {
    tree.nodes().any(is_wrong)
}

fn is_wrong(node: Node<'_>) -> bool {
    match node.kind() {
        Kind::lbrace => node.text() != "{",
        Kind::rbrace => node.text() != "}",
        Kind::lparen => node.text() != "(",
        Kind::rparen => node.text() != ")",
        Kind::lbracket => node.text() != "[",
        Kind::rbracket => node.text() != "]",
        Kind::comma => node.text() != "," || node.parent().is_some_and(|parent| !may_hold_commas(parent.kind())),
        Kind::colon => node.text() != ":",
        Kind::dash => node.text() != "-",
        kind => is_wrong_kind(kind),
    }
}

/// Whether commas part what stands in such a node. Between statements they do not.
const fn may_hold_commas(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::block
            | Kind::condition_block
            | Kind::trigger_declaration
            | Kind::automation_declaration
            | Kind::prefer_clause
    )
}

const fn is_wrong_kind(kind: Kind) -> bool {
    is_missing(kind) || is_misspelt(kind) || is_unread(kind)
}

const fn is_missing(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::missing_all
            | Kind::missing_base
            | Kind::missing_body
            | Kind::missing_braces
            | Kind::missing_bracket
            | Kind::missing_cause
            | Kind::missing_close
            | Kind::missing_colon
            | Kind::missing_comma
            | Kind::missing_condition
            | Kind::missing_date
            | Kind::missing_duration
            | Kind::missing_event
            | Kind::missing_expectation
            | Kind::missing_greater
            | Kind::missing_name
            | Kind::missing_newline
            | Kind::missing_open
            | Kind::missing_paren
            | Kind::missing_quote
            | Kind::missing_segment
            | Kind::missing_text
            | Kind::missing_time
            | Kind::missing_type
            | Kind::missing_value
            | Kind::missing_word
    )
}

/// Wrong forms whose meaning is known.
const fn is_misspelt(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::bad_amount
            | Kind::bad_and_or
            | Kind::bad_and_or_word
            | Kind::bad_between
            | Kind::bad_comment
            | Kind::bad_date
            | Kind::bad_day
            | Kind::bad_name
            | Kind::bad_not
            | Kind::bad_number
            | Kind::bad_operator
            | Kind::bad_placeholder
            | Kind::bad_quantifier
            | Kind::bad_regex
            | Kind::bad_relation
            | Kind::bad_sigil
            | Kind::bad_to
            | Kind::bad_to_hour
            | Kind::bad_zone
            | Kind::double_close
            | Kind::double_open
            | Kind::else_clause
            | Kind::if_clause
            | Kind::one_line_block
            | Kind::semicolon
            | Kind::shouted_operator
            | Kind::shouted_relation
            | Kind::single_text
            | Kind::smart_text
            | Kind::thousands
    )
}

/// What was skipped.
const fn is_unread(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::bad_block
            | Kind::bad_clause
            | Kind::bad_policy
            | Kind::bad_word
            | Kind::early_close
            | Kind::extra_close
            | Kind::junk
            | Kind::late_doc
            | Kind::trailing
            | Kind::unread
    )
}
