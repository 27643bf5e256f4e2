//! `--watch`, driven as its user would: a process that goes on while files change.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// No round takes as long; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

const GREET: &str = "trigger greet {\n  on customer.wrote\n  once per session\n  do { send \"Hello\" }\n}\n";

/// A running `whenbook … --watch`, with the lines that it has written.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whenbook"));
        command.current_dir(folder).args(arguments).arg("--watch").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (sender, lines) = channel();
        let outputs: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for output in outputs {
            let sender = sender.clone();
            thread::spawn(move || {
                let lines = BufReader::new(output).lines().map_while(Result::ok);
                lines.for_each(|line| drop(sender.send(line)));
            });
        }
        Self { child, lines }
    }

    /// What a round wrote, with the line about files that changed; the order of the two outputs is not known.
    fn round(&self) -> String {
        let mut text = String::new();
        let mut last = false;
        // The line that ends a round may overtake the last ones of the result.
        while let Ok(line) = self.lines.recv_timeout(if last { Duration::from_millis(300) } else { PATIENCE }) {
            last |= line.contains("waiting for changes");
            text.push_str(&line);
            text.push('\n');
        }
        assert!(last, "no round came to its end:\n{text}");
        text
    }

    /// The next round that wrote this. A change of several steps may give a round of each.
    fn holds(&self, part: &str) -> String {
        let mut rounds = String::new();
        for _ in 0..10 {
            let round = self.round();
            if round.contains(part) {
                return round;
            }
            rounds.push_str(&round);
        }
        panic!("`{part}` is not in:\n{rounds}")
    }

    /// Ends it as Ctrl-C does.
    #[cfg(unix)]
    fn end(mut self) -> std::process::ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        // Who was started in the background of a script ignores the signal, and so do all whom they start.
        let wanted = Instant::now() + PATIENCE;
        loop {
            match self.child.try_wait().unwrap() {
                Some(status) => return status,
                None if Instant::now() < wanted => thread::sleep(Duration::from_millis(20)),
                None => panic!("Ctrl-C did not end it; is SIGINT ignored here?"),
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[cfg(unix)]
#[test]
fn a_check_follows_its_files() {
    use std::os::unix::process::ExitStatusExt;

    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).unwrap();
    fs::create_dir(folder.path().join("desk")).unwrap();
    write("desk/greet.when", GREET);
    let watching = Watching::start(folder.path(), &["check", "desk"]);
    let holds = |part: &str| watching.holds(part);

    holds("no findings in 1 file");
    write("desk/greet.when", &GREET.replace("wrote", "wrot"));
    let told = holds("there is no event `customer.wrot`");
    assert!(told.contains("after a change of `desk/greet.when`; waiting for changes (Ctrl-C ends)"), "{told}");
    assert!(!told.contains('\u{1b}'), "the screen is cleared on a terminal only:\n{told}");

    // A new file, and one in place of another, as many editors save.
    write("desk/more.when", "use \"../shared.when\"\n");
    holds("shared.when");
    write("desk/new", GREET);
    fs::rename(folder.path().join("desk/new"), folder.path().join("desk/greet.when")).unwrap();
    let told = holds("`desk/greet.when`");
    assert!(!told.contains("customer.wrot`"), "{told}");

    // A file elsewhere, which was missing, and then changes.
    write("shared.when", "// nothing yet\n");
    holds("no findings in 3 files");
    write("shared.when", "trigger\n");
    holds("shared.when:1");

    // The settings, a file that is gone, and a book that is.
    fs::remove_file(folder.path().join("desk/more.when")).unwrap();
    holds("no findings in 1 file");
    write("desk/whenbook.toml", "timezone = \"Seoul\"\n");
    holds("desk/whenbook.toml:1");
    fs::remove_dir_all(folder.path().join("desk")).unwrap();
    holds("error: cannot read `desk`: there is no such file or folder");
    fs::create_dir(folder.path().join("desk")).unwrap();
    write("desk/greet.when", GREET);
    holds("no findings in 1 file");

    let status = watching.end();
    assert_eq!(status.signal(), Some(2), "the shell says 130");
}

#[test]
fn what_cannot_be_read_at_first_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(super::transcript(folder.path(), &["check", "nowhere", "--watch"], b""));
}

#[test]
fn tests_run_again_and_those_that_fail_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let write = |text: &str| fs::write(folder.path().join("greet.when"), text).unwrap();
    let tested =
        format!("{GREET}\ntest \"All are greeted\" {{\n  receive customer.wrote\n  expect sent \"Hello\"\n}}\n");
    write(&tested);
    let watching = Watching::start(folder.path(), &["test", "greet.when"]);
    let told = watching.holds("1 test passed");
    assert!(!told.contains("All are greeted"), "{told}");
    write(&tested.replace("do { send \"Hello\"", "do { send \"Bye\""));
    let told = watching.holds("0 tests passed, 1 failed");
    assert!(told.contains("✗ All are greeted (greet.when:7)"), "{told}");
    write(&tested);
    watching.holds("1 test passed");
}
