//! `E00xx`: reading files and `whenbook.toml`. No `.when` file can show those of `whenbook.toml`.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &NOT_UTF8,
    &SETTINGS_FORM,
    &UNKNOWN_SETTING,
    &SETTING_TYPE,
    &UNKNOWN_EDITION,
    &UNKNOWN_LINT,
    &UNKNOWN_LEVEL,
    &LEVEL_OF_AN_ERROR,
    &LANGUAGE_TWICE,
    &PATTERN,
];

/// A file is not UTF-8.
pub static NOT_UTF8: Code = Code {
    id: "E0001",
    name: "not-utf8",
    explanation: "The file holds bytes that are not UTF-8 text. Save it as UTF-8 in your editor. Until then the rest of the \
                  file is read with those bytes replaced.",
    bad: "",
    good: "",
};

/// `whenbook.toml` is not TOML.
pub static SETTINGS_FORM: Code = Code {
    id: "E0010",
    name: "settings-form",
    explanation: "`whenbook.toml` is written in TOML: a line for each setting, such as `name = \"Help desk\"` or \
                  `languages = [\"en\", \"ko\"]`; `[lints]` begins the lines about findings. The rest of the file is read all \
                  the same.",
    bad: "",
    good: "",
};

/// `whenbook.toml` has a setting that there is not.
pub static UNKNOWN_SETTING: Code = Code {
    id: "E0011",
    name: "unknown-setting",
    explanation: "`whenbook.toml` knows `name` (what the book is called), `timezone` (a place, as `Asia/Seoul`; else UTC), \
                  `languages` (those that every message must have), `edition` (of the language), `exclude` (files below the \
                  folder that are none of the book's) and, under `[lints]`, the level of warnings and advice.",
    bad: "",
    good: "",
};

/// A setting has a value of another type.
pub static SETTING_TYPE: Code = Code {
    id: "E0012",
    name: "setting-type",
    explanation: "Texts stand in quotation marks, lists in brackets: `timezone = \"Asia/Seoul\"`, \
                  `languages = [\"en\", \"ko\"]`.",
    bad: "",
    good: "",
};

/// `edition` is none that this version knows.
pub static UNKNOWN_EDITION: Code = Code {
    id: "E0013",
    name: "unknown-edition",
    explanation: "The edition says for which form of the language a book is written, so that a later Whenbook can change the \
                  language without changing what old books mean. This version knows `2026`.",
    bad: "",
    good: "",
};

/// `[lints]` names a finding that there is not.
pub static UNKNOWN_LINT: Code = Code {
    id: "E0014",
    name: "unknown-lint",
    explanation: "Each line under `[lints]` names a code or its long name, as findings show them, or a group of them, and a \
                  level: `W0462 = \"error\"`, `never-opens = \"off\"` or `style = \"advice\"`. A code goes before its group. \
                  `[lints.files.\"drafts/**\"]` begins the levels of some files.",
    bad: "",
    good: "",
};

/// `[lints]` has a level that there is not.
pub static UNKNOWN_LEVEL: Code = Code {
    id: "E0015",
    name: "unknown-level",
    explanation: "A warning or an advice can be `off`, `advice`, `warning` or `error`. Advice never fails a check.",
    bad: "",
    good: "",
};

/// `[lints]` gives a level to an error.
pub static LEVEL_OF_AN_ERROR: Code = Code {
    id: "E0016",
    name: "level-of-an-error",
    explanation: "A book with an error cannot run, so errors cannot be switched off or made warnings. Take the line out.",
    bad: "",
    good: "",
};

/// `languages` has one of them twice.
pub static LANGUAGE_TWICE: Code = Code {
    id: "W0017",
    name: "language-listed-twice",
    explanation: "A language stands twice in `languages` of `whenbook.toml`. Once is enough; perhaps another one was meant.",
    bad: "",
    good: "",
};

/// A pattern of files cannot be read.
pub static PATTERN: Code = Code {
    id: "E0018",
    name: "file-pattern",
    explanation: "Files are named by patterns, relative to the folder of the book: `*` stands for any part of a name, `**` for \
                  any folders between, `{a,b}` for one of several. So `drafts/**` is everything below `drafts`.",
    bad: "",
    good: "",
};
