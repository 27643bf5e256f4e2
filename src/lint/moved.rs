//! Findings about a text that has changed since.

use crate::diagnostic::{Finding, Fix, Location, Span};

/// The findings of a file, where they are in the text that has become of it, without those of which it has changed what they are
/// about.
pub fn moved<'f>(findings: impl IntoIterator<Item = &'f Finding>, old: &str, new: &str) -> Vec<Finding> {
    let change = Change::of(old, new);
    findings.into_iter().filter_map(|finding| one(finding, &change)).collect()
}

fn one(finding: &Finding, change: &Change) -> Option<Finding> {
    let file = finding.primary.location.file;
    let mut moved = finding.clone();
    for label in std::iter::once(&mut moved.primary).chain(&mut moved.further) {
        if label.location.file == file {
            label.location = Location { file, span: change.moved(label.location.span)? };
        }
    }
    moved.fix = moved.fix.and_then(|fix| {
        let edits = fix.edits.into_iter().map(|mut edit| {
            edit.span = change.moved(edit.span)?;
            Some(edit)
        });
        Some(Fix { edits: edits.collect::<Option<_>>()?, ..fix })
    });
    Some(moved)
}

/// What is between the letters that two texts begin and end with alike.
struct Change {
    /// The first byte of the old text that is not as it was.
    start: u32,
    /// The first one behind those.
    end: u32,
    /// Where that is in the new text.
    new_end: u32,
}

impl Change {
    fn of(old: &str, new: &str) -> Self {
        let same = |(one, other): &(u8, u8)| one == other;
        let start = old.bytes().zip(new.bytes()).take_while(same).count();
        let most = old.len().min(new.len()) - start;
        let same_end = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(same).count();
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { start: small(start), end: small(old.len() - same_end), new_end: small(new.len() - same_end) }
    }

    fn moved(&self, span: Span) -> Option<Span> {
        if span.end <= self.start {
            Some(span)
        } else if self.end <= span.start {
            let moved = |at: u32| at - self.end + self.new_end;
            Some(Span::new(moved(span.start), moved(span.end)))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;
    use crate::diagnostic::codes::hints;

    fn of(text: &str, about: &str) -> Finding {
        let start = u32::try_from(text.find(about).unwrap()).unwrap();
        let span = Span::new(start, start + u32::try_from(about.len()).unwrap());
        Finding::new(&hints::UNUSED, Location { file: FileId(0), span }, "nothing uses it").fix("x", span, "", true)
    }

    #[test]
    fn a_finding_moves_with_what_it_is_about() {
        let old = "list a { 1 }\nlist b { 2 }\n";
        let new = "list a { 1, 100 }\nlist b { 2 }\n";
        assert_eq!(moved([&of(old, "list b")], old, new), [of(new, "list b")]);
        assert_eq!(moved([&of(old, "list a")], old, new), [of(new, "list a")]);
        assert_eq!(moved([&of(old, "{ 1 }")], old, new), []);
        assert_eq!(moved([&of(old, "list b")], old, ""), []);
        assert_eq!(moved([&of(old, "list b")], old, old), [of(old, "list b")]);
    }
}
