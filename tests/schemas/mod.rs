//! What other tools read is held against their schemas; the README beside this file says where those are from.

use std::fs;
use std::path::Path;

use serde_json::Value;
use uppsala::XsdValidator;

fn schema(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(name);
    fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

/// What is wrong with a document by the JSON schema of that name.
pub fn json_errors(name: &str, document: &Value) -> Vec<String> {
    // One pattern in the schema of SARIF has a bracket too many, which only a lenient reader takes.
    let schema = schema(name).replace("{2}]?$", "{2}$");
    json_errors_by(&serde_json::from_str(&schema).unwrap(), document)
}

/// What is wrong with a document by a JSON schema.
pub fn json_errors_by(schema: &Value, document: &Value) -> Vec<String> {
    let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// What is wrong with a document by the XML schema of that name.
pub fn xml_errors(name: &str, document: &str) -> Vec<String> {
    let schema = schema(name);
    let schema = uppsala::parse(&schema).unwrap();
    let document = uppsala::parse(document).unwrap_or_else(|problem| panic!("{problem}:\n{document}"));
    let errors = XsdValidator::from_schema(&schema).unwrap().validate(&document);
    errors.iter().map(ToString::to_string).collect()
}

/// A validator that says yes to everything proves nothing.
#[test]
fn wrong_documents_are_refused() {
    let sarif = serde_json::json!({ "version": "2.1.0", "runs": [{ "tool": { "driver": {} } }] });
    assert!(!json_errors("sarif-schema-2.1.0.json", &sarif).is_empty());
    let uri = serde_json::json!({ "$schema": "not a uri", "version": "2.1.0", "runs": [] });
    assert!(!json_errors("sarif-schema-2.1.0.json", &uri).is_empty());
    let suite = |case: &str| {
        let suite = format!(
            "<testsuites><testsuite name=\"a\" tests=\"1\" failures=\"0\" errors=\"0\">{case}</testsuite></testsuites>"
        );
        xml_errors("junit-10.xsd", &suite)
    };
    assert_eq!(suite("<testcase name=\"b\"><failure message=\"c\">d</failure></testcase>"), Vec::<String>::new());
    assert!(!suite("<testcase><failure/></testcase>").is_empty());
    assert!(!suite("<testcase name=\"b\" place=\"c\"/>").is_empty());
    assert!(!suite("<case name=\"b\"/>").is_empty());
}
