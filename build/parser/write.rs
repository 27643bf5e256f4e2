//! The parser as Rust: a method for each rule and each way in which it is read. What the methods call beside each other is in
//! `src/syntax/grammar.rs`.

use std::collections::BTreeSet;
use std::fmt::Write;

use pest_meta::optimizer::{OptimizedExpr as Expr, OptimizedRule as Rule};

use super::ahead::Look;
use super::grammar::{Grammar, WHITESPACE};
use super::mode::{Mode, tells};
use super::symbols::Symbols;

/// Alternatives longer than this are methods of their own where they would be written twice.
const LONG: usize = 100;

/// The kinds of nodes, and the parser that begins with the rule `file`.
pub fn parser(grammar: &Grammar) -> String {
    let mut writer = Writer {
        grammar,
        look: Look::new(grammar),
        code: kinds(grammar),
        written: BTreeSet::new(),
        waiting: Vec::new(),
        helpers: 0,
    };
    writer.code += "\nimpl super::Reader<'_> {\n";
    let whole = writer.wants("file", Mode::Spaced);
    let _ = writeln!(writer.code, "    pub(super) fn file(&mut self) -> bool {{ {whole} }}");
    for mode in [Mode::Spaced, Mode::LookSpaced] {
        writer.skipping(mode);
    }
    while let Some((rule, mode)) = writer.waiting.pop() {
        writer.rule(rule, mode);
    }
    writer.code += "}\n";
    writer.code
}

fn kinds(grammar: &Grammar) -> String {
    let mut code =
        "#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]\npub enum Kind {\n    EOI,\n".to_owned();
    for rule in &grammar.rules {
        let _ = writeln!(code, "    r#{},", rule.name);
    }
    code += "}\n\nimpl Kind {\n    /// All of them, each at its own number.\n    pub(crate) const ALL: &[Self] = &[Self::EOI";
    for rule in &grammar.rules {
        let _ = write!(code, ", Self::r#{}", rule.name);
    }
    code + "];\n}\n"
}

struct Writer<'grammar> {
    grammar: &'grammar Grammar,
    look: Look<'grammar>,
    code: String,
    /// The methods that are written or waiting.
    written: BTreeSet<String>,
    waiting: Vec<(&'grammar Rule, Mode)>,
    helpers: usize,
}

impl<'grammar> Writer<'grammar> {
    /// The method that reads a rule in a mode, which is going to be written.
    fn wants(&mut self, name: &str, mode: Mode) -> String {
        let Some(rule) = self.grammar.rule(name) else { return built_in(name, mode) };
        // Ways of reading that make no difference are one.
        let told = mode.tells_of(rule.ty);
        let modes = [Mode::Look, Mode::Leaf, Mode::LookSpaced, Mode::Tight, Mode::Spaced];
        let inside = |mode: Mode| {
            let inside = mode.inside(name, rule.ty);
            if tells(self.grammar, &rule.expr, inside) { inside } else { inside.looking() }
        };
        let same = |other: &Mode| other.tells_of(rule.ty) == told && inside(*other) == inside(mode);
        let mode = modes.into_iter().find(same).unwrap_or(mode);
        let method = method(rule, mode);
        if self.written.insert(method.clone()) {
            self.waiting.push((rule, mode));
        }
        format!("self.{method}()")
    }

    fn method(&mut self, name: &str, body: &str) {
        let _ = writeln!(self.code, "    fn {name}(&mut self) -> bool {{ {} }}", bare(body));
    }

    fn rule(&mut self, rule: &Rule, mode: Mode) {
        let inside = mode.inside(&rule.name, rule.ty);
        let mut body = self.expression(&rule.expr, inside);
        if mode.tells_of(rule.ty) {
            let kind = format!("Kind::r#{}", rule.name);
            body = if tells(self.grammar, &rule.expr, inside) {
                format!("let open = self.open({kind}); ({body} && self.close()) || self.forget(open)")
            } else {
                match body.as_str() {
                    "true" => format!("self.leaf({kind}, self.position)"),
                    _ => format!("let from = self.position; {body} && self.leaf({kind}, from)"),
                }
            };
        }
        if self.grammar.is_recursive(&rule.name) {
            body = format!("self.enter(); let read = {{ {} }}; self.leave(read)", bare(&body));
        }
        self.method(&method(rule, mode), &body);
    }

    /// The method that takes what may stand between two parts.
    fn skipping(&mut self, mode: Mode) {
        let blanks = Expr::Rep(Box::new(Expr::Ident(WHITESPACE.to_owned())));
        let body = self.expression(&blanks, if mode == Mode::Spaced { Mode::Leaf } else { Mode::Look });
        let test = self.look.ahead(&Expr::Ident(WHITESPACE.to_owned()), false).may().complement().test();
        self.method(&format!("blanks_{}", mode.suffix()), &body);
        let name = format!("skip_{}", mode.suffix());
        self.method(&name, &format!("{test} || self.blanks_{}()", mode.suffix()));
    }

    /// Code that is true if the expression matched, and has moved on then, and only then.
    fn expression(&mut self, expression: &Expr, mode: Mode) -> String {
        let ahead = self.look.ahead(expression, mode.spaced());
        let quiet = !tells(self.grammar, expression, mode);
        if quiet && ahead.only_looks() {
            return ahead.sure.test();
        }
        if ahead.is_one() {
            return format!("({} && self.step())", ahead.one.test());
        }
        match expression {
            Expr::Str(text) => match text.as_bytes() {
                [] => "true".to_owned(),
                bytes => format!("self.text(b{:?})", Bytes(bytes)),
            },
            Expr::Insens(text) => format!("self.text_of_any_case(b{:?})", Bytes(text.as_bytes())),
            Expr::Ident(name) => self.wants(name, mode),
            Expr::PosPred(inner) => {
                let (test, code) = (self.test(inner, mode), self.looking(inner, mode));
                if test == "true" { format!("self.ahead({code})") } else { format!("({test} && self.ahead({code}))") }
            }
            Expr::NegPred(inner) => {
                let (test, code) =
                    (self.look.ahead(inner, mode.spaced()).may().complement().test(), self.looking(inner, mode));
                if test == "false" {
                    format!("self.not_ahead({code})")
                } else {
                    format!("({test} || self.not_ahead({code}))")
                }
            }
            Expr::Seq(..) => self.sequence(&parts(expression, false), mode),
            Expr::Choice(..) => self.choice(&parts(expression, true), mode),
            Expr::Opt(inner) => format!("({{ let _ = {}; true }})", bare(&self.guarded(inner, mode))),
            Expr::Rep(inner) => self.repetition(inner, mode),
            Expr::Skip(texts) => self.up_to(texts),
            // The grammar has been looked through for what is not known.
            _ => "false".to_owned(),
        }
    }

    /// The same, tried only where it may match.
    fn guarded(&mut self, expression: &Expr, mode: Mode) -> String {
        let ahead = self.look.ahead(expression, mode.spaced());
        let code = self.expression(expression, mode);
        match self.test(expression, mode).as_str() {
            "true" => code,
            _ if ahead.is_one() || matches!(expression, Expr::Choice(..)) => code,
            test => format!("({test} && {code})"),
        }
    }

    /// Code that tells whether it may come next.
    fn test(&self, expression: &Expr, mode: Mode) -> String {
        self.look.ahead(expression, mode.spaced()).may().test()
    }

    /// The same as a closure.
    fn looking(&mut self, expression: &Expr, mode: Mode) -> String {
        let code = self.expression(expression, mode.looking());
        format!("|this| {}", bare(&code).replace("self.", "this."))
    }

    fn sequence(&mut self, parts: &[&Expr], mode: Mode) -> String {
        let mut codes = Vec::new();
        // Whether something may be taken before a part, and whether that may have to be given back.
        let (mut taken, mut marked) = (false, false);
        for (number, part) in parts.iter().enumerate() {
            if number > 0 && mode.spaced() {
                codes.push(format!("self.skip_{}()", mode.suffix()));
                taken = true;
            }
            let ahead = self.look.ahead(part, mode.spaced());
            marked |= taken && !ahead.always();
            taken |= !ahead.only_looks();
            codes.push(self.expression(part, mode));
        }
        let code = codes.join(" && ");
        let quiet = parts.iter().all(|part| !tells(self.grammar, part, mode)) && mode != Mode::Spaced;
        match (marked, quiet) {
            (false, _) => format!("({code})"),
            (true, true) => format!("({{ let from = self.position; ({code}) || self.back(from) }})"),
            (true, false) => format!("({{ let mark = self.mark(); ({code}) || self.back_to(mark) }})"),
        }
    }

    /// The alternatives that the next symbol leaves over, one after the other.
    fn choice(&mut self, alternatives: &[&Expr], mode: Mode) -> String {
        let aheads: Vec<_> = alternatives.iter().map(|part| self.look.ahead(part, mode.spaced())).collect();
        let left_over = |symbol: usize| {
            let mut left_over = Vec::new();
            for (place, ahead) in aheads.iter().enumerate() {
                if ahead.may().has(symbol) {
                    left_over.push(place);
                }
                if ahead.sure.has(symbol) {
                    break;
                }
            }
            left_over
        };
        let arms = Symbols::by(left_over);
        let mut codes: Vec<String> = alternatives.iter().map(|part| self.expression(part, mode)).collect();
        for (place, code) in codes.iter_mut().enumerate() {
            if code.len() > LONG && arms.iter().filter(|(left_over, _)| left_over.contains(&place)).count() > 1 {
                *code = self.helper(code);
            }
        }
        let code = |left_over: &[usize]| {
            let codes: Vec<_> = left_over.iter().filter_map(|place| codes.get(*place).map(String::as_str)).collect();
            match codes.as_slice() {
                [] => "false".to_owned(),
                [only] => bare(only).to_owned(),
                [others @ .., "true"] => format!("{} || self.nothing()", others.join(" || ")),
                _ => codes.join(" || "),
            }
        };
        if let [(left_over, _)] = arms.as_slice() {
            return format!("({})", code(left_over));
        }
        let most = arms.iter().max_by_key(|(_, symbols)| symbols.pattern().1).map(|(left_over, _)| left_over.clone());
        let mut matched = "match self.next() { ".to_owned();
        for (left_over, symbols) in &arms {
            if Some(left_over) != most.as_ref() {
                let _ = write!(matched, "{} => {}, ", symbols.pattern().0, code(left_over));
            }
        }
        format!("({matched}_ => {} }})", code(&most.unwrap_or_default()))
    }

    fn helper(&mut self, code: &str) -> String {
        self.helpers += 1;
        let name = format!("alternative_{}", self.helpers);
        self.method(&name, code);
        format!("self.{name}()")
    }

    fn repetition(&mut self, inner: &Expr, mode: Mode) -> String {
        let ahead = self.look.ahead(inner, mode.spaced());
        let code = self.guarded(inner, mode);
        let condition = bare(&code);
        if mode == Mode::Spaced {
            return format!(
                "({{ let mut mark = self.mark(); while {condition} {{ mark = self.mark(); self.skip_spaced(); }} self.back_to(mark); true }})"
            );
        }
        if mode.spaced() {
            return format!(
                "({{ let mut from = self.position; while {condition} {{ from = self.position; self.skip_{}(); }} self.back(from); true }})",
                mode.suffix()
            );
        }
        let run = format!("while {} {{ self.step(); }}", ahead.one.test());
        if ahead.one == Symbols::NONE {
            format!("({{ while {condition} {{}} true }})")
        } else if ahead.is_one() {
            format!("({{ {run} true }})")
        } else {
            format!("({{ loop {{ {run} if !{code} {{ break; }} }} true }})")
        }
    }

    /// Everything before the first of those texts, or the end.
    fn up_to(&mut self, texts: &[String]) -> String {
        let expression = texts.iter().rev().map(|text| Expr::Str(text.clone()));
        let Some(found) = expression.reduce(|rest, text| Expr::Choice(Box::new(text), Box::new(rest))) else {
            return "true".to_owned();
        };
        let one = Expr::Seq(Box::new(Expr::NegPred(Box::new(found))), Box::new(Expr::Ident("ANY".to_owned())));
        self.repetition(&one, Mode::Look)
    }
}

fn method(rule: &Rule, mode: Mode) -> String {
    format!("read_{}_{}", rule.name.to_lowercase(), mode.suffix())
}

fn built_in(name: &str, mode: Mode) -> String {
    match name {
        "ANY" => "self.character()".to_owned(),
        "SOI" => "self.at_start()".to_owned(),
        "EOI" if mode.tells_of(pest_meta::ast::RuleType::Normal) => {
            "self.at_end() && self.leaf(Kind::EOI, self.position)".to_owned()
        }
        "EOI" => "self.at_end()".to_owned(),
        _ => format!("self.{}()", name.to_lowercase()),
    }
}

/// Code without the parentheses that are around all of it.
fn bare(code: &str) -> &str {
    let mut depth = 0_usize;
    let closes = code.bytes().position(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    let inner = code.strip_prefix('(').and_then(|code| code.strip_suffix(')'));
    inner.filter(|_| closes == Some(code.len() - 1)).unwrap_or(code)
}

/// The parts of a sequence or choice.
fn parts(expression: &Expr, of_choice: bool) -> Vec<&Expr> {
    let mut parts = Vec::new();
    let mut rest = expression;
    while let (Expr::Choice(first, others), true) | (Expr::Seq(first, others), false) = (rest, of_choice) {
        parts.push(&**first);
        rest = others;
    }
    parts.push(rest);
    parts
}

/// Bytes as a literal.
struct Bytes<'text>(&'text [u8]);

impl std::fmt::Debug for Bytes<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "\"{}\"", self.0.escape_ascii())
    }
}
