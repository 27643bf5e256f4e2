//! In which ways a rule is read.

use std::collections::BTreeSet;

use pest_meta::ast::RuleType;
use pest_meta::optimizer::OptimizedExpr as Expr;

use super::grammar::{Grammar, WHITESPACE};

/// How the rules around it have an expression read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// With blanks between the parts; rules are told of.
    Spaced,
    /// Without blanks; rules are told of: `$`.
    Tight,
    /// Without blanks, and of the rules in it only those marked `$` or `!` are told of: `@`.
    Leaf,
    /// Looking ahead, which tells of nothing, with blanks.
    LookSpaced,
    /// Looking ahead without blanks.
    Look,
}

impl Mode {
    pub fn spaced(self) -> bool {
        matches!(self, Self::Spaced | Self::LookSpaced)
    }

    /// In `&` and `!`.
    pub fn looking(self) -> Self {
        if self.spaced() { Self::LookSpaced } else { Self::Look }
    }

    fn looks(self) -> bool {
        self == self.looking()
    }

    /// How the inside of a rule is read that is met in this mode.
    pub fn inside(self, rule: &str, kind: RuleType) -> Self {
        let inside = match kind {
            RuleType::Atomic => Self::Leaf,
            RuleType::CompoundAtomic => Self::Tight,
            RuleType::NonAtomic => Self::Spaced,
            RuleType::Silent if rule == WHITESPACE => Self::Leaf,
            RuleType::Normal | RuleType::Silent => self,
        };
        if self.looks() { inside.looking() } else { inside }
    }

    /// Whether a rule is told of that is met in this mode.
    pub fn tells_of(self, kind: RuleType) -> bool {
        match kind {
            RuleType::Silent => false,
            RuleType::Normal | RuleType::Atomic => matches!(self, Self::Spaced | Self::Tight),
            RuleType::CompoundAtomic | RuleType::NonAtomic => !self.looks(),
        }
    }

    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Spaced => "spaced",
            Self::Tight => "tight",
            Self::Leaf => "leaf",
            Self::LookSpaced => "look_spaced",
            Self::Look => "look",
        }
    }
}

/// Whether anything may be told of while an expression is read.
pub fn tells(grammar: &Grammar, expression: &Expr, mode: Mode) -> bool {
    let mut reached = BTreeSet::new();
    let mut waiting = Vec::new();
    met(expression, mode, &mut waiting);
    while let Some((name, mode)) = waiting.pop() {
        let kind = grammar.rule(&name).map(|rule| rule.ty);
        // The end of the text is the one rule of pest's own that is told of.
        if mode.tells_of(kind.unwrap_or(if name == "EOI" { RuleType::Normal } else { RuleType::Silent })) {
            return true;
        }
        if let Some(rule) = grammar.rule(&name)
            && reached.insert((name.clone(), mode))
        {
            met(&rule.expr, mode.inside(&name, rule.ty), &mut waiting);
        }
    }
    false
}

/// The rules that an expression names, with the mode in which they are met.
fn met(expression: &Expr, mode: Mode, rules: &mut Vec<(String, Mode)>) {
    match expression {
        Expr::Ident(name) => rules.push((name.clone(), mode)),
        // Looking ahead tells of nothing.
        Expr::PosPred(_) | Expr::NegPred(_) => {}
        Expr::Seq(first, rest) => {
            met(first, mode, rules);
            met(rest, mode, rules);
            rules.extend(mode.spaced().then(|| (WHITESPACE.to_owned(), mode)));
        }
        Expr::Choice(first, rest) => {
            met(first, mode, rules);
            met(rest, mode, rules);
        }
        Expr::Rep(inner) => {
            met(inner, mode, rules);
            rules.extend(mode.spaced().then(|| (WHITESPACE.to_owned(), mode)));
        }
        Expr::Opt(inner) => met(inner, mode, rules),
        _ => {}
    }
}
