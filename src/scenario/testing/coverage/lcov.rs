//! Coverage in the format of lcov, which genhtml and most CI systems read.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Coverage, FileCoverage, Kind, Missing, Point};

/// The record of each file; `path` gives its path as a reader of the report finds it.
#[must_use]
pub fn lcov(coverage: &Coverage, path: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    for file in &coverage.files {
        // Writing to a text cannot fail.
        let _ = write(&mut text, file, &path(&file.file));
    }
    text
}

fn write(text: &mut String, file: &FileCoverage, path: &str) -> std::fmt::Result {
    writeln!(text, "TN:\nSF:{path}")?;
    let rules = || file.points.iter().filter(|point| point.kind == Kind::Trigger);
    for rule in rules() {
        writeln!(text, "FN:{},{}", rule.line, name(rule))?;
    }
    for rule in rules() {
        writeln!(text, "FNDA:{},{}", rule.count, name(rule))?;
    }
    writeln!(text, "FNF:{}\nFNH:{}", rules().count(), rules().filter(|rule| rule.count > 0).count())?;
    let branches = branches(&file.points);
    for Branch { line, block, sides } in &branches {
        for (number, side) in sides.iter().enumerate() {
            let taken = side.map_or("-", |taken| if taken { "1" } else { "0" });
            writeln!(text, "BRDA:{line},{block},{number},{taken}")?;
        }
    }
    let hit = branches.iter().flat_map(|branch| branch.sides).filter(|side| *side == Some(true)).count();
    writeln!(text, "BRF:{}\nBRH:{hit}", branches.len() * 2)?;
    let lines = lines(&file.points);
    for (line, hits) in &lines {
        writeln!(text, "DA:{line},{hits}")?;
    }
    writeln!(text, "LF:{}\nLH:{}\nend_of_record", lines.len(), lines.values().filter(|hits| **hits > 0).count())
}

/// The lines on which something is counted, each with how often it was looked at: what was so least often counts. Whether that was
/// both ways is told by its branches.
fn lines(points: &[Point]) -> BTreeMap<u32, u64> {
    let mut lines = BTreeMap::<u32, u64>::new();
    for point in points {
        lines.entry(point.line).and_modify(|count| *count = point.count.min(*count)).or_insert(point.count);
    }
    lines
}

/// The identifier of a trigger or automation.
fn name(rule: &Point) -> &str {
    rule.text.rsplit(' ').next().unwrap_or(&rule.text)
}

/// What can come out both ways.
struct Branch {
    line: u32,
    /// Its number among those of its line, from 0.
    block: usize,
    /// Whether it was true, and whether it was false; `None` if nobody has looked.
    sides: [Option<bool>; 2],
}

fn branches(points: &[Point]) -> Vec<Branch> {
    let mut branches: Vec<Branch> = Vec::new();
    for point in points.iter().filter(|point| point.kind == Kind::Condition) {
        let block = branches.iter().rev().take_while(|branch| branch.line == point.line).count();
        let sides = match point.missing {
            None => [Some(true), Some(true)],
            Some(Missing::True) => [Some(false), Some(true)],
            Some(Missing::False) => [Some(true), Some(false)],
            Some(Missing::Both) => [None, None],
        };
        branches.push(Branch { line: point.line, block, sides });
    }
    branches
}
