//! The layout of a file.

use super::Analysis;
use crate::diagnostic::{Edit, FileId, Span};
use crate::syntax::{self, Kind};

/// The edits that lay out a file: none if it is laid out, or has errors of form.
#[must_use]
pub fn formatting(analysis: &Analysis, file: FileId) -> Vec<Edit> {
    let text = analysis.text(file);
    match syntax::format(text) {
        Some(formatted) if formatted != text => vec![changed(text, &formatted)],
        _ => Vec::new(),
    }
}

/// The edits that lay out the declarations in a part of a file. What is wrong elsewhere in the file does no harm.
#[must_use]
pub fn range_formatting(analysis: &Analysis, file: FileId, part: Span) -> Vec<Edit> {
    let text = analysis.text(file);
    let parse = analysis.parse(file);
    let touched =
        parse.tree.root().parts().filter(|node| node.span().start <= part.end && part.start <= node.span().end);
    let edits = touched.filter_map(|node| {
        let piece = node.span().of(text);
        let formatted = syntax::format(piece).filter(|_| node.kind() != Kind::doc)?;
        let formatted = formatted.strip_suffix('\n').unwrap_or(&formatted);
        let edit = (formatted != piece).then(|| changed(piece, formatted))?;
        let start = node.span().start;
        Some(Edit { span: Span::new(start + edit.span.start, start + edit.span.end), text: edit.text })
    });
    edits.collect()
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
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
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

    proptest! {
        #[test]
        fn the_edit_gives_the_new_text(old in "[ab\n]{0,20}", new in "[ab\n]{0,20}") {
            let edit = changed(&old, &new);
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            prop_assert_eq!(format!("{}{}{}", old.get(..start).unwrap(), edit.text, old.get(end..).unwrap()), new);
        }
    }
}
