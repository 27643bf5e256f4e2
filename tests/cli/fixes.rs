//! `check --fix`, `--diff`, and baselines: what they write, and what they leave alone.

use std::fs;
use std::path::Path;

use super::transcript;

const RULES: &str = "// whenbook allow unused: was used once
list closing { \"bye\", \"thanks\" }

trigger thankYou {
  on customer.wrote
  once per session
  when message.text contains any closing
  do { send \"Number {user.past_visits or none}\" }
}
";
const LISTS: &str = "list gone { \"a\" }\n\nlist also_gone { \"b\" } // whenbook allow unused: soon\n";

fn desk(folder: &Path) {
    fs::create_dir(folder.join("desk")).unwrap();
    fs::write(folder.join("desk/rules.when"), RULES).unwrap();
    fs::write(folder.join("desk/lists.when"), LISTS).unwrap();
}

fn rules(folder: &Path) -> String {
    fs::read_to_string(folder.join("desk/rules.when")).unwrap()
}

#[test]
fn what_can_be_mended_is_shown_and_then_mended() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let told = |arguments: &[&str]| transcript(folder.path(), arguments, b"");
    insta::assert_snapshot!("fix_diff", told(&["check", "desk", "--diff", "--unsafe-fixes"]));
    assert_eq!(rules(folder.path()), RULES, "a diff writes nothing");
    insta::assert_snapshot!("fix", told(&["check", "desk", "--fix"]));
    let safely = rules(folder.path());
    insta::assert_snapshot!("fix_unsafe", told(&["check", "desk", "--fix", "--unsafe-fixes"]));
    insta::assert_snapshot!("fixed_files", format!("{safely}----\n{}", rules(folder.path())));
    insta::assert_snapshot!("fix_nothing", told(&["check", "desk", "--diff", "--unsafe-fixes"]));
    insta::assert_snapshot!("fix_refused", told(&["check", "desk", "--unsafe-fixes"]));
}

#[test]
fn a_baseline_accepts_what_there_is_until_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    let told = |arguments: &[&str]| transcript(folder.path(), arguments, b"");
    insta::assert_snapshot!("baseline_written", told(&["check", "desk", "--write-baseline", "accepted.json"]));
    insta::assert_snapshot!("baseline_file", fs::read_to_string(folder.path().join("accepted.json")).unwrap());
    let check = ["check", "desk", "--baseline", "accepted.json"];
    let elsewhere = ["check", ".", "--baseline", "../accepted.json"];
    assert!(told(&check).contains("exit code 0"));
    assert!(transcript(&folder.path().join("desk"), &elsewhere, b"").contains("exit code 0"), "from another folder");
    fs::write(folder.path().join("desk/lists.when"), LISTS.replace("\"a\"", "\"c\"")).unwrap();
    insta::assert_snapshot!("baseline_changed", told(&check));
    fs::write(folder.path().join("desk/lists.when"), "").unwrap();
    insta::assert_snapshot!("baseline_of_more", told(&check));
    fs::write(folder.path().join("accepted.json"), "{}").unwrap();
    insta::assert_snapshot!("baseline_refused", told(&check));
}
