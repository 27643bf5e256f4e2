//! Each command on real books.

use std::fs;

use super::{books, told, transcript, whenbook};

#[test]
fn check_says_what_to_mend() {
    insta::assert_snapshot!("check", told(&["check", "broken", "small"]));
    insta::assert_snapshot!("check_json", told(&["check", "broken", "--format", "json"]));
    insta::assert_snapshot!("check_one_file", told(&["check", "small/rules.when"]));
}

#[test]
fn run_shows_a_timeline() {
    insta::assert_snapshot!("run", told(&["run", "small", "--events", "small/events.jsonl"]));
    insta::assert_snapshot!("run_all", told(&["run", "small", "--events", "small/events.jsonl", "--all"]));
    insta::assert_snapshot!("run_trace", told(&["run", "small", "--events", "small/events.jsonl", "--trace"]));
    insta::assert_snapshot!("run_strict", told(&["run", "small", "--events", "small/events.jsonl", "--strict"]));
    let until = ["run", "small", "--events", "small/events.jsonl", "--until", "2026-12-01T10:05:01Z"];
    insta::assert_snapshot!("run_until", told(&until));
}

#[test]
fn run_writes_a_line_an_effect() {
    insta::assert_snapshot!("run_json", told(&["run", "small", "--events", "small/events.jsonl", "--format", "json"]));
}

/// What it should say was worked out by hand: of Joon's four over-capacity moments, the second is c-1's waking.
#[test]
fn run_ends_with_a_report() {
    insta::assert_snapshot!("run_report", told(&["run", "desk", "--events", "desk/events.jsonl"]));
    let json = whenbook(&books(), &["run", "desk", "--events", "desk/events.jsonl", "--format", "json"], b"");
    let notes = String::from_utf8(json.stderr).unwrap();
    let report: serde_json::Value = serde_json::from_str(notes.lines().last().unwrap()).unwrap();
    insta::assert_snapshot!("run_report_json", serde_json::to_string_pretty(&report).unwrap());
}

/// The desk assigns: silence makes room for c-3, and c-1 who comes back makes it two for one agent.
#[test]
fn run_reports_what_the_desk_did() {
    insta::assert_snapshot!("run_routed", told(&["run", "routed", "--events", "routed/events.jsonl", "--all"]));
}

/// Twenty minutes of real conversations, and what all of them came to.
#[test]
fn run_shows_the_help_desk() {
    let folder = books().join("../../../examples");
    let run = ["run", "help-desk", "--events", "help-desk/events.jsonl"];
    let twenty_minutes = [&run[..], &["--until", "2007-09-07T07:20:00Z"]].concat();
    insta::assert_snapshot!("help_desk", transcript(&folder, &twenty_minutes, b""));
    let all = transcript(&folder, &run, b"");
    let (_, end) = all.split_once("\n3,084 events").unwrap();
    insta::assert_snapshot!("help_desk_report", end);
}

/// The small book with a longer wait, other words, and out of hours only for customers of a free plan.
#[test]
fn run_against_another_book_tells_what_differs() {
    let run = ["run", "changed", "--against", "small", "--events", "changed/events.jsonl"];
    insta::assert_snapshot!("dry_run", told(&run));
    insta::assert_snapshot!("dry_run_json", told(&[&run[..], &["--format", "json"]].concat()));
    insta::assert_snapshot!(
        "dry_run_back",
        told(&["run", "small", "--against", "changed", "--events", "changed/events.jsonl"])
    );
    let quiet = [&run[..], &["--examples", "0", "--fail-on-change"]].concat();
    insta::assert_snapshot!("dry_run_without_examples", told(&quiet));
    let same = ["run", "small", "--against", "small", "--events", "changed/events.jsonl", "--fail-on-change"];
    insta::assert_snapshot!("dry_run_same", told(&same));
}

/// Other agents are chosen, and so other customers wait.
#[test]
fn run_against_another_book_tells_who_would_have_been_assigned() {
    let folder = tempfile::tempdir().unwrap();
    let book = fs::read_to_string(books().join("routed/desk.when")).unwrap();
    fs::write(folder.path().join("old.when"), &book).unwrap();
    fs::write(folder.path().join("new.when"), book.replace("  capacity 1\n", "  capacity 2\n")).unwrap();
    fs::copy(books().join("routed/events.jsonl"), folder.path().join("events.jsonl")).unwrap();
    let run = ["run", "new.when", "--against", "old.when", "--events", "events.jsonl"];
    insta::assert_snapshot!("dry_run_routed", transcript(folder.path(), &run, b""));
}

/// Four days of real conversations: a text, a wait, office hours and a list are changed, and a rule is renamed.
#[test]
fn run_against_another_book_on_the_help_desk() {
    let folder = tempfile::tempdir().unwrap();
    let examples = books().join("../../../examples/help-desk");
    for entry in fs::read_dir(&examples).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "when" || ending == "toml") {
            let text = fs::read_to_string(&path).unwrap();
            let text = text
                .replace(
                    "after 30m while conversation.status is solved",
                    "after 45m while conversation.status is solved",
                )
                .replace("Did that help? Write to us any time, ", "Did that help? If not, just write: ")
                .replace("mon-fri 08:00-18:00", "mon-fri 09:00-18:00")
                .replace("\"user-2011-12-07-5\" }", "\"user-2011-12-07-5\", \"user-2007-09-07-1\" }")
                .replace("vip_route", "contract_route");
            fs::write(folder.path().join(path.file_name().unwrap()), text).unwrap();
        }
    }
    let book = folder.path().to_str().unwrap();
    let run = ["run", book, "--against", "help-desk", "--events", "help-desk/events.jsonl", "--examples", "2"];
    let told = transcript(examples.parent().unwrap(), &run, b"").replace(book, "NEW");
    insta::assert_snapshot!("dry_run_help_desk", told);
}

#[test]
fn run_against_a_revision_takes_the_book_from_git() {
    let folder = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=Mina", "-c", "user.email=mina@example.com", "-c", "init.defaultBranch=main"];
        let output = std::process::Command::new("git").current_dir(folder.path()).args(who).args(arguments).output();
        assert!(output.unwrap().status.success(), "git {arguments:?}");
    };
    let desk = folder.path().join("desk");
    fs::create_dir(&desk).unwrap();
    for name in ["rules.when", "texts.when"] {
        fs::copy(books().join("small").join(name), desk.join(name)).unwrap();
    }
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "first"]);
    git(&["tag", "v1"]);
    for name in ["rules.when", "texts.when"] {
        fs::copy(books().join("changed").join(name), desk.join(name)).unwrap();
    }
    let events = books().join("changed/events.jsonl");
    let run = |book: &str, against: &str| {
        let arguments = ["run", book, "--against", against, "--events", events.to_str().unwrap(), "--examples", "1"];
        transcript(folder.path(), &arguments, b"").replace(events.to_str().unwrap(), "EVENTS")
    };
    let body = |told: String| told.lines().skip(1).collect::<Vec<_>>().join("\n");
    let from_folder = body(run("desk", books().join("small").to_str().unwrap()));
    assert_eq!(body(run("desk", "git:v1")), from_folder);
    assert_eq!(body(run("desk", "git:HEAD")), from_folder);
    git(&["mv", "desk", "rules"]);
    assert_eq!(body(run("rules", "git:v1:desk")), from_folder);
    let failures = [run("rules", "git:v1"), run("rules", "git:v2"), run("rules", "git:--all"), run("rules", "git:")];
    insta::assert_snapshot!("dry_run_no_revision", failures.join("\n"));
}

#[test]
fn run_reads_a_pipe() {
    let events = fs::read(books().join("small/events.jsonl")).unwrap();
    let file = told(&["run", "small", "--events", "small/events.jsonl"]);
    let pipe = transcript(&books(), &["run", "small", "--events", "-"], &events);
    let body = |text: &str| {
        text.lines().skip(1).map(|line| line.replace("small/events.jsonl", "standard input")).collect::<Vec<_>>()
    };
    assert_eq!(body(&file), body(&pipe));
}

#[test]
fn why_explains_one_event() {
    let why = |event: &str| told(&["why", "small", "--events", "small/events.jsonl", "--event", event]);
    let told = ["e-1", "e-2", "e-3", "e-4", "e-7", "e-99"].map(why);
    insta::assert_snapshot!("why", told.join("\n"));
    let json = ["why", "small", "--events", "small/events.jsonl", "--event", "e-3", "--format", "json"];
    insta::assert_snapshot!("why_json", super::told(&json));
}

#[test]
fn why_explains_timers_and_what_was_done() {
    let why = |asked: &str| {
        let asked: Vec<&str> = asked.split(' ').collect();
        told(&[&["why", "timed", "--events", "timed/events.jsonl"], asked.as_slice()].concat())
    };
    let told = [
        "--effect %2Faccounts%2Fdemo/c2/5/1",
        "--effect %2Faccounts%2Fdemo/c1/3/1",
        "--effect %2Faccounts%2Fdemo/c1/99/1",
        "--effect 99",
        "--rule thanks",
        "--rule thanks --conversation c1",
        "--rule thanks --event e5",
        "--rule thanks --event e4",
        "--rule patience",
        "--rule patience --conversation c1",
        "--rule slow_reply",
        "--rule slow_reply --conversation c1",
        "--rule slow_reply --conversation c9",
        "--rule handed_over",
        "--rule anniversary",
        "--rule slow_repli",
        "--event e2",
        "--event e3",
        "--event e3 --format json",
        "--event e5 --conversation c1",
        "--conversation c1",
        "--rule slow_reply --conversation c2 --format json",
    ]
    .map(why);
    insta::assert_snapshot!("why_of_timers", told.join("\n"));
}

#[test]
fn a_compiled_book_is_a_book() {
    let folder = tempfile::tempdir().unwrap();
    let small = books().join("small");
    let events = small.join("events.jsonl");
    let (small, events) = (small.to_str().unwrap(), events.to_str().unwrap());
    for file in ["book.json", "book.book"] {
        assert_eq!(whenbook(folder.path(), &["build", small, "-o", file], b"").status.code(), Some(0));
    }
    for command in [vec!["check"], vec!["test"], vec!["vocabulary"], vec!["run", "--events", events]] {
        let run = |book: &str| {
            let arguments: Vec<&str> = command.iter().copied().chain([book]).collect();
            let output = whenbook(folder.path(), &arguments, b"");
            (output.status.code(), String::from_utf8(output.stdout).unwrap())
        };
        if command == ["check"] {
            assert_eq!((run("book.json").0, run("book.book").0), (Some(0), Some(0)));
        } else {
            assert_eq!(run("book.json"), run(small), "{command:?}");
            assert_eq!(run("book.book"), run(small), "{command:?}");
        }
    }
}

#[test]
fn vocabulary_lists_and_explains() {
    for (name, asked) in
        [("prefix", "assignment"), ("attribute", "account.status"), ("action", "send"), ("enum", "presence")]
    {
        insta::assert_snapshot!(format!("vocabulary_{name}"), told(&["vocabulary", "small", asked]));
    }
    insta::assert_snapshot!("vocabulary_json", told(&["vocabulary", "small", "account.status", "--format", "json"]));
    insta::assert_snapshot!("vocabulary_unknown", told(&["vocabulary", "small", "acount.status"]));
    let all = told(&["vocabulary", "small"]);
    assert!(all.contains("\nEvents\n") && all.contains("\nActions\n") && all.contains("\nEnums\n"), "{all}");
}

#[test]
fn a_new_book_checks_and_passes() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| transcript(folder.path(), arguments, b"");
    let told = [run(&["new", "desk"]), run(&["check", "desk"]), run(&["test", "desk"])];
    insta::assert_snapshot!("new", told.join("\n"));
}

#[test]
fn fmt_writes_or_only_looks() {
    let folder = tempfile::tempdir().unwrap();
    let messy = "trigger greet { on customer.wrote\n do {send \"Hello\"} } // hi\n";
    fs::write(folder.path().join("messy.when"), messy).unwrap();
    fs::write(folder.path().join("broken.when"), "trigger greet {\n").unwrap();
    fs::write(folder.path().join("tidy.when"), "enum plan { free, pro }\n").unwrap();
    let run = |arguments: &[&str], input: &str| transcript(folder.path(), arguments, input.as_bytes());
    let looked = [
        run(&["fmt", "--check", "."], ""),
        run(&["fmt", "--diff", "messy.when", "tidy.when"], ""),
        run(&["fmt", "--check", "--format", "json", "."], ""),
        run(&["fmt", "--stdin"], messy),
        run(&["fmt", "--stdin", "--check"], messy),
        run(&["fmt", "--stdin"], "trigger"),
    ];
    assert_eq!(fs::read_to_string(folder.path().join("messy.when")).unwrap(), messy);
    let wrote =
        [run(&["fmt", "messy.when", "./messy.when", "tidy.when"], ""), run(&["fmt", "--check", "messy.when"], "")];
    insta::assert_snapshot!("fmt", looked.into_iter().chain(wrote).collect::<Vec<_>>().join("\n"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[cfg(unix)]
#[test]
fn fmt_keeps_links_and_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("real.when"), folder.path().join("link.when"));
    fs::write(&file, "enum plan {free, pro}\n").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.when", &link).unwrap();
    assert_eq!(whenbook(folder.path(), &["fmt", "link.when"], b"").status.code(), Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), "enum plan { free, pro }\n");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn files_from_elsewhere_belong_to_the_book() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        (
            "desk/rules.when",
            "use \"../common/texts.when\"\n\ntrigger greet {\n  on customer.wrote\n  do { send hello }\n}\n",
        ),
        ("common/texts.when", "use \"words.when\"\nmessage hello {\n  en: \"Hello\"\n}\n"),
        ("common/words.when", "message hello {\n  en: \"Hello again\"\n}\n"),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    insta::assert_snapshot!("use_elsewhere", transcript(folder.path(), &["check", "desk"], b""));
    fs::remove_file(folder.path().join("common/words.when")).unwrap();
    insta::assert_snapshot!("use_nowhere", transcript(folder.path(), &["check", "desk"], b""));
}

#[test]
fn explain_shows_wrong_and_right() {
    insta::assert_snapshot!("explain", told(&["explain", "E0450"]));
    insta::assert_snapshot!("explain_json", told(&["explain", "not-utf8", "--format", "json"]));
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = whenbook(&books(), &["completions", shell], b"");
        assert!(output.status.success() && output.stdout.len() > 1000, "{shell}");
    }
}

#[test]
fn help_is_short_and_has_examples() {
    let commands = ["check", "run", "why", "test", "fmt", "build", "vocabulary", "explain", "new", "completions"];
    let mut told = vec![super::told(&["--help"])];
    told.extend(commands.map(|command| super::told(&[command, "--help"])));
    insta::assert_snapshot!("help", told.join("\n"));
}

#[test]
fn graph_draws() {
    insta::assert_snapshot!("graph_mermaid", told(&["graph", "small"]));
    insta::assert_snapshot!("graph_dot", told(&["graph", "small", "--format", "dot", "--only", "rules"]));
    insta::assert_snapshot!("graph_json", told(&["graph", "small", "--format", "json"]));
    let svg = String::from_utf8(super::whenbook(&books(), &["graph", "small", "--format", "svg"], b"").stdout).unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    // Every node and every event has its place.
    assert!(svg.contains(">conversation.requested</text>") && svg.matches("<rect").count() > 3, "{svg}");
    let wrong = [
        told(&["graph", "small", "--only", "rule"]),
        told(&["graph", "small", "--only", "session.state"]),
        told(&["check", "small", "--format", "svg"]),
    ];
    insta::assert_snapshot!("graph_wrong", wrong.join("\n"));
}

#[test]
fn inbox_shows_what_a_person_sees() {
    let log = fs::read(books().join("../../../examples/inbox/events.jsonl")).unwrap();
    let inbox = |more: &[&str]| {
        let arguments = [&["inbox", "../../../examples/inbox", "--events", "-"], more].concat();
        transcript(&books(), &arguments, &log)
    };
    let morning = "2026-12-01T10:12:00+09:00";
    insta::assert_snapshot!("inbox", inbox(&["--agent", "Sam", "--at", morning]));
    insta::assert_snapshot!("inbox_json", inbox(&["--at", morning, "--first", "1", "--format", "json"]));
    let broken = transcript(&books(), &["inbox", "../../../examples/inbox", "--events", "-"], b"{\n");
    insta::assert_snapshot!("inbox_wrong", [inbox(&["--agent", "Jon"]), inbox(&["--agent", "?"]), broken].join("\n"));
}
