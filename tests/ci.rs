//! The files for CI systems that `whenbook` ships: valid by those systems' schemas, and run here as they would run there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::schemas::{json_errors, xml_errors};

const GOOD: &str = "trigger greet {\n  on customer.wrote\n  once per session\n  do { send \"Hello\" }\n}\n\ntest \"They are greeted\" {\n  \
                    receive customer.wrote { message.text is \"hi\" }\n  expect sent \"Hello\"\n}\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn yaml(path: &str) -> Value {
    yaml_serde::from_str(&fs::read_to_string(root().join(path)).unwrap()).unwrap()
}

fn valid(schema: &str, path: &str) -> Value {
    let document = yaml(path);
    let errors = json_errors(schema, &document);
    assert!(errors.is_empty(), "{path}:\n  {}\n", errors.join("\n  "));
    document
}

/// The environment of a step: `PATH` has the built binary, and nothing leads out of the folder.
fn path() -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_whenbook"));
    format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap_or_default())
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
    let output = command.arg("-C").arg(folder).args(identity).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// A repository with a book in `rules`, on a branch after `main`.
fn repository(book: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    fs::create_dir(folder.path().join("rules")).unwrap();
    fs::write(folder.path().join("rules/greet.when"), GOOD).unwrap();
    git(folder.path(), &["add", "--all"]);
    git(folder.path(), &["commit", "-q", "-m", "a book"]);
    git(folder.path(), &["checkout", "-q", "-b", "change"]);
    fs::write(folder.path().join("rules/greet.when"), book).unwrap();
    folder
}

fn with_unused() -> String {
    format!("{GOOD}\nlist words {{ \"a\" }}\n")
}

/// What ran, as its log would show it, and whether it went well.
struct Ran {
    log: String,
    well: bool,
}

/// Runs lines as GitHub's and GitLab's runners do: in bash, until one fails.
fn bash(folder: &Path, lines: &str, environment: &BTreeMap<String, String>) -> Ran {
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", lines]).current_dir(folder);
    let output = command.env("PATH", path()).envs(environment).output().unwrap();
    let log = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    Ran { log, well: output.status.success() }
}

/// The steps of the composite action with these inputs.
fn action(folder: &Path, inputs: &[(&str, &str)]) -> Ran {
    let action = yaml("action.yml");
    let value = |name: &str| {
        let given = inputs.iter().find(|(input, _)| *input == name).map(|(_, value)| (*value).to_owned());
        given.unwrap_or_else(|| action["inputs"][name]["default"].as_str().expect(name).to_owned())
    };
    let mut log = String::new();
    for step in action["runs"]["steps"].as_array().unwrap() {
        let wanted = match step["if"].as_str() {
            None => true,
            Some("inputs.sarif != ''") => !value("sarif").is_empty(),
            Some("inputs.test == 'true'") => value("test") == "true",
            Some(other) => panic!("{other}"),
        };
        if !wanted {
            continue;
        }
        let environment = step["env"].as_object().into_iter().flatten().map(|(name, text)| {
            let input = text.as_str().unwrap().strip_prefix("${{ inputs.").and_then(|rest| rest.strip_suffix(" }}"));
            (name.clone(), value(input.unwrap()))
        });
        let lines = step["run"].as_str().unwrap();
        assert!(!lines.contains("${{"), "an input could smuggle in a command: {lines}");
        let ran = bash(folder, lines, &environment.collect());
        log.push_str(&ran.log);
        if !ran.well {
            return Ran { log, well: false };
        }
    }
    Ran { log, well: true }
}

#[test]
fn the_files_are_valid() {
    valid("github-actions.json", "action.yml");
    valid("github-workflows.json", "ci/github.yml");
    valid("gitlab-ci.json", "ci/gitlab.yml");
}

#[test]
fn the_workflow_gives_the_action_what_it_takes() {
    let workflow = yaml("ci/github.yml");
    let action = yaml("action.yml");
    let steps = workflow["jobs"]["rules"]["steps"].as_array().unwrap();
    let ours = steps.iter().find(|step| step["uses"].as_str().unwrap().contains("/whenbook@")).unwrap();
    for (input, _) in ours["with"].as_object().unwrap() {
        assert!(action["inputs"].get(input).is_some(), "{input}");
    }
    let version = format!("@v{}", env!("CARGO_PKG_VERSION"));
    assert!(ours["uses"].as_str().unwrap().ends_with(&version));
    let upload = steps.last().unwrap();
    assert_eq!(upload["with"]["sarif_file"], ours["with"]["sarif"]);
}

#[test]
fn the_action_annotates_reports_and_fails() {
    let folder = repository(&with_unused());
    let ran = action(folder.path(), &[("book", "rules"), ("since", "main"), ("sarif", "whenbook.sarif")]);
    assert!(!ran.well, "{}", ran.log);
    assert!(ran.log.contains("::warning title=W0701 unused,file=rules/greet.when,line=12,"), "{}", ran.log);
    assert!(!ran.log.contains("passed"), "{}", ran.log);
    let report = fs::read_to_string(folder.path().join("whenbook.sarif")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(json_errors("sarif-schema-2.1.0.json", &report), Vec::<String>::new());
    assert_eq!(report["runs"][0]["results"][0]["ruleId"], "W0701");

    let ran = action(folder.path(), &[("book", "rules"), ("fail-on", "error")]);
    assert!(ran.well && ran.log.contains("1 test passed"), "{}", ran.log);
    let ran = action(folder.path(), &[("book", "rules"), ("since", "HEAD"), ("test", "false")]);
    assert!(!ran.well, "{}", ran.log);
    git(folder.path(), &["commit", "-q", "-a", "-m", "a list"]);
    let ran = action(folder.path(), &[("book", "rules"), ("since", "HEAD"), ("test", "false")]);
    assert!(ran.well, "{}", ran.log);
}

#[test]
fn the_action_leaves_no_report_that_is_none() {
    let folder = repository(GOOD);
    let ran = action(folder.path(), &[("book", "nowhere"), ("sarif", "whenbook.sarif")]);
    assert!(!ran.well && ran.log.contains("no such file or folder"), "{}", ran.log);
    assert!(!folder.path().join("whenbook.sarif").exists());
}

/// A job of GitLab's file: its own lines after those that it takes over.
fn gitlab(folder: &Path, job: &str) -> Ran {
    let file = yaml("ci/gitlab.yml");
    let base = &file[file[job]["extends"].as_str().unwrap()];
    let lines = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
    };
    let all = [lines(&base["before_script"]), lines(&file[job]["script"])].concat();
    let variables = base["variables"].as_object().unwrap().iter();
    let variables = variables.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()));
    bash(folder, &all.join("\n"), &variables.collect())
}

#[test]
fn gitlab_jobs_report_and_fail() {
    let folder = repository(&with_unused());
    let ran = gitlab(folder.path(), "whenbook-check");
    assert!(!ran.well && ran.log.contains("1 warning in 1 file"), "{}", ran.log);
    let file = yaml("ci/gitlab.yml");
    let reports = &file["whenbook-check"]["artifacts"]["reports"];
    let read = |name: &str| fs::read_to_string(folder.path().join(reports[name].as_str().unwrap())).unwrap();
    let quality: Value = serde_json::from_str(&read("codequality")).unwrap();
    assert_eq!(json_errors("gitlab-code-quality.json", &quality), Vec::<String>::new());
    assert_eq!(quality[0]["location"]["path"], "rules/greet.when");
    assert_eq!(xml_errors("junit-10.xsd", &read("junit")), Vec::<String>::new());

    let ran = gitlab(folder.path(), "whenbook-test");
    assert!(ran.well && ran.log.contains("1 test passed"), "{}", ran.log);
    let report = file["whenbook-test"]["artifacts"]["reports"]["junit"].as_str().unwrap();
    let report = fs::read_to_string(folder.path().join(report)).unwrap();
    assert_eq!(xml_errors("junit-10.xsd", &report), Vec::<String>::new());
    let pattern = file["whenbook-test"]["coverage"].as_str().unwrap().trim_matches('/');
    let pattern = regex::Regex::new(&format!("(?m){pattern}")).unwrap();
    assert_eq!(&pattern.captures(&ran.log).expect("the coverage of the tests")[1], "100");
    let good = repository(GOOD);
    assert!(gitlab(good.path(), "whenbook-check").well);
}

/// The hooks, as `pre-commit` gets them, but with the built binary instead of a build of its own.
fn hooks() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let hooks = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    assert_eq!(hooks.matches("language: rust").count(), 3);
    fs::write(folder.path().join(".pre-commit-hooks.yaml"), hooks.replace("language: rust", "language: system"))
        .unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "--all"]);
    git(folder.path(), &["commit", "-q", "-m", "hooks"]);
    folder
}

/// `pre-commit`, where `.ci/run` has put it or as it is installed. On other machines these tests show nothing.
fn pre_commit() -> Option<PathBuf> {
    let ours = root().join("target/pre-commit/bin/pre-commit");
    let found = [ours, PathBuf::from("pre-commit")]
        .into_iter()
        .find(|command| Command::new(command).arg("-V").output().is_ok());
    assert!(found.is_some() || std::env::var_os("CI").is_none(), "CI needs pre-commit: .ci/run installs it");
    found
}

#[test]
fn pre_commit_runs_the_hooks() {
    let Some(command) = pre_commit() else { return };
    let hooks = hooks();
    let revision = String::from_utf8(git(hooks.path(), &["rev-parse", "HEAD"]).stdout).unwrap();
    let folder = repository(&with_unused());
    let config = format!(
        "repos:\n- repo: {}\n  rev: {}\n  hooks:\n  - id: whenbook-fmt\n  - id: whenbook-check\n    args: [rules]\n  - id: \
         whenbook-test\n    args: [rules]\n",
        hooks.path().display(),
        revision.trim()
    );
    fs::write(folder.path().join(".pre-commit-config.yaml"), config).unwrap();
    git(folder.path(), &["add", "--all"]);
    let home = tempfile::tempdir().unwrap();
    let run = || {
        let mut run = Command::new(&command);
        run.args(["run", "--all-files", "--color", "never"]).current_dir(folder.path());
        let output = run.env("PATH", path()).env("PRE_COMMIT_HOME", home.path()).output().unwrap();
        let log = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        Ran { log, well: output.status.success() }
    };
    let result = |log: &str, hook: &str| {
        let line =
            log.lines().find(|line| line.starts_with(hook)).unwrap_or_else(|| panic!("{hook} is not in:\n{log}"));
        line.trim_start_matches(hook).trim_start_matches('.').to_owned()
    };
    let ran = run();
    assert!(!ran.well, "{}", ran.log);
    let results = ["whenbook fmt", "whenbook check", "whenbook test"].map(|hook| result(&ran.log, hook));
    assert_eq!(results, ["Passed", "Failed", "Passed"], "{}", ran.log);
    assert!(ran.log.contains("W0701"), "{}", ran.log);

    fs::write(folder.path().join("rules/greet.when"), GOOD.replace("  on", " on")).unwrap();
    git(folder.path(), &["add", "--all"]);
    let ran = run();
    let results = ["whenbook fmt", "whenbook check", "whenbook test"].map(|hook| result(&ran.log, hook));
    assert_eq!(results, ["Failed", "Passed", "Passed"], "{}", ran.log);
    assert_eq!(fs::read_to_string(folder.path().join("rules/greet.when")).unwrap(), GOOD);
    git(folder.path(), &["add", "--all"]);
    assert!(run().well);
}
