//! What a `use` takes in that ships.

use super::Hover;
use crate::diagnostic::FileId;
use crate::ide::{Analysis, Position};
use crate::semantics::names::name_of;
use crate::semantics::shipped;
use crate::semantics::suggest::listed;
use crate::syntax::{self, Kind};

/// What the file is for, and what it declares.
pub(super) fn hover(analysis: &Analysis, position: Position) -> Option<Hover> {
    let parse = analysis.parse(position.file);
    let mut nodes = parse.tree.leaf_at(position.offset)?.ancestors();
    let path = nodes.find(|node| node.kind() == Kind::path)?;
    let shipped = shipped::find(path.text())
        .filter(|_| path.parent().is_some_and(|use_| use_.kind() == Kind::use_declaration))?;
    let about = shipped.text.lines().take_while(|line| line.starts_with("//"));
    let about: Vec<&str> = about.map(|line| line.trim_start_matches('/').trim()).collect();
    let file = syntax::parse(FileId(0), shipped.text).ast();
    let names = file.declarations.iter().filter_map(|declaration| name_of(&declaration.kind));
    let names: Vec<&str> = names.map(|(_, word)| word.text.as_str()).collect();
    let declares = if names.is_empty() { String::new() } else { format!("\n\nIt declares {}.", listed(&names, "and")) };
    Some(Hover { span: path.span(), text: format!("{}{declares}", about.join("\n")), from: None })
}
