//! Says of its own accord what was found: pushes it, or bids an editor that asks for it to ask again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::pulled::Delivered;
use super::reports::{self, Report, Reports};
use crate::books::{Books, book_of, uri_of};
use crate::progress;
use crate::server::{Shared, lock};
use crate::state::State;

/// Who says it, the newest last.
pub struct Publisher {
    shared: Shared,
    delivered: Arc<Delivered>,
    /// Held while all is checked, so that of a burst of changes only the last one is.
    checking: tokio::sync::Mutex<()>,
    /// What the editor was told of files: the version and the findings. Held while publishing, so that an older set never
    /// comes after a newer one.
    published: tokio::sync::Mutex<Published>,
}

type Published = BTreeMap<PathBuf, (Option<i32>, String)>;

impl Publisher {
    /// One that speaks to this editor.
    #[must_use]
    pub fn new(shared: Shared, delivered: Arc<Delivered>) -> Self {
        Self { shared, delivered, checking: tokio::sync::Mutex::default(), published: tokio::sync::Mutex::default() }
    }

    /// Checks the books of all open documents as of that revision, and says what is found, if it is still the newest before
    /// the check and after it: of a burst of changes, only the last one costs anything. `changed` is the document of which the
    /// editor knows by itself that it has changed.
    pub async fn publish(&self, revision: u64, changed: Option<&Path>) {
        let asks = lock(&self.shared.state).abilities.pulls_diagnostics;
        if asks { self.bid(revision, changed).await } else { self.push(revision, changed).await }
    }

    async fn push(&self, revision: u64, changed: Option<&Path>) {
        if let Some(path) = changed {
            self.push_at_once(revision, path).await;
        }
        let Some(found) = self.found(revision).await else { return };
        let mut published = self.published.lock().await;
        if self.newest(revision).is_none() {
            return;
        }
        let gone: Vec<PathBuf> = published.keys().filter(|path| !found.contains_key(*path)).cloned().collect();
        for path in gone {
            self.say(&path, &Report::default()).await;
            published.remove(&path);
        }
        for (path, report) in found {
            self.say_news(path, report, &mut published).await;
        }
    }

    /// What can be said of the changed document before all is checked.
    async fn push_at_once(&self, revision: u64, path: &Path) {
        let Some(snapshot) = self.newest(revision) else { return };
        let (books, asked) = (Arc::clone(&self.shared.books), path.to_owned());
        let report = self.shared.workers.work(move || reports::of_edited(&asked, &snapshot, &books)).await;
        let mut published = self.published.lock().await;
        if let Some(report) = report.filter(|_| self.newest(revision).is_some()) {
            self.say_news(path.to_owned(), report, &mut published).await;
        }
    }

    async fn say_news(&self, path: PathBuf, report: Report, published: &mut Published) {
        let now = (report.version, report.id.clone());
        let is_news = match published.get(&path) {
            Some(before) => *before != now,
            None => report.version.is_some() || !report.diagnostics.is_empty(),
        };
        if is_news {
            self.say(&path, &report).await;
            published.insert(path, now);
        }
    }

    async fn say(&self, path: &Path, report: &Report) {
        if let Some(uri) = path.to_str().and_then(uri_of) {
            self.shared.client.publish_diagnostics(uri, report.diagnostics.clone(), report.version).await;
        }
    }

    async fn bid(&self, revision: u64, changed: Option<&Path>) {
        let Some(found) = self.found(revision).await else { return };
        if self.delivered.is_outdated_by(&found, changed) && lock(&self.shared.state).abilities.refreshes_diagnostics {
            // An editor that cannot do so after all asks when it likes.
            let _ = self.shared.client.workspace_diagnostic_refresh().await;
        }
    }

    /// What is found as of that revision, unless there is a newer one.
    async fn found(&self, revision: u64) -> Option<Reports> {
        let _one_at_a_time = self.checking.lock().await;
        let snapshot = self.newest(revision)?;
        let (books, abilities) = (Arc::clone(&self.shared.books), snapshot.abilities);
        let checking = self.shared.workers.work(move || check(&snapshot, &books));
        let found = progress::shown(&self.shared.client, abilities, "checking rules", checking).await;
        self.newest(revision).map(|_| found)
    }

    /// The state, unless there is a newer revision of it.
    fn newest(&self, revision: u64) -> Option<State> {
        let state = lock(&self.shared.state);
        (state.revision() == revision).then(|| state.clone())
    }
}

fn check(state: &State, books: &Books) -> Reports {
    let folders: BTreeSet<PathBuf> = state.paths().filter_map(|path| book_of(path, &state.folders)).collect();
    reports::of_books(&folders, state, books)
}
