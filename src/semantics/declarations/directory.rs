//! `directory`: the account's groups, agents and webhooks.

use crate::diagnostic::codes::parts;
use crate::semantics::context::Directory;
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast;

/// The directory of a book; several of them are taken together.
pub fn compile(context: &Context<'_>, report: &mut Report) -> Directory {
    let mut directory = Directory::default();
    for declared in &context.names.directories {
        let mut checker = Checker::new(context, declared.file, report);
        for (word, names) in &declared.node.entries {
            let list = match word.text.as_str() {
                "groups" => &mut directory.groups,
                "agents" => &mut directory.agents,
                "webhooks" => &mut directory.webhooks,
                _ => continue,
            };
            let list = list.get_or_insert_default();
            for name in names {
                add(&mut checker, name, list);
            }
        }
    }
    directory
}

fn add(checker: &mut Checker<'_>, name: &ast::Text, list: &mut Vec<String>) {
    let Some(text) = checker.plain_text(name, "a name") else {
        return;
    };
    if list.contains(&text) {
        let finding = checker
            .finding(&parts::IN_DIRECTORY_TWICE, name.span, format!("`{text}` is in the directory twice"))
            .help("take one of them out");
        checker.push(finding);
    } else {
        list.push(text);
    }
}
