//! Findings as a JUnit report, which most CI systems can show: a test case for each file, which fails by its findings.

use std::collections::BTreeMap;

use super::places::Places;
use super::{Findings, concise, xml};
use crate::diagnostic::{FileId, Finding, Severity};

/// The report on all these books. Findings of at least the severity `fails` fail the case of their file, others are told
/// beside it; with `None`, nothing fails.
#[must_use]
pub fn document(books: &[Findings<'_>], fails: Option<Severity>) -> String {
    let cases = once_a_file(books.iter().flat_map(|book| cases(*book, fails)));
    let failed = cases.iter().filter(|case| !case.failing.is_empty()).count();
    let counts = format!("tests=\"{}\" failures=\"{failed}\" errors=\"0\"", cases.len());
    let cases: String = cases.iter().map(Case::written).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"whenbook check\" {counts}>\n  \
         <testsuite name=\"whenbook check\" {counts}>\n{cases}  </testsuite>\n</testsuites>\n"
    )
}

/// A file with its findings, each a line.
struct Case {
    path: String,
    failing: Vec<String>,
    told: Vec<String>,
}

/// What several books have to say of a file that they share, in one case: of two of the same name, readers show one.
fn once_a_file(all: impl Iterator<Item = Case>) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for case in all {
        match places.get(&case.path).and_then(|place| cases.get_mut(*place)) {
            Some(known) => known.take_in(case),
            None => {
                places.insert(case.path.clone(), cases.len());
                cases.push(case);
            }
        }
    }
    cases
}

fn cases(book: Findings<'_>, fails: Option<Severity>) -> Vec<Case> {
    let mut places = Places::new(book.sources);
    let mut of_files: Vec<Vec<&Finding>> = book.sources.iter().map(|_| Vec::new()).collect();
    for finding in book.list {
        if let Some(of_file) = of_files.get_mut(finding.primary.location.file.0 as usize) {
            of_file.push(finding);
        }
    }
    let files = book.sources.iter().zip(of_files);
    // What ships with Whenbook is no case of the user's.
    let files = files.filter(|((_, file), findings)| !file.shipped || !findings.is_empty());
    files.map(|((id, _), findings)| case(id, &findings, fails, &mut places)).collect()
}

fn case(file: FileId, findings: &[&Finding], fails: Option<Severity>, places: &mut Places<'_>) -> Case {
    let fails = |finding: &&&Finding| fails.is_some_and(|least| finding.severity >= least);
    let (failing, told): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(fails);
    let mut lines =
        |findings: Vec<&Finding>| findings.into_iter().map(|finding| concise::line(finding, places)).collect();
    Case { failing: lines(failing), told: lines(told), path: places.path(file).to_owned() }
}

impl Case {
    fn take_in(&mut self, other: Self) {
        for (lines, more) in [(&mut self.failing, other.failing), (&mut self.told, other.told)] {
            let new: Vec<String> = more.into_iter().filter(|line| !lines.contains(line)).collect();
            lines.extend(new);
        }
    }

    fn written(&self) -> String {
        let path = xml::attribute(&self.path);
        let open = format!("    <testcase classname=\"whenbook.check\" name=\"{path}\"");
        let failure = if self.failing.is_empty() { String::new() } else { self.failure() };
        let told = match self.told.as_slice() {
            [] => String::new(),
            lines => format!("      <system-out>{}</system-out>\n", xml::text(&lines.join("\n"))),
        };
        if failure.is_empty() && told.is_empty() {
            return format!("{open}/>\n");
        }
        format!("{open}>\n{failure}{told}    </testcase>\n")
    }

    fn failure(&self) -> String {
        let message = match self.failing.as_slice() {
            [line] => line.clone(),
            lines => format!("{} findings", lines.len()),
        };
        let lines = xml::text(&self.failing.join("\n"));
        format!("      <failure type=\"findings\" message=\"{}\">{lines}</failure>\n", xml::attribute(&message))
    }
}
