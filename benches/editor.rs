//! How long an editor waits in a large book: 100 files, each with a hundredth of `benches/realistic`.
//!
//! `cargo bench --bench editor [-- TRIGGERS]`: the first look at the book; then, in one file and again and again, a letter
//! is typed into a text, into a condition, into the name of a message, and a line is put in above everything; what can be said
//! of that file at once, completion and hover in it, and the findings of all files. Median and longest time by the clock on the wall, since that is what people wait
//! for. Results with their dates are in `docs/performance.md`.

#![expect(clippy::indexing_slicing, reason = "the book is as it was made")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
#![expect(clippy::expect_used, reason = "without its files there is nothing to measure")]

#[expect(dead_code, reason = "books of one file are for benches/compile.rs")]
mod realistic;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use whenbook::diagnostic::FileId;
use whenbook::folder::{self, Before, Checked, Memory, Rules};
use whenbook::ide::{self, Analysis, Position};

const FILES: usize = 100;
const ROUNDS: usize = 15;

/// The texts that the editor has.
struct Desk {
    folder: PathBuf,
    texts: BTreeMap<PathBuf, String>,
    memory: Memory,
}

impl Desk {
    fn new(folder: &Path, triggers: usize) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut texts = BTreeMap::new();
        let (account, parts) = realistic::files(root, triggers, FILES);
        texts.insert(folder.join("account.when"), account);
        texts.extend(
            parts.into_iter().enumerate().map(|(index, text)| (folder.join(format!("rules_{index:03}.when")), text)),
        );
        texts.insert(folder.join(folder::SETTINGS), "name = \"large\"\n".to_owned());
        texts.iter().for_each(|(path, text)| fs::write(path, text).expect("the folder can be written"));
        Self { folder: folder.to_owned(), texts, memory: Memory::kept() }
    }

    /// Checks one file of the book that was looked at before, as the server does while its user types.
    fn look_at(&self, path: &Path, (rules, before): (&Rules, &Analysis)) -> Analysis {
        let rules = rules.with_texts(|path| self.texts.get(path).map(|text| Arc::from(text.as_str()))).expect("a book");
        let before = Before { findings: &before.findings, sources: &before.sources };
        analysis(rules.check_file(&self.memory, rules.file(path).expect("its file"), before))
    }

    fn look(&mut self) -> (Rules, Analysis) {
        let texts = &self.texts;
        let read =
            |path: &Path| texts.get(path).map(|text| text.clone().into_bytes()).ok_or(io::ErrorKind::NotFound.into());
        let rules = folder::read_folder_again(&self.folder, &read, &[], &mut self.memory).expect("a book");
        let checked = rules.check_again(&mut self.memory);
        (rules, analysis(checked))
    }
}

fn analysis(checked: Checked) -> Analysis {
    Analysis { book: checked.book, findings: checked.findings, sources: checked.sources, checked: checked.checked }
}

fn main() {
    let triggers = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let folder = std::env::temp_dir().join(format!("whenbook-editor-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let mut desk = Desk::new(&folder, triggers);
    let began = Instant::now();
    let (_, analysis) = desk.look();
    let first = began.elapsed();
    let counted = analysis.book.as_ref().map_or(0, |book| book.triggers.len());
    println!("{counted} triggers in {FILES} files, {} findings", analysis.findings.len());
    println!("{:<44}{:>10}", "the whole book, for the first time", milliseconds(first));
    drop(analysis);
    let path = folder.join("rules_050.when");
    let original = desk.texts[&path].clone();
    let text = find(&original, "send \"") + 6;
    let condition = find(&original, " is ") + 4;
    let name = find(&original, "message ") + 8;
    let edits = [
        ("a letter in a text", text),
        ("a letter in a condition", condition),
        ("a letter in the name of a message", name),
        ("a line above everything", 0),
    ];
    for (what, at) in edits {
        let mut times = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut rules, mut before) = desk.look();
        for round in 0..ROUNDS {
            let mut changed = original.clone();
            if round % 2 == 0 {
                changed.insert_str(at, if at == 0 { "// a comment\n" } else { "x" });
            }
            desk.texts.insert(path.clone(), changed);
            let began = Instant::now();
            let analysis = desk.look_at(&path, (&rules, &before));
            times.0.push(began.elapsed());
            let (file, _) = analysis.sources.iter().find(|(_, file)| Path::new(&file.path) == path).expect("the file");
            times.1.push(time(|| ide::hover(&analysis, at_offset(file, condition + 1))));
            times.2.push(time(|| ide::completions(&analysis, at_offset(file, condition))));
            let began = Instant::now();
            (rules, before) = desk.look();
            times.3.push(began.elapsed());
        }
        desk.texts.insert(path.clone(), original.clone());
        desk.look();
        row(what, times.0);
        row("  hover", times.1);
        row("  completion", times.2);
        row("  the whole book", times.3);
    }
    fs::remove_dir_all(&folder).expect("it was ours");
}

fn find(text: &str, what: &str) -> usize {
    text.find(what).expect("the book has one")
}

fn at_offset(file: FileId, offset: usize) -> Position {
    Position { file, offset: u32::try_from(offset).expect("small") }
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    let result = work();
    let time = began.elapsed();
    drop(result);
    time
}

fn row(what: &str, mut times: Vec<Duration>) {
    times.sort();
    println!("{what:<44}{:>10}{:>10}", milliseconds(times[times.len() / 2]), milliseconds(times[times.len() - 1]));
}

fn milliseconds(time: Duration) -> String {
    format!("{}.{} ms", time.as_millis(), time.as_micros() % 1_000 / 100)
}
