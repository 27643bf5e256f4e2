//! Misspelt words of the language, and the words of other languages.
//!
//! A file that has some is read a second time with the right words in their place, so that one wrong letter costs one
//! finding and not the whole declaration. The tree keeps the text as it was written.

use super::{Kind, Node, Tree, lines::DECLARATION_WORDS, spelling};
use crate::diagnostic::Span;

/// A word that is read as another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repair {
    /// Where the wrong word stands in the file as it was written.
    pub span: Span,
    /// The right word.
    pub word: &'static str,
    /// Whether the two are spelt alike, so that nothing else can be meant.
    pub sure: bool,
}

/// The words that the tree shows to be wrong, in the order of the file. Spans are those of the tree's text.
pub(super) fn find(tree: &Tree) -> Vec<Repair> {
    let mut repairs = Vec::new();
    let is_wrong = |kind| matches!(kind, Kind::missing_word | Kind::junk | Kind::bad_clause | Kind::trailing);
    for node in tree.nodes_of(is_wrong) {
        let expected = match node.kind() {
            Kind::missing_word => {
                repairs.extend(repair_name(tree, node));
                continue;
            }
            Kind::junk => Some(Expected { words: &DECLARATION_WORDS, synonyms: DECLARATION_SYNONYMS }),
            Kind::bad_clause => node.parent().and_then(|parent| line_of(parent.kind())),
            Kind::trailing => expected_after(node),
            _ => continue,
        };
        repairs.extend(expected.and_then(|expected| repair(node, expected)));
    }
    // A missing word and what stands in its place can both tell of it.
    repairs.sort_by_key(|repair| repair.span);
    repairs.dedup_by_key(|repair| repair.span);
    repairs
}

/// The text with the right words in it.
pub(super) fn apply(text: &str, repairs: &[Repair]) -> String {
    let mut repaired = String::with_capacity(text.len() + repairs.len() * 4);
    let mut position = 0;
    for repair in repairs {
        repaired.push_str(Span::new(position, repair.span.start).of(text));
        repaired.push_str(repair.word);
        position = repair.span.end;
    }
    repaired.push_str(text.get(position as usize..).unwrap_or(""));
    repaired
}

/// Where a place of the repaired text is in the text as it was written.
pub(super) struct Map<'repairs> {
    repairs: &'repairs [Repair],
    /// For each repair, where the right word starts in the repaired text.
    starts: Vec<u32>,
}

impl<'repairs> Map<'repairs> {
    pub(super) fn new(repairs: &'repairs [Repair]) -> Self {
        let mut grown = 0_i64;
        let mut starts = Vec::with_capacity(repairs.len());
        for repair in repairs {
            starts.push(u32::try_from(i64::from(repair.span.start) + grown).unwrap_or(u32::MAX));
            grown += length(repair.word) - i64::from(repair.span.end - repair.span.start);
        }
        Self { repairs, starts }
    }

    /// The span as it was written.
    pub(super) fn span(&self, span: Span) -> Span {
        Span::new(self.place(span.start), self.place(span.end))
    }

    fn place(&self, position: u32) -> u32 {
        let before = self.starts.partition_point(|start| *start < position);
        let last = before.checked_sub(1).and_then(|index| Some((self.repairs.get(index)?, *self.starts.get(index)?)));
        let Some((repair, start)) = last else { return position };
        let past = i64::from(position) - i64::from(start) - length(repair.word);
        let place = i64::from(repair.span.end) + past.max(0);
        u32::try_from(place).unwrap_or(position)
    }
}

fn length(word: &str) -> i64 {
    i64::try_from(word.len()).unwrap_or(0)
}

/// The words that may stand somewhere, and words that people write instead.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    pub words: &'static [&'static str],
    synonyms: &'static [(&'static str, &'static str)],
}

fn repair(node: Node<'_>, expected: Expected) -> Option<Repair> {
    let first = node.leaves().next().filter(|leaf| leaf.kind() == Kind::bad_word)?;
    let end = first
        .text()
        .find(|character: char| !character.is_alphanumeric() && character != '_')
        .unwrap_or(first.text().len());
    let written = first.text().get(..end)?;
    let span = Span::new(first.span().start, first.span().start.checked_add(u32::try_from(end).ok()?)?);
    if expected.words.contains(&written) {
        return None;
    }
    if let Some((_, word)) = expected.synonyms.iter().find(|(synonym, _)| synonym.eq_ignore_ascii_case(written)) {
        return Some(Repair { span, word, sure: false });
    }
    spelling::nearest(written, expected.words).map(|word| Repair { span, word, sure: true })
}

/// A name that stands where a word of the language is missing, and is spelt like it.
fn repair_name(tree: &Tree, missing: Node<'_>) -> Option<Repair> {
    let words = continuation(missing.parent()?)?;
    let mut after = tree.root().subtree().skip(missing.index() as usize + 1);
    let next = after.find(|next| next.is_leaf() && !next.is_trivia())?;
    let name = matches!(next.kind(), Kind::name | Kind::word | Kind::bad_word) && !words.contains(&next.text());
    let word = name.then(|| spelling::nearest(next.text(), words))??;
    Some(Repair { span: next.span(), word, sure: true })
}

const DECLARATION_SYNONYMS: &[(&str, &str)] = &[
    ("rule", "trigger"),
    ("workflow", "automation"),
    ("import", "use"),
    ("include", "use"),
    ("hours", "schedule"),
    ("calendar", "schedule"),
    ("text", "message"),
    ("enable", "activate"),
    ("disable", "deactivate"),
    ("background", "scenario"),
];

const STEP_SYNONYMS: &[(&str, &str)] =
    &[("event", "receive"), ("wait", "advance"), ("setup", "given"), ("when", "receive"), ("loop", "repeat")];

/// What the lines of a block begin with.
pub(super) fn line_of(owner: Kind) -> Option<Expected> {
    let (words, synonyms): (&[&str], &[(&str, &str)]) = match owner {
        Kind::trigger_declaration | Kind::automation_declaration => (
            &["on", "channels", "once", "order", "when", "do", "inactive", "after", "at", "only"],
            &[
                ("then", "do"),
                ("actions", "do"),
                ("action", "do"),
                ("execute", "do"),
                ("run", "do"),
                ("where", "when"),
                ("conditions", "when"),
                ("event", "on"),
                ("events", "on"),
                ("disabled", "inactive"),
                ("off", "inactive"),
                ("priority", "order"),
                ("channel", "channels"),
            ],
        ),
        Kind::schedule_declaration => (
            &["timezone", "closed", "open", "mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            &[
                ("time_zone", "timezone"),
                ("tz", "timezone"),
                ("zone", "timezone"),
                ("holidays", "closed"),
                ("holiday", "closed"),
            ],
        ),
        Kind::capacity_release_policy => (&["inactive", "then"], &[]),
        Kind::assignment_policy => (&["capacity", "inactive", "accept", "agents", "prefer", "if"], &[]),
        Kind::wait_time_policy => (&["windows", "samples", "known", "from"], &[]),
        Kind::lifecycle_declaration => (&["states", "new", "limit", "only"], &[("state", "states")]),
        Kind::states_clause => (&["start", "active", "final", "from"], &[("end", "final"), ("initial", "start")]),
        Kind::test_declaration => (
            &["given", "at", "receive", "as", "advance", "expect", "repeat", "rows"],
            &[
                ("assert", "expect"),
                ("event", "receive"),
                ("wait", "advance"),
                ("setup", "given"),
                ("when", "receive"),
                ("examples", "rows"),
                ("cases", "rows"),
            ],
        ),
        Kind::scenario_declaration | Kind::repeat_step => {
            (&["given", "at", "receive", "as", "advance", "expect", "repeat"], STEP_SYNONYMS)
        }
        _ => return None,
    };
    Some(Expected { words, synonyms })
}

/// What may go on after the node before `trailing`.
fn expected_after(trailing: Node<'_>) -> Option<Expected> {
    let mut siblings = std::iter::successors(trailing.previous_sibling(), |before| before.previous_sibling());
    let before = siblings.find(|before| !before.is_trivia())?;
    let mut words: Option<&'static [&'static str]> = None;
    for node in std::iter::successors(Some(before), |node| node.parts().last()) {
        words = continuation(node).or(words);
    }
    Some(Expected { words: words?, synonyms: &[] })
}

fn continuation(node: Node<'_>) -> Option<&'static [&'static str]> {
    Some(match node.kind() {
        Kind::comparison if node.parts().count() == 1 => &[
            "is", "was", "contains", "starts", "ends", "matches", "finds", "has", "had", "in", "between", "does",
            "more", "less",
        ],
        Kind::once_clause => &["per", "every"],
        Kind::wait_action => &["unless", "then"],
        Kind::after_clause => &["while", "since", "of", "unless"],
        Kind::at_clause => &["on", "while"],
        Kind::event_declaration => &["carries"],
        Kind::attribute_declaration => &["default", "optional", "writable"],
        Kind::condition_declaration => &["when"],
        Kind::status_declaration => &["counts", "as"],
        Kind::transition => &["to", "on", "by", "when", "raises"],
        Kind::receive_step | Kind::as_step => &["in"],
        Kind::expect_nothing => &["sent", "done"],
        Kind::set_action => &["to"],
        Kind::repeat_step => &["times", "every"],
        Kind::only_during_clause => &["during"],
        Kind::first_match_declaration => &["match"],
        Kind::new_conversation_clause => &["when", "conversation", "on"],
        Kind::stage => &["after"],
        Kind::accept_clause => &["within", "by", "anyone", "hand"],
        Kind::agents_clause => &["when"],
        Kind::limit_clause => &["to"],
        Kind::only_may_clause => &["may"],
        Kind::if_nobody_clause => &["nobody", "after"],
        Kind::expect_step => &["fired", "not", "nothing", "sent", "timer", "no", "timeline", "did", "refused"],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Map, Repair, apply};
    use crate::diagnostic::Span;

    #[test]
    fn places_are_found_again() {
        let text = "ab wehn cd onc ef";
        let repair = |start, end, word| Repair { span: Span::new(start, end), word, sure: true };
        let repairs = [repair(3, 7, "when"), repair(11, 14, "once")];
        let repaired = apply(text, &repairs);
        assert_eq!(repaired, "ab when cd once ef");
        let map = Map::new(&repairs);
        for word in ["ab", "when", "cd", "once", "ef"] {
            let start = u32::try_from(repaired.find(word).unwrap()).unwrap();
            let span = map.span(Span::new(start, start + u32::try_from(word.len()).unwrap()));
            let written = match word {
                "when" => "wehn",
                "once" => "onc",
                same => same,
            };
            assert_eq!(span.of(text), written);
        }
    }
}
