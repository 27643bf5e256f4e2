//! Customers who are asked for the same address by two rules.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::apart::Case;
use super::texts::is_to_customers;
use crate::diagnostic::{Code, Finding};
use crate::ir::{Argument, Message, Step, StepKind, Template, TemplatePart};
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::semantics::reads::Read;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W1005",
        name: "asked-twice",
        explanation: "Two rules that can both act in one conversation ask for the customer's e-mail address (or telephone number), and the \
                      second does not look whether it is known by then. To be asked again for what one has just told is \
                      what customers complain of most. Rules that plainly are for different cases are not told of.",
        bad: r#"trigger away "We are away" {
  on conversation.requested
  when account.status is away
  do {
    send "We are away right now."
    request email
  }
}

trigger queued "In the queue" {
  on conversation.queued
  do { request email }
}
"#,
        good: r#"trigger away "We are away" {
  on conversation.requested
  when account.status is away
  do {
    send "We are away right now."
    request email
  }
}

trigger queued "In the queue" {
  on conversation.queued
  when user.email is unknown
  do { request email }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

/// What can be asked for: the word in the action and in the attribute of the user, how it is called, how a text asks for
/// it, and words of which such a text has one, in small letters.
struct Contact {
    word: &'static str,
    title: &'static str,
    words: &'static [&'static str],
    asking: LazyLock<Option<Regex>>,
}

static CONTACTS: [Contact; 2] = [
    Contact {
        word: "email",
        title: "e-mail address",
        words: &["mail", "이메일"],
        asking: LazyLock::new(|| {
            Regex::new(
                r"(?i)(?:\b(?:leave|give|tell|share|enter|type|provide)(?: us| me)?|what(?:'s| is)|have) your e-?mail|이메일[^.]{0,12}(?:남겨|알려|입력|적어)",
            )
            .ok()
        }),
    },
    Contact {
        word: "phone",
        title: "telephone number",
        words: &["phone", "전화번호", "연락처"],
        asking: LazyLock::new(|| {
            Regex::new(
                r"(?i)(?:\b(?:leave|give|tell|share|enter|type|provide)(?: us| me)?|what(?:'s| is)|have) your (?:tele)?phone|(?:전화번호|연락처)[^.]{0,12}(?:남겨|알려|입력|적어)",
            )
            .ok()
        }),
    },
];

impl Contact {
    /// Whether a text asks for it. Most do not speak of it at all.
    fn is_asked(&self, text: &str) -> bool {
        let small = text.to_lowercase();
        self.words.iter().any(|word| small.contains(word))
            && self.asking.as_ref().is_some_and(|asking| asking.is_match(text))
    }
}

type Messages<'a> = BTreeMap<&'a str, &'a Message>;
type Turns<'a> = BTreeMap<&'a str, usize>;

/// A rule that asks, with the line that does.
struct Asking<'a> {
    rule: Rule<'a>,
    case: Case<'a>,
    step: &'a Step,
    /// By an action of its own, not in a text.
    by_action: bool,
    /// A second time in the rule.
    again: Option<&'a Step>,
}

/// With how many others a rule is compared; a book with more of them is told enough.
const COMPARED: usize = 100;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let turns = subject.turns();
    CONTACTS.iter().flat_map(|contact| of_contact(contact, &turns, subject)).collect()
}

fn of_contact(contact: &Contact, turns: &Turns<'_>, subject: &Subject<'_>) -> Vec<Finding> {
    let active = subject.rules().filter(|rule| rule.is_active());
    let messages: Messages<'_> = subject.book.messages.iter().map(|message| (message.id.as_str(), message)).collect();
    let asking: Vec<Asking<'_>> = active.filter_map(|rule| asks(rule, contact, &messages, turns, subject)).collect();
    let mut findings = Vec::new();
    for (place, one) in asking.iter().enumerate() {
        let finding = |step: &Step, message: String| {
            let help = format!(
                "ask whether it is still unknown: `when user.{} is unknown`; or let one of the two ask",
                contact.word
            );
            Finding::new(&LINT.code, subject.location(step.place), message).help(help)
        };
        if let Some(again) = one.again {
            let message = format!("this rule asks for the {} twice", contact.title);
            findings.push(finding(again, message).help("take one of them out"));
        }
        if looks_whether_known(one.rule, contact, subject) {
            continue;
        }
        let mut before = asking.iter().take(place).take(COMPARED);
        let other = before.find(|other| (one.by_action || other.by_action) && !other.case.is_apart_from(&one.case));
        if let Some(other) = other {
            let message = format!(
                "customers whom `{}` has asked for their {} are asked again by `{}`",
                other.rule.id(),
                contact.title,
                one.rule.id()
            );
            findings.push(finding(one.step, message).also(subject.location(other.step.place), "it is asked for here"));
        }
    }
    findings
}

fn asks<'a>(
    rule: Rule<'a>,
    contact: &Contact,
    messages: &Messages<'_>,
    turns: &Turns<'_>,
    subject: &Subject<'a>,
) -> Option<Asking<'a>> {
    let action = format!("request {}", contact.word);
    let by_action = |step: &&Step| matches!(&step.kind, StepKind::Act { action: words, .. } if *words == action);
    let mut actions = rule.actions().iter().filter(by_action);
    let first = actions.next();
    let in_a_text = || rule.actions().iter().find(|step| is_asking(step, contact, messages));
    let step = first.or_else(in_a_text)?;
    let case = Case::of(rule, turns, subject);
    Some(Asking { rule, case, step, by_action: first.is_some(), again: actions.next() })
}

/// Whether a text of the step asks for it.
fn is_asking(step: &Step, contact: &Contact, messages: &Messages<'_>) -> bool {
    let StepKind::Act { action, arguments, .. } = &step.kind else { return false };
    let asks = |template: &Template| {
        let literals = template.0.iter().filter_map(|part| match part {
            TemplatePart::Literal(literal) => Some(literal.as_str()),
            TemplatePart::Placeholder { .. } => None,
        });
        literals.into_iter().any(|literal| contact.is_asked(literal))
    };
    is_to_customers(action)
        && arguments.iter().any(|(_, argument)| match argument {
            Argument::Text(template) => asks(template),
            Argument::Message(name) => {
                messages.get(name.as_str()).is_some_and(|message| message.texts.iter().any(|(_, text)| asks(text)))
            }
            _ => false,
        })
}

/// Whether the rule, or a condition that it names, asks for what is known of it.
fn looks_whether_known<'a>(rule: Rule<'a>, contact: &Contact, subject: &Subject<'a>) -> bool {
    let key = format!("user.{}", contact.word);
    let reads = rule.condition().map(|condition| subject.reads(condition)).unwrap_or_default();
    reads.into_iter().any(|read| matches!(read, Read::Attribute(read) if read.key == key))
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    fn two(first: &str, second: &str) -> usize {
        let book = format!(
            "trigger a {{\n  on conversation.requested\n{first}\n}}\ntrigger b {{\n  on customer.wrote\n{second}\n}}\n"
        );
        told("W1005", "", &book).len()
    }

    #[test]
    fn both_ask() {
        assert_eq!(two("do { request email }", "do { request email }"), 1);
        assert_eq!(two("do { send \"Please leave your e-mail.\" }", "do { request email }"), 1);
        assert_eq!(two("do { request phone }", "do { request phone }"), 1);
        assert_eq!(two("do {\nrequest email\nrequest email\n}", "do { close }"), 1);
    }

    #[test]
    fn one_asks_or_looks_first_or_they_are_for_different_cases() {
        assert_eq!(two("do { request email }", "do { request phone }"), 0);
        assert_eq!(two("do {\nsend \"What's your email?\"\nrequest email\n}", "do { close }"), 0);
        assert_eq!(two("do { send \"leave your e-mail\" }", "do { send \"leave your e-mail\" }"), 0);
        assert_eq!(two("do { request email }", "when user.email is unknown\ndo { request email }"), 0);
        assert_eq!(two("inactive\ndo { request email }", "do { request email }"), 0);
        let apart = |one: &str, two_: &str| {
            two(&format!("when {one}\ndo {{ request email }}"), &format!("when {two_}\ndo {{ request email }}"))
        };
        assert_eq!(apart("account.status is away", "account.status is invisible"), 0);
        assert_eq!(apart("user.plan is pro", "user.plan is not pro"), 0);
        assert_eq!(apart("user.plan in [pro, free]", "user.plan is enterprise"), 0);
        assert_eq!(apart("user.plan in [pro, free]", "user.plan is pro"), 1);
        assert_eq!(two("channels line\ndo { request email }", "channels sms\ndo { request email }"), 0);
    }
}
