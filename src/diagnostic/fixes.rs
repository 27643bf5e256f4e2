//! Fixes put into a text.

use super::{Edit, Fix};

/// A text with as many fixes in it as go together: of two that touch each other only the first, so that the second can be
/// found anew. `None` if there was none to put in. New lines end as those of the text do.
#[must_use]
pub fn apply<'a>(text: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> Option<Applied> {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for fix in fixes {
        let touches = |edit: &Edit| taken.iter().any(|other| meet(edit, other));
        if fix.edits.is_empty() || fix.edits.iter().any(touches) {
            continue;
        }
        count += 1;
        taken.extend(&fix.edits);
    }
    taken.sort_by_key(|edit| edit.span);
    let mut fixed = String::with_capacity(text.len());
    let mut position = 0;
    let ends_with_crlf = text.split('\n').next().is_some_and(|line| line.ends_with('\r') && line.len() < text.len());
    for edit in &taken {
        fixed.push_str(text.get(position..edit.span.start as usize)?);
        if ends_with_crlf {
            fixed.push_str(&edit.text.replace("\r\n", "\n").replace('\n', "\r\n"));
        } else {
            fixed.push_str(&edit.text);
        }
        position = edit.span.end as usize;
    }
    fixed.push_str(text.get(position..)?);
    (count > 0).then_some(Applied { text: fixed, count })
}

/// A text with fixes in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The text.
    pub text: String,
    /// How many fixes are in it.
    pub count: usize,
}

/// Whether they change the same place, or two that touch.
fn meet(one: &Edit, other: &Edit) -> bool {
    one.span.start <= other.span.end && other.span.start <= one.span.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    fn fix(edits: &[(u32, u32, &str)]) -> Fix {
        let edits =
            edits.iter().map(|(start, end, text)| Edit { span: Span::new(*start, *end), text: (*text).to_owned() });
        Fix { title: String::new(), edits: edits.collect(), safe: true }
    }

    #[test]
    fn fixes_that_touch_wait_for_each_other() {
        let one = fix(&[(0, 1, "A"), (4, 5, "E")]);
        let touching = fix(&[(5, 6, "F")]);
        let apart = fix(&[(7, 8, "")]);
        let applied = apply("abcdefgh", [&one, &touching, &apart]);
        assert_eq!(applied, Some(Applied { text: "AbcdEfg".to_owned(), count: 2 }));
        assert_eq!(apply("abc", [&fix(&[])]), None);
        assert_eq!(apply("abc", [&fix(&[(2, 9, "")])]), None, "an edit that is not in the text");
    }
    #[test]
    fn new_lines_end_as_the_old_ones_do() {
        let fixed = |text: &str| apply(text, [&fix(&[(1, 1, "\n  x\n")])]).unwrap().text;
        assert_eq!(fixed("a\r\nb\r\n"), "a\r\n  x\r\n\r\nb\r\n");
        assert_eq!(fixed("a\nb\n"), "a\n  x\n\nb\n");
        assert_eq!(fixed("ab"), "a\n  x\nb");
    }
}
