//! The protocol's messages, each handed to the file of its capability.
//!
//! Handlers run side by side: what stands before a handler's first `.await` runs in the order of the messages, what stands
//! after it does not. So a text is taken over, and the state that an answer is about is copied, before anything is awaited;
//! each change has a number, and what was computed from an older text than the newest is not published.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tower_lsp::jsonrpc::{Error, Result};
// All of them: who adds a capability changes no line here.
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use crate::abilities::Abilities;
use crate::books::{Books, Open};
use crate::capabilities::{
    self, calls, code_actions, commands, completion, folding, formatting, hints, hover, lenses, links, moves,
    navigation, refactorings, rename, selection, settings_file, signatures, symbols, tokens,
};
use crate::coverage::Covered;
use crate::diagnostics::{Asked, Delivered, Publisher, open_settings};
use crate::lines::Encoding;
use crate::preferences::{CheckOn, Preferences};
use crate::progress;
use crate::registrations;
use crate::settings;
use crate::state::{Document, State, folders_of, is_of_rules, path_of};
use crate::work::Workers;

/// The server.
pub struct Whenbook {
    client: Client,
    state: Arc<Mutex<State>>,
    books: Arc<Books>,
    workers: Workers,
    /// What tests have looked at, lately.
    covered: Arc<Mutex<Covered>>,
    publisher: Publisher,
    asked: Asked,
    told: Mutex<tokens::Told>,
}

/// What all that answers has in common.
#[derive(Clone)]
pub struct Shared {
    /// The editor.
    pub client: Client,
    /// What is known of it.
    pub state: Arc<Mutex<State>>,
    /// The books.
    pub books: Arc<Books>,
    /// Who works.
    pub workers: Workers,
}

/// Says that nobody waits for an answer any more, when it is let go.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The state, even if a handler has panicked while it held it: each change of it is whole.
pub fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How a document is opened in its book.
type OpenIn = fn(&Books, &Path, &State) -> Option<Open>;

impl Whenbook {
    /// A server that speaks to this editor.
    #[must_use]
    pub fn new(client: Client) -> Self {
        let shared = Shared {
            client,
            state: Arc::new(Mutex::new(State::default())),
            books: Arc::new(Books::default()),
            workers: Workers::default(),
        };
        let delivered = Arc::new(Delivered::default());
        let publisher = Publisher::new(shared.clone(), Arc::clone(&delivered));
        let asked = Asked::new(shared.clone(), delivered);
        let Shared { client, state, books, workers } = shared;
        Self { client, state, books, workers, publisher, asked, covered: Arc::default(), told: Mutex::default() }
    }

    /// What the user has set for the editor.
    fn preferences(&self) -> Preferences {
        lock(&self.state).preferences
    }

    /// What `answer` says of a document as it is now; `None` if it belongs to no book that can be read.
    fn ask<T, A>(&self, uri: &Uri, answer: A) -> impl Future<Output = Option<T>> + use<T, A>
    where
        T: Send + 'static,
        A: FnOnce(&Open) -> T + Send + 'static,
    {
        self.ask_of(uri, Books::open, answer)
    }

    /// The tokens that were told last.
    fn told(&self) -> MutexGuard<'_, tokens::Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same of what needs no other file than the document, so that a large book does not keep the editor waiting.
    fn ask_at_once<T, A>(&self, uri: &Uri, answer: A) -> impl Future<Output = Option<T>> + use<T, A>
    where
        T: Send + 'static,
        A: FnOnce(&Open) -> T + Send + 'static,
    {
        self.ask_of(uri, Books::open_at_once, answer)
    }

    fn ask_of<T, A>(&self, uri: &Uri, open: OpenIn, answer: A) -> impl Future<Output = Option<T>> + use<T, A>
    where
        T: Send + 'static,
        A: FnOnce(&Open) -> T + Send + 'static,
    {
        let state = lock(&self.state).clone();
        let (books, path) = (Arc::clone(&self.books), path_of(uri));
        let work = move || open(&books, &path, &state).filter(|_| is_of_rules(&path)).map(|open| answer(&open));
        self.workers.work(work)
    }

    /// The same of what the editor asks again when the document has changed: if it has by the time that there is a worker, it
    /// is not worked out.
    async fn ask_now<T, A>(&self, uri: &Uri, open: OpenIn, answer: A) -> Result<Option<T>>
    where
        T: Send + 'static,
        A: FnOnce(&Open) -> T + Send + 'static,
    {
        let (state, now) = (lock(&self.state).clone(), Arc::clone(&self.state));
        let (books, path) = (Arc::clone(&self.books), path_of(uri));
        let work = move || {
            if !lock(&now).has_same(&path, &state) {
                return Err(Error::content_modified());
            }
            Ok(open(&books, &path, &state).filter(|_| is_of_rules(&path)).map(|open| answer(&open)))
        };
        self.workers.work(work).await
    }

    /// The declarations of all books of the workspace that fit what is looked for.
    fn find(&self, wanted: String) -> impl Future<Output = Vec<WorkspaceSymbol>> + use<> {
        let state = lock(&self.state).clone();
        let books = Arc::clone(&self.books);
        self.workers.work(move || symbols::of_workspace(&wanted, &state, &books))
    }
}

impl LanguageServer for Whenbook {
    async fn initialize(&self, parameters: InitializeParams) -> Result<InitializeResult> {
        let abilities = Abilities::of(&parameters);
        let preferences = parameters.initialization_options.as_ref().map(Preferences::of).unwrap_or_default();
        let folders = folders_of(&parameters);
        let general = parameters.capabilities.general;
        let encoding = Encoding::chosen(general.and_then(|general| general.position_encodings).as_deref());
        {
            let mut state = lock(&self.state);
            state.encoding = encoding;
            state.abilities = abilities;
            state.preferences = preferences;
            state.greeted_with = preferences;
            state.folders = folders;
        }
        Ok(InitializeResult {
            capabilities: capabilities::all(encoding),
            server_info: Some(ServerInfo {
                name: "whenbook-lsp".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        let abilities = lock(&self.state).abilities;
        registrations::register(&self.client, abilities).await;
        settings::ask(&self.client, &self.state).await;
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_change_configuration(&self, parameters: DidChangeConfigurationParams) {
        settings::take(&self.client, &self.state, &parameters.settings).await;
    }

    async fn did_open(&self, parameters: DidOpenTextDocumentParams) {
        let document = parameters.text_document;
        let revision = lock(&self.state).put(Document {
            uri: document.uri,
            version: document.version,
            text: Arc::from(document.text),
        });
        self.publisher.publish(revision, None).await;
    }

    async fn did_change(&self, parameters: DidChangeTextDocumentParams) {
        let document = parameters.text_document;
        let revision = lock(&self.state).change(&document.uri, document.version, parameters.content_changes);
        if let Some(revision) = revision.filter(|_| self.preferences().check_on == CheckOn::Type) {
            self.publisher.publish(revision, Some(&path_of(&document.uri))).await;
        }
    }

    async fn did_save(&self, parameters: DidSaveTextDocumentParams) {
        let revision = lock(&self.state).saved(&parameters.text_document.uri);
        self.publisher.publish(revision, None).await;
    }

    async fn did_close(&self, parameters: DidCloseTextDocumentParams) {
        self.told().forget(&parameters.text_document.uri);
        let revision = lock(&self.state).remove(&parameters.text_document.uri);
        self.publisher.publish(revision, None).await;
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        let revision = lock(&self.state).next_revision();
        self.publisher.publish(revision, None).await;
    }

    async fn did_change_workspace_folders(&self, parameters: DidChangeWorkspaceFoldersParams) {
        let revision = {
            let mut state = lock(&self.state);
            let removed: Vec<_> = parameters.event.removed.iter().map(|folder| path_of(&folder.uri)).collect();
            state.folders.retain(|folder| !removed.contains(folder));
            state.folders.extend(parameters.event.added.iter().map(|folder| path_of(&folder.uri)));
            state.next_revision()
        };
        self.publisher.publish(revision, None).await;
    }

    async fn will_rename_files(&self, parameters: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        let (state, books) = (lock(&self.state).clone(), Arc::clone(&self.books));
        Ok(self.workers.work(move || moves::moved(&parameters.files, &state, &books)).await)
    }

    async fn did_rename_files(&self, _: RenameFilesParams) {
        let revision = lock(&self.state).next_revision();
        self.publisher.publish(revision, None).await;
    }

    async fn diagnostic(&self, parameters: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        Ok(self.asked.document(parameters).await)
    }

    async fn workspace_diagnostic(
        &self,
        parameters: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        Ok(self.asked.workspace(parameters).await)
    }

    async fn hover(&self, parameters: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = parameters.text_document_position_params;
        if let Some(lines) = lock(&self.state).settings(&text_document.uri) {
            return Ok(settings_file::hover(&lines, position));
        }
        Ok(self.ask_at_once(&text_document.uri, move |open| hover::hover(open, position)).await.flatten())
    }

    async fn completion(&self, parameters: CompletionParams) -> Result<Option<CompletionResponse>> {
        let TextDocumentPositionParams { text_document, position } = parameters.text_document_position;
        if let Some(lines) = lock(&self.state).settings(&text_document.uri) {
            return Ok(Some(settings_file::completion(&lines, position)));
        }
        let (uri, abilities) = (text_document.uri.clone(), lock(&self.state).abilities);
        let answer = move |open: &Open| completion::completion(open, &uri, position, abilities);
        Ok(self.ask_at_once(&text_document.uri, answer).await.map(CompletionResponse::List))
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let Some(uri) = completion::document_of(&item) else { return Ok(item) };
        let plain = item.clone();
        Ok(self.ask_at_once(&uri, move |open| completion::resolve(open, item)).await.unwrap_or(plain))
    }

    async fn signature_help(&self, parameters: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let TextDocumentPositionParams { text_document, position } = parameters.text_document_position_params;
        Ok(self.ask_at_once(&text_document.uri, move |open| signatures::signatures(open, position)).await.flatten())
    }

    async fn goto_definition(&self, parameters: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = parameters.text_document_position_params;
        let places = self.ask_at_once(&text_document.uri, move |open| navigation::definition(open, position)).await;
        Ok(places.map(GotoDefinitionResponse::Array))
    }

    async fn goto_type_definition(&self, parameters: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = parameters.text_document_position_params;
        let places =
            self.ask_at_once(&text_document.uri, move |open| navigation::type_definition(open, position)).await;
        Ok(places.map(GotoDefinitionResponse::Array))
    }

    async fn document_link(&self, parameters: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.ask_now(&parameters.text_document.uri, Books::open_at_once, links::links).await
    }

    async fn linked_editing_range(&self, parameters: LinkedEditingRangeParams) -> Result<Option<LinkedEditingRanges>> {
        let TextDocumentPositionParams { text_document, position } = parameters.text_document_position_params;
        Ok(self.ask_at_once(&text_document.uri, move |open| links::linked(open, position)).await.flatten())
    }

    async fn inlay_hint(&self, parameters: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        if !self.preferences().inlay_hints {
            return Ok(None);
        }
        let range = parameters.range;
        self.ask_now(&parameters.text_document.uri, Books::open, move |open| hints::hints(open, range)).await
    }

    async fn prepare_call_hierarchy(
        &self,
        parameters: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let TextDocumentPositionParams { text_document, position } = parameters.text_document_position_params;
        Ok(self.ask(&text_document.uri, move |open| calls::prepare(open, position)).await.flatten())
    }

    async fn incoming_calls(
        &self,
        parameters: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let item = parameters.item;
        Ok(self.ask(&item.uri.clone(), move |open| calls::incoming(open, &item)).await)
    }

    async fn outgoing_calls(
        &self,
        parameters: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let item = parameters.item;
        Ok(self.ask(&item.uri.clone(), move |open| calls::outgoing(open, &item)).await)
    }

    async fn references(&self, parameters: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = parameters.text_document_position;
        let and_declared = parameters.context.include_declaration;
        Ok(self.ask(&text_document.uri, move |open| navigation::references(open, position, and_declared)).await)
    }

    async fn document_highlight(&self, parameters: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } = parameters.text_document_position_params;
        let answer = move |open: &Open| navigation::highlights(open, position);
        self.ask_now(&text_document.uri, Books::open_at_once, answer).await
    }

    async fn document_symbol(&self, parameters: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let symbols = self.ask_now(&parameters.text_document.uri, Books::open_at_once, symbols::of_document).await?;
        Ok(symbols.map(DocumentSymbolResponse::Nested))
    }

    async fn symbol(&self, parameters: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        Ok(Some(WorkspaceSymbolResponse::Nested(self.find(parameters.query).await)))
    }

    async fn formatting(&self, parameters: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        Ok(self.ask_at_once(&parameters.text_document.uri, formatting::formatting).await)
    }

    async fn range_formatting(&self, parameters: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let range = parameters.range;
        Ok(self.ask_at_once(&parameters.text_document.uri, move |open| formatting::range_formatting(open, range)).await)
    }

    async fn on_type_formatting(&self, parameters: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let TextDocumentPositionParams { text_document, position } = parameters.text_document_position;
        let letter = parameters.ch;
        Ok(self.ask_at_once(&text_document.uri, move |open| formatting::typed(open, position, &letter)).await)
    }

    async fn folding_range(&self, parameters: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.ask_now(&parameters.text_document.uri, Books::open_at_once, folding::folds).await
    }

    async fn selection_range(&self, parameters: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let positions = parameters.positions;
        Ok(self.ask_at_once(&parameters.text_document.uri, move |open| selection::selections(open, &positions)).await)
    }

    async fn prepare_rename(&self, parameters: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let position = parameters.position;
        self.ask(&parameters.text_document.uri, move |open| rename::prepare(open, position)).await.transpose()
    }

    async fn rename(&self, parameters: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let TextDocumentPositionParams { text_document, position } = parameters.text_document_position;
        let (new, state) = (parameters.new_name, lock(&self.state).clone());
        self.ask(&text_document.uri, move |open| rename::rename(open, position, &new, &state)).await.transpose()
    }

    async fn code_action(&self, parameters: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let (range, only) = (parameters.range, parameters.context.only);
        let uri = parameters.text_document.uri;
        let state = lock(&self.state).clone();
        if state.settings(&uri).is_some() {
            let (books, path) = (Arc::clone(&self.books), path_of(&uri));
            let actions = self.workers.work(move || {
                let open = open_settings(&path, &state, &books)?;
                Some(code_actions::code_actions(&open, range, only.as_deref(), &state))
            });
            return Ok(actions.await);
        }
        let actions = self.ask(&uri, move |open| code_actions::code_actions(open, range, only.as_deref(), &state));
        Ok(actions.await)
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let Some(uri) = refactorings::document(&action) else { return Ok(action) };
        let (state, chosen) = (lock(&self.state).clone(), action.clone());
        let resolved = self.ask(&uri, move |open| refactorings::resolve(open, chosen, &state));
        resolved.await.unwrap_or(Ok(action))
    }

    async fn semantic_tokens_full(&self, parameters: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let uri = parameters.text_document.uri;
        let tokens = self.ask_now(&uri, Books::open_at_once, |open| tokens::tokens(open, None)).await?;
        Ok(tokens.map(|tokens| self.told().whole(&uri, tokens)).map(SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_full_delta(
        &self,
        parameters: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let (uri, before) = (parameters.text_document.uri, parameters.previous_result_id);
        let tokens = self.ask_now(&uri, Books::open_at_once, |open| tokens::tokens(open, None)).await?;
        Ok(tokens.map(|tokens| self.told().difference(&uri, &before, tokens)))
    }

    async fn semantic_tokens_range(
        &self,
        parameters: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let range = parameters.range;
        let answer = move |open: &Open| tokens::tokens(open, Some(range));
        let tokens = self.ask_now(&parameters.text_document.uri, Books::open_at_once, answer).await?;
        Ok(tokens.map(SemanticTokensRangeResult::Tokens))
    }

    async fn execute_command(&self, parameters: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let command = commands::Command::parse(&parameters.command, parameters.arguments)?;
        let (uri, title, abilities) = (command.uri().clone(), command.title(), lock(&self.state).abilities);
        let given_up = Arc::new(AtomicBool::new(false));
        let _waiting = Waiting(Arc::clone(&given_up));
        let asked = self.ask(&uri, move |open| command.run(open, &given_up));
        let answered = progress::shown(&self.client, abilities, title, asked).await;
        let answer = answered.ok_or_else(|| commands::no_book(&uri))??;
        if let Some(covered) = answer.covered {
            *self.covered.lock().unwrap_or_else(PoisonError::into_inner) = covered;
            if abilities.refreshes_code_lenses {
                let client = self.client.clone();
                // Nobody waits for it: an editor that does not answer shows its old lenses.
                tokio::spawn(async move { client.code_lens_refresh().await });
            }
        }
        if let Some((kind, text)) = answer.message.filter(|_| !abilities.shows_results) {
            self.client.show_message(kind, text).await;
        }
        Ok(Some(answer.value))
    }

    async fn code_lens(&self, parameters: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        if !self.preferences().code_lenses {
            return Ok(None);
        }
        let covered = Arc::clone(&self.covered);
        let answer = move |open: &Open| lenses::lenses(open, &covered.lock().unwrap_or_else(PoisonError::into_inner));
        self.ask_now(&parameters.text_document.uri, Books::open, answer).await
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        let Some(uri) = lenses::document(&lens) else { return Ok(lens) };
        let shows_results = lock(&self.state).abilities.shows_results;
        let shown = lens.clone();
        let resolved = self.ask(&uri, move |open| lenses::resolve(open, &shown, shows_results)).await;
        Ok(resolved.unwrap_or(lens))
    }
}
