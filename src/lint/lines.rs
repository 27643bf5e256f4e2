//! Lines of conditions, as fixes put them in and take them out.

use super::Subject;
use crate::diagnostic::{Location, Span};

impl Subject<'_> {
    /// What to take out so that a part of an `all`, an `any` or of `and` and `or` is gone; `None` where that is not plain.
    pub(super) fn without(&self, part: Location) -> Option<Span> {
        let text = self.sources.get(part.file).map(|file| file.text.as_str())?;
        let (start, end) = (part.span.start as usize, part.span.end as usize);
        let (before, after) = (text.get(..start)?, text.get(end..)?);
        let narrow = |position: usize| u32::try_from(position).ok();
        let line_start = before.rfind('\n').map_or(0, |position| position + 1);
        let line_end = after.find('\n').map_or(text.len(), |position| end + position + 1);
        let is_alone = before.get(line_start..)?.trim().is_empty() && text.get(end..line_end)?.trim().is_empty();
        if is_alone {
            return Some(Span::new(narrow(line_start)?, narrow(line_end)?));
        }
        for word in ["and", "or"] {
            if after.starts_with(&format!(" {word} ")) {
                return Some(Span::new(part.span.start, narrow(end + word.len() + 2)?));
            }
            if before.ends_with(&format!(" {word} ")) {
                return Some(Span::new(narrow(start - word.len() - 2)?, part.span.end));
            }
        }
        None
    }

    /// The same text with another in place of the last of `what` in it: `message.text is "hi"`, `is`, `contains`.
    pub(super) fn replaced(&self, location: Location, what: &str, with: &str) -> Option<String> {
        let text = self.text(location);
        let (before, after) = text.split_once(&format!(" {what} "))?;
        Some(format!("{before} {with} {after}"))
    }
}
