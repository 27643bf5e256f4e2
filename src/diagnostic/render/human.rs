//! Findings for a person, drawn by miette.

use std::borrow::Cow;
use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents};
use miette::{SourceCode, SourceSpan, SpanContents};

use super::{Lines, printable};
use crate::diagnostic::{FileId, Finding, Label, Severity, Sources, Span};

/// Lines longer than this many bytes are not drawn: nobody reads them, and a terminal chokes on them.
const LONGEST_LINE: usize = 400;
/// Messages are cut at this many characters.
const LONGEST_TEXT: usize = 600;
/// Of a place of more lines than this, only the first is drawn.
const MOST_LINES: usize = 8;

/// Draws findings one after the other; it finds the lines of each file once.
pub struct Painter<'a> {
    sources: &'a Sources,
    files: Vec<DrawnFile<'a>>,
    handler: GraphicalReportHandler,
}

impl fmt::Debug for Painter<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Painter").field("sources", &self.sources).finish_non_exhaustive()
    }
}

impl<'a> Painter<'a> {
    /// A painter for findings in these files, `width` columns wide.
    #[must_use]
    pub fn new(sources: &'a Sources, color: bool, width: usize) -> Self {
        let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        Self {
            sources,
            files: sources.iter().map(|(_, file)| DrawnFile::new(&file.path, &file.text)).collect(),
            handler: GraphicalReportHandler::new_themed(theme).with_links(false).with_width(width),
        }
    }

    /// The finding as text of several lines.
    #[must_use]
    pub fn draw(&self, finding: &Finding) -> String {
        let file = self.file(finding.primary.location.file).filter(|file| file.can_draw(finding));
        let drawn = Drawn { finding, place: self.place(finding, file.is_none()), file };
        let mut text = String::new();
        // Writing to a text cannot fail.
        let _ = self.handler.render_report(&mut text, &drawn);
        for label in &finding.further {
            if let Some(file) = self.file(label.location.file)
                && (drawn.file.is_none() || label.location.file != finding.primary.location.file)
            {
                let _ = self.handler.render_report(&mut text, &Elsewhere { label, file });
            }
        }
        text
    }

    fn file(&self, id: FileId) -> Option<&DrawnFile<'a>> {
        self.files.get(id.0 as usize)
    }

    /// Where it is, for one whose lines are not drawn.
    fn place(&self, finding: &Finding, wanted: bool) -> Option<String> {
        let location = finding.primary.location;
        let file = self.file(location.file).filter(|_| wanted)?;
        let position = file.lines.position(location.span.start as usize);
        Some(format!("{}, line {}, column {}", file.path, position.line, position.column))
    }
}

/// A finding in the shape that miette draws.
struct Drawn<'a> {
    finding: &'a Finding,
    place: Option<String>,
    file: Option<&'a DrawnFile<'a>>,
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.finding, formatter)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&told(&self.finding.message))?;
        self.place.iter().try_for_each(|place| write!(formatter, " ({place})"))
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.finding.code.id))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        // A fix without help says itself how to write it right.
        let fix = || self.finding.fix.as_ref().map(|fix| fix.title.as_str());
        self.finding.help.as_deref().or_else(fix).map(|text| Box::new(told(text)) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.file.map(|file| file as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let file = self.file?;
        let here = self.finding.primary.location.file;
        let primary = LabeledSpan::new_primary_with_span(
            text_of(&self.finding.primary),
            file.span(self.finding.primary.location.span),
        );
        let further = self.finding.further.iter().filter(move |label| label.location.file == here);
        let further = further.map(|label| LabeledSpan::new_with_span(text_of(label), file.span(label.location.span)));
        Some(Box::new(std::iter::once(primary).chain(further)))
    }
}

/// A further place in another file.
#[derive(Debug)]
struct Elsewhere<'a> {
    label: &'a Label,
    file: &'a DrawnFile<'a>,
}

impl fmt::Display for Elsewhere<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&if self.label.text.is_empty() { "see here".into() } else { told(&self.label.text) })
    }
}

impl std::error::Error for Elsewhere<'_> {}

impl Diagnostic for Elsewhere<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette::Severity::Advice)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.file.can_draw_line(self.label.location.span).then_some(self.file as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new_primary_with_span(
            None,
            self.file.span(self.label.location.span),
        ))))
    }
}

/// The text with each control character but line breaks and tabs drawn as question marks of the same length: it must not
/// talk to the terminal, and places must stay where they are.
fn without_controls(text: &str) -> Cow<'_, str> {
    let hidden = |character: char| character.is_control() && !matches!(character, '\n' | '\r' | '\t');
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let mut drawn = String::with_capacity(text.len());
    for character in text.chars() {
        if hidden(character) {
            drawn.extend(std::iter::repeat_n('?', character.len_utf8()));
        } else {
            drawn.push(character);
        }
    }
    Cow::Owned(drawn)
}

/// A text as it is drawn: without control characters, and cut where a user's endless word made it endless.
fn told(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((at, _)) => Cow::Owned(format!("{}…", printable(text.get(..at).unwrap_or("")))),
        None => printable(text),
    }
}

fn text_of(label: &Label) -> Option<String> {
    (!label.text.is_empty()).then(|| told(&label.text).into_owned())
}

/// A file of which miette reads the lines that it draws.
#[derive(Debug)]
struct DrawnFile<'a> {
    path: &'a str,
    text: Cow<'a, str>,
    lines: Lines<'a>,
}

impl<'a> DrawnFile<'a> {
    fn new(path: &'a str, text: &'a str) -> Self {
        Self { path, text: without_controls(text), lines: Lines::new(text) }
    }

    /// The span as miette counts, kept inside the text and to a few lines.
    fn span(&self, span: Span) -> SourceSpan {
        let start = (span.start as usize).min(self.text.len());
        let mut end = (span.end as usize).clamp(start, self.text.len());
        let first = self.lines.index_of(start);
        if start == end {
            return self.beside(start);
        }
        if self.lines.index_of(end) - first > MOST_LINES {
            end = self.lines.range(first).end.saturating_sub(1).max(start);
        }
        (start, end - start).into()
    }

    /// A place between two characters, drawn at the one before it where nothing visible follows.
    fn beside(&self, at: usize) -> SourceSpan {
        let (before, after) = self.text.split_at_checked(at).unwrap_or((&self.text, ""));
        let ends_here = after.is_empty() || after.starts_with(['\n', '\r']);
        match before.chars().next_back() {
            Some(last) if ends_here && last != '\n' => (at - last.len_utf8(), last.len_utf8()).into(),
            _ => (at, 0).into(),
        }
    }

    fn can_draw(&self, finding: &Finding) -> bool {
        let here = finding.primary.location.file;
        let further = finding.further.iter().filter(|label| label.location.file == here);
        std::iter::once(&finding.primary).chain(further).all(|label| self.can_draw_line(label.location.span))
    }

    fn can_draw_line(&self, span: Span) -> bool {
        let drawn = self.span(span);
        let (first, last) = (self.lines.index_of(drawn.offset()), self.lines.index_of(drawn.offset() + drawn.len()));
        (first.saturating_sub(1)..=last + 1).all(|index| self.lines.range(index).len() <= LONGEST_LINE)
    }
}

impl SourceCode for DrawnFile<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let position = self.lines.position(span.offset());
        let first = (position.line - 1).saturating_sub(before);
        let last_line = self.lines.index_of(span.offset() + span.len().saturating_sub(1));
        let last = (last_line + after).min(self.lines.count().saturating_sub(1));
        let (start, end) = (self.lines.range(first).start, self.lines.range(last).end);
        let data = self.text.as_bytes().get(start..end).ok_or(MietteError::OutOfBounds)?;
        let column = if before == 0 { position.column - 1 } else { 0 };
        let covered = (start, end - start).into();
        let contents =
            MietteSpanContents::new_named(self.path.to_owned(), data, covered, first, column, last + 1 - first);
        Ok(Box::new(contents))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes::files::NOT_UTF8;
    use crate::diagnostic::{Location, SourceFile};

    fn drawn(texts: &[&str], finding: impl FnOnce(&dyn Fn(u32, &str) -> Location) -> Finding) -> String {
        let mut sources = Sources::default();
        for (number, text) in texts.iter().enumerate() {
            sources.add(SourceFile { path: format!("file{number}.when"), text: (*text).to_owned(), shipped: false });
        }
        let locate = |file: u32, part: &str| {
            let start = u32::try_from(texts[file as usize].find(part).unwrap()).unwrap();
            Location { file: FileId(file), span: Span::new(start, start + u32::try_from(part.len()).unwrap()) }
        };
        Painter::new(&sources, false, 80).draw(&finding(&locate))
    }

    #[test]
    fn a_finding_with_everything() {
        let texts = ["// 한국어\ntrigger greet {\n  when user.nmae is known\n}\n", "attribute user.name: text\n"];
        insta::assert_snapshot!(drawn(&texts, |at| {
            Finding::new(&NOT_UTF8, at(0, "user.nmae"), "there is no attribute `user.nmae`")
                .label("not declared")
                .also(at(0, "trigger greet"), "in this trigger")
                .also(at(1, "user.name"), "this one is declared")
                .help("did you mean `user.name`?")
        }));
    }

    #[test]
    fn places_at_the_end_and_in_several_lines() {
        let long = "trigger a {\n".to_owned() + &"  // more\n".repeat(20) + "}\n";
        let end = drawn(&["trigger a {"], |_| {
            let end = Location { file: FileId(0), span: Span::empty(11) };
            Finding::new(&NOT_UTF8, end, "the closing `}` is missing").label("`}` belongs here")
        });
        let many = drawn(&[&long], |at| Finding::new(&NOT_UTF8, at(0, long.trim_end()), "far too long"));
        let few = drawn(&["a\nb\nc\n"], |at| Finding::new(&NOT_UTF8, at(0, "a\nb"), "two lines").label("both"));
        let beyond = drawn(&["a\n"], |_| {
            Finding::new(&NOT_UTF8, Location { file: FileId(0), span: Span::new(90, 99) }, "out of the file")
        });
        insta::assert_snapshot!([end, many, few, beyond].join("\n"));
    }

    #[test]
    fn nothing_talks_to_the_terminal() {
        let text = "send \"\u{1b}[2J\u{9b}31m\"\n";
        let told = drawn(&[text], |at| Finding::new(&NOT_UTF8, at(0, "send"), "a message with `\u{1b}[2J`"));
        assert!(!told.contains(['\u{1b}', '\u{9b}']), "{told}");
        let endless = "x".repeat(1_000_000);
        let told = drawn(&[&endless], |at| Finding::new(&NOT_UTF8, at(0, &endless), endless.clone()).help("break it"));
        insta::assert_snapshot!(told);
    }
}
