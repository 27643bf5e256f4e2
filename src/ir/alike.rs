//! What two serde formats of ours share.

/// Implements several traits of serde by the same lines: they differ in their names alone.
macro_rules! implement_alike {
    ($($name:ident),+ for $type:ty => $lines:tt) => {
        $(impl $name for $type $lines)+
    };
}

pub(super) use implement_alike;
