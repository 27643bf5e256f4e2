//! What is done before the crate is compiled: a check of what ships, and the parser made of the grammar.

#[cfg(feature = "compiler")]
mod parser;
mod prelude;

use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build");
    let mut problems: Vec<String> = prelude::check().err().into_iter().collect();
    #[cfg(feature = "compiler")]
    problems.extend(parser::write().err());
    for line in problems.iter().flat_map(|problem| problem.lines()) {
        println!("cargo::error={line}");
    }
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
