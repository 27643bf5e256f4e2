//! What a name means, shown at the pointer.

use super::{Analysis, Position, Symbol};
use crate::diagnostic::{Location, Span};
use crate::semantics::names::Kind;

/// Lines of a declaration that are shown.
const MOST_LINES: usize = 12;

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The name that it is about.
    pub span: Span,
    /// Markdown.
    pub text: String,
}

/// What the name at a position means: its declaration, its documentation, where it comes from.
#[must_use]
pub fn hover(analysis: &Analysis, position: Position) -> Option<Hover> {
    let symbol = Symbol::at(analysis, position)?;
    let declared = symbol.declared(analysis);
    let place = declared.first().copied()?;
    let (span, docs) = analysis.declaration(place).unwrap_or((place.span, None));
    let whole = Location { file: place.file, span };
    let mut parts = vec![format!("```when\n{}\n```", head(analysis.text_of(whole)))];
    parts.extend(value_docs(analysis, &symbol));
    parts.extend(docs.map(str::to_owned));
    parts.push(origin(analysis, place));
    Some(Hover { span: symbol.location.span, text: parts.join("\n\n") })
}

/// The declaration, shortened if it is long.
fn head(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() <= MOST_LINES {
        return text.to_owned();
    }
    let mut shown: Vec<&str> = lines.into_iter().take(MOST_LINES - 1).collect();
    shown.push("  …");
    shown.join("\n")
}

/// What the value of an enum means.
fn value_docs(analysis: &Analysis, symbol: &Symbol) -> Option<String> {
    if symbol.kind != Kind::Enum {
        return None;
    }
    let written = analysis.text_of(symbol.location);
    let values = &analysis.checked.vocabulary.enums.get(&symbol.name)?.values;
    let value = values.iter().find(|value| value.name == written)?;
    Some(format!("`{written}`: {}", value.docs.as_deref()?))
}

fn origin(analysis: &Analysis, place: Location) -> String {
    match analysis.sources.get(place.file) {
        Some(file) if file.shipped => "*ships with Whenbook*".to_owned(),
        Some(file) => format!("*{}*", file.path),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::at;

    fn told(marked: &str) -> String {
        let (analysis, position) = at(marked);
        super::hover(&analysis, position).map(|hover| hover.text).unwrap_or_default()
    }

    #[test]
    fn declarations_are_shown_with_their_documentation() {
        insta::assert_snapshot!("event", told("trigger t {\n  on customer.wr$0ote\n  do { close }\n}\n"));
        insta::assert_snapshot!("action", told("trigger t {\n  on customer.wrote\n  do { add t$0ag \"x\" }\n}\n"));
        insta::assert_snapshot!(
            "attribute_of_ones_own",
            told(
                "/// What they pay.\nattribute user.level: one of { low, high } default low\n\ntrigger t {\n  on customer.wrote\n  when user.lev$0el is high\n  do { close }\n}\n"
            )
        );
        insta::assert_snapshot!(
            "enum_value",
            told(
                "enum rank {\n  low\n  /// Pays a lot.\n  high\n}\nattribute user.level: rank default low\n\ntrigger t {\n  on customer.wrote\n  when user.level is hi$0gh\n  do { close }\n}\n"
            )
        );
        assert_eq!(told("tri$0gger t {\n  on customer.wrote\n  do { close }\n}\n"), "");
    }

    #[test]
    fn a_broken_file_still_tells() {
        let text =
            told("message hello { en: \"Hi\" }\n\ntrigger t {\n  on customer.wrote\n  when\n  do { send hel$0lo\n");
        assert!(text.contains("message hello"), "{text}");
    }
}
