//! Texts and their placeholders.

use super::{Check, Context, excerpt};
use crate::{
    diagnostic::{
        Edit, Finding, Fix, Span,
        codes::{
            forms::{WRONG_BLOCK_TEXT, WRONG_ESCAPE, WRONG_PLACEHOLDER, WRONG_QUOTES},
            syntax::UNCLOSED_TEXT,
        },
    },
    syntax::{Kind, Node},
};

#[inline]
pub(super) fn check(kind: Kind) -> Option<Check> {
    Some(match kind {
        Kind::missing_quote => |context, node| Some(unclosed(context, node)),
        Kind::single_text | Kind::smart_text => |context, node| Some(quotes(context, node)),
        Kind::one_line_block => |context, node| Some(one_line(context, node)),
        Kind::bad_first_line => |context, node| Some(first_line(context, node)),
        Kind::late_quote => |context, node| Some(late_quote(context, node)),
        Kind::escape => escape,
        Kind::bad_placeholder => |context, node| Some(bad_placeholder(context, node)),
        Kind::double_open => |context, node| Some(double_braces(context, node)),
        Kind::quoted_fallback => |context, node| Some(quoted_fallback(context, node)),
        _ => return None,
    })
}

fn unclosed(context: Context<'_>, node: Node<'_>) -> Finding {
    let text = node.parent().unwrap_or(node);
    if text.kind() == Kind::block_text {
        let mark = text.child(Kind::block_quote).map_or(text.span(), Node::span);
        return context
            .finding(&UNCLOSED_TEXT, mark, "this text of several lines is never closed")
            .label("opened here")
            .help("a line that begins with `\"\"\"` closes it");
    }
    let finding = context.finding(&UNCLOSED_TEXT, text.span(), "this text has no quotation mark at its end").help(
        "a text ends on its line; a line break in it is written `\\n`, and several lines stand between two `\"\"\"`",
    );
    finding.fix("add `\"`", node.span(), "\"", false)
}

/// Quotation marks that may end a text which begins with a wrong one.
const CLOSING: [char; 14] = ['\'', '`', '“', '”', '„', '«', '»', '「', '」', '『', '』', '’', '＂', '"'];

fn quotes(context: Context<'_>, node: Node<'_>) -> Finding {
    let mut characters = node.text().chars();
    characters.next();
    let rest = characters.as_str();
    let inner = rest.strip_suffix(CLOSING).unwrap_or(rest);
    let text = format!("\"{}\"", inner.replace('"', "\\\""));
    let message = if node.kind() == Kind::single_text && node.text().starts_with('\'') {
        "texts stand in double quotation marks"
    } else {
        "texts stand in straight double quotation marks"
    };
    context.finding(&WRONG_QUOTES, node.span(), message).help(format!("write `{}`", excerpt(&text))).fix(
        "write straight double quotation marks",
        node.span(),
        text,
        true,
    )
}

fn one_line(context: Context<'_>, node: Node<'_>) -> Finding {
    let inner = node.text().trim_matches('"');
    context
        .finding(&WRONG_BLOCK_TEXT, node.span(), "`\"\"\"` is for texts of several lines")
        .help("a text of one line stands between single `\"`")
        .fix("write single `\"`", node.span(), format!("\"{}\"", inner.replace('"', "\\\"")), true)
}

fn first_line(context: Context<'_>, node: Node<'_>) -> Finding {
    context
        .finding(&WRONG_BLOCK_TEXT, node.span(), "the text begins on the line after `\"\"\"`")
        .help("`\"\"\"` ends its line; the text stands on the lines below it")
        .fix("begin a new line", Span::empty(node.span().start), "\n", true)
}

fn late_quote(context: Context<'_>, node: Node<'_>) -> Finding {
    context
        .finding(&WRONG_BLOCK_TEXT, node.span(), "the closing `\"\"\"` stands on a line of its own")
        .help("the text ends with the line before it")
        .fix("begin a new line", Span::empty(node.span().start), "\n", true)
}

fn escape(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    let written = node.text();
    if matches!(written, "\\n" | "\\{" | "\\\"" | "\\\\") {
        return None;
    }
    let after = written.trim_start_matches('\\');
    let finding = context.finding(&WRONG_ESCAPE, node.span(), format!("`{written}` means nothing in a text")).help(
        "there are `\\n` for a line break, `\\{` for a brace, `\\\"` for a quotation mark, and `\\\\` for `\\` itself",
    );
    Some(match after {
        "}" | "'" => finding.fix(format!("write `{after}`"), node.span(), after, true),
        _ => finding.fix(format!("write `\\{written}`"), node.span(), format!("\\{written}"), false),
    })
}

fn bad_placeholder(context: Context<'_>, node: Node<'_>) -> Finding {
    let written = excerpt(node.text());
    let closed = node.text().ends_with('}');
    let inner = node.text().trim_start_matches('{').trim_end_matches('}').trim();
    let begins_name = inner.starts_with(char::is_alphabetic);
    let (message, help) = match (closed, begins_name) {
        (false, true) if !node.text().starts_with("{ ") => (
            "this placeholder has no `}`".to_owned(),
            "write it like `{user.name}` or `{user.name or there}`; a brace that is meant as such is written `\\{`",
        ),
        (false, _) => {
            ("a `{` in a text begins a placeholder".to_owned(), "a brace that is meant as such is written `\\{`")
        }
        (true, _) if inner.is_empty() => {
            ("this placeholder is empty".to_owned(), "write the attribute into it: `{user.name}`")
        }
        (true, _) => (
            format!("`{written}` is no placeholder"),
            "a placeholder is an attribute, perhaps with a unit or with plain words for when it is unknown: `{queue.wait_max in minutes}`, `{user.name or there}`; a brace that is meant as such is written `\\{`",
        ),
    };
    context.finding(&WRONG_PLACEHOLDER, node.span(), message).help(help)
}

fn double_braces(context: Context<'_>, node: Node<'_>) -> Finding {
    let placeholder = node.parent().unwrap_or(node);
    let mut edits = vec![Edit { span: node.span(), text: "{".to_owned() }];
    if let Some(close) = placeholder.child(Kind::double_close) {
        edits.push(Edit { span: close.span(), text: "}".to_owned() });
    }
    let finding = context.finding(&WRONG_PLACEHOLDER, placeholder.span(), "a placeholder stands in single braces");
    Finding { fix: Some(Fix { title: "write single braces".to_owned(), edits, safe: true }), ..finding }
}

fn quoted_fallback(context: Context<'_>, node: Node<'_>) -> Finding {
    let words = node.text().trim_matches('"');
    context
        .finding(&WRONG_PLACEHOLDER, node.span(), "the words after `or` have no quotation marks")
        .help("all up to the brace is taken as it stands: `{user.name or there}`")
        .fix("take the quotation marks out", node.span(), words, true)
}
