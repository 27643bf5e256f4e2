//! The neutral form of a workload, which any language can read, as a host's own types and back. What was generated goes through
//! it too, so that there is one way only from a workload to the peers.

mod read;
mod write;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

pub use read::{event, rule};

use crate::generate::generate;
use crate::workload::Workload;

/// The workload of a seed, as if it had been read from files.
pub fn generated(seed: u64) -> Workload {
    let generated = generate(seed);
    Workload {
        rules: write::rules(seed, &generated.rules),
        events: generated.events.iter().map(write::event).collect(),
        expected: generated.expected.iter().map(|ids| ids.iter().map(|id| *id as usize).collect()).collect(),
    }
}

/// Writes the three files that [`Workload::read`] reads.
pub fn save(workload: &Workload, folder: &Path) {
    let expected = workload.expected.iter().enumerate().map(|(seq, rules)| json!({"seq": seq, "rules": rules}));
    fs::create_dir_all(folder).expect("a folder");
    pack(&folder.join("rules.json.gz"), [workload.rules.clone()]);
    pack(&folder.join("events.jsonl.gz"), workload.events.iter().cloned());
    pack(&folder.join("expected_matches.jsonl.gz"), expected);
}

fn pack(path: &Path, lines: impl IntoIterator<Item = Json>) {
    use std::io::Write;
    let file = fs::File::create(path).expect("a file");
    let mut gzip = Command::new("gzip").arg("-9n").stdin(Stdio::piped()).stdout(file).spawn().expect("gzip");
    let mut input = std::io::BufWriter::new(gzip.stdin.take().expect("an input"));
    lines.into_iter().for_each(|line| writeln!(input, "{line}").expect("a line written"));
    drop(input);
    assert!(gzip.wait().expect("gzip").success(), "gzip has failed on {}", path.display());
}
