//! What should stand somewhere and does not.

use super::{Check, Context, behind, examples, line_after, part_before, solid_before};
use crate::{
    diagnostic::{
        Finding, Span,
        codes::{
            forms::MISSING_COMMA,
            syntax::{
                HALF_PATH, MISSING_BLOCK, MISSING_CLOSE, MISSING_CONDITION, MISSING_EVENT, MISSING_NAME, MISSING_VALUE,
                MISSING_WORD, UNCLOSED_BRACKET,
            },
        },
    },
    syntax::{Kind, Node},
};

pub(super) fn check_empty(node: Node<'_>) -> Option<Check> {
    is_missing(node).then_some(missing)
}

fn missing(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    if follows_missing(node) {
        return None;
    }
    let place = node.span();
    Some(match node.kind() {
        Kind::missing_name => name(context, node),
        Kind::missing_segment => half_path(context, node),
        Kind::missing_event => with_example(node, comma_before(context, node, "an event", &MISSING_EVENT)),
        Kind::missing_condition => condition(context, node),
        Kind::missing_value
        | Kind::missing_text
        | Kind::missing_duration
        | Kind::missing_time
        | Kind::missing_date
        | Kind::missing_type => value(context, node),
        Kind::missing_word
        | Kind::missing_base
        | Kind::missing_cause
        | Kind::missing_way
        | Kind::missing_expectation
        | Kind::missing_colon
        | Kind::missing_all => word(context, node),
        Kind::missing_comma => context
            .finding(&MISSING_COMMA, place, "a comma is missing")
            .help("names and values are parted by commas")
            .fix("add a comma", place, ",", true),
        Kind::missing_close => return close(context, node),
        Kind::missing_open => return open(context, node),
        Kind::missing_braces => braces(context, node),
        Kind::missing_body => body(context, node),
        Kind::missing_paren => bracket(context, node, Kind::lparen, "(", ")"),
        Kind::missing_bracket => bracket(context, node, Kind::lbracket, "[", "]"),
        Kind::missing_greater => bracket(context, node, Kind::less, "<", ">"),
        _ => return None,
    })
}

/// Whether it is an empty leaf. `missing_newline` and `missing_quote` have their findings elsewhere.
#[inline]
pub(super) fn is_missing(node: Node<'_>) -> bool {
    node.span().start == node.span().end
        && node.is_leaf()
        && !matches!(node.kind(), Kind::missing_newline | Kind::missing_quote)
}

/// Whether something else is missing at the same place and has the finding.
fn follows_missing(node: Node<'_>) -> bool {
    node.kind() != Kind::missing_close
        && node.leaf_before().is_some_and(|leaf| is_missing(leaf) && leaf.span() == node.span())
}

/// Whether more is missing at the same place, so that one word would not mend it.
fn more_is_missing(context: Context<'_>, node: Node<'_>) -> bool {
    let mut after = context.tree.root().subtree().skip(node.index() as usize + 1).filter(|next| next.is_leaf());
    after
        .next()
        .is_some_and(|next| is_missing(next) && next.span() == node.span() && next.kind() != Kind::missing_close)
}

fn with_example(node: Node<'_>, finding: Finding) -> Finding {
    let example = node.ancestors().find_map(|ancestor| examples::of(ancestor.kind()));
    match example {
        Some(example) if finding.help.is_none() => finding.help(format!("write it like this: `{example}`")),
        _ => finding,
    }
}

/// Something is missing; after a comma, the comma may be too many.
fn comma_before(context: Context<'_>, node: Node<'_>, what: &str, code: &'static crate::diagnostic::Code) -> Finding {
    match part_before(node).filter(|before| before.kind() == Kind::comma) {
        Some(comma) => context
            .finding(code, comma.span(), format!("{what} is missing after the comma"))
            .help("a line goes on after a comma; at the end of a list there is none")
            .fix("take the comma out", comma.span(), "", false),
        None => context.finding(code, node.span(), format!("{what} is missing")),
    }
}

fn name(context: Context<'_>, node: Node<'_>) -> Finding {
    let title = node
        .next_sibling()
        .into_iter()
        .chain(node.parent().and_then(|parent| parent.child(Kind::text)))
        .find(|next| next.kind() == Kind::text);
    let declares = matches!(
        node.parent().map(Node::kind),
        Some(
            Kind::trigger_declaration
                | Kind::automation_declaration
                | Kind::status_declaration
                | Kind::scenario_declaration
        )
    );
    if let (true, Some(name)) = (declares, title.and_then(|title| name_from(title.text()))) {
        return context
            .finding(&MISSING_NAME, node.span(), "a name is missing before the title")
            .help("the name is what the rest of the book calls it by, the title is for people")
            .fix(format!("name it `{name}`"), node.span(), format!(" {name}"), true);
    }
    let what = match node.parent().map(Node::kind) {
        Some(
            Kind::set_action
            | Kind::limit_clause
            | Kind::change_of
            | Kind::attribute_declaration
            | Kind::states_clause
            | Kind::preference,
        ) => "an attribute",
        Some(Kind::by_action) => "an action",
        Some(Kind::commander) => "`customer`, `bot`, `api` or a role such as `agent`",
        Some(Kind::action_declaration) => "the word of the action",
        Some(Kind::use_declaration) => "what to use",
        Some(Kind::only_during_clause) => "a schedule",
        Some(Kind::once_clause) => "`conversation`, `session` or `user`",
        _ => "a name",
    };
    with_example(node, comma_before(context, node, what, &MISSING_NAME))
}

/// A name made of a title: `"First Reply"` gives `first_reply`.
fn name_from(title: &str) -> Option<String> {
    let mut name = String::new();
    for character in title.trim_matches('"').chars() {
        if character.is_alphanumeric() {
            name.extend(character.to_lowercase());
        } else if !name.ends_with('_') && !name.is_empty() {
            name.push('_');
        }
    }
    let name = name.trim_end_matches('_').to_owned();
    name.starts_with(char::is_alphabetic).then_some(name)
}

fn half_path(context: Context<'_>, node: Node<'_>) -> Finding {
    let path = node.parent().map_or(node.span(), Node::span);
    let written = path.of(context.tree.text());
    context
        .finding(&HALF_PATH, path, format!("`{written}` goes on after the dot"))
        .label("a word is missing after the dot")
        .help("attributes and events have dotted names, such as `user.name`")
}

fn condition(context: Context<'_>, node: Node<'_>) -> Finding {
    let before = solid_before(node).map(|leaf| leaf.text()).unwrap_or_default();
    let message = if before.is_empty() {
        "a condition is missing".to_owned()
    } else {
        format!("a condition is missing after `{before}`")
    };
    context
        .finding(&MISSING_CONDITION, node.span(), message)
        .help("a condition is written like `conversation.status is open`")
}

fn value(context: Context<'_>, node: Node<'_>) -> Finding {
    let (what, forms) = match node.kind() {
        Kind::missing_text => ("a text", "a text stands in quotation marks: `\"Hello!\"`"),
        Kind::missing_time if line_after(node).starts_with("closed") => {
            ("a clock time", "a day that is always closed has no line; `closed` is for dates: `closed 12-25`")
        }
        Kind::missing_duration if is_wait(node) && line_after(node).starts_with("until") => (
            "a duration",
            "a wait has a length, and an event ends it early: `wait 5m unless agent.wrote`; for a time of the day write an \
             automation with `at 09:00`",
        ),
        Kind::missing_duration => ("a duration", "durations are written like `90s`, `5m`, `1h30m` or `2d`"),
        Kind::missing_time => ("a clock time", "clock times are written like `09:00`"),
        Kind::missing_date => ("a date", "dates are written like `2026-12-31`"),
        Kind::missing_type => {
            ("a type", "types are `text`, `number`, `boolean`, `duration`, `time`, `date`, `list of text` and so on")
        }
        Kind::missing_value if wants_number(node) => ("a number", "numbers are plain, such as `4`"),
        _ if behind::unit(line_after(node)).is_some() => ("a number", "numbers stand without a unit: `500`"),
        _ if in_match(node) => ("a pattern", "a pattern stands between slashes: `/[0-9]+/`"),
        _ => (
            "a value",
            "a value is a text such as `\"Billing\"`, a number, a duration such as `5m`, or the name of a value",
        ),
    };
    let before = solid_before(node).map(|leaf| leaf.text()).filter(|text| text.len() < 30 && !text.contains('"'));
    let message = match before {
        Some(before) => format!("{what} is missing after `{before}`"),
        None => format!("{what} is missing"),
    };
    context.finding(&MISSING_VALUE, node.span(), message).help(forms)
}

fn wants_number(node: Node<'_>) -> bool {
    let owner = node.parent().map(Node::kind);
    matches!(
        owner,
        Some(
            Kind::order_clause | Kind::capacity_clause | Kind::samples_clause | Kind::limit_clause | Kind::repeat_step
        )
    )
}

fn is_wait(node: Node<'_>) -> bool {
    node.parent().is_some_and(|parent| parent.kind() == Kind::wait_action)
}

fn in_match(node: Node<'_>) -> bool {
    node.parent().is_some_and(|parent| parent.kind() == Kind::match_relation)
}

/// The word that is missing, whether it is the only one that can stand there.
fn expected(node: Node<'_>) -> (&'static str, bool) {
    let before = part_before(node).map(Node::kind);
    let parent = node.parent().map(Node::kind);
    match (node.kind(), parent, before) {
        (Kind::missing_base, ..) => {
            ("`while` with a condition, or `since last` or `since first` with an event,", false)
        }
        (Kind::missing_cause, ..) => ("`on` with an event, or `by` with an action,", false),
        (Kind::missing_way, ..) => ("`within` with a duration, `by anyone` or `by hand`", false),
        (Kind::missing_expectation, ..) => ("what to expect", false),
        (Kind::missing_colon, ..) => (":", true),
        (Kind::missing_all, ..) => ("all", true),
        (_, Some(Kind::change_of), _) => ("of", true),
        (_, Some(Kind::repeat_step), Some(Kind::k_times)) => ("every", true),
        (_, Some(Kind::repeat_step), _) => ("times", true),
        (_, Some(Kind::between_relation | Kind::bad_relation), _) => ("`and` with the second value", false),
        (_, Some(Kind::last_relation), _) => ("last", true),
        (_, Some(Kind::text_relation), _) => ("with", true),
        (_, Some(Kind::ago_relation), _) => ("ago", true),
        (_, Some(Kind::once_clause), _) => ("per", true),
        (_, Some(Kind::after_clause), _) => ("`last` or `first`", false),
        (_, Some(Kind::only_during_clause), _) => ("during", true),
        (_, Some(Kind::first_match_declaration), _) => ("match", true),
        (_, Some(Kind::condition_declaration), _) | (_, Some(Kind::agents_clause), _) => ("when", true),
        (_, Some(Kind::hours), _) => ("-", true),
        (_, Some(Kind::stage), _) | (_, Some(Kind::if_nobody_clause), Some(Kind::k_nobody)) => ("after", true),
        (_, Some(Kind::if_nobody_clause), _) => ("nobody", true),
        (_, Some(Kind::count_clause), Some(Kind::k_inactive)) => ("conversations", true),
        (_, Some(Kind::count_clause), _) => ("count", true),
        (_, Some(Kind::accept_clause), Some(Kind::k_by)) => ("`anyone` or `hand`", false),
        (_, Some(Kind::accept_clause), _)
            if node.parent().is_some_and(|accept| accept.has(Kind::k_anyone) || accept.has(Kind::k_hand)) =>
        {
            ("by", true)
        }
        (_, Some(Kind::as_step), _) => ("do", true),
        (_, Some(Kind::accept_clause), _) => ("within", true),
        (_, Some(Kind::prefer_clause), _) => ("`agents` or `conversations`", false),
        (_, Some(Kind::known_clause), _) => ("when routed in the last", true),
        (_, Some(Kind::new_conversation_clause), Some(Kind::k_new)) => ("conversation", true),
        (_, Some(Kind::new_conversation_clause), _) => ("on", true),
        (_, Some(Kind::only_may_clause), _) => ("may", true),
        (_, Some(Kind::status_declaration), Some(Kind::k_counts)) => ("as", true),
        (_, Some(Kind::status_declaration), _) if node.parent().is_some_and(|status| status.has(Kind::k_as)) => {
            ("counts", true)
        }
        (_, Some(Kind::status_declaration), _) => ("counts as", true),
        (_, Some(Kind::fact), _) => ("is", true),
        (_, Some(Kind::expect_nothing), _) => ("sent", true),
        (_, Some(Kind::expect_no_timer), _) => ("timer", true),
        (_, Some(Kind::expect_timer), _) => ("at", true),
        _ => ("to", true),
    }
}

fn word(context: Context<'_>, node: Node<'_>) -> Finding {
    let (expected, only) = expected(node);
    let after = solid_before(node).map(whole_text).filter(|text| text.len() < 30);
    let expected_shown = if only { format!("`{expected}`") } else { expected.to_owned() };
    let message = match after {
        Some(after) => format!("{expected_shown} is missing after `{after}`").replace(", is", " is"),
        None => format!("{expected_shown} is missing"),
    };
    let finding = with_example(node, context.finding(&MISSING_WORD, node.span(), message));
    if !only || more_is_missing(context, node) {
        return finding;
    }
    let sign = matches!(expected, ":" | "-");
    let text = if sign { expected.to_owned() } else { format!(" {expected}") };
    finding.fix(format!("add `{expected}`"), node.span(), text, true)
}

/// The text of a leaf; of a whole text, if it is a quotation mark.
fn whole_text(leaf: Node<'_>) -> &str {
    match leaf.parent() {
        Some(text) if leaf.kind() == Kind::quote => text.text(),
        _ => leaf.text(),
    }
}

/// Where a block that is not closed begins.
fn opening(node: Node<'_>) -> Option<Node<'_>> {
    let parts = node.parent()?.parts().take_while(|part| part.index() < node.index());
    parts.filter(|part| matches!(part.kind(), Kind::lbrace | Kind::missing_open)).last()
}

fn close(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    let inner = node.leaf_before().filter(|leaf| leaf.kind() == Kind::missing_close && leaf.span() == node.span());
    let is_above = node.parent().is_some_and(|block| block.child(Kind::early_close).is_some());
    if inner.is_some() || is_above || swallowed(node) {
        return None;
    }
    let blocks = node.ancestors().filter(|ancestor| ancestor.parent().is_some());
    let outer = blocks.filter_map(|ancestor| ancestor.parts().last());
    let unclosed = outer.take_while(|part| part.kind() == Kind::missing_close).filter_map(opening);
    let unclosed: Vec<_> = unclosed.filter(|open| open.kind() == Kind::lbrace).collect();
    let first = unclosed.first()?.span();
    if unclosed.len() <= never_opened(node) {
        return None;
    }
    let message = match unclosed.len() {
        0 | 1 => "this `{` is never closed".to_owned(),
        count => format!("{count} braces are never closed"),
    };
    let mut finding = context.finding(&MISSING_CLOSE, first, message).label("opened here");
    for open in unclosed.iter().skip(1) {
        finding = finding.also(context.at(open.span()), "opened here, too");
    }
    let indentation = line_start(context, first);
    Some(finding.also(context.at(node.span()), "`}` is missing after this").help("every `{` needs its `}`").fix(
        "close it",
        node.span(),
        format!("\n{indentation}}}"),
        false,
    ))
}

/// How many blocks of the declaration have no `{`: their `}` closed others, and they have the finding.
fn never_opened(node: Node<'_>) -> usize {
    let declaration = node.ancestors().filter(|ancestor| ancestor.parent().is_some()).last();
    declaration.map_or(0, |declaration| declaration.leaves().filter(|leaf| leaf.kind() == Kind::missing_open).count())
}

/// The indentation of the line on which a span stands.
fn line_start(context: Context<'_>, span: Span) -> String {
    let before = context.tree.text().get(..span.start as usize).unwrap_or("");
    let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
    line.chars().take_while(|character| character.is_whitespace()).collect()
}

/// Whether a text that is not closed holds the brace that is missing.
fn swallowed(node: Node<'_>) -> bool {
    let Some(declaration) = node.ancestors().filter(|ancestor| ancestor.parent().is_some()).last() else {
        return false;
    };
    let mut unclosed = declaration.leaves().filter(|leaf| leaf.kind() == Kind::missing_quote);
    unclosed.any(|leaf| leaf.parent().is_some_and(|text| text.text().contains('}')))
}

fn open(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    let before = solid_before(node)?;
    if before.kind() == Kind::stray_colon {
        return None;
    }
    let finding = context
        .finding(&MISSING_BLOCK, node.span(), format!("`{{` is missing after `{}`", super::excerpt(whole_text(before))))
        .help("a block stands between `{` and `}`");
    Some(finding.fix("add `{`", node.span(), " {", is_closed_block(node)))
}

/// Whether every block of the declaration has its `}`, so that a `{` mends it.
pub(super) fn is_closed_block(open: Node<'_>) -> bool {
    let declaration = open.ancestors().filter(|ancestor| ancestor.parent().is_some()).last();
    declaration.is_some_and(|declaration| declaration.leaves().all(|leaf| leaf.kind() != Kind::missing_close))
}

fn braces(context: Context<'_>, node: Node<'_>) -> Finding {
    let action = node.parent().and_then(|owner| owner.child(Kind::action)).map_or(node.span(), Node::span);
    let text = format!("{{ {} }}", action.of(context.tree.text()));
    context
        .finding(&MISSING_BLOCK, action, "actions stand in braces, also a single one")
        .help("write it like this: `do { send \"Hello!\" }`")
        .fix("put it in braces", action, text, true)
}

fn body(context: Context<'_>, node: Node<'_>) -> Finding {
    let before = solid_before(node).map(whole_text).unwrap_or_default();
    let message = format!("a block in braces is missing after `{}`", super::excerpt(before));
    with_example(node, context.finding(&MISSING_BLOCK, node.span(), message))
}

fn bracket(context: Context<'_>, node: Node<'_>, opened: Kind, open: &str, close: &str) -> Finding {
    let place = node.parent().and_then(|parent| parent.child(opened)).map_or(node.span(), Node::span);
    context
        .finding(&UNCLOSED_BRACKET, place, format!("this `{open}` is not closed"))
        .label("opened here")
        .also(context.at(node.span()), format!("`{close}` is missing after this"))
        .help(format!("every `{open}` needs its `{close}`"))
        .fix(format!("add `{close}`"), node.span(), close, false)
}
