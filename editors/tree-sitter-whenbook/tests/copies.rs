//! Each editor wants the queries in a folder of its own, and has its own names for what they capture. They are made from those
//! in `queries/`; `WHENBOOK_BLESS=1` writes them anew.

use std::{fs, path::Path};

/// An editor's queries.
struct Editor {
    folder: &'static str,
    /// Those it has, with what captures are called in it. What it has no name for is left out with its pattern.
    queries: &'static [(&'static str, &'static [(&'static str, &'static str)])],
}

const NEOVIM: Editor = Editor {
    folder: "neovim/queries/whenbook",
    queries: &[
        ("highlights.scm", &[]),
        ("folds.scm", &[]),
        ("indents.scm", &[]),
        ("locals.scm", &[]),
        ("injections.scm", &[]),
        ("textobjects.scm", &[]),
    ],
};

const HELIX: Editor = Editor {
    folder: "helix/queries/whenbook",
    queries: &[
        (
            "highlights.scm",
            &[
                ("comment.documentation", "comment.block.documentation"),
                ("string.escape", "constant.character.escape"),
                ("number", "constant.numeric"),
                ("variable.member", "variable.other.member"),
                ("property", "variable.other.member"),
                ("function.call", "function"),
                ("keyword.conditional", "keyword.control.conditional"),
            ],
        ),
        (
            "indents.scm",
            &[
                ("indent.begin", "indent"),
                ("indent.branch", "outdent"),
                ("indent.end", ""),
                ("indent.ignore", ""),
                ("indent.auto", ""),
            ],
        ),
        ("injections.scm", &[]),
        (
            "textobjects.scm",
            &[
                ("function.outer", "function.around"),
                ("function.inner", "function.inside"),
                ("test.outer", "test.around"),
                ("block.outer", ""),
                ("conditional.inner", ""),
                ("conditional.outer", ""),
                ("statement.outer", ""),
                ("parameter.inner", "parameter.inside"),
                ("parameter.outer", "entry.around"),
                ("comment.outer", "comment.around"),
            ],
        ),
    ],
};

const ZED: Editor = Editor {
    folder: "zed/languages/whenbook",
    queries: &[
        (
            "highlights.scm",
            &[
                ("comment.documentation", "comment.doc"),
                ("string.regexp", "string.regex"),
                ("variable.member", "property"),
                ("variable.builtin", "variable.special"),
                ("constant.builtin", "constant"),
                ("function.call", "function"),
                ("keyword.conditional", "keyword"),
                ("keyword.operator", "operator"),
            ],
        ),
        ("injections.scm", &[]),
        (
            "textobjects.scm",
            &[
                ("function.outer", "function.around"),
                ("function.inner", "function.inside"),
                ("test.outer", ""),
                ("block.outer", ""),
                ("conditional.inner", ""),
                ("conditional.outer", ""),
                ("statement.outer", ""),
                ("parameter.inner", ""),
                ("parameter.outer", ""),
                ("comment.outer", "comment.around"),
            ],
        ),
    ],
};

#[test]
fn the_queries_of_all_editors_are_the_same() {
    let editors = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for editor in [NEOVIM, HELIX, ZED] {
        for (name, captures) in editor.queries {
            let written = fs::read_to_string(editors.join("tree-sitter-whenbook/queries").join(name)).unwrap();
            let expected = translated(&written, captures);
            let path = editors.join(editor.folder).join(name);
            if std::env::var_os("WHENBOOK_BLESS").is_some() {
                fs::write(&path, &expected).unwrap();
            }
            let copy = fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(copy, expected, "{}: WHENBOOK_BLESS=1 writes it anew", path.display());
        }
    }
}

/// A query with other names for its captures; patterns whose capture has none are left out.
fn translated(query: &str, captures: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut pattern = String::new();
    for line in query.lines() {
        pattern.push_str(line);
        pattern.push('\n');
        let signs: String = pattern.split('"').step_by(2).collect();
        let whole = line.starts_with(';') || signs.matches(['(', '[']).count() == signs.matches([')', ']']).count();
        if whole {
            out.push_str(&renamed(&pattern, captures).unwrap_or_default());
            pattern.clear();
        }
    }
    assert!(pattern.is_empty(), "{pattern}");
    // What was left out may leave empty lines behind.
    while out.contains("\n\n\n") {
        out = out.replace("\n\n\n", "\n\n");
    }
    format!("{}\n", out.trim_end())
}

fn renamed(pattern: &str, captures: &[(&str, &str)]) -> Option<String> {
    let mut pieces = pattern.split('@');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|character: char| !(character.is_alphanumeric() || "._".contains(character)));
        let (capture, rest) = piece.split_at(end.unwrap_or(piece.len()));
        let name = captures.iter().find(|(ours, _)| *ours == capture).map_or(capture, |(_, theirs)| theirs);
        if name.is_empty() {
            return None;
        }
        out.push('@');
        out.push_str(name);
        out.push_str(rest);
    }
    Some(out)
}
