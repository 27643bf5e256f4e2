//! `textDocument/semanticTokens`.

use std::collections::BTreeMap;

use tower_lsp::ls_types::{
    Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend, Uri,
};
use whenbook::diagnostic::Span;
use whenbook::ide::{self, TokenKind};

use crate::books::Open;

/// The kinds of tokens, in the order of their numbers.
const KINDS: [(TokenKind, SemanticTokenType); 12] = [
    (TokenKind::Keyword, SemanticTokenType::KEYWORD),
    (TokenKind::Comment, SemanticTokenType::COMMENT),
    (TokenKind::Documentation, SemanticTokenType::COMMENT),
    (TokenKind::Text, SemanticTokenType::STRING),
    (TokenKind::Number, SemanticTokenType::NUMBER),
    (TokenKind::Pattern, SemanticTokenType::REGEXP),
    (TokenKind::Attribute, SemanticTokenType::PROPERTY),
    (TokenKind::Event, SemanticTokenType::EVENT),
    (TokenKind::Action, SemanticTokenType::FUNCTION),
    (TokenKind::Enum, SemanticTokenType::ENUM_MEMBER),
    (TokenKind::Rule, SemanticTokenType::CLASS),
    (TokenKind::Name, SemanticTokenType::VARIABLE),
];
const DECLARATION: u32 = 1;
const DOCUMENTATION: u32 = 2;

/// What the numbers of tokens stand for.
#[must_use]
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: KINDS.into_iter().map(|(_, kind)| kind).collect(),
        token_modifiers: vec![SemanticTokenModifier::DECLARATION, SemanticTokenModifier::DOCUMENTATION],
    }
}

/// The tokens of the document, or of a part of it.
#[must_use]
pub fn tokens(open: &Open, part: Option<Range>) -> SemanticTokens {
    let part = part.map_or(open.whole(), |range| open.lines.span(range));
    let tokens = ide::tokens(&open.analysis, open.file).into_iter();
    let mut before = (0, 0);
    let data = tokens
        .filter(|token| touches(token.span, part))
        .map(|token| {
            let start = open.lines.position(token.span.start);
            let delta_line = start.line - before.0;
            let delta_start = if delta_line == 0 { start.character - before.1 } else { start.character };
            before = (start.line, start.character);
            let kind = KINDS.iter().zip(0..).find(|((kind, _), _)| *kind == token.kind).map_or(0, |(_, number)| number);
            let documentation = if token.kind == TokenKind::Documentation { DOCUMENTATION } else { 0 };
            let declaration = if token.is_declaration { DECLARATION } else { 0 };
            SemanticToken {
                delta_line,
                delta_start,
                length: open.lines.length(token.span),
                token_type: kind,
                token_modifiers_bitset: documentation | declaration,
            }
        })
        .collect();
    SemanticTokens { result_id: None, data }
}

const fn touches(span: Span, part: Span) -> bool {
    span.start < part.end && part.start < span.end
}

/// The tokens that each document was told last, so that only what differs is told again.
#[derive(Debug, Default)]
pub struct Told {
    tokens: BTreeMap<String, SemanticTokens>,
    number: u64,
}

impl Told {
    /// All tokens of a document, remembered.
    pub fn whole(&mut self, uri: &Uri, tokens: SemanticTokens) -> SemanticTokens {
        self.number += 1;
        let tokens = SemanticTokens { result_id: Some(self.number.to_string()), ..tokens };
        self.tokens.insert(uri.as_str().to_owned(), tokens.clone());
        tokens
    }

    /// What differs from the tokens of that number; all, if others were told since.
    pub fn difference(&mut self, uri: &Uri, before: &str, tokens: SemanticTokens) -> SemanticTokensFullDeltaResult {
        let told = self.tokens.get(uri.as_str()).filter(|told| told.result_id.as_deref() == Some(before)).cloned();
        let tokens = self.whole(uri, tokens);
        match told {
            None => SemanticTokensFullDeltaResult::Tokens(tokens),
            Some(told) => {
                let edits = edit(&told.data, &tokens.data).into_iter().collect();
                let result_id = tokens.result_id;
                SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id, edits })
            }
        }
    }

    /// Forgets a document that was closed.
    pub fn forget(&mut self, uri: &Uri) {
        self.tokens.remove(uri.as_str());
    }
}

/// One edit from the first token that differs to the last one. Each token is five numbers.
fn edit(old: &[SemanticToken], new: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    const NUMBERS: usize = 5;
    let head = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let (old, new) = (old.get(head..)?, new.get(head..)?);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other).count();
    let data = new.get(..new.len() - tail)?.to_vec();
    let small = |count: usize| u32::try_from(count * NUMBERS).unwrap_or(u32::MAX);
    let edit = SemanticTokensEdit { start: small(head), delete_count: small(old.len() - tail), data: Some(data) };
    (edit.delete_count > 0 || edit.data.as_ref().is_some_and(|data| !data.is_empty())).then_some(edit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told_again() {
        let tokens = |lengths: &[u32]| SemanticTokens {
            result_id: None,
            data: lengths.iter().map(|length| SemanticToken { length: *length, ..SemanticToken::default() }).collect(),
        };
        let uri: Uri = "file:///a.when".parse().unwrap();
        let mut told = Told::default();
        told.whole(&uri, tokens(&[1, 2, 3, 4]));
        let SemanticTokensFullDeltaResult::TokensDelta(delta) = told.difference(&uri, "1", tokens(&[1, 2, 9, 9, 4]))
        else {
            panic!("all was told")
        };
        let edit = delta.edits.first().unwrap();
        assert_eq!((edit.start, edit.delete_count, edit.data.as_ref().unwrap().len()), (10, 5, 2));
        let SemanticTokensFullDeltaResult::TokensDelta(delta) = told.difference(&uri, "2", tokens(&[1, 2, 9, 9, 4]))
        else {
            panic!("all was told")
        };
        assert_eq!(delta.edits, []);
        assert!(matches!(told.difference(&uri, "1", tokens(&[1])), SemanticTokensFullDeltaResult::Tokens(_)));
    }
}
