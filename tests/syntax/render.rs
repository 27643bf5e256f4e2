//! Findings as a person would read them, in plain text.

use std::fmt::Write;

use whenbook::diagnostic::{Finding, Label};

/// All findings of a file.
pub fn findings(text: &str, findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        writeln!(out, "{}: {}", finding.code.id, finding.message).unwrap();
        label(&mut out, text, &finding.primary);
        for further in &finding.further {
            label(&mut out, text, further);
        }
        if let Some(help) = &finding.help {
            writeln!(out, "  help: {help}").unwrap();
        }
        if let Some(fix) = &finding.fix {
            let sure = if fix.safe { "" } else { " (if that is meant)" };
            writeln!(out, "  fix: {}{sure}", fix.title).unwrap();
            for line in changed_lines(text, finding) {
                writeln!(out, "     + {line}").unwrap();
            }
        }
        out.push('\n');
    }
    out
}

fn label(out: &mut String, text: &str, label: &Label) {
    let span = label.location.span;
    let start = span.start as usize;
    let line_start = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line = text[line_start..].split(['\n', '\r']).next().unwrap();
    let line_number = text[..line_start].replace("\r\n", "\n").matches(['\n', '\r']).count() + 1;
    let column = text[line_start..start].chars().count() + 1;
    let shown: String = line.chars().take(110).collect();
    writeln!(out, "  {line_number}:{column}").unwrap();
    writeln!(out, "     | {shown}").unwrap();
    let width = text[start..(span.end as usize).min(line_start + line.len()).max(start)].chars().count();
    let marks = if width == 0 { "^".to_owned() } else { "^".repeat(width.min(110)) };
    writeln!(out, "     | {}{marks} {}", " ".repeat(column.min(110) - 1), label.text).unwrap();
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
}

/// The text after a finding's fix.
pub fn fixed(text: &str, finding: &Finding) -> String {
    let mut edits = finding.fix.as_ref().unwrap().edits.clone();
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::new();
    let mut position = 0;
    for edit in edits {
        out.push_str(&text[position..edit.span.start as usize]);
        out.push_str(&edit.text);
        position = edit.span.end as usize;
    }
    out + &text[position..]
}

/// The lines that a fix changes, after it.
fn changed_lines(text: &str, finding: &Finding) -> Vec<String> {
    let after = fixed(text, finding);
    let old: Vec<&str> = text.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = new.len() - same;
    let tail = old.iter().rev().zip(new.iter().rev().take(rest)).take_while(|(old, new)| old == new).count();
    let tail = tail.min(old.len().saturating_sub(same));
    new[same..new.len() - tail].iter().take(4).map(|line| line.chars().take(110).collect()).collect()
}
