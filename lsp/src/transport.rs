//! Messages in and out, for as long as there is an editor.
//!
//! Three promises, which the loop of `tower-lsp` does not make: each handler runs up to its first `.await` before the next
//! message is looked at; neither a malformed message nor a panic ends the server; the end of the input does, and that of the
//! editor, whatever anyone still waits for.

use std::panic::AssertUnwindSafe;
use std::task::Poll;
use std::time::Duration;

use futures_util::{FutureExt, SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;
use tower_lsp::ClientSocket;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service;

use crate::alive;
use crate::frames::{self, Message, Reader};

/// How long answers that are under way may still take when the input has ended.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How a conversation with an editor ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The editor had said `shutdown`.
    Asked,
    /// It had not: it said `exit` all the same, or has died.
    Abrupt,
}

/// Speaks with an editor until it says `exit` or goes away.
pub async fn serve<S, E>(
    service: S,
    socket: ClientSocket,
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> Ending
where
    S: Service<Request, Response = Option<Response>, Error = E>,
    S::Future: Send + 'static,
    E: Send + 'static,
{
    let (questions, mut answers) = socket.split();
    let (sender, responses) = unbounded_channel();
    let mut writer = tokio::spawn(write(responses, questions, output));
    let mut conversation = Conversation { service, sender, tasks: JoinSet::new(), ending: Ending::Abrupt };
    let mut reader = Reader::new(input);
    let mut gone = Box::pin(alive::ended(None));
    loop {
        let message = tokio::select! {
            message = reader.next() => message,
            // Nobody listens any more.
            _ = &mut writer => return conversation.ending,
            () = &mut gone => break,
        };
        match message {
            Some(Message::Request(request)) if request.method() == "initialize" => {
                gone.set(alive::ended(alive::editor(&request)));
                conversation.take(request);
            }
            Some(Message::Request(request)) if is_unknown(&request) => {
                conversation.answer(request.id().map(|id| Response::from_error(id.clone(), Error::method_not_found())))
            }
            Some(Message::Request(request)) if request.method() == "exit" => {
                conversation.tasks.abort_all();
                break;
            }
            Some(Message::Request(request)) => conversation.take(request),
            // It fails if nobody asked.
            Some(Message::Response(response)) => drop(answers.send(response).await),
            Some(Message::Malformed(response)) => conversation.say(response),
            None => break,
        }
    }
    conversation.end(writer).await
}

/// Whether it is one of the protocol's own questions that any end may not know; `tower-lsp` takes it for news.
fn is_unknown(request: &Request) -> bool {
    request.method().starts_with("$/") && request.id().is_some()
}

struct Conversation<S> {
    service: S,
    sender: UnboundedSender<Response>,
    /// Handlers that wait for something.
    tasks: JoinSet<()>,
    ending: Ending,
}

impl<S, E> Conversation<S>
where
    S: Service<Request, Response = Option<Response>, Error = E>,
    S::Future: Send + 'static,
    E: Send + 'static,
{
    /// Runs a handler up to its first `.await`, and leaves the rest of it to itself.
    fn take(&mut self, request: Request) {
        if request.method() == "shutdown" {
            self.ending = Ending::Asked;
        }
        let id = request.id().cloned();
        let Ok(handler) = std::panic::catch_unwind(AssertUnwindSafe(|| self.service.call(request))) else {
            return self.answer(panicked(id));
        };
        let handler = AssertUnwindSafe(handler).catch_unwind();
        let mut answer =
            Box::pin(handler.map(|answer| answer.map_or_else(|_| panicked(id), Result::unwrap_or_default)));
        let now = std::task::Context::from_waker(std::task::Waker::noop());
        match answer.as_mut().poll(&mut { now }) {
            Poll::Ready(answer) => self.answer(answer),
            Poll::Pending => {
                let sender = self.sender.clone();
                self.tasks.spawn(async move { send(&sender, answer.await) });
            }
        }
        while self.tasks.try_join_next().is_some() {}
    }

    fn answer(&self, response: Option<Response>) {
        send(&self.sender, response);
    }

    fn say(&self, response: Response) {
        send(&self.sender, Some(response));
    }

    /// Lets what is under way come to its end, for a while.
    async fn end(mut self, writer: JoinHandle<()>) -> Ending {
        let _ = timeout(LAST_WORDS, async { while self.tasks.join_next().await.is_some() {} }).await;
        self.tasks.shutdown().await;
        drop((self.sender, self.service));
        let _ = timeout(LAST_WORDS, writer).await;
        self.ending
    }
}

/// If nobody reads the answer, the conversation is about to end.
fn send(sender: &UnboundedSender<Response>, response: Option<Response>) {
    if let Some(response) = response {
        let _ = sender.send(response);
    }
}

/// News that could not be taken need no answer.
fn panicked(id: Option<Id>) -> Option<Response> {
    id.map(|id| Response::from_error(id, Error::internal_error()))
}

/// Writes answers, and between them what the server says of its own accord.
async fn write(
    mut responses: UnboundedReceiver<Response>,
    questions: impl futures_util::Stream<Item = Request>,
    mut output: impl AsyncWrite + Unpin,
) {
    let mut questions = std::pin::pin!(questions.fuse());
    loop {
        let written = tokio::select! {
            biased;
            response = responses.recv() => match response {
                Some(response) => frames::write(&mut output, &response).await,
                None => return,
            },
            Some(question) = questions.next() => frames::write(&mut output, &question).await,
        };
        if written.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Context;

    use futures_util::future::BoxFuture;
    use serde_json::{Value, json};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tower_lsp::LspService;

    use super::*;
    use crate::server::Whenbook;

    /// A service that falls in every way.
    struct Falling;

    impl Service<Request> for Falling {
        type Response = Option<Response>;
        type Error = ();
        type Future = BoxFuture<'static, Result<Option<Response>, ()>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request) -> Self::Future {
            let (method, id, _) = request.into_parts();
            assert_ne!(method, "at once");
            Box::pin(async move {
                assert_ne!(method, "at the first look");
                tokio::task::yield_now().await;
                assert_ne!(method, "later");
                Ok(id.map(|id| Response::from_ok(id, json!(method))))
            })
        }
    }

    #[tokio::test]
    async fn a_panic_is_answered_and_the_next_question_too() {
        let (_, socket) = LspService::new(Whenbook::new);
        let (mut ours, theirs) = tokio::io::duplex(1 << 12);
        let (input, output) = tokio::io::split(theirs);
        let server = tokio::spawn(serve(Falling, socket, input, output));
        let methods = ["at once", "at the first look", "later", "well"];
        for (id, method) in methods.into_iter().enumerate() {
            for body in [json!({ "method": method }), json!({ "id": id, "method": method })] {
                let body = body.to_string();
                let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
                ours.write_all(frame.as_bytes()).await.unwrap();
            }
        }
        ours.shutdown().await.unwrap();
        let mut said = String::new();
        ours.read_to_string(&mut said).await.unwrap();
        let bodies = said.split("Content-Length: ").filter_map(|frame| frame.split_once("\r\n\r\n"));
        let mut answers: Vec<Value> = bodies.map(|(_, body)| serde_json::from_str(body).unwrap()).collect();
        answers.sort_by_key(|answer| answer["id"].as_u64());
        let told: Vec<Value> = answers.iter().map(|answer| answer["error"]["code"].clone()).collect();
        assert_eq!(json!(told), json!([-32603, -32603, -32603, null]));
        assert_eq!(answers[3]["result"], "well");
        assert_eq!(server.await.unwrap(), Ending::Abrupt);
    }
}
