//! Classes of values in an order: numbers, durations, times.
//!
//! A value is a point on a line of whole numbers: twice the value, in units of the finest bound, for one that lies on a unit, and
//! one more for all that lie between that unit and the next. What a clause says of the line changes at few points, its *edges*.

use chrono::Datelike;
use rust_decimal::Decimal;
use smallvec::SmallVec;

use super::clause;
use super::judge::{Few, Judged, Verdict, Verdicts};
use super::plan::ClassesPlan;
use super::sample::Nothing;
use crate::ir::{Moment, Value};
use crate::runtime::fact::Fact;
use crate::runtime::kind::Kind;
use crate::runtime::prepare::condition::Condition;

/// How many classes there are at most. Edges that are left out make the rules unsure to which they belong.
const MOST: usize = 64;

/// Points are no farther than twice this many units: more than any bound.
const FARTHEST: i64 = 1 << 61;

/// The largest bound, in units, and the most decimal places that a bound may have: far from where a point would not fit.
const LARGEST: i128 = 1 << 60;
const FINEST: u32 = 6;

/// How a value finds its class.
#[derive(Debug)]
pub(super) struct Ordered {
    /// Whether they are numbers; here, so that the type itself need not be looked at.
    is_number: bool,
    /// A unit is one of so many decimal places.
    places: u32,
    /// Where classes end and the next begin, in order.
    edges: Box<[i64]>,
}

/// What a clause says of the line: of its beginning, and from which points on it says the contrary.
struct Line {
    first: bool,
    edges: SmallVec<[i64; 4]>,
    absent: bool,
}

impl Ordered {
    /// Whether a clause compares with bounds that can be points on the line.
    pub(super) fn takes(kind: &Kind, condition: &Condition) -> bool {
        let mut fit = true;
        clause::literals(condition, &mut |value| {
            fit &= kind.fits(value)
                && decimal_places(value) <= FINEST
                && unit(Fact::of(value), FINEST).is_some_and(|(unit, _)| unit.abs() < LARGEST);
        });
        fit
    }

    /// The classes of a type with an order, with what these questions say of them; it takes each that is there.
    pub(super) fn plan<'c>(
        kind: &Kind,
        questions: impl Iterator<Item = Option<&'c Condition>> + Clone,
        nothing: &Nothing<'_>,
    ) -> (ClassesPlan, Judged) {
        let mut places = 0;
        for question in questions.clone().flatten() {
            clause::literals(question, &mut |value| places = places.max(decimal_places(value)));
        }
        let lines = questions.map(|question| question.map(|question| line(kind, question, places, nothing)));
        let lines: Vec<Option<Line>> = lines.collect();
        let mut all: Vec<i64> = lines.iter().flatten().flat_map(|line| &line.edges).copied().collect();
        all.sort_unstable();
        all.dedup();
        let edges = thinned(&all);
        let verdicts = lines.iter().map(|line| line.as_ref().map(|line| verdicts(line, &edges))).collect();
        let count = u32::try_from(edges.len() + 2).unwrap_or(u32::MAX);
        (ClassesPlan::Ordered { places, edges }, Judged { count, verdicts })
    }

    /// The classes of a type with an order, between these edges.
    pub(super) fn open(kind: &Kind, places: u32, edges: Vec<i64>) -> Self {
        Self { is_number: matches!(kind, Kind::Number), places: places.min(FINEST), edges: edges.into() }
    }

    /// The class of a fact; `None` if it is none of the type.
    #[inline]
    pub(super) fn class(&self, kind: &Kind, fact: Fact<'_>) -> Option<u32> {
        let point = match fact {
            // Most numbers are whole, and so are most bounds.
            Fact::Whole(number) if self.is_number && self.places == 0 => number.saturating_mul(2),
            Fact::Number(number) if self.is_number && number.scale() == self.places => whole(number.mantissa()),
            _ if !kind.takes(fact) => return None,
            _ => {
                let (unit, exact) = unit(fact, self.places)?;
                whole(unit).saturating_add(i64::from(!exact))
            }
        };
        u32::try_from(self.edges.partition_point(|edge| *edge <= point) + 1).ok()
    }
}

/// The point of so many units; what is far beyond all bounds is one point.
#[inline]
fn whole(units: i128) -> i64 {
    i64::try_from(units).unwrap_or(if units < 0 { i64::MIN } else { i64::MAX }).clamp(-FARTHEST, FARTHEST) * 2
}

/// As many of the edges as there may be, evenly among them.
fn thinned(all: &[i64]) -> Vec<i64> {
    let step = all.len().div_ceil(MOST - 1).max(1);
    all.iter().copied().step_by(step).collect()
}

fn verdicts(line: &Line, edges: &[i64]) -> Verdicts {
    let others = Verdict::of(line.first);
    let mut some = Few::new();
    let mut own = line.edges.iter().peekable();
    let mut holds = line.first;
    for (class, end) in (1..).zip(edges.iter().copied().map(Some).chain([None])) {
        let before = |edge: &i64| end.is_none_or(|end| *edge < end);
        let first = holds;
        let mut changes = false;
        while own.next_if(|edge| before(edge)).is_some() {
            (holds, changes) = (!holds, true);
        }
        let verdict = if changes { Verdict::Unsure } else { Verdict::of(first) };
        match some.last_mut() {
            Some((classes, last)) if *last == verdict && classes.end == class => classes.end += 1,
            _ if verdict == others => {}
            _ => some.push((class..class + 1, verdict)),
        }
        // An edge of its own that is one of all begins the next class.
        if own.next_if(|edge| Some(**edge) == end).is_some() {
            holds = !holds;
        }
    }
    Verdicts { absent: Verdict::of(line.absent), others, some }
}

/// What a clause says along the line: it is asked at each of its bounds, and between them.
fn line(kind: &Kind, condition: &Condition, places: u32, nothing: &Nothing<'_>) -> Line {
    let mut bounds = SmallVec::<[i64; 4]>::new();
    clause::literals(condition, &mut |value| {
        bounds.extend(unit(Fact::of(value), places).and_then(|(unit, _)| i64::try_from(unit).ok()));
    });
    bounds.sort_unstable();
    bounds.dedup();
    let holds = |unit: i64, half: bool| {
        let value = value(kind, unit, half, places)?;
        Some(nothing.holds(condition, Some(Fact::of(&value))))
    };
    let before = bounds.first().and_then(|first| holds(first - 1, false));
    let mut line = Line { first: false, edges: SmallVec::new(), absent: nothing.holds(condition, None) };
    // Where no value can be, it is as it was; what has no bounds says the same of all values.
    let first = before.or_else(|| holds(bounds.first().copied().unwrap_or_default(), false)).unwrap_or_default();
    line.first = first;
    let mut last = first;
    let mut tell = |point: i64, holds: Option<bool>| {
        if let Some(now) = holds.filter(|now| *now != last) {
            line.edges.push(point);
            last = now;
        }
    };
    for bound in &bounds {
        tell(2 * bound, holds(*bound, false));
        let between =
            if bounds.binary_search(&(bound + 1)).is_ok() { holds(*bound, true) } else { holds(bound + 1, false) };
        tell(2 * bound + 1, between);
    }
    line
}

/// How many units a fact is, rounded down, and whether it is exactly that.
fn unit(fact: Fact<'_>, places: u32) -> Option<(i128, bool)> {
    let whole = |number: i64| Some((i128::from(number), true));
    match fact {
        Fact::Number(number) | Fact::Percentage(number) => Some(scaled(number, places)),
        Fact::Whole(number) => Some(scaled(number.into(), places)),
        Fact::Duration(millis) => whole(millis),
        Fact::Time(time) => whole(time.millis()),
        Fact::ClockTime(minutes) => whole(minutes.into()),
        Fact::Date(date) => whole(date.num_days_from_ce().into()),
        _ => None,
    }
}

fn scaled(number: Decimal, places: u32) -> (i128, bool) {
    let (mantissa, scale) = (number.mantissa(), number.scale());
    if scale <= places {
        // Too large for the line is beyond all bounds.
        let factor = 10_i128.pow(places - scale);
        return (mantissa.saturating_mul(factor).clamp(-LARGEST * 2, LARGEST * 2), true);
    }
    let factor = 10_i128.pow((scale - places).min(38));
    (mantissa.div_euclid(factor).clamp(-LARGEST * 2, LARGEST * 2), mantissa.rem_euclid(factor) == 0)
}

fn decimal_places(value: &Value) -> u32 {
    match value {
        Value::Number(number) | Value::Percentage(number) => number.normalize().scale(),
        _ => 0,
    }
}

/// A value of that type on the line; `None` where there is none.
fn value(kind: &Kind, unit: i64, half: bool, places: u32) -> Option<Value> {
    let decimal = || {
        let (mantissa, places) =
            if half { (i128::from(unit) * 10 + 5, places + 1) } else { (i128::from(unit), places) };
        Decimal::try_from_i128_with_scale(mantissa, places).ok()
    };
    let value = match kind {
        Kind::Number => Value::Number(decimal()?),
        Kind::Percentage => Value::Percentage(decimal()?),
        _ if half => return None,
        Kind::Duration => Value::Duration(unit),
        Kind::Time => Value::Time(Moment::from_millis(unit)?),
        Kind::ClockTime => Value::ClockTime(u16::try_from(unit).ok()?),
        Kind::Date => Value::Date(chrono::NaiveDate::from_num_days_from_ce_opt(i32::try_from(unit).ok()?)?),
        _ => return None,
    };
    kind.fits(&value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::prepare::condition::{Operand, Test};

    fn number(text: &str) -> Fact<'static> {
        Fact::Number(text.parse().unwrap())
    }

    #[test]
    fn a_bound_has_its_own_class_between_what_is_less_and_what_is_more() {
        // At 0.1 and behind it.
        let ordered = Ordered { is_number: true, places: 1, edges: [2, 3].into() };
        let class = |text| ordered.class(&Kind::Number, number(text));
        let least = "-79228162514264337593543950335";
        for less in ["0.0999999999999999999999999999", "0", "-0.1", "-0.0000000001", least] {
            assert_eq!(class(less), Some(1), "{less}");
        }
        for equal in ["0.1", "0.10000000000000000000"] {
            assert_eq!(class(equal), Some(2), "{equal}");
        }
        for more in ["0.1000000000000000000000000001", "0.2", "1", "79228162514264337593543950335"] {
            assert_eq!(class(more), Some(3), "{more}");
        }
        assert_eq!(ordered.class(&Kind::Number, Fact::Percentage(Decimal::ONE)), None);
        assert_eq!(ordered.class(&Kind::Duration, Fact::Duration(-1)), None);
    }

    #[test]
    fn what_lies_between_two_units_is_above_the_lower_one() {
        let scaled = |text: &str| scaled(text.parse().unwrap(), 2);
        assert_eq!(scaled("-0.005"), (-1, false));
        assert_eq!(scaled("-0.01"), (-1, true));
        assert_eq!(scaled("0.005"), (0, false));
        assert_eq!(scaled("0.0000000000000000000000000000"), (0, true));
    }

    #[test]
    fn only_so_many_edges_stay() {
        for count in [0, 1, 62, 63, 64, 126, 127, 1000] {
            let all: Vec<i64> = (0..count).collect();
            let edges = thinned(&all);
            assert!(edges.len() < MOST && edges.first() == all.first(), "{count}");
            assert!(edges.len() == all.len() || all.len() >= MOST, "{count}");
        }
    }

    #[test]
    fn a_clause_is_unsure_only_where_an_edge_of_its_own_is_no_edge_of_all() {
        let line = |edges: &[i64]| Line { first: false, edges: edges.into(), absent: true };
        use Verdict::{No, Unsure, Yes};
        let said = |own: &[i64], all: &[i64]| {
            let (verdicts, count) = (verdicts(&line(own), all), u32::try_from(all.len() + 2).unwrap());
            (0..count).map(|class| verdicts.class(class)).collect::<Vec<_>>()
        };
        assert_eq!(said(&[10, 20], &[10, 20]), [Yes, No, Yes, No]);
        assert_eq!(said(&[10, 15, 16, 20], &[10, 20]), [Yes, No, Unsure, No]);
        assert_eq!(said(&[15], &[10, 20]), [Yes, No, Unsure, Yes]);
        assert_eq!(said(&[25], &[10, 20]), [Yes, No, No, Unsure]);
        assert_eq!(said(&[], &[]), [Yes, No]);
    }

    #[test]
    fn bounds_that_are_too_large_or_too_fine_are_not_taken() {
        let condition = |text: &str| {
            let values = vec![Value::Number(Decimal::ONE), Value::Number(text.parse().unwrap())];
            let test = Test::In {
                value: Operand::Literal(Value::Number(Decimal::ONE)),
                list: Operand::Literal(Value::List(values.into())),
            };
            Condition::new(crate::ir::Place::default(), test)
        };
        let takes = |text| Ordered::takes(&Kind::Number, &condition(text));
        for taken in ["1152921504606.846975", "-1152921504606.846975", "0.000001", "0.10000000000"] {
            assert!(takes(taken), "{taken}");
        }
        for refused in ["1152921504606.846976", "-1152921504606.846976", "0.0000001", "1000000000000000000000000000"] {
            assert!(!takes(refused), "{refused}");
        }
    }
}
