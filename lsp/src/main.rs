//! `whenbook-lsp`: the language server of Whenbook, over standard input and output.

use std::process::ExitCode;

use tokio::io::{stdin, stdout};
use whenbook_lsp::{Ending, serve};

fn main() -> ExitCode {
    let Ok(runtime) = tokio::runtime::Runtime::new() else { return ExitCode::FAILURE };
    let ending = runtime.block_on(serve(stdin(), stdout()));
    // Whoever still reads from the editor, or checks a book for it, is not waited for.
    runtime.shutdown_background();
    match ending {
        Ending::Asked => ExitCode::SUCCESS,
        Ending::Abrupt => ExitCode::FAILURE,
    }
}
