//! `condition`: named conditions, and that none asks for itself.

use std::collections::BTreeMap;

use super::depth;
use crate::diagnostic::Location;
use crate::diagnostic::codes::types;
use crate::ir::{Condition, NamedCondition, Test};
use crate::semantics::checker::Reach;
use crate::semantics::{Checker, Context, Report};

/// How deep conditions may nest with all named ones written out.
const DEEPEST: usize = 64;

/// Compiles all named conditions, in the order declared; those that ask for themselves are left out.
pub(in crate::semantics) fn compile(context: &Context<'_>, report: &mut Report) -> Vec<NamedCondition> {
    let mut compiled: Vec<(NamedCondition, Location)> = Vec::new();
    for declared in &context.names.conditions {
        let mut checker = Checker::new(context, declared.file, report);
        let condition = checker.condition(&declared.node.condition, Reach::Anything);
        if let (Some(id), Some(condition)) = (&declared.node.id, condition) {
            compiled.push((NamedCondition { id: id.text.clone(), condition }, checker.at(id.span)));
        }
    }
    let by_name: BTreeMap<&str, &Condition> =
        compiled.iter().map(|(named, _)| (named.id.as_str(), &named.condition)).collect();
    let mut depths: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (named, location) in &compiled {
        let known = depths.contains_key(&named.id);
        let mut path = Vec::new();
        let found = expanded(&named.id, &by_name, &mut depths, &mut path);
        if known {
            continue;
        }
        match found {
            Err(circle) if circle.contains(&named.id) => {
                report.findings.push(in_a_circle(&named.id, &circle, *location))
            }
            Ok(depth) if depth > DEEPEST => report.findings.push(too_deep(&named.id, *location)),
            _ => {}
        }
    }
    compiled
        .into_iter()
        .map(|(named, _)| named)
        .filter(|named| depths.get(&named.id).copied().flatten().is_some_and(|depth| depth <= DEEPEST))
        .collect()
}

/// How deep a named condition is when all within are written out; the circle of names if there is one.
fn expanded<'c>(
    name: &str,
    all: &BTreeMap<&'c str, &'c Condition>,
    depths: &mut BTreeMap<String, Option<usize>>,
    path: &mut Vec<String>,
) -> Result<usize, Vec<String>> {
    if let Some(position) = path.iter().position(|known| known == name) {
        return Err(path.get(position..).unwrap_or_default().to_vec());
    }
    if let Some(known) = depths.get(name) {
        return known.ok_or_else(Vec::new);
    }
    let Some(condition) = all.get(name) else {
        return Ok(1);
    };
    path.push(name.to_owned());
    let result = deepest(condition, all, depths, path);
    path.pop();
    depths.insert(name.to_owned(), result.as_ref().ok().copied());
    result
}

fn deepest<'c>(
    condition: &Condition,
    all: &BTreeMap<&'c str, &'c Condition>,
    depths: &mut BTreeMap<String, Option<usize>>,
    path: &mut Vec<String>,
) -> Result<usize, Vec<String>> {
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => {
            let mut deep = 0;
            for part in parts {
                deep = deep.max(deepest(part, all, depths, path)?);
            }
            Ok(deep + 1)
        }
        Test::Not(inner) => Ok(deepest(inner, all, depths, path)? + 1),
        Test::Named(name) => Ok(expanded(name, all, depths, path)?.saturating_add(1)),
        _ => Ok(depth(condition)),
    }
}

fn in_a_circle(name: &str, circle: &[String], location: Location) -> crate::diagnostic::Finding {
    let way: Vec<String> = circle.iter().chain(circle.first()).map(|name| format!("`{name}`")).collect();
    let finding = crate::diagnostic::Finding::new(&types::CIRCLE, location, format!("`{name}` asks for itself"));
    if circle.len() == 1 {
        finding.help("write out what it is to ask")
    } else {
        finding.help(format!("it goes round: {}; take one of the names out", way.join(" → ")))
    }
}

fn too_deep(name: &str, location: Location) -> crate::diagnostic::Finding {
    let message = format!("`{name}` nests more than {DEEPEST} deep, with all conditions in it");
    crate::diagnostic::Finding::new(&types::TOO_DEEP, location, message).help("let it ask for less")
}
