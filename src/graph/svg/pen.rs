//! What the layout library draws with: it writes down SVG, and how much room that takes.

use std::fmt::Write;

use layout::core::color::Color;
use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::Point;
use layout::core::style::StyleAttr;

use super::curve::Curve;

/// The size of letters in nodes.
pub(super) const LETTERS: usize = 13;

/// The size of letters beside arrows.
pub(super) const SMALL_LETTERS: usize = 11;

/// Behind the texts of arrows.
const BACKGROUND: &str = "fill=\"#ffffff\" fill-opacity=\"0.85\"";

/// What was drawn of one part: arrows lie below everything else, so that their texts can be read.
#[derive(Debug, Default)]
pub(super) struct Pen {
    /// With the text of each.
    arrows: Vec<(Curve, String)>,
    /// Texts of arrows, where the library has made room for them.
    labels: Vec<(Point, String)>,
    nodes: Vec<Area>,
    lines: String,
    rest: String,
    ends: Option<Area>,
}

/// The left, upper, right and lower end.
type Area = (f64, f64, f64, f64);

impl Pen {
    /// The drawing, moved so that it begins at `(0, top)`; with its width and height.
    pub(super) fn finish(mut self, top: f64) -> (String, f64, f64) {
        self.place_labels();
        let (left, upper, right, lower) = self.ends.unwrap_or_default();
        let (x, y) = (-left, top - upper);
        let moved = format!("<g transform=\"translate({x:.1} {y:.1})\">\n{}{}</g>\n", self.lines, self.rest);
        (moved, right - left, lower - upper)
    }

    /// Each text goes to the nearest point of its arrow where it covers no node.
    fn place_labels(&mut self) {
        for (curve, text) in std::mem::take(&mut self.arrows).into_iter().filter(|(_, text)| !text.is_empty()) {
            let own = self.labels.iter().enumerate().filter(|(_, (_, label))| *label == text);
            let distances = own.map(|(index, (at, _))| (index, curve.nearest(*at, |_| true).0, *at));
            let nearest = distances.min_by(|(_, one, _), (_, other, _)| one.total_cmp(other));
            if let Some((index, _, room)) = nearest {
                self.labels.remove(index);
                let is_free =
                    |point: Point| !self.nodes.iter().any(|node| overlap(*node, area(point, &text, SMALL_LETTERS)));
                let (_, place) = curve.nearest(room, is_free);
                self.write(place, &text, SMALL_LETTERS);
            }
        }
        for (place, text) in std::mem::take(&mut self.labels) {
            self.write(place, &text, SMALL_LETTERS);
        }
    }

    fn reach(&mut self, left: f64, upper: f64, right: f64, lower: f64) {
        let (old_left, old_upper, old_right, old_lower) = self.ends.unwrap_or((left, upper, right, lower));
        self.ends = Some((old_left.min(left), old_upper.min(upper), old_right.max(right), old_lower.max(lower)));
    }

    /// A text of one or more lines around a point.
    fn write(&mut self, middle: Point, text: &str, letters: usize) {
        let (left, top, right, bottom) = area(middle, text, letters);
        self.reach(left, top, right, bottom);
        let small = letters == SMALL_LETTERS;
        if small {
            let _ = writeln!(
                self.rest,
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" {BACKGROUND}/>",
                right - left,
                bottom - top
            );
        }
        let class = if small { " class=\"small\"" } else { "" };
        let high = line_height(letters);
        let mut below = top + high * 0.78;
        for line in text.lines() {
            let _ = writeln!(self.rest, "<text x=\"{:.1}\" y=\"{below:.1}\"{class}>{}</text>", middle.x, escaped(line));
            below += high;
        }
    }
}

/// What a text around a point covers.
fn area(middle: Point, text: &str, letters: usize) -> Area {
    let lines = f64::from(u32::try_from(text.lines().count()).unwrap_or(1));
    let wide = text.lines().map(|line| width(line, letters)).fold(0.0, f64::max) / 2.0;
    let high = lines * line_height(letters) / 2.0;
    (middle.x - wide, middle.y - high, middle.x + wide, middle.y + high)
}

fn overlap(one: Area, other: Area) -> bool {
    one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
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
        self.nodes.push((xy.x, xy.y, xy.x + size.x, xy.y + size.y));
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
        // The library gives some texts of arrows a size of its own.
        if look.font_size == LETTERS {
            self.write(xy, text, LETTERS);
        } else {
            self.labels.push((xy, text.to_owned()));
        }
    }

    /// `label` is the text of the arrow; the library does not tell it otherwise once it has made room for it.
    fn draw_arrow(
        &mut self,
        path: &[(Point, Point)],
        _dashed: bool,
        (at_start, at_end): (bool, bool),
        _look: &StyleAttr,
        label: Option<String>,
        _text: &str,
    ) {
        let Some(curve) = Curve::new(path) else { return };
        for point in curve.points() {
            self.reach(point.x, point.y, point.x, point.y);
        }
        let start = if at_start { " marker-start=\"url(#back)\"" } else { "" };
        let end = if at_end { " marker-end=\"url(#head)\"" } else { "" };
        let _ = writeln!(self.lines, "<path d=\"{}\" class=\"arrow\"{start}{end}/>", curve.written());
        self.arrows.push((curve, label.unwrap_or_default()));
    }

    fn create_clip(&mut self, _xy: Point, _size: Point, _rounded: usize) -> ClipHandle {
        0
    }
}
