//! Places in a queue, taken together where they are alike.

use serde::{Deserialize, Serialize};

/// The last class holds all places from 128 on.
const LAST: u32 = 8;

/// A class of places: 1, 2 to 3, 4 to 7, and so on, or unknown (0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(u8);

impl From<Option<u32>> for Place {
    fn from(position: Option<u32>) -> Self {
        let class = position.map_or(0, |position| (position.max(1).ilog2() + 1).min(LAST));
        Self(u8::try_from(class).unwrap_or(0))
    }
}

impl Place {
    /// Whether a wait from here says something of one from there: it is at least about half as far back, or nobody says.
    pub fn speaks_for(self, other: Self) -> bool {
        self.0 == 0 || other.0 == 0 || self.0 + 1 >= other.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_double() {
        let classes = [None, Some(0), Some(1), Some(2), Some(3), Some(4), Some(127), Some(128), Some(u32::MAX)];
        assert_eq!(classes.map(|position| Place::from(position).0), [0, 1, 1, 2, 2, 3, 7, 8, 8]);
    }
}
