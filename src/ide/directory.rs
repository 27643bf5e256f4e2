//! The names of groups, agents and webhooks that a book's directories give.

use super::Analysis;
use crate::diagnostic::{FileId, Location};
use crate::semantics::names::Kind;
use crate::semantics::plain_text;
use crate::syntax::ast::{DeclarationKind, Directory, Text, Word};

/// A name, where a directory gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Of a group, an agent or a webhook.
    pub kind: Kind,
    /// As rules write it, without escapes.
    pub name: String,
    /// Where it stands, without its quotation marks.
    pub location: Location,
}

/// All of a book, in the order of files and lines.
pub(super) fn entries(analysis: &Analysis) -> impl Iterator<Item = Entry> {
    lines(analysis).flat_map(|(file, word, names)| {
        let kind = kind(word);
        names.iter().filter_map(move |text| {
            let location = Location { file, span: text.span.within_marks() };
            Some(Entry { kind: kind?, name: plain_text(text)?, location })
        })
    })
}

/// The words with which the lines begin that give names of a kind.
pub(super) fn words(analysis: &Analysis, wanted: Kind) -> Vec<Location> {
    let own = lines(analysis).filter(|(_, word, _)| kind(word) == Some(wanted));
    own.map(|(file, word, _)| Location { file, span: word.span }).collect()
}

fn kind(word: &Word) -> Option<Kind> {
    match word.text.as_str() {
        "groups" => Some(Kind::Group),
        "agents" => Some(Kind::Agent),
        "webhooks" => Some(Kind::Webhook),
        _ => None,
    }
}

fn lines(analysis: &Analysis) -> impl Iterator<Item = (FileId, &Word, &Vec<Text>)> {
    analysis.checked.units.iter().flat_map(|unit| {
        let directories = unit.ast.declarations.iter().filter_map(|declaration| match &declaration.kind {
            DeclarationKind::Directory(Directory { entries }) => Some(entries),
            _ => None,
        });
        directories.flatten().map(|(word, names)| (unit.file, word, names))
    })
}

#[cfg(test)]
mod tests {
    use super::super::rename::{NoRename, rename};
    use super::super::sample::{at, texts};
    use super::super::{definition, hover, references};
    use crate::ide::refactor::applied;

    const BOOK: &str = r#"directory {
  groups "Billing", "Tier 2"
  agents "Billing"
}

trigger a {
  on customer.wrote
  when conversation.group is not "Tier 2" or group("Tier 2").status is online
  do { assign to group "Ti$0er 2" }
}

trigger b {
  on customer.wrote
  do {
    assign to agent "Billing"
    notify group "Tier 2" "Tier 2"
  }
}

test "moved" {
  given { conversation.group is "Tier 2" }
  receive customer.wrote
  expect did notify group "Tier 2" "Tier 2"
}
"#;

    #[test]
    fn a_group_is_declared_and_used_where_its_name_stands() {
        let (analysis, position) = at(BOOK);
        let declared = definition(&analysis, position);
        assert_eq!(texts(&analysis, &declared), ["book.when:33 Tier 2"]);
        let used = references(&analysis, position, true);
        let used = texts(&analysis, &used);
        assert_eq!(used.len(), 7, "{used:?}");
        assert!(hover(&analysis, position).unwrap().text.contains("groups \"Billing\", \"Tier 2\""));
    }

    #[test]
    fn a_group_has_another_name_everywhere() {
        let (analysis, position) = at(BOOK);
        let book = BOOK.replace("$0", "");
        let edits = rename(&analysis, position, "Second line").unwrap();
        let changed = applied(&book, edits.get(&position.file).unwrap());
        let wanted = book
            .replace("\"Tier 2\"", "\"Second line\"")
            .replace("\"Second line\" \"Second line\"", "\"Second line\" \"Tier 2\"");
        assert_eq!(changed, wanted);
        assert_eq!(rename(&analysis, position, "Billing"), Err(NoRename::Taken("Billing".to_owned())));
        for name in ["", "a \"b\"", "{x}", "a\nb", " a"] {
            assert_eq!(rename(&analysis, position, name), Err(NoRename::NotAText(name.to_owned())));
        }
    }

    #[test]
    fn a_group_of_no_directory_is_used_and_can_have_another_name() {
        let (analysis, position) = at("trigger a {\n  on customer.wrote\n  do { assign to group \"Bil$0ling\" }\n}\n");
        assert_eq!(definition(&analysis, position), []);
        assert_eq!(references(&analysis, position, true).len(), 1);
        assert_eq!(rename(&analysis, position, "Sales").unwrap().len(), 1);
    }
}
