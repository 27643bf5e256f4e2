//! `textDocument/semanticTokens`.

use tower_lsp::ls_types::{
    Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensLegend,
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
