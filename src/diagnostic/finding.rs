//! A finding: what is wrong, where, and how to write it right.

use super::{Code, Span};

/// Which file of a book, by its place in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A file with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// How people call it: the path relative to the book's folder, with `/`; `std/triggers.when` for a shipped one.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Whether it ships with Whenbook and so is not the user's to mend.
    pub shipped: bool,
}

impl SourceFile {
    /// Whether it stands outside of the folder of the book that takes it in: other books may take it in, too.
    #[must_use]
    pub fn is_from_outside(&self) -> bool {
        self.path.starts_with("../")
    }
}

/// The files that findings speak of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and says which one it is.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The file of that id.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// All files with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// The same files under other names; what ships keeps its own.
    #[must_use]
    pub fn called(&self, called: impl Fn(&str) -> String) -> Self {
        let name = |file: &SourceFile| if file.shipped { file.path.clone() } else { called(&file.path) };
        Self { files: self.files.iter().map(|file| SourceFile { path: name(file), ..file.clone() }).collect() }
    }
}

/// A place in a book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The bytes in it.
    pub span: Span,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something could be better; never fails a check.
    Advice,
    /// Probably a mistake, yet the book can run.
    Warning,
    /// The book cannot run.
    Error,
}

/// A place with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// What is there, in lower case without a full stop; may be empty.
    pub text: String,
}

/// A change of a file that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: `write “is”`.
    pub title: String,
    /// What to replace; they do not overlap and are all in the finding's file.
    pub edits: Vec<Edit>,
    /// Whether the meaning is sure to be what the author wanted.
    pub safe: bool,
}

/// A text put in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Something that is wrong with a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which kind.
    pub code: &'static Code,
    /// How grave: the code's own severity, or what `whenbook.toml` says.
    pub severity: Severity,
    /// One sentence, in lower case, without a full stop; the user's own text stands in backticks.
    pub message: String,
    /// Where, and what is there.
    pub primary: Label,
    /// Further places that matter.
    pub further: Vec<Label>,
    /// How to write it right.
    pub help: Option<String>,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding without label text, help or fix.
    #[must_use]
    pub fn new(code: &'static Code, location: Location, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label { location, text: String::new() },
            further: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// The same of another file.
    #[must_use]
    pub fn within(mut self, file: FileId) -> Self {
        for label in std::iter::once(&mut self.primary).chain(&mut self.further) {
            label.location.file = file;
        }
        self
    }

    /// Says what is at the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn also(mut self, location: Location, text: impl Into<String>) -> Self {
        self.further.push(Label { location, text: text.into() });
        self
    }

    /// Says how to write it right.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Says what to write in place of what stands there, and writes it.
    #[must_use]
    pub fn write(self, right: impl Into<String>, span: Span, safe: bool) -> Self {
        let right = right.into();
        let title = format!("write `{right}`");
        self.help(title.clone()).fix(title, span, right, safe)
    }

    /// Adds a fix of one replacement.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>, safe: bool) -> Self {
        self.fix = Some(Fix { title: title.into(), edits: vec![Edit { span, text: text.into() }], safe });
        self
    }
}
