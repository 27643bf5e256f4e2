//! What the engine asks of the allocator: matching asks for nothing, a step in which nothing matches for little.
//!
//! A program of its own, since it counts every allocation. A step in which nothing matches makes four, none of them for the rules:
//! what the round has heard, the events of it, their causes, and the list of rounds.

#[cfg(test)]
mod book;
#[cfg(test)]
mod counted;
