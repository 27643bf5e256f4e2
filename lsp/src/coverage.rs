//! What the tests have looked at when they were run last.

use std::collections::BTreeMap;

use whenbook::ide::Analysis;
use whenbook::ide::commands::location;
use whenbook::scenario::testing::Coverage;

/// By rules: what was looked at of each, as it was written then.
#[derive(Clone, Debug, Default)]
pub struct Covered {
    rules: BTreeMap<String, Rule>,
}

#[derive(Clone, Debug)]
struct Rule {
    written: String,
    seen: usize,
    total: usize,
}

impl Covered {
    /// What a run has looked at.
    #[must_use]
    pub fn new(analysis: &Analysis, coverage: &Coverage) -> Self {
        let points: Vec<_> = coverage.files.iter().flat_map(|file| &file.points).collect();
        let names = analysis.names();
        let mut rules = BTreeMap::new();
        for rule in names.triggers.iter().chain(&names.automations) {
            let Some(id) = &rule.node.id else { continue };
            let own = points.iter().filter(|point| {
                let at = location(point.place);
                at.file == rule.file && rule.span.start <= at.span.start && at.span.end <= rule.span.end
            });
            let (seen, total) =
                own.fold((0, 0), |(seen, total), point| (seen + usize::from(point.missing.is_none()), total + 1));
            if total > 0 {
                let written = rule.span.of(analysis.text(rule.file)).to_owned();
                rules.insert(id.text.to_string(), Rule { written, seen, total });
            }
        }
        Self { rules }
    }

    /// How many parts of that rule were looked at, and of how many; `None` if it is another one now.
    #[must_use]
    pub fn of(&self, rule: &str, written: &str) -> Option<(usize, usize)> {
        self.rules.get(rule).filter(|rule| rule.written == written).map(|rule| (rule.seen, rule.total))
    }
}
