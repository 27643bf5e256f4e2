//! Messages that are longer than their channel takes.

use std::collections::BTreeMap;

use super::channels::{self, Channel, Longest};
use super::texts::{self, By, Written};
use crate::diagnostic::{Code, Finding};
use crate::ir::{Argument, StepKind};
use crate::lint::{Lint, Rule, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W1003",
        name: "too-long-for-channel",
        explanation: "A channel takes messages up to a length: Instagram 1,000 bytes, KakaoTalk 1,000 characters, text messages \
                      1,600 (`text user` too), Facebook Messenger 2,000, WeChat 2,048 bytes, WhatsApp and Telegram 4,096 characters, \
                      LINE 5,000, Viber 7,000, X 10,000. What is longer is cut off or does not arrive at all. Placeholders are not counted, so the \
                      message may be longer still; only the channels that the rule itself names are looked at. An emoji or a \
                      letter that is not Latin is several bytes.",
        bad: concat!(
            "trigger terms {\n  on customer.wrote\n  channels instagram\n  once per user\n  do {\n    send \"",
            "Thank you for writing to us on Instagram. These are the terms under which we answer questions here. ",
            "We read messages from Monday to Friday between nine in the morning and six in the evening, and we answer in the order in ",
            "which they come. We cannot see your orders here, so please tell us the number of the order that you ask about. ",
            "We never ask for a password, for a card number or for a code that was sent to your telephone. ",
            "If you want to send something back, please do not write here but use the page for returns on our site, where you ",
            "find the label for the parcel, too. Parcels without a label are not taken in. You have thirty days from the day on ",
            "which you got your parcel. We pay the money back to the card that you paid with within five days. ",
            "If you want to complain, write to us by e-mail, so that we can send your letter to the right people. ",
            "You will have an answer within two days. All of this is told at length on our site, under the heading of help. Thank you for your patience, and have a nice day.\"\n  }\n}\n"
        ),
        good: r#"trigger terms {
  on customer.wrote
  channels instagram
  once per user
  do {
    send "Thank you for writing to us on Instagram. We answer from Monday to Friday, nine to six."
    send "Our terms for returns and complaints: https://example.com/terms"
  }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let senders = senders(subject);
    let texts = texts::written(subject);
    let texts = texts.iter().filter(|text| text.to_customers && text.text.span.end - text.text.span.start > 500);
    texts.filter_map(|text| finding(text, &channels_of(text, &senders, subject))).collect()
}

/// The rules that send a message to customers, by its name.
fn senders<'a>(subject: &Subject<'a>) -> BTreeMap<&'a str, Vec<Rule<'a>>> {
    let mut senders: BTreeMap<&str, Vec<Rule<'_>>> = BTreeMap::new();
    for rule in subject.rules() {
        for step in rule.actions() {
            let StepKind::Act { action, arguments, .. } = &step.kind else { continue };
            let names = arguments.iter().filter_map(|(_, argument)| match argument {
                Argument::Message(name) => Some(name.as_str()),
                _ => None,
            });
            for name in names.filter(|_| texts::is_to_customers(action)) {
                senders.entry(name).or_default().push(rule);
            }
        }
    }
    senders
}

fn channels_of(
    text: &Written<'_>,
    senders: &BTreeMap<&str, Vec<Rule<'_>>>,
    subject: &Subject<'_>,
) -> Vec<&'static Channel> {
    match text.by {
        By::Rule(rule) => channels::named(rule, subject).unwrap_or_default(),
        By::Message(name, _) => {
            let rules = senders.get(name).into_iter().flatten();
            rules.filter_map(|rule| channels::named(*rule, subject)).flatten().collect()
        }
        By::Release => Vec::new(),
    }
}

fn finding(text: &Written<'_>, channels: &[&Channel]) -> Option<Finding> {
    let limits = channels.iter().filter_map(|channel| Some((*channel, channel.longest?)));
    let length = |longest: Longest| text.literals().map(|literal| longest.unit.count(literal)).sum::<usize>();
    let (channel, longest, length) = limits
        .map(|(channel, longest)| (channel, longest, length(longest)))
        .filter(|(_, longest, length)| *length > longest.limit)
        .min_by_key(|(_, longest, _)| longest.limit)?;
    let unit = longest.unit.words();
    let least = if text.text.parts.len() > 1 { "at least " } else { "" };
    let message = format!(
        "this text has {least}{} {unit}, and {} takes {} at most",
        grouped(length),
        channel.title,
        grouped(longest.limit)
    );
    let help = format!("shorten it, or send it in two messages; the limit is as told by {}", longest.source);
    Some(Finding::new(&LINT.code, text.location(), message).help(help))
}

/// `10000` as `10,000`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::sample::told;

    fn sent(clauses: &str, action: &str, length: usize) -> Vec<String> {
        let text = "a".repeat(length);
        let book = format!("trigger t {{\n  on customer.wrote\n{clauses}\n  do {{ {action} \"{text}\" }}\n}}\n");
        told("W1003", "", &book)
    }

    #[test]
    fn a_text_is_too_long_for_the_channels_that_the_rule_names() {
        assert_eq!(sent("channels whatsapp, web_widget", "send", 4096), [""; 0]);
        assert!(sent("channels whatsapp, web_widget", "send", 4097)[0].starts_with("this text has 4,097 characters"));
        assert_eq!(sent("", "send", 50_000), [""; 0]);
        assert_eq!(sent("channels api", "send", 50_000), [""; 0]);
        assert_eq!(sent("channels kakao", "note", 5_000), [""; 0]);
        assert_eq!(sent("when conversation.channel is kakao", "send", 1_001).len(), 1);
        assert_eq!(sent("when any { conversation.channel is kakao\nuser.plan is pro }", "send", 1_001), [""; 0]);
    }

    #[test]
    fn a_message_counts_for_the_rules_that_send_it() {
        let text = "가".repeat(334);
        let book = format!(
            "trigger t {{\n  on customer.wrote\n  channels instagram\n  do {{ send m }}\n}}\nmessage m {{ ko: \"{text}\" }}\n"
        );
        assert!(told("W1003", "", &book)[0].contains("1,002 bytes"));
    }

    #[test]
    fn the_explanation_tells_every_limit() {
        let prelude = ["whatsapp", "line", "kakao", "instagram", "facebook", "x", "wechat", "telegram", "viber", "sms"];
        for longest in prelude.iter().filter_map(|name| channels::find(name)?.longest) {
            assert!(LINT.code.explanation.contains(&grouped(longest.limit)));
        }
    }
}
