//! What leads out of a text: files that are used and played, addresses in texts.

use super::Analysis;
use crate::diagnostic::{FileId, Span};
use crate::semantics::external_path;
use crate::semantics::shipped;
use crate::syntax::{Kind, Node};

/// Something that leads elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it stands.
    pub span: Span,
    /// Where it leads.
    pub target: Target,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A file, by its path as the paths of the book's files are told.
    File(String),
    /// A file that ships, by the path that findings call it.
    Shipped(&'static str),
    /// An address.
    Address(String),
}

/// The links of a file, in its order.
#[must_use]
pub fn links(analysis: &Analysis, file: FileId) -> Vec<Link> {
    let parse = analysis.parse(file);
    let own = analysis.sources.get(file).map_or("", |file| file.path.as_str());
    let mut links = Vec::new();
    for node in parse.tree.root().subtree() {
        match node.kind() {
            Kind::use_declaration => links.extend(used(node, own)),
            Kind::receive_step if node.has(Kind::k_from) => {
                links.extend(node.child(Kind::text).and_then(|text| path(text, own)))
            }
            Kind::text_part | Kind::comment | Kind::doc => add_addresses(node, &mut links),
            _ => {}
        }
    }
    links
}

fn used(node: Node<'_>, own: &str) -> Option<Link> {
    if let Some(text) = node.child(Kind::text) {
        return path(text, own);
    }
    let name = node.child(Kind::path)?;
    let shipped = shipped::find(name.text())?;
    Some(Link { span: name.span(), target: Target::Shipped(shipped.path) })
}

/// The file that a text names, from the folder of the one that names it.
fn path(text: Node<'_>, own: &str) -> Option<Link> {
    let inner = text.child(Kind::text_part)?;
    Some(Link { span: inner.span(), target: Target::File(external_path(own, inner.text())) })
}

fn add_addresses(node: Node<'_>, links: &mut Vec<Link>) {
    let text = node.text();
    let starts = ["https://", "http://"].into_iter().flat_map(|scheme| text.match_indices(scheme));
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, '"' | '<' | '>' | '`' | '|' | '\\' | '{');
    for (start, scheme) in starts {
        let rest = text.get(start..).unwrap_or_default();
        let whole = rest.get(..rest.find(ends).unwrap_or(rest.len())).unwrap_or_default();
        let address = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
        if address.len() > scheme.len() {
            let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            let from = node.span().start + small(start);
            let span = Span::new(from, from + small(address.len()));
            links.push(Link { span, target: Target::Address(address.to_owned()) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::of;
    use super::*;

    #[test]
    fn files_and_addresses_lead_elsewhere() {
        let text = "// See https://example.com/a.\nuse std.triggers\nuse \"../common/texts.when\"\n\nmessage m { en: \"안녕 https://example.com/b?x=1, or {user.name or you}\" }\n\ntest \"a\" {\n  receive from \"logs/day.jsonl\"\n";
        let analysis = of(&[("rules/book.when", text)]);
        let told: Vec<String> = links(&analysis, FileId(0))
            .iter()
            .map(|link| format!("{} → {:?}", link.span.of(text), link.target))
            .collect();
        assert_eq!(
            told,
            [
                "https://example.com/a → Address(\"https://example.com/a\")",
                "std.triggers → Shipped(\"std/triggers.when\")",
                "../common/texts.when → File(\"common/texts.when\")",
                "https://example.com/b?x=1 → Address(\"https://example.com/b?x=1\")",
                "logs/day.jsonl → File(\"rules/logs/day.jsonl\")",
            ]
        );
    }
}
