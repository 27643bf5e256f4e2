//! What each word of a file is, for its colour.

use std::collections::BTreeMap;

use super::Analysis;
use crate::diagnostic::{FileId, Span};
use crate::semantics::names::Kind as NameKind;
use crate::syntax::{Kind, Node};

/// A word or sign with its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands; on one line.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it is the declared name itself.
    pub is_declaration: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// A word of the language.
    Keyword,
    /// A comment.
    Comment,
    /// `///`
    Documentation,
    /// A part of a text that is told as it stands.
    Text,
    /// A number, a duration, a time, a date.
    Number,
    /// A pattern.
    Pattern,
    /// An attribute.
    Attribute,
    /// An event.
    Event,
    /// The words of an action.
    Action,
    /// An enum, or a value of one.
    Enum,
    /// A trigger, an automation, a first match.
    Rule,
    /// A condition, a message, a list, a schedule, a status.
    Name,
}

/// The tokens of a file, in order, none over another.
#[must_use]
pub fn tokens(analysis: &Analysis, file: FileId) -> Vec<Token> {
    let parse = analysis.parse(file);
    let named = named(analysis, file);
    let mut tokens: Vec<Token> = Vec::new();
    let mut covered = 0;
    for leaf in parse.tree.root().leaves() {
        let span = leaf.span();
        if span.start < covered || span.start == span.end {
            continue;
        }
        if let Some(token) = named.get(&span.start) {
            covered = token.span.end;
            tokens.push(*token);
        } else if let Some(kind) = kind(leaf) {
            tokens.push(Token { span, kind, is_declaration: false });
        }
    }
    tokens.retain(|token| !token.span.of(analysis.text(file)).contains('\n'));
    tokens
}

/// The names of a file by where they begin.
fn named(analysis: &Analysis, file: FileId) -> BTreeMap<u32, Token> {
    let mut named = BTreeMap::new();
    // The names of a directory are texts.
    let words = super::symbol::all(analysis, file).into_iter().filter(|(symbol, _)| !symbol.kind.is_of_directory());
    for (symbol, is_declaration) in words {
        let kind = match symbol.kind {
            NameKind::Attribute => TokenKind::Attribute,
            NameKind::Event => TokenKind::Event,
            NameKind::Action => TokenKind::Action,
            NameKind::Enum => TokenKind::Enum,
            NameKind::Trigger | NameKind::Automation | NameKind::FirstMatch => TokenKind::Rule,
            NameKind::Condition
            | NameKind::Message
            | NameKind::List
            | NameKind::Schedule
            | NameKind::Scenario
            | NameKind::Status
            | NameKind::Lifecycle
            | NameKind::Group
            | NameKind::Agent
            | NameKind::Webhook => TokenKind::Name,
        };
        let span = symbol.location.span;
        named.insert(span.start, Token { span, kind, is_declaration });
    }
    named
}

fn kind(leaf: Node<'_>) -> Option<TokenKind> {
    Some(match leaf.kind() {
        Kind::comment | Kind::bad_comment => TokenKind::Comment,
        Kind::doc | Kind::late_doc => TokenKind::Documentation,
        Kind::quote | Kind::block_quote | Kind::text_part | Kind::escape | Kind::block_part => TokenKind::Text,
        Kind::number | Kind::duration | Kind::clock | Kind::date | Kind::annual_date | Kind::percentage => {
            TokenKind::Number
        }
        Kind::regex => TokenKind::Pattern,
        Kind::enum_value => TokenKind::Enum,
        other if is_keyword(other) => TokenKind::Keyword,
        _ => return None,
    })
}

/// The rules of keywords are called so in the grammar.
pub(super) fn is_keyword(kind: Kind) -> bool {
    format!("{kind:?}").starts_with("k_")
}

#[cfg(test)]
mod tests {
    use super::super::sample::of;
    use super::*;

    #[test]
    fn each_word_has_its_meaning() {
        let text = "/// Docs.\ncondition vip when user.plan is enterprise\n\ntrigger t \"Title\" {\n  on customer.wrote // why\n  when vip\n  do {\n    wait 5s\n    add tag \"a {user.name or you}\"\n  }\n}\n";
        let analysis = of(&[("book.when", text)]);
        let told: Vec<String> = tokens(&analysis, FileId(0))
            .iter()
            .map(|token| {
                format!("{:?}{} {}", token.kind, if token.is_declaration { "*" } else { "" }, token.span.of(text))
            })
            .collect();
        insta::assert_snapshot!(told.join("\n"));
    }
}
