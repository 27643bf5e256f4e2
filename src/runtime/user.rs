//! What all conversations of one user share.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Facts;
use crate::ir::Moment;

/// A user's record: facts and `once per user` marks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The format of the state.
    pub version: u32,
    /// The account.
    pub account: String,
    /// Its own id.
    pub id: String,
    /// `user.*`, where they differ from their defaults.
    pub facts: Facts,
    /// When each `once per user` was last granted, by id.
    pub marks: BTreeMap<String, Moment>,
}
