//! Whether the editor that has started the server is still there: one that dies does not always close the input.

use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;
use tower_lsp::jsonrpc::Request;

/// How often it is looked for.
const EVERY: Duration = Duration::from_secs(3);

/// The process that greets: none if it does not say, or if it cannot be seen from here, as from within a container.
#[must_use]
pub fn editor(greeting: &Request) -> Option<u32> {
    let told = greeting.params().and_then(|parameters| parameters.get("processId")).and_then(Value::as_u64);
    told.and_then(|process| u32::try_from(process).ok()).filter(|process| is_alive(*process))
}

/// Waits until a process has ended; without one, for ever.
pub async fn ended(process: Option<u32>) {
    let Some(process) = process else { return std::future::pending().await };
    while is_alive(process) {
        sleep(EVERY).await;
    }
}

#[cfg(target_os = "linux")]
fn is_alive(process: u32) -> bool {
    std::path::Path::new("/proc").join(process.to_string()).exists()
}

#[cfg(all(unix, not(target_os = "linux")))]
fn is_alive(process: u32) -> bool {
    let asked = std::process::Command::new("kill").args(["-0", &process.to_string()]).output();
    // It is there too if it may not be asked.
    asked.is_ok_and(|answer| answer.status.success() || !String::from_utf8_lossy(&answer.stderr).contains("No such"))
}

/// There, the input ends with the process that held it.
#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    true
}
