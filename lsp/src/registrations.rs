//! What the server asks an editor to tell of, once it knows that the editor can.

use serde_json::{Value, json};
use tower_lsp::Client;
use tower_lsp::ls_types::Registration;

use crate::abilities::Abilities;
use crate::preferences::SECTION;

/// Rules, settings, and the logs that tests play.
const WATCHED: [&str; 3] = ["**/*.when", "**/whenbook.toml", "**/*.jsonl"];

/// Asks for it. An editor that refuses is one that tells of nothing.
pub async fn register(client: &Client, abilities: Abilities) {
    let wanted = registrations(abilities);
    if !wanted.is_empty() {
        let _ = client.register_capability(wanted).await;
    }
}

fn registrations(abilities: Abilities) -> Vec<Registration> {
    let mut wanted = Vec::new();
    if abilities.watches_files {
        let watchers: Vec<Value> = WATCHED.iter().map(|glob| json!({ "globPattern": glob })).collect();
        wanted.push(registration("workspace/didChangeWatchedFiles", json!({ "watchers": watchers })));
    }
    if abilities.tells_of_settings {
        wanted.push(registration("workspace/didChangeConfiguration", json!({ "section": SECTION })));
    }
    wanted
}

fn registration(method: &str, options: Value) -> Registration {
    Registration { id: method.to_owned(), method: method.to_owned(), register_options: Some(options) }
}
