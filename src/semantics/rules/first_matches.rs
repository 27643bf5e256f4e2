//! `first match`.

use std::collections::BTreeMap;

use crate::diagnostic::Location;
use crate::diagnostic::codes::rules;
use crate::ir::FirstMatch;
use crate::semantics::names::{Declared, Kind};
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast;

/// Compiles all of them; no trigger is in two.
pub(in crate::semantics) fn compile(context: &Context<'_>, report: &mut Report) -> Vec<FirstMatch> {
    let mut taken: BTreeMap<String, Location> = BTreeMap::new();
    let all = context.names.first_matches.iter();
    all.filter_map(|declared| one(&mut Checker::new(context, declared.file, report), declared, &mut taken)).collect()
}

fn one(
    checker: &mut Checker<'_>,
    declared: &Declared<'_, ast::FirstMatch>,
    taken: &mut BTreeMap<String, Location>,
) -> Option<FirstMatch> {
    let node = declared.node;
    let mut members: Vec<String> = Vec::new();
    for word in &node.members {
        let here = checker.at(word.span);
        if is_automation(checker, word) {
            let finding = checker
                .finding(&rules::NOT_A_MEMBER, word.span, format!("`{}` is an automation", word.text))
                .help("only triggers can be members: automations are started one by one, by time");
            checker.push(finding);
            continue;
        }
        // Each is in one, once.
        let is_member = |name: &str| taken.contains_key(name) || node.members.iter().any(|other| other.text == name);
        if checker.named_but(word, &[Kind::Trigger], is_member).is_none() {
            continue;
        }
        if let Some(first) = taken.get(word.text.as_str()) {
            let message = format!("`{}` is a member already", word.text);
            let finding = checker
                .finding(&rules::MEMBER_TWICE, word.span, message)
                .also(*first, "here")
                .help("a trigger is in one `first match`, once");
            checker.push(finding);
            continue;
        }
        taken.insert(word.text.to_string(), here);
        members.push(word.text.to_string());
    }
    if node.members.len() == 1 && members.len() == 1 {
        let span = node.id.as_ref().map_or(declared.span, |word| word.span);
        let finding = checker
            .finding(&rules::ONE_MEMBER, span, "a first match of one trigger decides nothing")
            .help("add the triggers of which only one is to fire, or take it away");
        checker.push(finding);
    }
    let id = node.id.as_ref()?;
    Some(FirstMatch { id: id.text.to_string(), members, place: checker.place(id.span) })
}

fn is_automation(checker: &mut Checker<'_>, word: &ast::Word) -> bool {
    checker.find(&word.text).is_some_and(|entry| entry.kind == Kind::Automation)
}
