//! Lists and patterns that are written into a single text.

use super::words::listed;
use crate::diagnostic::{Code, Finding, Location, Span};
use crate::ir::{Condition, Operand, Quantity, Test, Value};
use crate::lint::{Lint, Sees, Subject};
use crate::syntax::ast::RelationKind;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0813",
        name: "list-in-a-text",
        explanation: "What stands in quotation marks is looked for as it is, with its bars, commas and stars. No customer writes \
                      `refund|money back`, so the rule never fires. Several words are a list; `*` is not needed, since `contains` \
                      finds a word wherever it stands.",
        bad: r#"trigger refund_topic {
  on customer.wrote
  when message.text contains "refund|money back"
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
    let Test::Text { quantity: Quantity::One, exactly, needles: Operand::Literal(Value::Text(text)), .. } =
        &condition.test
    else {
        return None;
    };
    let words = several(text).or_else(|| starred(text))?;
    let location = subject.location(condition.place);
    let comparison = subject.comparison(location)?;
    let relation = comparison.relation.as_ref()?;
    let RelationKind::Text { value, .. } = &relation.kind else { return None };
    let at = |span: Span| Location { file: location.file, span };
    let message = format!("only messages with {} to the letter are meant", subject.text(at(value.span)));
    let any = if words.len() > 1 { " any" } else { "" };
    let mended = format!("{}{any} {}", subject.text(at(relation.operator)), listed(&words));
    let finding =
        Finding::new(&LINT.code, at(value.span), message).label("this is one text").help(format!("write `{mended}`"));
    if *exactly {
        return Some(finding);
    }
    Some(finding.fix(format!("write `{mended}`"), relation.operator.to(value.span), mended, false))
}

/// The words between bars or commas.
fn several(text: &str) -> Option<Vec<String>> {
    let by_bars: Vec<&str> = text.split('|').map(str::trim).collect();
    let by_commas: Vec<&str> = text.split([',', ';']).map(str::trim).collect();
    let is_word = |word: &&str| !word.is_empty() && word.split_whitespace().count() <= 3;
    let words = if by_bars.len() > 1 {
        by_bars
    } else if by_commas.len() > 2 {
        by_commas
    } else {
        return None;
    };
    words.iter().all(is_word).then(|| words.into_iter().map(str::to_owned).collect())
}

/// The word between stars, as other systems want them.
fn starred(text: &str) -> Option<Vec<String>> {
    let word = text.trim_start_matches(".*").trim_end_matches(".*").trim_matches(['*', '%']);
    let is_word = word.chars().count() > 1 && word.chars().all(|letter| letter.is_alphanumeric() || letter == ' ');
    (word != text && is_word && !text.ends_with(|last: char| last == '%' && word.chars().all(|c| c.is_ascii_digit())))
        .then(|| vec![word.to_owned()])
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found;

    fn told(text: &str) -> usize {
        let when = format!("message.text contains \"{text}\"");
        found(
            &super::LINT,
            &format!("trigger t {{\n  on customer.wrote\n  when {when}\n  do {{ add tag \"a\" }}\n}}\n"),
        )
        .len()
    }

    #[test]
    fn lists_and_stars() {
        for text in ["refund|return", "refund, return, money back", "*refund*", "refund.*", "%refund%"] {
            assert_eq!(told(text), 1, "{text}");
        }
        for text in
            ["refund", "Hello, world", "50%", "c++", "* * *", "yes, I have read your long and winding terms, thank you"]
        {
            assert_eq!(told(text), 0, "{text}");
        }
    }
}
