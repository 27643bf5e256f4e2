//! `rows { … }`: a test that is run once for each of its rows.

use std::collections::BTreeSet;

use crate::diagnostic::Span;
use crate::diagnostic::codes::tables as codes;
use crate::semantics::Checker;
use crate::semantics::suggest::did_you_mean;
use crate::syntax::ast::{EventReference, Fill, Row, Rows, Step, Test, Value, ValueKind, Word};

/// A test as it is run: with its cells filled.
pub(super) struct Run<'t> {
    /// The row that fills them.
    pub row: Option<&'t Row>,
    /// Its lines.
    pub steps: Vec<Step>,
}

/// How often a test is run, and with what. Reports what is wrong with its rows.
pub(super) fn runs<'t>(checker: &mut Checker<'_>, test: &'t Test) -> Vec<Run<'t>> {
    let rows = test.rows.as_ref();
    let columns: Vec<&Word> = rows.map(columns).unwrap_or_default();
    let mut used = BTreeSet::new();
    let mut fill = |checker: &mut Checker<'_>, row: Option<&'t Row>| {
        let mut steps = test.steps.clone();
        let mut filler = Filler { checker, row, columns: &columns, used: &mut used };
        steps.iter_mut().for_each(|step| step.fill(&mut filler));
        Run { row, steps }
    };
    let Some(rows) = rows else {
        return vec![fill(checker, None)];
    };
    if rows.rows.is_empty() {
        let finding = checker
            .finding(&codes::NO_ROWS, rows.span, "there is no row, so this test is never run")
            .help("write one row a line, such as `plan: free, text: \"Hello!\"`; or take `rows` out");
        checker.push(finding);
    }
    let runs = rows.rows.iter().map(|row| fill(checker, Some(row))).collect();
    for column in columns.iter().filter(|column| !used.contains(column.text.as_str())) {
        let message = format!("no line of the test has a place for `{}`", column.text);
        let help = format!("write `<{}>` where it belongs, or take the column out", column.text);
        checker.push(checker.finding(&codes::UNUSED_COLUMN, column.span, message).help(help));
    }
    double_columns(checker, rows);
    double_rows(checker, rows);
    runs
}

/// A row as written, on one line.
pub(super) fn text(checker: &Checker<'_>, row: &Row) -> String {
    let cells = row.cells.iter().map(|(column, value)| format!("{}: {}", column.text, one_line(checker, value.span)));
    cells.collect::<Vec<_>>().join(", ")
}

fn one_line(checker: &Checker<'_>, span: Span) -> String {
    checker.source(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The columns of all rows, each where it is written first.
fn columns(rows: &Rows) -> Vec<&Word> {
    let mut columns: Vec<&Word> = Vec::new();
    for (column, _) in rows.rows.iter().flat_map(|row| &row.cells) {
        if !columns.iter().any(|known| known.text == column.text) {
            columns.push(column);
        }
    }
    columns
}

fn double_columns(checker: &mut Checker<'_>, rows: &Rows) {
    for row in &rows.rows {
        for (nth, (column, _)) in row.cells.iter().enumerate() {
            let Some((first, _)) = row.cells.iter().take(nth).find(|(known, _)| known.text == column.text) else {
                continue;
            };
            let finding = checker
                .finding(&codes::COLUMN_TWICE, column.span, format!("this row has `{}` twice", column.text))
                .also(checker.at(first.span), "first here")
                .help("a row ends with its line, unless that ends with a comma");
            checker.push(finding);
        }
    }
}

fn double_rows(checker: &mut Checker<'_>, rows: &Rows) {
    let mut known: Vec<(BTreeSet<(String, String)>, Span)> = Vec::new();
    for row in &rows.rows {
        let cells = row.cells.iter();
        let cells = cells.map(|(column, value)| (column.text.to_string(), one_line(checker, value.span))).collect();
        if let Some((_, first)) = known.iter().find(|(same, _)| *same == cells) {
            let finding = checker
                .finding(&codes::ROW_TWICE, row.span, "this row says the same as one above")
                .also(checker.at(*first), "the first one is here")
                .help("take one of them out");
            checker.push(finding);
            continue;
        }
        known.push((cells, row.span));
    }
}

struct Filler<'a, 'c, 't> {
    checker: &'a mut Checker<'c>,
    row: Option<&'t Row>,
    columns: &'a [&'t Word],
    used: &'a mut BTreeSet<String>,
}

impl Fill for Filler<'_, '_, '_> {
    fn value(&mut self, cell: &Word) -> Value {
        let nothing = Value { span: cell.span, kind: ValueKind::Missing };
        self.look_up(cell).cloned().unwrap_or(nothing)
    }

    fn names(&mut self, cell: &Word) -> Vec<Word> {
        let Some(value) = self.look_up(cell).cloned() else { return Vec::new() };
        let values = match &value.kind {
            ValueKind::List(values) => values.as_slice(),
            ValueKind::Missing => return Vec::new(),
            _ => std::slice::from_ref(&value),
        };
        let names: Vec<Word> = values.iter().filter_map(Value::bare_word).cloned().collect();
        if names.len() < values.len() {
            self.not_a_name(cell, value.span, "a name, such as that of a trigger");
            return Vec::new();
        }
        names
    }

    fn event(&mut self, cell: &Word) -> Option<EventReference> {
        let value = self.look_up(cell)?.clone();
        match value.kind {
            ValueKind::Path(path) => Some(EventReference::Event(path)),
            ValueKind::Missing => None,
            _ => {
                self.not_a_name(cell, value.span, "an event, such as `customer.wrote`");
                None
            }
        }
    }
}

impl<'t> Filler<'_, '_, 't> {
    /// What the row has in that column; reports if it has nothing.
    fn look_up(&mut self, cell: &Word) -> Option<&'t Value> {
        self.used.insert(cell.text.to_string());
        let found = self.row.and_then(|row| row.cells.iter().find(|(column, _)| column.text == cell.text));
        if found.is_none() {
            self.nothing_there(cell);
        }
        found.map(|(_, value)| value)
    }

    fn nothing_there(&mut self, cell: &Word) {
        let name = &cell.text;
        let known = self.columns.iter().map(|column| column.text.as_str());
        let finding = match self.row {
            Some(row) if known.clone().any(|column| column == name) => self
                .checker
                .finding(&codes::MISSING_CELL, row.span, format!("this row has no `{name}`"))
                .also(self.checker.at(cell.span), "it belongs here")
                .help(format!("add `{name}: …` to the row, with a comma before it")),
            Some(_) => {
                let finding = self.checker.finding(
                    &codes::UNKNOWN_COLUMN,
                    cell.span,
                    format!("the rows have no column `{name}`"),
                );
                finding.help(did_you_mean(name, known).unwrap_or_else(|| format!("add `{name}: …` to each row")))
            }
            None => self
                .checker
                .finding(&codes::UNKNOWN_COLUMN, cell.span, format!("this test has no rows to take `{name}` from"))
                .help(format!("add `rows {{ {name}: … }}` to the test, or write the value itself")),
        };
        self.checker.push(finding);
    }

    fn not_a_name(&mut self, cell: &Word, span: Span, wanted: &str) {
        let written = one_line(self.checker, span);
        let finding = self
            .checker
            .finding(&codes::NOT_A_NAME, span, format!("`{written}` cannot stand for `<{}>`", cell.text))
            .also(self.checker.at(cell.span), "it belongs here")
            .help(format!("there must be {wanted}"));
        self.checker.push(finding);
    }
}
