//! Holds this grammar equal to `grammar/whenbook.pest`.
//!
//! For every `.when` file of the repository: tree-sitter finds something wrong exactly if the language does; where the file
//! is right, the two trees have the same nodes over the same bytes; where it is not, each declaration without damage is the
//! same in both.

mod compare;

use std::{
    fs,
    path::{Path, PathBuf},
};

use compare::Difference;
use whenbook::{diagnostic::FileId, syntax};

/// Where tree-sitter mends a list of names up to the end of the file, since any word can stand in it: the sound declaration
/// below is lost in it.
const MENDED_TOO_FAR: [&str; 1] = ["tests/broken/lifecycles.when"];

#[test]
fn all_files_of_the_repository_are_read_alike() {
    let paths = files(&repository());
    assert!(paths.len() > 300, "only {} files", paths.len());
    let mut found = Vec::new();
    for path in &paths {
        let (text, _) = syntax::decode(FileId(0), &fs::read(path).unwrap());
        let name = path.strip_prefix(repository()).unwrap().display().to_string();
        let mended_too_far = MENDED_TOO_FAR.contains(&name.as_str());
        let differences = compare::differences(&text);
        let counted = differences.iter().filter(|each| !(mended_too_far && matches!(each, Difference::Declaration(_))));
        found.extend(counted.map(|difference| format!("{name}: {difference}")));
    }
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

/// A word left out, put in, put in the place of another, and an end of the file in the midst of it, here and there in some
/// large books: never does only one of the two find something wrong, and what an editor reads again of an edited text is what
/// it reads of the text by itself.
#[test]
fn mutated_books_are_read_alike() {
    const BOOKS: [&str; 8] = [
        "examples/channel-talk/workflows.when",
        "examples/help-desk/tests.when",
        "examples/inbox/inbox.when",
        "examples/routing/routing.when",
        "std-rules/lifecycle/ticket.when",
        "std-rules/standard-triggers.when",
        "tests/scenarios/desk-offers.when",
        "tests/scenarios/tables.when",
    ];
    const EACH: usize = 20;
    let mut random = Random(11);
    let (mut disagreeing, mut lost) = (Vec::new(), 0);
    for book in BOOKS {
        let text = fs::read_to_string(repository().join(book)).unwrap();
        let words: Vec<(usize, &str)> = text
            .split_inclusive(|character: char| !character.is_alphanumeric())
            .scan(0, |place, word| {
                let start = *place;
                *place += word.len();
                Some((start, word))
            })
            .collect();
        for _ in 0..EACH {
            let (start, word) = words[random.below(words.len())];
            let (before, after) = (&text[..start], &text[start + word.len()..]);
            let other = words[random.below(words.len())].1;
            let mutated = match random.below(4) {
                0 => format!("{before}{after}"),
                1 => format!("{before}{other}{word}{after}"),
                2 => format!("{before}{other}{after}"),
                _ => format!("{before}{word}"),
            };
            compare::assert_edited_as_anew(&text, &mutated);
            let differences = compare::differences(&mutated);
            lost += usize::from(!differences.is_empty());
            disagreeing.extend(differences.into_iter().filter(|each| !matches!(each, Difference::Declaration(_))));
        }
    }
    assert!(disagreeing.is_empty(), "{disagreeing:#?}");
    // How far tree-sitter mends is its own affair, but it should stay within the declaration nearly always.
    assert!(lost * 20 <= BOOKS.len() * EACH, "in {lost} books a sound declaration was lost");
}

/// Numbers without a pattern that matters, the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// All `.when` files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "target" && name != "node_modules" && !name.starts_with('.') {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "when") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
