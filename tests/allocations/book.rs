//! A book as an account has it, only larger: rules on plans, teams, numbers, labels and words.

use std::fmt::Write;

use whenbook::ir::Value;

/// How many events there are.
pub const KINDS: usize = 4;

const TEAMS: usize = 50;
const LABELS: usize = 30;
const STAGES: [&str; 3] = ["fresh", "warm", "hot"];

/// The text of the book.
pub fn text(rules: usize) -> String {
    let mut text = String::from(
        "attribute user.team: text optional\n\
         attribute user.seats: number optional\n\
         attribute user.used: percentage optional\n\
         attribute user.trial: boolean default false\n\
         attribute user.labels: list of text default []\n\
         attribute conversation.stage: one of { fresh, warm, hot } optional\n\
         attribute message.subject: text optional\n\
         attribute message.worth: number optional\n",
    );
    for kind in 0..KINDS {
        let _ = writeln!(text, "event shop.event_{kind} carries message");
    }
    for rule in 0..rules {
        let kind = rule % KINDS;
        let tests = tests(rule / KINDS).join("\n    ");
        let _ = writeln!(
            text,
            "trigger rule_{rule} {{\n  on shop.event_{kind}\n  when all {{\n    {tests}\n  }}\n  do {{ note \"{rule}\" }}\n}}"
        );
    }
    text
}

/// What a rule asks: two or three tests of every sort.
fn tests(rule: usize) -> Vec<String> {
    let (team, label) = (rule % TEAMS, rule % LABELS);
    let first = match rule % 5 {
        0 => format!("user.team is \"team-{team}\""),
        1 => {
            format!("user.team in [\"team-{team}\", \"team-{}\", \"team-{}\"]", (team + 7) % TEAMS, (team + 19) % TEAMS)
        }
        2 => format!("user.team is not \"team-{team}\""),
        3 => format!("any {{ user.team is \"team-{team}\"\n user.labels has \"label-{label}\" }}"),
        _ => "user.team is known".to_owned(),
    };
    let second = match rule % 7 {
        0 => format!("user.seats > {}", rule * 3),
        1 => format!("message.worth between {}.5 and {}", rule, rule + 40),
        2 => format!("user.labels has \"label-{label}\""),
        3 => format!("user.labels has any [\"label-{label}\", \"label-{}\"]", (label + 4) % LABELS),
        4 => format!("message.subject contains \"Invoice {}\"", rule % 10),
        5 => format!("user.used >= {}%", rule % 100),
        _ => "not user.labels has \"label-1\"".to_owned(),
    };
    let third = match rule % 3 {
        0 => format!("conversation.stage is {}", STAGES[rule % 2]),
        1 => format!("user.trial is {}", rule.is_multiple_of(2)),
        _ => format!("message.subject finds /[{}-9] of [a-z]+/i", rule % 9),
    };
    vec![first, second, third]
}

/// What is known with an event of that number.
pub fn facts(number: usize) -> Vec<(&'static str, Value)> {
    let whole = |number: usize| Value::Number(u64::try_from(number).unwrap().into());
    let text = |text: String| Value::Text(text.into());
    let label = |step: usize| text(format!("label-{}", (number * step) % LABELS));
    let mut facts = vec![
        ("user.team", text(format!("team-{}", number * 3 % TEAMS))),
        ("user.seats", whole(number % 300)),
        ("user.used", Value::Percentage(u64::try_from(number % 101).unwrap().into())),
        ("user.trial", Value::Boolean(number.is_multiple_of(3))),
        ("user.labels", Value::List(vec![label(1), label(7), label(11)].into())),
        ("conversation.stage", Value::Enum(STAGES[number % STAGES.len()].into())),
        ("message.subject", text(format!("Your INVOICE {} of May ({number})", number % 12))),
        ("message.worth", whole(number % 90)),
    ];
    match number % 4 {
        0 => facts.retain(|(key, _)| key.starts_with("message.")),
        1 => drop(facts.remove(number / 4 % facts.len())),
        _ => {}
    }
    facts
}

/// Facts of the same kinds, of which hardly a rule wants any.
pub fn quiet_facts(number: usize) -> Vec<(&'static str, Value)> {
    let text = |text: &str| Value::Text(text.into());
    vec![
        ("user.team", Value::Text(format!("team-{}", number % TEAMS).into())),
        ("user.seats", Value::Number(0.into())),
        ("user.used", Value::Percentage(0.into())),
        ("user.trial", Value::Boolean(true)),
        ("user.labels", Value::List(vec![text("label-1"), text("quiet")].into())),
        ("conversation.stage", Value::Enum(STAGES[number % STAGES.len()].into())),
        ("message.subject", text("Nothing of what they look for")),
        ("message.worth", Value::Number(1000.into())),
    ]
}
