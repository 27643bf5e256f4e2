//! The rows of bits.

use aho_corasick::AhoCorasick;

use super::names::{Names, View};
use super::rest::{Memory, Rest};
use super::{Bitmap, Kind, SetRows};
use crate::rules::{Comparison, Condition, Rule, by_kind};
use crate::schema::{BOOLEANS, NUMBERS, SETS, TEXTS};

pub fn bitmap(rules: &[Rule]) -> Bitmap {
    let names = Names::of(rules);
    let kinds = by_kind(rules).map(|rules| kind(&rules, &names));
    let phrases = (!names.phrases.is_empty())
        .then(|| AhoCorasick::builder().ascii_case_insensitive(true).build(&names.phrases).expect("phrases"));
    let memory = Memory::new(&names);
    Bitmap { kinds, phrases, memory, names, view: View::default(), left: Vec::new(), members: Vec::new() }
}

fn kind(rules: &[&Rule], names: &Names) -> Kind {
    let width = rules.len().div_ceil(64).max(1);
    let mut all = vec![0; width];
    (0..rules.len()).for_each(|rule| set(&mut all, width, 0, rule));
    let values: Vec<Vec<&str>> = (0..TEXTS.len()).map(|at| names.values(at)).collect();
    let mut kind = Kind {
        width,
        ids: rules.iter().map(|rule| rule.id).collect(),
        rest: Vec::new(),
        texts: vec![None; TEXTS.len()],
        numbers: (0..NUMBERS.len()).map(|at| numbers(rules, at, &all)).collect(),
        booleans: vec![None; BOOLEANS.len()],
        sets: SETS.iter().map(|_| None).collect(),
        all,
    };
    for (number, rule) in rules.iter().enumerate() {
        let mut rest: Vec<&Condition> = rule.all.iter().collect();
        let mut asked = [false; SETS.len()];
        rest.retain(|condition| !kind.enter(number, condition, &values, names, &mut asked));
        rest.sort_by_key(|condition| match condition {
            Condition::Matches(..) => 3,
            Condition::Contains(..) => 2,
            _ => 0,
        });
        kind.rest.push(rest.iter().map(|condition| Rest::of(condition, names)).collect());
    }
    kind
}

/// The rows of a number that some rule compares.
fn numbers(rules: &[&Rule], at: usize, all: &[u64]) -> Option<(Vec<i64>, Vec<u64>)> {
    let mut cuts: Vec<i64> = rules.iter().flat_map(|rule| &rule.all).flat_map(|part| cuts(part, at)).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let rows = all.repeat(cuts.len() + 1);
    (!cuts.is_empty()).then_some((cuts, rows))
}

/// Where the answer of a comparison changes.
fn cuts(condition: &Condition, attribute: usize) -> Vec<i64> {
    match condition {
        Condition::Compare(at, comparison, value) if *at == attribute => match comparison {
            Comparison::Below | Comparison::AtLeast => vec![*value],
            Comparison::AtMost | Comparison::Above => vec![*value + 1],
            Comparison::Equal => vec![*value, *value + 1],
        },
        _ => Vec::new(),
    }
}

impl Kind {
    /// Writes a condition into the rows; gives whether they can say it.
    fn enter(
        &mut self,
        rule: usize,
        condition: &Condition,
        values: &[Vec<&str>],
        names: &Names,
        asked: &mut [bool],
    ) -> bool {
        let width = self.width;
        match condition {
            Condition::Is(at, value) => self.enter_text(rule, *at, &values[*at], |name| name == value),
            Condition::IsNot(at, value) => self.enter_text(rule, *at, &values[*at], |name| name != value),
            Condition::In(at, listed) => {
                self.enter_text(rule, *at, &values[*at], |name| listed.iter().any(|value| value == name));
            }
            Condition::NotIn(at, listed) => {
                self.enter_text(rule, *at, &values[*at], |name| listed.iter().all(|value| value != name));
            }
            Condition::Compare(at, comparison, value) => {
                let (cuts, rows) = self.numbers[*at].as_mut().expect("rows of what is compared");
                for row in 0..=cuts.len() {
                    let least = if row == 0 { i64::MIN } else { cuts[row - 1] };
                    if !comparison.holds(least, *value) {
                        unset(rows, width, row, rule);
                    }
                }
            }
            Condition::Flag(at, value) => {
                let rows = self.booleans[*at].get_or_insert_with(|| self.all.repeat(2));
                unset(rows, width, usize::from(!*value), rule);
            }
            // The `or` of the members' rows knows one member a rule.
            Condition::Has(at, member) if !asked[*at] => {
                asked[*at] = true;
                let rows = set_rows(&mut self.sets[*at], &self.all, names.members(*at));
                unset(&mut rows.none, width, 0, rule);
                set(&mut rows.has, width, names.member(*at, member) as usize, rule);
            }
            Condition::Lacks(at, member) => {
                let rows = set_rows(&mut self.sets[*at], &self.all, names.members(*at));
                let lacks = rows.lacks.get_or_insert_with(|| vec![0; width * names.members(*at)]);
                set(lacks, width, names.member(*at, member) as usize, rule);
            }
            Condition::Has(..) | Condition::Contains(..) | Condition::Matches(..) | Condition::Any(_) => return false,
        }
        true
    }

    fn enter_text(&mut self, rule: usize, at: usize, values: &[&str], holds: impl Fn(&str) -> bool) {
        let rows = self.texts[at].get_or_insert_with(|| self.all.repeat(values.len()));
        for (row, name) in values.iter().enumerate() {
            if !holds(name) {
                unset(rows, self.width, row, rule);
            }
        }
    }
}

fn set_rows<'a>(rows: &'a mut Option<SetRows>, all: &[u64], members: usize) -> &'a mut SetRows {
    rows.get_or_insert_with(|| SetRows { none: all.to_vec(), has: vec![0; all.len() * members], lacks: None })
}

fn set(rows: &mut [u64], width: usize, row: usize, rule: usize) {
    rows[row * width + rule / 64] |= 1 << (rule % 64);
}

fn unset(rows: &mut [u64], width: usize, row: usize, rule: usize) {
    rows[row * width + rule / 64] &= !(1 << (rule % 64));
}
