//! Graphs as SVG: the parts one below the other, each laid out in layers.
#![expect(clippy::float_arithmetic, reason = "places in a picture; the layout library has them as floats")]

mod curve;
mod pen;

use std::collections::BTreeMap;

use layout::core::base::Orientation;
use layout::core::color::Color;
use layout::core::geometry::{Point, Position};
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Arrow, Element, ShapeKind};
use layout::topo::layout::VisualGraph;

use self::pen::{LETTERS, Pen, SMALL_LETTERS, escaped, line_height, width};
use super::{Graph, Node, NodeKind, Part};

/// Around everything.
const MARGIN: f64 = 24.0;

/// The height of a part's title, with the room around it.
const HEADING: f64 = 44.0;

/// Between parts.
const GAP: f64 = 32.0;

/// The room around a node, along the layers and from one to the next.
const HALO: (f64, f64) = (18.0, 36.0);

const STYLE: &str = "\
<style>
  text { font-family: Helvetica, Arial, sans-serif; font-size: 13px; text-anchor: middle; fill: #1a1a1a }
  text.small { font-size: 11px; fill: #444444 }
  text.heading { font-size: 16px; font-weight: bold; text-anchor: start }
  path.arrow { fill: none; stroke: #7a7a7a; stroke-width: 1.3 }
</style>
<defs>
  <marker id=\"head\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">
    <path d=\"M 0 0 L 10 5 L 0 10 z\" fill=\"#7a7a7a\"/>
  </marker>
  <marker id=\"back\" viewBox=\"0 0 10 10\" refX=\"1\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">
    <path d=\"M 10 0 L 0 5 L 10 10 z\" fill=\"#7a7a7a\"/>
  </marker>
</defs>
";

/// The whole picture.
#[must_use]
pub fn draw(graph: &Graph) -> String {
    let mut body = String::new();
    let (mut wide, mut high) = (0.0_f64, MARGIN);
    for part in &graph.parts {
        body.push_str(&format!(
            "<text class=\"heading\" x=\"0\" y=\"{:.1}\">{}</text>\n",
            high + 16.0,
            escaped(&part.title)
        ));
        let (drawn, part_wide, part_high) = drawn(part).finish(high + HEADING);
        body.push_str(&drawn);
        wide = wide.max(part_wide).max(width(&part.title, 16));
        high += HEADING + part_high + GAP;
    }
    let (wide, high) = ((wide + 2.0 * MARGIN).ceil(), (high - GAP + MARGIN).ceil());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"{:.0} 0 {wide} {high}\" \
         role=\"img\">\n<title>{}</title>\n{STYLE}<rect x=\"{:.0}\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n",
        -MARGIN,
        escaped(&graph.title),
        -MARGIN
    )
}

fn drawn(part: &Part) -> Pen {
    let orientation = if part.nodes.iter().any(|node| node.kind == NodeKind::Start) {
        Orientation::TopToBottom
    } else {
        Orientation::LeftToRight
    };
    let mut visual = VisualGraph::new(orientation);
    let mut handles = BTreeMap::new();
    for node in &part.nodes {
        handles.insert(node.id.as_str(), visual.add_node(element(node, orientation)));
    }
    for edge in &part.edges {
        let (Some(from), Some(to)) = (handles.get(edge.from.as_str()), handles.get(edge.to.as_str())) else { continue };
        let label = edge.lines().join("\n");
        let mut arrow = Arrow::simple_with_properties(&label, label.clone());
        arrow.look = look("#7a7a7a", "#ffffff", SMALL_LETTERS, 0);
        visual.add_edge(arrow, *from, *to);
    }
    let mut pen = Pen::default();
    visual.do_it(false, false, false, &mut pen);
    pen
}

fn element(node: &Node, orientation: Orientation) -> Element {
    let text = node.lines.join("\n");
    let lines = f64::from(u32::try_from(node.lines.len()).unwrap_or(1));
    let wide = node.lines.iter().map(|line| width(line, LETTERS)).fold(0.0, f64::max) + 24.0;
    let size = match node.kind {
        NodeKind::Start => Point::new(14.0, 14.0),
        _ => Point::new(wide, lines * line_height(LETTERS) + 14.0),
    };
    let shape = if node.kind == NodeKind::Start { ShapeKind::new_circle("") } else { ShapeKind::new_box(&text) };
    let mut element = Element::create(shape, node_look(node.kind), orientation, size);
    let halo = match orientation {
        Orientation::TopToBottom => Point::new(HALO.0, HALO.1),
        Orientation::LeftToRight => Point::new(HALO.1, HALO.0),
    };
    element.pos = Position::new(Point::zero(), size, Point::zero(), halo);
    if node.kind == NodeKind::Choice {
        element.properties = Some(" stroke-dasharray=\"4 3\"".to_owned());
    }
    element
}

fn node_look(kind: NodeKind) -> StyleAttr {
    match kind {
        NodeKind::Start => look("#444444", "#444444", LETTERS, 0),
        NodeKind::State => look("#666666", "#ffffff", LETTERS, 8),
        NodeKind::Active | NodeKind::Conversation => look("#2e8b57", "#d9f2e1", LETTERS, 8),
        NodeKind::Final => StyleAttr { line_width: 3, ..look("#777777", "#e4e4e4", LETTERS, 8) },
        NodeKind::Choice => look("#999999", "#ffffff", LETTERS, 8),
        NodeKind::Event => look("#4a72b8", "#e8f0fe", LETTERS, 14),
        NodeKind::Fact => look("#b8963c", "#fff6d6", LETTERS, 2),
        NodeKind::Trigger | NodeKind::Automation => look("#666666", "#ffffff", LETTERS, 2),
        NodeKind::Policy => StyleAttr { line_width: 2, ..look("#666666", "#ffffff", LETTERS, 2) },
    }
}

fn look(line: &str, fill: &str, letters: usize, rounded: usize) -> StyleAttr {
    StyleAttr::new(color(line), 1, Some(color(fill)), rounded, letters)
}

/// A colour such as `#4a72b8`.
fn color(code: &str) -> Color {
    let number = u32::from_str_radix(code.trim_start_matches('#'), 16).unwrap_or(0);
    Color::new((number << 8) | 0xff)
}
