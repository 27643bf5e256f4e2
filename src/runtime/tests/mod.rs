//! The engine rule by rule: section 6 of the language page, and what follows from it.

mod automations;
mod build;
mod bulk;
mod claims;
mod conditions;
mod desk;
mod desk_properties;
mod desk_world;
mod driver;
mod edits;
mod facts;
mod hosted;
mod hostile;
mod index;
mod lifecycle;
mod load;
mod mended;
mod once;
mod release;
mod rounds;
mod stored;
mod texts;
mod traces;
mod views;
mod waits;
mod world;
