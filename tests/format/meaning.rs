//! What a file says, without its places and without the forms that the formatter may choose between.
//!
//! The typed reading is taken as what `{:?}` writes of it. So nothing of it can be forgotten here.

use whenbook::{diagnostic::FileId, syntax};

/// Two files with equal meanings say the same.
pub(super) fn of(text: &str) -> Value {
    let ast = syntax::parse(FileId::default(), text).ast();
    let written = format!("{ast:?}");
    let mut reader = Reader { rest: &written };
    let value = reader.value().normal();
    assert_eq!(reader.rest, "", "all is read");
    value
}

/// A value as `{:?}` writes it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// `"text"` or a number.
    Plain(String),
    /// `Name`, `Name(…)`, `Name { … }`, `(…)`: its fields, those of tuples without names.
    Named(String, Vec<(String, Value)>),
    /// `[…]`
    List(Vec<Value>),
}

struct Reader<'text> {
    rest: &'text str,
}

impl Reader<'_> {
    fn take(&mut self, token: &str) -> bool {
        self.rest.strip_prefix(token).map(|rest| self.rest = rest).is_some()
    }

    fn word(&mut self) -> String {
        let end = self.rest.find(|character: char| !character.is_alphanumeric() && !"_-.".contains(character));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        word.to_owned()
    }

    fn value(&mut self) -> Value {
        if self.take("\"") {
            return Value::Plain(self.quoted());
        }
        if self.take("[") {
            return Value::List(self.fields("]").into_iter().map(|(_, value)| value).collect());
        }
        let name = self.word();
        if self.take("(") {
            Value::Named(name, self.fields(")"))
        } else if self.take(" { ") {
            Value::Named(name, self.fields(" }"))
        } else if name.starts_with(|character: char| character.is_ascii_digit()) {
            Value::Plain(name)
        } else {
            Value::Named(name, Vec::new())
        }
    }

    fn quoted(&mut self) -> String {
        let mut escaped = false;
        let end = self.rest.find(|character| {
            let ends = character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            ends
        });
        let (text, rest) = self.rest.split_at(end.unwrap());
        self.rest = rest.strip_prefix('"').unwrap();
        text.to_owned()
    }

    fn fields(&mut self, end: &str) -> Vec<(String, Value)> {
        let mut fields = Vec::new();
        while !self.take(end) {
            let before = self.rest;
            let mut name = self.word();
            if name.is_empty() || !self.take(": ") {
                self.rest = before;
                name = String::new();
            }
            fields.push((name, self.value()));
            self.take(", ");
        }
        fields
    }
}

impl Value {
    /// Places go, and of several forms that mean the same one is left.
    fn normal(self) -> Self {
        match self {
            Self::Plain(_) => self,
            Self::List(items) => Self::List(items.into_iter().flat_map(|item| item.normal().days()).collect()),
            Self::Named(name, _) if name == "Span" => Self::Named(name, Vec::new()),
            Self::Named(name, fields) => {
                let fields = fields.into_iter().map(|(name, value)| (name, value.normal())).collect();
                Self::named(name, fields)
            }
        }
    }

    fn named(name: String, mut fields: Vec<(String, Self)>) -> Self {
        match name.as_str() {
            "Condition" if fields.len() == 2 => fields.pop().map_or_else(nothing, |(_, kind)| kind),
            "And" | "All" => joined("All", fields),
            "Or" | "Any" => joined("Any", fields),
            "Not" => fields.pop().map_or_else(nothing, |(_, inner)| inner.negated()),
            _ => Self::Named(name, fields),
        }
    }

    fn negated(self) -> Self {
        match self {
            Self::Named(name, mut fields) if name == "Not" => fields.pop().map_or_else(nothing, |(_, inner)| inner),
            test => {
                let mut toggled = test.clone();
                if test.is("Test") && toggled.toggle() {
                    return toggled;
                }
                Self::Named("Not".to_owned(), vec![(String::new(), test)])
            }
        }
    }

    fn is(&self, expected: &str) -> bool {
        matches!(self, Self::Named(name, _) if name == expected)
    }

    /// Turns `negated` of a comparison round; `false` if it has none.
    fn toggle(&mut self) -> bool {
        let Self::Named(_, fields) = self else { return false };
        for (name, value) in fields {
            if name == "negated" {
                let opposite = if value.is("true") { "false" } else { "true" };
                *value = Self::Named(opposite.to_owned(), Vec::new());
                return true;
            }
            if (name.is_empty() || name == "relation" || name == "kind") && value.toggle() {
                return true;
            }
        }
        false
    }

    /// A range of days as its days.
    fn days(self) -> Vec<Self> {
        const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        if !self.is("Days") {
            return vec![self];
        }
        let Self::Named(_, fields) = &self else { return vec![self] };
        let written: Vec<String> = fields.iter().map(|(_, value)| format!("{value:?}")).collect();
        let place = |text: &String| NAMES.iter().position(|name| text.contains(&format!("\"{name}\"")));
        let first = place(&written[0]).unwrap();
        let last = place(&written[1]).unwrap_or(first);
        let days = first..=if last < first { last + 7 } else { last };
        days.map(|day| Self::Plain(NAMES[day % 7].to_owned())).collect()
    }
}

fn nothing() -> Value {
    Value::List(Vec::new())
}

/// A chain in a chain of its kind is one chain.
fn joined(name: &str, fields: Vec<(String, Value)>) -> Value {
    let conditions = fields.into_iter().flat_map(|(_, value)| match value {
        Value::List(items) => items,
        other => vec![other],
    });
    let flat = conditions.flat_map(|condition| match condition {
        Value::Named(inner, fields) if inner == name => fields.into_iter().map(|(_, value)| value).collect(),
        other => vec![other],
    });
    let fields: Vec<_> = flat.map(|value| (String::new(), value)).collect();
    Value::Named(name.to_owned(), fields)
}

#[test]
fn forms_of_one_meaning() {
    let condition = |text: &str| of(&format!("condition x when {text}"));
    assert_eq!(condition("not (a.b is c)"), condition("a.b is not c"));
    assert_eq!(condition("not not vip"), condition("vip"));
    assert_eq!(condition("a and (b and c)"), condition("all {\na\nb\nc\n}"));
    assert_eq!(of("schedule x { mon, tue, wed 09:00-10:00 }"), of("schedule x {\n  mon-wed 09:00-10:00\n}"));
}

#[test]
fn forms_of_other_meanings() {
    let condition = |text: &str| of(&format!("condition x when {text}"));
    assert_ne!(condition("a.b is c"), condition("a.b is not c"));
    assert_ne!(condition("a and (b or c)"), condition("a and b or c"));
    assert_ne!(condition("not (a and b)"), condition("not a and b"));
    assert_ne!(of("schedule x { mon, wed 09:00-10:00 }"), of("schedule x { mon-wed 09:00-10:00 }"));
}
