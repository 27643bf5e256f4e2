//! What testers of the command line have found, and what it does since.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::{transcript, whenbook};

const IDLE: &str = "list idle { \"x\" }\n";
const ALWAYS: &str = "condition seen when user.past_visits is known\n";
const REFUNDS: &str = "\
trigger refunds {
  on customer.wrote
  when message.text contains \"refund\"
  do { add tag \"refund\" }
}
";
const TEST: &str = "\
use \"../common/rules.when\"

test \"refunds\" {
  receive customer.wrote { message.text is \"refund\" }
  expect conversation.tags has \"money\"
}
";

/// Two books that take in the same rules, each with a test that fails.
fn books() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "common/rules.when", &format!("{IDLE}\n{REFUNDS}"));
    for book in ["acme", "bolt"] {
        write(&folder, &format!("{book}/tests.when"), TEST);
        write(&folder, &format!("{book}/whenbook.toml"), "");
    }
    folder
}

fn write(folder: &TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn told(folder: &TempDir, arguments: &[&str]) -> String {
    transcript(folder.path(), arguments, b"")
}

fn output(folder: &TempDir, arguments: &[&str]) -> String {
    String::from_utf8(whenbook(folder.path(), arguments, b"").stdout).unwrap()
}

/// The exit code if nobody reads what it writes.
fn unread(folder: &Path, arguments: &[&str]) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whenbook"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    child.wait().unwrap().code()
}

#[test]
fn what_judges_goes_on_when_nobody_reads() {
    let folder = books();
    write(&folder, "acme/idle.when", IDLE);
    write(&folder, "broken/a.when", "trigger {");
    write(&folder, "untidy.when", "list   x { \"a\" }");
    for arguments in [
        &["test", "acme"][..],
        &["check", "acme"],
        &["check", "acme", "--format", "json"],
        &["fmt", "--check", "untidy.when"],
        &["build", "broken", "-o", "broken.book"],
    ] {
        assert_eq!(unread(folder.path(), arguments), Some(1), "{arguments:?}");
    }
    assert_eq!(unread(folder.path(), &["vocabulary", "acme"]), Some(0));
    // What is written is written to the end.
    write(&folder, "many/a.when", "list   a { \"a\" }\n");
    write(&folder, "many/b.when", "list   b { }} \"b\" }\n");
    write(&folder, "many/c.when", "list   c { \"c\" }\n");
    assert_eq!(unread(folder.path(), &["fmt", "many"]), Some(1));
    assert_eq!(fs::read_to_string(folder.path().join("many/c.when")).unwrap(), "list c { \"c\" }\n");
}

#[test]
fn a_file_of_several_books_is_one_artifact() {
    let report: Value =
        serde_json::from_str(&output(&books(), &["check", "acme", "bolt", "--format", "sarif"])).unwrap();
    let artifacts = report["runs"][0]["artifacts"].as_array().unwrap();
    let shared = artifacts.iter().filter(|each| each["location"]["uri"] == "common/rules.when").count();
    assert_eq!((shared, artifacts.len()), (1, 5));
}

#[test]
fn a_file_of_several_books_is_one_case() {
    let folder = books();
    write(&folder, "common/rules.when", &format!("{ALWAYS}\n{REFUNDS}"));
    let report = output(&folder, &["check", "acme", "bolt", "--format", "junit"]);
    assert_eq!(report.matches("name=\"common/rules.when\"").count(), 1, "{report}");
    assert_eq!(
        report.matches("`user.past_visits` is always known").count(),
        2,
        "as the message, and as its only line: {report}"
    );
}

#[test]
fn reports_of_tests_have_paths_as_given() {
    let folder = books();
    for (book, path) in [("acme", "acme/tests.when"), ("./bolt", "bolt/tests.when")] {
        let report = output(&folder, &["test", book, "--format", "junit"]);
        assert!(report.contains(&format!("<testcase classname=\"{path}\"")), "{report}");
        output(&folder, &["test", book, "--coverage-output", "lcov.info"]);
        let lcov = fs::read_to_string(folder.path().join("lcov.info")).unwrap();
        assert!(lcov.contains("SF:common/rules.when\n"), "{lcov}");
    }
}

#[test]
fn reports_of_tests_say_that_the_book_has_errors() {
    let folder = books();
    write(&folder, "acme/more.when", "list a { b }\n");
    let junit = output(&folder, &["test", "acme", "--format", "junit"]);
    assert!(junit.contains("errors=\"1\"") && junit.contains("acme/more.when:1:"), "{junit}");
    assert_eq!(crate::schemas::xml_errors("junit-10.xsd", &junit), Vec::<String>::new());
    let report: Value = serde_json::from_str(&output(&folder, &["test", "acme", "--format", "json"])).unwrap();
    let schema = include_str!("../../docs/test.schema.json");
    let wrong = crate::schemas::json_errors_by(&serde_json::from_str(schema).unwrap(), &report);
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!((&report["errors"][0]["file"], &report["tests"]), (&"acme/more.when".into(), &Value::Array(Vec::new())));
}

#[test]
fn coverage_is_shown_without_tests() {
    let told = told(&books(), &["test", "common", "--coverage"]);
    assert!(told.contains("no tests") && told.contains("coverage 0%, 0 of "), "{told}");
}

#[test]
fn a_book_below_another_is_told_of() {
    let folder = books();
    let note =
        "`acme/whenbook.toml` counts for nothing in it; `whenbook check acme bolt` checks each of those as a book";
    assert!(told(&folder, &["check", "."]).contains(note));
    assert!(!told(&folder, &["check", "acme", "bolt", "common"]).contains("counts for nothing"));
}

#[test]
fn a_compiled_book_takes_the_place_of_no_source() {
    let folder = books();
    for file in ["common/rules.when", "new.when", "acme/whenbook.toml"] {
        let told = told(&folder, &["build", "common", "-o", file]);
        assert!(told.contains("exit code 2") && told.contains("not of a compiled book"), "{told}");
    }
    assert!(fs::read_to_string(folder.path().join("common/rules.when")).unwrap().starts_with("list idle"));
}

#[test]
fn what_is_excluded_is_not_laid_out_either() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "desk/rules.when", REFUNDS);
    write(&folder, "desk/drafts/new.when", "list   x { \"a\" }");
    for pattern in ["drafts/**", "drafts/", "./drafts", "./drafts/**"] {
        write(&folder, "desk/whenbook.toml", &format!("exclude = [\"{pattern}\"]\n"));
        let check = told(&folder, &["check", "desk"]);
        assert!(check.contains("no findings in 1 file") && check.contains("exit code 0"), "{pattern}: {check}");
        assert!(told(&folder, &["fmt", "--check", "desk"]).contains("exit code 0"), "{pattern}");
    }
    let named = told(&folder, &["fmt", "--check", "desk/drafts/new.when"]);
    assert!(named.contains("is not formatted"), "{named}");
    write(&folder, "desk/whenbook.toml", "exclude = [\"**\"]\n");
    let all = told(&folder, &["check", "desk"]);
    assert!(all.contains("left out") && all.contains("`exclude` in `desk/whenbook.toml`"), "{all}");
}

#[test]
fn only_rules_are_laid_out() {
    let folder = books();
    told(&folder, &["build", "common", "-o", "common.book"]);
    assert!(told(&folder, &["fmt", "common.book"]).contains("error: `common.book` is not a `.when` file"));
    let told = transcript(folder.path(), &["fmt", "--stdin", "--format", "json"], b"list a { \"b\" }");
    assert!(told.contains("exit code 2") && !told.contains("list a"), "{told}");
}

#[test]
fn fixes_end_their_lines_as_the_file_does() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "a.when", "trigger greet {\r\n  on customer.wrote\r\n  do { send  \"Hello!\" }\r\n}\r\n");
    told(&folder, &["check", "a.when", "--fix", "--unsafe-fixes"]);
    let fixed = fs::read_to_string(folder.path().join("a.when")).unwrap();
    assert!(fixed.contains("once per session\r\n"), "{fixed:?}");
    assert_eq!(fixed.matches('\n').count(), fixed.matches("\r\n").count(), "{fixed:?}");
}

#[test]
fn a_baseline_knows_a_finding_in_a_renamed_file() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "desk/a.when", IDLE);
    let check = ["check", "desk", "--baseline", "accepted.json"];
    told(&folder, &["check", "desk", "--write-baseline", "accepted.json"]);
    fs::rename(folder.path().join("desk/a.when"), folder.path().join("desk/c.when")).unwrap();
    assert!(told(&folder, &check).contains("no findings"));
    write(&folder, "desk/d.when", "list other { \"y\" }\n");
    let more = told(&folder, &check);
    assert!(more.contains("`other`") && more.contains("1 warning in"), "{more}");
}

#[test]
fn a_baseline_of_a_book_with_errors_is_not_known() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "desk/a.when", IDLE);
    told(&folder, &["check", "desk", "--write-baseline", "accepted.json"]);
    let before = fs::read_to_string(folder.path().join("accepted.json")).unwrap();
    write(&folder, "desk/b.when", "trigger {");
    let check = told(&folder, &["check", "desk", "--baseline", "accepted.json"]);
    assert!(check.contains("will be known without errors") && !check.contains("writes it anew"), "{check}");
    let again = told(&folder, &["check", "desk", "--write-baseline", "accepted.json"]);
    assert!(again.contains("exit code 2") && again.contains("`desk` has errors"), "{again}");
    assert_eq!(fs::read_to_string(folder.path().join("accepted.json")).unwrap(), before);
}

#[test]
fn an_event_is_asked_about_in_its_account() {
    let folder = books();
    let event = |account: &str, text: &str| {
        format!(
            "{{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/{account}\",\"type\":\"customer.wrote\",\"subject\":\"c\",\
             \"time\":\"2026-01-05T10:00:00Z\",\"data\":{{\"message\":{{\"text\":\"{text}\"}}}}}}\n"
        )
    };
    write(&folder, "events.jsonl", &(event("one", "hello") + &event("two", "refund") + &event("two", "refund")));
    let why = |more: &[&str]| told(&folder, &[&["why", "common", "--events", "events.jsonl"], more].concat());
    let first = why(&["--event", "1"]);
    assert!(first.contains("✗ `refunds`"), "{first}");
    assert!(
        first.contains("note: there is an event `1` in conversation c of account /two, too; `--account`"),
        "{first}"
    );
    let second = why(&["--event", "1", "--account", "/two"]);
    assert!(second.contains("✓ `refunds` fired") && !second.contains("note:"), "{second}");
    assert!(why(&["--rule", "refunds", "--account", "/one"]).contains("✗ `refunds`"));
    assert!(why(&["--event", "1", "--account", "/three"]).contains("no event `1` of account /three"));
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{MetadataExt, symlink};

    use super::*;

    #[test]
    fn only_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder, "desk/rules.when", REFUNDS);
        write(&folder, "elsewhere.when", IDLE);
        symlink("../elsewhere.when", folder.path().join("desk/link.when")).unwrap();
        assert!(Command::new("mkfifo").arg(folder.path().join("desk/pipe.when")).status().unwrap().success());
        let told = told(&folder, &["check", "desk"]);
        assert!(told.contains("1 warning in 2 files"), "{told}");
    }

    #[test]
    fn what_is_written_anew_keeps_its_other_names() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder, "a.when", "list   x { \"a\" }\n");
        fs::hard_link(folder.path().join("a.when"), folder.path().join("b.when")).unwrap();
        told(&folder, &["fmt", "a.when"]);
        assert_eq!(fs::read_to_string(folder.path().join("b.when")).unwrap(), "list x { \"a\" }\n");
    }

    #[test]
    fn what_is_written_anew_keeps_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.when");
        write(&folder, "a.when", "list   x { \"a\" }\n");
        // Only root may give a file away; for others, there is nothing to lose.
        let owner = match std::os::unix::fs::chown(&path, Some(4242), Some(4242)) {
            Ok(()) => 4242,
            Err(_) => fs::metadata(&path).unwrap().uid(),
        };
        told(&folder, &["fmt", "a.when"]);
        assert_eq!(fs::read_to_string(&path).unwrap(), "list x { \"a\" }\n");
        assert_eq!(fs::metadata(&path).unwrap().uid(), owner);
    }
}
