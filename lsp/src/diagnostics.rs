//! Findings, published for every file of the books of the open documents.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tower_lsp::Client;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, NumberOrString,
};
use whenbook::diagnostic::codes::group::Group;
use whenbook::diagnostic::{FileId, Finding, Severity};
use whenbook::ide::Analysis;

use crate::books::{Books, Open, book_of, uri_of};
use crate::lines::Lines;
use crate::server::lock;
use crate::state::State;

/// Publishes diagnostics, the newest last.
pub struct Publisher {
    client: Client,
    state: Arc<Mutex<State>>,
    books: Arc<Books>,
    /// The documents that have diagnostics in the editor. Held while publishing, so that an older set never comes after a
    /// newer one.
    published: tokio::sync::Mutex<BTreeSet<PathBuf>>,
}

impl Publisher {
    /// One that speaks to this editor.
    #[must_use]
    pub fn new(client: Client, state: Arc<Mutex<State>>, books: Arc<Books>) -> Self {
        Self { client, state, books, published: tokio::sync::Mutex::default() }
    }

    /// Checks the books of all open documents as of that revision, and publishes what is found, if it is still the newest
    /// before the check and after it: of a burst of changes, only the last one costs anything.
    pub async fn publish(&self, revision: u64) {
        let mut published = self.published.lock().await;
        let Some(snapshot) = self.newest(revision) else { return };
        let books = Arc::clone(&self.books);
        let found = tokio::task::spawn_blocking(move || check(&snapshot, &books)).await.unwrap_or_default();
        let Some(state) = self.newest(revision) else { return };
        let paths: BTreeSet<&PathBuf> = published.iter().chain(found.keys()).collect();
        for path in paths {
            let version = state.get(path).map(|document| document.version);
            let diagnostics = found.get(path).cloned().unwrap_or_default();
            if let Some(uri) = path.to_str().and_then(uri_of) {
                self.client.publish_diagnostics(uri, diagnostics, version).await;
            }
        }
        *published = found.into_keys().collect();
    }

    /// The state, unless there is a newer revision of it.
    fn newest(&self, revision: u64) -> Option<State> {
        let state = lock(&self.state);
        (state.revision() == revision).then(|| state.clone())
    }
}

fn check(state: &State, books: &Books) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let folders: BTreeSet<PathBuf> = state.paths().filter_map(|path| book_of(path, &state.folders)).collect();
    let mut diagnostics = BTreeMap::new();
    for folder in folders {
        let Some(analysis) = books.book(&folder, state) else { continue };
        for (file, source) in analysis.sources.iter().filter(|(_, source)| !source.shipped) {
            diagnostics.insert(PathBuf::from(&source.path), of_file(&analysis, file, state));
        }
    }
    diagnostics
}

fn of_file(analysis: &Arc<Analysis>, file: FileId, state: &State) -> Vec<Diagnostic> {
    let findings: Vec<&Finding> =
        analysis.findings.iter().filter(|finding| finding.primary.location.file == file).collect();
    let Some(source) = analysis.sources.get(file).filter(|_| !findings.is_empty()) else { return Vec::new() };
    let lines = Lines::new(Arc::from(source.text.as_str()), state.encoding);
    let open = Open::new(Arc::clone(analysis), file, lines, state.encoding);
    findings.into_iter().map(|finding| of(finding, &open)).collect()
}

/// A finding of this document as a diagnostic.
#[must_use]
pub fn of(finding: &Finding, open: &Open) -> Diagnostic {
    let related = finding.further.iter().filter_map(|label| {
        let message = label.text.clone();
        Some(DiagnosticRelatedInformation { location: open.location(label.location)?, message })
    });
    let page = finding.code.page(env!("CARGO_PKG_REPOSITORY"));
    Diagnostic {
        range: open.lines.range(finding.primary.location.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Advice => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.code.id.to_owned())),
        code_description: page.and_then(|page| page.parse().ok()).map(|href| CodeDescription { href }),
        source: Some("whenbook".to_owned()),
        message: message(finding),
        related_information: Some(related.collect::<Vec<_>>()).filter(|related| !related.is_empty()),
        tags: (finding.code.group() == Group::Unused).then(|| vec![DiagnosticTag::UNNECESSARY]),
        ..Diagnostic::default()
    }
}

fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    if !finding.primary.text.is_empty() {
        message.push_str(": ");
        message.push_str(&finding.primary.text);
    }
    if let Some(help) = &finding.help {
        message.push('\n');
        message.push_str(help);
    }
    message
}
