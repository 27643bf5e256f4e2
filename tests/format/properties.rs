//! What holds whatever the layout was.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use whenbook::diagnostic::FileId;
use whenbook::syntax::{self, Kind, Node};

use super::meaning;

/// Declarations of our files and of the messy ones, with the comments above them.
static DECLARATIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut texts = Vec::new();
    for folder in ["std-rules", "examples", "tests/format/messy"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut texts);
    }
    texts.iter().flat_map(|text| declarations(text)).collect()
});

/// The texts of all `.when` files in a folder.
fn collect(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "when") {
            texts.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

fn declarations(text: &str) -> Vec<String> {
    let parse = syntax::parse(FileId::default(), text);
    let mut declarations = Vec::new();
    let mut above = String::new();
    for node in parse.tree.root().children() {
        above.push_str(node.text());
        if !node.is_trivia() && node.kind() != Kind::doc {
            declarations.push(std::mem::take(&mut above).trim_start().to_owned());
        }
    }
    declarations
}

/// A file of some declarations.
fn file() -> impl Strategy<Value = String> {
    let declaration = (0..DECLARATIONS.len(), prop::sample::select(vec!["\n", "\n\n", "\r\n\r\n\r\n"]));
    let file = prop::collection::vec(declaration, 1..5);
    file.prop_map(|picked| picked.into_iter().map(|(nth, end)| format!("{}{end}", DECLARATIONS[nth])).collect())
}

/// Numbers to make choices with, in order and then from the start.
fn choices() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0_usize..1000, 1..60)
}

/// Rewrites the leaves outside of texts.
fn rewritten<'tree>(
    text: &str,
    choices: &[usize],
    mut rewrite: impl FnMut(Node<'_>, usize) -> String + 'tree,
) -> String {
    let parse = syntax::parse(FileId::default(), text);
    let mut choices = choices.iter().cycle();
    let leaf = |leaf: Node<'_>| {
        let in_text = leaf.ancestors().any(|node| matches!(node.kind(), Kind::text | Kind::block_text));
        if in_text { leaf.text().to_owned() } else { rewrite(leaf, *choices.next().unwrap()) }
    };
    parse.tree.leaves().map(leaf).collect()
}

/// Other blanks and line ends, at places where the layout does not keep them.
fn with_other_blanks(text: &str, choices: &[usize]) -> String {
    rewritten(text, choices, |leaf, choice| match leaf.kind() {
        Kind::blank => [" ", "   ", "\t", " \t ", "\u{a0}"][choice % 5].to_owned(),
        Kind::nl => {
            let end = ["\n", "\r\n", " \n", "\t\r\n", " \r "][choice % 5];
            let before_end = leaf.next_sibling().is_some_and(|next| next.kind() == Kind::rbrace);
            if before_end { end.repeat(1 + choice % 3) } else { end.to_owned() }
        }
        Kind::comma => [",", " ,", ",  "][choice % 3].to_owned(),
        Kind::lbrace if choice % 3 == 0 => format!("{{  {}", if choice % 2 == 0 { "" } else { "\t" }),
        _ => leaf.text().to_owned(),
    })
}

/// Comments at the ends of lines and on lines of their own.
fn with_comments(text: &str, choices: &[usize]) -> String {
    let mut count = 0;
    rewritten(text, choices, |leaf, choice| {
        if leaf.kind() != Kind::nl {
            return leaf.text().to_owned();
        }
        count += 1;
        let remark =
            leaf.leaf_before().is_none_or(|before| matches!(before.kind(), Kind::comment | Kind::doc | Kind::nl));
        match choice % 6 {
            0 if !remark => format!(" // end {count}\n"),
            1 => format!("\n// line {count}\n"),
            2 if !remark => format!("// end {count}\n\n\n  // line {count}\n"),
            _ => leaf.text().to_owned(),
        }
    })
}

/// Comments and documentation, in order.
fn remarks(text: &str) -> Vec<String> {
    let parse = syntax::parse(FileId::default(), text);
    let remarks = parse.tree.leaves().filter(|leaf| matches!(leaf.kind(), Kind::comment | Kind::doc));
    remarks.map(|leaf| leaf.text().trim_end().to_owned()).collect()
}

fn is_sound(text: &str) -> Result<(), TestCaseError> {
    let Some(formatted) = syntax::format(text) else { return Ok(()) };
    prop_assert_eq!(remarks(&formatted), remarks(text));
    prop_assert_eq!(meaning::of(&formatted), meaning::of(text));
    prop_assert_eq!(syntax::format(&formatted), Some(formatted.clone()), "formatted again");
    prop_assert!(formatted.is_empty() || formatted.ends_with('\n') && !formatted.ends_with("\n\n"));
    prop_assert!(!formatted.contains(['\r', '\t']) && !formatted.contains("\n\n\n") && !formatted.starts_with('\n'));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn other_blanks_change_nothing(file in file(), choices in choices()) {
        let formatted = syntax::format(&file);
        prop_assert!(formatted.is_some());
        let formatted = formatted.unwrap();
        prop_assert_eq!(syntax::format(&with_other_blanks(&formatted, &choices)), Some(formatted));
    }

    #[test]
    fn comments_stay(file in file(), choices in choices()) {
        is_sound(&with_comments(&file, &choices))?;
    }

    #[test]
    fn damage_does_no_harm(file in file(), at in any::<prop::sample::Index>(), length in 0_usize..20, new in "[a-z{}()\\[\\]\",\n/ ]{0,6}") {
        let characters: Vec<char> = file.chars().collect();
        let at = at.index(characters.len());
        let rest = characters.get(at + length..).unwrap_or_default();
        let damaged: String = characters[..at].iter().copied().chain(new.chars()).chain(rest.iter().copied()).collect();
        is_sound(&damaged)?;
    }

    #[test]
    fn conditions_keep_their_meaning(condition in condition()) {
        let text = format!("trigger t \"T\" {{\n  on a.b\n  when {condition}\n  do {{ close }}\n}}\n");
        prop_assert!(syntax::format(&text).is_some(), "{}", text);
        is_sound(&text)?;
    }
}

/// Conditions of all forms, as somebody might write them.
fn condition() -> impl Strategy<Value = String> {
    let comparison = prop::sample::select(vec![
        "vip",
        "a.b is c",
        "a.b is not \"some longer text\"",
        "a.b does not contain any [\"one\", \"another\"]",
        "a.b starts with exactly \"x\"",
        "a.b >= 5",
        "a.b between 1 and 2",
        "a.b not in [x, y]",
        "a.b was not c",
        "a.b had \"x\"",
        "agent.wrote in the last 5m",
        "t has not fired",
        "a.b finds /a b/i",
        "a.b more than 2d ago",
        "a.b contains any [\"a rather long text\", \"another rather long text\", \"a third one\", \"and the last one\"]",
    ]);
    let space = prop::sample::select(vec![" ", "   ", "\t"]);
    comparison.prop_map(str::to_owned).prop_recursive(5, 40, 4, move |inner| {
        let joined = (inner.clone(), space.clone(), prop::bool::ANY, inner.clone());
        let block = (prop::sample::select(vec!["all", "any", "none"]), prop::collection::vec(inner.clone(), 1..4));
        prop_oneof![
            inner.clone().prop_map(|inner| format!("not ({inner})")),
            inner.prop_map(|inner| format!("({inner})")),
            joined
                .prop_map(|(one, space, and, other)| format!("{one}{space}{} {other}", if and { "and" } else { "or" })),
            block.prop_map(|(word, lines)| format!("{word} {{\n{}\n}}", lines.join("\n"))),
        ]
    })
}
