//! Whenbook: a declarative rules-and-triggers language for customer messaging.
//!
//! An admin writes `.when` files, a **whenbook**; this crate checks them, compiles them and runs them. A host, a messaging
//! core for instance, tells what happens in its conversations and gets back what to do: messages to send, tags to add,
//! webhooks to call, timers to set.
//!
//! # An example
//!
//! ```
//! # #[cfg(feature = "compiler")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//!
//! use whenbook::diagnostic::SourceFile;
//! use whenbook::ir::{EventName, Moment};
//! use whenbook::{Book, Driver, Engine, Event};
//!
//! let rules = r#"
//! trigger greeting "Greeting" {
//!   on conversation.requested
//!   once per session
//!   do {
//!     wait 5s unless agent.wrote
//!     send "Hello {user.name or there}, we will be with you soon."
//!   }
//! }
//! "#;
//! let file = SourceFile { path: "rules.when".into(), text: rules.into(), shipped: false };
//! let book = Book::compile(&[file]).map_err(|_| "findings")?;
//! let mut driver = Driver::new(Arc::new(Engine::new(book)?));
//!
//! let mut sent = Vec::new();
//! let event = Event {
//!     id: "1".into(),
//!     account: "acme".into(),
//!     conversation: "42".into(),
//!     name: EventName::new("conversation.requested"),
//!     time: Moment::parse("2026-12-01T10:00:00Z").ok_or("a time")?,
//!     data: serde_json::from_str(r#"{"user": {"id": "u7", "name": "Mina"}}"#)?,
//! };
//! driver.receive(&event, &mut |delivery| sent.extend(delivery.outcome.effects));
//! assert!(sent.is_empty());
//! driver.advance(event.time.plus(5_000), &mut |delivery| sent.extend(delivery.outcome.effects));
//!
//! assert_eq!(sent[0].action, "send");
//! assert_eq!(sent[0].arguments.get("body").unwrap(), "Hello Mina, we will be with you soon.");
//! assert_eq!(sent[0].key.to_string(), "acme/42/2/1");
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "compiler"))]
//! # fn main() {}
//! ```
//!
//! # The way through the crate
//!
//! ```text
//! .when text -> syntax -> semantics -> ir -> runtime -> effects, timers, trace
//! ```
//!
//! | module | what it is for | feature |
//! |---|---|---|
//! | [`ir`] | the compiled book: plain serde data, versioned, with a hash; [`Book::load`] | |
//! | [`runtime`] | the pure engine ([`Engine::step`]) and a driver in memory ([`Driver`]) | |
#![cfg_attr(
    feature = "compiler",
    doc = "| [`diagnostic`] | findings: what is wrong where, how to mend it | `compiler` |"
)]
#![cfg_attr(feature = "compiler", doc = "| [`syntax`] | the grammar, the tree, the formatter | `compiler` |")]
#![cfg_attr(feature = "compiler", doc = "| [`semantics`] | names, types, checks; [`Book::compile`] | `compiler` |")]
#![cfg_attr(feature = "compiler", doc = "| [`lint`] | what a book that compiles should still be told | `compiler` |")]
#![cfg_attr(
    feature = "compiler",
    doc = "| [`scenario`] | `test` blocks and event logs on a virtual clock | `compiler` |"
)]
#![cfg_attr(feature = "compiler", doc = "| [`graph`] | a book as pictures | `compiler` |")]
#![cfg_attr(feature = "compiler", doc = "| [`ide`] | what an editor asks of a book | `compiler` |")]
#![cfg_attr(feature = "compiler", doc = "| [`folder`] | books on disk | `compiler` |")]
#![cfg_attr(feature = "cli", doc = "| [`cli`] | the command line | `cli` |")]
//!
//! `default-features = false` leaves `ir` and `runtime`: enough to load what `whenbook build` wrote and to run it.
//!
//! # Stepping by hand
//!
//! [`Driver`] keeps everything in memory. A host with a store of its own calls [`Engine::step`] itself: a [`Conversation`] is
//! plain data, an [`Input`] is what comes to it, an [`Outcome`] is what comes of it. Equal book, state and input give equal
//! bytes, in any process, on any machine; so stored inputs can be replayed. What such a host has to do, message by message,
//! says `docs/embedding.md` in the repository.

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "compiler")]
pub mod diagnostic;
#[cfg(feature = "compiler")]
pub mod folder;
#[cfg(feature = "compiler")]
pub mod graph;
#[cfg(feature = "compiler")]
pub mod ide;
pub mod ir;
#[cfg(feature = "compiler")]
pub mod lint;
pub mod runtime;
#[cfg(feature = "compiler")]
pub mod scenario;
#[cfg(feature = "compiler")]
pub mod semantics;
#[cfg(feature = "compiler")]
pub mod syntax;

pub use ir::Book;
pub use runtime::{
    Command, Conversation, Delivery, Desk, Driver, Effect, Engine, Event, Facts, Input, InputKind, LoadError, Outcome,
};

/// The examples of `docs/embedding.md`, which run as tests.
#[cfg(all(doctest, feature = "compiler"))]
#[doc = include_str!("../docs/embedding.md")]
pub struct Embedding;
