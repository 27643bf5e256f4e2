//! The protocol's requests, each handed to the file of its capability.
//!
//! Handlers run side by side: what stands before a handler's first `.await` runs in the order of the messages, what stands
//! after it does not. So the text is taken over before anything is awaited, and each change has a number; what was computed
//! from an older text than the newest is not published.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, InitializeParams, InitializeResult, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, Uri,
};
use tower_lsp::{Client, LanguageServer};

use crate::diagnostics::Publisher;
use crate::documents::{Document, Documents};

/// The server.
pub struct Whenbook {
    state: Arc<Mutex<State>>,
    publisher: Publisher,
}

/// What the server knows of the editor.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The open documents.
    pub documents: Documents,
    /// The folders that the editor has open.
    pub folders: Vec<PathBuf>,
}

/// The state, even if a handler has panicked while it held it: each change of it is whole.
pub fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Whenbook {
    /// A server that speaks to this editor.
    #[must_use]
    pub fn new(client: Client) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        Self { publisher: Publisher::new(client, Arc::clone(&state)), state }
    }

    fn take(&self, uri: &Uri, version: i32, text: String) -> Option<u64> {
        let path = uri.to_file_path()?.into_owned();
        Some(lock(&self.state).documents.put(path, Document { version, text }))
    }
}

impl LanguageServer for Whenbook {
    async fn initialize(&self, parameters: InitializeParams) -> Result<InitializeResult> {
        let folders = parameters.workspace_folders.unwrap_or_default();
        let folders = folders.iter().filter_map(|folder| Some(folder.uri.to_file_path()?.into_owned()));
        lock(&self.state).folders = folders.collect();
        Ok(InitializeResult {
            capabilities: ServerCapabilities {
                text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
                ..ServerCapabilities::default()
            },
            server_info: Some(ServerInfo {
                name: "whenbook-lsp".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, parameters: DidOpenTextDocumentParams) {
        let document = parameters.text_document;
        if let Some(revision) = self.take(&document.uri, document.version, document.text) {
            self.publisher.publish(revision).await;
        }
    }

    async fn did_change(&self, parameters: DidChangeTextDocumentParams) {
        let document = parameters.text_document;
        // The whole text is sent with each change; the last one counts.
        let Some(change) = parameters.content_changes.into_iter().next_back() else { return };
        if let Some(revision) = self.take(&document.uri, document.version, change.text) {
            self.publisher.publish(revision).await;
        }
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        let revision = lock(&self.state).documents.next_revision();
        self.publisher.publish(revision).await;
    }

    async fn did_close(&self, parameters: DidCloseTextDocumentParams) {
        let Some(path) = parameters.text_document.uri.to_file_path() else { return };
        let revision = lock(&self.state).documents.remove(&path);
        self.publisher.publish(revision).await;
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        let revision = lock(&self.state).documents.next_revision();
        self.publisher.publish(revision).await;
    }
}
