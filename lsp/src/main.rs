//! `whenbook-lsp`: the language server of Whenbook, over standard input and output.

mod books;
mod capabilities;
mod diagnostics;
mod lines;
mod server;
mod state;

use tower_lsp::{LspService, Server};

#[tokio::main]
async fn main() {
    let (service, socket) = LspService::new(server::Whenbook::new);
    Server::new(tokio::io::stdin(), tokio::io::stdout(), socket).serve(service).await;
}
