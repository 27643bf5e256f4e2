//! Books that take in a file of one folder that is none of theirs.

use std::fs;

use super::whenbook;

const COMMON: &str = "message hi { en: \"Hi!\" }\n\n// whenbook allow unused: for the others\nmessage bye { en: \"Good  bye!\" }\n\nmessage late { en: \"Late.\" }\n";
const BOOK: &str =
    "use \"../common/texts.when\"\n\ntrigger a {\n  on customer.wrote\n  once per session\n  do { send hi }\n}\n";

#[test]
fn what_another_book_may_need_is_not_unused_and_the_rest_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("common/texts.when", COMMON), ("acme/r.when", BOOK), ("bolt/r.when", BOOK)] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let told = |arguments: &[&str]| {
        let output = whenbook(folder.path(), &[arguments, &["--format", "concise"]].concat(), b"");
        String::from_utf8(output.stdout).unwrap()
    };
    let blanks = "common/texts.when:4:24: A1011 this text has two blanks between words\n";
    assert_eq!(told(&["check", "acme", "bolt"]), blanks);
    let alone = told(&["check", "common"]);
    assert!(alone.contains("W0701 nothing uses the message `late`") && !alone.contains("W1203"), "{alone}");
}
