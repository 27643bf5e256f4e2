//! Word lists in roundabout forms.

use super::words::{listed, quoted, words};
use crate::diagnostic::{Code, Finding};
use crate::ir::{AttributeRead, Condition, Operand, Quantity, Test, TextEdge, Value};
use crate::lint::{Lint, Sees, Subject};
use crate::semantics::satisfiable::{folded, plain_condition};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A0806",
        name: "words-in-a-pattern",
        explanation: "A list of words is easier to read and to add to than a regular expression or a row of `or`s: `contains any \
                      [\"refund\", \"money back\"]` asks the same, upper and lower case being the same to it.",
        bad: r#"trigger refund_topic {
  on customer.wrote
  when message.text finds /refund|money back/i
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

/// From so many on, single searches are better a list.
const MANY: usize = 3;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asking in subject.askings() {
        look(subject, asking.condition, &mut findings);
    }
    findings
}

fn look(subject: &Subject<'_>, condition: &Condition, findings: &mut Vec<Finding>) {
    match &condition.test {
        Test::Any(parts) => match one_by_one(parts) {
            Some((read, edge, words)) => findings.push(of_ors(subject, condition, read, edge, &words)),
            None => parts.iter().for_each(|part| look(subject, part, findings)),
        },
        Test::All(parts) => parts.iter().for_each(|part| look(subject, part, findings)),
        // `does not find` is put right as its opposite is.
        Test::Not(inner) if matches!(inner.test, Test::Matches { .. }) && inner.place == condition.place => {}
        Test::Not(inner) => look(subject, inner, findings),
        Test::Matches { text: Operand::Attribute(read), pattern, ignore_case: true, whole: false } => {
            let words = words(pattern).filter(|words| words.iter().all(|word| is_word(word)));
            findings.extend(words.map(|words| of_pattern(subject, condition, read, &words)));
        }
        _ => {}
    }
}

/// Whether a list asks the same of it as a pattern: to a list `ß` is `ss`, to a pattern it is one letter.
fn is_word(word: &str) -> bool {
    let is_one = |letter: char| folded(letter.encode_utf8(&mut [0; 4])).chars().count() == 1;
    !word.trim().is_empty() && word.chars().all(is_one)
}

/// The one attribute in which all these parts look for a word each.
fn one_by_one(parts: &[Condition]) -> Option<(&AttributeRead, TextEdge, Vec<String>)> {
    let search = |part: &Condition| match &part.test {
        Test::Text {
            text: Operand::Attribute(_),
            edge,
            quantity: Quantity::One,
            exactly: false,
            needles: Operand::Literal(Value::Text(word)),
        } => Some((*edge, word.to_string())),
        _ => None,
    };
    let found: Option<Vec<(TextEdge, String)>> = parts.iter().map(search).collect();
    let (edges, words): (Vec<TextEdge>, Vec<String>) = found?.into_iter().unzip();
    let reads = parts.iter().map(read_of).collect::<Option<Vec<_>>>()?;
    let (read, edge) = (reads.first()?, *edges.first()?);
    let without_word = |part: &Condition| match plain_condition(part).test {
        Test::Text { text, .. } => Some(text),
        _ => None,
    };
    let first = parts.first().and_then(without_word);
    let same = parts.iter().all(|part| without_word(part) == first) && edges.iter().all(|other| *other == edge);
    (same && parts.len() >= MANY).then_some((*read, edge, words))
}

fn read_of(part: &Condition) -> Option<&AttributeRead> {
    match &part.test {
        Test::Text { text: Operand::Attribute(read), .. } => Some(read),
        _ => None,
    }
}

fn of_pattern(subject: &Subject<'_>, condition: &Condition, read: &AttributeRead, words: &[String]) -> Finding {
    let location = subject.location(condition.place);
    let many = if words.len() == 1 { "contains" } else { "contains any" };
    let mended = format!("{} {many} {}", subject.name_of(read), listed(words));
    // The list finds a word with `ß` there, too.
    let is_safe = !words.iter().any(|word| folded(word).contains("ss"));
    Finding::new(&LINT.code, location, "this regular expression is nothing but words")
        .label("a list of words says the same")
        .help(format!("write `{mended}`"))
        .fix(format!("write `{many}`"), location.span, mended, is_safe)
}

fn of_ors(
    subject: &Subject<'_>,
    condition: &Condition,
    read: &AttributeRead,
    edge: TextEdge,
    words: &[String],
) -> Finding {
    let location = subject.location(condition.place);
    let relation = match edge {
        TextEdge::Anywhere => "contains any",
        TextEdge::Start => "starts with any",
        TextEdge::End => "ends with any",
    };
    let all: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    let mended = format!("{} {relation} [{}]", subject.name_of(read), all.join(", "));
    Finding::new(&LINT.code, location, format!("these {} lines look for one word each", words.len()))
        .label("a list of words says the same")
        .help(format!("write `{mended}`"))
        .fix(format!("write `{relation}`"), location.span, mended, true)
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found;

    fn told(when: &str) -> usize {
        let text = format!("trigger t {{\n  on customer.wrote\n  when {when}\n  do {{ add tag \"a\" }}\n}}\n");
        found(&super::LINT, &text).len()
    }

    #[test]
    fn lists_in_disguise() {
        assert_eq!(
            told("message.text contains \"a\" or message.text contains \"b\" or message.text contains \"c\""),
            1
        );
        assert_eq!(
            told("user.city starts with \"a\" or user.city starts with \"b\" or user.city starts with \"c\""),
            1
        );
        assert_eq!(told("message.text finds /refund/i"), 1);
    }

    #[test]
    fn what_says_more_than_a_list() {
        assert_eq!(told("message.text finds /\\bati\\b/i"), 0);
        assert_eq!(told("message.text finds /ATI|NVIDIA/"), 0);
        assert_eq!(told("message.text finds /ß|zzz/i"), 0);
        assert_eq!(told("message.text contains \"a\" or message.text contains \"b\" or user.city contains \"c\""), 0);
        assert_eq!(told("message.text contains \"a\" or message.text contains \"b\""), 0);
    }
}
