//! `10xx`: what customers read, and where.

mod apart;
mod channels;
mod foreign;
mod texts;

mod asked_twice;
mod empty_text;
mod foreign_placeholder;
mod insecure_link;
mod repeated_text;
mod same_translation;
mod stray_blanks;
mod too_long_for_channel;
mod unreplaced_draft;
mod unsupported_on_channel;
mod untranslated_text;

use super::Lint;

/// The lints of this folder, in the order of their numbers.
pub(super) static LINTS: &[&Lint] = &[
    &foreign_placeholder::LINT,
    &untranslated_text::LINT,
    &too_long_for_channel::LINT,
    &unsupported_on_channel::LINT,
    &asked_twice::LINT,
    &empty_text::LINT,
    &same_translation::LINT,
    &insecure_link::LINT,
    &unreplaced_draft::LINT,
    &stray_blanks::LINT,
    &repeated_text::LINT,
];
