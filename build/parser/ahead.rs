//! What the next symbol of a text tells about whether an expression matches. pest tries; this parser looks first.

use std::cell::RefCell;
use std::collections::BTreeMap;

use pest_meta::ast::RuleType;
use pest_meta::optimizer::OptimizedExpr as Expr;

use super::grammar::{Grammar, WHITESPACE};
use super::symbols::Symbols;

/// What an expression does, by the symbol that comes next. All sets are on the safe side.
#[derive(Clone)]
pub struct Ahead {
    /// Where it may match and take something.
    pub eats: Symbols,
    /// Where it may match and take nothing.
    pub empty: Symbols,
    /// Where it is sure to match.
    pub sure: Symbols,
    /// Where it is sure to match, to take this byte and nothing more, and to tell of nothing.
    pub one: Symbols,
}

impl Ahead {
    /// Of which nothing is known.
    fn unknown() -> Self {
        Self { eats: Symbols::ALL, empty: Symbols::ALL, sure: Symbols::NONE, one: Symbols::NONE }
    }

    /// Takes one of those.
    fn one(bytes: Symbols) -> Self {
        Self { eats: bytes.clone(), empty: Symbols::NONE, sure: bytes.clone(), one: bytes }
    }

    /// Takes one character: an ASCII character of those, or perhaps another.
    fn character(ascii: impl Fn(u8) -> bool) -> Self {
        let ascii = Symbols::bytes(|byte| byte.is_ascii() && ascii(byte));
        Self { eats: ascii.or(&Symbols::bytes(|byte| !byte.is_ascii())), ..Self::one(ascii) }
    }

    /// Looks, and takes nothing.
    fn look(may: Symbols, sure: Symbols) -> Self {
        Self { eats: Symbols::NONE, empty: may, sure, one: Symbols::NONE }
    }

    /// Where it may match.
    pub fn may(&self) -> Symbols {
        self.eats.or(&self.empty)
    }

    /// Whether it matches everywhere.
    pub fn always(&self) -> bool {
        self.sure == Symbols::ALL
    }

    /// Whether it takes nothing, and the next symbol decides.
    pub fn only_looks(&self) -> bool {
        self.eats == Symbols::NONE && self.empty == self.sure
    }

    /// Whether it takes one byte, and the next symbol decides.
    pub fn is_one(&self) -> bool {
        self.one == self.may()
    }

    fn then(&self, skip: Option<&Self>, next: &Self) -> Self {
        let next = skip.map_or_else(|| next.clone(), |skip| skip.then(None, next));
        let idle = self.sure.without(&self.eats);
        let sure = if next.always() { self.sure.clone() } else { idle.and(&next.sure) };
        // What takes one byte and then surely takes nothing is not looked for: the grammar has none.
        let one = idle.and(&next.one);
        Self { eats: self.eats.or(&self.empty.and(&next.eats)), empty: self.empty.and(&next.empty), sure, one }
    }

    fn or(&self, other: &Self) -> Self {
        Self {
            eats: self.eats.or(&other.eats.without(&self.sure)),
            empty: self.empty.or(&other.empty.without(&self.sure)),
            sure: self.sure.or(&other.sure),
            one: self.one.or(&other.one.without(&self.may())),
        }
    }
}

/// Looks ahead in a grammar.
pub struct Look<'grammar> {
    grammar: &'grammar Grammar,
    /// The rules that are known; nothing for those that are being looked at.
    known: RefCell<BTreeMap<(String, bool), Option<Ahead>>>,
}

impl<'grammar> Look<'grammar> {
    pub fn new(grammar: &'grammar Grammar) -> Self {
        Self { grammar, known: RefCell::default() }
    }

    /// What it does; with `spaced`, blanks may stand between its parts.
    pub fn ahead(&self, expression: &Expr, spaced: bool) -> Ahead {
        match expression {
            Expr::Str(text) => match text.as_bytes() {
                [] => Ahead::look(Symbols::ALL, Symbols::ALL),
                [only] => Ahead::one(Symbols::bytes(|byte| byte == *only)),
                [first, ..] => Ahead {
                    sure: Symbols::NONE,
                    one: Symbols::NONE,
                    ..Ahead::one(Symbols::bytes(|byte| byte == *first))
                },
            },
            Expr::Insens(text) => {
                let first = text.bytes().next();
                let eats = Symbols::bytes(|byte| first.is_some_and(|first| first.eq_ignore_ascii_case(&byte)));
                Ahead { sure: Symbols::NONE, one: Symbols::NONE, ..Ahead::one(eats) }
            }
            Expr::Ident(name) => self.rule(name, spaced),
            Expr::PosPred(inner) => {
                let inner = self.ahead(inner, spaced);
                Ahead::look(inner.may(), inner.sure)
            }
            Expr::NegPred(inner) => {
                let inner = self.ahead(inner, spaced);
                Ahead::look(inner.sure.complement(), inner.may().complement())
            }
            Expr::Seq(first, rest) => {
                let first = self.ahead(first, spaced);
                if first.empty == Symbols::NONE {
                    // What follows begins elsewhere, and may well lead back here.
                    let sure = if self.always(rest, &mut Vec::new()) { first.sure } else { Symbols::NONE };
                    return Ahead { sure, one: Symbols::NONE, ..first };
                }
                let skip = spaced.then(|| self.skip());
                first.then(skip.as_ref(), &self.ahead(rest, spaced))
            }
            Expr::Choice(first, rest) => self.ahead(first, spaced).or(&self.ahead(rest, spaced)),
            Expr::Opt(inner) | Expr::Rep(inner) => {
                let eats = self.ahead(inner, spaced).eats;
                Ahead { eats, empty: Symbols::ALL, sure: Symbols::ALL, one: Symbols::NONE }
            }
            Expr::Skip(_) => {
                Ahead { eats: Symbols::end().complement(), empty: Symbols::ALL, sure: Symbols::ALL, one: Symbols::NONE }
            }
            _ => Ahead::unknown(),
        }
    }

    /// Whether it matches whatever the text, as far as its form shows it.
    fn always(&self, expression: &Expr, within: &mut Vec<String>) -> bool {
        match expression {
            Expr::Str(text) => text.is_empty(),
            Expr::Opt(_) | Expr::Rep(_) | Expr::Skip(_) => true,
            Expr::Seq(first, rest) => self.always(first, within) && self.always(rest, within),
            Expr::Choice(first, rest) => self.always(first, within) || self.always(rest, within),
            Expr::Ident(name) => {
                if within.contains(name) {
                    return false;
                }
                within.push(name.clone());
                let always = self.grammar.rule(name).is_some_and(|rule| self.always(&rule.expr, within));
                within.pop();
                always
            }
            _ => false,
        }
    }

    /// The blanks between the parts of a rule.
    fn skip(&self) -> Ahead {
        let eats = self.rule(WHITESPACE, false).eats;
        Ahead { eats, empty: Symbols::ALL, sure: Symbols::ALL, one: Symbols::NONE }
    }

    fn rule(&self, name: &str, spaced: bool) -> Ahead {
        let Some(rule) = self.grammar.rule(name) else { return built_in(name) };
        let spaced = match rule.ty {
            RuleType::Atomic | RuleType::CompoundAtomic => false,
            RuleType::NonAtomic => true,
            RuleType::Normal | RuleType::Silent => spaced && name != WHITESPACE,
        };
        let key = (name.to_owned(), spaced);
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone().unwrap_or_else(Ahead::unknown);
        }
        self.known.borrow_mut().insert(key.clone(), None);
        let mut ahead = self.ahead(&rule.expr, spaced);
        if rule.ty != RuleType::Silent {
            ahead.one = Symbols::NONE;
        }
        self.known.borrow_mut().insert(key, Some(ahead.clone()));
        ahead
    }
}

fn built_in(name: &str) -> Ahead {
    match name {
        "ANY" => Ahead { sure: Symbols::end().complement(), ..Ahead::character(|_| true) },
        "EOI" => Ahead::look(Symbols::end(), Symbols::end()),
        "SOI" => Ahead::look(Symbols::ALL, Symbols::NONE),
        "ASCII_DIGIT" => Ahead::one(Symbols::bytes(|byte| byte.is_ascii_digit())),
        "ASCII_ALPHA" => Ahead::one(Symbols::bytes(|byte| byte.is_ascii_alphabetic())),
        "ASCII_ALPHANUMERIC" => Ahead::one(Symbols::bytes(|byte| byte.is_ascii_alphanumeric())),
        "XID_START" => Ahead::character(|byte| byte.is_ascii_alphabetic()),
        "XID_CONTINUE" => Ahead::character(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
        _ => Ahead::unknown(),
    }
}
