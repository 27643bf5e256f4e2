//! Books on disk: folders, single files, compiled books. What the command line and the language server read alike.

mod memory;
mod unreadable;
mod walk;

pub use memory::Memory;
pub use unreadable::{Unreadable, reason};
pub use walk::{RuleFile, is_rule_file, rule_files};

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::Glob;

use crate::diagnostic::{FileId, Finding, Severity, SourceFile, Sources};
use crate::ir::{Book, Packed};
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

/// The files of a book. A copy costs little.
#[derive(Clone, Debug)]
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
    if first_letter(&bytes) == Some(b'{') || Packed::is_packed(&bytes) {
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
    read_folder_again(path, read, &[], &mut Memory::default())
}

/// The same of a book that was read before: only files that have changed are parsed. Of the files that an editor holds, those
/// below the folder that nobody has saved yet are of the book too.
///
/// # Errors
///
/// If the folder or one of its files cannot be read, or holds no rules.
pub fn read_folder_again(
    path: &Path,
    read: ReadBytes<'_>,
    held: &[PathBuf],
    memory: &mut Memory,
) -> Result<Rules, Unreadable> {
    let mut rules = Rules::new(path, true);
    rules.read_settings(&path.join(SETTINGS), read)?;
    let unsaved = walk::unsaved_files(path, &rules.settings.exclude, held);
    let mut found = match rule_files(path, &rules.settings.exclude) {
        // The folder of a new file may be as new.
        Err(_) if !unsaved.is_empty() && !path.exists() => Vec::new(),
        listed => listed?,
    };
    found.extend(unsaved);
    walk::sort(&mut found);
    if found.is_empty() {
        return Err(nothing_in(path, &rules.settings.exclude));
    }
    let mut files = Vec::with_capacity(found.len());
    for each in found {
        let bytes = read(&each.path).map_err(|error| Unreadable::new(&each.path, &error))?;
        files.push((each.name, bytes));
    }
    rules.add(files, memory);
    rules.take_in_what_is_used(read, memory)?;
    memory.forget_all_but(&rules.files);
    Ok(rules)
}

fn nothing_in(path: &Path, exclude: &[Glob]) -> Unreadable {
    if !exclude.is_empty() && rule_files(path, &[]).is_ok_and(|all| !all.is_empty()) {
        let settings = path.join(SETTINGS);
        return Unreadable::saying(format!("all `.when` files in `{}` are left out", path.display()))
            .help(&format!("by `exclude` in `{}`", settings.display()));
    }
    Unreadable::saying(format!("there is no `.when` file in `{}`", path.display()))
        .help("`whenbook new DIR` writes a small book to begin with")
}

/// The files below a folder that are none of its book's; nothing if there are no settings, or nobody can read them.
#[must_use]
pub fn excluded(folder: &Path) -> Vec<Glob> {
    let text = fs::read_to_string(folder.join(SETTINGS)).unwrap_or_default();
    Settings::parse(FileId::default(), &text).0.exclude
}

fn read_file(path: &Path, read: ReadBytes<'_>) -> Result<Rules, Unreadable> {
    let mut rules = Rules::new(path, false);
    let bytes = read(path).map_err(|error| Unreadable::new(path, &error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let memory = &mut Memory::default();
    rules.add(vec![(name, bytes)], memory);
    rules.take_in_what_is_used(read, memory)?;
    Ok(rules)
}

/// What was found in a whole book.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// The findings.
    pub findings: &'a [Finding],
    /// The files in which they were.
    pub sources: &'a Sources,
}

impl Before<'_> {
    /// Whether there is an error in another file than that one.
    fn is_broken_beside(&self, file: FileId) -> bool {
        let is_error = |finding: &Finding| finding.severity == Severity::Error;
        self.findings.iter().any(|finding| is_error(finding) && finding.primary.location.file != file)
    }
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
        let (settings, findings) = Settings::parse(FileId::default(), &text);
        let (levels, unknown) = Levels::of(&settings, FileId::default());
        let mut findings: Vec<Finding> =
            findings.into_iter().filter_map(|finding| levels.judge(SETTINGS, finding)).collect();
        findings.extend(unknown);
        self.settings = settings;
        self.written = Some((SourceFile { path: SETTINGS.to_owned(), text, shipped: false }, findings));
        Ok(())
    }

    fn add(&mut self, files: Vec<(String, Vec<u8>)>, memory: &mut Memory) {
        let first = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let files: Vec<SourceFile> = (first..)
            .zip(files)
            .map(|(id, (path, bytes))| {
                let (text, findings) = syntax::decode(FileId(id), &bytes);
                self.decoding.extend(findings);
                SourceFile { path, text, shipped: false }
            })
            .collect();
        self.files.extend(memory.read(files));
    }

    /// The folder to which the names of the files are relative.
    fn folder(&self) -> &Path {
        if self.is_folder { &self.path } else { self.path.parent().unwrap_or(Path::new("")) }
    }

    /// Reads the files that `use "…"` names, and those that they name in turn. One that is not there is left to the
    /// compiler, which knows the place.
    fn take_in_what_is_used(&mut self, read: ReadBytes<'_>, memory: &mut Memory) -> Result<(), Unreadable> {
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
                if !real.is_file() || !known.insert(real) {
                    continue;
                }
                let bytes = read(&path).map_err(|error| Unreadable::new(&path, &error))?;
                self.add(vec![(used, bytes)], memory);
            }
        }
        self.take_in_what_is_played(read)
    }

    /// Reads the logs that tests play. One that is not there is left to the compiler, which knows the place.
    fn take_in_what_is_played(&mut self, read: ReadBytes<'_>) -> Result<(), Unreadable> {
        for name in self.played().collect::<BTreeSet<String>>() {
            let path = self.folder().join(&name);
            if fs::metadata(&path).is_ok_and(|about| !about.is_file()) {
                continue;
            }
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

    /// The same book with the texts that an editor holds now; `None` if other files belong to it by that. Nothing is read
    /// from the disk.
    #[must_use]
    pub fn with_texts(&self, text: impl Fn(&Path) -> Option<Arc<str>>) -> Option<Self> {
        let mut rules = self.clone();
        for (id, reading) in (0..).map(FileId).zip(&mut rules.files) {
            let path = self.path_of(reading.file());
            let Some(text) = text(Path::new(&path)).filter(|_| !reading.is_series()) else { continue };
            let (text, findings) = syntax::decode(id, text.as_bytes());
            if text == reading.file().text {
                continue;
            }
            let new = Reading::of(SourceFile { text, ..reading.file().clone() });
            let of_others =
                |reading: &Reading| (semantics::external_uses(reading), semantics::external_series(reading));
            if of_others(&new) != of_others(reading) {
                return None;
            }
            *reading = new;
            rules.decoding.retain(|finding| finding.primary.location.file != id);
            rules.decoding.extend(findings);
        }
        Some(rules)
    }

    /// The file of that path, as the user calls it.
    #[must_use]
    pub fn file(&self, path: &Path) -> Option<FileId> {
        let mut files = (0..).map(FileId).zip(&self.files);
        files.find(|(_, reading)| Path::new(&self.path_of(reading.file())) == path).map(|(id, _)| id)
    }

    /// Compiles the book and looks at it with every lint.
    pub fn check(&self) -> Checked {
        self.called(lint::check_read(&self.files, &self.named_settings()))
    }

    /// The same of a book that was checked before. The book is not sealed: it has no hash.
    pub fn check_again(&self, memory: &mut Memory) -> Checked {
        self.called(lint::check_again(&self.files, &self.named_settings(), &mut memory.lint))
    }

    /// What can be said at once of one of the files, after the whole book was checked; `before` is what was said then. What
    /// depends on the whole book is as it was.
    pub fn check_file(&self, memory: &Memory, file: FileId, before: Before<'_>) -> Checked {
        let mut compiled =
            lint::check_file(&self.files, &self.named_settings(), &memory.lint, (file, before.is_broken_beside(file)));
        let was = before
            .findings
            .iter()
            .filter(|finding| finding.primary.location.file == file && lint::of_book(finding.code));
        let [old, new] =
            [before.sources, &compiled.sources].map(|all| all.get(file).map_or("", |source| source.text.as_str()));
        compiled.findings.extend(lint::moved(was, old, new));
        self.called(compiled)
    }

    fn named_settings(&self) -> Settings {
        let name = self.settings.name.clone().unwrap_or_else(|| self.name());
        Settings { name: Some(name), ..self.settings.clone() }
    }

    /// What was compiled, with the names of files as the user knows them.
    fn called(&self, compiled: semantics::Compiled) -> Checked {
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
        let broken = findings.iter().any(|finding| finding.severity == Severity::Error);
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
        SourceFile { path: self.path_of(file), text: file.text.clone(), shipped: false }
    }

    fn path_of(&self, file: &SourceFile) -> String {
        semantics::external_path("", &self.folder().join(&file.path).display().to_string())
    }
}

/// Whether no file is there; a folder may be.
fn is_not_there(error: &io::Error) -> bool {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | IsADirectory | NotADirectory)
}
