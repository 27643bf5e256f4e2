//! A book that is checked again after a change has the findings, the references and the meaning of one that is checked for
//! the first time; and what is said of one file at once is what the whole check says of it, but for what only that can say.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use whenbook::diagnostic::{FileId, Finding, Severity, SourceFile};
use whenbook::lint;
use whenbook::semantics::{Reading, Settings};

/// Words that mean something somewhere, and marks that break what stands around them.
const PIECES: &[&str] = &[
    "x",
    " ",
    "\n",
    "{",
    "}",
    "\"",
    "// whenbook allow unused: why not\n",
    "condition big { user.name is \"x\" }\n",
    "not ",
    "message hello { en: \"Hello {user.name}\" }\n",
    "attribute user.vip: boolean\n",
    "use std.triggers\n",
    "inactive\n",
    "  once per user\n",
    "trigger again {\n  on customer.wrote\n  do { send \"Hi\" }\n}\n",
    "/// A note\n",
    " or ",
    "test \"again\" {\n  receive customer.wrote\n  expect nothing sent\n}\n",
    "enum rank { low, high }\n",
    "[1, 2]",
];

#[derive(Clone, Debug)]
enum Edit {
    /// Puts one of [`PIECES`] in.
    Put(Index, Index, Index),
    /// Takes some letters out.
    Take(Index, Index, usize),
    /// Puts a word of the book in the place of another.
    Swap((Index, Index), (Index, Index)),
    /// Copies a declaration's worth of lines into another file.
    Copy((Index, Index), (Index, Index)),
    /// Takes the file back to what it was.
    Undo(Index),
}

impl Edit {
    /// The file that changes.
    fn file(&self) -> &Index {
        match self {
            Self::Put(file, ..) | Self::Take(file, ..) | Self::Undo(file) => file,
            Self::Swap(_, (file, _)) | Self::Copy(_, (file, _)) => file,
        }
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = || any::<(Index, Index)>();
    prop_oneof![
        any::<(Index, Index, Index)>().prop_map(|(file, at, piece)| Edit::Put(file, at, piece)),
        (any::<Index>(), any::<Index>(), 1..12_usize).prop_map(|(file, at, length)| Edit::Take(file, at, length)),
        (at(), at()).prop_map(|(one, other)| Edit::Swap(one, other)),
        (at(), at()).prop_map(|(one, other)| Edit::Copy(one, other)),
        any::<Index>().prop_map(Edit::Undo),
        any::<Index>().prop_map(Edit::Undo),
    ]
}

fn book(folder: &str) -> Vec<SourceFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<SourceFile> = fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "when"))
        .map(|path| SourceFile {
            path: path.file_name().expect("a name").to_string_lossy().into_owned(),
            text: fs::read_to_string(&path).expect("a text"),
            shipped: false,
        })
        .collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn letter(text: &str, at: Index) -> usize {
    let mut at = at.index(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The words of a text, each with where it stands.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut rest = 0;
    for word in text.split(|letter: char| !letter.is_alphanumeric() && letter != '_') {
        if !word.is_empty() {
            words.push((rest, word));
        }
        rest += word.len() + text[rest + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

fn apply(edit: &Edit, files: &mut [SourceFile], originals: &[SourceFile]) {
    match edit {
        Edit::Put(file, at, piece) => {
            let text = &mut file.get_mut(files).text;
            text.insert_str(letter(text, *at), PIECES[piece.index(PIECES.len())]);
        }
        Edit::Take(file, at, length) => {
            let text = &mut file.get_mut(files).text;
            let start = letter(text, *at);
            let end = text[start..].char_indices().nth(*length).map_or(text.len(), |(end, _)| start + end);
            text.replace_range(start..end, "");
        }
        Edit::Swap((from, which), (to, place)) => {
            let word = from.get(files).text.clone();
            let Some((_, word)) = Some(words(&word)).filter(|all| !all.is_empty()).map(|all| *which.get(&all)) else {
                return;
            };
            let text = &mut to.get_mut(files).text;
            let Some((start, old)) = Some(words(text)).filter(|all| !all.is_empty()).map(|all| *place.get(&all)) else {
                return;
            };
            let end = start + old.len();
            text.replace_range(start..end, word);
        }
        Edit::Copy((from, which), (to, place)) => {
            let text = from.get(files).text.clone();
            let blocks: Vec<&str> = text.split("\n\n").collect();
            let block = which.get(&blocks).to_string();
            let text = &mut to.get_mut(files).text;
            let breaks: Vec<usize> = text.match_indices("\n\n").map(|(at, _)| at + 1).chain([0]).collect();
            text.insert_str(*place.get(&breaks), &format!("\n{block}\n\n"));
        }
        Edit::Undo(file) => {
            let index = file.index(files.len());
            files[index] = originals[index].clone();
        }
    }
}

fn settings() -> Settings {
    let on: String = lint::lints().map(|lint| format!("{} = \"advice\"\n", lint.code.id)).collect();
    Settings::parse(FileId(0), &format!("languages = [\"en\", \"ko\"]\n[lints]\n{on}")).0
}

/// What is said of one file at once is what the whole check says of it, but for what only that can say.
fn agrees_at_once(
    read: &[Reading],
    settings: &Settings,
    memory: &lint::Memory,
    anew: &[Finding],
    file: FileId,
) -> Result<(), TestCaseError> {
    let is_in = |finding: &&Finding| finding.primary.location.file == file;
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    let others_broken = anew.iter().any(|finding| is_error(finding) && !is_in(&finding));
    let at_once = lint::check_file(read, settings, memory, (file, others_broken));
    let wanted = anew.iter().filter(is_in).filter(|finding| !lint::of_book(finding.code));
    prop_assert_eq!(at_once.findings.iter().collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
    Ok(())
}

fn holds(folder: &str, edits: &[Edit]) -> Result<(), TestCaseError> {
    let (originals, settings) = (book(folder), settings());
    let mut files = originals.clone();
    let mut read: Vec<Reading> = files.iter().cloned().map(Reading::of).collect();
    let mut memory = lint::Memory::kept();
    for edit in [None].into_iter().chain(edits.iter().map(Some)) {
        if let Some(edit) = edit {
            apply(edit, &mut files, &originals);
        }
        for (reading, file) in read.iter_mut().zip(&files) {
            if reading.file() != file {
                *reading = Reading::of(file.clone());
            }
        }
        let anew = lint::check(&files, &settings);
        if let Some(number) = edit.map(|edit| edit.file().index(files.len())) {
            let file = FileId(u32::try_from(number).expect("few"));
            agrees_at_once(&read, &settings, &memory, &anew.findings, file)?;
        }
        let again = lint::check_again(&read, &settings, &mut memory);
        prop_assert_eq!(&again.findings, &anew.findings);
        prop_assert_eq!(&again.checked.references, &anew.checked.references);
        prop_assert_eq!(again.book.map(whenbook::Book::sealed), anew.book);
    }
    Ok(())
}

/// `same-event` was taken for a lint that sees one file, though the trigger that answers the same may stand in another.
#[test]
fn the_same_event_is_told_of_with_the_whole_book() {
    let file = |path: &str| {
        let text = format!("trigger {path} {{\n  on conversation.requested\n  do {{ send \"{path}\" }}\n}}\n");
        SourceFile { path: format!("{path}.when"), text, shipped: false }
    };
    let files = [file("hello"), file("welcome")];
    let read: Vec<Reading> = files.iter().cloned().map(Reading::of).collect();
    let anew = lint::check(&files, &settings());
    assert!(anew.findings.iter().any(|finding| finding.code.id == "W0803"));
    agrees_at_once(&read, &settings(), &lint::Memory::kept(), &anew.findings, FileId(1)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: ProptestConfig::default().cases.div_ceil(32),
        max_shrink_time: 60_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_help_desk_that_is_edited_is_checked_as_if_it_were_new(edits in prop::collection::vec(edit(), 1..12)) {
        holds("examples/help-desk", &edits)?;
    }

    #[test]
    fn an_inbox_that_is_edited_is_checked_as_if_it_were_new(edits in prop::collection::vec(edit(), 1..12)) {
        holds("examples/inbox", &edits)?;
    }
}
