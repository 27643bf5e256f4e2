//! The books of the open documents, each checked once for a revision.

use std::collections::BTreeMap;
use std::io::ErrorKind::NotFound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tower_lsp::ls_types::{Location as ProtocolLocation, Uri};
use whenbook::diagnostic::{FileId, Location, SourceFile, Span};
use whenbook::folder;
use whenbook::ide::{Analysis, Position};
use whenbook::lint;
use whenbook::semantics::Settings;

use crate::lines::{Encoding, Lines};
use crate::shipped;
use crate::state::State;

/// Books that were checked, by their folders, with the revision for which that was.
#[derive(Debug, Default)]
pub struct Books {
    checked: Mutex<BTreeMap<PathBuf, (u64, Arc<Analysis>)>>,
}

/// A document in its book, at one moment.
#[derive(Clone, Debug)]
pub struct Open {
    /// Its book.
    pub analysis: Arc<Analysis>,
    /// Which file of the book it is.
    pub file: FileId,
    /// Its lines.
    pub lines: Lines,
    encoding: Encoding,
}

impl Books {
    /// The book of that folder, as of that state.
    pub fn book(&self, folder: &Path, state: &State) -> Option<Arc<Analysis>> {
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((revision, analysis)) = checked.get(folder)
            && *revision == state.revision()
        {
            return Some(Arc::clone(analysis));
        }
        let analysis = Arc::new(check(folder, state)?);
        checked.insert(folder.to_owned(), (state.revision(), Arc::clone(&analysis)));
        Some(analysis)
    }

    /// A document in its book.
    pub fn open(&self, path: &Path, state: &State) -> Option<Open> {
        let analysis = self.book(&book_of(path, &state.folders)?, state)?;
        let named = analysis.sources.iter().find(|(_, file)| Path::new(&file.path) == path);
        let file = named.map(|(file, _)| file)?;
        let lines = Lines::new(Arc::from(analysis.text(file)), state.encoding);
        Some(Open::new(analysis, file, lines, state.encoding))
    }
}

impl Open {
    /// A file of a book.
    #[must_use]
    pub fn new(analysis: Arc<Analysis>, file: FileId, lines: Lines, encoding: Encoding) -> Self {
        Self { analysis, file, lines, encoding }
    }

    /// A position of the protocol in this document.
    #[must_use]
    pub fn position(&self, position: tower_lsp::ls_types::Position) -> Position {
        Position { file: self.file, offset: self.lines.offset(position) }
    }

    /// A place in any file of the book. What ships has no file that an editor could open.
    #[must_use]
    pub fn location(&self, location: Location) -> Option<ProtocolLocation> {
        let (uri, lines) = self.file(location.file)?;
        Some(ProtocolLocation { uri, range: lines.range(location.span) })
    }

    /// A file of the book, with its lines.
    #[must_use]
    pub fn file(&self, file: FileId) -> Option<(Uri, Lines)> {
        let source = self.analysis.sources.get(file).filter(|source| !source.shipped)?;
        Some((uri_of(&source.path)?, Lines::new(Arc::from(source.text.as_str()), self.encoding)))
    }

    /// All of this document.
    #[must_use]
    pub fn whole(&self) -> Span {
        Span::new(0, u32::try_from(self.analysis.text(self.file).len()).unwrap_or(u32::MAX))
    }
}

/// The folder of the document; `None` if it is saved nowhere.
#[must_use]
pub fn book_folder(open: &Open) -> Option<PathBuf> {
    let path = Path::new(&open.analysis.sources.get(open.file)?.path);
    path.parent().filter(|_| !is_unsaved(path)).map(Path::to_owned)
}

/// The address of a file of a book.
#[must_use]
pub fn uri_of(path: &str) -> Option<Uri> {
    if is_unsaved(Path::new(path)) { path.parse().ok() } else { Uri::from_file_path(path) }
}

fn is_unsaved(path: &Path) -> bool {
    path.is_relative()
}

fn check(book: &Path, state: &State) -> Option<Analysis> {
    if is_unsaved(book) {
        return state.get(book).map(|document| alone(book, &document.text));
    }
    let read = |path: &Path| match state.read(path) {
        // It was there a moment ago; the editor will tell of it.
        Err(error) if error.kind() == NotFound && folder::is_rule_file(path) => Ok(Vec::new()),
        read => read,
    };
    // A folder that cannot be read has no findings; the editor says why it cannot open its files.
    let Ok(rules) = folder::read_folder(book, &read) else { return None };
    let checked = rules.check();
    Some(Analysis {
        book: checked.book,
        findings: checked.findings,
        sources: checked.sources,
        checked: checked.checked,
    })
}

/// A document that is saved nowhere is a book of its own.
fn alone(path: &Path, text: &str) -> Analysis {
    let file = SourceFile { path: path.display().to_string(), text: text.to_owned(), shipped: false };
    lint::check(&[file], &Settings::default()).into()
}

/// The folder of the book to which a document belongs: the nearest one with a `whenbook.toml`, else the editor's folder,
/// else the document's own; none for a file that ships.
#[must_use]
pub fn book_of(document: &Path, folders: &[PathBuf]) -> Option<PathBuf> {
    if is_unsaved(document) {
        return Some(document.to_owned());
    }
    if shipped::is_one(document) {
        return None;
    }
    let with_settings = document.ancestors().skip(1).find(|folder| folder.join(folder::SETTINGS).is_file());
    let editors = folders.iter().find(|folder| document.starts_with(folder)).map(PathBuf::as_path);
    with_settings.or(editors).or_else(|| document.parent()).map(Path::to_owned)
}
