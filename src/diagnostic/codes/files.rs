//! `E00xx`: reading files and `whenbook.toml`.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[&NOT_UTF8];

/// A file is not UTF-8.
pub static NOT_UTF8: Code = Code {
    id: "E0001",
    name: "not-utf8",
    explanation: "The file holds bytes that are not UTF-8 text. Save it as UTF-8 in your editor. Until then the rest of the \
                  file is read with those bytes replaced.",
    bad: "",
    good: "",
};
