//! What stands where it does not belong.

use super::{
    Check, Context, behind, end_of_blanks, examples, excerpt, leaf_after, line_after, missing, part_before,
    solid_before,
};
use crate::{
    diagnostic::{
        Edit, Finding, Fix, Span,
        codes::{
            forms::{ELSE, IF, WRONG_REGEX},
            syntax::{
                EXTRA_CLOSE, EXTRA_TEXT, LATE_DOCUMENTATION, MISSING_BLOCK, NOT_A_DECLARATION, NOT_A_LINE, SEMICOLON,
                TOO_DEEP, TWO_ON_A_LINE,
            },
        },
    },
    syntax::{Kind, Node, lines, repair, several},
};

#[inline]
pub(super) fn check(kind: Kind) -> Option<Check> {
    Some(match kind {
        Kind::junk => junk,
        Kind::bad_policy => |context, node| Some(policy(context, node)),
        Kind::bad_clause => bad_clause,
        Kind::trailing => trailing,
        Kind::extra_close | Kind::early_close => |context, node| Some(extra_close(context, node)),
        Kind::unread => |context, node| Some(too_deep(context, node)),
        Kind::semicolon => |context, node| Some(semicolon(context, node)),
        Kind::comma => comma,
        Kind::missing_newline => |context, node| Some(two_on_a_line(context, node)),
        Kind::late_doc => |context, node| Some(late_doc(context, node)),
        Kind::stray_colon => |context, node| Some(stray_colon(context, node)),
        Kind::stray_if => |context, node| Some(stray_if(context, node)),
        Kind::if_clause => |context, node| Some(if_clause(context, node)),
        Kind::else_clause => |context, node| Some(else_clause(context, node)),
        _ => return None,
    })
}

/// Whether the same kind of junk stands right before it and has the finding.
fn goes_on(node: Node<'_>) -> bool {
    part_before(node).is_some_and(|before| before.kind() == node.kind())
}

fn first_word<'tree>(node: Node<'tree>) -> &'tree str {
    let text = node.text();
    let end = text.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

fn junk(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    if goes_on(node) || context.is_repaired(node.span().start) {
        return None;
    }
    let line = first_line(node);
    let word = first_word(node);
    let inside =
        [Kind::trigger_declaration, Kind::test_declaration, Kind::schedule_declaration, Kind::lifecycle_declaration];
    let owner = inside
        .into_iter()
        .find(|outside| repair::line_of(*outside).is_some_and(|expected| expected.words.contains(&word)));
    if let Some(owner) = owner {
        let block = block_name(owner);
        return Some(
            context
                .finding(&NOT_A_DECLARATION, line, format!("`{word}` stands outside of {block}"))
                .help(format!("it belongs between the braces of {block}; perhaps a `}}` above closes that too early")),
        );
    }
    let finding =
        context.finding(&NOT_A_DECLARATION, line, format!("`{}` begins no declaration", excerpt(node.text())));
    Some(finding.help(
        "a file holds declarations, which begin with `trigger`, `automation`, `condition`, `message`, `list`, `schedule`, \
         `test` and so on; a comment begins with `//`",
    ))
}

fn policy(context: Context<'_>, node: Node<'_>) -> Finding {
    context
        .finding(&NOT_A_DECLARATION, first_line(node), "there is no such policy")
        .help("the policies are `policy capacity release`, `policy assignment` and `policy wait time`")
}

/// The span up to the end of the node's first line.
fn first_line(node: Node<'_>) -> Span {
    let length = node.text().lines().next().map_or(0, |line| line.trim_end().len());
    let span = node.span();
    Span::new(span.start, span.start.saturating_add(u32::try_from(length).unwrap_or(0)))
}

/// What a block is called, and what its lines are.
const fn block_name(owner: Kind) -> &'static str {
    match owner {
        Kind::trigger_declaration => "a trigger",
        Kind::automation_declaration => "an automation",
        Kind::schedule_declaration => "a schedule",
        Kind::lifecycle_declaration => "a lifecycle",
        Kind::states_clause => "a list of states",
        Kind::test_declaration => "a test",
        Kind::scenario_declaration => "a scenario",
        Kind::repeat_step => "a repeated block",
        Kind::capacity_release_policy | Kind::assignment_policy | Kind::wait_time_policy => "a policy",
        Kind::message_declaration => "a message",
        Kind::list_declaration => "a list",
        Kind::enum_declaration | Kind::one_of => "a list of values",
        Kind::directory_declaration => "a directory",
        Kind::first_match_declaration => "a first match",
        Kind::condition_block | Kind::prefer_clause => "a block of conditions",
        Kind::facts => "a list of facts",
        Kind::rows_clause => "a block of rows",
        Kind::record => "a list of entries",
        _ => "a block of actions",
    }
}

fn bad_clause(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    if goes_on(node) || context.is_repaired(node.span().start) {
        return None;
    }
    let owner = node.parent()?.kind();
    let name = block_name(owner);
    if owner == Kind::block && first_word(node) == "if" {
        return Some(context.finding(&IF, first_line(node), "actions have no conditions of their own").help(
            "conditions stand in the `when` of the trigger; write another trigger, and list both in a `first match` if only one shall fire",
        ));
    }
    let finding =
        context.finding(&NOT_A_LINE, first_line(node), format!("`{}` means nothing in {name}", excerpt(node.text())));
    if let Some(condition) = as_condition(node).filter(|_| is_rule(owner)) {
        return Some(finding.help(format!("what must hold stands in the line `when`: `{condition}`")));
    }
    Some(finding.help(match owner {
        Kind::trigger_declaration => "its lines are `on`, `channels`, `once`, `order`, `when`, `do` and `inactive`".to_owned(),
        Kind::automation_declaration => {
            "its lines are `after` or `at`, `only during`, `channels`, `once`, `order`, `when`, `do` and `inactive`".to_owned()
        }
        Kind::schedule_declaration => "its lines are `timezone`, days with hours such as `mon-fri 09:00-18:00`, `closed` and `open`".to_owned(),
        Kind::states_clause => "its lines are `start`, `active`, `final` and `from … to …`".to_owned(),
        Kind::lifecycle_declaration => "its lines are `states`, `new conversation`, `limit` and `only … may …`".to_owned(),
        Kind::test_declaration => "its lines are `given`, `at`, `receive`, `as`, `advance`, `expect`, `repeat` and `rows`".to_owned(),
        Kind::scenario_declaration => "its lines are `given`, `at`, `receive`, `as`, `advance` and `repeat`".to_owned(),
        Kind::repeat_step => "its lines are `given`, `at`, `receive`, `as`, `advance`, `expect` and `repeat`".to_owned(),
        Kind::capacity_release_policy => "its stages are `inactive after 5m { … }` and `then after 5m { … }`".to_owned(),
        Kind::assignment_policy => {
            "its lines are `capacity`, `inactive conversations`, `accept`, `agents when`, `prefer` and `if nobody after`".to_owned()
        }
        Kind::wait_time_policy => "its lines are `windows`, `samples`, `known when routed in the last` and `from … to …`".to_owned(),
        Kind::condition_block | Kind::prefer_clause => "a condition is written like `conversation.status is open`, one a line".to_owned(),
        Kind::message_declaration => "a line is a language and its text: `en: \"We are away.\"`".to_owned(),
        Kind::enum_declaration | Kind::one_of => "values are single words, parted by commas: `online, away`".to_owned(),
        Kind::facts => "a fact is written like `user.name is \"Mina\"`".to_owned(),
        Kind::rows_clause => "a row is written like `plan: free, text: \"Hello!\"`".to_owned(),
        Kind::record => "an entry is written like `topic: \"billing\"`".to_owned(),
        Kind::first_match_declaration => "it lists the names of triggers, parted by commas".to_owned(),
        Kind::directory_declaration => "its lines are `groups`, `agents` and `webhooks`, each with names in quotation marks".to_owned(),
        _ => "an action begins with its word, such as `send \"Hello!\"` or `add tag \"vip\"`, one a line".to_owned(),
    }))
}

const fn is_rule(owner: Kind) -> bool {
    matches!(owner, Kind::trigger_declaration | Kind::automation_declaration)
}

/// The `when` that is meant by `unless user.plan is pro` or `outside office_hours`.
fn as_condition(line: Node<'_>) -> Option<String> {
    let text = line.text().lines().next()?.trim_end();
    let (word, rest) = text.split_once(' ')?;
    let rest = rest.trim();
    let is_name = rest.chars().all(|character| character.is_alphanumeric() || character == '_');
    match word {
        "unless" | "except" if is_name => Some(format!("when not {rest}")),
        "unless" | "except" => Some(format!("when not ({rest})")),
        "outside" if is_name => Some(format!("when {rest} is closed")),
        "during" | "within" if is_name => Some(format!("when {rest} is open")),
        _ => None,
    }
}

fn trailing(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    let before = part_before(node)?;
    let after_missing = before.leaves().last().is_some_and(|leaf| leaf.text().is_empty());
    if after_missing || context.is_repaired(node.span().start) || leaves_text(before, node) {
        return None;
    }
    if let Some(pattern) = adjacent(before, node, Kind::regex) {
        return Some(
            context
                .finding(&WRONG_REGEX, pattern.span().to(node.span()), "this pattern ends at its second `/`")
                .help("a slash in a pattern is written `\\/`"),
        );
    }
    let finding = context.finding(&EXTRA_TEXT, node.span(), format!("`{}` does not belong here", excerpt(node.text())));
    if let Some(value) = unquoted(before) {
        let span = value.span().to(first_line(node));
        let text = span.of(context.tree.text());
        return Some(finding.help("a text of several words stands in quotation marks").fix(
            "put it in quotation marks",
            span,
            format!("\"{text}\""),
            false,
        ));
    }
    if node.text().starts_with('+') && before.leaves().last().is_some_and(|leaf| leaf.kind() == Kind::quote) {
        return Some(finding.help("write the attribute into the text, in braces: `\"Hello {user.name or there}!\"`"));
    }
    if let Some(finding) = behind::with_meant(&finding, before, node) {
        return Some(finding);
    }
    let span = before.span().to(node.span());
    if let Some(right) = received(before, node) {
        return Some(finding.write(right, span, false));
    }
    if let Some((help, written)) = one_each(context, before, node) {
        return Some(finding.help(help).fix("write one action for each", span, written, true));
    }
    Some(match lowest(before).and_then(examples::of) {
        Some(example) => finding.help(format!("write it like this: `{example}`")),
        None if before.kind() == Kind::condition => finding.help(
            "after a condition come `and`, `or` or the end of the line; a comparison is written like \
             `conversation.status is open`",
        ),
        None => finding.help("the line should end before it"),
    })
}

/// The step that is meant by `receive customer.wrote "Hello!"`.
fn received(before: Node<'_>, trailing: Node<'_>) -> Option<String> {
    let is_bare = before.kind() == Kind::receive_step && !before.has(Kind::facts);
    let mut parts = trailing.parts();
    let text = parts.next().filter(|text| text.kind() == Kind::text && parts.next().is_none() && is_bare)?;
    Some(format!("{} {{ message.text is {} }}", before.text().trim_end(), text.text()))
}

/// The actions that are meant by `add tag "one", "two"`. Of others, the second text may fill another place.
fn one_each(context: Context<'_>, before: Node<'_>, trailing: Node<'_>) -> Option<(String, String)> {
    let call = before.child(Kind::call_action).filter(|call| matches!(first_word(*call), "add" | "remove"))?;
    let first = call.parts().last().filter(|last| last.kind() == Kind::text)?;
    let length = (first.span().start - call.span().start) as usize;
    let action = call.text().get(..length)?.trim_end();
    let tokens: Vec<Node<'_>> = trailing.parts().collect();
    let others = tokens.chunks(2).map(|pair| match pair {
        [comma, value] if comma.text() == "," && value.kind() == Kind::text => Some(value.text()),
        _ => None,
    });
    let values = std::iter::once(Some(first.text())).chain(others).collect::<Option<Vec<&str>>>()?;
    Some(several::one_each(action, &values, text_before(context, before)))
}

/// The leaf or node of that kind that ends right where `node` begins.
fn adjacent<'tree>(before: Node<'tree>, node: Node<'tree>, kind: Kind) -> Option<Node<'tree>> {
    let last = std::iter::successors(Some(before), |node| node.parts().last()).find(|last| last.kind() == kind)?;
    (last.span().end == node.span().start).then_some(last)
}

/// Whether a wrong placeholder ended the text before, and this is the rest of the text.
fn leaves_text(before: Node<'_>, node: Node<'_>) -> bool {
    adjacent(before, node, Kind::text).is_some_and(|text| text.has(Kind::bad_placeholder))
}

/// The bare word before the trailing text, if both together look like a text without quotation marks.
fn unquoted(before: Node<'_>) -> Option<Node<'_>> {
    let last = std::iter::successors(Some(before), |node| node.parts().last()).find(|node| {
        node.kind() == Kind::path
            && node.parent().is_some_and(|parent| {
                matches!(
                    parent.kind(),
                    Kind::is_relation | Kind::text_relation | Kind::has_relation | Kind::was_relation | Kind::fact
                )
            })
    })?;
    let bare = last.parts().count() == 1;
    let plain = line_after(last).chars().next().is_some_and(char::is_alphanumeric);
    (bare && plain).then_some(last)
}

/// The deepest node at the end of the one before that has an example.
fn lowest(before: Node<'_>) -> Option<Kind> {
    std::iter::successors(Some(before), |node| node.parts().last())
        .map(Node::kind)
        .take_while(|kind| !matches!(kind, Kind::condition))
        .filter(|kind| examples::of(*kind).is_some())
        .last()
}

fn extra_close(context: Context<'_>, node: Node<'_>) -> Finding {
    let finding = |message: &str| context.finding(&EXTRA_CLOSE, node.span(), message);
    match unclosed_after(node) {
        Some(end) => {
            let message = "this `}` closes the rule, but more lines of it follow";
            let rest = context.tree.text().get(node.span().end as usize..end.start as usize).unwrap_or_default();
            let text = format!("{}\n}}", rest.trim());
            let span = Span::new(node.span().start, end.start);
            finding(message).help("write it below the last of them").fix("close the rule below them", span, text, false)
        }
        None if goes_round_again(node) => finding("this `}` closes the rule, and lines of another one follow")
            .help("write the head of the next rule above them: `trigger welcome {`"),
        None if node.kind() == Kind::early_close => finding("this `}` closes nothing")
            .help("more clauses follow, so it closes the block too early")
            .fix("take it out", node.span(), "", true),
        None => finding("this `}` closes nothing").help("take it out; or a `{` is missing above").fix(
            "take it out",
            node.span(),
            "",
            false,
        ),
    }
}

/// Where the `}` is missing that would close the rule below a line which follows an early one.
fn unclosed_after(early: Node<'_>) -> Option<Span> {
    let last = early.parent().filter(|_| early.kind() == Kind::early_close)?.parts().last()?;
    (last.kind() == Kind::missing_close).then(|| last.span())
}

/// Whether a line comes again behind it that was there before: then the head of another rule may be missing.
fn goes_round_again(early: Node<'_>) -> bool {
    if early.kind() != Kind::early_close {
        return false;
    }
    let before = |kind| {
        early.parent().is_some_and(|rule| rule.parts().any(|part| part.index() < early.index() && part.kind() == kind))
    };
    let after = early.parent().into_iter().flat_map(Node::parts).filter(|part| part.index() > early.index());
    after.filter(|part| !part.is_leaf()).any(|part| before(part.kind()))
}

fn too_deep(context: Context<'_>, node: Node<'_>) -> Finding {
    let text = node.text();
    let (before, line) = lines::too_deep(text).unwrap_or((0, text));
    let indentation = line.len() - line.trim_start().len();
    let shown: usize = line.trim().chars().take(60).map(char::len_utf8).sum();
    let place = |offset: usize| node.span().start.saturating_add(u32::try_from(offset).unwrap_or(0));
    let span = Span::new(place(before + indentation), place(before + indentation + shown));
    context
        .finding(&TOO_DEEP, span, "brackets stand in each other too deep to be read")
        .help("close brackets that are open; name parts of long conditions with `condition`")
}

fn semicolon(context: Context<'_>, node: Node<'_>) -> Finding {
    let finding = context
        .finding(&SEMICOLON, node.span(), "there are no semicolons")
        .help("the end of the line ends a statement");
    let at_end = leaf_after(context, node).is_none_or(|leaf| leaf.kind() == Kind::nl);
    if at_end {
        finding.fix("take it out", node.span(), "", true)
    } else {
        finding.fix("begin a new line", with_blanks(context, node), new_line(context, node), true)
    }
}

/// The node with the blanks after it.
fn with_blanks(context: Context<'_>, node: Node<'_>) -> Span {
    let blanks = leaf_after(context, node).filter(|leaf| leaf.kind() == Kind::blank);
    blanks.map_or(node.span(), |blank| node.span().to(blank.span()))
}

/// A line break, and the indentation of the line on which a node stands.
fn new_line(context: Context<'_>, node: Node<'_>) -> String {
    lines::new_line(text_before(context, node))
}

fn text_before<'tree>(context: Context<'tree>, node: Node<'_>) -> &'tree str {
    context.tree.text().get(..node.span().start as usize).unwrap_or_default()
}

/// A comma between statements; where it parts data, it is right.
fn comma(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    let what = match node.parent()?.kind() {
        Kind::condition_block | Kind::prefer_clause => "conditions",
        Kind::block => "actions",
        Kind::trigger_declaration | Kind::automation_declaration => "clauses",
        _ => return None,
    };
    let finding = context
        .finding(&TWO_ON_A_LINE, node.span(), format!("{what} are not parted by commas"))
        .help("write each on a line of its own");
    let at_end = leaf_after(context, node).is_none_or(|leaf| leaf.kind() == Kind::nl);
    Some(if at_end {
        finding.fix("take it out", node.span(), "", true)
    } else {
        finding.fix("begin a new line", with_blanks(context, node), new_line(context, node), true)
    })
}

fn two_on_a_line(context: Context<'_>, node: Node<'_>) -> Finding {
    let place = leaf_after(context, node).filter(|leaf| leaf.kind() == Kind::blank).map_or(node.span(), Node::span);
    let next = context.tree.leaf_at(place.end);
    let word = next.map(|leaf| excerpt(leaf.text())).unwrap_or_default();
    let span = next.map_or(node.span(), Node::span);
    context
        .finding(&TWO_ON_A_LINE, span, format!("`{word}` begins something new and needs a line of its own"))
        .help("one statement a line; conditions on one line are joined by `and` or `or`")
        .fix("begin a new line", place, new_line(context, node), true)
}

fn late_doc(context: Context<'_>, node: Node<'_>) -> Finding {
    let slashes = Span::new(node.span().start, node.span().start.saturating_add(3));
    context
        .finding(&LATE_DOCUMENTATION, node.span(), "documentation stands above what it is about")
        .help("a comment behind something begins with `//`")
        .fix("make it a comment", slashes, "//", true)
}

fn stray_if(context: Context<'_>, node: Node<'_>) -> Finding {
    let end = end_of_blanks(context, node);
    context
        .finding(&EXTRA_TEXT, node.span(), "`when` says it already, without `if`")
        .help("write it like this: `when conversation.status is open`")
        .fix("take it out", Span::new(node.span().start, end), "", true)
}

fn stray_colon(context: Context<'_>, node: Node<'_>) -> Finding {
    let inner =
        node.next_sibling().filter(|next| next.kind() == Kind::block).and_then(|block| block.child(Kind::missing_open));
    let direct = node.next_sibling().filter(|next| next.kind() == Kind::missing_open);
    if let Some(open) = inner.or(direct) {
        return context
            .finding(&MISSING_BLOCK, node.span(), "a block begins with `{`, not with a colon")
            .help("a block stands between `{` and `}`")
            .fix("write `{`", node.span(), " {", missing::is_closed_block(open));
    }
    context
        .finding(&EXTRA_TEXT, node.span(), "there is no colon here")
        .help("a colon stands after a language, the key of an entry, and the name of an attribute where it is declared")
        .fix("take it out", node.span(), "", true)
}

fn if_clause(context: Context<'_>, node: Node<'_>) -> Finding {
    let span = node.child(Kind::k_if).map_or(node.span(), Node::span);
    let mut edits = vec![Edit { span, text: "when".to_owned() }];
    if let Some(then) = node.child(Kind::k_then) {
        let start = solid_before(then).map_or(then.span().start, |leaf| leaf.span().end);
        edits.push(Edit { span: Span::new(start, then.span().end), text: String::new() });
    }
    let mut finding = context
        .finding(&IF, span, "a condition begins with `when`, not with `if`")
        .help("`when` says when, the `do` block what to do; there is no `then`");
    finding.fix = Some(Fix { title: "write `when`".to_owned(), edits, safe: true });
    finding
}

fn else_clause(context: Context<'_>, node: Node<'_>) -> Finding {
    let span = node.child(Kind::k_else).map_or(node.span(), Node::span);
    context.finding(&ELSE, span, "there is no `else`").help(
        "write a second trigger for the other case, and list both in a `first match`: the first whose conditions hold fires",
    )
}
