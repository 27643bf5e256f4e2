//! The values that events have and rules ask for.

use super::random::Random;
use crate::schema::{DOMAIN, NUMBERS, SENTIMENT, SETS, Spread, TEXTS};

#[rustfmt::skip]
pub const WORDS: [&str; 120] = [
    "hello", "hi", "thanks", "please", "refund", "order", "payment", "invoice", "delivery", "late", "broken",
    "password", "login", "account", "cancel", "subscription", "upgrade", "price", "discount", "coupon", "shipping",
    "return", "exchange", "size", "color", "stock", "available", "when", "where", "how", "why", "what", "need",
    "want", "help", "support", "agent", "human", "bot", "issue", "problem", "error", "crash", "app", "website",
    "page", "button", "click", "email", "phone", "number", "address", "change", "update", "delete", "data",
    "privacy", "card", "charge", "double", "charged", "bank", "transfer", "receipt", "tax", "vat", "company",
    "team", "plan", "trial", "expired", "renew", "license", "key", "install", "download", "slow", "fast", "today",
    "tomorrow", "yesterday", "week", "month", "urgent", "asap", "waiting", "hour", "minute", "great", "good", "bad",
    "terrible", "love", "hate", "happy", "angry", "disappointed", "working", "stopped", "again", "still", "never",
    "always", "first", "second", "last", "new", "old", "gift", "store", "pickup", "courier", "tracking", "package",
    "lost", "damaged", "wrong", "item", "missing", "warranty",
];

/// In lower case only, so that ignoring the case of ASCII letters is ignoring case.
pub const FOREIGN: [&str; 6] = ["café", "naïve", "größe", "привет", "спасибо", "你好"];

const ENDINGS: [&str; 5] = ["com", "org", "edu", "io", "net"];

/// One of the values of a text.
pub fn text(at: usize, number: usize) -> String {
    let listed: &[&str] = match TEXTS[at].name {
        "user_plan" => &["free", "basic", "pro", "business", "enterprise"],
        "user_device" => &["ios", "android", "web", "desktop"],
        "conv_channel" => &["chat", "whatsapp", "email", "telegram", "instagram", "sms"],
        "conv_status" => &["open", "pending", "snoozed", "closed"],
        "msg_author" => &["user", "agent", "bot"],
        "user_email_domain" => return format!("{}{number}.{}", WORDS[(number * 7) % 120], ENDINGS[number % 5]),
        "queue_name" => return format!("{}-{number}", ["sales", "support", "billing", "vip", "tech"][number % 5]),
        name => return format!("{}_{number}", name.rsplit('_').next().unwrap_or_default()),
    };
    listed[number].to_owned()
}

/// A text as events have it.
pub fn draw_text(random: &mut Random, at: usize) -> String {
    let place = match TEXTS[at].spread {
        Spread::Skewed => random.skewed(TEXTS[at].values),
        Spread::Even => random.below(TEXTS[at].values),
    };
    text(at, place)
}

/// The domain of somebody's address.
pub fn draw_domain(random: &mut Random) -> String {
    text(DOMAIN, random.below(TEXTS[DOMAIN].values))
}

pub fn draw_number(random: &mut Random, at: usize) -> i64 {
    let highest = NUMBERS[at].highest as usize;
    let mut drawn = random.below(highest + 1);
    if NUMBERS[at].spread == Spread::Skewed {
        drawn = random.below(drawn + 1);
        drawn = random.below(drawn + 1);
    }
    if at == SENTIMENT { drawn as i64 * 2 - 100 } else { drawn as i64 }
}

/// A member of a set.
pub fn member(at: usize, number: usize) -> String {
    format!("{}{number}", SETS[at].prefix)
}
