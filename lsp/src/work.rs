//! Work that takes its time, off the threads that hear and speak.

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::sync::Semaphore;

/// How many answers are worked out at the same time; the others wait. A question that is taken back while it waits costs
/// nothing.
const AT_ONCE: usize = 4;

/// Those who do it.
#[derive(Clone, Debug)]
pub struct Workers {
    free: Arc<Semaphore>,
}

impl Default for Workers {
    fn default() -> Self {
        Self { free: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Workers {
    /// Has it done. If it panics, so does whoever waits for it, and the editor hears of an internal error.
    pub fn work<T, W>(&self, work: W) -> impl Future<Output = T> + use<T, W>
    where
        T: Send + 'static,
        W: FnOnce() -> T + Send + 'static,
    {
        let free = Arc::clone(&self.free);
        async move {
            let permit = free.acquire_owned().await;
            let worked = tokio::task::spawn_blocking(move || {
                let done = work();
                drop(permit);
                done
            });
            match worked.await {
                Ok(done) => done,
                Err(failed) => match failed.try_into_panic() {
                    Ok(panic) => resume_unwind(panic),
                    // The program is about to end, and nobody waits.
                    Err(_) => std::future::pending().await,
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_panic_reaches_who_waits_and_nobody_else() {
        let workers = Workers::default();
        for _ in 0..2 * AT_ONCE {
            let broken = workers.work(|| {
                if workers_break() {
                    panic!("broken")
                }
            });
            assert!(std::panic::AssertUnwindSafe(broken).catch_unwind().await.is_err());
        }
        assert_eq!(workers.work(|| 5).await, 5);
    }

    fn workers_break() -> bool {
        true
    }
}
