//! The built binary, over its standard input and output.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

struct Editor {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
}

impl Editor {
    fn open(files: &[(&str, &str)]) -> Self {
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
        let mut editor = Self { server, to, from, folder };
        let folders = json!([{ "uri": editor.uri(""), "name": "book" }]);
        editor.send(
            json!({ "id": 1, "method": "initialize", "params": { "capabilities": {}, "workspaceFolders": folders } }),
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
        self.send(json!({ "id": 2, "method": "shutdown" }));
        self.send(json!({ "method": "exit" }));
        let _ = self.server.wait();
    }
}

const MESSAGE: &str = "message hello {\n  en: \"Hi\"\n}\n";
const TRIGGER: &str = "trigger greet {\n  on customer.wrote\n  do { send hello }\n}\n";

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
