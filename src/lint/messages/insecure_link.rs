//! Links that are not encrypted.

use super::texts;
use crate::diagnostic::{Code, Finding, Location, Span};
use crate::lint::{Lint, Sees, Subject};

const INSECURE: &str = "http://";

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A1008",
        name: "insecure-link",
        explanation: "A link with `http://` is not encrypted: browsers warn of it, and anybody on the way can read or change the page. \
                      Nearly every site answers under `https://`, too; open it once before you change the link.",
        bad: r#"trigger help {
  on customer.wrote
  once per session
  do { send "The answer may be here: http://example.com/help" }
}
"#,
        good: r#"trigger help {
  on customer.wrote
  once per session
  do { send "The answer may be here: https://example.com/help" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for text in texts::written(subject).iter().filter(|text| text.to_customers) {
        let raw = subject.text(text.location());
        for (start, _) in raw.match_indices(INSECURE) {
            let after = raw.get(start + INSECURE.len()..).unwrap_or_default();
            let site = after.split(|letter: char| letter.is_whitespace() || "/?#\"'()<>{".contains(letter)).next();
            if !site.is_some_and(is_on_the_internet) {
                continue;
            }
            let length = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
            let start = text.text.span.start + length(start);
            let span = Span::new(start, start + length(INSECURE.len()));
            let link =
                Location { file: text.file, span: Span::new(start, span.end + length(site.map_or(0, str::len))) };
            let message = "customers open this link without encryption";
            let finding = Finding::new(&LINT.code, link, message).help("write `https://`, if the site answers there");
            findings.push(finding.fix("write `https://`", span, "https://", false));
        }
    }
    findings
}

/// Not the computer itself, and not a name of the office's own network.
fn is_on_the_internet(site: &str) -> bool {
    let host = site.split(':').next().unwrap_or_default();
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.')
        && last.chars().all(char::is_alphabetic)
        && !matches!(last, "local" | "internal" | "lan" | "test")
}

#[cfg(test)]
mod tests {
    use super::is_on_the_internet;

    #[test]
    fn only_sites_of_the_internet() {
        assert!(is_on_the_internet("example.com") && is_on_the_internet("example.com:8080"));
        assert!(["localhost", "127.0.0.1", "wiki", "help.local", ""].iter().all(|site| !is_on_the_internet(site)));
    }
}
