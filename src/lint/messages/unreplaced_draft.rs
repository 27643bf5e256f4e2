//! What was meant to be replaced before customers read it.

use std::sync::LazyLock;

use regex::Regex;

use super::texts;
use crate::diagnostic::{Code, Finding, Location, Span};
use crate::lint::{Lint, Sees, Subject};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W1010",
        name: "unreplaced-draft",
        explanation: "`TODO`, `lorem ipsum`, `[your company]` and the like mark what is still to be written. Customers would read it as it \
                      stands.",
        bad: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for writing to [your company]! TODO opening hours" }
}
"#,
        good: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for writing to Acme! We answer from nine to six." }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

/// What marks a draft. Words in brackets are a draft only if they are such as templates have: others may be a label, an
/// HTML tag or the text of a link.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let blank = "(?:your |the |our |insert |customer'?s? |first |last |agent'?s? |order |ticket |support |phone |e-?mail |company |brand |product |user |their |full )*\
                 (?:name|company|brand|address|number|date|time|hours?|link|url|text|product|e-?mail|phone|id)(?: here)?";
    let marks = [
        r"\b(?:TODO|FIXME|TBD)\b".to_owned(),
        r"\bX{3,}\b".to_owned(),
        r"(?i:\blorem ipsum\b)".to_owned(),
        format!(r"(?i:<{blank}>)"),
        format!(r"(?i:\[{blank}\])"),
        // As Korean drafts have it
        r"[○◯]{2,}".to_owned(),
        r"\bO{2,}(?: ?고객)?님".to_owned(),
    ];
    Regex::new(&marks.join("|")).ok()
});

/// Each mark has one of these, but for `lorem ipsum`. Most texts have none, and need no [`MARKS`], which take longer to make ready
/// than a small book to check.
const SIGNS: [&str; 9] = ["<", "[", "○", "◯", "TODO", "FIXME", "TBD", "XXX", "OO"];

/// Texts that somebody has written to try a rule.
const TRIALS: [&str; 6] = ["test", "testing", "asdf", "test test", "테스트", "ㅁㄴㅇㄹ"];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for text in texts::written(subject).iter().filter(|text| text.to_customers) {
        let raw = subject.text(text.location());
        let words = raw.trim_matches(['"', ' ', '.', '!']).to_lowercase();
        if TRIALS.contains(&words.as_str()) {
            let finding = Finding::new(&LINT.code, text.location(), format!("customers will read `{words}`"));
            findings.push(finding.help("it looks like a trial; write what they should read"));
            continue;
        }
        if !words.contains("lorem ipsum") && !SIGNS.iter().any(|sign| raw.contains(sign)) {
            continue;
        }
        let Some(marks) = MARKS.as_ref() else { continue };
        // The text of a link in brackets is followed by its address.
        let drafts = marks.find_iter(raw).filter(|mark| !raw.get(mark.end()..).unwrap_or_default().starts_with('('));
        findings.extend(drafts.map(|mark| {
            let length = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
            let start = text.text.span.start + length(mark.start());
            let location = Location { file: text.file, span: Span::new(start, start + length(mark.len())) };
            let message = format!("customers will read `{}` as it stands", mark.as_str());
            Finding::new(&LINT.code, location, message).help(
                "write what belongs there; what differs from customer to customer is a placeholder, such as `{user.name or there}`",
            )
        }));
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    fn sent(text: &str) -> usize {
        told("W1010", "", &format!("trigger t {{\n  on customer.wrote\n  do {{ send \"{text}\" }}\n}}\n")).len()
    }

    #[test]
    fn drafts() {
        for draft in [
            "Hi <name>!",
            "Hi [First Name]",
            "[Company Name]",
            "Call XXX",
            "test",
            "Lorem ipsum dolor",
            "○○ 고객님",
            "OOO님",
            "[insert link here]",
        ] {
            assert_eq!(sent(draft), 1, "{draft}");
        }
    }

    #[test]
    fn sound_texts() {
        for sound in [
            "Todo está bien",
            "See [link](https://example.com)",
            "<b>Hi</b>",
            "[Notice] We are back",
            "size XXL",
            "I am OOO today",
            "This is a test of your line",
        ] {
            assert_eq!(sent(sound), 0, "{sound}");
        }
    }
}
