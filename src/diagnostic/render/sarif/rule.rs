//! What the codes of a report mean.

use serde::Serialize;

use super::{Level, Text};
use crate::diagnostic::Code;
use crate::diagnostic::render::Findings;
use crate::diagnostic::render::page::explained;

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
        help_uri: code.page(env!("CARGO_PKG_REPOSITORY")),
        help: Help { text: explanation.to_owned(), markdown: explained(code) },
        properties: Properties { tags: [code.group().name()] },
    }
}
