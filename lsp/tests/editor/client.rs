//! An editor for tests: it speaks with the server through a pipe in memory, and writes down what was said.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use whenbook_lsp::Ending;

use crate::transcript::Transcript;

/// However slow the machine is, the server has died if it says nothing for so long.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What an editor is like when it begins to speak.
pub struct Setup {
    files: Vec<(String, Vec<u8>)>,
    capabilities: Value,
    options: Value,
    folders: Vec<String>,
    answers: BTreeMap<&'static str, Option<Value>>,
}

impl Setup {
    /// One with these files in its folder.
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self::of_bytes(&files.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
    }

    pub fn of_bytes(files: &[(&str, &[u8])]) -> Self {
        Self {
            files: files.iter().map(|(name, text)| ((*name).to_owned(), text.to_vec())).collect(),
            capabilities: json!({}),
            options: Value::Null,
            folders: vec![String::new()],
            answers: BTreeMap::new(),
        }
    }

    /// What it says that it can do.
    pub fn capabilities(mut self, capabilities: Value) -> Self {
        self.capabilities = capabilities;
        self
    }

    /// Its `initializationOptions`.
    pub fn options(mut self, options: Value) -> Self {
        self.options = options;
        self
    }

    /// The folders that it has open, below that of the files; without this, that one.
    pub fn folders(mut self, folders: &[&str]) -> Self {
        self.folders = folders.iter().map(|folder| (*folder).to_owned()).collect();
        self
    }

    /// What it answers to a question of the server; without this, `null`. `None`: nothing at all, ever.
    pub fn answers(mut self, method: &'static str, answer: Option<Value>) -> Self {
        self.answers.insert(method, answer);
        self
    }

    /// Starts a server and greets it.
    pub async fn start(self) -> Editor {
        let (capabilities, options) = (self.capabilities.clone(), self.options.clone());
        let mut editor = self.connect();
        let folders: Vec<Value> =
            editor.folders.iter().map(|folder| json!({ "uri": editor.uri(folder), "name": "book" })).collect();
        let parameters = json!({
            "capabilities": capabilities, "initializationOptions": options, "workspaceFolders": folders,
        });
        let greeted = editor.request("initialize", parameters).await;
        assert_eq!(greeted["serverInfo"]["name"], "whenbook-lsp", "{greeted}");
        editor.notify("initialized", json!({})).await;
        editor.transcript = Transcript::default();
        editor
    }

    /// Starts a server and says nothing yet.
    pub fn connect(self) -> Editor {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in &self.files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let (input, output) = tokio::io::split(theirs);
        let server = tokio::spawn(whenbook_lsp::serve(input, output));
        let (from, to) = tokio::io::split(ours);
        let to = Arc::new(tokio::sync::Mutex::new(to));
        let (sender, received) = unbounded_channel();
        let answers = Arc::new(Mutex::new(self.answers));
        let ear = tokio::spawn(listen(BufReader::new(from), sender, Arc::clone(&to), Arc::clone(&answers)));
        Editor {
            path: folder.path().canonicalize().unwrap(),
            folder,
            folders: self.folders,
            server,
            ear,
            to,
            received,
            answers,
            waiting: Vec::new(),
            asked: 0,
            transcript: Transcript::default(),
        }
    }
}

/// An editor and the server that it speaks with.
pub struct Editor {
    path: PathBuf,
    #[expect(dead_code, reason = "the folder goes when the editor does")]
    folder: tempfile::TempDir,
    folders: Vec<String>,
    server: JoinHandle<Ending>,
    ear: JoinHandle<()>,
    to: Arc<tokio::sync::Mutex<WriteHalf<DuplexStream>>>,
    received: UnboundedReceiver<Value>,
    answers: Arc<Mutex<BTreeMap<&'static str, Option<Value>>>>,
    /// Messages that nobody has looked at yet.
    waiting: Vec<Value>,
    asked: i64,
    transcript: Transcript,
}

/// A document and a place in it.
pub type Place = (u32, u32);

impl Editor {
    /// One with a folder of these files.
    pub async fn open(files: &[(&str, &str)]) -> Self {
        Setup::new(files).start().await
    }

    /// Where its files are.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The address of a file; a name with a scheme is one already.
    pub fn uri(&self, name: &str) -> String {
        if name.contains(':') { name.to_owned() } else { format!("file://{}/{name}", self.path.display()) }
            .trim_end_matches('/')
            .to_owned()
    }

    /// Changes a file behind the server's back.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Removes one so.
    pub fn remove(&self, name: &str) {
        fs::remove_file(self.path.join(name)).unwrap();
    }

    /// Answers otherwise from now on.
    pub fn answers(&self, method: &'static str, answer: Value) {
        self.answers.lock().unwrap().insert(method, Some(answer));
    }

    /// Sends whatever bytes.
    pub async fn send_bytes(&self, bytes: &[u8]) {
        self.to.lock().await.write_all(bytes).await.unwrap();
    }

    /// Sends news.
    pub async fn notify(&mut self, method: &str, parameters: Value) {
        self.transcript.said(method, &parameters);
        send(&self.to, json!({ "method": method, "params": parameters })).await;
    }

    /// Sends a question and gives its number, without waiting for the answer.
    pub async fn start_request(&mut self, method: &str, parameters: Value) -> i64 {
        self.transcript.said(method, &parameters);
        self.asked += 1;
        send(&self.to, json!({ "id": self.asked, "method": method, "params": parameters })).await;
        self.asked
    }

    /// The answer to a question: the result, or the error.
    pub async fn answer(&mut self, id: i64) -> Value {
        let mut message = self.wait(|message| message["id"] == json!(id) && message.get("method").is_none()).await;
        let answer = if message["error"].is_null() { message["result"].take() } else { message["error"].take() };
        self.transcript.heard("answer", &answer);
        answer
    }

    /// Asks and waits for the answer.
    pub async fn request(&mut self, method: &str, parameters: Value) -> Value {
        let id = self.start_request(method, parameters).await;
        self.answer(id).await
    }

    /// Asks about a place in a document.
    pub async fn ask(&mut self, method: &str, name: &str, (line, character): Place, more: &Value) -> Value {
        let mut parameters = json!({
            "textDocument": { "uri": self.uri(name) },
            "position": { "line": line, "character": character },
        });
        for (key, value) in more.as_object().unwrap() {
            parameters[key] = value.clone();
        }
        self.request(method, parameters).await
    }

    /// Asks about a document.
    pub async fn ask_of(&mut self, method: &str, name: &str) -> Value {
        self.request(method, json!({ "textDocument": { "uri": self.uri(name) } })).await
    }

    pub async fn did_open(&mut self, name: &str, text: &str) {
        let document = json!({ "uri": self.uri(name), "languageId": "whenbook", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    pub async fn did_change(&mut self, name: &str, version: i32, text: &str) {
        let document = json!({ "uri": self.uri(name), "version": version });
        let parameters = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.notify("textDocument/didChange", parameters).await;
    }

    pub async fn did_close(&mut self, name: &str) {
        let parameters = json!({ "textDocument": { "uri": self.uri(name) } });
        self.notify("textDocument/didClose", parameters).await;
    }

    /// The next message of that method that the server sends of its own accord: its parameters.
    pub async fn hear(&mut self, method: &str) -> Value {
        let mut message = self.wait(|message| message["method"] == method).await;
        let parameters = message["params"].take();
        self.transcript.heard(method, &parameters);
        parameters
    }

    /// The next diagnostics that are pushed for a document.
    pub async fn pushed(&mut self, name: &str) -> Value {
        let uri = self.uri(name);
        let method = "textDocument/publishDiagnostics";
        let mut message = self.wait(|message| message["method"] == method && message["params"]["uri"] == uri).await;
        let parameters = message["params"].take();
        self.transcript.heard(method, &parameters);
        parameters
    }

    /// The next diagnostics that are pushed for a document: its version and their codes.
    pub async fn diagnostics(&mut self, name: &str) -> (Option<i64>, Vec<String>) {
        let pushed = self.pushed(name).await;
        (pushed["version"].as_i64(), codes(&pushed["diagnostics"]))
    }

    /// What the server has said so far and nobody has waited for.
    pub fn unheard(&mut self) -> &[Value] {
        while let Ok(message) = self.received.try_recv() {
            self.waiting.push(message);
        }
        &self.waiting
    }

    /// What was said since the greeting, or since the last such question, for a golden.
    pub fn conversation(&mut self) -> String {
        std::mem::take(&mut self.transcript).text(&self.uri(""))
    }

    /// Says goodbye in due form.
    pub async fn leave(mut self) -> Ending {
        assert_eq!(self.request("shutdown", Value::Null).await, Value::Null);
        self.notify("exit", Value::Null).await;
        self.ended().await
    }

    /// Dies.
    pub async fn die(self) -> Ending {
        let Self { server, ear, to, .. } = self;
        ear.abort();
        let _ = ear.await;
        drop(to);
        tokio::time::timeout(PATIENCE, server).await.expect("the server outlives its editor").unwrap()
    }

    /// How the server has ended.
    pub async fn ended(&mut self) -> Ending {
        tokio::time::timeout(PATIENCE, &mut self.server).await.expect("the server does not end").unwrap()
    }

    /// The next message for which that holds, as it was received.
    pub async fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.waiting.iter().position(&wanted) {
            return self.waiting.remove(at);
        }
        loop {
            let next = tokio::time::timeout(PATIENCE, self.received.recv()).await;
            let waiting = &self.waiting;
            let message = next.unwrap_or_else(|_| panic!("nothing comes; unheard: {waiting:#?}"));
            let message = message.expect("the server has gone");
            if wanted(&message) {
                return message;
            }
            self.waiting.push(message);
        }
    }
}

/// The codes of diagnostics.
pub fn codes(diagnostics: &Value) -> Vec<String> {
    let all = diagnostics.as_array().unwrap_or_else(|| panic!("{diagnostics}"));
    all.iter().map(|each| each["code"].as_str().unwrap().to_owned()).collect()
}

type To = Arc<tokio::sync::Mutex<WriteHalf<DuplexStream>>>;

async fn send(to: &To, mut message: Value) {
    message["jsonrpc"] = json!("2.0");
    let body = message.to_string();
    let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    // The server may have gone already; whoever waits for its answer sees that.
    let _ = to.lock().await.write_all(frame.as_bytes()).await;
}

/// Hears whatever the server says, and answers its questions.
async fn listen(
    mut from: BufReader<ReadHalf<DuplexStream>>,
    sender: UnboundedSender<Value>,
    to: To,
    answers: Arc<Mutex<BTreeMap<&'static str, Option<Value>>>>,
) {
    while let Some(message) = receive(&mut from).await {
        if let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) {
            let answer = answers.lock().unwrap().get(method).cloned().unwrap_or(Some(Value::Null));
            if let Some(answer) = answer {
                send(&to, json!({ "id": id, "result": answer })).await;
            }
        }
        if sender.send(message).is_err() {
            return;
        }
    }
}

async fn receive(from: &mut BufReader<ReadHalf<DuplexStream>>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ")?.parse().unwrap(),
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).await.ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}
