//! The books of the open documents, each checked once for a revision, and at once in the file that is edited.

use std::collections::BTreeMap;
use std::io::ErrorKind::NotFound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tower_lsp::ls_types::{Location as ProtocolLocation, Uri};
use whenbook::diagnostic::{FileId, Location, SourceFile, Span};
use whenbook::folder::{self, Before, Checked, Memory, Rules};
use whenbook::ide::{Analysis, Position};
use whenbook::lint;
use whenbook::semantics::Settings;

use crate::lines::{Encoding, Lines};
use crate::shipped;
use crate::state::State;

/// The books, by their folders.
#[derive(Debug, Default)]
pub struct Books {
    books: Mutex<BTreeMap<PathBuf, Arc<Book>>>,
}

/// One of them.
#[derive(Debug, Default)]
struct Book {
    /// Held by who checks all of it, so that two never do the same.
    checking: Mutex<()>,
    whole: Mutex<Option<Whole>>,
    part: Mutex<Option<Part>>,
}

/// A book that was checked as of a revision, with what makes it cheap to do so again.
#[derive(Clone, Debug)]
struct Whole {
    revision: u64,
    analysis: Arc<Analysis>,
    /// `None` for a document that is saved nowhere.
    rules: Option<Arc<Rules>>,
    memory: Memory,
}

/// One file of a book, checked by itself as of a revision.
#[derive(Clone, Debug)]
struct Part {
    revision: u64,
    path: PathBuf,
    analysis: Arc<Analysis>,
}

/// Files of a book, each with its address and lines; `None` for what has none.
type Located = BTreeMap<FileId, Option<(Uri, Lines)>>;

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
    /// The other files of which places were told, so that many of one file cost no more than one.
    files: Arc<Mutex<Located>>,
}

impl Books {
    /// The book of that folder, as of that state.
    pub fn book(&self, folder: &Path, state: &State) -> Option<Arc<Analysis>> {
        self.of(folder).whole(folder, state)
    }

    /// A document in its book.
    pub fn open(&self, path: &Path, state: &State) -> Option<Open> {
        let folder = book_of(path, &state.folders)?;
        Open::of(self.of(&folder).whole(&folder, state)?, path, state)
    }

    /// A document in its book, without waiting for what takes its time in a large one: where the book was not yet checked as of
    /// that state, it has the references, the rules and the tests of that document only, and the findings that depend on the
    /// whole book are as they were.
    pub fn open_at_once(&self, path: &Path, state: &State) -> Option<Open> {
        self.edited(path, state).or_else(|| self.open(path, state))
    }

    /// The same of a book that was checked before; `None` of others.
    pub fn edited(&self, path: &Path, state: &State) -> Option<Open> {
        let book = self.of(&book_of(path, &state.folders)?);
        Open::of(book.part(path, state)?, path, state)
    }

    fn of(&self, folder: &Path) -> Arc<Book> {
        Arc::clone(locked(&self.books).entry(folder.to_owned()).or_default())
    }
}

impl Book {
    fn whole(&self, folder: &Path, state: &State) -> Option<Arc<Analysis>> {
        let known = || locked(&self.whole).clone();
        let of_now = |known: Option<Whole>| known.filter(|known| known.revision == state.revision());
        if let Some(known) = of_now(known()) {
            return Some(known.analysis);
        }
        let _one_at_a_time = locked(&self.checking);
        let before = known();
        if let Some(known) = of_now(before.clone()) {
            return Some(known.analysis);
        }
        let is_newer = before.as_ref().is_none_or(|before| before.revision < state.revision());
        let memory = before.map_or_else(Memory::kept, |before| before.memory);
        let whole = check(folder, state, memory)?;
        let analysis = Arc::clone(&whole.analysis);
        if is_newer {
            *locked(&self.whole) = Some(whole);
        }
        Some(analysis)
    }

    fn part(&self, path: &Path, state: &State) -> Option<Arc<Analysis>> {
        let whole = locked(&self.whole).clone()?;
        if whole.revision == state.revision() {
            return Some(whole.analysis);
        }
        let known = locked(&self.part).clone();
        if let Some(part) = known.filter(|part| part.revision == state.revision() && part.path == path) {
            return Some(part.analysis);
        }
        let rules = whole.rules?.with_texts(|path| Some(Arc::clone(&state.get(path)?.text)))?;
        let file = rules.file(path)?;
        let before = Before { findings: &whole.analysis.findings, sources: &whole.analysis.sources };
        let analysis = Arc::new(analysis(rules.check_file(&whole.memory, file, before)));
        *locked(&self.part) =
            Some(Part { revision: state.revision(), path: path.to_owned(), analysis: Arc::clone(&analysis) });
        Some(analysis)
    }
}

/// What is held is whole at any moment, even if a thread has panicked that held it.
fn locked<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Open {
    fn of(analysis: Arc<Analysis>, path: &Path, state: &State) -> Option<Self> {
        let named = analysis.sources.iter().find(|(_, file)| Path::new(&file.path) == path);
        let file = named.map(|(file, _)| file)?;
        let lines = Lines::new(Arc::from(analysis.text(file)), state.encoding);
        Some(Self::new(analysis, file, lines, state.encoding))
    }

    /// A file of a book.
    #[must_use]
    pub fn new(analysis: Arc<Analysis>, file: FileId, lines: Lines, encoding: Encoding) -> Self {
        Self { analysis, file, lines, encoding, files: Arc::default() }
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
        let mut files = locked(&self.files);
        files.entry(file).or_insert_with(|| Self::file_of(&self.analysis, file, self.encoding)).clone()
    }

    /// A file of a book, with its lines.
    #[must_use]
    pub fn file_of(analysis: &Analysis, file: FileId, encoding: Encoding) -> Option<(Uri, Lines)> {
        let source = analysis.sources.get(file).filter(|source| !source.shipped)?;
        Some((uri_of(&source.path)?, Lines::new(Arc::from(source.text.as_str()), encoding)))
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

fn check(folder: &Path, state: &State, mut memory: Memory) -> Option<Whole> {
    let revision = state.revision();
    if is_unsaved(folder) {
        let document = state.get(folder)?;
        return Some(Whole { revision, analysis: Arc::new(alone(folder, &document.text)), rules: None, memory });
    }
    let read = |path: &Path| match state.read(path) {
        // It was there a moment ago; the editor will tell of it.
        Err(error) if error.kind() == NotFound && folder::is_rule_file(path) => Ok(Vec::new()),
        read => read,
    };
    // A folder that cannot be read has no findings; the editor says why it cannot open its files.
    let held: Vec<PathBuf> = state.paths().cloned().collect();
    let rules = folder::read_folder_again(folder, &read, &held, &mut memory).ok()?;
    let analysis = Arc::new(analysis(rules.check_again(&mut memory)));
    Some(Whole { revision, analysis, rules: Some(Arc::new(rules)), memory })
}

fn analysis(checked: Checked) -> Analysis {
    Analysis { book: checked.book, findings: checked.findings, sources: checked.sources, checked: checked.checked }
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::state::Document;

    const TEXTS: &str = "message hello { en: \"Hello\" }\nmessage bye { en: \"Bye\" }\n";
    const RULES: &str = "trigger greet {\n  on customer.wrote\n  do { send hello }\n}\n";

    fn put(state: &mut State, path: &Path, version: i32, text: &str) {
        state.put(Document { uri: Uri::from_file_path(path).unwrap(), version, text: Arc::from(text) });
    }

    fn codes(open: &Open) -> Vec<(&'static str, &str)> {
        let own = open.analysis.findings.iter().filter(|finding| finding.primary.location.file == open.file);
        own.map(|finding| (finding.code.id, open.analysis.text_of(finding.primary.location))).collect()
    }

    #[test]
    fn an_edited_file_is_checked_at_once_and_keeps_what_the_whole_book_tells() {
        let folder = tempfile::tempdir().unwrap();
        let (texts, rules) = (folder.path().join("texts.when"), folder.path().join("rules.when"));
        fs::write(&texts, TEXTS).unwrap();
        fs::write(&rules, RULES).unwrap();
        let (books, mut state) = (Books::default(), State::default());
        put(&mut state, &texts, 1, TEXTS);
        assert!(books.edited(&texts, &state).is_none(), "the book was never looked at");
        assert_eq!(codes(&books.open(&texts, &state).unwrap()), [("W0701", "bye")]);
        // Another file would use it now, and this one has a mistake.
        put(&mut state, &rules, 1, &RULES.replace("hello", "bye"));
        put(&mut state, &texts, 2, &format!("message broken {{ en: \"{{user.nam}}\" }}\n{TEXTS}"));
        let at_once = books.edited(&texts, &state).unwrap();
        assert_eq!(codes(&at_once), [("E0204", "user.nam"), ("W0701", "bye")]);
        assert!(at_once.analysis.names().find("greet").is_some(), "the rest of the book is known");
        assert_eq!(codes(&books.open(&texts, &state).unwrap()), [("E0204", "user.nam")]);
        assert_eq!(codes(&books.open_at_once(&texts, &state).unwrap()), [("E0204", "user.nam")]);
    }

    #[test]
    fn a_file_that_takes_in_others_is_checked_with_the_whole_book() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rules.when");
        fs::write(&path, RULES).unwrap();
        let (books, mut state) = (Books::default(), State::default());
        put(&mut state, &path, 1, RULES);
        books.open(&path, &state).unwrap();
        put(&mut state, &path, 2, &format!("use \"elsewhere.when\"\n{RULES}"));
        assert!(books.edited(&path, &state).is_none());
        assert!(books.open_at_once(&path, &state).is_some());
    }
}
