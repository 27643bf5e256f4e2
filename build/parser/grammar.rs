//! The grammar as pest reads it, and what its rules have to do with each other.

use std::collections::{BTreeMap, BTreeSet};

use pest_meta::ast::RuleType;
use pest_meta::optimizer::{OptimizedExpr as Expr, OptimizedRule as Rule};

/// The rule for what may stand between the parts of other rules.
pub const WHITESPACE: &str = "WHITESPACE";

/// The rules of pest's own that are known here.
const BUILT_IN: [&str; 8] =
    ["ANY", "SOI", "EOI", "ASCII_DIGIT", "ASCII_ALPHA", "ASCII_ALPHANUMERIC", "XID_START", "XID_CONTINUE"];

pub struct Grammar {
    /// In the order of the file.
    pub rules: Vec<Rule>,
    places: BTreeMap<String, usize>,
    recursive: BTreeSet<String>,
}

impl Grammar {
    /// Reads it, checked and made simpler by pest.
    pub fn read(text: &str) -> Result<Self, String> {
        let parsed = pest_meta::parse_and_optimize(text);
        let (_, rules) =
            parsed.map_err(|errors| errors.iter().map(|error| format!("{error}\n")).collect::<String>())?;
        let places: BTreeMap<_, _> = rules.iter().enumerate().map(|(place, rule)| (rule.name.clone(), place)).collect();
        let mut grammar = Self { rules, places, recursive: BTreeSet::new() };
        for rule in &grammar.rules {
            grammar.supported(rule)?;
        }
        let recursive = grammar.rules.iter().filter(|rule| grammar.reaches_itself(rule));
        grammar.recursive = recursive.map(|rule| rule.name.clone()).collect();
        Ok(grammar)
    }

    pub fn rule(&self, name: &str) -> Option<&Rule> {
        self.places.get(name).and_then(|place| self.rules.get(*place))
    }

    /// Whether it may be read within itself.
    pub fn is_recursive(&self, name: &str) -> bool {
        self.recursive.contains(name)
    }

    fn reaches_itself(&self, rule: &Rule) -> bool {
        let mut reached = BTreeSet::new();
        let mut waiting = names(&rule.expr);
        while let Some(name) = waiting.pop() {
            if reached.insert(name.clone())
                && let Some(rule) = self.rule(&name)
            {
                waiting.extend(names(&rule.expr));
            }
        }
        reached.contains(&rule.name)
    }

    /// Says what of pest the rule uses that is not known here.
    fn supported(&self, rule: &Rule) -> Result<(), String> {
        if rule.name == "COMMENT" || (rule.name == WHITESPACE && rule.ty != RuleType::Silent) {
            return Err(format!("`{}`: blanks and comments are the silent rule {WHITESPACE}", rule.name));
        }
        for expression in rule.expr.iter_top_down() {
            let known = match &expression {
                Expr::Ident(name) => self.places.contains_key(name) || BUILT_IN.contains(&name.as_str()),
                Expr::Insens(text) => text.is_ascii() && !text.is_empty(),
                Expr::Skip(texts) => texts.iter().all(|text| !text.is_empty()),
                Expr::Str(_)
                | Expr::PosPred(_)
                | Expr::NegPred(_)
                | Expr::Seq(..)
                | Expr::Choice(..)
                | Expr::Opt(_)
                | Expr::Rep(_) => true,
                _ => false,
            };
            if !known {
                return Err(format!("`{}`: build/parser does not know of {expression}", rule.name));
            }
        }
        Ok(())
    }
}

/// The rules that an expression names.
pub fn names(expression: &Expr) -> Vec<String> {
    let names = expression.iter_top_down().filter_map(|inner| match inner {
        Expr::Ident(name) => Some(name),
        _ => None,
    });
    names.collect()
}
