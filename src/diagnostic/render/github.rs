//! Findings as workflow commands of GitHub Actions, which shows them at the lines of a change. Columns are characters, from 1.

use super::places::Places;
use super::{Findings, printable};
use crate::diagnostic::{Finding, Severity};

/// One command a line.
#[must_use]
pub fn commands(findings: Findings<'_>) -> String {
    let mut places = Places::new(findings.sources);
    findings.list.iter().map(|finding| command(finding, &mut places)).collect()
}

fn command(finding: &Finding, places: &mut Places<'_>) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let location = finding.primary.location;
    let title = property(&format!("{} {}", finding.code.id, finding.code.name));
    let path = property(places.path(location.file));
    format!("::{level} title={title},file={path},{}::{}\n", range(finding, places), message(&told(finding)))
}

/// GitHub takes columns only for a place within one line.
fn range(finding: &Finding, places: &mut Places<'_>) -> String {
    let location = finding.primary.location;
    let (first, last) = places.first_and_last_line(location);
    let (start, end) = places.ends(location.file, location.span);
    if first == end.line {
        format!("line={first},col={},endLine={last},endColumn={}", start.column, end.column)
    } else {
        format!("line={first},endLine={last}")
    }
}

fn told(finding: &Finding) -> String {
    let help = finding.help.iter().map(|help| format!("\n{help}"));
    finding.message.clone() + &help.collect::<String>()
}

fn message(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{message, property};

    #[test]
    fn nothing_ends_a_command_early() {
        assert_eq!(message("100 % of\r\n::error::no"), "100 %25 of\\u{d}%0A::error::no");
        assert_eq!(property("a,b:c%d\ne"), "a%2Cb%3Ac%25d%0Ae");
    }
}
