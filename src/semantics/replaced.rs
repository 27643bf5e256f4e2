//! What a book declares in place of the prelude.
//!
//! The prelude has to guess what an account's own vocabulary looks like (its plans, its channels), and a book that was
//! written for an older prelude declares what a newer one has too. So the book's declaration counts, and not both. What the
//! runtime itself keeps up to date must keep its type: with another one, both stay, and the name is reported as double.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use super::shipped;
use crate::runtime::maintained;
use crate::syntax::ast::{self, DeclarationKind, SignaturePart, Type};

/// Takes out of the prelude what one of the other files declares anew.
pub(super) fn by<'a>(prelude: &mut Arc<ast::File>, others: impl Iterator<Item = &'a ast::File>) {
    let anew: BTreeSet<String> = others.flat_map(|file| &file.declarations).filter_map(name).collect();
    if !anew.is_disjoint(&NAMES_OF_THE_PRELUDE) {
        let stays = |declaration: &ast::Declaration| name(declaration).is_none_or(|name| !anew.contains(&name));
        Arc::make_mut(prelude).declarations.retain(stays);
    }
}

static NAMES_OF_THE_PRELUDE: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| shipped::prelude().declarations.iter().filter_map(name).collect());

/// A text that is the same for two declarations of which one replaces the other.
fn name(declaration: &ast::Declaration) -> Option<String> {
    match &declaration.kind {
        DeclarationKind::Attribute(node) => {
            let segments = &node.path.as_ref()?.segments;
            let words: Vec<&str> = segments.iter().map(|segment| segment.name.text.as_str()).collect();
            let name = words.join(".");
            let fixed = maintained::attributes().iter().any(|(attribute, _)| *attribute == name);
            let of_type = if fixed { written(node.value_type.as_ref()?) } else { String::new() };
            Some(format!("attribute {name}: {of_type}"))
        }
        DeclarationKind::Event(node) => {
            let words: Vec<&str> = node.path.as_ref()?.segments.iter().map(|word| word.name.text.as_str()).collect();
            Some(format!("event {}", words.join(".")))
        }
        DeclarationKind::Enum(node) => Some(format!("enum {}", node.name.as_ref()?.text)),
        DeclarationKind::Action(node) => {
            let words = signature(&node.parts, false);
            let written_by_us = maintained::LIST_ACTIONS.iter().any(|(action, ..)| words.starts_with(action));
            Some(format!("action {}", signature(&node.parts, written_by_us)))
        }
        _ => None,
    }
}

fn written(value_type: &Type) -> String {
    match value_type {
        // Names of the directory are texts.
        Type::Named(word) if ["group", "agent", "webhook"].contains(&word.text.as_str()) => "text".to_owned(),
        Type::Named(word) => word.text.to_string(),
        Type::ListOf(of, _) => format!("list of {}", written(of)),
        Type::OneOf(..) => "one of".to_owned(),
    }
}

/// The shape of an action; the names of its slots matter where the runtime looks for them.
fn signature(parts: &[SignaturePart], with_names: bool) -> String {
    let words = parts.iter().map(|part| match part {
        SignaturePart::Word(word) => word.text.to_string(),
        SignaturePart::Slot { name, value_type, .. } => {
            let name = if with_names { name.text.as_str() } else { "" };
            format!("<{name}: {}>", value_type.as_ref().map_or_else(String::new, written))
        }
        SignaturePart::Optional(parts, _) => format!("[{}]", signature(parts, with_names)),
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::SourceFile;
    use crate::semantics::{Settings, compile};

    fn findings(text: &str) -> Vec<String> {
        let file = SourceFile { path: "a.when".to_owned(), text: text.to_owned(), shipped: false };
        let compiled = compile(&[file], &Settings::default());
        compiled.findings.into_iter().map(|finding| finding.message).collect()
    }

    const USE: &str = "trigger t {\n  on customer.wrote\n  when user.plan is gold\n  do { note \"x\" }\n}\n";

    #[test]
    fn a_plan_of_the_accounts_own_replaces_the_preludes() {
        let own = format!("attribute user.plan: one of {{ free, gold }} default free\n\n{USE}");
        assert_eq!(findings(&own), Vec::<String>::new());
        assert_eq!(findings(USE).len(), 1, "the prelude's plans know no gold");
    }

    #[test]
    fn an_action_is_replaced_whatever_its_slots_are_called_unless_the_runtime_looks_for_them() {
        let with = |declared: &str, used: &str| {
            findings(&format!("{declared}\n\ntrigger t {{\n  on customer.wrote\n  do {{ {used} }}\n}}\n"))
        };
        assert_eq!(with("action note <text: message>", "note \"x\""), Vec::<String>::new());
        assert_eq!(with("action add tag <tag: text>", "add tag \"x\""), Vec::<String>::new());
        assert_eq!(with("action add tag <word: text>", "add tag \"x\""), ["`add tag` is declared twice"]);
    }

    #[test]
    fn two_of_the_books_own_are_still_double() {
        let line = "attribute user.plan: one of { free, gold } default free\n";
        assert_eq!(findings(&format!("{line}{line}\n{USE}")), ["`user.plan` is declared twice"]);
    }

    #[test]
    fn what_the_runtime_keeps_keeps_its_type() {
        let with = |of_type: &str| {
            let declared = format!("attribute user.locale: {of_type} optional\n\n");
            findings(&format!(
                "{declared}trigger t {{\n  on customer.wrote\n  when user.locale is known\n  do {{ note \"x\" }}\n}}\n"
            ))
        };
        assert_eq!(with("text"), Vec::<String>::new());
        assert_eq!(with("number"), ["`user.locale` is declared twice"]);
    }
}
