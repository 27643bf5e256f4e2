//! The formats of `check` that other tools read, held against their schemas and rules.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::{transcript, whenbook};
use crate::schemas::{json_errors, json_errors_by, xml_errors};

const KOREAN: &str = "\
// 👋 인사: a comment with 100%, a comma, and \"quotes\"
trigger 인사 {
  on customer.wrote
  when message.text contains \"👋안녕\" and user.plna is \"vip\"
  do { send \"어서오세요 😀 {user.name}\" }
}

trigger greet {
  on customer.wrote
  when conversation.status = open
  do { send \"Hello\" }
}
";

const LISTS: &str = "list words { \"a\" }\n\nlist words {\n  \"b\"\n}\n\nattribute user.score: number optional\n";

/// A repository with a book in a folder of it.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("desk/rules")).unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    fs::write(folder.path().join("desk/rules/인사 1,2.when"), KOREAN).unwrap();
    fs::write(folder.path().join("desk/lists.when"), LISTS).unwrap();
    folder
}

fn told(format: &str) -> String {
    let folder = repository();
    let told = transcript(&folder.path().join("desk"), &["check", ".", "--format", format], b"");
    told.replace(env!("CARGO_PKG_VERSION"), "[version]")
}

#[test]
fn concise() {
    insta::assert_snapshot!(told("concise"));
}

#[test]
fn github() {
    insta::assert_snapshot!(told("github"));
}

#[test]
fn gitlab() {
    insta::assert_snapshot!(told("gitlab"));
}

#[test]
fn junit() {
    insta::assert_snapshot!(told("junit"));
}

#[test]
fn sarif() {
    insta::assert_snapshot!(told("sarif"));
}

/// What `check` writes about every broken file that these tests have, each a book of its own, and some whole books.
fn of_all(format: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut paths: Vec<String> = ["broken", "findings", "rules"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path().display().to_string())
        .filter(|path| path.ends_with(".when"))
        .collect();
    paths.sort();
    assert!(paths.len() > 100);
    let mut arguments = vec!["check", "--format", format, "cli/books/broken", "cli/books/small", "../examples/inbox"];
    arguments.extend(paths.iter().map(String::as_str));
    let output = whenbook(&root, &arguments, b"");
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stdout).unwrap()
}

fn none(errors: &[String]) {
    assert!(errors.is_empty(), "\n  {}\n", errors.join("\n  "));
}

#[test]
fn json_is_valid() {
    let schema = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/check.schema.json")).unwrap();
    let document = serde_json::from_str(&of_all("json")).unwrap();
    none(&json_errors_by(&serde_json::from_str(&schema).unwrap(), &document));
}

#[test]
fn junit_is_valid() {
    none(&xml_errors("junit-10.xsd", &of_all("junit")));
}

#[test]
fn gitlab_is_valid_and_its_fingerprints_differ() {
    let document: Value = serde_json::from_str(&of_all("gitlab")).unwrap();
    none(&json_errors("gitlab-code-quality.json", &document));
    let issues = document.as_array().unwrap();
    let prints: BTreeSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), issues.len());
}

#[test]
fn sarif_is_valid_and_its_regions_agree() {
    let document: Value = serde_json::from_str(&of_all("sarif")).unwrap();
    none(&json_errors("sarif-schema-2.1.0.json", &document));
    let run = &document["runs"][0];
    let mut regions = 0;
    for result in run["results"].as_array().unwrap() {
        let rule = &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for place in result["locations"].as_array().unwrap().iter().chain(related) {
            let place = &place["physicalLocation"];
            regions += usize::from(agrees(&place["artifactLocation"], &place["region"]));
        }
        for fix in result["fixes"].as_array().into_iter().flatten() {
            let change = &fix["artifactChanges"][0];
            for replacement in change["replacements"].as_array().unwrap() {
                agrees(&change["artifactLocation"], &replacement["deletedRegion"]);
            }
        }
    }
    assert!(regions > 150, "{regions}");
}

/// Whether the file could be read as it is; then the place must be the same by lines, characters and bytes.
fn agrees(location: &Value, region: &Value) -> bool {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(location["uri"].as_str().unwrap());
    // Files that ship are not at that place; others are no UTF-8.
    let Ok(text) = fs::read_to_string(path) else { return false };
    let number = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
    let text = text.strip_prefix('\u{feff}').map_or((text.as_str(), 0), |rest| (rest, 3));
    let (text, mark) = text;
    let by_bytes = |offset: usize| text[..offset.saturating_sub(mark)].chars().count();
    let by_line = |line: usize, column: usize| {
        let before: usize = text.split_inclusive('\n').take(line - 1).map(|line| line.chars().count()).sum();
        before + column - 1
    };
    let start = number("charOffset");
    let end = start + number("charLength");
    assert_eq!(by_bytes(number("byteOffset")), start, "{location} {region}");
    assert_eq!(by_bytes(number("byteOffset") + number("byteLength")), end, "{location} {region}");
    assert_eq!(by_line(number("startLine"), number("startColumn")), start, "{location} {region}");
    assert_eq!(by_line(number("endLine"), number("endColumn")), end, "{location} {region}");
    true
}

/// As the runner of GitHub Actions reads them.
#[test]
fn github_reads_the_commands() {
    let unescape = |text: &str| {
        text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
    };
    let told = of_all("github");
    let mut paths = BTreeSet::new();
    for line in told.lines() {
        let (head, message) = line.strip_prefix("::").and_then(|line| line.split_once("::")).expect(line);
        let (level, properties) = head.split_once(' ').expect(line);
        assert!(["error", "warning", "notice"].contains(&level), "{line}");
        assert!(!message.is_empty(), "{line}");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').expect(line);
            match name {
                "file" => drop(paths.insert(unescape(value))),
                "title" => {}
                "line" | "endLine" | "col" | "endColumn" => assert!(value.parse::<usize>().unwrap() > 0, "{line}"),
                _ => panic!("{line}"),
            }
        }
    }
    for path in paths.iter().filter(|path| !path.starts_with("std/")) {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(path).is_file(), "{path}");
    }
}

#[test]
fn fingerprints_stay_while_lines_move() {
    let folder = repository();
    let prints = || -> Vec<String> {
        let output = whenbook(folder.path(), &["check", "desk", "--format", "sarif"], b"");
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let results = document["runs"][0]["results"].as_array().unwrap();
        results.iter().map(|result| result["partialFingerprints"].to_string()).collect()
    };
    let before = prints();
    fs::write(folder.path().join("desk/rules/인사 1,2.when"), format!("// one\n\n// two\n{KOREAN}")).unwrap();
    assert_eq!(prints(), before);
    fs::write(folder.path().join("desk/rules/인사 1,2.when"), KOREAN.replace("user.plna", "user.paln")).unwrap();
    assert_ne!(prints(), before);
}

#[test]
fn a_command_without_the_format_says_so() {
    let told = [
        ["build", "small", "sarif"],
        ["test", "small", "svg"],
        ["graph", "small", "github"],
        ["check", "small", "dot"],
    ]
    .map(|[command, book, format]| super::told(&[command, book, "--format", format]));
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_fails_a_check() {
    let folder = tempfile::tempdir().unwrap();
    let code = |text: &str, least: &str| {
        fs::write(folder.path().join("a.when"), text).unwrap();
        whenbook(folder.path(), &["check", ".", "--fail-on", least], b"").status.code().unwrap()
    };
    let cases = [
        ("", [0, 0, 0, 0]),
        ("attribute user.score: number optional\n", [0, 0, 1, 0]),
        ("list words { \"a\" }\n", [0, 1, 1, 0]),
        ("trigger\n", [1, 1, 1, 0]),
    ];
    for (text, codes) in cases {
        assert_eq!(["error", "warning", "advice", "never"].map(|least| code(text, least)), codes, "{text}");
    }
}

#[test]
fn a_format_that_does_not_exist_lists_those_of_the_command() {
    let told =
        [["run", "x", "--format", "xml"], ["test", "x", "--format", "junits"], ["--format", "gif", "graph", "x"]]
            .map(|arguments| transcript(Path::new("."), &arguments, b""));
    insta::assert_snapshot!(told.join("\n"));
}
