//! `whenbook test` on real books.

use std::fmt::Write as _;
use std::fs;

use crate::schemas::xml_errors;

use super::{books, told, transcript, whenbook};

/// Runs `whenbook` on the books of these tests; gives standard output.
fn output(arguments: &[&str]) -> String {
    String::from_utf8(whenbook(&books(), arguments, b"").stdout).unwrap()
}

#[test]
fn tests_pass_or_say_why_not() {
    insta::assert_snapshot!("test", told(&["test", "small"]));
    insta::assert_snapshot!("test_failing", told(&["test", "failing"]));
    insta::assert_snapshot!("test_json", told(&["test", "failing", "--filter", "words", "--format", "json"]));
}

#[test]
fn some_of_the_tests() {
    let filtered = |filter: &str| told(&["test", "small", "--filter", filter, "--list"]);
    let all =
        ["AT NIGHT", "tests.when", "small/tests.when:9", "tests.when:1", "tests.when:99", "nothing"].map(filtered);
    insta::assert_snapshot!("test_filter", all.join("\n"));
    insta::assert_snapshot!("test_list_json", told(&["test", "small", "--list", "--format", "json"]));
    insta::assert_snapshot!("test_fail_fast", told(&["test", "failing", "--fail-fast"]));
}

#[test]
fn a_book_without_tests_fails_only_if_asked_to() {
    let empty = ["test", "small/texts.when"];
    insta::assert_snapshot!("test_none", [told(&empty), told(&[&empty[..], &["--fail-on-empty"]].concat())].join("\n"));
}

/// Of many tests, of which some fail, each way of running them tells the same.
#[test]
fn the_output_is_the_same_with_any_number_of_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = fs::read_to_string(books().join("failing/rules.when")).unwrap();
    for number in 0..300 {
        let expected = if number % 97 == 96 { "nothing sent" } else { "fired hello" };
        let _ = write!(text, "\ntest \"{number}\" {{\n  receive customer.wrote\n  expect {expected}\n}}\n");
    }
    fs::write(folder.path().join("many.when"), text).unwrap();
    for more in [&[][..], &["--fail-fast"], &["--format", "json"]] {
        let run = |jobs: &str| {
            let arguments = [&["test", "many.when", "--jobs", jobs][..], more].concat();
            let output = whenbook(folder.path(), &arguments, b"");
            (output.status.code(), String::from_utf8(output.stdout).unwrap())
        };
        let alone = run("1");
        assert_eq!(alone.0, Some(1));
        assert_eq!(alone, run("2"), "{more:?}");
        assert_eq!(alone, run("7"), "{more:?}");
    }
    let last = transcript(folder.path(), &["test", "many.when", "--fail-fast"], b"");
    assert!(last.contains("\n96 tests passed, 1 failed, 203 not run\n"), "{last}");
}

/// What should be seen and what not was worked out by hand, line by line.
#[test]
fn coverage_tells_what_no_test_has_looked_at() {
    insta::assert_snapshot!("test_coverage", told(&["test", "counted", "--coverage"]));
    insta::assert_snapshot!("test_coverage_of_some", told(&["test", "counted", "--filter", "paid", "--coverage"]));
    let report: serde_json::Value = serde_json::from_str(&output(&["test", "counted", "--format", "json"])).unwrap();
    insta::assert_snapshot!("test_coverage_json", serde_json::to_string_pretty(&report["coverage"]).unwrap());
}

#[test]
fn thresholds_fail_a_book_that_is_tested_too_little() {
    let with = |thresholds: &[&str]| {
        let arguments: Vec<&str> = thresholds.iter().flat_map(|each| ["--threshold", each]).collect();
        told(&[&["test", "counted"][..], &arguments].concat())
    };
    let all = [with(&["47", "triggers=60%"]), with(&["50", "conditions=100"]), with(&["states=5"])];
    insta::assert_snapshot!("test_threshold", all.join("\n"));
    insta::assert_snapshot!("test_threshold_filter", told(&["test", "small", "--filter", "a", "--threshold", "5"]));
}

/// Each line of a record is there, and the sums are those of the lines.
#[test]
fn lcov_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lcov.info");
    whenbook(&books(), &["test", "counted", "--coverage-output", file.to_str().unwrap()], b"");
    let text = fs::read_to_string(&file).unwrap();
    for record in text.split_inclusive("end_of_record\n") {
        let lines = |key: &str| -> Vec<Vec<&str>> {
            let own = record.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
            own.map(|line| line.split(',').collect()).collect()
        };
        let number = |key: &str| lines(key)[0][0].parse::<usize>().unwrap();
        let hit =
            |key: &str, column: usize| lines(key).iter().filter(|line| !["0", "-"].contains(&line[column])).count();
        let source = books().join(lines("SF")[0][0]);
        let length = fs::read_to_string(&source).unwrap().lines().count();
        for line in ["FN", "BRDA", "DA"].iter().flat_map(|key| lines(key)) {
            assert!((1..=length).contains(&line[0].parse().unwrap()), "{line:?}");
        }
        assert_eq!((number("FNF"), number("FNH")), (lines("FN").len(), hit("FNDA", 0)));
        assert_eq!((number("BRF"), number("BRH")), (lines("BRDA").len(), hit("BRDA", 3)));
        assert_eq!((number("LF"), number("LH")), (lines("DA").len(), hit("DA", 1)));
    }
    insta::assert_snapshot!("test_lcov", text);
}

#[test]
fn junit_is_valid_and_tells_what_happened() {
    let report = output(&["test", "failing", "--format", "junit"]);
    insta::assert_snapshot!("test_junit", report);
    for book in ["failing", "small", "counted", "small/texts.when", "../../../examples/help-desk"] {
        assert_eq!(xml_errors("junit-10.xsd", &output(&["test", book, "--format", "junit"])), Vec::<String>::new());
    }
}

#[test]
fn a_failure_tells_what_became_of_waits_and_timers() {
    insta::assert_snapshot!(told(&["test", "waiting"]));
}
