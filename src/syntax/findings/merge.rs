//! One cause, one finding.

use crate::{
    diagnostic::{Finding, codes::syntax::UNCLOSED_TEXT},
    syntax::{Kind, Tree, lines},
};

/// How many lines after a text that is not closed its other quotation mark is looked for.
const REACH: usize = 12;

/// The findings in the order of the file, without those that follow from others.
pub(super) fn merge(tree: &Tree, mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| finding.primary.location.span);
    let unclosed = findings.iter().any(|finding| *finding.code == UNCLOSED_TEXT);
    if unclosed { without_text_lines(tree, findings) } else { findings }
}

/// A text that was broken over lines leaves two that are not closed, and nonsense between them: only the first counts.
fn without_text_lines(tree: &Tree, findings: Vec<Finding>) -> Vec<Finding> {
    let starts = line_starts(tree.text());
    let line_at = |place: u32| starts.partition_point(|start| *start <= place as usize);
    let texts: Vec<usize> = tree
        .nodes()
        .filter(|node| {
            node.kind() == Kind::missing_quote && node.parent().is_some_and(|text| text.kind() == Kind::text)
        })
        .map(|node| line_at(node.span().start))
        .collect();
    let pairs: Vec<(usize, usize)> = texts
        .windows(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
        .filter(|(first, second)| first < second && second - first <= REACH)
        .step_by(2)
        .collect();
    findings
        .into_iter()
        .filter(|finding| {
            let line = line_at(finding.primary.location.span.start);
            let before = pairs.partition_point(|(first, _)| *first < line);
            let pair = before.checked_sub(1).and_then(|index| pairs.get(index));
            pair.is_none_or(|(_, second)| line > *second)
        })
        .collect()
}

fn line_starts(text: &str) -> Vec<usize> {
    lines::of(text)
        .scan(0, |offset, line| {
            let start = *offset;
            *offset += line.len();
            Some(start)
        })
        .collect()
}
