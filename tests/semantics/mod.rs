//! What the compiler says of books, and what it makes of them.

mod books;
mod damage;
mod findings;
mod once;
mod silent;

use whenbook::diagnostic::SourceFile;
use whenbook::semantics::{Compiled, Settings, compile};

/// Compiles one file.
fn compiled(path: &str, text: &str) -> Compiled {
    let file = SourceFile { path: path.to_owned(), text: text.to_owned(), shipped: false };
    compile(&[file], &Settings::default())
}
