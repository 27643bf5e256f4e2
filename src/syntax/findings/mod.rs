//! What is wrong with the form of a file, said in an admin's words.
//!
//! The parser never fails; it marks damage in the tree. Here each mark becomes one finding: `junk` for what stands where
//! it does not belong, `missing` for what should stand there, `alone` for values without a question, `forms` and `texts` for wrong forms whose meaning is sure.

mod alone;
mod behind;
mod examples;
mod forms;
mod junk;
mod merge;
mod missing;
mod names;
mod texts;

use super::{Kind, Node, Tree, repair::Repair};
use crate::diagnostic::{Code, FileId, Finding, Location, Span, codes::syntax::MISSPELT};

/// All findings about the form of a file, in order.
pub(super) fn of(file: FileId, tree: &Tree, repairs: &[Repair]) -> Vec<Finding> {
    let context = Context { file, tree, repairs };
    let mut findings: Vec<Finding> = repairs.iter().map(|repair| misspelt(context, repair)).collect();
    let mut read_from = 0;
    // Most kinds have no check, and which have one is asked once.
    let checks: Vec<Vec<Check>> = Kind::ALL.iter().map(|kind| checks(*kind, None)).collect();
    let checks_of = |kind: Kind| checks.get(kind as usize).map(Vec::as_slice).unwrap_or_default();
    let is_checked: Vec<bool> = Kind::ALL.iter().map(|kind| is_closed(*kind) || !checks_of(*kind).is_empty()).collect();
    let may_be_wrong =
        |kind: Kind, span: Span| span.start == span.end || is_checked.get(kind as usize).copied().unwrap_or(true);
    for node in tree.nodes_where(may_be_wrong) {
        if node.index() >= read_from {
            findings.extend(match node.span().start < node.span().end {
                true => checks_of(node.kind()).iter().find_map(|check| check(context, node)),
                false => finding(context, node),
            });
            if is_closed(node.kind()) {
                read_from = node.end();
            }
        }
    }
    merge::merge(tree, findings)
}

/// What findings are made from.
#[derive(Clone, Copy)]
struct Context<'tree> {
    file: FileId,
    tree: &'tree Tree,
    repairs: &'tree [Repair],
}

impl Context<'_> {
    fn at(self, span: Span) -> Location {
        Location { file: self.file, span }
    }

    fn finding(self, code: &'static Code, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, self.at(span), message)
    }

    /// Whether a misspelt word starts there, so that the place has its finding.
    fn is_repaired(self, start: u32) -> bool {
        self.repairs.iter().any(|repair| repair.span.start == start)
    }
}

/// Whether what is in nodes of that kind needs no finding of its own.
const fn is_closed(kind: Kind) -> bool {
    matches!(kind, Kind::junk | Kind::bad_clause | Kind::trailing | Kind::else_clause | Kind::bad_policy)
}

/// Looks for what may be wrong with nodes of one kind.
type Check = fn(Context<'_>, Node<'_>) -> Option<Finding>;

/// What may be wrong with nodes of that kind, in the order in which it is looked for.
fn checks(kind: Kind, missing: Option<Check>) -> Vec<Check> {
    let checks =
        [junk::check(kind), missing, alone::check(kind), forms::check(kind), texts::check(kind), names::check(kind)];
    checks.into_iter().flatten().collect()
}

/// The first finding about a node that covers nothing.
fn finding(context: Context<'_>, node: Node<'_>) -> Option<Finding> {
    checks(node.kind(), missing::check_empty(node)).into_iter().find_map(|check| check(context, node))
}

fn misspelt(context: Context<'_>, repair: &Repair) -> Finding {
    let written = repair.span.of(context.tree.text());
    let word = repair.word;
    let capitals = repair.sure && written.to_lowercase() == word;
    let help = if capitals {
        "the words of the language have small letters".to_owned()
    } else if repair.sure {
        format!("did you mean `{word}`?")
    } else {
        format!("here it is called `{word}`")
    };
    context.finding(&MISSPELT, repair.span, format!("`{written}` is not a word that can stand here")).help(help).fix(
        format!("write `{word}`"),
        repair.span,
        word,
        repair.sure,
    )
}

/// The beginning of a text, on one line, for a message.
fn excerpt(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim_end();
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line).trim_end()),
        None => line.to_owned(),
    }
}

/// The leaf before a node that is no trivia and not empty.
fn solid_before(node: Node<'_>) -> Option<Node<'_>> {
    std::iter::successors(node.leaf_before(), |leaf| leaf.leaf_before())
        .find(|leaf| !leaf.is_trivia() && !leaf.text().is_empty())
}

/// The child of its parent before a node that is no trivia.
fn part_before(node: Node<'_>) -> Option<Node<'_>> {
    std::iter::successors(node.previous_sibling(), |before| before.previous_sibling())
        .find(|before| !before.is_trivia())
}

/// What follows a node, without the blanks right behind it.
fn line_after(node: Node<'_>) -> &str {
    let after = node.ancestors().last().and_then(|root| root.text().get(node.span().end as usize..));
    after.unwrap_or_default().trim_start_matches([' ', '\t'])
}

/// The leaf after a node, be it trivia or not; empty ones left out.
/// Where the blanks behind a node end that stand on its line.
fn end_of_blanks(context: Context<'_>, node: Node<'_>) -> u32 {
    let after = context.tree.text().get(node.span().end as usize..).unwrap_or_default();
    let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
    node.span().end.saturating_add(u32::try_from(blanks).unwrap_or(0))
}

fn leaf_after<'tree>(context: Context<'tree>, node: Node<'tree>) -> Option<Node<'tree>> {
    context.tree.leaf_at(node.span().end).filter(|leaf| leaf.span().start >= node.span().end)
}
