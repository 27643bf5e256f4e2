//! Books on disk: folders, single files, compiled books. What the command line and the language server read alike.

mod unreadable;
mod walk;

pub use unreadable::{Unreadable, reason};
pub use walk::{RuleFile, is_rule_file, rule_files};

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{FileId, Finding, SourceFile, Sources};
use crate::ir::Book;
use crate::lint::{self, Levels};
use crate::semantics::{self, Reading, Settings};
use crate::syntax;

/// The file of a book's settings.
pub const SETTINGS: &str = "whenbook.toml";

/// A book as it was found.
pub enum Found {
    /// Rules to be compiled.
    Rules(Box<Rules>),
    /// A book that was compiled before.
    Compiled(Box<Book>),
}

/// The files of a book.
pub struct Rules {
    files: Vec<Reading>,
    /// Findings about the bytes of files; their ids are places in `files`.
    decoding: Vec<Finding>,
    settings: Settings,
    /// The file of the settings, and what is wrong with it.
    written: Option<(SourceFile, Vec<Finding>)>,
    /// The folder or file, as the user called it.
    path: PathBuf,
    is_folder: bool,
}

/// A book that was compiled, or why it could not be.
pub struct Checked {
    /// `None` if there is an error.
    pub book: Option<Book>,
    /// In reading order.
    pub findings: Vec<Finding>,
    /// The files as the user calls them: with the folder's path before their names.
    pub sources: Sources,
    /// How many files of the user were read.
    pub files: usize,
    /// What the compiler has found out beside, of broken books too.
    pub checked: semantics::Checked,
}

/// Reads whatever a user calls a book.
///
/// # Errors
///
/// If it cannot be read, or is not a book.
pub fn read(path: &Path) -> Result<Found, Unreadable> {
    read_with(path, &on_disk)
}

/// The same with other bytes than those on disk.
///
/// # Errors
///
/// If it cannot be read, or is not a book.
pub fn read_with(path: &Path, read: ReadBytes<'_>) -> Result<Found, Unreadable> {
    let about = fs::metadata(path).map_err(|error| Unreadable::new(path, &error))?;
    if about.is_dir() {
        return read_folder(path, read).map(|rules| Found::Rules(Box::new(rules)));
    }
    if is_rule_file(path) {
        return read_file(path, read).map(|rules| Found::Rules(Box::new(rules)));
    }
    let bytes = read(path).map_err(|error| Unreadable::new(path, &error))?;
    if first_letter(&bytes) == Some(b'{') {
        let book = Book::load(&bytes)
            .map_err(|error| Unreadable::saying(format!("cannot load `{}`: {error}", path.display())))?;
        return Ok(Found::Compiled(Box::new(book)));
    }
    Err(Unreadable::saying(format!("`{}` is not a book", path.display()))
        .help("a book is a folder of `.when` files, one such file, or what `whenbook build` wrote"))
}

fn first_letter(bytes: &[u8]) -> Option<u8> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// Gives the bytes of a file: those on disk, or what an editor holds and has not saved.
pub type ReadBytes<'a> = &'a dyn Fn(&Path) -> io::Result<Vec<u8>>;

/// Those on disk.
///
/// # Errors
///
/// If the file cannot be read.
pub fn on_disk(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// Reads the book of a folder, whose files an editor may hold otherwise than they are on disk.
///
/// # Errors
///
/// If the folder or one of its files cannot be read, or holds no rules.
pub fn read_folder(path: &Path, read: ReadBytes<'_>) -> Result<Rules, Unreadable> {
    let mut rules = Rules::new(path, true);
    rules.read_settings(&path.join(SETTINGS), read)?;
    let found = rule_files(path, &rules.settings.exclude)?;
    if found.is_empty() {
        return Err(Unreadable::saying(format!("there is no `.when` file in `{}`", path.display()))
            .help("`whenbook new DIR` writes a small book to begin with"));
    }
    for each in found {
        let bytes = read(&each.path).map_err(|error| Unreadable::new(&each.path, &error))?;
        rules.add(each.name, &bytes);
    }
    rules.take_in_what_is_used(read)?;
    Ok(rules)
}

fn read_file(path: &Path, read: ReadBytes<'_>) -> Result<Rules, Unreadable> {
    let mut rules = Rules::new(path, false);
    let bytes = read(path).map_err(|error| Unreadable::new(path, &error))?;
    rules.add(path.file_name().unwrap_or_default().to_string_lossy().into_owned(), &bytes);
    rules.take_in_what_is_used(read)?;
    Ok(rules)
}

impl Rules {
    fn new(path: &Path, is_folder: bool) -> Self {
        Self {
            files: Vec::new(),
            decoding: Vec::new(),
            settings: Settings::default(),
            written: None,
            path: path.to_owned(),
            is_folder,
        }
    }

    fn read_settings(&mut self, path: &Path, read: ReadBytes<'_>) -> Result<(), Unreadable> {
        let bytes = match read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Unreadable::new(path, &error)),
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (settings, mut findings) = Settings::parse(FileId::default(), &text);
        findings.extend(Levels::of(&settings, FileId::default()).1);
        self.settings = settings;
        self.written = Some((SourceFile { path: SETTINGS.to_owned(), text, shipped: false }, findings));
        Ok(())
    }

    fn add(&mut self, name: String, bytes: &[u8]) {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let (text, findings) = syntax::decode(id, bytes);
        self.decoding.extend(findings);
        self.files.push(Reading::of(SourceFile { path: name, text, shipped: false }));
    }

    /// The folder to which the names of the files are relative.
    fn folder(&self) -> &Path {
        if self.is_folder { &self.path } else { self.path.parent().unwrap_or(Path::new("")) }
    }

    /// Reads the files that `use "…"` names, and those that they name in turn. One that is not there is left to the
    /// compiler, which knows the place.
    fn take_in_what_is_used(&mut self, read: ReadBytes<'_>) -> Result<(), Unreadable> {
        let mut known: BTreeSet<PathBuf> = BTreeSet::new();
        for file in &self.files {
            known.extend(fs::canonicalize(self.folder().join(&file.file().path)));
        }
        // Those that are taken in come behind it.
        let mut next = 0;
        while let Some(file) = self.files.get(next) {
            next += 1;
            let name = file.file().path.clone();
            for used in semantics::external_uses(file) {
                let used = semantics::external_path(&name, &used);
                let path = self.folder().join(&used);
                let Ok(real) = fs::canonicalize(&path) else { continue };
                // Half a path, as it is while somebody writes it, is often a folder.
                if real.is_dir() || !known.insert(real) {
                    continue;
                }
                let bytes = read(&path).map_err(|error| Unreadable::new(&path, &error))?;
                self.add(used, &bytes);
            }
        }
        self.take_in_what_is_played(read)
    }

    /// Reads the logs that tests play. One that is not there is left to the compiler, which knows the place.
    fn take_in_what_is_played(&mut self, read: ReadBytes<'_>) -> Result<(), Unreadable> {
        for name in self.played().collect::<BTreeSet<String>>() {
            let path = self.folder().join(&name);
            let bytes = match read(&path) {
                Ok(bytes) => bytes,
                Err(error) if is_not_there(&error) => continue,
                Err(error) => return Err(Unreadable::new(&path, &error)),
            };
            let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
            let (text, findings) = syntax::decode(id, &bytes);
            self.decoding.extend(findings);
            self.files.push(Reading::series(SourceFile { path: name, text, shipped: false }));
        }
        Ok(())
    }

    /// The paths of the logs that tests play, relative to the folder.
    fn played(&self) -> impl Iterator<Item = String> + '_ {
        self.files.iter().flat_map(|file| {
            let names = semantics::external_series(file);
            names.into_iter().map(|name| semantics::external_path(&file.file().path, &name))
        })
    }

    /// Each file that a `use "…"` of the book names and each log that its tests play, whether it is there or not.
    #[must_use]
    pub fn used(&self) -> Vec<PathBuf> {
        let used = self.files.iter().flat_map(|file| {
            let names = semantics::external_uses(file);
            names.into_iter().map(|used| self.folder().join(semantics::external_path(&file.file().path, &used)))
        });
        used.chain(self.played().map(|name| self.folder().join(name))).collect()
    }

    /// Compiles the book and looks at it with every lint.
    pub fn check(&self) -> Checked {
        let name = self.settings.name.clone().unwrap_or_else(|| self.name());
        let settings = Settings { name: Some(name), ..self.settings.clone() };
        let compiled = lint::check_read(&self.files, &settings);
        let mut sources = Sources::default();
        for (_, file) in compiled.sources.iter() {
            sources.add(if file.shipped { file.clone() } else { self.as_called(file) });
        }
        let mut findings = compiled.findings;
        findings.extend(self.decoding.iter().cloned());
        if let Some((file, written)) = &self.written {
            let id = sources.add(self.as_called(file));
            findings.extend(written.iter().map(|finding| finding.clone().within(id)));
        }
        let broken = findings.iter().any(|finding| finding.severity == crate::diagnostic::Severity::Error);
        Checked {
            book: compiled.book.filter(|_| !broken),
            findings: crate::diagnostic::render::in_reading_order(findings, &sources),
            files: self.files.iter().filter(|file| !file.is_series()).count(),
            sources,
            checked: compiled.checked,
        }
    }

    /// The name of a book that does not say: its folder's, or its file's without the ending.
    fn name(&self) -> String {
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let name = if self.is_folder { path.file_name() } else { path.file_stem() };
        name.map_or_else(|| "book".to_owned(), |name| name.to_string_lossy().into_owned())
    }

    /// The file with the path by which the user can open it.
    fn as_called(&self, file: &SourceFile) -> SourceFile {
        let path = self.folder().join(&file.path).display().to_string();
        SourceFile { path: semantics::external_path("", &path), text: file.text.clone(), shipped: false }
    }
}

/// Whether no file is there; a folder may be.
fn is_not_there(error: &io::Error) -> bool {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | IsADirectory | NotADirectory)
}
