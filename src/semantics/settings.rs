//! `whenbook.toml`: what is settled for a whole book.

use std::ops::Range;

use globset::{Glob, GlobBuilder};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::declarations::{language_tags, time_zones};
use super::suggest::nearest;
use crate::diagnostic::codes::files;
use crate::diagnostic::{Code, FileId, Finding, Location, Severity, Span};

/// The edition of the language that this version knows, and that a book without the line has.
pub const EDITION: &str = "2026";

const KEYS: &[&str] = &["name", "timezone", "languages", "edition", "exclude", "lints"];
/// Under `[lints]`: the levels of some files.
const LEVELS_OF_FILES: &str = "files";
const LEVELS: &[(&str, Level)] = &[
    ("off", Level::Off),
    ("advice", Level::As(Severity::Advice)),
    ("warning", Level::As(Severity::Warning)),
    ("error", Level::As(Severity::Error)),
];

/// What is settled for a whole book; without a `whenbook.toml`, the defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `name`: what the book is called; `None` if it does not say.
    pub name: Option<String>,
    /// `timezone`: an IANA name; `UTC` by default.
    pub time_zone: String,
    /// Whether it says so, or leaves it at the default.
    pub says_time_zone: bool,
    /// `languages`: those that every message must have, in order of preference; none by default.
    pub languages: Vec<String>,
    /// `edition`: the edition of the language; [`EDITION`] by default.
    pub edition: String,
    /// `exclude`: files below the folder that are none of the book's, as patterns such as `drafts/**`.
    pub exclude: Vec<Glob>,
    /// `[lints]`: how grave warnings and advice are, in the order written. What the names stand for is for `lint` to say.
    pub lints: Vec<LevelLine>,
}

/// A line under `[lints]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelLine {
    /// A code, the name of one, or a group of them, as written.
    pub name: String,
    /// Where the name stands in `whenbook.toml`.
    pub span: Span,
    /// How grave its findings are.
    pub level: Level,
    /// The files for which it is so; `None` for all.
    pub files: Option<Glob>,
}

/// How grave a kind of warning or advice is in a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not reported.
    Off,
    /// It is reported as that.
    As(Severity),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: None,
            time_zone: "UTC".to_owned(),
            says_time_zone: false,
            languages: Vec::new(),
            edition: EDITION.to_owned(),
            exclude: Vec::new(),
            lints: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads a `whenbook.toml`. What is wrong in it keeps its default and gives a finding in `file`.
    #[must_use]
    pub fn parse(file: FileId, text: &str) -> (Self, Vec<Finding>) {
        let mut reader = Reader { file, settings: Self::default(), findings: Vec::new() };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            reader.not_toml(error, text);
        }
        for (key, value) in table.get_ref() {
            reader.entry(key, value);
        }
        // A table gives its keys in the order of the alphabet.
        reader.settings.lints.sort_by_key(|line| line.span);
        reader.findings.sort_by_key(|finding| finding.primary.location);
        (reader.settings, reader.findings)
    }
}

type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;

struct Reader {
    file: FileId,
    settings: Settings,
    findings: Vec<Finding>,
}

impl Reader {
    fn location(&self, range: Range<usize>) -> Location {
        let narrow = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        Location { file: self.file, span: Span::new(narrow(range.start), narrow(range.end)) }
    }

    fn report(&mut self, code: &'static Code, range: Range<usize>, message: String, help: impl Into<String>) {
        let location = self.location(range);
        self.findings.push(Finding::new(code, location, message).help(help));
    }

    fn not_toml(&mut self, error: &toml::de::Error, text: &str) {
        let range = error.span().unwrap_or(0..text.len());
        let reason = error.message().lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
        let message = format!("this line cannot be read: {reason}");
        self.report(&files::SETTINGS_FORM, range, message, "each line is written `key = \"value\"`, as in TOML");
    }

    fn entry(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        match key.get_ref().as_ref() {
            "name" => self.settings.name = self.text(key, value).or(self.settings.name.take()),
            "timezone" => self.time_zone(key, value),
            "languages" => self.languages(key, value),
            "edition" => self.edition(key, value),
            "exclude" => self.exclude(key, value),
            "lints" => self.lints(value),
            _ => self.unknown_key(key),
        }
    }

    fn unknown_key(&mut self, key: &Key<'_>) {
        let name = key.get_ref().as_ref();
        let finding =
            Finding::new(&files::UNKNOWN_SETTING, self.location(key.span()), format!("there is no setting `{name}`"));
        let finding = match nearest(name, KEYS.iter().copied()) {
            Some(meant) => finding.help(format!("did you mean `{meant}`?")).fix(
                format!("write `{meant}`"),
                self.location(key.span()).span,
                meant,
                false,
            ),
            None => {
                finding.help("the settings are `name`, `timezone`, `languages`, `edition`, `exclude` and `[lints]`")
            }
        };
        self.findings.push(finding);
    }

    fn text(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<String> {
        if let Some(text) = value.get_ref().as_str() {
            return Some(text.to_owned());
        }
        let name = key.get_ref();
        let message = format!("`{name}` is a text");
        self.report(
            &files::SETTING_TYPE,
            value.span(),
            message,
            format!("write it in quotation marks: `{name} = \"…\"`"),
        );
        None
    }

    fn time_zone(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        let Some(name) = self.text(key, value) else {
            return;
        };
        match time_zones::find(&name) {
            Ok(zone) => {
                zone.name().clone_into(&mut self.settings.time_zone);
                self.settings.says_time_zone = true;
            }
            Err(problem) => {
                let location = self.location(value.span());
                self.findings.push(time_zones::finding(&problem, &name, location));
            }
        }
    }

    fn languages(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        for (tag, range) in self.texts(key, value, "[\"en\", \"ko\"]") {
            if let Err(problem) = language_tags::check(&tag) {
                let location = self.location(range);
                self.findings.push(language_tags::finding(&problem, &tag, location, "\""));
            } else if self.settings.languages.contains(&tag) {
                let message = format!("`{tag}` stands twice in `languages`");
                self.report(&files::LANGUAGE_TWICE, range, message, "take one of them out");
            } else {
                self.settings.languages.push(tag);
            }
        }
    }

    fn exclude(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        for (pattern, range) in self.texts(key, value, "[\"drafts/**\"]") {
            let pattern = self.pattern(&pattern, range);
            self.settings.exclude.extend(pattern);
        }
    }

    /// The texts of a list, with their places.
    fn texts(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>, example: &str) -> Vec<(String, Range<usize>)> {
        let Some(list) = value.get_ref().as_array() else {
            let name = key.get_ref();
            let help = format!("write it in brackets: `{name} = {example}`");
            self.report(&files::SETTING_TYPE, value.span(), format!("`{name}` is a list"), help);
            return Vec::new();
        };
        list.iter().filter_map(|item| Some((self.text(key, item)?, item.span()))).collect()
    }

    fn pattern(&mut self, written: &str, range: Range<usize>) -> Option<Glob> {
        // As other tools take them: `./drafts/` is all that is in the folder `drafts`.
        let meant = written.strip_prefix("./").unwrap_or(written);
        let meant = if meant.ends_with('/') { format!("{meant}**") } else { meant.to_owned() };
        let built = GlobBuilder::new(&meant).literal_separator(true).build();
        if built.is_err() {
            let help = "`*` stands for any name, `**` for any folders: `drafts/**`, `*.old.when`";
            self.report(&files::PATTERN, range, format!("`{written}` is no pattern of files"), help);
        }
        built.ok()
    }

    fn edition(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        match self.text(key, value) {
            Some(edition) if edition != EDITION => {
                let message = format!("this version of Whenbook does not know the edition `{edition}`");
                let help = format!("it knows `{EDITION}`; a book of a newer edition needs a newer Whenbook");
                self.report(&files::UNKNOWN_EDITION, value.span(), message, help);
            }
            _ => {}
        }
    }

    fn lints(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            let help = "write `[lints]` on a line of its own, and below it lines such as `W0462 = \"off\"`";
            self.report(&files::SETTING_TYPE, value.span(), "`lints` is a table".to_owned(), help);
            return;
        };
        for (name, level) in table {
            match level.get_ref().as_table() {
                Some(patterns) if name.get_ref() == LEVELS_OF_FILES => self.lints_of_files(patterns),
                _ => self.level_line(name, level, None),
            }
        }
    }

    /// `[lints.files."drafts/**"]`
    fn lints_of_files(&mut self, patterns: &DeTable<'_>) {
        for (written, lines) in patterns {
            let pattern = self.pattern(written.get_ref(), written.span());
            let Some(table) = lines.get_ref().as_table() else {
                let help = format!(
                    "write `[lints.files.\"{}\"]` on a line of its own, and the levels below",
                    written.get_ref()
                );
                self.report(&files::SETTING_TYPE, lines.span(), "the levels of files are a table".to_owned(), help);
                continue;
            };
            for (name, level) in table.iter().filter(|_| pattern.is_some()) {
                self.level_line(name, level, pattern.clone());
            }
        }
    }

    fn level_line(&mut self, name: &Key<'_>, value: &Spanned<DeValue<'_>>, files: Option<Glob>) {
        if let Some(level) = self.level(name, value) {
            let span = self.location(name.span()).span;
            self.settings.lints.push(LevelLine { name: name.get_ref().to_string(), span, level, files });
        }
    }

    fn level(&mut self, name: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<Level> {
        let written = self.text(name, value)?;
        let level = LEVELS.iter().find(|(word, _)| *word == written);
        if level.is_none() {
            let help = "the levels are `off`, `advice`, `warning` and `error`";
            self.report(&files::UNKNOWN_LEVEL, value.span(), format!("there is no level `{written}`"), help);
        }
        level.map(|(_, level)| *level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes_of(text: &str) -> Vec<&'static str> {
        Settings::parse(FileId(0), text).1.iter().map(|finding| finding.code.id).collect()
    }

    #[test]
    fn a_full_file_is_read() {
        let text = "name = \"Help desk\"\ntimezone = \"Asia/Seoul\"\nlanguages = [\"en\", \"pt-BR\"]\nedition = \"2026\"\n\
                    exclude = [\"old/*.when\"]\n[lints]\nW0462 = \"error\"\nopen-and-closed = \"off\"\n\
                    [lints.files.\"drafts/**\"]\nstyle = \"advice\"\n";
        let (settings, findings) = Settings::parse(FileId(0), text);
        assert_eq!(findings, []);
        assert_eq!(settings.name.as_deref(), Some("Help desk"));
        assert_eq!(settings.time_zone, "Asia/Seoul");
        assert_eq!(settings.languages, ["en", "pt-BR"]);
        let lines =
            settings.lints.iter().map(|line| (line.name.as_str(), line.level, line.files.as_ref().map(Glob::glob)));
        let expected = [
            ("W0462", Level::As(Severity::Error), None),
            ("open-and-closed", Level::Off, None),
            ("style", Level::As(Severity::Advice), Some("drafts/**")),
        ];
        assert_eq!(lines.collect::<Vec<_>>(), expected);
        assert_eq!(settings.exclude.iter().map(Glob::glob).collect::<Vec<_>>(), ["old/*.when"]);
    }

    #[test]
    fn each_slip_is_found_where_it_is() {
        let text = "nam = \"x\"\ntime_zone = \"UTC\"\nlanguages = \"en\"\nedition = \"2031\"\n[lints]\nW0462 = \"no\"\n[lints.files]\n\"{a\" = {}\n";
        let (settings, findings) = Settings::parse(FileId(7), text);
        assert_eq!(settings, Settings::default());
        let told: Vec<_> = findings
            .iter()
            .map(|finding| {
                (finding.code.id, finding.primary.location.span.of(text), finding.help.as_deref().unwrap_or(""))
            })
            .collect();
        assert_eq!(told.len(), 6, "{told:#?}");
        assert_eq!(told[0], ("E0011", "nam", "did you mean `name`?"));
        assert_eq!(told[1], ("E0011", "time_zone", "did you mean `timezone`?"));
        assert_eq!(told[2].0, "E0012");
        assert_eq!((told[3].0, told[3].1), ("E0013", "\"2031\""));
        assert_eq!((told[4].0, told[4].1), ("E0015", "\"no\""));
        assert_eq!((told[5].0, told[5].1), ("E0018", "\"{a\""));
    }

    #[test]
    fn values_are_checked_as_in_a_book() {
        assert_eq!(
            codes_of("timezone = \"Seoul\"\nlanguages = [\"kr\", \"en\", \"en\"]\n"),
            ["E0450", "E0470", "W0017"]
        );
        assert_eq!(codes_of("name = \nnonsense\nlanguages = [\"en\""), ["E0010", "E0010", "E0010"]);
        assert_eq!(codes_of("a = 1\na = 2\n"), ["E0011", "E0010"]);
        assert!(codes_of("\u{0}\u{feff}").iter().all(|code| *code == "E0010"));
    }
}
