//! The lines of a test one after the other: those of scenarios in the place of their names, and repeated ones.

use rust_decimal::prelude::ToPrimitive;

use crate::diagnostic::FileId;
use crate::diagnostic::codes::scenarios as codes;
use crate::ir::Value;
use crate::semantics::names::Kind;
use crate::semantics::types::Type;
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast::{self, Step, StepKind, Word};

/// More lines than this no test has, its scenarios and repetitions written out.
pub(super) const MOST: usize = 10_000;

/// A line with its file, which may be that of a scenario.
pub(super) struct Line {
    /// The file.
    pub file: FileId,
    /// What it says.
    pub step: Step,
}

/// The lines of a test.
pub(super) struct Lines {
    /// In their order.
    pub lines: Vec<Line>,
    /// Whether all are there; or else what is missing has been reported.
    pub complete: bool,
}

/// All lines in their order.
pub(super) fn of(checker: &mut Checker<'_>, written: &[Step]) -> Lines {
    let mut writer = Writer {
        context: checker.context,
        report: checker.report,
        file: checker.file,
        lines: Vec::new(),
        inside: Vec::new(),
        too_long: false,
        complete: true,
    };
    writer.write(written);
    Lines { lines: writer.lines, complete: writer.complete }
}

struct Writer<'a, 'r> {
    context: &'a Context<'a>,
    report: &'r mut Report,
    file: FileId,
    lines: Vec<Line>,
    /// The scenarios that are being written, the outermost first.
    inside: Vec<String>,
    too_long: bool,
    complete: bool,
}

impl<'a> Writer<'a, '_> {
    fn checker(&mut self) -> Checker<'_> {
        Checker::new(self.context, self.file, self.report)
    }

    fn write(&mut self, written: &[Step]) {
        for step in written {
            match &step.kind {
                StepKind::Scenario(name) => self.scenario(name),
                StepKind::Repeat { times, every, steps } => self.repeat(times, every.as_ref(), steps),
                StepKind::Expect(_) | StepKind::ExpectIn(..) if !self.inside.is_empty() => {}
                _ => self.line(step.clone()),
            }
        }
    }

    fn line(&mut self, step: Step) {
        if self.lines.len() < MOST {
            self.lines.push(Line { file: self.file, step });
        } else if !self.too_long {
            self.too_long = true;
            let finding = self
                .checker()
                .finding(&codes::TOO_MANY_LINES, step.span, format!("this test has more than {MOST} lines"))
                .help("repeat less often; what takes so long belongs into a log for `whenbook run`");
            self.report.findings.push(finding);
        }
    }

    fn scenario(&mut self, name: &Word) {
        if self.checker().named(name, &[Kind::Scenario]).is_none() {
            self.complete = false;
            return;
        }
        if self.inside.iter().any(|inside| *inside == name.text) {
            let finding = self
                .checker()
                .finding(&codes::SCENARIO_IN_ITSELF, name.span, format!("the scenario `{}` takes itself in", name.text))
                .help("take this line out, or put what both need into a third scenario");
            self.report.findings.push(finding);
            self.complete = false;
            return;
        }
        let mut declared = self.context.names.scenarios.iter();
        let found = declared.find(|each| each.node.id.as_ref().is_some_and(|id| id.text == name.text));
        let Some(found) = found else { return };
        self.inside.push(name.text.to_string());
        let file = std::mem::replace(&mut self.file, found.file);
        self.write(&found.node.steps);
        self.file = file;
        self.inside.pop();
    }

    fn repeat(&mut self, times: &ast::Value, every: Option<&ast::Value>, steps: &[Step]) {
        let Some(times) = self.times(times) else {
            self.complete = false;
            return;
        };
        for nth in 0..times {
            if let (Some(every), 1..) = (every, nth) {
                self.line(Step { span: every.span, kind: StepKind::Advance(every.clone()) });
            }
            self.write(steps);
            if self.too_long {
                return;
            }
        }
    }

    /// How often; reported unless it is a whole number from 1.
    fn times(&mut self, value: &ast::Value) -> Option<usize> {
        let Value::Number(number) = self.checker().literal(value, &Type::Number)? else { return None };
        let whole = Some(number).filter(|number| number.is_integer()).and_then(|number| number.to_usize());
        let fine = whole.filter(|times| (1..=MOST).contains(times));
        if fine.is_none() {
            let finding = self
                .checker()
                .finding(&codes::NOT_SO_OFTEN, value.span, format!("nothing is repeated {number} times"))
                .help(format!("write a whole number from 1 to {MOST}"));
            self.report.findings.push(finding);
        }
        fine
    }
}
