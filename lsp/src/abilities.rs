//! What an editor can do beside the least that every editor can.

use serde_json::Value;
use tower_lsp::ls_types::{ClientCapabilities, InitializeParams, TextDocumentClientCapabilities};

/// What it can do, as it said when it greeted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// It asks for diagnostics, so none are pushed.
    pub pulls_diagnostics: bool,
    /// It can be told to ask for them again.
    pub refreshes_diagnostics: bool,
    /// The same for inlay hints.
    pub refreshes_inlay_hints: bool,
    /// The same for code lenses.
    pub refreshes_code_lenses: bool,
    /// It knows texts with places to fill in.
    pub knows_snippets: bool,
    /// It lets its user choose whether a completion replaces the rest of the word.
    pub inserts_or_replaces: bool,
    /// It watches files if asked to.
    pub watches_files: bool,
    /// It tells of changed settings if asked to.
    pub tells_of_settings: bool,
    /// It answers what is set.
    pub knows_settings: bool,
    /// It shows that the server is at work.
    pub shows_progress: bool,
    /// It knows for which version of a document a change is meant.
    pub changes_documents: bool,
    /// It asks for the changes of a code action once it is chosen.
    pub resolves_code_actions: bool,
    /// It shows the results of commands itself (`initializationOptions: {"showsResults": true}`).
    pub shows_results: bool,
}

impl Abilities {
    /// Reads them from the greeting.
    #[must_use]
    pub fn of(greeting: &InitializeParams) -> Self {
        let ClientCapabilities { workspace, text_document, window, .. } = &greeting.capabilities;
        let workspace = workspace.as_ref();
        let options = greeting.initialization_options.as_ref();
        let items = text_document.as_ref().and_then(|its| its.completion.as_ref()?.completion_item.as_ref());
        Self {
            pulls_diagnostics: text_document.as_ref().is_some_and(|document| document.diagnostic.is_some()),
            refreshes_diagnostics: said(workspace.and_then(|its| its.diagnostics.as_ref()?.refresh_support)),
            refreshes_inlay_hints: said(workspace.and_then(|its| its.inlay_hint.as_ref()?.refresh_support)),
            refreshes_code_lenses: said(workspace.and_then(|its| its.code_lens.as_ref()?.refresh_support)),
            knows_snippets: said(items.and_then(|its| its.snippet_support)),
            inserts_or_replaces: said(items.and_then(|its| its.insert_replace_support)),
            watches_files: said(workspace.and_then(|its| its.did_change_watched_files?.dynamic_registration)),
            tells_of_settings: said(workspace.and_then(|its| its.did_change_configuration?.dynamic_registration)),
            knows_settings: said(workspace.and_then(|its| its.configuration)),
            shows_progress: said(window.as_ref().and_then(|window| window.work_done_progress)),
            changes_documents: said(workspace.and_then(|its| its.workspace_edit.as_ref()?.document_changes)),
            resolves_code_actions: resolves_edits(text_document.as_ref()),
            shows_results: said(options.and_then(|options| options.get("showsResults")).and_then(Value::as_bool)),
        }
    }
}

fn said(ability: Option<bool>) -> bool {
    ability.unwrap_or_default()
}

/// Whether it can wait for the `edit` of a code action, and keeps what the server needs for that.
fn resolves_edits(document: Option<&TextDocumentClientCapabilities>) -> bool {
    let Some(actions) = document.and_then(|document| document.code_action.as_ref()) else { return false };
    let waits = actions.resolve_support.as_ref().is_some_and(|its| its.properties.iter().any(|each| each == "edit"));
    waits && said(actions.data_support)
}
