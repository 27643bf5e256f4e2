//! One file a peer. Every peer is given the rules by kind of event, the message in lower case where it cannot ignore case
//! itself, and compiled regexes where it has none or compiles them anew each time.

mod bitmap;
mod closures;
mod hits;
mod print;
mod whenbook;

#[cfg(feature = "a-tree")]
mod a_tree;
#[cfg(feature = "cel")]
mod cel;
#[cfg(feature = "datalogic")]
mod datalogic;
#[cfg(feature = "wirefilter")]
mod wirefilter;

use crate::column::Column;
use crate::rules::Event;

/// An engine with its rules, ready for events.
pub trait Peer {
    /// Before some events, outside of the measured time: what a host has at hand when an event comes, anyway.
    fn ready(&mut self, _events: &[&Event]) {}

    /// What is measured: from the host's own type to the ids of the rules that match, in order.
    fn run(&mut self, event: &Event, out: &mut Vec<u32>);

    /// The ids for the comparison with what is expected; it differs from [`Peer::run`] where a peer does not give numbers.
    fn matches(&mut self, event: &Event, out: &mut Vec<u32>) {
        self.ready(&[event]);
        self.run(event, out);
    }
}

/// The rules in the peer's own language, which [`Compile`] takes from there: printing them is not measured.
pub type Prepare = fn(&Column) -> Compile;
pub type Compile = Box<dyn FnOnce() -> Box<dyn Peer>>;

/// Name and adapter of each.
pub const ALL: &[(&str, Prepare)] = &[
    (OURS[0], whenbook::matching),
    (OURS[1], whenbook::step),
    ("index-bitmap (by hand)", bitmap::prepare),
    ("closures (by hand)", closures::prepare),
    #[cfg(feature = "wirefilter")]
    ("wirefilter", wirefilter::prepare),
    #[cfg(feature = "a-tree")]
    ("a-tree", a_tree::prepare),
    #[cfg(feature = "datalogic")]
    ("datalogic-rs", datalogic::prepare),
    #[cfg(feature = "cel")]
    ("cel", cel::prepare),
];

/// Whose time the others are multiples of: the first that is measured.
pub const OURS: [&str; 2] = ["whenbook (matching)", "whenbook (whole step)"];
