//! Files and regions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Text;
use crate::diagnostic::render::places::Places;
use crate::diagnostic::{FileId, Label, SourceFile, Span};

/// What relative paths are relative to. Viewers know where that is on their machine.
const ROOT: &str = "%SRCROOT%";

pub(super) type Bases = BTreeMap<&'static str, Base>;

#[derive(Debug, Serialize)]
pub(super) struct Base {
    description: Text,
}

#[derive(Debug, Serialize)]
pub(super) struct Artifact {
    location: ArtifactLocation,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

/// A place, told in each way that SARIF has; `endColumn` is the one after the last character.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    char_offset: usize,
    char_length: usize,
    byte_offset: usize,
    byte_length: usize,
}

pub(super) fn bases() -> Bases {
    let text = "the root of the repository, or the folder in which whenbook ran".to_owned();
    [(ROOT, Base { description: Text { text } })].into()
}

pub(super) fn artifact(file: &SourceFile) -> Artifact {
    Artifact { location: artifact_location(&file.path) }
}

pub(super) fn artifact_location(path: &str) -> ArtifactLocation {
    // `C:/books` is as absolute as `/books`.
    match path.strip_prefix('/') {
        Some(rest) => ArtifactLocation { uri: format!("file:///{}", encoded(rest)), uri_base_id: None },
        None if path.get(1..3) == Some(":/") => {
            ArtifactLocation { uri: format!("file:///{}", encoded(path)), uri_base_id: None }
        }
        None => ArtifactLocation { uri: encoded(path), uri_base_id: Some(ROOT) },
    }
}

/// The path as a part of a URI.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

pub(super) fn location(label: &Label, id: Option<u32>, places: &mut Places<'_>) -> Location {
    let file = label.location.file;
    Location {
        id,
        physical_location: PhysicalLocation {
            artifact_location: artifact_location(places.path(file)),
            region: region(file, label.location.span, places),
        },
        message: (!label.text.is_empty()).then(|| Text { text: label.text.clone() }),
    }
}

pub(super) fn region(file: FileId, span: Span, places: &mut Places<'_>) -> Region {
    let (start, end) = places.ends(file, span);
    let char_offset = places.characters_before(file, start);
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        char_offset,
        char_length: places.characters_before(file, end) - char_offset,
        byte_offset: start.offset,
        byte_length: end.offset - start.offset,
    }
}

#[cfg(test)]
mod tests {
    use super::artifact_location;

    #[test]
    fn paths_are_uris() {
        let uri = |path: &str| {
            let location = artifact_location(path);
            (location.uri, location.uri_base_id.is_some())
        };
        assert_eq!(uri("books/인사 1.when"), ("books/%EC%9D%B8%EC%82%AC%201.when".to_owned(), true));
        assert_eq!(uri("/a/b.when"), ("file:///a/b.when".to_owned(), false));
        assert_eq!(uri("C:/a.when"), ("file:///C%3A/a.when".to_owned(), false));
        assert_eq!(uri("a:b.when"), ("a%3Ab.when".to_owned(), true));
    }
}
