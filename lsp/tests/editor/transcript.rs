//! A conversation as text, for goldens: short enough that a person reads it.

use std::fmt::Write as _;

use serde_json::Value;
use tower_lsp::ls_types::Uri;

/// What was said, in the order in which the test looked at it.
#[derive(Default)]
pub struct Transcript {
    lines: String,
}

impl Transcript {
    /// The editor has said something.
    pub fn said(&mut self, method: &str, parameters: &Value) {
        self.line('>', method, parameters);
    }

    /// The server has.
    pub fn heard(&mut self, method: &str, content: &Value) {
        self.line('<', method, content);
    }

    fn line(&mut self, direction: char, what: &str, content: &Value) {
        writeln!(self.lines, "{direction} {what}{}", indented(content, 1)).unwrap();
    }

    /// All of it, with the addresses of files relative to that one, those of what the server writes out relative to the folder
    /// for temporary files, and ids of results numbered.
    pub fn text(self, root: &str) -> String {
        let temporary = Uri::from_file_path(std::env::temp_dir()).unwrap().to_string();
        let text = self.lines.replace(&format!("{root}/"), "book/").replace(root, "book");
        let text = text
            .replace(&format!("{}/whenbook-{}", temporary.trim_end_matches('/'), env!("CARGO_PKG_VERSION")), "written");
        let is_id = |word: &&str| word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let mut ids: Vec<&str> = text.split_whitespace().filter(is_id).collect();
        let mut seen = std::collections::BTreeSet::new();
        ids.retain(|id| seen.insert(*id));
        let numbered = (1..).zip(ids);
        numbered.fold(text.clone(), |text, (number, id)| text.replace(id, &format!("result-{number}")))
    }
}

/// A value as it stands behind its key: on the same line if it is short.
fn indented(value: &Value, depth: usize) -> String {
    match value {
        Value::Null => " null".to_owned(),
        Value::String(text) if text.contains('\n') => {
            text.lines().map(|line| format!("\n{}| {line}", "  ".repeat(depth))).collect()
        }
        Value::String(text) => format!(" {text}"),
        value if short(value).is_some() => format!(" {}", short(value).unwrap()),
        Value::Array(values) => list(values, depth),
        Value::Object(fields) => {
            let fields = fields.iter();
            fields.map(|(key, value)| format!("\n{}{key}:{}", "  ".repeat(depth), indented(value, depth + 1))).collect()
        }
        value => format!(" {value}"),
    }
}

fn list(values: &[Value], depth: usize) -> String {
    let flat: Option<Vec<String>> = values.iter().map(short).collect();
    if let Some(flat) = flat.map(|flat| flat.join(", ")).filter(|flat| flat.len() < 100) {
        return format!(" [{flat}]");
    }
    let item = |value: &Value| {
        let text = indented(value, depth + 1);
        format!(
            "\n{}-{}",
            "  ".repeat(depth),
            text.strip_prefix(&format!("\n{}", "  ".repeat(depth + 1))).map_or(text.clone(), |text| format!(" {text}"))
        )
    };
    values.iter().map(item).collect()
}

/// What fits on a line: numbers, words, positions (`3:8`) and ranges (`3:8-3:12`).
fn short(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) if fields.is_empty() => Some("{}".to_owned()),
        Value::Object(fields) if fields.len() == 2 => match (fields.get("line"), fields.get("start")) {
            (Some(line), _) => Some(format!("{line}:{}", fields.get("character")?)),
            (_, Some(start)) => Some(format!("{}-{}", short(start)?, short(fields.get("end")?)?)),
            _ => None,
        },
        Value::Array(values) if values.is_empty() => Some("[]".to_owned()),
        Value::Object(_) | Value::Array(_) => None,
        Value::String(text) if text.contains('\n') => None,
        Value::String(text) => Some(text.clone()),
        value => Some(value.to_string()),
    }
}
