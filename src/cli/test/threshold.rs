//! How much of a book its tests have to look at.

use std::str::FromStr;

use crate::scenario::testing::{Coverage, Kind, Share};

/// A percentage that has to be reached, of the whole or of one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Threshold {
    /// Of what; `None` for the whole.
    kind: Option<Kind>,
    percent: usize,
}

impl FromStr for Threshold {
    type Err = String;

    /// `80`, `80%`, `conditions=100`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (part, number) = match text.split_once('=') {
            Some((part, number)) => (Some(part.trim()), number),
            None => (None, text),
        };
        let number = number.trim().trim_end_matches('%').parse().ok();
        let percent = number.filter(|percent| *percent <= 100).ok_or("write a whole number from 0 to 100")?;
        let kind = part.map(|part| Kind::ALL.into_iter().find(|kind| kind.plural().replace(' ', "_") == part));
        match kind {
            None => Ok(Self { kind: None, percent }),
            Some(Some(kind)) => Ok(Self { kind: Some(kind), percent }),
            Some(None) => {
                let known = Kind::ALL.map(|kind| kind.plural().replace(' ', "_"));
                Err(format!("the parts are {}", known.join(", ")))
            }
        }
    }
}

impl Threshold {
    /// Why it is not reached, in words.
    pub(super) fn missed(self, coverage: &Coverage) -> Option<String> {
        let share = match self.kind {
            None => coverage.whole,
            Some(kind) => coverage.parts.iter().find(|part| part.kind == kind)?.share,
        };
        let lacking = self.percent.checked_sub(share.percent).filter(|lacking| *lacking > 0)?;
        let what = self.kind.map_or_else(String::new, |kind| format!(" of {}", kind.plural()));
        let why = match self.kind {
            None => parts_below(coverage, self.percent),
            Some(_) => share.to_string(),
        };
        let Self { percent: wanted, .. } = self;
        Some(format!("the coverage{what} is {}%, {lacking} below the threshold of {wanted}%: {why}", share.percent))
    }
}

/// The parts that bring the whole down.
fn parts_below(coverage: &Coverage, percent: usize) -> String {
    let below = coverage.parts.iter().filter(|part| part.share.percent < percent);
    let say = |(kind, share): (Kind, Share)| format!("{share} {} ({}%)", kind.plural(), share.percent);
    below.map(|part| say((part.kind, part.share))).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_written_with_a_part_or_without() {
        assert_eq!("80".parse(), Ok(Threshold { kind: None, percent: 80 }));
        assert_eq!("100%".parse(), Ok(Threshold { kind: None, percent: 100 }));
        assert_eq!("conditions=90".parse(), Ok(Threshold { kind: Some(Kind::Condition), percent: 90 }));
        assert_eq!("new_conversations=1%".parse(), Ok(Threshold { kind: Some(Kind::NewConversation), percent: 1 }));
        assert!("101".parse::<Threshold>().is_err() && "many".parse::<Threshold>().is_err());
        assert!("condition=5".parse::<Threshold>().unwrap_err().starts_with("the parts are triggers, conditions,"));
    }
}
