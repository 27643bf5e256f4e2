//! Actions that a channel of the rule cannot carry out.

use super::channels::{self, Channel};
use crate::diagnostic::{Code, Finding};
use crate::ir::{Argument, Operand, StepKind, Test, Value};
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::semantics::reads::{self, Read};
use crate::semantics::suggest::listed;

const PAGE_OPENED: &str = "page.opened";

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W1004",
        name: "unsupported-on-channel",
        explanation: "Not every channel can do everything: text messages and e-mail have no buttons, others show a few; the banner \
                      with the wait and forms are there only in the messengers of your own pages and apps, and only these \
                      tell which page the customer is on. Elsewhere the customer sees a plain text at best. Only channels that the rule \
                      itself names are looked at.",
        bad: r#"trigger offer_topics {
  on customer.wrote
  channels sms
  once per session
  do { send "What is it about?" buttons ["An order", "A return"] }
}
"#,
        good: r#"trigger offer_topics {
  on customer.wrote
  channels sms
  once per session
  do { send "What is it about? Answer 1 for an order, 2 for a return." }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    subject.rules().flat_map(|rule| of_rule(rule, subject)).collect()
}

fn of_rule(rule: Rule<'_>, subject: &Subject<'_>) -> Vec<Finding> {
    let Some(channels) = channels::named(rule, subject).filter(|channels| !channels.is_empty()) else {
        return Vec::new();
    };
    let steps = rule.actions().iter().filter_map(|step| {
        let StepKind::Act { action, arguments, .. } = &step.kind else { return None };
        let (message, help) = cannot(action, arguments, &channels)?;
        Some(Finding::new(&LINT.code, subject.location(step.place), message).help(help))
    });
    steps.chain(never_told(rule, &channels, subject)).collect()
}

/// What some of the channels cannot do of an action, and what to write.
fn cannot(action: &str, arguments: &[(String, Argument)], channels: &[&Channel]) -> Option<(String, &'static str)> {
    let argument = |slot: &str| arguments.iter().find(|(name, _)| name == slot).map(|(_, argument)| argument);
    match action {
        "send" => buttons(argument("labels")?, channels),
        "show wait time" if argument("body").is_none() => {
            let without = names(channels, |channel| !channel.own)?;
            Some((
                format!("{without} cannot show the wait in a banner"),
                "give it a text: `show wait time \"… {queue.wait_max in minutes or some} minutes\"`",
            ))
        }
        "request form" => {
            let without = names(channels, |channel| !channel.own)?;
            Some((format!("{without} cannot show a form"), "ask in a text, or send a link to the form"))
        }
        _ => None,
    }
}

fn buttons(labels: &Argument, channels: &[&Channel]) -> Option<(String, &'static str)> {
    let count = match labels {
        Argument::List(labels) => labels.len(),
        Argument::Value(Operand::Literal(Value::List(labels))) => labels.len(),
        _ => return None,
    };
    if let Some(without) = names(channels, |channel| channel.buttons == Some(0)) {
        let help = "the customer sees the labels as a plain text at best; say in the text what can be answered";
        return Some((format!("{without} cannot show buttons"), help));
    }
    let few: Vec<&&Channel> =
        channels.iter().filter(|channel| channel.buttons.is_some_and(|most| count > most)).collect();
    let fewest = few.into_iter().min_by_key(|channel| channel.buttons)?;
    let most = fewest.buttons.unwrap_or_default();
    let message = format!("{} shows {most} buttons at most, and this message has {count}", fewest.title);
    Some((message, "offer fewer, or ask in two steps"))
}

/// What only the messengers of the account's own tell, where the rule is for none of them.
fn never_told(rule: Rule<'_>, channels: &[&Channel], subject: &Subject<'_>) -> Vec<Finding> {
    if channels.iter().any(|channel| channel.own) {
        return Vec::new();
    }
    let titles = names(channels, |_| true).unwrap_or_default();
    let help = "only the messengers of your own pages and apps tell that; take the line out, or another channel in";
    let mut findings = Vec::new();
    if let Rule::Trigger(trigger) = rule
        && trigger.events.iter().all(|event| event.as_str() == PAGE_OPENED)
    {
        let message = format!("`{PAGE_OPENED}` never comes from {titles}");
        findings.push(Finding::new(&LINT.code, subject.id_of(rule), message).help(help));
    }
    let lines = match rule.condition().map(|condition| (condition, &condition.test)) {
        Some((_, Test::All(lines))) => lines.iter().collect(),
        Some((only, _)) => vec![only],
        None => Vec::new(),
    };
    // Under `not` and `any`, or where one asks whether it is known, nothing is lost.
    let asked = lines.into_iter().filter(|line| {
        !matches!(line.test, Test::Not(_) | Test::Any(_) | Test::All(_) | Test::Known(_) | Test::Named(_))
    });
    for read in asked.flat_map(reads::of_condition) {
        if let Read::Attribute(read) = read
            && is_of_page(&read.key)
        {
            let message = format!("`{}` is never known on {titles}, so this never holds", read.key);
            findings.push(Finding::new(&LINT.code, subject.location(read.place), message).help(help));
        }
    }
    findings
}

/// Whether the attribute tells of the page that the customer is on.
fn is_of_page(key: &str) -> bool {
    let (holder, rest) = key.split_once('.').unwrap_or_default();
    holder == "user" && matches!(rest, "page" | "referrer" | "time_on_page" | "time_on_site")
}

fn names(channels: &[&Channel], is_without: impl Fn(&Channel) -> bool) -> Option<String> {
    let names: Vec<&str> = channels.iter().filter(|channel| is_without(channel)).map(|channel| channel.name).collect();
    (!names.is_empty()).then(|| listed(&names, "and"))
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    fn rule(clauses: &str, action: &str) -> Vec<String> {
        told("W1004", "", &format!("trigger t {{\n{clauses}\n  do {{ {action} }}\n}}\n"))
    }

    #[test]
    fn actions_and_their_parts() {
        let on = |channels: &str, action: &str| rule(&format!("on customer.wrote\nchannels {channels}"), action).len();
        assert_eq!(on("web_widget, sms", "send \"a\" buttons [\"a\", \"b\"]"), 1);
        assert_eq!(on("web_widget, whatsapp", "send \"a\" buttons [\"a\", \"b\"]"), 0);
        assert_eq!(on("kakao, line", "send \"a\" buttons [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]"), 1);
        assert_eq!(on("whatsapp", "request form \"order\""), 1);
        assert_eq!(on("ios, android, api", "request form \"order\""), 0);
        assert_eq!(rule("on customer.wrote", "request form \"order\"").len(), 0);
        let banner = |channels: &str| rule(&format!("on conversation.queued\nchannels {channels}"), "show wait time");
        assert!(banner("web_widget, whatsapp, line")[0].starts_with("`line` and `whatsapp` cannot show the wait"));
        assert_eq!(banner("web_widget").len(), 0);
        assert_eq!(rule("on conversation.queued\nchannels line", "show wait time \"soon\"").len(), 0);
    }

    #[test]
    fn what_only_a_page_tells() {
        assert_eq!(rule("on page.opened\nchannels whatsapp", "note \"a\"").len(), 1);
        assert_eq!(rule("on page.opened\nchannels whatsapp, web_widget", "note \"a\"").len(), 0);
        let asks = |line: &str| rule(&format!("on customer.wrote\nchannels whatsapp\nwhen {line}"), "note \"a\"").len();
        assert_eq!(asks("user.page contains \"pricing\""), 1);
        assert_eq!(asks("all { user.plan is pro\nuser.time_on_page > 5m }"), 1);
        assert_eq!(asks("user.page is unknown"), 0);
        assert_eq!(asks("user.page does not contain \"pricing\""), 0);
    }
}
