//! Why a book, or the state of a conversation, cannot be used.

/// Why a book, or the state of a conversation, cannot be used; each in a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// It is not JSON, or not of a book.
    #[error("this is not a compiled book, or it is damaged: {0}")]
    Damaged(String),
    /// It is not JSON, or not the state of a conversation.
    #[error("this is not the state of a conversation, or it is damaged: {0}")]
    DamagedState(String),
    /// A later version of Whenbook wrote it.
    #[error("this has format {found}, and this version of whenbook reads {newest} and earlier; use a newer whenbook")]
    Newer {
        /// Its format.
        found: u32,
        /// The newest format that this version reads.
        newest: u32,
    },
    /// Its times of the day were checked against other time-zone data than this build has, so that it could act at other
    /// moments than it was tested for.
    #[error(
        "this book was built with the time zones of {found}, and this version of whenbook has those of {ours}; build it again"
    )]
    OtherTimeZones {
        /// What it was built with.
        found: String,
        /// What this build has.
        ours: String,
    },
    /// The hash in it is not that of its content.
    #[error("the content of this compiled book was changed after it was built; build it again")]
    WrongHash,
    /// It speaks of something that it does not hold.
    #[error("`{user}` needs the {kind} `{name}`, which the book does not hold")]
    Unknown {
        /// What is missing: `schedule`, `attribute`, …
        kind: &'static str,
        /// Its name.
        name: String,
        /// What needs it.
        user: String,
    },
    /// Two things have one name.
    #[error("the book holds the {kind} `{name}` twice")]
    Duplicate {
        /// What there are two of.
        kind: &'static str,
        /// Their name.
        name: String,
    },
    /// A condition asks for itself.
    #[error("the condition `{0}` asks for itself")]
    Cycle(String),
    /// Conditions are nested too deeply.
    #[error("a condition of `{0}` is nested too deeply")]
    TooDeep(String),
    /// Something in it cannot be.
    #[error("`{user}` cannot be used: {reason}")]
    Invalid {
        /// What is wrong with.
        user: String,
        /// Why.
        reason: String,
    },
}
