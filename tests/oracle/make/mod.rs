//! Random books and streams: small, but nasty. Everything is valid as the compiler would see to it.

pub mod actions;
pub mod book;
pub mod conditions;
pub mod hours;
pub mod lifecycle;
pub mod stream;
pub mod vocabulary;
