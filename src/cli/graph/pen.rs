//! What the layout library draws with: it writes down SVG, and how much room that takes.

use std::fmt::Write;

use layout::core::color::Color;
use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::Point;
use layout::core::style::StyleAttr;

/// The size of letters in nodes.
pub(super) const LETTERS: usize = 13;

/// The size of letters beside arrows.
pub(super) const SMALL_LETTERS: usize = 11;

/// What was drawn of one part: arrows lie below everything else, so that their texts can be read.
#[derive(Debug, Default)]
pub(super) struct Pen {
    arrows: String,
    rest: String,
    /// The left, upper, right and lower end.
    ends: Option<(f64, f64, f64, f64)>,
}

impl Pen {
    /// The drawing, moved so that it begins at `(0, top)`; with its width and height.
    pub(super) fn finish(self, top: f64) -> (String, f64, f64) {
        let (left, upper, right, lower) = self.ends.unwrap_or_default();
        let moved =
            format!("<g transform=\"translate({:.1} {:.1})\">\n{}{}</g>\n", -left, top - upper, self.arrows, self.rest);
        (moved, right - left, lower - upper)
    }

    fn reach(&mut self, left: f64, upper: f64, right: f64, lower: f64) {
        let (old_left, old_upper, old_right, old_lower) = self.ends.unwrap_or((left, upper, right, lower));
        self.ends = Some((old_left.min(left), old_upper.min(upper), old_right.max(right), old_lower.max(lower)));
    }
}

/// About how wide a text is, in the letters of that size.
pub(super) fn width(text: &str, letters: usize) -> f64 {
    let wide = |character: &char| u32::from(*character) >= 0x1100;
    let narrow = |character: &char| "ijltfr.,:;|'`()[] ".contains(*character);
    let units: u32 = text
        .chars()
        .map(|character| {
            if wide(&character) {
                20
            } else if narrow(&character) {
                7
            } else {
                12
            }
        })
        .sum();
    f64::from(units) / 20.0 * f64::from(u32::try_from(letters).unwrap_or(12))
}

/// How high a line is, in letters of that size.
pub(super) fn line_height(letters: usize) -> f64 {
    f64::from(u32::try_from(letters).unwrap_or(12)) * 1.25
}

/// For the text of an element or the value of an attribute.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace(char::is_control, " ")
}

fn shape(look: &StyleAttr) -> String {
    let fill = look.fill_color.map_or_else(|| "none".to_owned(), opaque);
    format!("fill=\"{fill}\" stroke=\"{}\" stroke-width=\"{}\"", opaque(look.line_color), look.line_width)
}

/// `#4a72b8`: not every viewer knows the two further digits that the library writes.
fn opaque(color: Color) -> String {
    color.to_web_color().chars().take(7).collect()
}

impl RenderBackend for Pen {
    fn draw_rect(
        &mut self,
        xy: Point,
        size: Point,
        look: &StyleAttr,
        dashes: Option<String>,
        _clip: Option<ClipHandle>,
    ) {
        self.reach(xy.x, xy.y, xy.x + size.x, xy.y + size.y);
        let dashes = dashes.unwrap_or_default();
        let _ = writeln!(
            self.rest,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{}\" {}{dashes}/>",
            xy.x,
            xy.y,
            size.x,
            size.y,
            look.rounded,
            shape(look)
        );
    }

    fn draw_line(&mut self, _start: Point, _stop: Point, _look: &StyleAttr, _properties: Option<String>) {}

    fn draw_circle(&mut self, xy: Point, size: Point, look: &StyleAttr, _properties: Option<String>) {
        let (wide, high) = (size.x / 2.0, size.y / 2.0);
        self.reach(xy.x - wide, xy.y - high, xy.x + wide, xy.y + high);
        let _ = writeln!(
            self.rest,
            "<ellipse cx=\"{:.1}\" cy=\"{:.1}\" rx=\"{wide:.1}\" ry=\"{high:.1}\" {}/>",
            xy.x,
            xy.y,
            shape(look)
        );
    }

    fn draw_text(&mut self, xy: Point, text: &str, look: &StyleAttr) {
        let lines: Vec<&str> = text.lines().collect();
        // The library gives some texts of arrows a size of its own.
        let small = look.font_size != LETTERS;
        let letters = if small { SMALL_LETTERS } else { LETTERS };
        let high = line_height(letters);
        let count = f64::from(u32::try_from(lines.len()).unwrap_or(1));
        let wide = lines.iter().map(|line| width(line, letters)).fold(0.0, f64::max);
        let (left, top) = (xy.x - wide / 2.0, xy.y - count * high / 2.0);
        self.reach(left, top, left + wide, top + count * high);
        if small {
            let _ = writeln!(
                self.rest,
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{:.1}\" fill=\"#ffffff\" fill-opacity=\"0.85\"/>",
                count * high
            );
        }
        let mut below = top + high * 0.78;
        for line in lines {
            let class = if small { " class=\"small\"" } else { "" };
            let _ = writeln!(self.rest, "<text x=\"{:.1}\" y=\"{below:.1}\"{class}>{}</text>", xy.x, escaped(line));
            below += high;
        }
    }

    fn draw_arrow(
        &mut self,
        path: &[(Point, Point)],
        _dashed: bool,
        (at_start, at_end): (bool, bool),
        _look: &StyleAttr,
        _properties: Option<String>,
        _text: &str,
    ) {
        let [(start, leaving), (arriving, first), rest @ ..] = path else { return };
        let mut way = format!(
            "M {:.1} {:.1} C {:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
            start.x, start.y, leaving.x, leaving.y, arriving.x, arriving.y, first.x, first.y
        );
        for (arriving, point) in rest {
            let _ = write!(way, " S {:.1} {:.1} {:.1} {:.1}", arriving.x, arriving.y, point.x, point.y);
        }
        for (one, other) in path {
            for point in [one, other] {
                self.reach(point.x, point.y, point.x, point.y);
            }
        }
        let start = if at_start { " marker-start=\"url(#back)\"" } else { "" };
        let end = if at_end { " marker-end=\"url(#head)\"" } else { "" };
        let _ = writeln!(self.arrows, "<path d=\"{way}\" class=\"arrow\"{start}{end}/>");
    }

    fn create_clip(&mut self, _xy: Point, _size: Point, _rounded: usize) -> ClipHandle {
        0
    }
}
