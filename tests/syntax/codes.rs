//! The codes of this part: each is shown by a broken file, and its own examples are right.

use std::collections::BTreeSet;

use whenbook::{
    diagnostic::{Code, FileId, codes},
    syntax,
};

use super::broken::files;

fn syntax_codes() -> impl Iterator<Item = &'static Code> {
    codes::all().filter(|code| code.id.starts_with("E01"))
}

#[test]
fn each_has_a_broken_file() {
    let shown: BTreeSet<&str> = files()
        .iter()
        .flat_map(|(_, text)| syntax::parse(FileId(0), text).findings)
        .map(|finding| finding.code.id)
        .collect();
    let missing: Vec<_> = syntax_codes().filter(|code| !shown.contains(code.id)).map(|code| code.name).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn examples_are_right() {
    for code in syntax_codes() {
        let bad = syntax::parse(FileId(0), code.bad).findings;
        assert!(bad.iter().all(|finding| finding.code == code) && !bad.is_empty(), "{}: {bad:?}", code.name);
        let good = syntax::parse(FileId(0), code.good).findings;
        assert!(good.is_empty(), "{}: {good:?}", code.name);
    }
}
