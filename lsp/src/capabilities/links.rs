//! `textDocument/documentLink` and `textDocument/linkedEditingRange`.

use tower_lsp::ls_types::{DocumentLink, LinkedEditingRanges, Position, Uri};
use whenbook::ide::{self, Target};

use crate::books::{Open, uri_of};
use crate::shipped;

/// The files and addresses that the document names.
#[must_use]
pub fn links(open: &Open) -> Vec<DocumentLink> {
    let links = ide::links(&open.analysis, open.file).into_iter();
    links
        .filter_map(|link| {
            let (target, tooltip) = match link.target {
                Target::File(path) => (uri_of(&path)?, None),
                Target::Shipped(path) => (shipped::uri(path)?, Some("ships with Whenbook".to_owned())),
                Target::Address(address) => (address.parse::<Uri>().ok()?, None),
            };
            let range = open.lines.range(link.span);
            Some(DocumentLink { range, target: Some(target), tooltip, data: None })
        })
        .collect()
}

/// The places that change together with the name at the position.
#[must_use]
pub fn linked(open: &Open, position: Position) -> Option<LinkedEditingRanges> {
    let places = ide::linked(&open.analysis, open.position(position));
    let ranges: Vec<_> = places.into_iter().map(|span| open.lines.range(span)).collect();
    let word_pattern = Some(r"[\p{L}_][\p{L}\p{N}_]*".to_owned());
    (!ranges.is_empty()).then_some(LinkedEditingRanges { ranges, word_pattern })
}
