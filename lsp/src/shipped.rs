//! The files that ship and the pages of findings, written out so that an editor can open and read them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tower_lsp::ls_types::{Location as ProtocolLocation, Uri};
use whenbook::diagnostic::{Code, Location};
use whenbook::lint;
use whenbook::semantics::shipped::{PRELUDE, SHIPPED};

use crate::books::Open;

/// The address of a shipped file, by the path that findings call it. It is written where it is not there yet, and nothing
/// reads it back: a book takes what ships from within the program.
#[must_use]
pub fn uri(path: &str) -> Option<Uri> {
    let shipped = SHIPPED.iter().chain([&PRELUDE]).find(|shipped| shipped.path == path)?;
    written(path, shipped.text)
}

/// The address of the page of a code: the one in the public repository, if there is one, else one that is written out.
#[must_use]
pub fn page(code: &'static Code) -> Option<Uri> {
    static PAGES: Mutex<BTreeMap<&str, Option<Uri>>> = Mutex::new(BTreeMap::new());
    let mut pages = PAGES.lock().unwrap_or_else(PoisonError::into_inner);
    let page = pages.entry(code.id).or_insert_with(|| match code.page(env!("CARGO_PKG_REPOSITORY")) {
        Some(page) => page.parse().ok(),
        None => written(&format!("findings/{}-{}.md", code.id, code.name), &lint::page_of(code)),
    });
    page.clone()
}

fn written(path: &str, text: &str) -> Option<Uri> {
    let file = folder().join(path);
    if std::fs::read_to_string(&file).ok().as_deref() != Some(text) {
        std::fs::create_dir_all(file.parent()?).ok()?;
        // One of another build cannot be written to.
        let _ = std::fs::remove_file(&file);
        std::fs::write(&file, text).ok()?;
        // Editors then say that a change would not be one of the book.
        let mut permissions = std::fs::metadata(&file).ok()?.permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&file, permissions).ok()?;
    }
    Uri::from_file_path(file)
}

/// A place in any file of a book, shipped ones among them.
#[must_use]
pub fn location(open: &Open, location: Location) -> Option<ProtocolLocation> {
    let source = open.analysis.sources.get(location.file)?;
    if !source.shipped {
        return open.location(location);
    }
    Some(ProtocolLocation { uri: uri(&source.path)?, range: open.lines.like(&source.text).range(location.span) })
}

/// Whether a path is of such a file: it belongs to no book.
#[must_use]
pub fn is_one(path: &Path) -> bool {
    path.starts_with(folder())
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("whenbook-{}", env!("CARGO_PKG_VERSION")))
}
