//! What is written before, and after.

use super::*;
use crate::diagnostic::{Severity, SourceFile};
use crate::ir::{Book, Condition, Test};
use crate::lint;
use crate::semantics::Settings;

/// A book of one file with two `$0` around a selection, or one where the cursor stands, in languages.
fn marked(text: &str, languages: &[&str]) -> (Analysis, Span) {
    let parts: Vec<&str> = text.split("$0").collect();
    let start = u32::try_from(parts[0].len()).unwrap();
    let end = if parts.len() == 3 { start + u32::try_from(parts[1].len()).unwrap() } else { start };
    let settings =
        Settings { languages: languages.iter().map(|each| (*each).to_owned()).collect(), ..Settings::default() };
    let file = SourceFile { path: "book.when".to_owned(), text: parts.concat(), shipped: false };
    (lint::check(&[file], &settings).into(), Span::new(start, end))
}

/// All that is offered there, laid out: title and text.
fn offered(text: &str, languages: &[&str]) -> Vec<(String, String)> {
    let (analysis, span) = marked(text, languages);
    let all = refactorings(&analysis, FileId(0), span).into_iter().map(|each| laid_out(&analysis, each));
    all.map(|each| (each.title, applied(analysis.text(FileId(0)), &each.edits[&FileId(0)]))).collect()
}

/// What is offered under a title that begins so.
fn after(text: &str, title: &str) -> String {
    after_in(text, title, &[])
}

fn after_in(text: &str, title: &str, languages: &[&str]) -> String {
    let offered = offered(text, languages);
    let found = offered.iter().find(|(each, _)| each.starts_with(title));
    let Some((_, text)) = found else { panic!("{title} is not among {offered:?}") };
    assert_eq!(syntax::format(text).as_deref(), Some(text.as_str()), "it is laid out");
    text.clone()
}

fn book(text: &str) -> Book {
    let (analysis, _) = marked(text, &[]);
    let errors: Vec<_> = analysis.findings.iter().filter(|each| each.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    analysis.book.unwrap()
}

/// What the first trigger asks, without names and places.
fn asked(book: &Book) -> Condition {
    fn expanded(condition: &Condition, book: &Book) -> Condition {
        let each = |parts: &[Condition]| parts.iter().map(|part| expanded(part, book)).collect();
        let test = match &condition.test {
            Test::All(parts) => Test::All(each(parts)),
            Test::Any(parts) => Test::Any(each(parts)),
            Test::Not(inner) => Test::Not(Box::new(expanded(inner, book))),
            Test::Named(name) => {
                return expanded(&book.conditions.iter().find(|each| each.id == *name).unwrap().condition, book);
            }
            other => other.clone(),
        };
        crate::semantics::satisfiable::plain_condition(&Condition { place: condition.place, test })
    }
    expanded(book.triggers.iter().find(|each| each.id == "t").unwrap().condition.as_ref().unwrap(), book)
}

/// A trigger with that condition.
fn when(condition: &str) -> String {
    format!("trigger t {{\n  on customer.wrote\n  when {condition}\n  do {{ close }}\n}}\n")
}

#[test]
fn a_condition_gets_a_name_and_loses_it() {
    for condition in [
        "user.na$0me is \"Mina\"",
        "user.name is \"Mina\" and user.lo$0cale is \"ko\"",
        "all {\n    user.name is \"Mina\"  // she\n    $0any {\n      user.locale is \"ko\"\n      user.locale is \"en\"\n    }$0\n  }",
        "not (user.name is \"Mina\" $0or$0 user.locale is \"ko\")",
    ] {
        let before = when(condition);
        let text = after(&before, "give this condition a name");
        let plain = before.replace("$0", "");
        assert_eq!(asked(&book(&text)), asked(&book(&plain)), "{text}");
        let name = text.split("condition ").nth(1).unwrap().split(' ').next().unwrap();
        let again = after(&text.replacen(name, &format!("{name}$0"), 1), "write out");
        assert_eq!(again, plain);
    }
}

#[test]
fn lines_get_a_name() {
    let condition =
        "all {\n    user.name is \"Mina\"\n    $0user.locale is \"ko\"\n    message.text contains \"hi\"$0\n  }";
    insta::assert_snapshot!(after(&when(condition), "give this condition a name"));
}

#[test]
fn what_has_a_name_gets_no_other() {
    let text = format!("condition vip when user.name is $0\"Mina\"\n\n{}", when("vip"));
    assert!(offered(&text, &[]).iter().all(|(title, _)| !title.starts_with("give")));
    let text = format!("condition vip when user.name is \"Mina\"\n\n{}", when("v$0ip"));
    assert!(offered(&text, &[]).iter().all(|(title, _)| !title.starts_with("give")));
}

#[test]
fn a_text_becomes_a_message_and_a_text_again() {
    let before = "trigger t {\n  on customer.wrote\n  do { notify group \"Leads\" \"Ple$0ase look, {user.name or somebody}!\" }\n}\n";
    let text = after(before, "make a message");
    assert!(text.contains("notify group \"Leads\" please_look"), "{text}");
    book(&text);
    let again = after(&text.replacen("please_look", "please$0_look", 1), "write out");
    assert_eq!(again, before.replace("$0", ""));
    let two = after_in(before, "make a message", &["en", "ko"]);
    insta::assert_snapshot!(two);
    let sender = "trigger t {\n  on customer.wrote\n  do { send \"Hi\" as \"De$0sk\" }\n}\n";
    assert_eq!(offered(sender, &[]), []);
}

#[test]
fn a_block_of_text_becomes_a_message() {
    let before = "trigger t {\n  on customer.wrote\n  do {\n    send \"\"\"\n      Two $0lines,\n        one of them further in.\n    \"\"\"\n  }\n}\n";
    let text = after(before, "make a message");
    let sent = |book: &Book| book.messages.first().map(|message| message.texts[0].1.clone());
    let plain = book(&before.replace("$0", ""));
    let crate::ir::StepKind::Act { arguments, .. } =
        &plain.triggers.iter().find(|each| each.id == "t").unwrap().actions[0].kind
    else {
        panic!("an action")
    };
    let crate::ir::Argument::Text(template) = &arguments[0].1 else { panic!("a text") };
    assert_eq!(sent(&book(&text)).as_ref(), Some(template), "{text}");
}

#[test]
fn a_message_gets_its_languages() {
    let before = "message away { en: \"We are $0away.\" }\n";
    assert_eq!(
        after_in(before, "add `ko`", &["en", "ko"]),
        "message away {\n  en: \"We are away.\"\n  ko: \"We are away.\"\n}\n"
    );
    assert_eq!(offered(before, &["en"]), []);
}

#[test]
fn comparisons_become_a_list_and_back() {
    for (apart, list) in [
        ("user.locale is \"ko\" or user.locale is \"en\"", "user.locale in [\"ko\", \"en\"]"),
        (
            "any {\n    conversation.priority is high\n    conversation.priority is urgent\n  }",
            "conversation.priority in [high, urgent]",
        ),
        ("user.locale is not \"ko\" and user.locale is not \"en\"", "user.locale not in [\"ko\", \"en\"]"),
        ("none {\n    user.locale is \"ko\"\n    user.locale is \"en\"\n  }", "user.locale not in [\"ko\", \"en\"]"),
    ] {
        let (one, other) = (when(apart), when(list));
        assert_eq!(after(&one.replacen("when ", "when $0", 1), "write `"), other);
        let back = after(&other.replacen("when ", "when $0", 1), "write one");
        let (one, back, other) = (book(&one), book(&back), book(&other));
        let worlds = crate::semantics::satisfiable::Worlds::of(&other);
        for book in [&one, &back] {
            let (mine, same) = (asked(book), asked(&other));
            assert!(worlds.implies(&mine, &same) && worlds.implies(&same, &mine), "{apart}");
        }
    }
    let others = when("$0user.locale is \"ko\" or user.name is \"Mina\"");
    assert!(offered(&others, &[]).iter().all(|(title, _)| !title.starts_with("write `")));
}

#[test]
fn what_is_missing_is_begun() {
    let text = "trigger t {\n  on customer.wrote\n  do { send wel$0come }\n}\n";
    book(&after(text, "create the message `welcome`"));
    book(&after(&when("vi$0p"), "create the condition `vip`"));
}

#[test]
fn of_a_file_in_another_layout_only_what_changes_is_laid_out() {
    let text = "trigger other {\n    on customer.wrote\n    do { close }\n}\n\n// why\ntrigger t {\n    on customer.wrote\n    do { send \"Hel$0lo\" }\n}\n";
    let (analysis, span) = marked(text, &[]);
    let found =
        refactorings(&analysis, FileId(0), span).into_iter().map(|each| laid_out(&analysis, each)).next().unwrap();
    insta::assert_snapshot!(applied(analysis.text(FileId(0)), &found.edits[&FileId(0)]));
}
