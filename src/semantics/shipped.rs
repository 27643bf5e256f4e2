//! The files that ship with Whenbook. They are within the program, so that a book means the same on every machine.

use std::sync::{Arc, LazyLock};

use crate::diagnostic::FileId;
use crate::syntax::{self, ast};

/// A shipped file.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// As a `use` names it; the prelude has no name, for it is always there.
    pub name: &'static str,
    /// As findings and traces call it.
    pub path: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// The standard vocabulary.
pub const PRELUDE: Shipped =
    Shipped { name: "", path: "std/prelude.when", text: include_str!("../../std-rules/prelude.when") };

/// The prelude as it reads. It is part of every book, so it is read once.
static PRELUDE_READ: LazyLock<Arc<ast::File>> =
    LazyLock::new(|| Arc::new(syntax::parse(FileId(0), PRELUDE.text).ast()));

/// The prelude as it reads; nothing is wrong with its form.
pub(super) fn prelude() -> Arc<ast::File> {
    Arc::clone(&PRELUDE_READ)
}

/// What a `use` can take in.
pub const SHIPPED: &[Shipped] = &[
    Shipped {
        name: "std.triggers",
        path: "std/triggers.when",
        text: include_str!("../../std-rules/standard-triggers.when"),
    },
    Shipped {
        name: "std.capacity_release",
        path: "std/capacity-release.when",
        text: include_str!("../../std-rules/capacity-release.when"),
    },
    Shipped {
        name: "std.lifecycle.ticket",
        path: "std/lifecycle/ticket.when",
        text: include_str!("../../std-rules/lifecycle/ticket.when"),
    },
    Shipped {
        name: "std.lifecycle.inbox",
        path: "std/lifecycle/inbox.when",
        text: include_str!("../../std-rules/lifecycle/inbox.when"),
    },
];

/// The shipped file of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Shipped> {
    SHIPPED.iter().find(|shipped| shipped.name == name)
}

#[cfg(test)]
mod tests {
    use super::{PRELUDE, SHIPPED};
    use crate::diagnostic::FileId;
    use crate::syntax;

    #[test]
    fn nothing_is_wrong_with_the_form_of_what_ships() {
        for shipped in SHIPPED.iter().chain([&PRELUDE]) {
            assert_eq!(syntax::parse(FileId(0), shipped.text).findings, [], "{}", shipped.path);
        }
    }
}
