//! What the channels of the standard vocabulary can show, with the sources (read in November 2026). A channel that is not
//! in the table, or of which nothing sure was found, is never warned of.

use std::collections::BTreeSet;

use crate::ir::{Comparison, Condition, Operand, Test, Value};
use crate::lint::{Rule, Subject};
use crate::runtime::maintained::CHANNEL;

/// What a channel can show.
#[derive(Debug)]
pub(super) struct Channel {
    /// Its value in the enum `channel`.
    pub(super) name: &'static str,
    /// How people call it.
    pub(super) title: &'static str,
    /// Whether it is a messenger of the account's own, on its pages or in its apps. Only these know which page the customer
    /// is on, and can show a banner and forms (Chatwoot, "Interactive messages": forms on the website's chat only).
    pub(super) own: bool,
    /// The longest message.
    pub(super) longest: Option<Longest>,
    /// How many buttons a message can have; `None` if nothing sure is known.
    pub(super) buttons: Option<usize>,
}

/// The longest message of a channel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Longest {
    /// How long.
    pub(super) limit: usize,
    /// In what.
    pub(super) unit: Unit,
    /// Where that is said.
    pub(super) source: &'static str,
}

/// In what the length of a message is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Characters of Unicode.
    Characters,
    /// Bytes of UTF-8.
    Bytes,
    /// Characters; an emoji counts twice (units of UTF-16).
    Units,
}

impl Unit {
    /// How long the text is.
    pub(super) fn count(self, text: &str) -> usize {
        match self {
            Self::Characters => text.chars().count(),
            Self::Bytes => text.len(),
            Self::Units => text.encode_utf16().count(),
        }
    }

    /// In words.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Characters | Self::Units => "characters",
            Self::Bytes => "bytes",
        }
    }
}

const fn own(name: &'static str, title: &'static str) -> Channel {
    Channel { name, title, own: true, longest: None, buttons: None }
}

const fn social(name: &'static str, title: &'static str, longest: Option<Longest>, buttons: Option<usize>) -> Channel {
    Channel { name, title, own: false, longest, buttons }
}

const fn longest(limit: usize, unit: Unit, source: &'static str) -> Option<Longest> {
    Some(Longest { limit, unit, source })
}

/// The channels of the standard vocabulary. `api` is missing: what comes in so can be anything.
///
/// Sources of the buttons: WhatsApp: a list of 10, three of them as buttons (developers.facebook.com, "Sending interactive
/// messages"). LINE: 13 (developers.line.biz, "Use quick replies"). KakaoTalk: 5 (kakaobusiness.gitbook.io, 상담톡).
/// Instagram: 13 (developers.facebook.com, Instagram messaging, "Quick replies"). Facebook Messenger: 13 (the same, Messenger
/// Platform). Text messages and e-mail: none (developers.sinch.com, "Conversation API message types": choices become text;
/// Chatwoot, "Interactive messages").
static CHANNELS: &[Channel] = &[
    own("web_widget", "the web widget"),
    own("ios", "the messenger in an iPhone app"),
    own("android", "the messenger in an Android app"),
    own("unity", "the messenger in a Unity game"),
    social(
        "whatsapp",
        "WhatsApp",
        longest(4096, Unit::Characters, "developers.sinch.com, Conversation API, text messages"),
        Some(10),
    ),
    social(
        "line",
        "LINE",
        longest(5000, Unit::Units, "developers.line.biz, Messaging API, text message and character counting"),
        Some(13),
    ),
    social(
        "kakao",
        "KakaoTalk",
        longest(1000, Unit::Characters, "kakaobusiness.gitbook.io, 상담톡; infobip.com, Sangdam Talk"),
        Some(5),
    ),
    social("naver", "Naver TalkTalk", None, None),
    social(
        "instagram",
        "Instagram",
        longest(1000, Unit::Bytes, "developers.facebook.com, Instagram messaging, send a message"),
        Some(13),
    ),
    social(
        "facebook",
        "Facebook Messenger",
        longest(2000, Unit::Characters, "developers.chatwoot.com, supported features"),
        Some(13),
    ),
    social("x", "X", longest(10_000, Unit::Characters, "X's own configuration, dm_text_character_limit"), None),
    social(
        "wechat",
        "WeChat",
        longest(2048, Unit::Bytes, "measured by users: developers.weixin.qq.com, community; not in the documentation"),
        None,
    ),
    social("telegram", "Telegram", longest(4096, Unit::Characters, "core.telegram.org, Bot API, sendMessage"), None),
    social("viber", "Viber", longest(7000, Unit::Characters, "infobip.com, Viber bots, message types"), None),
    social("apple_messages", "Apple Messages", None, None),
    social("email", "e-mail", None, Some(0)),
    social("phone", "a telephone call", None, Some(0)),
    social(
        "sms",
        "text messages",
        longest(1600, Unit::Characters, "twilio.com, error 21617; longer ones than 160 are sent in parts"),
        Some(0),
    ),
];

/// What is known of that channel.
pub(super) fn find(name: &str) -> Option<&'static Channel> {
    CHANNELS.iter().find(|channel| channel.name == name)
}

/// The channels that a rule names, by `channels` or by its condition; `None` if it can run on all of them.
pub(super) fn named(rule: Rule<'_>, subject: &Subject<'_>) -> Option<Vec<&'static Channel>> {
    Some(wanted(rule, subject)?.into_iter().filter_map(find).collect())
}

/// The same by their names, with those of which nothing is known.
pub(super) fn wanted<'a>(rule: Rule<'a>, subject: &Subject<'a>) -> Option<BTreeSet<&'a str>> {
    let by_line = rule.channels().map(|names| names.iter().map(String::as_str).collect::<BTreeSet<_>>());
    let by_condition = rule.condition().and_then(|condition| asked(condition, subject, 0));
    match (by_line, by_condition) {
        (Some(one), Some(two)) => Some(&one & &two),
        (one, two) => one.or(two),
    }
}

/// The channels of which the condition surely wants one.
fn asked<'a>(condition: &'a Condition, subject: &Subject<'a>, depth: usize) -> Option<BTreeSet<&'a str>> {
    let is_channel =
        |operand: &Operand| matches!(operand, Operand::Attribute(read) if read.key == CHANNEL.0 && !read.before);
    match &condition.test {
        Test::All(parts) => parts.iter().filter_map(|part| asked(part, subject, depth)).reduce(|one, two| &one & &two),
        Test::Any(parts) if !parts.is_empty() => {
            let each: Option<Vec<_>> = parts.iter().map(|part| asked(part, subject, depth)).collect();
            each?.into_iter().reduce(|one, two| &one | &two)
        }
        Test::Named(name) if depth < 64 => asked(subject.condition(name)?, subject, depth + 1),
        Test::Compare { left, comparison: Comparison::Is, right: Operand::Literal(Value::Enum(name)) }
            if is_channel(left) =>
        {
            Some(BTreeSet::from([name.as_str()]))
        }
        Test::In { value, list: Operand::Literal(Value::List(names)) } if is_channel(value) => Some(
            names
                .iter()
                .filter_map(|name| match name {
                    Value::Enum(name) => Some(name.as_str()),
                    _ => None,
                })
                .collect(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_of_the_standard_vocabulary_is_known_or_left_out_on_purpose() {
        let prelude = include_str!("../../../std-rules/prelude.when");
        let (_, rest) = prelude.split_once("enum channel {").unwrap();
        let (names, _) = rest.split_once('}').unwrap();
        let names = names.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("///"));
        let unknown: Vec<&str> = names.filter(|name| find(name).is_none()).collect();
        assert_eq!(unknown, ["api"]);
    }

    #[test]
    fn limits_have_their_sources() {
        let limits = CHANNELS.iter().filter_map(|channel| channel.longest);
        assert!(limits.clone().all(|longest| longest.limit >= 1000 && longest.source.contains(", ")));
        assert_eq!(Unit::Bytes.count("é😀"), 6);
        assert_eq!(Unit::Units.count("é😀"), 3);
        assert_eq!(Unit::Characters.count("é😀"), 2);
    }
}
