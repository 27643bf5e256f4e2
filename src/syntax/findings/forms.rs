//! Wrong forms of words and signs whose meaning is mostly sure.

use super::{Check, Context, end_of_blanks, excerpt, solid_before};
use crate::{
    diagnostic::{
        Edit, Finding, Fix, Span,
        codes::forms::{
            BROKEN_LINE, DOUBLE_NOT, JOINED_EVENTS, SIGIL, UNQUOTED, WIDE_SIGN, WRONG_AMOUNT, WRONG_COMMENT, WRONG_DAY,
            WRONG_LOGIC, WRONG_OPERATOR, WRONG_RANGE, WRONG_REGEX,
        },
        codes::tables::CELL_ELSEWHERE,
    },
    syntax::{Kind, Node, amounts, lower, operators},
};

#[inline]
pub(super) fn check(kind: Kind) -> Option<Check> {
    Some(match kind {
        Kind::bad_operator | Kind::bad_between => |context, node| Some(operator(context, node)),
        Kind::shouted_operator => |context, node| Some(small_letters(context, node)),
        Kind::bad_and_or => |context, node| Some(and_or(context, node)),
        Kind::bad_not => |context, node| Some(not(context, node)),
        Kind::k_not => double_not,
        Kind::bad_quantifier => |context, node| Some(quantifier(context, node)),
        Kind::bad_and_or_word => |context, node| Some(joined_events(context, node)),
        Kind::thousands | Kind::bad_amount | Kind::bad_number | Kind::bad_date => {
            |context, node| Some(amount(context, node))
        }
        Kind::bad_day => |context, node| Some(day(context, node)),
        Kind::bad_to => |context, node| Some(range(context, node, "dates are joined by `to`", "to")),
        Kind::bad_to_hour => |context, node| Some(range(context, node, "hours and days are joined by `-`", "-")),
        Kind::bad_raises => |context, node| Some(raises(context, node)),
        Kind::bad_fired => |context, node| Some(fired(context, node, "fired")),
        Kind::bad_not_fired => |context, node| Some(fired(context, node, "not fired")),
        Kind::bad_commander => |context, node| Some(commander(context, node)),
        Kind::bad_zone => |context, node| Some(zone(context, node)),
        Kind::bad_sigil => |context, node| Some(sigil(context, node)),
        Kind::cell => |context, node| (!lower::is_filled(node)).then(|| cell(context, node)),
        Kind::bad_comment => |context, node| Some(comment(context, node)),
        Kind::bad_regex => |context, node| Some(regex(context, node)),
        Kind::break_before | Kind::break_after => |context, node| Some(broken_line(context, node)),
        Kind::k_for => |context, node| Some(wait_for(context, node)),
        Kind::comma
        | Kind::colon
        | Kind::lbrace
        | Kind::rbrace
        | Kind::lparen
        | Kind::rparen
        | Kind::lbracket
        | Kind::rbracket
        | Kind::dash => wide_sign,
        _ => return None,
    })
}

/// `<plan>` where no row of a test can fill it.
fn cell(context: Context<'_>, node: Node<'_>) -> Finding {
    let written = node.text();
    let in_rows = node.ancestors().any(|each| each.kind() == Kind::rows_clause);
    let help = if in_rows {
        "a row holds values that are written out"
    } else {
        "in a test, it is a column of its `rows`; anywhere else write the value itself"
    };
    context.finding(&CELL_ELSEWHERE, node.span(), format!("`{written}` stands for nothing here")).help(help)
}

fn replace(finding: Finding, node: Node<'_>, text: &str, safe: bool) -> Finding {
    finding.fix(format!("write `{text}`"), node.span(), text, safe)
}

fn operator(context: Context<'_>, node: Node<'_>) -> Finding {
    let written = excerpt(node.text());
    let parent = node.parent();
    let right = match parent.map(Node::kind) {
        Some(Kind::entry | Kind::translation) => Some(":"),
        Some(Kind::set_action) => Some("to"),
        Some(Kind::fact) => Some("is"),
        _ if parent.is_some_and(|relation| relation.has(Kind::k_ago)) => ago(node),
        _ => operators::reading(node.text()).map(|(words, _)| words),
    };
    let negated = node.kind() == Kind::bad_between && node.text().contains("not");
    let Some(right) = right else {
        return context.finding(&WRONG_OPERATOR, node.span(), format!("`{written}` is no comparison"));
    };
    let finding = context.finding(&WRONG_OPERATOR, node.span(), format!("`{written}` is written `{right}`"));
    if negated {
        return finding.help("put `not` before the comparison: `not account.queue_size between 5 and 10`");
    }
    let blank_after = !context.tree.text().get(node.span().end as usize..).unwrap_or("").starts_with([' ', '\t']);
    let blank_before = solid_before(node).is_some_and(|leaf| leaf.span().end == node.span().start) && right != ":";
    let text = format!("{}{right}{}", if blank_before { " " } else { "" }, if blank_after { " " } else { "" });
    finding.fix(format!("write `{right}`"), node.span(), text, true)
}

/// `is more than 7d ago` and its like.
fn ago(node: Node<'_>) -> Option<&'static str> {
    let (_, meaning) = operators::reading(node.text())?;
    operators::is_more(meaning).map(|more| if more { "more than" } else { "less than" })
}

fn small_letters(context: Context<'_>, node: Node<'_>) -> Finding {
    let right = node.text().to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let finding = context.finding(&WRONG_OPERATOR, node.span(), format!("`{}` is written `{right}`", node.text()));
    replace(finding.help("the words of the language have small letters"), node, &right, true)
}

fn and_or(context: Context<'_>, node: Node<'_>) -> Finding {
    let right = if operators::means_and(node.text()) { "and" } else { "or" };
    replace(
        context.finding(&WRONG_LOGIC, node.span(), format!("`{}` is written `{right}`", node.text())),
        node,
        right,
        true,
    )
}

fn not(context: Context<'_>, node: Node<'_>) -> Finding {
    let finding = context.finding(&WRONG_LOGIC, node.span(), format!("`{}` is written `not`", node.text()));
    let text = if node.text() == "!" { "not " } else { "not" };
    finding.fix("write `not`", node.span(), text, true)
}

/// Only the second `not` of a term has a finding.
fn double_not(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    let term = node.parent().filter(|parent| parent.kind() == Kind::term)?;
    let before: Vec<_> = term.children_of(Kind::k_not).take_while(|not| not.index() < node.index()).take(2).collect();
    let [first] = before.as_slice() else { return None };
    let finding = context
        .finding(&DOUBLE_NOT, first.span().to(node.span()), "`not` stands twice")
        .help("two of them mean nothing; write one or none");
    let count = term.children_of(Kind::k_not).count();
    let inner = term.parts().find(|part| part.kind() != Kind::k_not)?;
    let text = if count % 2 == 1 { "not " } else { "" };
    Some(finding.fix("write it with as few as possible", Span::new(first.span().start, inner.span().start), text, true))
}

fn quantifier(context: Context<'_>, node: Node<'_>) -> Finding {
    let nearest = operators::nearest_quantifier(node.text());
    let message = format!("`{}` does not begin a block of conditions", node.text());
    let finding = context.finding(&crate::diagnostic::codes::syntax::MISSPELT, node.span(), message);
    match nearest {
        Some(word) => replace(finding.help(format!("did you mean `{word}`?")), node, word, true),
        None => finding.help("conditions in braces begin with `all`, `any` or `none`: `when all { … }`"),
    }
}

/// The clock time that is meant by `10` in `sat 10-14`.
fn full_hour(node: Node<'_>) -> Option<String> {
    let is_hour = node.parent().is_some_and(|parent| parent.kind() == Kind::hours);
    let hour = node.text().parse::<u8>().ok().filter(|hour| is_hour && node.text().len() <= 2 && *hour <= 24)?;
    Some(format!("{hour:02}:00"))
}

/// `expect greet fired`.
fn fired(context: Context<'_>, node: Node<'_>, words: &str) -> Finding {
    let whole = node.parent().unwrap_or(node);
    let names = whole.child(Kind::rule_names).map_or("", Node::text);
    let right = format!("{words} {names}");
    let message = format!("`{}` is written `{right}`", excerpt(whole.text()));
    replace(context.finding(&WRONG_OPERATOR, node.span(), message), whole, &right, true)
}

fn joined_events(context: Context<'_>, node: Node<'_>) -> Finding {
    let start = solid_before(node).map_or(node.span().start, |leaf| leaf.span().end);
    let raised = node.ancestors().any(|ancestor| ancestor.kind() == Kind::raises_clause);
    let help = if raised { "the transition raises each of them" } else { "the trigger listens to each of them" };
    context.finding(&JOINED_EVENTS, node.span(), "events are parted by commas").help(help).fix(
        "write a comma",
        Span::new(start, node.span().end),
        ",",
        node.text() == "or",
    )
}

fn amount(context: Context<'_>, node: Node<'_>) -> Finding {
    let written = excerpt(node.text());
    let right = full_hour(node).or_else(|| amounts::reading(node.text()).map(|right| right.text().to_owned()));
    match right {
        Some(right) if right == node.text() => {
            let finding = context.finding(&WRONG_AMOUNT, node.span(), format!("`{written}` is no clock time"));
            finding.help("clock times are written like `09:00`")
        }
        Some(right) => {
            let finding = context.finding(&WRONG_AMOUNT, node.span(), format!("`{written}` is written `{right}`"));
            replace(finding, node, &right, true)
        }
        None if node.kind() == Kind::bad_date => context
            .finding(&WRONG_AMOUNT, node.span(), format!("`{written}` is no date"))
            .help("dates begin with the year, `2026-12-31`; those of every year are month and day, `12-25`"),
        None => context.finding(&WRONG_AMOUNT, node.span(), format!("`{written}` is no number, duration, time or date")).help(
            "numbers are plain, `1000` or `12.5`; durations have units, `90s`, `5m`, `1h30m`, `2d`; clock times are `09:00`, \
             dates `2026-12-31`",
        ),
    }
}

fn day(context: Context<'_>, node: Node<'_>) -> Finding {
    let written = node.text();
    match amounts::days(written) {
        Some(right) => replace(
            context.finding(&WRONG_DAY, node.span(), format!("`{written}` is written `{right}`")),
            node,
            right,
            true,
        ),
        None => {
            context.finding(&WRONG_DAY, node.span(), format!("`{written}` is no day")).help("days are `mon` to `sun`")
        }
    }
}

fn range(context: Context<'_>, node: Node<'_>, message: &str, right: &str) -> Finding {
    let finding = context.finding(&WRONG_RANGE, node.span(), message);
    let before = solid_before(node).map_or(node.span().start, |leaf| leaf.span().end);
    let end = end_of_blanks(context, node);
    let text = if right == "-" { right.to_owned() } else { format!(" {right} ") };
    finding.fix(format!("write `{right}`"), Span::new(before, end), text, true)
}

fn zone(context: Context<'_>, node: Node<'_>) -> Finding {
    let written = node.text();
    if written.contains('.') {
        return context
            .finding(&UNQUOTED, node.span(), "a schedule has one time zone, whoever writes")
            .help("write it like this: `timezone \"Asia/Seoul\"`; for other places write a schedule for each");
    }
    context
        .finding(&UNQUOTED, node.span(), "a time zone stands in quotation marks")
        .help(format!("write `timezone \"{written}\"`"))
        .fix("put it in quotation marks", node.span(), format!("\"{written}\""), true)
}

fn raises(context: Context<'_>, node: Node<'_>) -> Finding {
    let message = format!("`{}` is written `raises`", node.text());
    replace(context.finding(&crate::diagnostic::codes::syntax::MISSPELT, node.span(), message), node, "raises", true)
}

fn commander(context: Context<'_>, node: Node<'_>) -> Finding {
    let written = node.text();
    context
        .finding(&UNQUOTED, node.span(), "what somebody is called stands in quotation marks")
        .help("write it like this: `as agent \"Joon\" do { close }`")
        .fix("put it in quotation marks", node.span(), format!("\"{written}\""), true)
}

fn sigil(context: Context<'_>, node: Node<'_>) -> Finding {
    context.finding(&SIGIL, node.span(), format!("a name has no `{}` before it", node.text())).fix(
        "take it out",
        node.span(),
        "",
        true,
    )
}

fn comment(context: Context<'_>, node: Node<'_>) -> Finding {
    let text = node.text();
    let sign = ["/*", "<!--", "--"].into_iter().find(|sign| text.starts_with(sign)).unwrap_or("#");
    let span = Span::new(node.span().start, node.span().start.saturating_add(u32::try_from(sign.len()).unwrap_or(0)));
    let finding = context.finding(&WRONG_COMMENT, span, "a comment begins with `//`");
    if text.contains(['\n', '\r']) {
        return finding.help("each line of it begins with `//`");
    }
    let inner = text.trim_start_matches(['#', '-', '<', '!', '/', '*']);
    let inner = inner.trim_end_matches("-->").trim_end_matches("*/").trim();
    let last = context
        .tree
        .text()
        .get(node.span().end as usize..)
        .is_none_or(|rest| rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) || rest.is_empty());
    finding.fix("write `//`", node.span(), format!("// {inner}").trim_end(), last)
}

fn regex(context: Context<'_>, node: Node<'_>) -> Finding {
    let text = node.text();
    let Some(inner) = text.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) else {
        return context
            .finding(&WRONG_REGEX, node.span(), "this pattern has no `/` at its end")
            .help("a pattern stands between slashes on one line: `/[0-9]+/`; a slash in it is written `\\/`");
    };
    let pattern = format!("/{}/", inner.replace('/', "\\/"));
    let finding =
        context.finding(&WRONG_REGEX, node.span(), "a pattern stands between slashes, not in quotation marks");
    let finding = finding.help("to look for plain words use `contains`");
    replace(finding, node, &pattern, !inner.is_empty())
}

fn broken_line(context: Context<'_>, node: Node<'_>) -> Finding {
    let word = if node.kind() == Kind::break_before {
        following_word(context, node)
    } else {
        solid_before(node).map(Node::text)
    };
    let word = word.unwrap_or("and");
    let block = if word == "or" { "any" } else { "all" };
    let start = solid_before(node).map_or(node.span().start, |leaf| leaf.span().end);
    let rest = context.tree.text().get(node.span().end as usize..).unwrap_or("");
    let blanks = rest.len() - rest.trim_start().len();
    let end = node.span().end.saturating_add(u32::try_from(blanks).unwrap_or(0));
    let span = following(context, node).unwrap_or(node.span());
    let finding = context
        .finding(&BROKEN_LINE, span, "a condition ends with its line")
        .help(format!("write the conditions one a line in a block: `when {block} {{ … }}`"));
    let gap = Span::new(start, end);
    let commented = gap.of(context.tree.text()).contains("//");
    if commented { finding } else { finding.fix("put it on one line", gap, " ", true) }
}

fn following(context: Context<'_>, node: Node<'_>) -> Option<Span> {
    let rest = context.tree.text().get(node.span().end as usize..)?;
    let blanks = rest.len() - rest.trim_start().len();
    let leaf = context.tree.leaf_at(node.span().end.checked_add(u32::try_from(blanks).ok()?)?)?;
    Some(leaf.span())
}

fn following_word<'tree>(context: Context<'tree>, node: Node<'tree>) -> Option<&'tree str> {
    following(context, node).map(|span| span.of(context.tree.text()))
}

/// `wait for 5s`.
fn wait_for(context: Context<'_>, node: Node<'_>) -> Finding {
    let end = node.next_sibling().filter(|next| next.kind() == Kind::blank).map_or(node.span(), Node::span).end;
    context
        .finding(&crate::diagnostic::codes::syntax::EXTRA_TEXT, node.span(), "`wait` has no `for`")
        .help("write it like this: `wait 5s`")
        .fix("take it out", Span::new(node.span().start, end), "", true)
}

fn wide_sign(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    let right = match node.kind() {
        Kind::comma => ",",
        Kind::colon => ":",
        Kind::lbrace => "{",
        Kind::rbrace => "}",
        Kind::lparen => "(",
        Kind::rparen => ")",
        Kind::lbracket => "[",
        Kind::rbracket => "]",
        _ => "-",
    };
    if node.text() == right {
        return None;
    }
    let finding = context.finding(&WIDE_SIGN, node.span(), format!("`{}` is written `{right}`", node.text()));
    let blank = matches!(right, "," | ":")
        && !context.tree.text().get(node.span().end as usize..).unwrap_or("").starts_with([' ', '\n', '\r']);
    let edit = Edit { span: node.span(), text: if blank { format!("{right} ") } else { right.to_owned() } };
    Some(Finding { fix: Some(Fix { title: format!("write `{right}`"), edits: vec![edit], safe: true }), ..finding })
}
