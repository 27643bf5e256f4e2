//! What is done before the crate is compiled: a check of what ships, and the parser made of the grammar.

#[cfg(feature = "compiler")]
mod parser;
mod prelude;

use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build");
    #[cfg(feature = "compiler")]
    let parser = parser::write();
    #[cfg(not(feature = "compiler"))]
    let parser = Ok(());
    let problems: Vec<String> = [prelude::check(), parser].into_iter().filter_map(Result::err).collect();
    for line in problems.iter().flat_map(|problem| problem.lines()) {
        println!("cargo::error={line}");
    }
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
