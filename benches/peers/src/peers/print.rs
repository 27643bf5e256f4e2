//! A rule in a peer's own language.

use crate::rules::{ByKind, Condition, Rule, by_kind};

/// The words between conditions.
pub struct Joints {
    pub and: &'static str,
    pub or: &'static str,
}

/// The rules of each kind with their ids, where `leaf` writes a condition that is no group.
pub fn printed(
    rules: &[Rule],
    joints: &Joints,
    mut leaf: impl FnMut(&Rule, &Condition) -> String,
) -> ByKind<Vec<(u32, String)>> {
    by_kind(rules).map(|rules| rules.iter().map(|rule| (rule.id, written(rule, joints, &mut leaf))).collect())
}

fn written(rule: &Rule, joints: &Joints, leaf: &mut impl FnMut(&Rule, &Condition) -> String) -> String {
    let mut parts = Vec::new();
    for condition in &rule.all {
        parts.push(match condition {
            Condition::Any(any) => {
                let any: Vec<String> = any.iter().map(|part| leaf(rule, part)).collect();
                format!("({})", any.join(joints.or))
            }
            plain => leaf(rule, plain),
        });
    }
    parts.join(joints.and)
}

/// `'a', 'b'`
pub fn quoted(values: &[String], quote: char, separator: &str) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("{quote}{value}{quote}")).collect();
    quoted.join(separator)
}
