//! `matches` where `finds` was meant.

use super::words::{Buttons, words};
use crate::diagnostic::{Code, Finding};
use crate::ir::{Condition, Operand, Test};
use crate::lint::{Lint, Sees, Subject};
use crate::runtime::maintained::MESSAGE_TEXT;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0805",
        name: "partial-pattern",
        explanation: "`matches` asks whether the whole text fits the pattern. `matches /refund/` holds of a message that is the \
                      word “refund” and nothing else; “I want a refund” is not meant, and its customer gets no answer. `finds` \
                      looks for a part that fits.",
        bad: r#"trigger refund_topic {
  on customer.wrote
  when message.text matches /refund|money back/i
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
    let buttons = Buttons::of(subject);
    tests.filter_map(|test| of_test(subject, &buttons, test)).collect()
}

fn of_test(subject: &Subject<'_>, buttons: &Buttons<'_>, condition: &Condition) -> Option<Finding> {
    let Test::Matches { text: Operand::Attribute(read), pattern, whole: true, .. } = &condition.test else {
        return None;
    };
    let words = words(pattern).filter(|_| read.key == MESSAGE_TEXT.0)?;
    let is_word = |word: &String| word.chars().filter(|letter| letter.is_alphabetic()).count() >= 2;
    if !words.iter().any(is_word) || words.iter().any(|word| buttons.bear(word)) {
        return None;
    }
    let location = subject.location(condition.place);
    let word = words.into_iter().find(is_word)?;
    let message = format!("only a message that is `{word}` and nothing else meets this");
    let finding = Finding::new(&LINT.code, location, message)
        .label("the whole message has to fit")
        .help("write `finds` where a part of it is enough");
    let negated = ("does not match", "does not find");
    let mended = subject.replaced(location, "matches", "finds");
    let mended = mended.or_else(|| subject.replaced(location, negated.0, negated.1));
    Some(match mended {
        Some(text) => finding.fix("write `finds`", location.span, text, false),
        None => finding,
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found;

    #[test]
    fn a_pattern_for_the_whole_is_left_alone() {
        for when in [
            "message.text matches /.*refund.*/i",
            "message.text matches /[A-Z]{2}-\\d{6}/",
            "message.text matches /1|2|3/",
            "user.country matches /KR|JP/",
            "message.text finds /refund/",
        ] {
            let text = format!("trigger t {{\n  on customer.wrote\n  when {when}\n  do {{ add tag \"a\" }}\n}}\n");
            assert_eq!(found(&super::LINT, &text), [""; 0], "{when}");
        }
    }

    #[test]
    fn a_button_is_sent_to_the_letter() {
        let text = "trigger ask {\n  on conversation.started\n  once per session\n  do { send \"Which?\" buttons [\"Yes\", \"No\"] }\n}\n\n\
                    trigger t {\n  on customer.wrote\n  when message.text matches /Yes|No/\n  do { add tag \"a\" }\n}\n";
        assert_eq!(found(&super::LINT, text), [""; 0]);
    }
}
