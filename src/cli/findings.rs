//! Findings on the terminal.

use std::io::Write;

use super::terminal::WIDTH;
use super::{Terminal, Trouble};
use crate::diagnostic::render::Counts;
use crate::diagnostic::render::human::Painter;
use crate::diagnostic::{Finding, Sources};

/// More findings of one book than this are only counted: nobody reads on.
const MOST: usize = 500;

/// Draws findings on standard output, as the result of `check`.
pub(super) fn to_stdout(findings: &[Finding], sources: &Sources, terminal: &mut Terminal) -> Result<(), Trouble> {
    let painter = Painter::new(sources, terminal.styles.color, WIDTH);
    draw(findings, &painter, &mut terminal.out)
}

/// Draws findings on standard error, with how many there are: they keep a command from giving its result.
pub(super) fn to_stderr(findings: &[Finding], sources: &Sources, terminal: &mut Terminal) -> Result<(), Trouble> {
    terminal.out.flush()?;
    let painter = Painter::new(sources, terminal.error_styles.color, WIDTH);
    draw(findings, &painter, &mut terminal.err)?;
    Ok(writeln!(terminal.err, "{}", Counts::of(findings))?)
}

fn draw(findings: &[Finding], painter: &Painter<'_>, to: &mut impl Write) -> Result<(), Trouble> {
    for finding in findings.iter().take(MOST) {
        writeln!(to, "{}", painter.draw(finding))?;
    }
    if findings.len() > MOST {
        writeln!(to, "… and {} more; `--format json` lists them all\n", findings.len() - MOST)?;
    }
    Ok(())
}
