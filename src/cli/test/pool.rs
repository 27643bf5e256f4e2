//! Many tests at a time. Each is a function of the book alone, so the order in which they end cannot be seen.

use std::num::NonZero;
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use indicatif::ProgressBar;

use crate::Engine;
use crate::ir::test::Test;
use crate::scenario::testing::{self, Collector, TestResult};

/// What the tests that ran have given.
pub(super) struct Ran {
    /// In the order of the book.
    pub(super) results: Vec<TestResult>,
    /// What they have looked at.
    pub(super) collector: Collector,
}

/// How tests are run.
pub(super) struct Pool<'a> {
    pub(super) engine: &'a Arc<Engine>,
    pub(super) jobs: NonZero<usize>,
    /// Whether the first test that fails is the last one.
    pub(super) fail_fast: bool,
    pub(super) progress: &'a ProgressBar,
}

/// What the workers share.
struct Shared<'t> {
    tests: &'t [&'t Test],
    /// The number of the test that is run next.
    next: AtomicUsize,
    /// The lowest number of a test that has failed.
    first_failed: AtomicUsize,
}

/// What one worker has done.
#[derive(Default)]
struct Worked {
    results: Vec<(usize, TestResult)>,
    collector: Collector,
}

impl Pool<'_> {
    pub(super) fn run(&self, tests: &[&Test]) -> Ran {
        let shared = Shared { tests, next: AtomicUsize::new(0), first_failed: AtomicUsize::new(usize::MAX) };
        let workers = self.jobs.get().min(tests.len());
        let worked: Vec<Worked> = thread::scope(|scope| {
            let handles: Vec<_> = (0..workers).map(|_| scope.spawn(|| self.work(&shared))).collect();
            handles
                .into_iter()
                .map(|handle| handle.join().unwrap_or_else(|panic| panic::resume_unwind(panic)))
                .collect()
        });
        let mut results = Vec::new();
        let mut collector = Collector::default();
        for each in worked {
            results.extend(each.results);
            collector.merge(each.collector);
        }
        results.sort_unstable_by_key(|(number, _)| *number);
        // What another worker had begun before is not told, so that the output is the same with any number of jobs.
        let last = if self.fail_fast { shared.first_failed.into_inner() } else { usize::MAX };
        let results = results.into_iter().take_while(|(number, _)| *number <= last).map(|(_, result)| result).collect();
        Ran { results, collector }
    }

    fn work(&self, shared: &Shared<'_>) -> Worked {
        let mut worked = Worked::default();
        loop {
            let number = shared.next.fetch_add(1, Ordering::Relaxed);
            let stopped = self.fail_fast && number > shared.first_failed.load(Ordering::Relaxed);
            let Some(test) = shared.tests.get(number).filter(|_| !stopped) else {
                return worked;
            };
            let result = testing::run_one(test, self.engine, &mut worked.collector);
            if !result.passed {
                shared.first_failed.fetch_min(number, Ordering::Relaxed);
            }
            worked.results.push((number, result));
            self.progress.inc(1);
        }
    }
}
