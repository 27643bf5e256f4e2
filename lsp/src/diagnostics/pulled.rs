//! `textDocument/diagnostic` and `workspace/diagnostic`: findings for editors that ask.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tower_lsp::ls_types::{
    DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::reports::{Report, Reports};
use crate::books::uri_of;

/// What the editor has heard so far.
#[derive(Debug, Default)]
pub struct Delivered {
    heard: Mutex<Heard>,
}

#[derive(Debug, Default)]
struct Heard {
    /// What it knows of files, and of which version.
    ids: BTreeMap<PathBuf, (String, Option<i32>)>,
    /// Whether it has ever asked for all files.
    all: bool,
}

impl Delivered {
    fn note(&self, path: &Path, report: &Report) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.ids.insert(path.to_owned(), (report.id.clone(), report.version));
    }

    /// Notes that it asks for all files.
    pub fn asks_for_all(&self) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).all = true;
    }

    /// Whether the editor knows something that is not so any more. Of `changed` it will ask by itself, unless it has done so
    /// already and was told what could be said at once.
    pub fn is_outdated_by(&self, found: &Reports, changed: Option<&Path>) -> bool {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        found.iter().any(|(path, report)| match heard.ids.get(path) {
            Some((id, version)) => *id != report.id && (Some(path.as_path()) != changed || *version == report.version),
            None => heard.all && Some(path.as_path()) != changed && !report.diagnostics.is_empty(),
        })
    }

    /// The answer about a document, to an editor that knows what that id stands for.
    pub fn document(&self, path: &Path, report: Report, known: Option<&String>) -> DocumentDiagnosticReportResult {
        self.note(path, &report);
        if known == Some(&report.id) {
            return still(report.id);
        }
        DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: full(report),
        }))
    }

    /// The answer about some files; `known` are the ids that the editor has.
    pub fn files(&self, reports: Reports, known: &BTreeMap<PathBuf, String>) -> Vec<WorkspaceDocumentDiagnosticReport> {
        let answers = reports.into_iter().filter_map(|(path, report)| {
            let uri = uri_of(path.to_str()?)?;
            self.note(&path, &report);
            let version = report.version.map(i64::from);
            Some(if known.get(&path) == Some(&report.id) {
                let unchanged_document_diagnostic_report = unchanged(report);
                WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }.into()
            } else {
                let full_document_diagnostic_report = full(report);
                WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
            })
        });
        answers.collect()
    }
}

/// All is as it was.
pub fn still(result_id: String) -> DocumentDiagnosticReportResult {
    let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
    let report =
        RelatedUnchangedDocumentDiagnosticReport { related_documents: None, unchanged_document_diagnostic_report };
    DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Unchanged(report))
}

fn full(report: Report) -> FullDocumentDiagnosticReport {
    FullDocumentDiagnosticReport { result_id: Some(report.id), items: report.diagnostics }
}

fn unchanged(report: Report) -> UnchangedDocumentDiagnosticReport {
    UnchangedDocumentDiagnosticReport { result_id: report.id }
}
