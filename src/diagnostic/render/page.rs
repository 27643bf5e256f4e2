//! Codes as pages of Markdown: each with its explanation and examples.

use crate::diagnostic::codes::Code;

/// A section of a page: the code, what is wrong, an example written wrong and right. `notes` stand below its title.
#[must_use]
pub fn section(code: &Code, notes: &str) -> String {
    format!("\n## {} {}\n\n{notes}{}", code.id, code.name, explained(code))
}

/// The code's explanation with its examples.
pub(super) fn explained(code: &Code) -> String {
    let mut text = format!("{}\n", code.explanation.trim());
    for (title, example) in [("Wrong", code.bad), ("Right", code.good)] {
        if !example.trim().is_empty() {
            text.push_str(&format!("\n{title}:\n\n```when\n{}\n```\n", example.trim_matches('\n')));
        }
    }
    text
}
