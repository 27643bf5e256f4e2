//! `test`: from its lines to steps on a virtual clock.

mod clock;
mod commands;
mod expectations;
mod facts;
mod lines;
mod rows;
mod series;

use std::collections::BTreeMap;

use crate::diagnostic::codes::{scenarios, tests as codes};
use crate::diagnostic::{Finding, Location};
use crate::ir::test::{Expectation, Test, TestStep, TestStepKind};
use crate::semantics::memory::{Memory, Scope, Shelf};
use crate::semantics::names::Declared;
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast::{self, StepKind};

use clock::Clock;
use lines::{Line, Lines};

/// What was made of a test, or of each row of one.
#[derive(Clone, Debug)]
pub(in crate::semantics) struct Titled {
    title: String,
    location: Location,
    tests: Vec<Test>,
}

/// Compiles all tests of a book.
pub fn compile((context, report): (&Context<'_>, &mut Report), (memory, scope): (&mut Memory, Scope)) -> Vec<Test> {
    let names = scope.of(&context.names.scenarios);
    Shelf::fill(
        |memory| &mut memory.scenarios,
        memory,
        (context, &mut *report),
        names,
        |checker, declared| {
            expects_nothing(checker, declared.node);
            steps(checker, &declared.node.steps);
            Some(())
        },
    );
    let names = scope.of(&context.names.tests);
    let all = Shelf::fill(|memory| &mut memory.tests, memory, (context, &mut *report), names, titled);
    let mut titles: BTreeMap<String, Location> = BTreeMap::new();
    let mut tests = Vec::new();
    for titled in all {
        if let Some(first) = titles.get(&titled.title) {
            report.findings.push(title_twice(&titled.title, titled.location, *first));
        }
        tests.extend(titled.tests.iter().cloned());
        titles.entry(titled.title.clone()).or_insert(titled.location);
    }
    tests
}

fn titled(checker: &mut Checker<'_>, declared: &Declared<'_, ast::Test>) -> Option<Titled> {
    let title = declared.node.title.as_ref()?;
    let text = checker.plain_text(title, "a title")?;
    if declared.span.end > title.span.end {
        expects_something(checker, title, declared.node);
    }
    let tests = each_run(checker, declared.node, title, &text);
    Some(Titled { title: text, location: checker.at(title.span), tests })
}

fn title_twice(title: &str, here: Location, there: Location) -> Finding {
    Finding::new(&codes::TITLE_TWICE, here, format!("two tests are called `{title}`"))
        .also(there, "the first one is here")
        .help("give each a title of its own, so that one knows which has failed")
}

/// The test; for one with rows, a test for each of them, with the row in its title and at its place.
fn each_run(checker: &mut Checker<'_>, test: &ast::Test, title: &ast::Text, text: &str) -> Vec<Test> {
    let runs = rows::runs(checker, test);
    let runs = runs.into_iter().map(|run| {
        let steps = steps(checker, &run.steps);
        match run.row {
            Some(row) => {
                let title = format!("{text} ({})", rows::text(checker, row));
                Test { title, place: checker.place(row.span), steps }
            }
            None => Test { title: text.to_owned(), place: checker.place(title.span), steps },
        }
    });
    runs.collect()
}

/// A scenario is a beginning: what must be so then is for each test to say.
fn expects_nothing(checker: &mut Checker<'_>, scenario: &ast::Scenario) {
    for step in scenario.steps.iter().filter(|step| matches!(step.kind, StepKind::Expect(_) | StepKind::ExpectIn(..))) {
        let finding = checker
            .finding(&scenarios::SCENARIO_EXPECTS, step.span, "a scenario expects nothing")
            .help("write it in the tests that take the scenario in; a test has a title: `test \"Nobody is talked over\" { … }`");
        checker.push(finding);
    }
}

fn steps(checker: &mut Checker<'_>, written: &[ast::Step]) -> Vec<TestStep> {
    let mut clock = Clock::new(&checker.context.settings.time_zone);
    let mut something_happened = false;
    let mut steps = Vec::new();
    let context = checker.context;
    let Lines { lines, complete } = lines::of(checker, written);
    something_happened |= !complete;
    for Line { file, step } in lines {
        let checker = &mut Checker::new(context, file, checker.report);
        match &step.kind {
            StepKind::Given(_)
            | StepKind::At(_)
            | StepKind::Scenario(_)
            | StepKind::Series(_)
            | StepKind::Repeat { .. } => {}
            StepKind::Receive { .. } | StepKind::Command { .. } | StepKind::Advance(_) => something_happened = true,
            StepKind::Expect(expectation) | StepKind::ExpectIn(_, expectation) => {
                if !something_happened && expectations::needs_a_happening(expectation) {
                    let finding = checker
                        .finding(&codes::EXPECTS_TOO_EARLY, step.span, "nothing has happened so far")
                        .help("write a `receive` above it, or take it out");
                    checker.push(finding);
                }
            }
        }
        if let StepKind::Series(file) = &step.kind {
            something_happened = true;
            let place = checker.place(step.span);
            let events = file.as_ref().map(|file| series::compile(checker, &mut clock, file)).unwrap_or_default();
            steps.extend(events.into_iter().map(|kind| TestStep { place, kind }));
        }
        if let Some(kind) = compile_step(checker, &mut clock, &step.kind) {
            steps.push(TestStep { place: checker.place(step.span), kind });
        }
    }
    steps
}

fn compile_step(checker: &mut Checker<'_>, clock: &mut Clock, step: &StepKind) -> Option<TestStepKind> {
    Some(match step {
        StepKind::Given(facts) => TestStepKind::Given(facts::given(checker, facts)),
        // Their lines, or events, stand in their place.
        StepKind::Scenario(_) | StepKind::Series(_) | StepKind::Repeat { .. } => return None,
        StepKind::At(time) => TestStepKind::At(clock.at(checker, time)?),
        StepKind::Receive { event, conversation, facts } => {
            let (event, facts) = facts::receive(checker, event.as_ref()?.written()?, facts)?;
            clock.happens();
            TestStepKind::Receive {
                event,
                conversation: conversation.as_ref().map(|word| word.text.to_string()),
                facts,
            }
        }
        StepKind::Command { by, name, actions, conversation } => {
            let (by, actions) = commands::compile(checker, by.as_ref()?, name.as_ref(), actions)?;
            clock.happens();
            let conversation = conversation.as_ref().map(|word| word.text.to_string());
            TestStepKind::Command { by, conversation, actions }
        }
        StepKind::Advance(value) => TestStepKind::Advance(clock.advance(checker, value)?),
        StepKind::Expect(expectation) => TestStepKind::Expect(expectations::compile(checker, clock, expectation)?),
        StepKind::ExpectIn(conversation, expectation) => {
            let expectation = Box::new(expectations::compile(checker, clock, expectation)?);
            TestStepKind::Expect(Expectation::In { conversation: conversation.text.to_string(), expectation })
        }
    })
}

fn expects(steps: &[ast::Step]) -> bool {
    steps.iter().any(|step| match &step.kind {
        StepKind::Expect(_) | StepKind::ExpectIn(..) => true,
        StepKind::Repeat { steps, .. } => expects(steps),
        _ => false,
    })
}

fn expects_something(checker: &mut Checker<'_>, title: &ast::Text, test: &ast::Test) {
    if expects(&test.steps) {
        return;
    }
    let finding = checker
        .finding(&codes::EXPECTS_NOTHING, title.span, "this test expects nothing, so it cannot fail")
        .help("write what must be so, such as `expect fired …` or `expect nothing sent`");
    checker.push(finding);
}

#[cfg(test)]
mod unit {
    use super::super::sample::told_with;
    use crate::semantics::Settings;

    const BOOK: &str = "trigger thanks {\n  on customer.wrote\n  do {\n    wait 5s\n    send \"Thank you!\"\n  }\n}\n\ntrigger \
                        hello {\n  on customer.wrote\n  do { send hi }\n}\n\nmessage hi { en: \"Hello\" }\n\nautomation quiet \
                        {\n  after 1h since last customer.wrote\n  do { close }\n}\n\n";

    fn test(lines: &str) -> Vec<String> {
        let settings = Settings { time_zone: "Europe/Berlin".to_owned(), ..Settings::default() };
        told_with(&settings, &format!("{BOOK}test \"a\" {{\n{lines}\n}}\n"))
    }

    #[test]
    fn sound_tests_are_silent() {
        let lines = "given { user.name is \"Mina\", account.status is online, group(\"Billing\").status is away, user.email is \
                     unknown }\nat 2026-12-01 10:00\nreceive customer.wrote { message.text is \"Hi\", conversation.priority is \
                     high }\nreceive customer.wrote in second\nadvance 5s\nexpect fired thanks, quiet\nexpect not fired \
                     hello\nexpect sent \"Thank you!\"\nexpect sent hi\nexpect sent containing \"Thank\"\nexpect timer quiet at \
                     2026-12-01 11:00\nexpect no timer thanks\nexpect conversation.status is new\nat 2026-12-02 \
                     10:00\nexpect nothing sent";
        assert_eq!(test(lines), [""; 0]);
    }

    #[test]
    fn steps_make_sense() {
        let then = "expect nothing sent";
        assert_eq!(test("receive customer.wrote"), ["W0601 \"a\""]);
        assert_eq!(test(&format!("{then}\nreceive customer.wrote\n{then}")), ["W0602 expect nothing sent"]);
        assert_eq!(test(&format!("advance 0s\n{then}")).len(), 1);
        assert_eq!(
            test(&format!("at 2026-12-01 10:00\nadvance 1h\nat 2026-12-01 10:30\n{then}")),
            ["E0603 2026-12-01 10:30"]
        );
        assert_eq!(test(&format!("advance 1h\nat 2026-12-01 10:30\n{then}")), ["E0604 2026-12-01 10:30"]);
        assert_eq!(test(&format!("at 2026-02-30 10:30\nadvance 1h\n{then}")), ["E0456 2026-02-30"]);
        assert_eq!(test(&format!("at 1970-01-01 00:30\nadvance 1h\n{then}")), ["E0456 1970-01-01 00:30"]);
        assert_eq!(
            test(&format!("receive customer.wrote\n{then}\n}}\ntest \"a\" {{\nreceive customer.wrote\n{then}")),
            ["W0610 \"a\""]
        );
    }

    #[test]
    fn facts_fit() {
        let given = |facts: &str| test(&format!("given {{ {facts} }}\nreceive customer.wrote\nexpect nothing sent"));
        let with = |facts: &str| test(&format!("receive customer.wrote {{ {facts} }}\nexpect nothing sent"));
        assert_eq!(given("message.text is \"a\""), ["E0605 message.text"]);
        assert_eq!(given("time.hour is 3"), ["E0605 time.hour"]);
        assert_eq!(given("account.status is unknown"), ["E0608 unknown"]);
        assert_eq!(given("user.name is \"a\", user.name is \"b\""), ["E0609 user.name"]);
        assert_eq!(given("user.name is 7").len(), 1);
        assert_eq!(given("user.nam is \"a\"").len(), 1);
        assert_eq!(with("agent.name is \"Joon\""), ["E0606 agent.name"]);
        assert_eq!(test("receive change of user.tags\nexpect nothing sent"), ["E0607 change of user.tags"]);
        assert_eq!(test("receive customer.rote\nexpect nothing sent").len(), 1);
    }

    #[test]
    fn rows_fill_the_lines() {
        let rows = |lines: &str, rows: &str| test(&format!("{lines}\nrows {{\n{rows}\n}}"));
        let silent = "given { user.name is <name> }\nat <day> <hour>\nreceive <event> { message.text is <text> }\nas agent do { \
                      add tag <tag> }\nadvance <time>\nexpect fired <rule>\nexpect sent containing <text>\nexpect \
                      conversation.tags has any [<tag>, \"b\"] and conversation.status is <status>\nexpect no timer <wait>";
        let row = "name: \"Mina\", day: 2026-12-01, hour: 10:00, event: customer.wrote, text: \"Hi\", tag: \"a\", time: 5s, \
                   rule: [thanks, quiet], status: new, wait: thanks";
        assert_eq!(rows(silent, row), [""; 0]);
        let unknown = row.replace("\"Mina\"", "unknown").replace("[thanks, quiet]", "hello");
        assert_eq!(rows(silent, &format!("{row}\n{unknown}")), [""; 0]);
        assert_eq!(rows(silent, &row.replace("5s", "\"5s\"")), ["E0301 \"5s\""]);
        assert_eq!(rows(silent, &row.replace(": new", ": ne")).len(), 1);
        assert_eq!(rows(silent, &row.replace("hour: 10:00, ", "")).len(), 1);
        assert_eq!(rows(silent, &row.replace("wait: thanks", "wait: hello")), ["W0611 hello"]);
    }

    #[test]
    fn scenarios_stand_in_the_place_of_their_names() {
        let book = |scenario: &str, lines: &str| {
            told_with(&Settings::default(), &format!("{BOOK}{scenario}\ntest \"a\" {{\n{lines}\n}}\n"))
        };
        let evening = "scenario evening {\n  at 2026-12-01 21:00\n  receive customer.wrote\n}\n";
        let expect = "expect fired thanks";
        assert_eq!(book(evening, &format!("given evening\n{expect}")), [""; 0]);
        assert_eq!(book(evening, &format!("given evenin\n{expect}")), ["E0201 evenin"]);
        assert_eq!(book(evening, &format!("given thanks\nadvance 5s\n{expect}")), ["E0202 thanks"]);
        assert_eq!(book(evening, &format!("receive customer.wrote\n{expect}")), ["W0701 evening"]);
        assert_eq!(
            book(evening, &format!("receive customer.wrote\ngiven evening\n{expect}")),
            ["E0604 2026-12-01 21:00"]
        );
        let circle = "scenario one { given two }\n\nscenario two { given one }\n";
        assert_eq!(book(circle, &format!("given one\nadvance 5s\n{expect}")), ["E0648 two", "E0648 one"]);
        assert_eq!(
            book("scenario one { expect fired thanks }\n", &format!("given one\nadvance 5s\n{expect}")).len(),
            2
        );
        assert_eq!(book("scenario a { receive customer.rote }\n", &format!("given a\nadvance 5s\n{expect}")).len(), 1);
    }

    #[test]
    fn what_is_repeated_is_counted() {
        let repeat = |how: &str| test(&format!("repeat {how} {{ receive customer.wrote }}\nexpect fired thanks"));
        assert_eq!(repeat("3 times"), [""; 0]);
        assert_eq!(repeat("3 times every 5m"), [""; 0]);
        assert_eq!(repeat("0 times"), ["E0650 0"]);
        assert_eq!(repeat("1.5 times"), ["E0650 1.5"]);
        assert_eq!(repeat("3 times every 0s").len(), 1);
        assert_eq!(
            test("repeat 2 times every 1h {\nat 2026-12-01 10:00\n}\nexpect fired thanks"),
            ["E0603 2026-12-01 10:00"]
        );
    }

    #[test]
    fn what_is_wrong_in_a_line_is_told_once() {
        let lines = "receive customer.rote\nexpect sent <text>\nrows {\ntext: \"a\"\ntext: \"b\"\ntext: 7\n}";
        assert_eq!(test(lines).len(), 2);
    }

    #[test]
    fn names_are_known() {
        let expect = |line: &str| test(&format!("receive customer.wrote\nexpect {line}"));
        assert_eq!(expect("fired thank"), ["E0201 thank"]);
        assert_eq!(expect("fired hi"), ["E0202 hi"]);
        assert_eq!(expect("sent thanks"), ["E0202 thanks"]);
        assert_eq!(expect("no timer hello"), ["W0611 hello"]);
        assert_eq!(expect("conversation.priority is hig").len(), 1);
    }
}
