//! The frames of the protocol: a header with the length of a message, an empty line, the message.
//!
//! What is no frame is passed over, up to the next line that looks like a header: an editor that sends nonsense once is not
//! left without a server.

use std::io;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

const LENGTH: &str = "content-length:";
/// No message is so long; whoever announces one has lost count.
const LONGEST: usize = 1 << 28;

/// What came from the editor.
#[derive(Debug)]
pub enum Message {
    /// A question, or news.
    Request(Request),
    /// An answer to a question of the server.
    Response(Response),
    /// Something else, and what is to be said about it.
    Malformed(Response),
}

/// Reads messages.
pub struct Reader<R> {
    input: BufReader<R>,
}

impl<R: AsyncRead + Unpin> Reader<R> {
    /// One that reads from there.
    pub fn new(input: R) -> Self {
        Self { input: BufReader::new(input) }
    }

    /// The next message; `None` if there will be none.
    pub async fn next(&mut self) -> Option<Message> {
        let length = match self.header().await.ok()?? {
            Header::Length(length) => length,
            Header::None => return Some(malformed(Id::Null, Error::parse_error())),
        };
        let mut body = vec![0; length];
        self.input.read_exact(&mut body).await.ok()?;
        Some(message(&body))
    }

    /// Reads up to the empty line that ends a header; `None` if the input ends.
    async fn header(&mut self) -> io::Result<Option<Header>> {
        let mut header = Header::None;
        let mut line = Vec::new();
        loop {
            line.clear();
            if self.input.read_until(b'\n', &mut line).await? == 0 {
                return Ok(None);
            }
            let text = String::from_utf8_lossy(&line).trim().to_ascii_lowercase();
            if text.is_empty() {
                return Ok(Some(header));
            }
            if let Some(length) = text.strip_prefix(LENGTH) {
                let length = length.trim().parse().ok().filter(|length| *length <= LONGEST);
                header = length.map_or(Header::None, Header::Length);
            }
        }
    }
}

enum Header {
    Length(usize),
    None,
}

fn malformed(id: Id, error: Error) -> Message {
    Message::Malformed(Response::from_error(id, error))
}

/// Numbers are taken from a parsed value: serde's untagged enums cannot read them where `serde_json` keeps their digits.
fn message(body: &[u8]) -> Message {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(body) else {
        let is_json = serde_json::from_slice::<Value>(body).is_ok();
        return malformed(Id::Null, if is_json { Error::invalid_request() } else { Error::parse_error() });
    };
    let id = fields.get("id").map(id_of);
    match (fields.remove("method"), id) {
        (Some(Value::String(method)), id) if id != Some(Id::Null) => {
            let mut request = Request::build(method);
            if let Some(parameters) = fields.remove("params").filter(|parameters| !parameters.is_null()) {
                request = request.params(parameters);
            }
            Message::Request(id.into_iter().fold(request, tower_lsp::jsonrpc::RequestBuilder::id).finish())
        }
        (None, Some(id)) => Message::Response(match fields.remove("error").filter(|error| !error.is_null()) {
            Some(error) => Response::from_error(id, error_of(&error)),
            None => Response::from_ok(id, fields.remove("result").unwrap_or_default()),
        }),
        (_, id) => malformed(id.unwrap_or_default(), Error::invalid_request()),
    }
}

fn id_of(value: &Value) -> Id {
    match value {
        Value::String(text) => Id::String(text.clone()),
        value => value.as_i64().map_or(Id::Null, Id::Number),
    }
}

fn error_of(value: &Value) -> Error {
    let message = value.get("message").and_then(Value::as_str).unwrap_or_default().to_owned();
    let code = value.get("code").and_then(Value::as_i64).unwrap_or_default().into();
    Error { code, message: message.into(), data: value.get("data").cloned() }
}

/// Writes a message.
///
/// # Errors
///
/// If nobody reads it.
pub async fn write(output: &mut (impl AsyncWrite + Unpin), message: &impl serde::Serialize) -> io::Result<()> {
    let body = serde_json::to_vec(message)?;
    output.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await?;
    output.write_all(&body).await?;
    output.flush().await
}
