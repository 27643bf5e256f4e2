//! The layout of a file.

use super::Analysis;
use super::refactor::applied;
use crate::diagnostic::changes::changes;
use crate::diagnostic::{Edit, FileId, Span};
use crate::syntax::{self, Kind};

/// The edits that lay out a file: none if it is laid out, or has errors of form.
#[must_use]
pub fn formatting(analysis: &Analysis, file: FileId) -> Vec<Edit> {
    let text = analysis.text(file);
    match syntax::format_in_place(text) {
        Some(formatted) if formatted != text => vec![changed(text, &formatted)],
        _ => Vec::new(),
    }
}

/// The edits that lay out the lines of a part of a file: of other lines only those of the same declaration without which these
/// would say something else. What is wrong in other declarations does no harm.
#[must_use]
pub fn range_formatting(analysis: &Analysis, file: FileId, part: Span) -> Vec<Edit> {
    let text = analysis.text(file);
    let parse = analysis.parse(file);
    let touches = |span: Span| {
        let is_in = span.start < part.end && part.start < span.end;
        is_in || part.start == part.end && span.touches(part.start)
    };
    let touched = parse.tree.root().parts().filter(|node| node.kind() != Kind::doc && touches(node.span()));
    touched.flat_map(|node| of_declaration(text, node.span(), part).unwrap_or_default()).collect()
}

fn of_declaration(text: &str, span: Span, part: Span) -> Option<Vec<Edit>> {
    let old = span.of(text);
    let formatted = syntax::format(old)?;
    let new = syntax::with_line_ends_of(text, formatted.trim_end_matches('\n').to_owned());
    // A line that ends before the part, or begins where it ends, is not in it.
    let is_wanted = |edit: &Edit| {
        let (start, end) = (span.start + edit.span.start, span.start + edit.span.end);
        start < part.end && part.start < end || start <= part.start && part.start <= end && part.start == part.end
    };
    let hunks = hunks(old, &new);
    let chosen: Vec<Edit> = hunks.iter().filter(|edit| is_wanted(edit)).cloned().collect();
    let means_the_same = syntax::format(&applied(old, &chosen)).is_some_and(|again| again == formatted);
    let edits = if chosen.is_empty() || means_the_same { chosen } else { hunks };
    let placed = edits.into_iter().map(|edit| Edit {
        span: Span::new(span.start + edit.span.start, span.start + edit.span.end),
        text: edit.text,
    });
    Some(placed.collect())
}

/// The runs of lines that differ, each an edit.
fn hunks(old: &str, new: &str) -> Vec<Edit> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let length = |lines: &[&str]| small(lines.iter().map(|line| line.len()).sum());
    let mut edits: Vec<Edit> = Vec::new();
    let (mut at, mut offset) = (0, 0);
    for change in changes(&old, &new) {
        offset += length(old.get(at..change.old.start).unwrap_or_default());
        at = change.old.end;
        let removed = old.get(change.old).unwrap_or_default();
        let added = new.get(change.new).unwrap_or_default();
        // As many lines as before: each is another one.
        let size = if removed.len() == added.len() { 1 } else { removed.len().max(added.len()) };
        let mut pairs = (removed.chunks(size), added.chunks(size));
        loop {
            let (before, after) = (pairs.0.next(), pairs.1.next());
            if before.is_none() && after.is_none() {
                break;
            }
            let end = offset + length(before.unwrap_or_default());
            edits.push(Edit { span: Span::new(offset, end), text: after.unwrap_or_default().concat() });
            offset = end;
        }
    }
    edits
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The lines that differ, as one edit: a cursor outside of them stays where it is.
pub(super) fn changed(old: &str, new: &str) -> Edit {
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let head = old_lines.iter().zip(&new_lines).take_while(|(one, other)| one == other).count();
    let most = old_lines.len().min(new_lines.len()) - head;
    let tail =
        old_lines.iter().rev().zip(new_lines.iter().rev()).take(most).take_while(|(one, other)| one == other).count();
    let length = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    let old_middle =
        old_lines.get(..head).map_or(0, length)..old.len() - old_lines.get(old_lines.len() - tail..).map_or(0, length);
    let new_middle = new_lines.get(head..new_lines.len() - tail).unwrap_or_default();
    Edit { span: Span::new(small(old_middle.start), small(old_middle.end)), text: new_middle.concat() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::sample::of;
    use super::*;

    #[test]
    fn only_the_lines_that_differ_are_changed() {
        let text = "list a { \"x\" }\n\nlist b {\"y\"}\n\nlist c { \"z\" }\n";
        let edits = formatting(&of(&[("book.when", text)]), FileId(0));
        let told: Vec<(&str, &str)> = edits.iter().map(|edit| (edit.span.of(text), edit.text.as_str())).collect();
        assert_eq!(told, [("list b {\"y\"}\n", "list b { \"y\" }\n")]);
    }

    #[test]
    fn a_part_is_laid_out_though_another_is_broken() {
        let text = "list a {\"x\"}\n\nlist b {\"y\"}\n\ntrigger t {\n  on\n";
        let analysis = of(&[("book.when", text)]);
        assert_eq!(formatting(&analysis, FileId(0)), []);
        let edits = range_formatting(&analysis, FileId(0), Span::new(16, 20));
        let told: Vec<(u32, &str)> = edits.iter().map(|edit| (edit.span.start, edit.text.as_str())).collect();
        assert_eq!(told, [(14, "list b { \"y\" }")]);
    }

    #[test]
    fn a_part_is_laid_out_and_no_other_line() {
        let text = "trigger a {\n   on   customer.wrote\n do { close }\n}\nlist b {\"y\"}\n";
        let told = |part: Span| {
            let edits = range_formatting(&of(&[("book.when", text)]), FileId(0), part);
            edits.iter().map(|edit| (edit.span.of(text).to_owned(), edit.text.clone())).collect::<Vec<_>>()
        };
        assert_eq!(told(Span::new(0, 11)), []);
        let whole = text.find("list").and_then(|end| u32::try_from(end).ok()).unwrap();
        let on = ("   on   customer.wrote\n".to_owned(), "  on customer.wrote\n".to_owned());
        let doing = (" do { close }\n".to_owned(), "  do { close }\n".to_owned());
        assert_eq!(told(Span::new(0, 20)), std::slice::from_ref(&on));
        assert_eq!(told(Span::new(0, whole)), [on, doing]);
    }

    #[test]
    fn the_ends_of_lines_stay_what_they_are() {
        let text =
            "list a { \"x\" }\r\n\r\nlist b {\"y\"}\r\n\r\ntrigger t {\r\non customer.wrote\r\n  do { close }\r\n}\r\n";
        let analysis = of(&[("book.when", text)]);
        let edits = formatting(&analysis, FileId(0));
        let laid_out = applied(text, &edits);
        assert_eq!(laid_out.matches('\n').count(), laid_out.matches("\r\n").count());
        assert_eq!(formatting(&of(&[("book.when", &laid_out)]), FileId(0)), []);
        let edits = range_formatting(&analysis, FileId(0), Span::new(0, u32::try_from(text.len()).unwrap()));
        let told: Vec<_> = edits.iter().map(|edit| edit.text.as_str()).collect();
        assert_eq!(told, ["list b { \"y\" }", "  on customer.wrote\r\n"]);
    }

    proptest! {
        #[test]
        fn hunks_give_the_new_text(old in "[ab\n]{0,20}", new in "[ab\n]{0,20}") {
            prop_assert_eq!(applied(&old, &hunks(&old, &new)), new);
        }


        #[test]
        fn the_edit_gives_the_new_text(old in "[ab\n]{0,20}", new in "[ab\n]{0,20}") {
            let edit = changed(&old, &new);
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            prop_assert_eq!(format!("{}{}{}", old.get(..start).unwrap(), edit.text, old.get(end..).unwrap()), new);
        }
    }
}
