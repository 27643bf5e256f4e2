//! What the codes of a report mean.

use serde::Serialize;

use super::{Level, Text};
use crate::diagnostic::render::Findings;
use crate::diagnostic::render::page::explained;
use crate::diagnostic::{Code, Severity};

/// A code.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    id: &'static str,
    name: &'static str,
    short_description: Text,
    full_description: Text,
    default_configuration: Configuration,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    help: Help,
    properties: Properties,
}

#[derive(Debug, Serialize)]
struct Properties {
    /// The group of the code, by which viewers filter.
    tags: [&'static str; 1],
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: Level,
}

#[derive(Debug, Serialize)]
struct Help {
    text: String,
    markdown: String,
}

/// The codes of a report, in the order of their ids.
pub(super) struct Rules {
    pub(super) list: Vec<Rule>,
}

impl Rules {
    pub(super) fn of(books: &[Findings<'_>]) -> Self {
        let mut codes: Vec<&'static Code> =
            books.iter().flat_map(|book| book.list).map(|finding| finding.code).collect();
        codes.sort_by_key(|code| code.id);
        codes.dedup();
        Self { list: codes.into_iter().map(rule).collect() }
    }

    pub(super) fn index_of(&self, code: &Code) -> usize {
        self.list.partition_point(|rule| rule.id < code.id)
    }
}

fn rule(code: &'static Code) -> Rule {
    let explanation = code.explanation.trim();
    let paragraph = explanation.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    Rule {
        id: code.id,
        name: code.name,
        short_description: Text { text: code.name.replace('-', " ") },
        full_description: Text { text: paragraph },
        default_configuration: Configuration { level: code.severity().into() },
        help_uri: help_uri(code, env!("CARGO_PKG_REPOSITORY")),
        help: Help { text: explanation.to_owned(), markdown: explained(code) },
        properties: Properties { tags: [code.group().name()] },
    }
}

/// The code's section of `docs/errors.md` or `docs/lints.md`, where the repository is public.
fn help_uri(code: &Code, repository: &str) -> Option<String> {
    let anchor = format!("{}-{}", code.id, code.name).to_ascii_lowercase();
    let version = env!("CARGO_PKG_VERSION");
    let page = if code.severity() == Severity::Error { "errors" } else { "lints" };
    (!repository.is_empty()).then(|| format!("{repository}/blob/v{version}/docs/{page}.md#{anchor}"))
}

#[cfg(test)]
mod tests {
    use super::help_uri;
    use crate::diagnostic::codes::files::NOT_UTF8;

    #[test]
    fn a_public_repository_has_the_page_of_a_code() {
        assert_eq!(help_uri(&NOT_UTF8, ""), None);
        let uri = help_uri(&NOT_UTF8, "https://example.org/whenbook").unwrap_or_default();
        assert!(uri.ends_with("/docs/errors.md#e0001-not-utf8"), "{uri}");
    }
}
