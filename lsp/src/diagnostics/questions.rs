//! `textDocument/diagnostic` and `workspace/diagnostic`: who asks is answered as of the newest text, however old the question.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReportResult, ProgressToken, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
};

use super::pulled::{Delivered, still};
use super::reports::{self, Report, Reports};
use crate::books::Books;
use crate::preferences::CheckOn;
use crate::server::{Shared, lock};
use crate::state::{State, path_of};
use crate::workspace;

/// Who answers.
pub struct Asked {
    shared: Shared,
    delivered: Arc<Delivered>,
}

impl Asked {
    /// One that knows what was delivered.
    pub fn new(shared: Shared, delivered: Arc<Delivered>) -> Self {
        Self { shared, delivered }
    }

    /// What is found in a document.
    pub async fn document(&self, parameters: DocumentDiagnosticParams) -> DocumentDiagnosticReportResult {
        let path = path_of(&parameters.text_document.uri);
        let known = parameters.previous_result_id;
        let waits = {
            let state = lock(&self.shared.state);
            state.preferences.check_on == CheckOn::Save && state.is_unsaved(&path)
        };
        if let Some(known) = known.clone().filter(|_| waits) {
            return still(known);
        }
        let asked = path.clone();
        let report = self.work(move |state, books| reports::of_document(&asked, state, books)).await;
        self.delivered.document(&path, report.unwrap_or_default(), known.as_ref())
    }

    /// What is found in all books, one after the other.
    pub async fn workspace(&self, parameters: WorkspaceDiagnosticParams) -> WorkspaceDiagnosticReportResult {
        self.delivered.asks_for_all();
        let known = parameters.previous_result_ids.into_iter().map(|known| (path_of(&known.uri), known.value));
        let mut known: BTreeMap<PathBuf, String> = known.collect();
        let token = parameters.partial_result_params.partial_result_token;
        let progress = parameters.work_done_progress_params.work_done_token;
        let progress = progress.map(|token| self.shared.client.progress(token, "checking all books"));
        let shown = match progress {
            Some(progress) => Some(progress.with_percentage(0).begin().await),
            None => None,
        };
        let all = self.work(|state, _| workspace::books(state)).await;
        let (mut items, count) = (Vec::new(), all.len());
        for (done, book) in all.iter().enumerate() {
            if let Some(shown) = &shown {
                let percent = u32::try_from(done * 100 / count.max(1)).unwrap_or_default();
                shown.report_with_message(book.display().to_string(), percent).await;
            }
            let (book, among) = (book.clone(), all.clone());
            let found = self.work(move |state, books| reports::of_book(&book, &among, state, books)).await;
            items.extend(self.answer(found, &mut known, token.as_ref()).await);
        }
        // What is not found any more has no findings.
        let gone = known.keys().map(|path| (path.clone(), Report::default())).collect();
        items.extend(self.answer(gone, &mut known, token.as_ref()).await);
        if let Some(shown) = shown {
            shown.finish().await;
        }
        WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items })
    }

    /// What is to be answered about these files, unless it was said at once, to an editor that likes answers in parts.
    async fn answer(
        &self,
        found: Reports,
        known: &mut BTreeMap<PathBuf, String>,
        token: Option<&ProgressToken>,
    ) -> Vec<WorkspaceDocumentDiagnosticReport> {
        let of_these: BTreeMap<PathBuf, String> = found.keys().filter_map(|path| known.remove_entry(path)).collect();
        let items = self.delivered.files(found, &of_these);
        let Some(token) = token.filter(|_| !items.is_empty()) else { return items };
        self.shared.client.send_notification::<Part>(json!({ "token": token, "value": { "items": items } })).await;
        Vec::new()
    }

    fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&State, &Books) -> T + Send + 'static,
    ) -> impl Future<Output = T> {
        let (state, books) = (Arc::clone(&self.shared.state), Arc::clone(&self.shared.books));
        self.shared.workers.work(move || {
            let newest = lock(&state).clone();
            work(&newest, &books)
        })
    }
}

/// A part of an answer.
enum Part {}

impl Notification for Part {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}
