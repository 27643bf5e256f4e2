//! `whenbook test` on real books.

use std::fmt::Write as _;
use std::fs;

use super::{books, told, transcript, whenbook};

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
