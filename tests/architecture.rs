//! The invariants of the architecture that can be read off the source.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Each module with what it may use of the crate, beside itself.
const LAYERS: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("ir", &[]),
    ("syntax", &["diagnostic"]),
    ("runtime", &["ir"]),
    ("semantics", &["diagnostic", "syntax", "ir"]),
    ("lint", &["diagnostic", "syntax", "ir", "semantics"]),
    ("scenario", &["diagnostic", "ir", "runtime", "semantics"]),
    ("graph", &["ir", "scenario"]),
    ("ide", &["diagnostic", "syntax", "ir", "semantics", "lint"]),
    ("folder", &["diagnostic", "syntax", "ir", "semantics", "lint"]),
    ("cli", &["diagnostic", "syntax", "ir", "runtime", "semantics", "lint", "scenario", "graph", "ide", "folder"]),
];

/// What is exported at the root of the crate, and whose it is.
const ROOT: &[(&str, &str)] =
    &[("Book", "ir"), ("Engine", "runtime"), ("Conversation", "runtime"), ("Driver", "runtime"), ("Event", "runtime")];

/// No I/O, clock, environment or randomness outside of the command line and of what reads books from disk.
const IMPURE: &[&str] = &[
    r"\bstd::(fs|io|env|time|process|net|thread)\b",
    r"\b(SystemTime|Instant|Utc|Local)::now\b",
    r"\be?print(ln)?!",
    r"\bdbg!",
];

/// Beside that: no floating point, and no order that differs from run to run.
const UNSURE: &[&str] = &[r"\bHash(Map|Set)\b", r"\bf(32|64)\b", r"\bRandomState\b", r"\bDefaultHasher\b"];

const LINES: usize = 600;

/// A source file without its tests.
struct Source {
    path: PathBuf,
    /// `runtime`, `driver`, …
    module: Vec<String>,
    /// Without comments; texts are still in it.
    code: String,
    lines: usize,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    paths.iter().map(|path| source(path, &root().join(folder))).collect()
}

/// Files of tests, which a module takes in for tests only, are passed over.
fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    let module = fs::read_to_string(folder.join("mod.rs")).unwrap_or_default();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if module.contains(&format!("#[cfg(test)]\nmod {name};")) {
            continue;
        }
        if path.is_dir() {
            walk(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

fn source(path: &Path, folder: &Path) -> Source {
    let text = fs::read_to_string(path).expect("a text");
    let lines = text.lines().count();
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let comment = Regex::new(r"^\s*//.*$").expect("a pattern");
    let code: Vec<String> = text.lines().map(|line| comment.replace(line, "").into_owned()).collect();
    let inside = path.strip_prefix(folder).expect("inside").with_extension("");
    let mut module: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    module.retain(|part| !["mod", "lib", "main"].contains(&part.as_str()));
    let tests = module.iter().any(|part| part == "tests");
    let code = if tests { String::new() } else { code.join("\n") };
    Source { path: path.strip_prefix(root()).expect("inside").into(), module, code, lines }
}

impl Source {
    fn layer(&self) -> Option<&str> {
        self.module.first().map(String::as_str)
    }

    /// The modules of the crate that it names, by `crate::` or by as many `super::` as it is deep. The names that the runtime
    /// maintains are a table that all may read.
    fn uses(&self) -> Vec<String> {
        let code = self.code.replace("crate::runtime::maintained", "");
        let up = "super::".repeat(self.module.len());
        let list = |start: &str| Regex::new(&format!(r"\b{start}(\w+|\{{[^;]*\}})")).expect("a pattern");
        let names = Regex::new(r"(?:^\{|,)\s*(\w+)").expect("a pattern");
        let mut used = Vec::new();
        for pattern in [list("crate::"), list(&up)] {
            for found in pattern.captures_iter(&code) {
                let first = found[1].to_owned();
                if first.starts_with('{') {
                    used.extend(names.captures_iter(&first).map(|name| name[1].to_owned()));
                } else {
                    used.push(first);
                }
            }
        }
        used.retain(|name| name != "super" && name != "self");
        used
    }

    fn has(&self, patterns: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for pattern in patterns {
            let pattern = Regex::new(pattern).expect("a pattern");
            found.extend(
                pattern.find_iter(&self.code).map(|found| format!("{}: {}", self.path.display(), found.as_str())),
            );
        }
        found
    }
}

fn none(broken: &[String]) {
    assert!(broken.is_empty(), "\n  {}\n", broken.join("\n  "));
}

#[test]
fn a_layer_knows_only_those_below_it() {
    let layers: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    let exported: BTreeMap<&str, &str> = ROOT.iter().copied().collect();
    let mut broken = Vec::new();
    for source in sources("src") {
        let Some(layer) = source.layer() else { continue };
        let Some(allowed) = layers.get(layer) else {
            broken.push(format!(
                "{}: the layer `{layer}` is not in the list of the architecture test",
                source.path.display()
            ));
            continue;
        };
        for name in source.uses() {
            let used = exported.get(name.as_str()).map_or(name.as_str(), |module| *module);
            if layers.contains_key(used) && used != layer && !allowed.contains(&used) {
                broken.push(format!("{}: `{layer}` knows `{used}`", source.path.display()));
            }
        }
    }
    none(&broken);
}

#[test]
fn only_the_command_line_and_the_folders_meet_the_outside() {
    let pure = sources("src").into_iter().filter(|source| !matches!(source.layer(), Some("cli" | "folder") | None));
    none(&pure.flat_map(|source| source.has(IMPURE)).collect::<Vec<_>>());
}

#[test]
fn nothing_in_the_engine_differs_from_run_to_run() {
    let engine = sources("src").into_iter().filter(|source| matches!(source.layer(), Some("runtime" | "ir")));
    // A serde format has to name binary fractions to refuse them.
    let formats = ["ir/packed/write.rs", "ir/plain.rs"];
    let engine = engine.filter(|source| !formats.iter().any(|path| source.path.ends_with(path)));
    none(&engine.flat_map(|source| source.has(UNSURE)).collect::<Vec<_>>());
}

#[test]
fn only_the_command_line_exits() {
    let others = sources("src").into_iter().filter(|source| source.layer() != Some("cli"));
    none(&others.flat_map(|source| source.has(&[r"\bprocess::exit\b"])).collect::<Vec<_>>());
}

/// A file that no module names is neither compiled nor tested.
#[test]
fn no_file_is_forgotten() {
    let mut forgotten = Vec::new();
    for folder in ["src", "lsp/src", "tests", "lsp/tests/editor"] {
        let mut paths = Vec::new();
        walk(&root().join(folder), &mut paths);
        for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "rs")) {
            let (module, parent) = match (path.file_stem().and_then(|stem| stem.to_str()), path.parent()) {
                (Some("lib" | "main"), _) | (_, None) | (None, _) => continue,
                (Some("mod"), Some(own)) => (own.file_name().and_then(|name| name.to_str()), own.parent()),
                (stem, parent) => (stem, parent),
            };
            let (Some(module), Some(parent)) = (module, parent) else { continue };
            let named = Regex::new(&format!(r"\bmod {module}\b")).expect("a pattern");
            let beside = parent.with_extension("rs");
            let mut parents = ["mod.rs", "lib.rs", "main.rs"].map(|name| parent.join(name)).into_iter().chain([beside]);
            if !parents.any(|file| fs::read_to_string(file).is_ok_and(|text| named.is_match(&text))) {
                forgotten.push(path.display().to_string());
            }
        }
    }
    none(&forgotten);
}

#[test]
fn files_are_short() {
    let all = ["src", "lsp/src", "tests"].into_iter().flat_map(sources);
    let long = all.filter(|source| source.lines > LINES);
    none(&long.map(|source| format!("{}: {} lines", source.path.display(), source.lines)).collect::<Vec<_>>());
}

/// Nothing outside of `runtime/maintained.rs` knows an attribute of the prelude by name.
#[test]
fn attributes_are_known_from_declarations() {
    let prelude = fs::read_to_string(root().join("std-rules/prelude.when")).expect("the prelude");
    let declared = Regex::new(r"(?m)^attribute ([^:]+):").expect("a pattern");
    let keys: Vec<String> = declared.captures_iter(&prelude).map(|found| found[1].to_owned()).collect();
    assert!(keys.len() > 50, "the prelude declares attributes");
    let mut broken = Vec::new();
    for source in sources("src").into_iter().chain(sources("lsp/src")) {
        if source.path.ends_with("runtime/maintained.rs") {
            continue;
        }
        let known = keys.iter().filter(|key| source.code.contains(&format!("\"{key}\"")));
        broken.extend(known.map(|key| format!("{}: \"{key}\"", source.path.display())));
    }
    none(&broken);
}

#[test]
fn lint_exceptions_have_a_reason() {
    let all = ["src", "lsp/src", "tests"].into_iter().flat_map(sources);
    none(&all.flat_map(|source| source.has(&[r"#!?\[allow\("])).collect::<Vec<_>>());
}
