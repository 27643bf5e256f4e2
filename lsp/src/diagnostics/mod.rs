//! Findings as the protocol has them.

mod publisher;
mod pulled;
mod questions;
mod reports;

use serde_json::json;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, NumberOrString,
};
use whenbook::diagnostic::codes::group::Group;
use whenbook::diagnostic::{Finding, Severity};

use crate::books::Open;
use crate::shipped;

pub use publisher::Publisher;
pub use pulled::Delivered;
pub use questions::Asked;
pub use reports::open_settings;

/// A finding of this document as a diagnostic.
#[must_use]
pub fn of(finding: &Finding, open: &Open) -> Diagnostic {
    let related = finding.further.iter().filter_map(|label| {
        let message = label.text.clone();
        Some(DiagnosticRelatedInformation { location: open.location(label.location)?, message })
    });
    Diagnostic {
        range: open.lines.range(finding.primary.location.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Advice => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.code.id.to_owned())),
        code_description: shipped::page(finding.code).map(|href| CodeDescription { href }),
        source: Some("whenbook".to_owned()),
        message: message(finding),
        related_information: Some(related.collect::<Vec<_>>()).filter(|related| !related.is_empty()),
        tags: (finding.code.group() == Group::Unused).then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: Some(json!({ "name": finding.code.name, "fixable": finding.fix.is_some() })),
    }
}

fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    if !finding.primary.text.is_empty() {
        message.push_str(": ");
        message.push_str(&finding.primary.text);
    }
    if let Some(help) = &finding.help {
        message.push('\n');
        message.push_str(help);
    }
    message
}
