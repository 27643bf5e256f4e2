//! Small books for the unit tests of this folder.

use super::{Analysis, Position};
use crate::diagnostic::{FileId, Location, SourceFile};
use crate::lint;
use crate::semantics::Settings;

/// The analysis of a book of one file, and the position of `$0` in it.
pub(super) fn at(marked: &str) -> (Analysis, Position) {
    let offset = marked.find("$0").unwrap();
    let analysis = of(&[("book.when", &marked.replace("$0", ""))]);
    (analysis, Position { file: FileId(0), offset: u32::try_from(offset).unwrap() })
}

/// The analysis of a book of several files.
pub(super) fn of(files: &[(&str, &str)]) -> Analysis {
    let files: Vec<SourceFile> = files
        .iter()
        .map(|(path, text)| SourceFile { path: (*path).to_owned(), text: (*text).to_owned(), shipped: false })
        .collect();
    lint::check(&files, &Settings::default()).into()
}

/// Places as `path:start text`.
pub(super) fn texts(analysis: &Analysis, locations: &[Location]) -> Vec<String> {
    let text = |location: &Location| {
        let path = analysis.sources.get(location.file).map_or("", |file| file.path.as_str());
        format!("{path}:{} {}", location.span.start, analysis.text_of(*location))
    };
    locations.iter().map(text).collect()
}
