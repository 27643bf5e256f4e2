//! Which tests are meant.

use std::ops::RangeInclusive;

use crate::ir::Book;
use crate::ir::test::Test;
use crate::scenario::words;

/// Says which tests are meant: by a part of the title or of the file's path (upper and lower case alike), or by `FILE:LINE`, the
/// one that stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    text: String,
    place: Option<(String, u32)>,
}

impl Filter {
    /// The filter as a user writes it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let place = text.rsplit_once(':').and_then(|(file, line)| Some((file.to_owned(), line.parse().ok()?)));
        Self { text: text.to_lowercase(), place }
    }

    /// The tests that it means, in the book's order.
    #[must_use]
    pub fn choose<'b>(&self, book: &'b Book) -> Vec<&'b Test> {
        let there = self.place.as_ref().map(|(file, line)| tests_at(book, file, *line)).unwrap_or_default();
        let is_meant = |test: &Test| there.iter().any(|there| std::ptr::eq(*there, test)) || self.is_in(test, book);
        book.tests.iter().filter(|test| is_meant(test)).collect()
    }

    fn is_in(&self, test: &Test, book: &Book) -> bool {
        let has = |text: &str| text.to_lowercase().contains(&self.text);
        has(&test.title) || has(words::file_of(book, test.place))
    }
}

/// What stands on that line of a file: a test, a row of one, or all rows of the test around it.
fn tests_at<'b>(book: &'b Book, file: &str, line: u32) -> Vec<&'b Test> {
    let own = || book.tests.iter().filter(|test| is_file(file, words::file_of(book, test.place)));
    let titles: Vec<&Test> = own().filter(|test| test.place.line == line).collect();
    if titles.is_empty() { own().filter(|test| lines(test).contains(&line)).collect() } else { titles }
}

/// From the line of the title to that of the last bracket, as the formatter lays it out. A row stands below what it is a row of.
fn lines(test: &Test) -> RangeInclusive<u32> {
    let own = || test.steps.iter().filter(|step| step.place.file == test.place.file).map(|step| step.place.line);
    let first = own().min().map_or(test.place.line, |line| line.saturating_sub(1).min(test.place.line));
    let last = own().max().map_or(test.place.line, |line| line.max(test.place.line));
    first..=last.saturating_add(1)
}

/// Whether the path that a user gives is that of the book's file, with folders before it or without.
fn is_file(given: &str, path: &str) -> bool {
    let ends_with =
        |long: &str, end: &str| long.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    let given = given.replace('\\', "/");
    ends_with(&given, path) || ends_with(path, &given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_be_named_with_its_folders_or_without() {
        assert!(is_file("tests.when", "desk/tests.when"));
        assert!(is_file("books/desk/tests.when", "desk/tests.when"));
        assert!(is_file("desk\\tests.when", "desk/tests.when"));
        assert!(!is_file("ests.when", "desk/tests.when"));
        assert!(!is_file("other/tests.when", "desk/tests.when"));
    }
}
