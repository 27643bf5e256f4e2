//! What can be done about the findings at a place.

use super::Analysis;
use crate::diagnostic::codes::suppressions as codes;
use crate::diagnostic::{Edit, FileId, Finding, Severity, Span, fixes};

/// Something that an editor offers to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it does, as a command.
    pub title: String,
    /// What it is for.
    pub kind: ActionKind,
    /// The finding that it is about: its place in the analysis; `None` for all of the file.
    pub finding: Option<usize>,
    /// Whether the meaning is sure to be what the author wanted.
    pub safe: bool,
    /// The changes of the file.
    pub edits: Vec<Edit>,
}

/// What an action is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// It mends a finding.
    Fix,
    /// It allows a finding by a comment.
    Allow,
    /// It mends all that is sure in the file.
    FixAll,
}

/// What can be done in that part of a file.
#[must_use]
pub fn actions(analysis: &Analysis, file: FileId, span: Span) -> Vec<Action> {
    let touched = |finding: &Finding| {
        let at = finding.primary.location;
        at.file == file && at.span.start <= span.end && span.start <= at.span.end
    };
    let here = analysis.findings.iter().enumerate().filter(|(_, finding)| touched(finding));
    let mut actions: Vec<Action> = Vec::new();
    for (index, finding) in here {
        actions.extend(mend(index, finding));
        actions.extend(allow(index, finding, analysis.text(file)));
    }
    actions.extend(mend_all(analysis, file));
    actions
}

fn mend(index: usize, finding: &Finding) -> Option<Action> {
    let fix = finding.fix.as_ref()?;
    Some(Action {
        title: fix.title.clone(),
        kind: ActionKind::Fix,
        finding: Some(index),
        safe: fix.safe,
        edits: fix.edits.clone(),
    })
}

/// The comment stands above the line, with room for the reason. What is wrong with such a comment is not allowed by another.
fn allow(index: usize, finding: &Finding, text: &str) -> Option<Action> {
    let about_comments = [&codes::SUPPRESSION_FORM, &codes::UNKNOWN_SUPPRESSION, &codes::UNUSED_SUPPRESSION];
    if finding.severity == Severity::Error || about_comments.contains(&finding.code) {
        return None;
    }
    let start = finding.primary.location.span.start as usize;
    let line = text.get(..start)?.rfind('\n').map_or(0, |end| end + 1);
    let rest = text.get(line..)?;
    let indent = rest.get(..rest.len() - rest.trim_start_matches([' ', '\t']).len())?;
    let at = Span::empty(u32::try_from(line).ok()?);
    let comment = format!("{indent}// whenbook allow {}: because \n", finding.code.name);
    Some(Action {
        title: format!("allow `{}` here, with a reason", finding.code.name),
        kind: ActionKind::Allow,
        finding: Some(index),
        safe: false,
        edits: vec![Edit { span: at, text: comment }],
    })
}

fn mend_all(analysis: &Analysis, file: FileId) -> Option<Action> {
    let findings = analysis.findings.iter().filter(|finding| finding.primary.location.file == file);
    let safe = findings.filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safe);
    let text = analysis.text(file);
    let applied = fixes::apply(text, safe)?;
    let whole = Span::new(0, u32::try_from(text.len()).ok()?);
    Some(Action {
        title: "mend all that is sure in this file".to_owned(),
        kind: ActionKind::FixAll,
        finding: None,
        safe: true,
        edits: vec![Edit { span: whole, text: applied.text }],
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::of;
    use super::*;

    #[test]
    fn a_comment_that_allows_in_vain_is_mended_and_not_allowed() {
        let titles = |text: &str| {
            let analysis = of(&[("book.when", text)]);
            let all = actions(&analysis, FileId(0), Span::empty(22)).into_iter();
            all.filter(|action| action.kind != ActionKind::FixAll).map(|action| action.title).collect::<Vec<_>>()
        };
        let book = |comment: &str| {
            format!(
                "// whenbook allow {comment}\nlist a {{ \"x\" }}\n\ncondition c when message.text contains any a\n\ntrigger t {{\n  on customer.wrote\n  when c\n  do {{ close }}\n}}\n"
            )
        };
        assert_eq!(titles(&book("unsued: because")), ["write `unused`"]);
        assert_eq!(titles(&book("unused: because")), ["take the comment out"]);
        assert_eq!(titles(&book("unused")), ["take the comment out"]);
    }

    #[test]
    fn a_finding_can_be_mended_or_allowed() {
        let text = "trigger t {\n  on customer.wrot\n  do { send \"Number {user.past_visits or none}\" }\n}\n";
        let analysis = of(&[("book.when", text)]);
        let at = |needle: &str| Span::empty(u32::try_from(text.find(needle).unwrap()).unwrap());
        let told = |span: Span| {
            actions(&analysis, FileId(0), span)
                .into_iter()
                .map(|action| (action.kind, action.title))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            told(at("customer")),
            [
                (ActionKind::Fix, "write `customer.wrote`".to_owned()),
                (ActionKind::FixAll, "mend all that is sure in this file".to_owned())
            ]
        );
        assert_eq!(
            told(at("user.past_visits")).iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
            [ActionKind::Fix, ActionKind::Allow, ActionKind::FixAll]
        );
    }

    #[test]
    fn what_is_allowed_is_allowed() {
        let text = "trigger t {\n  on agent.wrote\n  do { note \"Number {user.past_visits or none}\" }\n}\n";
        let analysis = of(&[("book.when", text)]);
        let span = Span::empty(u32::try_from(text.find("user.past").unwrap()).unwrap());
        let action =
            actions(&analysis, FileId(0), span).into_iter().find(|action| action.kind == ActionKind::Allow).unwrap();
        let mut allowed = text.to_owned();
        for edit in &action.edits {
            allowed.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        assert_eq!(of(&[("book.when", &allowed)]).findings, []);
    }
}
