//! Texts of several lines, between `"""`.

use std::borrow::Cow;

use super::document::Doc;
use crate::syntax::Node;

/// The blanks that all lines begin with are no part of the text. They become one step more than the statement has.
pub(super) fn block_text(node: Node<'_>) -> Doc<'_> {
    let text = node.text().replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = text.split('\n').collect();
    lines.pop();
    let content = lines.get(1..).unwrap_or_default();
    let margin =
        content.iter().filter(|line| !line.trim().is_empty()).map(|line| blanks(line).count()).min().unwrap_or(0);
    let mut docs = Vec::new();
    for line in content {
        let cut: usize = blanks(line).take(margin).map(char::len_utf8).sum();
        docs.push(Doc::new_line());
        docs.push(Doc::Text(Cow::Owned(line.get(cut..).unwrap_or_default().to_owned())));
    }
    Doc::Sequence(vec![Doc::text("\"\"\""), Doc::indented(docs), Doc::new_line(), Doc::text("\"\"\"")])
}

/// The blanks at the start of a line.
fn blanks(line: &str) -> impl Iterator<Item = char> + '_ {
    line.chars().take_while(|character| matches!(character, ' ' | '\t' | '\u{a0}' | '\u{3000}'))
}
