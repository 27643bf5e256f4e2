//! Tells Zed where the language server is, which an extension can only say in Rust.

use zed_extension_api::{self as zed, LanguageServerId, Result, Worktree, settings::LspSettings};

/// What of the server's name must be on the path.
const SERVER: &str = "whenbook-lsp";

struct Whenbook;

impl zed::Extension for Whenbook {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<zed::Command> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree).ok().and_then(|settings| settings.binary);
        let (path, args) = settings.map(|binary| (binary.path, binary.arguments)).unwrap_or_default();
        let command = path.or_else(|| worktree.which(SERVER)).ok_or_else(|| {
            format!("`{SERVER}` is not on the path; `cargo install --profile server --path lsp` builds it")
        })?;
        Ok(zed::Command { command, args: args.unwrap_or_default(), env: worktree.shell_env() })
    }
}

zed::register_extension!(Whenbook);
