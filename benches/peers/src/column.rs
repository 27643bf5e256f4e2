//! What one column of the tables is measured on: the first so many rules, and perhaps more that never match.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::neutral;
use crate::rules::Rule;
use crate::schema::{MESSAGE, TEXTS};
use crate::workload::Workload;

/// `1000`, or `1000+9000`: that many rules, and that many that never match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub rules: usize,
    pub never: usize,
}

impl Size {
    pub fn all(self) -> usize {
        self.rules + self.never
    }
}

impl FromStr for Size {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (rules, never) = text.split_once('+').unwrap_or((text, "0"));
        Ok(Self { rules: rules.parse()?, never: never.parse()? })
    }
}

impl fmt::Display for Size {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "N={}", grouped(self.rules))?;
        if self.never > 0 {
            write!(formatter, " + {} that never match", grouped(self.never))?;
        }
        Ok(())
    }
}

/// `10,000`.
pub fn grouped(number: usize) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", grouped(number / 1_000), number % 1_000) }
}

/// The rules of one size, in both forms.
pub struct Column {
    pub size: Size,
    /// Of its rules, the first [`Size::all`] are meant; what is expected counts for the first [`Size::rules`] of them.
    pub workload: Arc<Workload>,
    pub rules: Vec<Rule>,
}

impl Column {
    pub fn new(workload: &Arc<Workload>, size: Size) -> Self {
        let workload = if size.never == 0 { Arc::clone(workload) } else { Arc::new(altered(workload, size)) };
        let listed = workload.rules["rules"].as_array().expect("rules");
        assert!(size.all() <= listed.len(), "the workload has {} rules only", listed.len());
        let rules = listed.iter().take(size.all()).map(neutral::rule).collect();
        Self { size, workload, rules }
    }

    /// The ids that the event of this number must give.
    pub fn expected(&self, event: usize) -> Vec<u32> {
        let ids = self.workload.expected(event, self.size.rules);
        ids.map(|id| u32::try_from(id).expect("a small id")).collect()
    }
}

/// The same workload whose rules after the first ask, beside all they asked, for a value that no event has.
fn altered(workload: &Workload, size: Size) -> Workload {
    let mut rules = workload.rules.clone();
    let listed = rules["rules"].as_array_mut().expect("rules");
    for (number, rule) in listed.iter_mut().enumerate().skip(size.rules) {
        let conditions = rule["all"].as_array_mut().expect("conditions");
        conditions.insert(number % (conditions.len() + 1), impossible(number));
    }
    Workload { rules, events: Arc::clone(&workload.events), expected: workload.expected.clone() }
}

fn impossible(number: usize) -> Json {
    json!({"attr": TEXTS[number % MESSAGE].name, "op": "eq", "value": format!("never_{}", number % 20)})
}
