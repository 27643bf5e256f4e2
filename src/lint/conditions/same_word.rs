//! Words of a list that another word of it finds already.

use crate::diagnostic::{Code, Finding, Location};
use crate::ir::{self, Condition, Operand, Quantity, Test, TextEdge};
use crate::lint::{Lint, Sees, Subject};
use crate::semantics::satisfiable::folded;
use crate::syntax::ast::{RelationKind, Text, TextPart, Value, ValueKind};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A0812",
        name: "same-word",
        explanation: "To `contains`, upper and lower case are the same, and a word is found within longer ones: where the list has \
                      \"refund\", neither \"Refund\" nor \"refunds\" finds anything more.",
        bad: r#"trigger refund_topic {
  on customer.wrote
  when message.text contains any ["refund", "Refund", "refunds", "money back"]
  do { add tag "refund" }
}
"#,
        good: r#"trigger refund_topic {
  on customer.wrote
  when message.text contains any ["refund", "money back"]
  do { add tag "refund" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let tests = subject.askings().into_iter().flat_map(|asking| subject.tests(asking.condition));
    tests.filter_map(|test| of_test(subject, test)).collect()
}

fn of_test(subject: &Subject<'_>, condition: &Condition) -> Option<Finding> {
    let Test::Text { edge, quantity: Quantity::Any, exactly, needles: Operand::Literal(needles), .. } = &condition.test
    else {
        return None;
    };
    if !has_needless(needles, *edge, *exactly) {
        return None;
    }
    let location = subject.location(condition.place);
    let relation = subject.comparison(location)?.relation.as_ref()?;
    let RelationKind::Text { value, .. } = &relation.kind else { return None };
    let ValueKind::List(values) = &value.kind else { return None };
    let words: Vec<(&Value, String)> = values
        .iter()
        .map(|value| {
            let word = plain(value)?;
            Some((value, if *exactly { word } else { folded(&word) }))
        })
        .collect::<Option<_>>()?;
    let mut kept: Vec<&Value> = Vec::new();
    let mut needless: Vec<(&Value, &Value)> = Vec::new();
    for (place, (value, word)) in words.iter().enumerate() {
        let by = words.iter().enumerate().find(|(other, (_, shorter))| {
            *other != place && found(*edge, word, shorter) && (shorter != word || *other < place)
        });
        match by {
            Some((_, (shorter, _))) => needless.push((value, shorter)),
            None => kept.push(value),
        }
    }
    let (&(first, by), others) = needless.split_first()?;
    let at = |value: &Value| Location { file: location.file, span: value.span };
    let (word, shorter) = (subject.text(at(first)), subject.text(at(by)));
    let written: Vec<&str> = kept.iter().map(|value| subject.text(at(value))).collect();
    let finding = Finding::new(&LINT.code, at(first), format!("{word} finds nothing that {shorter} does not find"))
        .label("needless")
        .also(at(by), "this finds it, too");
    let finding = others.iter().fold(finding, |finding, (value, _)| finding.also(at(value), "needless, too"));
    let left = format!("[{}]", written.join(", "));
    Some(finding.help(format!("write `{left}`")).fix("leave only what finds more", value.span, left, true))
}

/// Whether a word of the list is found by another.
fn has_needless(needles: &ir::Value, edge: TextEdge, exactly: bool) -> bool {
    let ir::Value::List(values) = needles else { return false };
    let words: Vec<String> = values
        .iter()
        .filter_map(|value| match value {
            ir::Value::Text(word) => Some(if exactly { word.to_string() } else { folded(word) }),
            _ => None,
        })
        .collect();
    let found_by = |(place, word): (usize, &String)| {
        words.iter().enumerate().any(|(other, shorter)| other != place && found(edge, word, shorter))
    };
    words.iter().enumerate().any(found_by)
}

fn plain(value: &Value) -> Option<String> {
    let ValueKind::Text(Text { parts, .. }) = &value.kind else { return None };
    match parts.as_slice() {
        [TextPart::Literal(text)] => Some(text.to_string()),
        _ => None,
    }
}

fn found(edge: TextEdge, word: &str, shorter: &str) -> bool {
    match edge {
        TextEdge::Anywhere => word.contains(shorter),
        TextEdge::Start => word.starts_with(shorter),
        TextEdge::End => word.ends_with(shorter),
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found;

    fn told(list: &str) -> usize {
        let text =
            format!("trigger t {{\n  on customer.wrote\n  when message.text {list}\n  do {{ add tag \"a\" }}\n}}\n");
        found(&super::LINT, &text).len()
    }

    #[test]
    fn needless_words() {
        assert_eq!(told("contains any [\"환불\", \"환불해\"]"), 1);
        assert_eq!(told("contains any [\"STRASSE\", \"straße\"]"), 1);
        assert_eq!(told("starts with any [\"order\", \"orders\"]"), 1);
        assert_eq!(told("starts with any [\"order\", \"my order\"]"), 0);
        assert_eq!(told("contains all [\"refund\", \"refunds\"]"), 0);
        assert_eq!(told("contains any [\"refund\", \"return\"]"), 0);
    }
}
