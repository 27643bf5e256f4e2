//! The desk: who takes which conversation. One an account; it can be cut by queues.
//!
//! It knows agents, queues, and the conversations that wait or are assigned. With `policy assignment` in the book it queues,
//! offers and assigns; without one it only observes what the host tells, for loads, queue lengths and waits. It is the third
//! pure machine beside the conversation and the user's record, and as they does it speak by messages only: see
//! [`Engine::desk_step`](crate::Engine::desk_step).

mod account;
mod choose;
mod look;
mod message;
mod query;
mod queue;
mod run;
mod state;
mod tell;

pub(crate) use run::desk_step;

pub use message::{
    DeskAudit, DeskEvent, DeskInput, DeskInputKind, DeskOutcome, DeskTimer, DeskTimerChange, OfferChange, Score,
    ScoreLine, Withdrawal,
};
pub use query::{Load, QueueView, Standing, WaitingView};
pub use state::{Agent, DESK_VERSION, Desk, Offer, Place, Queue, Seat, Waiting};
