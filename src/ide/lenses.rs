//! What an editor offers above tests and rules: to run them, to try them, where they are used.

use super::{Analysis, Symbol};
use crate::diagnostic::{FileId, Location, Span};
use crate::semantics::names::{Kind, Names};
use crate::syntax::ast::{Declaration, DeclarationKind, Word};

/// Something that is offered above a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The title or name below it.
    pub span: Span,
    /// What is offered.
    pub kind: LensKind,
}

/// What is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LensKind {
    /// To run all tests of the file.
    RunFile,
    /// To run the test of that title, or the tests that take in the scenario of that name.
    Run(String),
    /// To play it.
    Play(String),
    /// To try the rule of that id.
    Try(String),
    /// The tests that ask for the rule of that id, and where else it is named. Counted when it is shown.
    Tests(Kind, String),
    /// Where a name is used. Counted when it is shown.
    Uses(Kind, String),
}

/// What is offered in a file. Nothing is counted, so it is quick in books of any size.
#[must_use]
pub fn lenses(analysis: &Analysis, file: FileId) -> Vec<Lens> {
    let Some(unit) = analysis.checked.units.iter().find(|unit| unit.file == file) else { return Vec::new() };
    let declarations = &unit.ast.declarations;
    let mut lenses: Vec<Lens> = declarations.iter().flat_map(of).collect();
    if let Some(at) = lenses.iter().position(|lens| is_of_a_test(lens, declarations)) {
        let span = lenses.get(at).map(|lens| lens.span).unwrap_or_default();
        lenses.insert(at, Lens { span, kind: LensKind::RunFile });
    }
    lenses
}

fn is_of_a_test(lens: &Lens, declarations: &[Declaration]) -> bool {
    let title = |declaration: &Declaration| match &declaration.kind {
        DeclarationKind::Test(test) => test.title.as_ref().map(|title| title.span),
        _ => None,
    };
    declarations.iter().any(|declaration| title(declaration) == Some(lens.span))
}

fn of(declaration: &Declaration) -> Vec<Lens> {
    let named = |word: &Option<Word>, kinds: &dyn Fn(String) -> Vec<LensKind>| {
        let lenses = word
            .iter()
            .flat_map(|word| kinds(word.text.to_string()).into_iter().map(|kind| Lens { span: word.span, kind }));
        lenses.collect::<Vec<Lens>>()
    };
    let rule = |kind| move |name: String| vec![LensKind::Try(name.clone()), LensKind::Tests(kind, name)];
    let used = |kind| move |name: String| vec![LensKind::Uses(kind, name)];
    match &declaration.kind {
        DeclarationKind::Test(test) => {
            let Some(title) = &test.title else { return Vec::new() };
            let name = super::commands::plain(title);
            let kinds = [LensKind::Run(name.clone()), LensKind::Play(name)];
            kinds.into_iter().map(|kind| Lens { span: title.span, kind }).collect()
        }
        DeclarationKind::Scenario(scenario) => {
            named(&scenario.id, &|name| vec![LensKind::Run(name.clone()), LensKind::Play(name)])
        }
        DeclarationKind::Trigger(trigger) => named(&trigger.id, &rule(Kind::Trigger)),
        DeclarationKind::Automation(automation) => named(&automation.id, &rule(Kind::Automation)),
        DeclarationKind::Condition(node) => named(&node.id, &used(Kind::Condition)),
        DeclarationKind::Message(node) => named(&node.id, &used(Kind::Message)),
        DeclarationKind::List(node) => named(&node.id, &used(Kind::List)),
        DeclarationKind::Schedule(node) => named(&node.id, &used(Kind::Schedule)),
        _ => Vec::new(),
    }
}

/// Where a name is used, apart from tests and scenarios.
#[must_use]
pub fn uses(analysis: &Analysis, kind: Kind, name: &str) -> Vec<Location> {
    let names = analysis.names();
    used(analysis, kind, name).into_iter().filter(|use_of| test_of(*use_of, &names).is_none()).collect()
}

/// The titles of the tests that ask for a rule by its name.
#[must_use]
pub fn tests_of(analysis: &Analysis, kind: Kind, name: &str) -> Vec<Location> {
    let names = analysis.names();
    let mut tests: Vec<Location> =
        used(analysis, kind, name).into_iter().filter_map(|use_of| test_of(use_of, &names)).collect();
    tests.sort();
    tests.dedup();
    tests
}

fn used(analysis: &Analysis, kind: Kind, name: &str) -> Vec<Location> {
    Symbol { kind, name: name.to_owned(), location: Location::default() }.used(analysis)
}

/// The title of the test, or the name of the scenario, that holds a place.
fn test_of(place: Location, names: &Names<'_>) -> Option<Location> {
    let holds =
        |file: FileId, span: Span| file == place.file && span.start <= place.span.start && place.span.end <= span.end;
    let test = names.tests.iter().find(|test| holds(test.file, test.span));
    let test = test.map(|test| test.node.title.as_ref().map_or(test.span, |title| title.span));
    let scenario = || names.scenarios.iter().find(|scenario| holds(scenario.file, scenario.span));
    let scenario = || scenario().map(|each| each.node.id.as_ref().map_or(each.span, |id| id.span));
    test.or_else(scenario).map(|span| Location { file: place.file, span })
}

#[cfg(test)]
mod tests {
    use super::super::sample::of;
    use super::*;

    const BOOK: &str = "condition vip when user.name is \"Mina\"\n\ntrigger greet {\n  on customer.wrote\n  when vip\n  do { send \"Hi\" }\n}\n\ntest \"a\" {\n  receive customer.wrote\n  expect not fired greet\n  expect not fired greet\n}\n\ntest \"b\" {\n  receive customer.wrote\n  expect not fired greet\n}\n";

    #[test]
    fn rules_and_tests_have_lenses_in_broken_books_too() {
        let analysis = of(&[("book.when", BOOK), ("broken.when", "trigger {\n")]);
        let told: Vec<String> = lenses(&analysis, FileId(0)).iter().map(|lens| format!("{:?}", lens.kind)).collect();
        let expected = [
            "Uses(Condition, \"vip\")",
            "Try(\"greet\")",
            "Tests(Trigger, \"greet\")",
            "RunFile",
            "Run(\"a\")",
            "Play(\"a\")",
            "Run(\"b\")",
            "Play(\"b\")",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn uses_in_tests_are_counted_as_tests() {
        let analysis = of(&[("book.when", BOOK)]);
        assert_eq!(tests_of(&analysis, Kind::Trigger, "greet").len(), 2);
        assert_eq!(uses(&analysis, Kind::Trigger, "greet").len(), 0);
        assert_eq!(uses(&analysis, Kind::Condition, "vip").len(), 1);
    }
}
