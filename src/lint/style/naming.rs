//! Names that are not written as the others.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Finding, Location};
use crate::lint::{Lint, Sees, Subject};
use crate::semantics::names::Kind;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A1101",
        name: "naming",
        explanation: "Names are written in small letters with `_` between words, `billing_wait` rather than `BillingWait`: they \
                      are the same in the editor, in `whenbook why` and in the data of the messaging core, and nobody has to \
                      remember where a capital stands.",
        bad: r#"trigger billingWait {
  on conversation.queued
  do { note "waits" }
}
"#,
        good: r#"trigger billing_wait {
  on conversation.queued
  do { note "waits" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

/// Where each name is used.
type Uses<'a> = BTreeMap<(Kind, &'a str), Vec<Location>>;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let has_capitals = |name: &str| name.chars().any(char::is_uppercase);
    let mut uses = Uses::new();
    for each in subject.checked.references.iter().filter(|each| has_capitals(&each.name)) {
        uses.entry((each.kind, &each.name)).or_default().push(each.location);
    }
    let index = subject.names.index.iter().map(|(name, entry)| (*name, entry.kind, entry.location));
    index
        .filter(|(name, ..)| has_capitals(name))
        .map(|(name, kind, location)| finding(name, kind, location, &uses, subject))
        .collect()
}

fn finding(name: &str, kind: Kind, location: Location, uses: &Uses<'_>, subject: &Subject<'_>) -> Finding {
    let wanted = snake_case(name);
    let message = format!("{} is called `{name}`", kind.words());
    let finding = Finding::new(&LINT.code, location, message).help(format!("call it `{wanted}`, everywhere"));
    // A mark of `once` belongs to the name: another name would let a rule fire again for those who have had it.
    let is_elsewhere = |place: &Location| place.file != location.file;
    let uses = uses.get(&(kind, name)).map(Vec::as_slice).unwrap_or_default();
    if subject.names.index.contains_key(wanted.as_str()) || uses.iter().any(is_elsewhere) {
        return finding;
    }
    let mut finding = finding.fix(format!("write `{wanted}`"), location.span, wanted.clone(), false);
    if let Some(fix) = &mut finding.fix {
        let more = uses.iter().filter(|place| **place != location);
        fix.edits.extend(more.map(|place| crate::diagnostic::Edit { span: place.span, text: wanted.clone() }));
    }
    finding
}

/// `billingWait` as `billing_wait`.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    let mut after_small = false;
    for letter in name.chars() {
        if letter.is_uppercase() && after_small {
            text.push('_');
        }
        after_small = letter.is_lowercase() || letter.is_numeric();
        text.extend(letter.to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn words_are_parted() {
        let names = ["billingWait", "BillingWait", "VIP", "vipRoute2Fast", "Close_solved"];
        assert_eq!(names.map(snake_case), ["billing_wait", "billing_wait", "vip", "vip_route2_fast", "close_solved"]);
    }
}
