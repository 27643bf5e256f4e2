//! What the compiler says of conditions for sure, the engine never contradicts.

use proptest::prelude::*;

use super::super::build::event;
use super::books::{Case, case, literals};
use super::same::come;
use crate::ir::Book;
use crate::runtime::Engine;
use crate::semantics::satisfiable::{Verdict, Worlds};

/// The book with triggers that do nothing but tell whether their conditions hold.
fn telling(book: &Book) -> Book {
    let mut book = book.clone();
    for trigger in &mut book.triggers {
        trigger.active = true;
        trigger.channels = None;
        trigger.events = vec![event("customer.wrote"), event("agent.wrote")];
    }
    book
}

fn sure(case: &Case) -> Result<(), TestCaseError> {
    let book = telling(&case.book);
    let engine = Engine::new(book.clone()).unwrap();
    let worlds = Worlds::of(&book);
    let literals = literals(&book);
    let conditions: Vec<_> = book.triggers.iter().take(12).map(|trigger| trigger.condition.clone()).collect();
    let fired: Vec<Vec<bool>> = case
        .inputs
        .iter()
        .map(|given| {
            let (mut conversation, input) = come(case, given, &literals);
            let outcome = engine.step(&mut conversation, &input);
            let holds = |number: usize| outcome.fired.iter().any(|id| *id == format!("t{number}"));
            (0..conditions.len()).map(holds).collect()
        })
        .collect();
    for (number, condition) in conditions.iter().enumerate() {
        let Some(condition) = condition else { continue };
        let verdict = worlds.verdict(condition);
        for holds in fired.iter().map(|fired| fired[number]) {
            prop_assert!(verdict != Verdict::Never || !holds, "it never holds: {:#?}", condition);
            prop_assert!(verdict != Verdict::Always || holds, "it always holds: {:#?}", condition);
        }
        for (second, other) in conditions.iter().enumerate().skip(number + 1) {
            let Some(other) = other else { continue };
            let both = worlds.can_both_hold(condition, other);
            let (follows, leads) = (worlds.implies(condition, other), worlds.implies(other, condition));
            for fired in &fired {
                let (one, two) = (fired[number], fired[second]);
                prop_assert!(both || !(one && two), "never both: {:#?} {:#?}", condition, other);
                prop_assert!(!follows || !one || two, "it follows: {:#?} {:#?}", condition, other);
                prop_assert!(!leads || !two || one, "it follows: {:#?} {:#?}", other, condition);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, max_shrink_iters: 2000, ..ProptestConfig::default() })]
    #[test]
    fn what_is_said_for_sure_is_so(case in case()) {
        sure(&case)?;
    }
}
