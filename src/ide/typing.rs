//! The layout of a line while it is being written: its indentation, and the brace that is still open.

use super::statement::{Statement, declaration};
use super::{Analysis, Position};
use crate::diagnostic::{Edit, Span};
use crate::syntax::{Kind, Node, Parse};

/// The edits behind a new line, or behind a `}`: the line is indented as deep as it is nested; a block that was opened at the
/// end of the line before and that nothing closes, is closed below.
#[must_use]
pub fn typed(analysis: &Analysis, position: Position, letter: char) -> Vec<Edit> {
    let text = analysis.text(position.file);
    let parse = analysis.parse(position.file);
    let line = line(text, position.offset);
    let statement = Statement::before(&parse, text, line.start);
    if !matches!(statement.inside, super::statement::Inside::Code) {
        return Vec::new();
    }
    let written = line.of(text);
    let content = written.trim_start();
    if letter == '}' && !content.starts_with('}') {
        return Vec::new();
    }
    let closes = u32::from(content.starts_with(['}', ']', ')']));
    let goes_on = u32::from(!statement.blocks.is_empty() && !statement.words.is_empty() && statement.open.is_empty());
    let depth = u32::try_from(statement.blocks.len() + statement.open.len()).unwrap_or(0);
    let depth = (depth + goes_on).saturating_sub(closes);
    let indentation = "  ".repeat(depth as usize);
    let blanks = length(written) - length(content);
    let mut edits = Vec::new();
    if Span::new(line.start, line.start + blanks).of(text) != indentation {
        edits.push(Edit { span: Span::new(line.start, line.start + blanks), text: indentation });
    }
    if letter == '\n' && content.is_empty() {
        edits.extend(closing(&parse, text, line, depth));
    }
    edits
}

/// A closing brace below a line, if the one above opens a block and one is missing in its declaration.
fn closing(parse: &Parse, text: &str, line: Span, depth: u32) -> Option<Edit> {
    let before = Span::new(0, line.start).of(text);
    let opens = before.trim_end().ends_with('{') && !before.trim_end_matches('\n').ends_with('\n');
    let declaration = declaration(parse, line.start)?;
    let is_missing = declaration.subtree().any(|node: Node<'_>| node.kind() == Kind::missing_close);
    let next = line.end + 1;
    let has_next = text.get(line.end as usize..).is_some_and(|rest| rest.starts_with('\n'));
    let brace = format!("{}}}\n", "  ".repeat(depth.checked_sub(1)? as usize));
    (opens && is_missing && has_next).then(|| Edit { span: Span::empty(next), text: brace })
}

/// The line that holds an offset, without its end.
fn line(text: &str, offset: u32) -> Span {
    let before = Span::new(0, offset).of(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let rest = text.get(offset as usize..).unwrap_or_default();
    let end = offset + length(rest.lines().next().unwrap_or_default());
    Span::new(u32::try_from(start).unwrap_or(0), end)
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::sample::at;

    /// The text after the edits.
    fn after(marked: &str, letter: char) -> String {
        let (analysis, position) = at(marked);
        let mut text = analysis.text(position.file).to_owned();
        let mut edits = super::typed(&analysis, position, letter);
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        for edit in edits {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        text
    }

    #[test]
    fn a_new_line_is_indented_as_deep_as_it_is_nested() {
        assert_eq!(after("trigger t {\n$0\n}\n", '\n'), "trigger t {\n  \n}\n");
        assert_eq!(
            after("trigger t {\n  on customer.wrote\n  when all {\n  $0\n  }\n}\n", '\n'),
            "trigger t {\n  on customer.wrote\n  when all {\n    \n  }\n}\n"
        );
        assert_eq!(
            after("trigger t {\n  when user.plan in [\n$0\n  ]\n}\n", '\n'),
            "trigger t {\n  when user.plan in [\n    \n  ]\n}\n"
        );
        assert_eq!(
            after("message m {\n  en: \"\"\"\n  a\n$0\n  \"\"\"\n}\n", '\n'),
            "message m {\n  en: \"\"\"\n  a\n\n  \"\"\"\n}\n"
        );
    }

    #[test]
    fn a_brace_goes_back_to_its_block() {
        assert_eq!(
            after("trigger t {\n  do {\n    close\n    }$0\n}\n", '}'),
            "trigger t {\n  do {\n    close\n  }\n}\n"
        );
        assert_eq!(after("trigger t {\n  do { close }$0\n}\n", '}'), "trigger t {\n  do { close }\n}\n");
    }

    #[test]
    fn a_block_that_nothing_closes_is_closed() {
        assert_eq!(after("trigger t {\n$0\n", '\n'), "trigger t {\n  \n}\n");
        assert_eq!(
            after("trigger t {\n  on customer.wrote\n  do {\n$0\n\ntrigger u {\n  do { close }\n}\n", '\n'),
            "trigger t {\n  on customer.wrote\n  do {\n    \n  }\n\ntrigger u {\n  do { close }\n}\n"
        );
    }
}
