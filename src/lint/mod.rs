//! What a book that compiles should still be told: conditions that never hold, rules that talk over people, texts that miss
//! a language.
//!
//! One file a lint, in the folder of its group: what it finds, why that matters, an example written wrong and right, the
//! check, the fix. [`registry`] lists them all. A lint looks at a [`Subject`] and gives findings; it knows nothing of levels
//! ([`Levels`]) and of comments that allow it ([`suppression`]): [`check`] applies both.

mod answers;
mod asked;
mod baseline;
mod check;
mod levels;
mod lines;
mod memory;
mod moved;
mod named;
mod page;
mod rare;
mod registry;
mod settings_schema;
mod subject;
mod suppression;

mod conditions;
mod declarations;
mod messages;
#[cfg(test)]
mod sample;
mod style;
mod testing;
mod timing;

pub use baseline::{Acceptance, Accepted, Baseline, Unusable};
pub use check::{check, check_again, check_file, check_read};
pub use levels::Levels;
pub use memory::Memory;
pub use moved::moved;
pub use page::{Page, page, page_of};
pub use registry::{code, codes, lints, of_book};
pub use settings_schema::settings_schema;
pub use subject::{Rule, Subject};

use crate::diagnostic::{Code, Finding};

/// A check that never keeps a book from running.
#[derive(Debug)]
pub struct Lint {
    /// What it finds and why that matters, with an example written wrong and right. Its letter is its level.
    pub code: Code,
    /// Whether it speaks only where `whenbook.toml` gives it a level: what not every team wants.
    pub opt_in: bool,
    /// The `whenbook.toml` of its examples; empty for none.
    pub settings: &'static str,
    /// On what a finding of it depends.
    pub sees: Sees,
    /// The check. It gives findings of its code only, at its own severity, about the user's own files.
    pub check: fn(&Subject<'_>) -> Vec<Finding>,
}

/// On what the findings of a lint depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// On the file in which they are, on what it names, and on what all files share: vocabulary, directory, settings,
    /// schedules, lists, policies, lifecycle.
    File,
    /// On anything in the book.
    Book,
}

impl Lint {
    /// The `whenbook.toml` with which its examples are checked: its settings, and it alone speaks of all lints.
    #[must_use]
    pub fn settings_of_examples(&self) -> String {
        let others = lints().filter(|lint| lint.code != self.code);
        let off: String = others.map(|lint| format!("{} = \"off\"\n", lint.code.id)).collect();
        let level = if self.opt_in { format!("{} = \"advice\"\n", self.code.id) } else { String::new() };
        format!("{}[lints]\n{level}{off}", self.settings)
    }
}
