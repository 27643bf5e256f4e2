//! The server as an editor meets it: the built binary, over its standard input and output.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

struct Editor {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    questions: u64,
}

impl Editor {
    fn open(files: &[(&str, &str)]) -> Self {
        Self::with(files, &json!({}))
    }

    fn with(files: &[(&str, &str)], capabilities: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let mut server = Command::new(env!("CARGO_BIN_EXE_whenbook-lsp"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (server.stdin.take().unwrap(), BufReader::new(server.stdout.take().unwrap()));
        let mut editor = Self { server, to, from, folder, questions: 0 };
        let folders = json!([{ "uri": editor.uri(""), "name": "book" }]);
        editor.send(
            json!({ "id": 0, "method": "initialize", "params": { "capabilities": capabilities, "workspaceFolders": folders } }),
        );
        assert_eq!(editor.receive()["result"]["serverInfo"]["name"], "whenbook-lsp");
        editor.send(json!({ "method": "initialized", "params": {} }));
        editor
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}/{name}", self.folder.path().display())
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    }

    fn did_open(&mut self, name: &str, text: &str) {
        let document = json!({ "uri": self.uri(name), "languageId": "whenbook", "version": 1, "text": text });
        self.send(json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    }

    fn did_change(&mut self, name: &str, version: i32, text: &str) {
        let document = json!({ "uri": self.uri(name), "version": version });
        let parameters = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.send(json!({ "method": "textDocument/didChange", "params": parameters }));
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(self.from.read_line(&mut line).unwrap(), 0, "the server has gone");
            match line.trim() {
                "" => break,
                line => length = line.strip_prefix("Content-Length: ").map_or(length, |length| length.parse().unwrap()),
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// What the server answers to a question about a position of a document.
    fn ask(&mut self, method: &str, name: &str, (line, character): (u32, u32), more: &Value) -> Value {
        let mut parameters = json!({
            "textDocument": { "uri": self.uri(name) },
            "position": { "line": line, "character": character },
        });
        for (key, value) in more.as_object().unwrap() {
            parameters[key] = value.clone();
        }
        self.questions += 1;
        let id = self.questions;
        self.send(json!({ "id": id, "method": method, "params": parameters }));
        loop {
            let mut message = self.receive();
            if message["id"] == json!(id) {
                return if message["error"].is_null() { message["result"].take() } else { message["error"].take() };
            }
        }
    }

    /// The next diagnostics of a document: its version and their codes.
    fn diagnostics(&mut self, name: &str) -> (Option<i64>, Vec<String>) {
        let uri = self.uri(name);
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == json!(uri) {
                let codes = message["params"]["diagnostics"].as_array().unwrap();
                let codes = codes.iter().map(|each| each["code"].as_str().unwrap().to_owned()).collect();
                return (message["params"]["version"].as_i64(), codes);
            }
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.send(json!({ "id": "last", "method": "shutdown" }));
        self.send(json!({ "method": "exit" }));
        let _ = self.server.wait();
    }
}

const MESSAGE: &str = "message hello {\n  en: \"Hi\"\n}\n";
const TRIGGER: &str = "trigger greet {\n  on customer.wrote\n  once per session\n  do { send hello }\n}\n";

#[test]
fn names_are_known_from_other_files_and_findings_go_when_mended() {
    let mut editor = Editor::open(&[("messages.when", MESSAGE), ("rules.when", "")]);
    editor.did_open("rules.when", &TRIGGER.replace("hello", "helo"));
    let (version, codes) = editor.diagnostics("rules.when");
    assert_eq!((version, codes.len()), (Some(1), 1), "{codes:?}");
    editor.did_change("rules.when", 2, TRIGGER);
    assert_eq!(editor.diagnostics("rules.when"), (Some(2), vec![]));
}

#[test]
fn of_a_burst_of_changes_the_last_one_counts() {
    let mut editor = Editor::open(&[("messages.when", MESSAGE), ("rules.when", "")]);
    editor.did_open("rules.when", "");
    for version in 2..=401 {
        editor.did_change("rules.when", version, &format!("{TRIGGER}// {version}\njunk"));
    }
    editor.did_change("rules.when", 402, TRIGGER);
    let mut last = 0;
    loop {
        let (version, codes) = editor.diagnostics("rules.when");
        let version = version.unwrap();
        assert!(version > last, "version {version} after {last}");
        last = version;
        if version == 402 {
            assert_eq!(codes, Vec::<String>::new());
            break;
        }
    }
}

const BOOK: &str = "list words { \"bye\" }

trigger greet \"Greeting\" {
  on customer.wrote
  when message.text contains any words
  do { send \"안녕하세요 😀 {user.name or there}\" }
}
";

/// An editor with one document open.
fn opened(capabilities: &Value) -> Editor {
    let mut editor = Editor::with(&[("rules.when", BOOK)], capabilities);
    editor.did_open("rules.when", BOOK);
    editor
}

#[test]
fn names_are_explained_found_and_renamed() {
    let mut editor = opened(&json!({}));
    let hover = editor.ask("textDocument/hover", "rules.when", (3, 8), &json!({}));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("event customer.wrote"), "{hover}");
    let definition = editor.ask("textDocument/definition", "rules.when", (4, 36), &json!({}));
    assert_eq!(definition[0]["range"]["start"], json!({ "line": 0, "character": 5 }));
    let more = json!({ "context": { "includeDeclaration": true } });
    let references = editor.ask("textDocument/references", "rules.when", (0, 6), &more);
    assert_eq!(references.as_array().unwrap().len(), 2);
    let highlights = editor.ask("textDocument/documentHighlight", "rules.when", (0, 6), &json!({}));
    assert_eq!(highlights.as_array().unwrap().len(), 2);
    let prepared = editor.ask("textDocument/prepareRename", "rules.when", (0, 6), &json!({}));
    assert_eq!(prepared["placeholder"], "words");
    let renamed = editor.ask("textDocument/rename", "rules.when", (0, 6), &json!({ "newName": "closing" }));
    let uri = editor.uri("rules.when");
    assert_eq!(renamed["changes"][uri.as_str()].as_array().unwrap().len(), 2);
    let refused = editor.ask("textDocument/rename", "rules.when", (3, 8), &json!({ "newName": "x" }));
    assert_eq!(refused["message"], "there is no name here that the book gives");
}

#[test]
fn positions_are_counted_as_the_editor_counts() {
    for (offered, chosen, character) in [
        (json!(["utf-8", "utf-16"]), "utf-8", 35),
        (json!(["utf-16"]), "utf-16", 23),
        (json!(["utf-32"]), "utf-32", 22),
    ] {
        let mut editor = opened(&json!({ "general": { "positionEncodings": offered } }));
        let hover = editor.ask("textDocument/hover", "rules.when", (5, character), &json!({}));
        let range = &hover["range"]["start"]["character"];
        assert_eq!(*range, json!(character), "{chosen}: {hover}");
    }
}

#[test]
fn completion_knows_the_place() {
    let mut editor = opened(&json!({}));
    editor.did_change("rules.when", 2, &BOOK.replace("contains any words", "contains any "));
    let items = editor.ask("textDocument/completion", "rules.when", (4, 33), &json!({}));
    let labels: Vec<&str> = items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect();
    assert!(labels.contains(&"words"), "{labels:?}");
    assert!(!labels.contains(&"customer.wrote"));
}

#[test]
fn a_document_has_an_outline_folds_tokens_and_a_layout() {
    let mut editor = opened(&json!({}));
    let symbols = editor.ask("textDocument/documentSymbol", "rules.when", (0, 0), &json!({}));
    let names: Vec<&str> = symbols.as_array().unwrap().iter().map(|each| each["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["words", "greet"]);
    let folds = editor.ask("textDocument/foldingRange", "rules.when", (0, 0), &json!({}));
    assert_eq!((&folds[0]["startLine"], &folds[0]["endLine"]), (&json!(2), &json!(5)));
    let tokens = editor.ask("textDocument/semanticTokens/full", "rules.when", (0, 0), &json!({}));
    assert_eq!(tokens["data"].as_array().unwrap()[..5], [json!(0), json!(0), json!(4), json!(0), json!(0)]);
    let positions = json!({ "positions": [{ "line": 3, "character": 8 }] });
    let selections = editor.ask("textDocument/selectionRange", "rules.when", (0, 0), &positions);
    assert!(selections[0]["parent"]["range"].is_object());
    let options = json!({ "options": { "tabSize": 2, "insertSpaces": true } });
    assert_eq!(editor.ask("textDocument/formatting", "rules.when", (0, 0), &options), json!([]));
    editor.did_change("rules.when", 2, &BOOK.replace("  on", "on"));
    let edits = editor.ask("textDocument/formatting", "rules.when", (0, 0), &options);
    assert_eq!(edits[0]["newText"], "  on customer.wrote\n");
    let found = editor.ask("workspace/symbol", "rules.when", (0, 0), &json!({ "query": "grt" }));
    assert_eq!(found[0]["name"], "greet");
}

#[test]
fn findings_can_be_mended() {
    let mut editor = opened(&json!({}));
    editor.did_change("rules.when", 2, &BOOK.replace("customer.wrote", "customer.wrot"));
    let place = json!({ "start": { "line": 3, "character": 8 }, "end": { "line": 3, "character": 8 } });
    let more = json!({ "range": place, "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", "rules.when", (0, 0), &more);
    assert_eq!(actions[0]["title"], "write `customer.wrote`");
    assert_eq!(actions[0]["diagnostics"][0]["code"], "E0207");
}

#[test]
fn a_document_that_is_saved_nowhere_is_a_book_of_its_own() {
    let mut editor = Editor::open(&[]);
    let document = json!({ "uri": "untitled:Untitled-1", "languageId": "whenbook", "version": 1, "text": "trigger {" });
    editor.send(json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    loop {
        let message = editor.receive();
        if message["method"] == "textDocument/publishDiagnostics" {
            assert_eq!(message["params"]["uri"], "untitled:Untitled-1");
            assert!(!message["params"]["diagnostics"].as_array().unwrap().is_empty());
            return;
        }
    }
}

#[test]
fn a_question_about_nothing_is_answered() {
    let mut editor = opened(&json!({}));
    assert_eq!(editor.ask("textDocument/hover", "gone.when", (3, 8), &json!({})), Value::Null);
    assert_eq!(editor.ask("textDocument/hover", "rules.when", (999, 999), &json!({})), Value::Null);
}
