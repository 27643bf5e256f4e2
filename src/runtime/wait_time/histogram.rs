//! Waits, counted by about how long they were.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A bucket is an eighth of a doubling wide: nothing in it is further than that from anything else in it.
const STEPS: u32 = 8;

/// How often each length was seen. Values of like size share a bucket, so its size is bounded (240 buckets), however much
/// it has counted. A length below sixteen is exact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Histogram(BTreeMap<u8, Bucket>);

/// What fell into one bucket. As JSON a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, u64)", into = "(u32, u64)")]
struct Bucket {
    count: u32,
    sum: u64,
}

impl From<(u32, u64)> for Bucket {
    fn from((count, sum): (u32, u64)) -> Self {
        Self { count, sum }
    }
}

impl From<Bucket> for (u32, u64) {
    fn from(bucket: Bucket) -> Self {
        (bucket.count, bucket.sum)
    }
}

impl Histogram {
    /// Counts one.
    pub fn add(&mut self, value: u32) {
        let bucket = self.0.entry(index(value)).or_default();
        bucket.add(Bucket { count: 1, sum: u64::from(value) });
    }

    /// Counts all that another one has counted.
    pub fn merge(&mut self, other: &Self) {
        for (index, bucket) in &other.0 {
            self.0.entry(*index).or_default().add(*bucket);
        }
    }

    /// How many it has counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.values().map(|bucket| u64::from(bucket.count)).sum()
    }

    /// The value of that rank, from 1: the average of its bucket, so never outside the values seen. `None` if there are not
    /// so many.
    #[must_use]
    pub fn of_rank(&self, rank: u64) -> Option<u64> {
        let mut below = 0;
        for bucket in self.0.values() {
            below += u64::from(bucket.count);
            if below >= rank.max(1) {
                return bucket.sum.checked_div(u64::from(bucket.count));
            }
        }
        None
    }
}

impl Bucket {
    /// A full bucket stays as it is, so that its average stays true.
    fn add(&mut self, other: Self) {
        if let (Some(count), Some(sum)) = (self.count.checked_add(other.count), self.sum.checked_add(other.sum)) {
            *self = Self { count, sum };
        }
    }
}

/// The bucket of a value: itself below eight, then eight to each doubling.
fn index(value: u32) -> u8 {
    let Some(doubling) = value.checked_ilog2().and_then(|doubling| doubling.checked_sub(STEPS.ilog2())) else {
        return u8::try_from(value).unwrap_or(u8::MAX);
    };
    let step = (value >> doubling) - STEPS;
    u8::try_from(STEPS * (doubling + 1) + step).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_in_order_and_an_eighth_wide() {
        assert_eq!([0, 7, 8, 15, 16, 17, 18, 31, 32].map(index), [0, 7, 8, 15, 16, 16, 17, 23, 24]);
        assert_eq!(index(u32::MAX), 239);
        let mut first = 1_u32;
        for value in (1..100_000).chain((100_000..4_000_000_000).step_by(100_003)) {
            if index(value) != index(first) {
                assert!(index(value) > index(first));
                first = value;
            }
            assert!(u64::from(value - first) * 8 <= u64::from(first), "{first} and {value} share a bucket");
        }
    }

    #[test]
    fn ranks_are_the_averages_of_their_buckets() {
        let mut histogram = Histogram::default();
        [5, 5, 100, 103, 4_000].into_iter().for_each(|value| histogram.add(value));
        assert_eq!([1, 2, 3, 4, 5].map(|rank| histogram.of_rank(rank).unwrap()), [5, 5, 101, 101, 4_000]);
        assert_eq!((histogram.count(), histogram.of_rank(6)), (5, None));
    }

    #[test]
    fn a_full_bucket_stays_true() {
        let mut full =
            Histogram(BTreeMap::from([(index(10), Bucket { count: u32::MAX, sum: 10 * u64::from(u32::MAX) })]));
        full.add(10);
        assert_eq!((full.count(), full.of_rank(u64::from(u32::MAX))), (u64::from(u32::MAX), Some(10)));
    }
}
