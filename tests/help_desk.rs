//! The example book on four days of real conversations. The numbers were worked out beforehand by a program in another
//! language that follows the book's words and knows nothing of Whenbook.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use whenbook::Engine;
use whenbook::diagnostic::{FileId, SourceFile};
use whenbook::scenario::log;
use whenbook::scenario::replay::Replay;
use whenbook::scenario::report::ActivityReport;
use whenbook::semantics::{self, Settings};

/// How often each fired, and how many effects it had.
const EXPECTED: &[(&str, u64, u64)] = &[
    ("answered", 15, 15),
    ("boot_topic", 20, 40),
    ("capacity release", 0, 516),
    ("close_solved", 122, 122),
    ("close_unanswered", 127, 127),
    ("end_solved", 122, 122),
    ("first_reply", 83, 74),
    ("follow_up", 37, 37),
    ("graphics_topic", 12, 24),
    ("hardware_route", 27, 54),
    ("network_topic", 10, 20),
    ("out_of_hours", 141, 141),
    ("packages_topic", 34, 68),
    ("rating", 122, 122),
    ("slow_reply", 141, 282),
    ("solved_by_thanks", 52, 52),
    ("sound_topic", 5, 10),
    ("vip_note", 13, 13),
    ("vip_route", 17, 51),
    ("wait_time", 219, 219),
];

#[test]
fn the_help_desk_does_what_was_worked_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/help-desk");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let files = ["account", "queue", "silence", "topics", "welcome"].map(|name| {
        let path = format!("{name}.when");
        SourceFile { text: read(&path), path, shipped: false }
    });
    let (settings, _) = Settings::parse(FileId(0), &read("whenbook.toml"));
    let book = semantics::compile(&files, &settings).book.unwrap();
    let mut replay = Replay::new(Arc::new(Engine::new(book).unwrap()), None);
    for line in read("events.jsonl").lines() {
        replay.take(&log::read_line(line.as_bytes()).unwrap().unwrap(), &mut |_| ());
    }
    replay.finish(&mut |_| ());
    let happened: BTreeMap<&str, (u64, u64)> = replay
        .summary
        .sources
        .iter()
        .map(|(id, source)| (id.as_str(), (source.fired, source.effects.values().sum())))
        .collect();
    let expected = EXPECTED.iter().map(|(id, fired, effects)| (*id, (*fired, *effects))).collect();
    assert_eq!(happened, expected);
    assert_eq!(replay.summary.effects, 2109);
    let report = replay.report.closing();
    let ActivityReport { reminders, released, woken, ended } = report.activity;
    assert_eq!((reminders, released, woken, ended, report.reassigned), (308, 295, 46, 122, 98));
    let queue = report.queues.first().unwrap();
    assert_eq!((queue.queued, queue.routed, queue.left, queue.waiting), (249, 185, 53, 11));
    let estimates = report.estimates.unwrap();
    assert_eq!((estimates.queued, estimates.known, estimates.routed, estimates.never_routed), (249, 219, 160, 59));
    // Of the policy's 50% and 90%.
    assert!((64..=80).contains(&estimates.within), "{} within the range", estimates.within);
    assert!((140..=148).contains(&(estimates.routed - estimates.longer)), "{} beyond it", estimates.longer);
    assert!(replay.summary.unknown_events.is_empty() && replay.summary.wrong_values.is_empty());
}
