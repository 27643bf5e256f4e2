//! What a line means and does not say: shown beside it, in grey.
//!
//! Told is only what an author would have to look up elsewhere: the order of triggers on one event, the end of a duration in
//! office hours, the languages of a message, the sum of stages, the time zone of a clock time.

mod languages;
mod orders;
mod times;

use super::Analysis;
use crate::diagnostic::{FileId, Location, Span};

pub(super) use orders::name as event_name;
pub(super) use times::in_office_hours;

/// Something that is shown behind a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Behind what it stands.
    pub offset: u32,
    /// What is shown.
    pub text: String,
    /// Where a click on it leads.
    pub target: Option<Location>,
    /// More about it. Markdown.
    pub tooltip: String,
}

/// The hints of a part of a file, in its order.
#[must_use]
pub fn hints(analysis: &Analysis, file: FileId, part: Span) -> Vec<Hint> {
    let Some(unit) = analysis.checked.units.iter().find(|unit| unit.file == file) else { return Vec::new() };
    let declarations = unit.ast.declarations.iter();
    let shown: Vec<_> =
        declarations.filter(|each| each.span.start <= part.end && part.start <= each.span.end).collect();
    let mut hints = orders::of(analysis, file, &shown);
    hints.extend(times::of(analysis, &shown));
    hints.extend(languages::of(analysis, file, &shown));
    hints.retain(|hint| part.start <= hint.offset && hint.offset <= part.end);
    hints.sort_by_key(|hint| hint.offset);
    hints
}

#[cfg(test)]
mod tests {
    use super::super::sample::of;
    use super::*;

    const BOOK: &str = r#"use std.triggers
activate first_reply

schedule office_hours {
  timezone "Asia/Seoul"
  mon-fri 09:00-18:00
}

message hello {
  en: "Hi"
  ko: "안녕하세요"
}

trigger second {
  on conversation.requested
  do { send hello }
}

trigger first "First of all" {
  on conversation.requested, customer.wrote
  order -1
  do { close }
}

trigger off {
  inactive
  on conversation.requested
  do { close }
}

automation slow {
  after 48h of office_hours since last agent.wrote
  do { send hello }
}

automation morning {
  at 09:00 while conversation.status is open
  do { close }
}

policy capacity release {
  inactive after 5m { remind "?" }
  then after 6m { set conversation.status to solved }
}
"#;

    fn told(text: &str) -> String {
        let analysis = of(&[("book.when", text)]);
        let whole = Span::new(0, u32::try_from(text.len()).unwrap());
        let line = |offset: u32| {
            let start = text.get(..offset as usize).unwrap().rfind('\n').map_or(0, |at| at + 1);
            text.get(start..offset as usize).unwrap()
        };
        let told = hints(&analysis, FileId(0), whole).into_iter().map(|hint| {
            let target = hint.target.map(|target| format!(" → {}", analysis.text_of(target))).unwrap_or_default();
            format!("{} «{}»{target}\n  {}", line(hint.offset), hint.text, hint.tooltip.replace('\n', "\n  "))
        });
        told.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_a_line_does_not_say_is_shown_beside_it() {
        insta::assert_snapshot!(told(BOOK));
    }

    #[test]
    fn a_broken_file_keeps_its_hints() {
        let text = told(&format!("{BOOK}\ntrigger broken {{\n  on "));
        assert!(text.contains("3 of 3") && text.contains("Fri 17:00"), "{text}");
    }
}
