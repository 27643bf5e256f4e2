//! The oracle: a second engine, as simple as possible, that follows section 6 of `language.md` word for word. It keeps all
//! that has ever happened and derives everything from that. Random books and streams must give the same on both engines.

mod actions;
mod conditions;
mod facts;
mod history;
mod hours;
mod machine;
