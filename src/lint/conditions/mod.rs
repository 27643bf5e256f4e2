//! `08xx`: conditions, and rules that get in each other's way.

mod always_true;
mod contradiction;
mod demand;
mod exact_text;
mod first_routing_missing;
mod implied;
mod list_in_a_text;
mod near_duplicate;
mod never_true;
mod overruled;
mod partial_pattern;
mod same_event;
mod same_word;
mod shadowed;
mod two_replies;
mod words;
mod words_in_a_pattern;

use super::Lint;

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] = &[
    &never_true::LINT,
    &always_true::LINT,
    &same_event::LINT,
    &first_routing_missing::LINT,
    &partial_pattern::LINT,
    &words_in_a_pattern::LINT,
    &near_duplicate::LINT,
    &two_replies::LINT,
    &exact_text::LINT,
    &implied::LINT,
    &shadowed::LINT,
    &same_word::LINT,
    &list_in_a_text::LINT,
    &overruled::LINT,
];
