//! Our timers beside tokio-util's DelayQueue: `cargo run --release` in this folder. CPU time of the thread, heap by a
//! counting allocator. Results with their dates are in `docs/performance.md`.

mod delay_queue;
mod load;
mod ours;

#[path = "../../../src/runtime/driver/timers/chunk.rs"]
mod chunk;
#[expect(dead_code, reason = "the wheel alone asks for less than a driver")]
#[path = "../../../src/runtime/driver/timers/entries.rs"]
mod entries;
#[expect(dead_code, reason = "the wheel alone asks for less than a driver")]
#[path = "../../../src/runtime/driver/timers/entry.rs"]
mod entry;
#[path = "../../../src/runtime/driver/timers/homes.rs"]
mod homes;
#[path = "../../../src/runtime/driver/timers/lane.rs"]
mod lane;
#[expect(dead_code, reason = "a driver asks for more than is measured here")]
#[path = "../../../src/runtime/driver/timers/mod.rs"]
mod timers;
#[expect(dead_code, reason = "a driver asks for more than is measured here")]
#[path = "../../../src/runtime/driver/timers/wheel.rs"]
mod wheel;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use rustix::time::{ClockId, clock_gettime};
use whenbook::ir::Name;
use whenbook::{ir, runtime};

use self::load::Meter;

/// Where a conversation is, and its number, as the driver has them.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Address {
    account: Name,
    conversation: Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number(u32);

impl From<u32> for Number {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl From<Number> for u32 {
    fn from(number: Number) -> Self {
        number.0
    }
}

struct Counting;

static BYTES: AtomicUsize = AtomicUsize::new(0);

// SAFETY: it passes everything on to the system's allocator, and counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        BYTES.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        BYTES.fetch_add(size, Ordering::Relaxed);
        BYTES.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn cpu_nanoseconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

fn main() {
    let live = std::env::args().nth(1).and_then(|live| live.parse().ok()).unwrap_or(1_000_000);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _inside = runtime.enter();
    let meter = Meter { nanoseconds: cpu_nanoseconds, bytes: || BYTES.load(Ordering::Relaxed) as f64 };
    let makers = [
        ours::Alone::make,
        ours::Kept::<1>::make,
        ours::Kept::<3>::make,
        delay_queue::Delays::make,
        ours::Ordered::make,
    ];
    println!("{}", load::run(&makers, live, meter));
}
