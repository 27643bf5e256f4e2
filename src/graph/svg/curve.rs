//! The way of an arrow, as the layout library gives it, and the point of it that is nearest to its label.

use std::fmt::Write;

use layout::core::geometry::Point;

/// How many points of each piece are looked at.
const SAMPLES: u32 = 24;

/// The pieces of a way: each a cubic Bézier curve.
#[derive(Debug)]
pub(super) struct Curve(Vec<[Point; 4]>);

impl Curve {
    /// The library gives the first point with where the way leaves it, then each further point after where the way comes from.
    pub(super) fn new(path: &[(Point, Point)]) -> Option<Self> {
        let [(start, leaving), (arriving, first), rest @ ..] = path else { return None };
        let mut pieces = vec![[*start, *leaving, *arriving, *first]];
        let (mut last, mut point) = (*arriving, *first);
        for (arriving, next) in rest {
            // It leaves a point as it came.
            pieces.push([point, point.add(point.sub(last)), *arriving, *next]);
            (last, point) = (*arriving, *next);
        }
        Some(Self(pieces))
    }

    /// In the words of an SVG path.
    pub(super) fn written(&self) -> String {
        let mut way = String::new();
        for (index, [from, leaving, arriving, to]) in self.0.iter().enumerate() {
            if index == 0 {
                let _ = write!(way, "M {:.1} {:.1}", from.x, from.y);
            }
            let [leaving, arriving] = [leaving, arriving].map(|point| format!("{:.1} {:.1}", point.x, point.y));
            let _ = write!(way, " C {leaving} {arriving} {:.1} {:.1}", to.x, to.y);
        }
        way
    }

    /// Points on the way, close to each other.
    pub(super) fn points(&self) -> impl Iterator<Item = Point> {
        self.0.iter().flat_map(|piece| (0..=SAMPLES).map(|step| on(piece, f64::from(step) / f64::from(SAMPLES))))
    }

    /// How far the way is from a point, and its nearest point of those that will do; the point itself if none will.
    pub(super) fn nearest(&self, to: Point, will_do: impl Fn(Point) -> bool) -> (f64, Point) {
        let far = self.points().filter(|point| will_do(*point)).map(|point| (point.distance_to(to), point));
        far.fold((f64::MAX, to), |best, next| if next.0 < best.0 { next } else { best })
    }
}

/// The point of a piece after that share of it.
fn on([start, leaving, arriving, end]: &[Point; 4], share: f64) -> Point {
    let rest = 1.0 - share;
    let weights = [rest * rest * rest, 3.0 * rest * rest * share, 3.0 * rest * share * share, share * share * share];
    let points = [start, leaving, arriving, end];
    let sum = |of: fn(&Point) -> f64| points.iter().zip(weights).map(|(point, weight)| of(point) * weight).sum();
    Point::new(sum(|point| point.x), sum(|point| point.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_goes_to_its_arrow() {
        let point = |x: f64, y: f64| Point::new(x, y);
        let straight = [(point(0.0, 0.0), point(10.0, 0.0)), (point(20.0, 0.0), point(30.0, 0.0))];
        let curve = Curve::new(&straight).unwrap();
        assert_eq!(curve.written(), "M 0.0 0.0 C 10.0 0.0 20.0 0.0 30.0 0.0");
        let (far, nearest) = curve.nearest(point(15.0, 8.0), |_| true);
        assert!((far - 8.0).abs() < 0.5 && (nearest.x - 15.0).abs() < 1.0 && nearest.y.abs() < 0.01, "{nearest:?}");
        let (_, nearest) = curve.nearest(point(15.0, 8.0), |point| point.x > 20.0);
        assert!(nearest.x > 20.0 && nearest.x < 22.0, "{nearest:?}");
        assert!(Curve::new(&straight[..1]).is_none());
    }
}
