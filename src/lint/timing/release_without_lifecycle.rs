//! Capacity release in a book that does not say how a conversation wakes.

use crate::diagnostic::{Code, FileId, Finding, Location, Span};
use crate::lint::{Lint, Sees, Subject};

/// The line that is wanted.
const LINE: &str = "use std.lifecycle.ticket\n";

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0909",
        name: "release-without-lifecycle",
        explanation: "Capacity release sets the status of a silent conversation and says that its session has gone inactive. What \
                      the status is when the customer writes again, and what states a session has, a lifecycle says. Without one \
                      the conversation stays `pending` though its customer is back, and `session.state` stays as it was. Take one in, \
                      such as `use std.lifecycle.ticket`, or declare your own. Only a program around Whenbook that keeps the \
                      status itself needs none: then switch this off.",
        bad: "use std.capacity_release\n",
        good: "use std.lifecycle.ticket\nuse std.capacity_release\n",
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let release = subject.book.capacity_release.as_ref().filter(|release| !release.stages.is_empty());
    let place = release.filter(|_| subject.book.lifecycle.is_none()).map(|release| subject.location(release.place));
    let own = place.filter(|place| subject.is_own(place.file));
    let written = own.or_else(|| taken_in(subject, place?.file));
    let finding = |at: Location| {
        let before = beginning(subject, at);
        let blank = if own.is_some() { "\n" } else { "" };
        Finding::new(&LINT.code, at, "no lifecycle says how a conversation wakes that capacity release has let go")
            .help("take one in with `use std.lifecycle.ticket`, or declare one of your own")
            .fix("take in std.lifecycle.ticket", before, [LINE, blank].concat(), false)
    };
    written.map(finding).into_iter().collect()
}

/// Where the book takes in that shipped file.
fn taken_in(subject: &Subject<'_>, file: FileId) -> Option<Location> {
    let path = subject.sources.get(file)?.path.as_str();
    let found = subject.names.taking_in(path).find(|taken| subject.is_own(taken.file))?;
    Some(Location { file: found.file, span: found.span })
}

/// Before what stands there, with the remarks that belong to it.
fn beginning(subject: &Subject<'_>, at: Location) -> Span {
    let text = subject.sources.get(at.file).map_or("", |file| file.text.as_str());
    let end = usize::try_from(at.span.start).unwrap_or_default();
    let mut start = end;
    for line in text.get(..end).unwrap_or_default().split_inclusive('\n').rev() {
        if !line.trim_start().starts_with("//") {
            break;
        }
        start = start.saturating_sub(line.len());
    }
    Span::empty(u32::try_from(start).unwrap_or(at.span.start))
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    const POLICY: &str = "policy capacity release {\n  inactive after 5m { remind \"Are you there?\" }\n}\n";

    #[test]
    fn a_policy_of_the_book_wants_a_lifecycle_too() {
        assert_eq!(told("W0909", "", POLICY).len(), 1);
        assert_eq!(told("W0909", "", &format!("use std.lifecycle.ticket\n\n{POLICY}")).len(), 0);
        assert_eq!(told("W0909", "", "policy capacity release off\n").len(), 0);
    }
}
