//! Codes as pages of Markdown: each with its explanation and examples.

use crate::diagnostic::codes::Code;

/// A section of a page: the code, what is wrong, an example written wrong and right. `notes` stand below its title.
#[must_use]
pub fn section(code: &Code, notes: &str) -> String {
    let mut section = format!("\n## {} {}\n\n{notes}{}\n", code.id, code.name, code.explanation.trim());
    for (title, example) in [("Wrong", code.bad), ("Right", code.good)] {
        if !example.trim().is_empty() {
            section.push_str(&format!("\n{title}:\n\n```when\n{}\n```\n", example.trim_matches('\n')));
        }
    }
    section
}
