//! One cause, one finding.

use crate::{
    diagnostic::{Finding, codes::syntax::UNCLOSED_TEXT},
    syntax::{Tree, lines},
};

/// How many lines after a text that is not closed its other quotation mark is looked for.
const REACH: usize = 12;

/// The findings in the order of the file, without those that follow from others.
pub(super) fn merge(tree: &Tree, mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| finding.primary.location.span);
    let unclosed = findings.iter().filter(|finding| *finding.code == UNCLOSED_TEXT).count();
    if unclosed > 1 { without_text_lines(tree, findings) } else { findings }
}

/// A text that was broken over lines leaves two that are not closed, and nonsense between them: only the first counts.
fn without_text_lines(tree: &Tree, findings: Vec<Finding>) -> Vec<Finding> {
    let starts = line_starts(tree.text());
    let line_of =
        |finding: &Finding| starts.partition_point(|start| *start <= finding.primary.location.span.start as usize);
    let texts: Vec<usize> = findings.iter().filter(|finding| *finding.code == UNCLOSED_TEXT).map(line_of).collect();
    let pairs: Vec<(usize, usize)> = texts
        .windows(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
        .filter(|(first, second)| first < second && second - first <= REACH)
        .step_by(2)
        .collect();
    findings
        .into_iter()
        .filter(|finding| {
            let line = line_of(finding);
            !pairs.iter().any(|(first, second)| *first < line && line <= *second)
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
