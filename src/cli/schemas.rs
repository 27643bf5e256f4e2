//! The JSON schemas of what commands write with `--format json`.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::{build, effect_line, explain, fmt, new, report, test, vocabulary, why};
use crate::diagnostic::render::json::Report;
use crate::graph::Graph;
use crate::scenario::comparison::DryRun;
use crate::scenario::explain::ExplainedInput;
use crate::scenario::inbox::InboxPage;

/// Each schema with the name of its file in `docs/`.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("build.schema.json", schema_of::<build::Built>()),
        ("check.schema.json", schema_of::<Report>()),
        ("dry-run.schema.json", schema_of::<DryRun>()),
        ("explain.schema.json", schema_of::<explain::Explained>()),
        ("fmt.schema.json", schema_of::<fmt::Formatted>()),
        ("graph.schema.json", schema_of::<Graph>()),
        ("inbox.schema.json", schema_of::<Vec<InboxPage>>()),
        ("new.schema.json", schema_of::<new::Written>()),
        ("run.schema.json", schema_of::<effect_line::EffectLine>()),
        ("run-report.schema.json", schema_of::<report::ReportLine>()),
        ("run-trace.schema.json", schema_of::<ExplainedInput>()),
        ("test.schema.json", schema_of::<test::Tested>()),
        ("test-list.schema.json", schema_of::<Vec<test::ListedTest>>()),
        ("vocabulary.schema.json", schema_of::<vocabulary::Words>()),
        ("why.schema.json", schema_of::<why::Why>()),
    ]
}

/// The schema of what is written: a field that is left out when it is empty is not required.
fn schema_of<T: JsonSchema>() -> Schema {
    SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<T>()
}
