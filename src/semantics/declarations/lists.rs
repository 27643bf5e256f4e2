//! `list`: named lists of values of one type.

use crate::diagnostic::Span;
use crate::diagnostic::codes::parts;
use crate::ir::NamedList;
use crate::semantics::types::Type;
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast::{self, ValueKind};

/// Compiles all lists of a book, each with the type of its members.
pub fn compile(context: &Context<'_>, report: &mut Report) -> Vec<(NamedList, Type)> {
    let lists = context.names.lists.iter();
    lists.filter_map(|list| one(&mut Checker::new(context, list.file, report), list.node, list.span)).collect()
}

fn one(checker: &mut Checker<'_>, list: &ast::List, span: Span) -> Option<(NamedList, Type)> {
    let id = list.id.as_ref()?;
    let mut members: Vec<(crate::ir::Value, &ast::Value)> = Vec::new();
    let mut first: Option<(Type, &ast::Value)> = None;
    for written in &list.values {
        let Some((value, value_type)) = member(checker, written) else {
            continue;
        };
        match &first {
            Some((wanted, place)) if *wanted != value_type => {
                let finding = checker
                    .finding(
                        &parts::MIXED_LIST,
                        written.span,
                        format!("this is {value_type}, in a list that begins otherwise"),
                    )
                    .label(format!("{value_type}"))
                    .also(checker.at(place.span), format!("{wanted}"))
                    .help("make two lists, or write all values as one type");
                checker.push(finding);
                continue;
            }
            Some(_) => {}
            None => first = Some((value_type, written)),
        }
        match members.iter().find(|(known, _)| *known == value) {
            Some((_, known)) => {
                let finding = checker
                    .finding(&parts::LISTED_TWICE, written.span, "this value is in the list twice")
                    .also(checker.at(known.span), "first here")
                    .help("take one of them out");
                checker.push(finding);
            }
            None => members.push((value, written)),
        }
    }
    if list.values.is_empty() && span.end > id.span.end {
        let finding = checker
            .finding(&parts::EMPTY_LIST, id.span, format!("the list `{}` is empty", id.text))
            .help("write its values in the braces, with commas between them");
        checker.push(finding);
    }
    let values = members.into_iter().map(|(value, _)| value).collect();
    Some((NamedList { id: id.text.to_string(), values }, first.map_or(Type::Text, |(value_type, _)| value_type)))
}

fn member(checker: &mut Checker<'_>, value: &ast::Value) -> Option<(crate::ir::Value, Type)> {
    match &value.kind {
        ValueKind::Path(path) => {
            let name = path.dotted();
            let finding = checker
                .finding(&parts::NOT_IN_A_LIST, value.span, format!("`{name}` is no value that a list can hold"))
                .help(format!("a text stands in quotation marks: `\"{name}\"`"))
                .fix("write it as a text", value.span, format!("\"{name}\""), false);
            checker.push(finding);
            None
        }
        ValueKind::List(_) | ValueKind::Regex { .. } | ValueKind::AnnualDate(_) => {
            let finding = checker
                .finding(&parts::NOT_IN_A_LIST, value.span, "a list cannot hold this")
                .help("it holds texts, numbers, durations, clock times, dates with their year, or percentages");
            checker.push(finding);
            None
        }
        _ => checker.literal_of_any_type(value),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::told;

    fn list(values: &str) -> Vec<String> {
        told(&format!(
            "list some {{ {values} }}\n\ntrigger t {{\n  on customer.wrote\n  when user.company in some\n  do {{ send \"Hello!\" \
             }}\n}}\n"
        ))
    }

    #[test]
    fn lists_hold_values_of_one_type() {
        assert_eq!(list("\"a\", \"b\""), [""; 0]);
        assert_eq!(list("\"a\", 7"), ["E0465 7"]);
        assert_eq!(list("\"a\", Acme"), ["E0466 Acme"]);
        assert_eq!(list("\"a\", \"b\", \"a\""), ["W0467 \"a\""]);
        assert_eq!(list("\"a\", [\"b\"]"), ["E0466 [\"b\"]"]);
        assert_eq!(list(""), ["W0464 some"]);
    }
}
