//! A book as an editor has it at one moment.

use crate::diagnostic::{FileId, Finding, Location, Severity, Sources, Span};
use crate::ir::Book;
use crate::semantics::names::Names;
use crate::semantics::{Checked, Compiled};
use crate::syntax::{self, Parse};

/// A place between two letters of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The file.
    pub file: FileId,
    /// Bytes before it.
    pub offset: u32,
}

/// A book as it was read and checked.
#[derive(Debug)]
pub struct Analysis {
    /// The compiled book; `None` if there is an error.
    pub book: Option<Book>,
    /// What is to be said about it.
    pub findings: Vec<Finding>,
    /// The files, as the user calls them.
    pub sources: Sources,
    /// What the compiler knows of broken books too.
    pub checked: Checked,
}

impl From<Compiled> for Analysis {
    fn from(compiled: Compiled) -> Self {
        let Compiled { book, findings, sources, checked } = compiled;
        Self { book, findings, sources, checked }
    }
}

impl Analysis {
    /// The book, as far as it could be made if there is an error. That may lack what has one.
    #[must_use]
    pub fn as_far_as_read(&self) -> Option<&Book> {
        self.book.as_ref().or(self.checked.broken.as_deref())
    }

    /// Whether there is an error in the declaration that holds a place.
    #[must_use]
    pub fn is_broken_at(&self, location: Location) -> bool {
        let Some((span, _)) = self.declaration(location) else { return false };
        self.findings.iter().any(|finding| {
            let at = finding.primary.location;
            finding.severity == Severity::Error
                && at.file == location.file
                && span.start <= at.span.start
                && at.span.end <= span.end
        })
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        self.sources.get(file).map_or("", |file| file.text.as_str())
    }

    /// What stands at a place.
    #[must_use]
    pub fn text_of(&self, location: Location) -> &str {
        location.span.of(self.text(location.file))
    }

    /// The tree of a file.
    #[must_use]
    pub fn parse(&self, file: FileId) -> Parse {
        syntax::parse(file, self.text(file))
    }

    /// All declarations.
    #[must_use]
    pub fn names(&self) -> Names<'_> {
        Names::collect(&self.checked.units, &mut Vec::new())
    }

    /// The whole declaration that holds a place, without its documentation, and that documentation.
    #[must_use]
    pub fn declaration(&self, location: Location) -> Option<(Span, Option<&str>)> {
        let unit = self.checked.units.iter().find(|unit| unit.file == location.file)?;
        let holds = |span: Span| span.start <= location.span.start && location.span.end <= span.end;
        let declaration = unit.ast.declarations.iter().find(|declaration| holds(declaration.span))?;
        Some((declaration.span, declaration.docs.as_deref()))
    }
}
