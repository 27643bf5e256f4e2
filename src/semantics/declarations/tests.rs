//! `test`: from its lines to steps on a virtual clock.

mod clock;
mod expectations;
mod facts;

use crate::diagnostic::codes::tests as codes;
use crate::diagnostic::{Finding, Location};
use crate::ir::test::{Test, TestStep, TestStepKind};
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast::{self, StepKind};

use clock::Clock;

/// Compiles all tests of a book.
pub fn compile(context: &Context<'_>, report: &mut Report) -> Vec<Test> {
    let mut tests: Vec<Test> = Vec::new();
    for declared in &context.names.tests {
        let mut checker = Checker::new(context, declared.file, report);
        let Some(test) = one(&mut checker, declared.node) else {
            continue;
        };
        if let Some(first) = tests.iter().find(|known| known.title == test.title) {
            let here = crate::semantics::context::location(test.place);
            let there = crate::semantics::context::location(first.place);
            checker.push(title_twice(&test.title, here, there));
        }
        tests.push(test);
    }
    tests
}

fn title_twice(title: &str, here: Location, there: Location) -> Finding {
    Finding::new(&codes::TITLE_TWICE, here, format!("two tests are called `{title}`"))
        .also(there, "the first one is here")
        .help("give each a title of its own, so that one knows which has failed")
}

fn one(checker: &mut Checker<'_>, test: &ast::Test) -> Option<Test> {
    let title = test.title.as_ref()?;
    let text = checker.plain_text(title, "a title")?;
    let mut clock = Clock::new(&checker.context.settings.time_zone);
    let mut something_happened = false;
    let mut steps = Vec::new();
    for step in &test.steps {
        match &step.kind {
            StepKind::Given(_) | StepKind::At(_) => {}
            StepKind::Receive { .. } | StepKind::Advance(_) => something_happened = true,
            StepKind::Expect(expectation) => {
                if !something_happened && expectations::needs_a_happening(expectation) {
                    let finding = checker
                        .finding(&codes::EXPECTS_TOO_EARLY, step.span, "nothing has happened so far")
                        .help("write a `receive` above it, or take it out");
                    checker.push(finding);
                }
            }
        }
        if let Some(kind) = compile_step(checker, &mut clock, &step.kind) {
            steps.push(TestStep { place: checker.place(step.span), kind });
        }
    }
    expects_something(checker, title, test);
    Some(Test { title: text, place: checker.place(title.span), steps })
}

fn compile_step(checker: &mut Checker<'_>, clock: &mut Clock, step: &StepKind) -> Option<TestStepKind> {
    Some(match step {
        StepKind::Given(facts) => TestStepKind::Given(facts::given(checker, facts)),
        StepKind::At(time) => TestStepKind::At(clock.at(checker, time)?),
        StepKind::Receive { event, conversation, facts } => {
            let (event, facts) = facts::receive(checker, event.as_ref()?, facts)?;
            clock.happens();
            TestStepKind::Receive { event, conversation: conversation.as_ref().map(|word| word.text.clone()), facts }
        }
        StepKind::Advance(value) => TestStepKind::Advance(clock.advance(checker, value)?),
        StepKind::Expect(expectation) => TestStepKind::Expect(expectations::compile(checker, clock, expectation)?),
    })
}

fn expects_something(checker: &mut Checker<'_>, title: &ast::Text, test: &ast::Test) {
    if test.steps.iter().any(|step| matches!(step.kind, StepKind::Expect(_))) {
        return;
    }
    let finding = checker
        .finding(&codes::EXPECTS_NOTHING, title.span, "this test expects nothing, so it cannot fail")
        .help("write what must be so, such as `expect fired …` or `expect nothing sent`");
    checker.push(finding);
}
