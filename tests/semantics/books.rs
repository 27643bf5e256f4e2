//! Readable books, and the compiled form of what they say.

use std::fs;

use serde_json::{Map, Value};
use whenbook::semantics::{Settings, compile};
use whenbook::{Book, Engine, ir};

use super::compiled;

/// The parts of a compiled book that come from its own file, with places as `line:column`.
fn own_parts(book: &Book) -> String {
    let mut json = serde_json::to_value(book).expect("a book is JSON");
    let parts = json.as_object_mut().expect("an object");
    for common in ["format", "hash", "name", "sources", "time_zone_data"] {
        parts.remove(common);
    }
    let own = |part: &Value| part.pointer("/place/file").is_none_or(|file| file == 0);
    let words = parts.get_mut("vocabulary").and_then(Value::as_object_mut).expect("words");
    for kind in ["attributes", "events", "actions"] {
        words.get_mut(kind).and_then(Value::as_array_mut).expect("a list").retain(own);
    }
    words.remove("enums");
    words.retain(|_, kind| kind.as_array().is_some_and(|kind| !kind.is_empty()));
    parts.retain(|_, part| *part != Value::Array(Vec::new()) && *part != Value::Object(Map::new()));
    short_places(&mut json);
    serde_json::to_string_pretty(&json).expect("text")
}

fn short_places(json: &mut Value) {
    match json {
        Value::Object(entries) => {
            if let Some(place) = entries.get_mut("place") {
                *place = Value::String(format!("{}:{}", place["line"], place["column"]));
            }
            entries.values_mut().for_each(short_places);
        }
        Value::Array(items) => items.iter_mut().for_each(short_places),
        _ => {}
    }
}

#[test]
fn books_are_compiled_to_plain_data() {
    insta::glob!("books/*.when", |path| {
        let text = fs::read_to_string(path).expect("a text");
        let name = path.file_name().expect("a name").to_string_lossy();
        let compiled = compiled(&name, &text);
        assert_eq!(compiled.findings, [], "{name}");
        let book = compiled.book.expect("a book");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(own_parts(&book));
        });
        let json = serde_json::to_vec(&book).expect("JSON");
        let loaded = Book::load(&json).expect("what was compiled can be loaded");
        assert_eq!(loaded, book);
        assert_eq!(Book::load(ir::Packed::of(book.clone()).unwrap().to_bytes()).as_ref(), Ok(&book));
        assert!(Engine::new(book).is_ok());
    });
}

fn book(text: &str) -> Book {
    let compiled = compiled("book.when", text);
    compiled.book.unwrap_or_else(|| panic!("{:#?}", compiled.findings))
}

#[test]
fn a_fingerprint_follows_what_is_done_and_not_where_it_stands() {
    let of = |text: &str| book(text).automations.first().cloned().expect("an automation");
    let one = of("automation a {\n  after 2d since last agent.wrote\n  do { close }\n}\n");
    let moved =
        of("// Moved.\n\nautomation a \"A title\" {\n  after 2d since last agent.wrote\n  do {\n    close\n  }\n}\n");
    let later = of("automation a {\n  after 3d since last agent.wrote\n  do { close }\n}\n");
    let other = of("automation a {\n  after 2d since last agent.wrote\n  do { reopen }\n}\n");
    let whole =
        |automation: &ir::Automation| (automation.timing_fingerprint.clone(), automation.actions_fingerprint.clone());
    assert_eq!(whole(&one), whole(&moved));
    assert_ne!(one.timing_fingerprint, later.timing_fingerprint);
    assert_eq!(one.actions_fingerprint, later.actions_fingerprint);
    assert_eq!(one.timing_fingerprint, other.timing_fingerprint);
    assert_ne!(one.actions_fingerprint, other.actions_fingerprint);
}

#[test]
fn triggers_fire_by_order_then_shipped_then_by_path_then_as_they_stand() {
    let file = |path: &str, text: &str| whenbook::diagnostic::SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
        shipped: false,
    };
    let trigger =
        |id: &str, order: &str| format!("trigger {id} {{\n  on customer.wrote\n  {order}\n  do {{ note \"x\" }}\n}}\n");
    let files = [
        file("b.when", &(trigger("b_two", "") + &trigger("b_first", "order -1"))),
        file("a/z.when", &(trigger("z_one", "") + &trigger("z_last", "order 7") + &trigger("z_two", ""))),
        file("B.when", &("use std.triggers\n".to_owned() + &trigger("big", "order 0"))),
    ];
    let book = compile(&files, &Settings::default()).book.expect("a book");
    let ids: Vec<&str> = book.triggers.iter().map(|trigger| trigger.id.as_str()).collect();
    let shipped = ids.len() - 6;
    assert_eq!(ids.first(), Some(&"b_first"));
    assert_eq!(ids.get(1), Some(&"first_reply"));
    assert_eq!(ids.get(shipped + 1..), Some(&["big", "z_one", "z_two", "b_two", "z_last"][..]));
}

#[test]
fn what_ships_is_switched_on_by_name() {
    let text = "use std.triggers\n\nactivate first_reply, group_offline\n";
    let active: Vec<String> =
        book(text).triggers.into_iter().filter(|trigger| trigger.active).map(|trigger| trigger.id).collect();
    assert_eq!(active, ["first_reply", "group_offline"]);
}

#[test]
fn the_same_files_give_the_same_book_in_any_order() {
    let file = |path: &str, text: &str| whenbook::diagnostic::SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
        shipped: false,
    };
    let one = file("a.when", "condition vip when user.plan is pro\n");
    let two = file("b.when", "trigger t {\n  on customer.wrote\n  when vip\n  do { add tag \"vip\" }\n}\n");
    let ids = |files: &[_]| {
        let book = compile(files, &Settings::default()).book.expect("a book");
        (book.triggers.iter().map(|trigger| trigger.id.clone()).collect::<Vec<_>>(), book.conditions.len())
    };
    assert_eq!(ids(&[one.clone(), two.clone()]), ids(&[two, one]));
}
