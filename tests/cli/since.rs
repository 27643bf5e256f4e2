//! `check --since`, in repositories made for it.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::{transcript, whenbook};

const OLD: &str = "\
list words { \"refund\" }

list idle { \"never used\" }

/// Refunds go to those who can pay them.
trigger refunds {
  on customer.wrote
  when message.text contains any words
  do { add tag \"refund\" }
}

test \"asked for money\" {
  receive customer.wrote { message.text is \"refund\" }
  expect conversation.tags has \"refund\"
}
";

/// A repository with that book, committed.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "-q", "-b", "main"]);
        fs::create_dir(repository.path().join("desk")).unwrap();
        repository.write("desk/rules.when", OLD);
        repository.commit();
        repository
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path().join(path), text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(name);
        }
        let output = command.arg("-C").arg(self.path()).args(identity).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "-q", "-m", "a change"]);
    }

    /// What is shown since a revision, a line each.
    fn since(&self, revision: &str) -> String {
        let arguments = ["check", "desk", "--since", revision, "--format", "concise"];
        let output = whenbook(self.path(), &arguments, b"");
        assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn what_was_there_before_is_left_out() {
    let repository = Repository::new();
    let all = whenbook(repository.path(), &["check", "desk", "--format", "concise"], b"");
    assert!(String::from_utf8_lossy(&all.stdout).contains("idle"));
    assert_eq!(repository.since("main"), "");

    // Lines that move, and comments.
    repository.write("desk/rules.when", &format!("// more\n\n{OLD}"));
    assert_eq!(repository.since("main"), "");
}

#[test]
fn a_change_of_one_place_brings_findings_of_another() {
    let repository = Repository::new();
    repository.write("desk/rules.when", &OLD.replace("contains any words", "contains \"refund\""));
    let told = repository.since("main");
    assert!(told.contains("desk/rules.when:1:6: ") && told.contains("`words`") && !told.contains("idle"), "{told}");

    // It is the same once it is committed, on a branch, and after main has gone on.
    repository.git(&["checkout", "-q", "-b", "branch"]);
    repository.commit();
    assert_eq!(repository.since("main"), told);
    assert_eq!(repository.since("HEAD~1"), told);
    assert_eq!(repository.since("HEAD"), "");
    repository.git(&["checkout", "-q", "main"]);
    repository.write("desk/rules.when", &OLD.replace("list idle { \"never used\" }\n", ""));
    repository.commit();
    repository.git(&["checkout", "-q", "branch"]);
    assert_eq!(repository.since("main"), told);
}

#[test]
fn a_declaration_that_changes_is_told_of_again() {
    let repository = Repository::new();
    repository.write("desk/rules.when", &OLD.replace("never used", "not used"));
    let told = repository.since("main");
    assert!(told.contains("`idle`") && told.lines().count() == 1, "{told}");
}

#[test]
fn files_that_are_new_or_renamed() {
    let repository = Repository::new();
    fs::rename(repository.path().join("desk/rules.when"), repository.path().join("desk/refunds.when")).unwrap();
    assert_eq!(repository.since("main"), "");
    repository.git(&["add", "--all"]);
    assert_eq!(repository.since("main"), "");
    repository.write("desk/새.when", "list 새것 { \"a\" }\n");
    let told = repository.since("main");
    assert!(told.starts_with("desk/새.when:1:6: ") && told.lines().count() == 1, "{told}");

    // A book that was not there has only new findings.
    repository.commit();
    fs::rename(repository.path().join("desk"), repository.path().join("old")).unwrap();
    fs::create_dir(repository.path().join("desk")).unwrap();
    repository.write("desk/other.when", "list other { \"a\" }\n");
    assert!(repository.since("main").contains("`other`"));
}

#[test]
fn errors_are_always_told() {
    let repository = Repository::new();
    repository.write("desk/rules.when", &OLD.replace("on customer.wrote", "on customer.wrot"));
    repository.commit();
    assert!(repository.since("main").contains("customer.wrot"));
}

#[test]
fn the_index_and_the_files_stay_as_they_are() {
    let repository = Repository::new();
    repository.write("desk/new.when", "list other { \"a\" }\n");
    let status =
        || Command::new("git").arg("-C").arg(repository.path()).args(["status", "--short"]).output().unwrap().stdout;
    let before = status();
    repository.since("main");
    assert_eq!(status(), before);
}

#[test]
fn what_cannot_be_compared() {
    let repository = Repository::new();
    let nowhere = tempfile::tempdir().unwrap();
    fs::create_dir(nowhere.path().join("desk")).unwrap();
    fs::write(nowhere.path().join("desk/rules.when"), OLD).unwrap();
    let told = [
        transcript(repository.path(), &["check", "desk", "--since", "mian"], b""),
        transcript(repository.path(), &["check", "desk", "--since", "--all"], b""),
        transcript(repository.path(), &["check", "desk", "--since", ""], b""),
        transcript(repository.path(), &["check", "desk", "--since", "main", "--fix"], b""),
        transcript(nowhere.path(), &["check", "desk", "--since", "main"], b""),
    ];
    insta::assert_snapshot!(told.join("\n"));
}

const LOG: &str = "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/accounts/shop\", \"type\": \"customer.wrote\", \
                   \"subject\": \"c-1\", \"time\": \"2026-01-05T10:00:00Z\", \"data\": {\"message\": {\"text\": \"refund\"}}}\n";

impl Repository {
    /// The book, and a log that a test plays.
    fn with_log() -> Self {
        let repository = Self::new();
        fs::create_dir(repository.path().join("data")).unwrap();
        repository.write("data/monday.jsonl", LOG);
        let played = "\ntest \"Monday\" {\n  receive from \"../data/monday.jsonl\"\n  expect fired refunds\n}\n";
        repository.write("desk/tests.when", played);
        repository.commit();
        repository
    }

    fn dry_run(&self, against: &str) -> String {
        let arguments =
            ["run", "desk", "--against", against, "--events", "data/monday.jsonl", "--fail-on-change", "--strict"];
        transcript(self.path(), &arguments, b"")
    }
}

#[test]
fn a_revision_has_the_logs_that_its_tests_play() {
    let repository = Repository::with_log();
    let told = repository.dry_run("git:main");
    assert!(told.contains("Nothing would have been different") && told.contains("exit code 0"), "{told}");
    assert_eq!(repository.since("main"), "");
}

#[cfg(unix)]
#[test]
fn a_revision_has_links() {
    use std::os::unix::fs::symlink;

    let repository = Repository::with_log();
    let (path, desk) = (repository.path(), repository.path().join("desk"));
    for folder in ["common", "more"] {
        fs::create_dir(path.join(folder)).unwrap();
    }
    let rule = |name: &str| format!("trigger {name} {{\n  on customer.wrote\n  do {{ add tag \"{name}\" }}\n}}\n");
    repository.write("common/a.when", &rule("of_a_folder"));
    repository.write("more/b.txt", &rule("of_a_file"));
    repository.write("more/c.when", &rule("of_a_whole_path"));
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("d.when"), rule("of_elsewhere")).unwrap();
    symlink("../common", desk.join("common")).unwrap();
    symlink("../more/b.txt", desk.join("b.when")).unwrap();
    symlink(fs::canonicalize(path.join("more/c.when")).unwrap(), desk.join("c.when")).unwrap();
    symlink(elsewhere.path().join("d.when"), desk.join("d.when")).unwrap();
    repository.commit();
    let told = repository.dry_run("git:main");
    assert!(told.contains("Nothing would have been different") && !told.contains("Changed"), "{told}");
    repository.write("more/c.when", &rule("of_a_whole_path").replace("customer", "agent"));
    assert!(repository.dry_run("git:main").contains("of_a_whole_path: on"));
}

#[test]
fn errors_of_a_revision_are_told_with_its_name() {
    let repository = Repository::with_log();
    let tests = fs::read_to_string(repository.path().join("desk/tests.when")).unwrap();
    repository.write("desk/tests.when", &tests.replace("monday.jsonl", "tuesday.jsonl"));
    repository.commit();
    repository.write("desk/tests.when", &tests);
    let told = repository.dry_run("git:main");
    assert!(told.contains("[main:desk/tests.when:3:") && told.contains("exit code 1"), "{told}");
    assert!(!told.contains("/tree/"), "{told}");
}

#[test]
fn a_revision_may_be_where_the_work_has_left_it() {
    let repository = Repository::with_log();
    repository.git(&["checkout", "-q", "-b", "branch"]);
    repository.git(&["checkout", "-q", "main"]);
    repository.write("desk/rules.when", &OLD.replace("add tag \"refund\"", "add tag \"money\""));
    repository.commit();
    repository.git(&["checkout", "-q", "branch"]);
    assert!(repository.dry_run("git:main").contains("exit code 1"));
    assert!(repository.dry_run("git:main...").contains("exit code 0"));
    assert!(repository.dry_run("git:main...:desk").contains("exit code 0"));
}

#[test]
fn a_folder_may_be_renamed() {
    let repository = Repository::new();
    repository.git(&["mv", "desk", "rules"]);
    let output = whenbook(repository.path(), &["check", "rules", "--since", "main", "--format", "concise"], b"");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
}

#[test]
fn warnings_behind_an_old_error_are_not_known() {
    let repository = Repository::new();
    repository.write("desk/rules.when", &OLD.replace("on customer.wrote", "on customer.wrot"));
    repository.commit();
    repository.write("desk/rules.when", OLD);
    let told = transcript(repository.path(), &["check", "desk", "--since", "main", "--format", "concise"], b"");
    assert!(told.contains("`idle`") && told.contains("note: `desk` had an error at "), "{told}");
}

#[test]
fn a_level_that_is_lowered_brings_nothing() {
    let repository = Repository::new();
    repository.write("desk/whenbook.toml", "[lints]\nunused = \"error\"\n");
    repository.commit();
    repository.write("desk/whenbook.toml", "[lints]\nunused = \"warning\"\n");
    assert_eq!(repository.since("main"), "");
}
