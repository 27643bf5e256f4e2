//! Groups of codes, by which `whenbook.toml` can set a level at once.

use super::Code;

/// What a code is about: the hundreds of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Files and `whenbook.toml`.
    Files,
    /// How a file is written.
    Form,
    /// Names that are unknown, double or out of place.
    Names,
    /// Types, units, what may be unknown.
    Values,
    /// Triggers, automations, schedules, lists, messages as declarations.
    Rules,
    /// Policies and lifecycles.
    Policies,
    /// Tests, and rules without them.
    Tests,
    /// What nothing uses.
    Unused,
    /// Conditions, and rules that get in each other's way.
    Conditions,
    /// When and how often something happens.
    Timing,
    /// What customers read, and where.
    Messages,
    /// How a book reads to those who keep it.
    Style,
    /// Comments that allow a finding.
    Suppressions,
}

const GROUPS: [(Group, &str, &str); 13] = [
    (Group::Files, "settings", "files and `whenbook.toml`"),
    (Group::Form, "form", "how a file is written"),
    (Group::Names, "names", "names that are unknown, double or out of place"),
    (Group::Values, "values", "types, units, what may be unknown"),
    (Group::Rules, "rules", "triggers, automations, schedules, lists and messages as they are declared"),
    (Group::Policies, "policies", "policies and lifecycles"),
    (Group::Tests, "tests", "tests, and rules without them"),
    (Group::Unused, "unused-declarations", "what nothing uses"),
    (Group::Conditions, "conditions", "conditions, and rules that get in each other's way"),
    (Group::Timing, "timing", "when and how often something happens"),
    (Group::Messages, "messages", "what customers read, and where"),
    (Group::Style, "style", "how a book reads to those who keep it"),
    (Group::Suppressions, "suppressions", "comments that allow a finding"),
];

impl Group {
    /// All groups, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        GROUPS.into_iter().map(|(group, ..)| group)
    }

    /// The group called so in `whenbook.toml`.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        GROUPS.into_iter().find(|(_, known, _)| *known == name).map(|(group, ..)| group)
    }

    /// What it is called in `whenbook.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// What it is about, in a few words.
    #[must_use]
    pub fn about(self) -> &'static str {
        self.entry().2
    }

    fn entry(self) -> (Self, &'static str, &'static str) {
        GROUPS.into_iter().find(|(group, ..)| *group == self).unwrap_or((self, "", ""))
    }
}

impl Code {
    /// What it is about.
    #[must_use]
    pub fn group(&self) -> Group {
        let hundreds = self.id.get(1..3).and_then(|digits| digits.parse::<usize>().ok());
        let groups: [Option<Group>; 13] = GROUPS.map(|(group, ..)| Some(group));
        hundreds.and_then(|hundreds| groups.get(hundreds).copied().flatten()).unwrap_or(Group::Files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;

    #[test]
    fn the_number_says_the_group() {
        let group = |id: &str| codes::find(id).map(Code::group);
        assert_eq!(group("E0010"), Some(Group::Files));
        assert_eq!(group("W0472"), Some(Group::Rules));
        assert_eq!(group("W0610"), Some(Group::Tests));
        assert_eq!(group("A0703"), Some(Group::Unused));
    }

    #[test]
    fn no_group_is_called_as_a_code() {
        assert_eq!(Group::find("files"), None, "under `[lints]` that is a table of files");
        assert!(
            Group::all().all(|group| codes::find(group.name()).is_none() && Group::find(group.name()) == Some(group))
        );
    }
}
