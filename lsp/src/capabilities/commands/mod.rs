//! `workspace/executeCommand`: what an editor asks beside its documents. Each takes one JSON object, in which `uri` is any
//! file of the book, and gives one back; `docs/editors.md` shows them.

mod graph;
mod places;
mod play;
mod run_tests;
mod tests;
mod try_rule;
#[cfg(test)]
mod unit;
mod why;

use std::sync::atomic::AtomicBool;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{MessageType, Uri};
use whenbook::Engine;
use whenbook::diagnostic::Severity;

use crate::books::Open;
use crate::coverage::Covered;

/// The code of the protocol for a request that is well formed and could not be carried out.
const REQUEST_FAILED: ErrorCode = ErrorCode::ServerError(-32803);

/// What is asked.
#[derive(Debug)]
pub enum Command {
    /// `whenbook.tests`
    Tests(Book),
    /// `whenbook.runTests`
    RunTests(run_tests::Wanted),
    /// `whenbook.play`
    Play(play::Wanted),
    /// `whenbook.graph`
    Graph(Book),
    /// `whenbook.why`
    Why(why::Wanted),
    /// `whenbook.try`
    Try(try_rule::Wanted),
}

/// The names of all commands.
pub const NAMES: [&str; 6] =
    ["whenbook.tests", "whenbook.runTests", "whenbook.play", "whenbook.graph", "whenbook.why", "whenbook.try"];

/// A book, by any of its files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    uri: Uri,
}

/// What a command gives.
#[derive(Debug)]
pub struct Answer {
    /// For the client's program.
    pub value: Json,
    /// For people whose editor shows nothing else of it; `None` if there is nothing to say.
    pub message: Option<(MessageType, String)>,
    /// What tests have looked at, if they were asked for that.
    pub covered: Option<Covered>,
}

impl Answer {
    fn new(value: Json, kind: MessageType, message: String) -> Self {
        Self { value, message: Some((kind, message)), covered: None }
    }
}

impl Command {
    /// The command of that name with its argument.
    ///
    /// # Errors
    /// If there is no such command, or its argument is not what it takes.
    pub fn parse(name: &str, arguments: Vec<Json>) -> Result<Self> {
        match name {
            "whenbook.tests" => argument(name, arguments).map(Self::Tests),
            "whenbook.runTests" => argument(name, arguments).map(Self::RunTests),
            "whenbook.play" => argument(name, arguments).map(Self::Play),
            "whenbook.graph" => argument(name, arguments).map(Self::Graph),
            "whenbook.why" => argument(name, arguments).map(Self::Why),
            "whenbook.try" => argument(name, arguments).map(Self::Try),
            other => {
                Err(Error::invalid_params(format!("there is no command `{other}`; there are {}", NAMES.join(", "))))
            }
        }
    }

    /// A file of the book that is asked.
    #[must_use]
    pub const fn uri(&self) -> &Uri {
        match self {
            Self::Tests(Book { uri }) | Self::Graph(Book { uri }) => uri,
            Self::RunTests(wanted) => &wanted.uri,
            Self::Play(wanted) => &wanted.uri,
            Self::Why(wanted) => &wanted.uri,
            Self::Try(wanted) => &wanted.uri,
        }
    }

    /// What is being done, if that takes long.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Tests(_) => "looking for tests",
            Self::RunTests(_) => "running tests",
            Self::Play(_) => "playing a test",
            Self::Graph(_) => "drawing the graph",
            Self::Why(_) => "replaying events",
            Self::Try(_) => "trying a rule",
        }
    }

    /// Carries it out, unless it is given up before it is done.
    ///
    /// # Errors
    /// If it cannot be done, with what an author can do about it.
    pub fn run(&self, open: &Open, given_up: &AtomicBool) -> Result<Answer> {
        match self {
            Self::Tests(_) => Ok(tests::tests(open)),
            Self::RunTests(wanted) => run_tests::run(wanted, open, given_up),
            Self::Play(wanted) => play::play(wanted, open),
            Self::Graph(_) => graph::graph(open),
            Self::Why(wanted) => why::why(wanted, open),
            Self::Try(wanted) => try_rule::try_rule(wanted, open),
        }
    }
}

fn argument<T: DeserializeOwned>(name: &str, arguments: Vec<Json>) -> Result<T> {
    let [argument] = <[Json; 1]>::try_from(arguments).map_err(|all| {
        Error::invalid_params(format!("`{name}` takes one object, and there are {} arguments", all.len()))
    })?;
    serde_json::from_value(argument).map_err(|error| Error::invalid_params(format!("`{name}`: {error}")))
}

/// There is no book for that file.
#[must_use]
pub fn no_book(uri: &Uri) -> Error {
    failed(format!("there is no book that can be read at `{}`", uri.as_str()))
}

/// What was asked for cannot be done.
pub(super) fn failed(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error { code: REQUEST_FAILED, message: message.into(), data: None }
}

/// The engine of the book as it is in the editor.
pub(super) fn engine(open: &Open) -> Result<Engine> {
    let Some(book) = &open.analysis.book else { return Err(broken(open)) };
    Engine::new(book.clone()).map_err(|error| failed(error.to_string()))
}

fn broken(open: &Open) -> Error {
    let mut errors = open.analysis.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let Some(first) = errors.next() else { return failed("the book cannot run") };
    let others = match errors.count() {
        0 => String::new(),
        count => format!(" (and {count} more)"),
    };
    let place = open.file(first.primary.location.file).map(|(uri, lines)| {
        let line = lines.range(first.primary.location.span).start.line + 1;
        let name = uri.as_str().rsplit('/').next().unwrap_or_default().to_owned();
        format!("{name}, line {line}: ")
    });
    let place = place.unwrap_or_default();
    failed(format!("the book has errors, which must be mended first: {place}{}{others}", first.message))
}
