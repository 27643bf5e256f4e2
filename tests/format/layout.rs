//! Messy files and what becomes of them.

use whenbook::syntax;

#[test]
fn messy_files() {
    insta::glob!("messy/*.when", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let formatted = syntax::format(&text).expect("the messy files have no errors");
        insta::assert_snapshot!(formatted);
    });
}

#[test]
fn a_file_with_errors_is_not_touched() {
    for broken in ["trigger", "condition x when", "trigger x { do { send 'a' } }", "enum x { a", "list x { 1,000 }\n}"]
    {
        assert_eq!(syntax::format(broken), None, "{broken}");
    }
}

#[test]
fn nothing_stays_nothing() {
    for empty in ["", "\n", " \t \r\n\r\n", "\u{feff}"] {
        assert_eq!(syntax::format(empty).as_deref(), Some(""), "{empty:?}");
    }
}

#[test]
fn a_file_in_place_keeps_its_line_ends() {
    let laid_out = "trigger t {\n  on customer.wrote\n  do { close }\n}\n";
    let messy = laid_out.replace("  ", " ");
    assert_eq!(syntax::format_in_place(&messy).as_deref(), Some(laid_out));
    let with_two = laid_out.replace('\n', "\r\n");
    assert_eq!(syntax::format_in_place(&messy.replace('\n', "\r\n")), Some(with_two.clone()));
    assert_eq!(syntax::format_in_place(&with_two), Some(with_two));
}
