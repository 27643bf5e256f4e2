//! Texts with placeholders.

use super::checker::Checker;
use crate::ir::Template;
use crate::syntax::ast;

impl Checker<'_> {
    /// A text whose placeholders are attributes. Whether they can be read, and whether one may be unknown, is looked at
    /// where the text is used.
    pub fn template(&mut self, text: &ast::Text) -> Template {
        let _ = text;
        Template::default()
    }

    /// A text that holds no placeholders: a title, the name of a group. `what` says what it is: `a title`.
    pub fn plain_text(&mut self, text: &ast::Text, what: &str) -> Option<String> {
        let _ = (text, what);
        None
    }
}
