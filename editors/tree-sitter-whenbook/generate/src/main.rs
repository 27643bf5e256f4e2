//! Writes `src/` of the tree-sitter grammar from its `grammar.js`, with Node. With `--check` it writes nothing and fails if
//! the committed files are not what it would write.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use tree_sitter_generate::{GenerateError, OptLevel, generate_parser_in_directory};

/// What is written, below `src/`.
const WRITTEN: [&str; 4] = ["grammar.json", "node-types.json", "parser.c", "tree_sitter/parser.h"];

/// The newest version of the parser's tables that Neovim 0.11, Helix 25.07 and Zed read.
const ABI: usize = 15;

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let check = std::env::args().any(|argument| argument == "--check");
    let out = if check {
        std::env::temp_dir().join(format!("whenbook-grammar-{}", std::process::id()))
    } else {
        folder.join("src")
    };
    if let Err(error) = write(&folder, &out) {
        eprintln!("grammar.js: {error}");
        return ExitCode::FAILURE;
    }
    if !check {
        return ExitCode::SUCCESS;
    }
    let stale: Vec<_> =
        WRITTEN.iter().filter(|name| differs(&folder.join("src").join(name), &out.join(name))).collect();
    drop(fs::remove_dir_all(&out));
    for name in &stale {
        eprintln!("src/{name} is not what grammar.js says: run `cargo run` in editors/tree-sitter-whenbook/generate");
    }
    if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn write(folder: &Path, out: &Path) -> Result<(), GenerateError> {
    let mut diagnostics = Vec::new();
    let grammar: Option<PathBuf> = Some(folder.join("grammar.js"));
    generate_parser_in_directory(
        folder,
        Some(out),
        grammar,
        ABI,
        None,
        Some("node"),
        true,
        OptLevel::default(),
        &mut diagnostics,
    )?;
    for diagnostic in diagnostics {
        eprintln!("{diagnostic:?}");
    }
    Ok(())
}

fn differs(one: &Path, other: &Path) -> bool {
    match (fs::read(one), fs::read(other)) {
        (Ok(one), Ok(other)) => one != other,
        _ => true,
    }
}
