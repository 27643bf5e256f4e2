//! Says that work is under way, if it takes so long that someone may wonder.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tower_lsp::Client;
use tower_lsp::ls_types::ProgressToken;

use crate::abilities::Abilities;

/// How long nobody wonders.
const UNNOTICED: Duration = Duration::from_millis(300);

static COUNT: AtomicU64 = AtomicU64::new(0);

/// Waits for that work, and says so if that takes long.
pub async fn shown<T>(client: &Client, abilities: Abilities, title: &str, work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    if !abilities.shows_progress {
        return work.await;
    }
    if let Ok(done) = tokio::time::timeout(UNNOTICED, &mut work).await {
        return done;
    }
    let token = ProgressToken::String(format!("whenbook/{}", COUNT.fetch_add(1, Ordering::Relaxed)));
    // The work goes on while the editor thinks about it.
    tokio::select! {
        done = &mut work => return done,
        created = client.create_work_done_progress(token.clone()) => if created.is_err() { return work.await },
    }
    let shown = client.progress(token, title).begin().await;
    let done = work.await;
    shown.finish().await;
    done
}
