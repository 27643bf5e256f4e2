//! Comments that allow findings: `// whenbook allow unused: kept for the summer sale`.

use super::named::{Named, Problem};
use super::registry;
use crate::diagnostic::codes::suppressions as codes;
use crate::diagnostic::{Code, FileId, Finding, Location, Severity, Span};
use crate::semantics::Reading;
use crate::syntax::Comment;

/// The word that such a comment begins with.
const WORD: &str = "whenbook";
const ALLOW: &str = "allow";
const WHOLE_FILE: &str = "in this file";
const FORM: &str = "write what is allowed and why: `// whenbook allow unused: kept for the summer sale`";

const OTHERWISE: &str = "write the code or the name that the finding shows";

/// The comments of a book that allow findings.
#[derive(Debug, Default)]
pub(super) struct Suppressions {
    allowed: Vec<Allowed>,
    /// What is wrong with them.
    pub(super) findings: Vec<Finding>,
}

/// One name of one comment.
#[derive(Debug)]
struct Allowed {
    what: Named,
    name: Location,
    /// Where it holds; `None` for all of the file.
    about: Option<Span>,
    /// The comment, if it allows nothing else, with how it can be taken out.
    whole: Option<Span>,
    is_used: bool,
}

impl Suppressions {
    /// Those of the files, whose ids are their places in the list.
    pub(super) fn read(files: &[Reading]) -> Self {
        let mut suppressions = Self::default();
        for (file, reading) in (0..).map(FileId).zip(files) {
            suppressions.add(file, reading);
        }
        suppressions
    }

    /// Takes in those of a file.
    pub(super) fn add(&mut self, file: FileId, reading: &Reading) {
        for comment in reading.comments() {
            self.comment(file, comment, &reading.file().text);
        }
    }

    /// The findings that are not allowed.
    pub(super) fn apply(&mut self, findings: Vec<Finding>) -> Vec<Finding> {
        if self.allowed.is_empty() {
            return findings;
        }
        findings.into_iter().filter(|finding| !self.allows(finding)).collect()
    }

    fn allows(&mut self, finding: &Finding) -> bool {
        if finding.severity == Severity::Error {
            return false;
        }
        let mut allowed = false;
        for each in self.allowed.iter_mut().filter(|each| each.is_about(finding)) {
            each.is_used = true;
            allowed = true;
        }
        allowed
    }

    /// A finding for each that has allowed nothing, though all of `looked` was looked for.
    /// Those of files from outside of the book's folder are left alone: other books that take them in may need them.
    pub(super) fn unused(&self, files: &[Reading], looked: impl Fn(&'static Code) -> bool) -> Vec<Finding> {
        let looked_for = |what: Named| registry::codes().into_iter().filter(|code| what.covers(code)).all(&looked);
        let is_outside = |file: FileId| files.get(file.0 as usize).is_some_and(|read| read.file().is_from_outside());
        let is_in_vain = |each: &&Allowed| !each.is_used && !is_outside(each.name.file) && looked_for(each.what);
        self.allowed.iter().filter(is_in_vain).map(Allowed::unused).collect()
    }

    fn comment(&mut self, file: FileId, comment: &Comment, text: &str) {
        let location = Location { file, span: comment.span };
        if let Some(written) = meant(comment) {
            self.findings.push(written.finding(location));
            return;
        }
        let Some(rest) = comment.text.strip_prefix(WORD).filter(|rest| rest.starts_with(char::is_whitespace)) else {
            return;
        };
        let Some(rest) = rest.trim_start().strip_prefix(ALLOW).filter(|rest| rest.starts_with(char::is_whitespace))
        else {
            self.findings
                .push(Finding::new(&codes::SUPPRESSION_FORM, location, "this comment cannot be read").help(FORM));
            return;
        };
        let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
        if reason.trim().is_empty() {
            self.findings.push(
                Finding::new(
                    &codes::SUPPRESSION_FORM,
                    location,
                    "this comment does not say why the finding is allowed",
                )
                .help(FORM),
            );
        }
        let names = names.trim();
        let (names, about) = match names.strip_suffix(WHOLE_FILE) {
            Some(names) => (names.trim(), None),
            None => (names, Some(comment.about.unwrap_or(comment.span))),
        };
        let written: Vec<&str> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        if written.is_empty() {
            let message = "this comment does not say which finding is allowed";
            self.findings.push(Finding::new(&codes::SUPPRESSION_FORM, location, message).help(FORM));
        }
        let whole = (written.len() == 1).then(|| removal(comment, text));
        for name in written {
            let name_at = Location { file, span: place(name, comment.span, text) };
            match Named::find(name, OTHERWISE) {
                Ok(what) => self.allowed.push(Allowed { what, name: name_at, about, whole, is_used: false }),
                Err(problem) => self.findings.push(refused(&problem, name, name_at)),
            }
        }
    }
}

/// How a comment is written that was meant to allow something and allows nothing.
enum Meant {
    /// With three slashes.
    Documentation,
    /// With another letter case.
    Large,
}

/// What is wrong with a comment that begins almost as one that allows something.
fn meant(comment: &Comment) -> Option<Meant> {
    let mut words = comment.text.split_whitespace();
    let (first, second) = (words.next()?, words.next()?);
    let is_almost = first.eq_ignore_ascii_case(WORD) && second.eq_ignore_ascii_case(ALLOW);
    if is_almost && comment.is_doc {
        return Some(Meant::Documentation);
    }
    (is_almost && (first, second) != (WORD, ALLOW)).then_some(Meant::Large)
}

impl Meant {
    fn finding(&self, location: Location) -> Finding {
        let (message, help) = match self {
            Self::Documentation => (
                "a line with three slashes describes what stands below it, and allows nothing",
                "write it with two slashes: `// whenbook allow …`",
            ),
            Self::Large => ("this comment is not written in small letters, and allows nothing", FORM),
        };
        Finding::new(&codes::SUPPRESSION_FORM, location, message).help(help)
    }
}

impl Allowed {
    fn is_about(&self, finding: &Finding) -> bool {
        let at = finding.primary.location;
        let here = self.about.is_none_or(|about| about.start <= at.span.start && at.span.start <= about.end);
        at.file == self.name.file && here && self.what.covers(finding.code)
    }

    fn unused(&self) -> Finding {
        let name = self.what.name();
        let message = format!("there is no `{name}` here to be allowed");
        let finding = Finding::new(&codes::UNUSED_SUPPRESSION, self.name, message).help("take it out");
        match self.whole {
            Some(span) => finding.fix("take the comment out", span, "", true),
            None => finding,
        }
    }
}

fn refused(problem: &Problem, name: &str, location: Location) -> Finding {
    let finding = |message: String| Finding::new(&codes::UNKNOWN_SUPPRESSION, location, message);
    match problem {
        Problem::Error => finding(format!("`{name}` is an error, which nothing can allow"))
            .help("mend it; a book with an error cannot run"),
        Problem::Unknown(help, meant) => {
            let finding = finding(format!("there is no finding `{name}`")).help(help);
            match meant {
                Some(meant) => finding.fix(format!("write `{meant}`"), location.span, *meant, false),
                None => finding,
            }
        }
    }
}

/// Where the name stands in the comment.
fn place(name: &str, comment: Span, text: &str) -> Span {
    let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
    let before = comment.of(text).split_once(name).map_or("", |(before, _)| before);
    let start = comment.start + length(before);
    Span::new(start, start + length(name))
}

/// What to take out with the comment: its whole line if it has one for itself, else the blanks before it.
fn removal(comment: &Comment, text: &str) -> Span {
    let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
    let before = text.get(..comment.span.start as usize).unwrap_or_default();
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let start = comment.span.start - u32::try_from(blanks).unwrap_or(0);
    let after = text.get(comment.span.end as usize..).unwrap_or_default();
    let line_end = ["\r\n", "\n", "\r"].into_iter().find(|end| after.starts_with(end)).map_or(0, length);
    Span::new(start, if comment.alone { comment.span.end + line_end } else { comment.span.end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::lint;
    use crate::semantics::Settings;

    fn told(text: &str) -> Vec<String> {
        told_with("", text)
    }

    fn told_with(settings: &str, text: &str) -> Vec<String> {
        let (settings, _) = Settings::parse(FileId(0), settings);
        let file = SourceFile { path: "book.when".to_owned(), text: text.to_owned(), shipped: false };
        let compiled = lint::check(&[file], &settings);
        let text_of = |location: Location| location.span.of(text).to_owned();
        let findings = compiled.findings.iter();
        findings.map(|finding| format!("{} {}", finding.code.id, text_of(finding.primary.location))).collect()
    }

    #[test]
    fn a_comment_holds_for_what_it_stands_at() {
        assert_eq!(told("// whenbook allow unused: soon\nlist a { \"x\" }\n\nlist b { \"y\" }\n"), ["W0701 b"]);
        assert_eq!(told("list a { \"x\" } // whenbook allow W0701: soon\n\nlist b { \"y\" }\n"), ["W0701 b"]);
        assert_eq!(
            told("// whenbook allow unused in this file: soon\n\nlist a { \"x\" }\n\nlist b { \"y\" }\n"),
            [""; 0]
        );
        let group = "// whenbook allow unused-declarations, style: soon\nlist aB { \"x\" }\n";
        assert_eq!(told(group), [""; 0]);
    }

    #[test]
    fn what_is_wrong_with_a_comment_is_told() {
        let one = |comment: &str| told(&format!("{comment}\nlist a {{ \"x\" }}\n"));
        assert_eq!(one("// whenbook allow unused"), ["W1201 // whenbook allow unused"], "it holds all the same");
        assert_eq!(one("// whenbook allows unused: soon"), ["W1201 // whenbook allows unused: soon", "W0701 a"]);
        assert_eq!(one("// whenbook allow unsued: soon"), ["W1202 unsued", "W0701 a"]);
        assert_eq!(one("// whenbook allow E0450: soon"), ["W1202 E0450", "W0701 a"]);
        assert_eq!(one("// whenbook allow unused, naming: soon"), ["W1203 naming"]);
        assert_eq!(one("// Whenbooks allow much."), ["W0701 a"]);
        assert_eq!(one("// whenbook allow : soon"), ["W1201 // whenbook allow : soon", "W0701 a"]);
        assert_eq!(one("// Whenbook allow unused: soon"), ["W1201 // Whenbook allow unused: soon", "W0701 a"]);
        assert_eq!(one("/// whenbook allow unused: soon"), ["W1201 /// whenbook allow unused: soon", "W0701 a"]);
        assert_eq!(one("\u{feff}// whenbook allow unused: soon"), [""; 0], "a mark at the beginning is nothing");
    }

    #[test]
    fn what_was_not_looked_for_is_not_called_unused() {
        let text =
            "// whenbook allow missing-docs: clear enough\ntrigger t {\n  on conversation.ended\n  do { close }\n}\n";
        let text = text.replace("conversation.ended", "agent.wrote");
        assert_eq!(told(&text), [""; 0]);
        assert_eq!(told_with("[lints]\nmissing-docs = \"advice\"\n", &text), [""; 0]);
        assert_eq!(
            told_with("[lints]\nmissing-docs = \"advice\"\n", &text.replace("trigger", "/// Docs.\ntrigger")),
            ["W1203 missing-docs"]
        );
    }

    #[test]
    fn a_comment_goes_before_the_level_of_the_book() {
        let text = "// whenbook allow unused: soon\nlist a { \"x\" }\n";
        assert_eq!(told_with("[lints]\nunused = \"error\"\n", text), [""; 0]);
    }
}
