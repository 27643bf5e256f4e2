//! What is allocated, counted only while somebody asks.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering::Relaxed};

struct Counting;

static ON: AtomicBool = AtomicBool::new(false);
static LIVE: AtomicIsize = AtomicIsize::new(0);
static TIMES: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What happened on the heap meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heap {
    /// Bytes that are live now and were not before.
    pub bytes: isize,
    /// How often memory was asked for.
    pub allocations: usize,
}

pub fn counted<T>(work: impl FnOnce() -> T) -> (T, Heap) {
    let (live, times) = (LIVE.load(Relaxed), TIMES.load(Relaxed));
    ON.store(true, Relaxed);
    let result = work();
    ON.store(false, Relaxed);
    (result, Heap { bytes: LIVE.load(Relaxed) - live, allocations: TIMES.load(Relaxed) - times })
}

fn taken(bytes: usize) {
    if ON.load(Relaxed) {
        LIVE.fetch_add(bytes as isize, Relaxed);
        TIMES.fetch_add(1, Relaxed);
    }
}

fn given_back(bytes: usize) {
    if ON.load(Relaxed) {
        LIVE.fetch_sub(bytes as isize, Relaxed);
    }
}

#[expect(unsafe_code, reason = "only an allocator can count what others allocate")]
// SAFETY: every call goes on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        taken(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        given_back(layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        taken(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        given_back(layout.size());
        taken(size);
        unsafe { System.realloc(pointer, layout, size) }
    }
}
