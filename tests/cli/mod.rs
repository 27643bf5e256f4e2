//! The command line as its users see it: whole transcripts of the built binary.

mod blessing;
mod commands;
mod documents;
mod failures;
mod fixes;
mod formats;
mod mended;
mod schemas;
mod series;
mod shared;
mod since;
mod testing;
mod watch;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Where the books of these tests are; commands run there.
fn books() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/books")
}

/// Runs `whenbook` in a folder.
fn whenbook(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whenbook"));
    command.current_dir(folder).args(arguments).env_remove("RUST_BACKTRACE").env_remove("CLICOLOR_FORCE");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that does not read its input closes the pipe: that is its right.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// The command, its exit code and everything that it wrote.
fn transcript(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
    let output = whenbook(folder, arguments, input);
    let mut text = format!("$ whenbook {}\n", arguments.join(" "));
    for (name, bytes) in [("", &output.stdout), ("(standard error)\n", &output.stderr)] {
        if !bytes.is_empty() {
            let _ = write!(text, "{name}{}", String::from_utf8_lossy(bytes));
        }
    }
    let _ = writeln!(text, "(exit code {})", output.status.code().map_or(-1, i64::from));
    text
}

/// The transcript in the folder of books.
fn told(arguments: &[&str]) -> String {
    transcript(&books(), arguments, b"")
}
