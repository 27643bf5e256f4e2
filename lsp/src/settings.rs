//! Changed settings: taken as they are told, or asked for where the editor would rather be asked.

use std::sync::Mutex;

use serde_json::Value;
use tower_lsp::Client;
use tower_lsp::ls_types::ConfigurationItem;

use crate::preferences::{Preferences, SECTION};
use crate::server::lock;
use crate::state::State;

/// Takes what the editor tells. One that can be asked tells nothing that counts.
pub async fn take(client: &Client, state: &Mutex<State>, told: &Value) {
    if lock(state).abilities.knows_settings {
        return ask(client, state).await;
    }
    change(client, state, told).await;
}

/// Asks an editor what is set, if it can be asked.
pub async fn ask(client: &Client, state: &Mutex<State>) {
    if !lock(state).abilities.knows_settings {
        return;
    }
    let section = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
    let Ok(answers) = client.configuration(vec![section]).await else { return };
    if let Some(section) = answers.first() {
        change(client, state, section).await;
    }
}

/// Where nothing is set, or nothing any more, it is as the editor said when it greeted.
async fn change(client: &Client, state: &Mutex<State>, section: &Value) {
    let (before, to, abilities) = {
        let mut state = lock(state);
        let is_set = section.as_object().is_some_and(|section| !section.is_empty());
        let to = if is_set { Preferences::of(section) } else { state.greeted_with };
        (std::mem::replace(&mut state.preferences, to), to, state.abilities)
    };
    // An editor that cannot do so after all shows what it has a while longer.
    if before.inlay_hints != to.inlay_hints && abilities.refreshes_inlay_hints {
        let _ = client.inlay_hint_refresh().await;
    }
    if before.code_lenses != to.code_lenses && abilities.refreshes_code_lenses {
        let _ = client.code_lens_refresh().await;
    }
}
