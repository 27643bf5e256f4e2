//! The language server of Whenbook: the protocol, and nothing else. What it knows of books it asks [`whenbook::ide`].

mod abilities;
mod alive;
mod books;
mod capabilities;
mod coverage;
mod diagnostics;
mod edits;
mod frames;
mod lines;
mod preferences;
mod progress;
mod registrations;
mod server;
mod settings;
mod shipped;
mod state;
mod transport;
mod work;
mod workspace;

use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::LspService;

pub use transport::Ending;

/// Serves one editor until it says `exit` or goes away.
pub async fn serve(input: impl AsyncRead + Unpin, output: impl AsyncWrite + Unpin + Send + 'static) -> Ending {
    let (service, socket) = LspService::new(server::Whenbook::new);
    transport::serve(service, socket, input, output).await
}
