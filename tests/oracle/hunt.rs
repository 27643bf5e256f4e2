//! Many more cases than the usual run takes, for whoever changes the engine:
//! `CASES=5000 cargo test --test whenbook oracle::hunt -- --ignored --nocapture`. It goes on after a difference, and shows the
//! smallest example of each kind.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{Case, alone, driver, engine, show, world};

fn wrong(case: &Case) -> Option<(String, usize, String)> {
    let taken = world::play(&case.seed, &case.stream);
    let steps = engine::run(&case.seed, &taken);
    let (at, found) = engine::first_difference(&taken, &steps)?;
    let kind = found.lines().next().unwrap_or_default().to_owned();
    let before = format!("{:#?}\n{:#?}", taken[at].after.silence(), taken[at].after.kept);
    let told = format!("{}\n{}\n{before}\n{found}", show::book(&case.seed.book()), show::inputs(&taken[..=at]));
    Some((kind, told.len(), told))
}

fn wrong_driven(case: &Case) -> Option<(String, usize, String)> {
    let told = driver::drive(case).err()?;
    let kind = format!("driver: {}", told.lines().next().unwrap_or_default());
    let kind = kind.split(" is ").next().unwrap_or_default().to_owned();
    Some((kind, told.len(), format!("{}\n{told}", show::book(&case.seed.book()))))
}

fn wrong_alone(case: &Case) -> Option<(String, usize, String)> {
    let told = alone::compare(case).err()?;
    Some(("alone".into(), told.len(), format!("{}\n{told}", show::book(&case.seed.book()))))
}

#[test]
#[ignore = "it takes minutes"]
fn differences() {
    let number =
        |name: &str, default: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (cases, patience) = (number("CASES", 1000), Duration::from_secs(number("PATIENCE", 15)));
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&number("SEED", 1).to_le_bytes());
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let strategy = super::case();
    let mut tried = 0;
    let mut found: BTreeMap<String, (usize, usize, String)> = BTreeMap::new();
    let (begun, minutes) = (Instant::now(), number("MINUTES", 60));
    for _ in 0..cases {
        if begun.elapsed() > Duration::from_secs(60 * minutes) {
            break;
        }
        tried += 1;
        let mut tree = strategy.new_tree(&mut runner).expect("a case");
        for look in [wrong, wrong_driven, wrong_alone] {
            let Some((kind, length, told)) = look(&tree.current()) else { continue };
            let entry = found.entry(kind.clone()).or_insert((0, length + 1, told.clone()));
            entry.0 += 1;
            if entry.0 > 1 {
                continue;
            }
            eprintln!("found: {kind}\n{told}");
            entry.2 = told;
            // Smaller, as long as the difference stays of its kind.
            let begun = Instant::now();
            while begun.elapsed() < patience {
                match look(&tree.current()) {
                    Some((same, length, told)) if same == kind => {
                        if length < entry.1 {
                            (entry.1, entry.2) = (length, told);
                        }
                        if !tree.simplify() {
                            break;
                        }
                    }
                    _ if !tree.complicate() => break,
                    _ => {}
                }
            }
        }
    }
    println!("{tried} cases");
    for (kind, (times, _, told)) in &found {
        println!("==== {times} times: {kind}\n{told}\n");
    }
    assert!(found.is_empty(), "{:?}", found.iter().map(|(kind, (times, ..))| (kind, times)).collect::<Vec<_>>());
}
