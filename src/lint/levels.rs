//! How grave warnings and advice are in a book: what `[lints]` of `whenbook.toml` says.

use globset::{Glob, GlobMatcher};

use super::named::{Named, Problem};
use super::registry;
use crate::diagnostic::codes::files;
use crate::diagnostic::{Code, FileId, Finding, Location, Severity};
use crate::semantics::Settings;
use crate::semantics::settings::{Level, LevelLine};

const OTHERWISE: &str = "write the code as findings show it, such as `W0462`, or a group such as `style`";

/// The levels of a book. What it says nothing about has the level of its letter; opt-in lints are off.
#[derive(Debug, Default)]
pub struct Levels {
    lines: Vec<Line>,
}

/// What a line of `[lints]` comes to.
#[derive(Debug)]
struct Line {
    about: Named,
    level: Level,
    files: Option<GlobMatcher>,
}

impl Levels {
    /// Reads the levels of a book, and tells of names that there are not; `file` is its `whenbook.toml`.
    #[must_use]
    pub fn of(settings: &Settings, file: FileId) -> (Self, Vec<Finding>) {
        let mut levels = Self::default();
        let mut findings = Vec::new();
        for line in &settings.lints {
            match Named::find(&line.name, OTHERWISE) {
                Ok(about) => levels.lines.push(Line {
                    about,
                    level: line.level,
                    files: line.files.as_ref().map(Glob::compile_matcher),
                }),
                Err(problem) => findings.push(refused(&problem, line, file)),
            }
        }
        (levels, findings)
    }

    /// Whether anything in this book can have that finding.
    #[must_use]
    pub fn looks_for(&self, code: &Code) -> bool {
        let off = match self.of_all_files(code) {
            Some(level) => level == Level::Off,
            None => registry::is_opt_in(code),
        };
        !off || self.lines.iter().any(|line| line.about.covers(code) && line.level != Level::Off)
    }

    /// The finding in the file of that path as the book wants it; `None` if it does not.
    #[must_use]
    pub fn judge(&self, path: &str, mut finding: Finding) -> Option<Finding> {
        // A book with an error cannot run, whatever it wants.
        if finding.severity == Severity::Error {
            return Some(finding);
        }
        match self.in_file(finding.code, path) {
            Some(Level::Off) => None,
            Some(Level::As(severity)) => {
                finding.severity = severity;
                Some(finding)
            }
            None if registry::is_opt_in(finding.code) => None,
            None => Some(finding),
        }
    }

    /// A line about the file goes before one about all, one about the code before one about its group, a later one before an
    /// earlier one.
    fn in_file(&self, code: &Code, path: &str) -> Option<Level> {
        let of_file = |line: &&Line| line.files.as_ref().is_some_and(|files| files.is_match(path));
        strongest(self.lines.iter().filter(of_file), code).or_else(|| self.of_all_files(code))
    }

    fn of_all_files(&self, code: &Code) -> Option<Level> {
        strongest(self.lines.iter().filter(|line| line.files.is_none()), code)
    }
}

fn strongest<'a>(lines: impl DoubleEndedIterator<Item = &'a Line> + Clone, code: &Code) -> Option<Level> {
    let mut about = lines.filter(|line| line.about.covers(code));
    let of_code = about.clone().rfind(|line| matches!(line.about, Named::Code(_)));
    of_code.or_else(|| about.next_back()).map(|line| line.level)
}

fn refused(problem: &Problem, line: &LevelLine, file: FileId) -> Finding {
    let written = &line.name;
    let location = Location { file, span: line.span };
    match problem {
        Problem::Error => {
            Finding::new(&files::LEVEL_OF_AN_ERROR, location, format!("`{written}` is an error, and stays one"))
                .help("a book with it cannot run; only warnings (`W…`) and advice (`A…`) have a level")
        }
        Problem::Unknown(help, _) => {
            Finding::new(&files::UNKNOWN_LINT, location, format!("there is no finding `{written}`")).help(help)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint;

    fn levels(text: &str) -> (Levels, Vec<(&'static str, Option<String>)>) {
        let (settings, findings) = Settings::parse(FileId(0), text);
        assert_eq!(findings, []);
        let (levels, findings) = Levels::of(&settings, FileId(0));
        (levels, findings.into_iter().map(|finding| (finding.code.id, finding.help)).collect())
    }

    fn judged(levels: &Levels, path: &str, code: &str) -> Option<Severity> {
        let finding = Finding::new(lint::code(code).unwrap(), Location::default(), "");
        levels.judge(path, finding).map(|finding| finding.severity)
    }

    #[test]
    fn a_file_goes_before_all_and_a_code_before_its_group() {
        let (levels, findings) = levels(
            "[lints]\nrules = \"off\"\nnever-opens = \"error\"\n[lints.files.\"drafts/**\"]\nW0462 = \"off\"\nrules = \"advice\"\n",
        );
        assert_eq!(findings, []);
        assert_eq!(judged(&levels, "a.when", "W0462"), Some(Severity::Error));
        assert_eq!(judged(&levels, "a.when", "A0463"), None);
        assert_eq!(judged(&levels, "drafts/a.when", "W0462"), None);
        assert_eq!(judged(&levels, "drafts/a.when", "A0463"), Some(Severity::Advice));
        assert_eq!(judged(&levels, "a.when", "W0701"), Some(Severity::Warning));
        assert_eq!(judged(&levels, "a.when", "E0450"), Some(Severity::Error), "an error stays one");
    }

    #[test]
    fn what_is_found_in_the_settings_has_a_level_too() {
        let text = "languages = [\"en\", \"en\"]\n[lints]\nW0017 = \"off\"\n";
        let (settings, findings) = Settings::parse(FileId(0), text);
        let (levels, _) = Levels::of(&settings, FileId(0));
        let left = findings.into_iter().filter_map(|finding| levels.judge("whenbook.toml", finding));
        assert_eq!(left.count(), 0);
    }

    #[test]
    fn what_must_be_asked_for_is_silent_until_then() {
        let code = lint::code("missing-docs").unwrap();
        let (silent, _) = levels("");
        assert!(!silent.looks_for(code) && judged(&silent, "a.when", code.id).is_none());
        let (group, _) = levels("[lints]\nstyle = \"warning\"\n");
        assert!(group.looks_for(code));
        let (file, _) = levels("[lints.files.\"a.when\"]\nmissing-docs = \"advice\"\n");
        assert!(file.looks_for(code));
        assert_eq!(judged(&file, "a.when", code.id), Some(Severity::Advice));
        assert_eq!(judged(&file, "b.when", code.id), None);
    }

    #[test]
    fn names_that_there_are_not_are_told_of() {
        let (_, findings) = levels("[lints]\nE0450 = \"off\"\nW462 = \"off\"\nstile = \"off\"\n");
        let told: Vec<(&str, &str)> =
            findings.iter().map(|(code, help)| (*code, help.as_deref().unwrap_or(""))).collect();
        assert_eq!(told[0].0, "E0016");
        assert_eq!(told[1..], [("E0014", "did you mean `W0462`?"), ("E0014", "did you mean `style`?")]);
    }
}
