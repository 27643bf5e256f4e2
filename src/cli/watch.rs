//! Doing something again and again, as often as the files of some books change.
//!
//! Files are looked at, not listened to: that works alike on network drives, in containers and with editors that write a
//! new file and rename it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use super::{Exit, Terminal, Trouble, report};
use crate::folder::{self, Found};

/// Time between two looks, if a look takes no time.
const PAUSE: Duration = Duration::from_millis(200);
/// Looking takes at most one part of this many of the time.
const SHARE: u32 = 10;
/// Files that change have settled when two looks this far apart find the same.
const SETTLE: Duration = Duration::from_millis(60);

/// What one round gives to know for the next.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// Files that it read beside those of the books: it is done again when they change, too.
    pub(super) also: Vec<PathBuf>,
}

impl From<Exit> for Round {
    fn from(_: Exit) -> Self {
        Self::default()
    }
}

/// Does `round`, and again with each change of a file of these books, until the process is ended. Trouble of the first round
/// ends it; later trouble, as with a file that is gone for a moment, is told.
pub(super) fn watch(
    books: &[PathBuf],
    terminal: &mut Terminal,
    mut round: impl FnMut(&mut Terminal) -> Result<Round, Trouble>,
) -> Result<Exit, Trouble> {
    let mut watched = Watched::new(books);
    let mut why = String::new();
    loop {
        // What changes while the round goes on is seen after it.
        let before = watched.stamps();
        let start = Instant::now();
        match round(terminal) {
            Ok(done) => watched.also = done.also,
            Err(trouble) if why.is_empty() || trouble.is_of_the_output() => return Err(trouble),
            Err(trouble) => report(&trouble, terminal)?,
        }
        let time = chrono::Local::now().format("%H:%M:%S");
        let took = took(start.elapsed());
        let line = format!("{time}: done in {took}{why}; waiting for changes (Ctrl-C ends)");
        terminal.status(&line)?;
        why = changed(&before, &watched.next(&before));
        terminal.clear()?;
    }
}

fn took(time: Duration) -> String {
    match time.as_millis() {
        millis @ 0..1000 => format!("{millis} ms"),
        millis => format!("{}.{} s", millis / 1000, millis % 1000 / 100),
    }
}

/// What a file is known by; `None` if it is not there.
type Stamps = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

/// Which files are looked at.
struct Watched<'a> {
    books: &'a [PathBuf],
    /// Files that the books take in from elsewhere.
    used: BTreeSet<PathBuf>,
    also: Vec<PathBuf>,
}

impl<'a> Watched<'a> {
    const fn new(books: &'a [PathBuf]) -> Self {
        Self { books, used: BTreeSet::new(), also: Vec::new() }
    }

    /// How everything stands before a round.
    fn stamps(&mut self) -> Stamps {
        self.used = self.books.iter().flat_map(|book| used_by(book)).collect();
        self.look()
    }

    /// Waits until something is other than it was before, and has come to rest.
    fn next(&self, before: &Stamps) -> Stamps {
        let mut last = before.clone();
        let mut pause = PAUSE;
        loop {
            sleep(pause);
            let start = Instant::now();
            let now = self.look();
            let changed = now != *before;
            if changed && now == last {
                return now;
            }
            pause = if changed { SETTLE } else { PAUSE.max(start.elapsed() * SHARE) };
            last = now;
        }
    }

    fn look(&self) -> Stamps {
        let of_books = self.books.iter().flat_map(|book| files_of(book));
        let others = self.used.iter().chain(&self.also).cloned();
        of_books.chain(others).map(|path| (path.clone(), stamp(&path))).collect()
    }
}

fn files_of(book: &Path) -> Vec<PathBuf> {
    let mut files = vec![if book.is_dir() { book.join(folder::SETTINGS) } else { book.to_owned() }];
    if book.is_dir() {
        files.extend(folder::rule_files(book, &[]).unwrap_or_default().into_iter().map(|found| found.path));
    }
    files
}

fn used_by(book: &Path) -> Vec<PathBuf> {
    match folder::read(book) {
        Ok(Found::Rules(rules)) => rules.used(),
        _ => Vec::new(),
    }
}

fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let about = fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

/// Which files are not as they were, for the line that ends a round.
fn changed(before: &Stamps, after: &Stamps) -> String {
    let same = |path: &PathBuf| before.get(path) == after.get(path);
    let paths: BTreeSet<&PathBuf> = before.keys().chain(after.keys()).filter(|path| !same(path)).collect();
    let first = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
    match paths.len() {
        0 | 1 => format!(" after a change of `{first}`"),
        count => format!(" after a change of `{first}` and {} more", count - 1),
    }
}
