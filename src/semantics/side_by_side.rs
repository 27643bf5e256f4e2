//! Work that is done on all processors at once.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Fewer pieces are not worth a thread.
const WORTH_A_THREAD: usize = 4;

/// What `work` gives of each piece, in the order of the pieces. A piece that gives nothing is left out.
pub fn side_by_side<P: Sync, T: Send>(pieces: &[P], work: impl Fn(&P) -> Option<T> + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(pieces.len() / WORTH_A_THREAD);
    if threads < 2 {
        return pieces.iter().filter_map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = pieces.get(index) else { return done };
            done.extend(work(piece).map(|result| (index, result)));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for other in others {
            match other.join() {
                Ok(results) => done.extend(results),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_pieces() {
        let pieces: Vec<usize> = (0..1_000).collect();
        let odd = side_by_side(&pieces, |piece| (piece % 2 == 1).then_some(piece * 2));
        assert_eq!(odd, (0..1_000).filter(|piece| piece % 2 == 1).map(|piece| piece * 2).collect::<Vec<_>>());
        assert!(side_by_side(&[] as &[usize], |piece| Some(*piece)).is_empty());
    }
}
