//! Fingerprints: they change when what is done, or when, does, and not when it only moves in the file.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// How many hexadecimal digits a fingerprint has.
const DIGITS: usize = 16;

/// The first digits of the SHA-256 of its JSON without the places.
pub(super) fn fingerprint(data: &impl Serialize) -> String {
    let mut json = serde_json::to_value(data).unwrap_or_default();
    forget_places(&mut json);
    let digest = Sha256::digest(json.to_string().as_bytes());
    let hexadecimal: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hexadecimal.chars().take(DIGITS).collect()
}

fn forget_places(json: &mut Value) {
    match json {
        Value::Object(entries) => {
            entries.remove("place");
            entries.values_mut().for_each(forget_places);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_places),
        _ => {}
    }
}
