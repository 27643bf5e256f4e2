//! `docs/errors.md`: every code with its explanation and examples, from the registry.

use crate::diagnostic::codes::{self, Code};

const HEAD: &str = "# Findings\n\nEvery kind of finding, by its code: errors (`E`), warnings (`W`), advice (`A`). `whenbook explain CODE` shows \
                    the same.\nThis page is made from the registry of codes; each example on it is compiled by a test.\n";

/// The page, in Markdown.
#[must_use]
pub fn page() -> String {
    let mut codes: Vec<&Code> = codes::all().collect();
    codes.sort_by_key(|code| (std::cmp::Reverse(code.severity()), code.id));
    let mut page = HEAD.to_owned();
    for code in codes {
        page.push_str(&section(code));
    }
    page
}

fn section(code: &Code) -> String {
    let mut section = format!("\n## {} {}\n\n{}\n", code.id, code.name, code.explanation.trim());
    for (title, example) in [("Wrong", code.bad), ("Right", code.good)] {
        if !example.trim().is_empty() {
            section.push_str(&format!("\n{title}:\n\n```when\n{}\n```\n", example.trim_matches('\n')));
        }
    }
    section
}
