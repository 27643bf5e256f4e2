//! The JSON schemas of what commands write with `--format json`.

use schemars::{Schema, schema_for};

use super::{build, explain, fmt, new, report, run, test, vocabulary, why};
use crate::diagnostic::render::json::Report;
use crate::graph::Graph;
use crate::scenario::comparison::DryRun;
use crate::scenario::explain::ExplainedInput;
use crate::scenario::inbox::InboxPage;
use crate::scenario::testing::TestReport;

/// Each schema with the name of its file in `docs/`.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("build.schema.json", schema_for!(build::Built)),
        ("check.schema.json", schema_for!(Report)),
        ("dry-run.schema.json", schema_for!(DryRun)),
        ("explain.schema.json", schema_for!(explain::Explained)),
        ("fmt.schema.json", schema_for!(fmt::Formatted)),
        ("graph.schema.json", schema_for!(Graph)),
        ("inbox.schema.json", schema_for!(Vec<InboxPage>)),
        ("new.schema.json", schema_for!(new::Written)),
        ("run.schema.json", schema_for!(run::EffectLine)),
        ("run-report.schema.json", schema_for!(report::ReportLine)),
        ("run-trace.schema.json", schema_for!(ExplainedInput)),
        ("test.schema.json", schema_for!(TestReport)),
        ("test-list.schema.json", schema_for!(Vec<test::ListedTest>)),
        ("vocabulary.schema.json", schema_for!(vocabulary::Words)),
        ("why.schema.json", schema_for!(why::Why)),
    ]
}
