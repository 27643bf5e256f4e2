//! Triggers, automations, first matches: what is started when.

pub(super) mod activation;
pub(super) mod automations;
pub(super) mod cascades;
mod clauses;
mod fingerprints;
pub(super) mod first_matches;
pub(super) mod triggers;
