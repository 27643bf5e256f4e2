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
