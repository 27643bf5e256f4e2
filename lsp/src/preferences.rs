//! What a user has set for the editor, in its section `whenbook`.

use serde_json::Value;

/// The name of the section.
pub const SECTION: &str = "whenbook";

/// What is set; what is not, or is no sense, is as without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// `inlayHints.enable`
    pub inlay_hints: bool,
    /// `codeLens.enable`
    pub code_lenses: bool,
    /// `checkOn`
    pub check_on: CheckOn,
}

/// When books are checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckOn {
    /// With each change.
    #[default]
    Type,
    /// When a file is opened, saved or closed.
    Save,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { inlay_hints: true, code_lenses: true, check_on: CheckOn::Type }
    }
}

impl Preferences {
    /// Reads the section, or an object that holds it.
    #[must_use]
    pub fn of(settings: &Value) -> Self {
        let section = settings.get(SECTION).unwrap_or(settings);
        let is_on = |name: &str| section.get(name).and_then(|part| part.get("enable")?.as_bool()).unwrap_or(true);
        Self {
            inlay_hints: is_on("inlayHints"),
            code_lenses: is_on("codeLens"),
            check_on: match section.get("checkOn").and_then(Value::as_str) {
                Some("save") => CheckOn::Save,
                _ => CheckOn::Type,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_read_with_and_without_their_section() {
        let section = json!({ "inlayHints": { "enable": false }, "checkOn": "save", "codeLens": 5 });
        let read = Preferences { inlay_hints: false, code_lenses: true, check_on: CheckOn::Save };
        assert_eq!(Preferences::of(&section), read);
        assert_eq!(Preferences::of(&json!({ "whenbook": section })), read);
        assert_eq!(Preferences::of(&Value::Null), Preferences::default());
    }
}
