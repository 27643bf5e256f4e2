//! What is found in files, at one moment.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::ls_types::Diagnostic;
use whenbook::diagnostic::{FileId, Finding, SourceFile, Sources};
use whenbook::folder::SETTINGS;
use whenbook::ide::Analysis;
use whenbook::lint::{self, Levels};
use whenbook::semantics::Settings;

use crate::books::{Books, Open, book_of};
use crate::lines::Lines;
use crate::state::State;

/// What is found in a file.
#[derive(Clone, Debug)]
pub struct Report {
    /// The version of the text, if the file is open.
    pub version: Option<i32>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// Equal for equal findings.
    pub id: String,
}

impl Report {
    fn new(version: Option<i32>, diagnostics: Vec<Diagnostic>) -> Self {
        let mut hasher = DefaultHasher::new();
        serde_json::to_string(&diagnostics).unwrap_or_default().hash(&mut hasher);
        Self { version, diagnostics, id: format!("{:016x}", hasher.finish()) }
    }
}

/// Nothing is found in a file that is not there.
impl Default for Report {
    fn default() -> Self {
        Self::new(None, Vec::new())
    }
}

/// Reports on files, by their paths.
pub type Reports = BTreeMap<PathBuf, Report>;

/// The files of some books.
pub fn of_books(folders: &BTreeSet<PathBuf>, state: &State, books: &Books) -> Reports {
    folders.iter().flat_map(|folder| of_book(folder, folders, state, books)).collect()
}

/// The files of one of some books. Of a file that two of them read, the one to which it belongs says what is wrong.
pub fn of_book(folder: &Path, among: &BTreeSet<PathBuf>, state: &State, books: &Books) -> Reports {
    let Some(analysis) = books.book(folder, state) else { return of_settings_alone(folder, state) };
    let is_ours = |path: &Path| match book_of(path, &state.folders) {
        Some(owner) if among.len() > 1 => owner == folder || !among.contains(&owner),
        _ => true,
    };
    let files = analysis.sources.iter().filter(|(_, source)| !source.shipped && is_ours(Path::new(&source.path)));
    files.map(|(file, source)| (PathBuf::from(&source.path), of_file(&analysis, file, state))).collect()
}

/// One document, as far as it can be said at once; `None` if it belongs to no book.
pub fn of_document(path: &Path, state: &State, books: &Books) -> Option<Report> {
    if let Some(open) = books.open_at_once(path, state) {
        return Some(of_file(&open.analysis, open.file, state));
    }
    let folder = book_of(path, &state.folders)?;
    if books.book(&folder, state).is_some() { None } else { of_settings_alone(&folder, state).remove(path) }
}

/// One document of a book that was checked before, as far as it can be said at once.
pub fn of_edited(path: &Path, state: &State, books: &Books) -> Option<Report> {
    let open = books.edited(path, state)?;
    Some(of_file(&open.analysis, open.file, state))
}

fn of_file(analysis: &Arc<Analysis>, file: FileId, state: &State) -> Report {
    let Some(source) = analysis.sources.get(file) else { return Report::default() };
    let version = state.get(Path::new(&source.path)).map(|document| document.version);
    let findings: Vec<&Finding> =
        analysis.findings.iter().filter(|finding| finding.primary.location.file == file).collect();
    if findings.is_empty() {
        return Report::new(version, Vec::new());
    }
    let lines = Lines::new(Arc::from(source.text.as_str()), state.encoding);
    let open = Open::new(Arc::clone(analysis), file, lines, state.encoding);
    Report::new(version, findings.into_iter().map(|finding| super::of(finding, &open)).collect())
}

/// The settings of a folder in which there are no rules yet.
fn of_settings_alone(folder: &Path, state: &State) -> Reports {
    let path = folder.join(SETTINGS);
    let Some((analysis, file)) = settings_alone(&path, state) else { return Reports::new() };
    Reports::from([(path, of_file(&analysis, file, state))])
}

/// The settings of a book, open in the editor.
pub fn open_settings(path: &Path, state: &State, books: &Books) -> Option<Open> {
    if let Some(open) = books.open(path, state) {
        return Some(open);
    }
    let (analysis, file) = settings_alone(path, state)?;
    let lines = Lines::new(Arc::from(analysis.text(file)), state.encoding);
    Some(Open::new(analysis, file, lines, state.encoding))
}

fn settings_alone(path: &Path, state: &State) -> Option<(Arc<Analysis>, FileId)> {
    let bytes = state.read(path).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut sources = Sources::default();
    let file = sources.add(SourceFile { path: path.display().to_string(), text: text.clone(), shipped: false });
    let (settings, findings) = Settings::parse(file, &text);
    let (levels, unknown) = Levels::of(&settings, file);
    let mut findings: Vec<_> = findings.into_iter().filter_map(|finding| levels.judge(SETTINGS, finding)).collect();
    findings.extend(unknown);
    let empty = Analysis::from(lint::check(&[], &Settings::default()));
    Some((Arc::new(Analysis { findings, sources, ..empty }), file))
}
