//! The attributes of the workload and the kinds of its events: what a host would write as a struct of its own.

/// How the values of an attribute are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// All alike.
    Even,
    /// Small ones more often.
    Skewed,
}

use Spread::{Even, Skewed};

/// A text, with how many values it has.
pub struct Text {
    pub name: &'static str,
    pub values: usize,
    pub spread: Spread,
}

/// A number from 0 to a highest value.
pub struct Number {
    pub name: &'static str,
    pub highest: i64,
    pub spread: Spread,
}

/// A yes or no, with how many of a hundred are yes.
pub struct Boolean {
    pub name: &'static str,
    pub percent: u32,
}

/// A set of texts: `prefix0`, `prefix1`, …
pub struct Set {
    pub name: &'static str,
    pub prefix: &'static str,
    pub values: usize,
    pub most: usize,
}

/// An event's kind, with its weight.
pub struct Kind {
    pub name: &'static str,
    pub weight: u32,
}

pub const KINDS: [Kind; 4] = [
    kind("message_sent", 50),
    kind("conversation_queued", 20),
    kind("conversation_closed", 15),
    kind("user_visited", 15),
];

pub const TEXTS: [Text; 15] = [
    text("user_plan", 5, Skewed),
    text("user_country", 30, Skewed),
    text("user_language", 15, Skewed),
    text("user_email_domain", 50, Skewed),
    text("user_device", 4, Skewed),
    text("conv_channel", 6, Skewed),
    text("conv_status", 4, Even),
    text("conv_topic", 40, Skewed),
    text("conv_team", 20, Skewed),
    text("msg_author", 3, Skewed),
    text("msg_lang", 15, Skewed),
    text("queue_name", 25, Skewed),
    text("user_segment", 60, Skewed),
    text("time_zone", 12, Skewed),
    text("msg_text", 0, Even),
];

/// Which of the texts is what somebody wrote; the others are names.
pub const MESSAGE: usize = 14;
/// Which of the texts is the domain of an e-mail address.
pub const DOMAIN: usize = 3;
/// The texts that single out few events.
pub const SPECIFIC: [usize; 7] = [1, 3, 7, 8, 11, 12, 2];

pub const NUMBERS: [Number; 17] = [
    number("user_age_days", 3_000, Skewed),
    number("user_sessions", 500, Skewed),
    number("user_spend_cents", 500_000, Skewed),
    number("user_app_version", 60, Even),
    number("user_nps", 10, Even),
    number("conv_priority", 4, Even),
    number("conv_msg_count", 200, Skewed),
    number("conv_age_s", 86_400, Skewed),
    number("conv_wait_s", 3_600, Skewed),
    number("msg_len", 400, Skewed),
    number("msg_sentiment", 100, Even),
    number("msg_links", 5, Skewed),
    number("queue_len", 120, Skewed),
    number("queue_wait_s", 1_800, Skewed),
    number("queue_online_agents", 40, Skewed),
    number("time_hour", 23, Even),
    number("time_weekday", 6, Even),
];

/// Which of the numbers is the length of the message.
pub const LENGTH: usize = 9;
/// Which of the numbers runs from minus to plus its highest value.
pub const SENTIMENT: usize = 10;

pub const BOOLEANS: [Boolean; 9] = [
    boolean("user_is_verified", 70),
    boolean("user_is_vip", 6),
    boolean("user_is_blocked", 3),
    boolean("conv_is_assigned", 60),
    boolean("conv_reopened", 15),
    boolean("msg_is_first", 30),
    boolean("msg_has_attachment", 12),
    boolean("queue_is_open", 75),
    boolean("time_is_holiday", 5),
];

pub const SETS: [Set; 3] =
    [set("user_tags", "ut", 200, 6), set("conv_tags", "ct", 80, 4), set("conv_flags", "once_", 64, 8)];

/// Which of the sets holds what has happened once in the conversation.
pub const FLAGS: usize = 2;

const fn kind(name: &'static str, weight: u32) -> Kind {
    Kind { name, weight }
}

const fn text(name: &'static str, values: usize, spread: Spread) -> Text {
    Text { name, values, spread }
}

const fn number(name: &'static str, highest: i64, spread: Spread) -> Number {
    Number { name, highest, spread }
}

const fn boolean(name: &'static str, percent: u32) -> Boolean {
    Boolean { name, percent }
}

const fn set(name: &'static str, prefix: &'static str, values: usize, most: usize) -> Set {
    Set { name, prefix, values, most }
}
