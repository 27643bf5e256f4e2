//! Which facts a condition reads.

use std::collections::BTreeSet;

use crate::ir::condition::{Operand, Test};
use crate::ir::{Book, Condition};

/// The keys that a condition reads, also through named conditions.
pub(super) fn reads(book: &Book, condition: &Condition) -> BTreeSet<String> {
    let mut found = Found { book, keys: BTreeSet::new(), named: BTreeSet::new() };
    found.condition(condition);
    found.keys
}

struct Found<'a> {
    book: &'a Book,
    keys: BTreeSet<String>,
    /// The named conditions that were looked into.
    named: BTreeSet<&'a str>,
}

impl Found<'_> {
    fn condition(&mut self, condition: &Condition) {
        match &condition.test {
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| self.condition(part)),
            Test::Not(inner) => self.condition(inner),
            Test::Compare { left, right, .. } => self.operands([left, right]),
            Test::Between { value, low, high } => self.operands([value, low, high]),
            Test::In { value, list } => self.operands([value, list]),
            Test::Text { text, needles, .. } => self.operands([text, needles]),
            Test::Matches { text, .. } => self.operands([text]),
            Test::Has { list, members, .. } => self.operands([list, members]),
            Test::Known(operand) => self.operands([operand]),
            Test::Ago { time, .. } => self.operands([time]),
            Test::InTheLast { .. } | Test::Open(_) | Test::HasFired(_) => {}
            Test::Named(name) => self.named(name),
        }
    }

    fn named(&mut self, name: &str) {
        let book = self.book;
        if let Some(named) = book.conditions.iter().find(|each| each.id == name)
            && self.named.insert(&named.id)
        {
            self.condition(&named.condition);
        }
    }

    fn operands<'o>(&mut self, operands: impl IntoIterator<Item = &'o Operand>) {
        for operand in operands {
            if let Operand::Attribute(read) = operand {
                self.keys.insert(read.key.clone());
                self.operands(&read.arguments);
            }
        }
    }
}
