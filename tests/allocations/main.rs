//! What the engine asks of the allocator: matching asks for nothing, nor does a step in which nothing matches; a step in which
//! something does, for two lists, and not for each effect.
//!
//! A program of its own, since it counts every allocation. Counted is the second step of a conversation: the first makes room
//! for what the conversation keeps.

#[cfg(test)]
mod book;
#[cfg(test)]
mod counted;
