//! The results as tables in Markdown.

use std::fmt::Write;

use crate::column::{Size, grouped};
use crate::measure::Row;
use crate::peers::OURS;

/// All tables; `rows` has every peer once a size.
pub fn tables(rows: &[Row]) -> String {
    let mut out = String::new();
    let mut add = |title: &str, cell: &dyn Fn(&Row) -> String| out.push_str(&table(title, rows, cell));
    let multiple = |row: &Row| ours(rows, row.size).map(|ours| format!(" ({})", times(row.mean() / ours.mean())));
    add("Mean time of an event, and as a multiple of ours", &|row| {
        time(row.mean()) + &multiple(row).unwrap_or_default()
    });
    add("Lowest and highest mean of the rounds", &|row| {
        let sorted = row.sorted_means();
        let end = |mean: Option<&f64>| time(mean.copied().unwrap_or_default());
        format!("{} … {}", end(sorted.first()), end(sorted.last()))
    });
    add("Half and 99 of 100 events take at most, and the second as a multiple of the first", &|row| {
        let (half, most) = (row.quantile(50), row.quantile(99));
        format!("{} / {} ({})", time(half), time(most), times(most / half.max(1.0)))
    });
    let thousand = Size { rules: 1_000, never: 0 };
    add("Time as a multiple of the same peer's at N=1,000", &|row| {
        let base = find(rows, row.peer, thousand);
        base.map_or_else(|| "–".into(), |base| times(row.mean() / base.mean()))
    });
    add("Compile time", &|row| time(median(&row.compile)));
    add("Live heap after compiling", &|row| size(row.bytes));
    add("Allocations an event, once warm", &|row| format!("{:.1}", row.allocations));
    add("Events compared with what is expected", &|row| match row.wrong {
        0 => format!("{}, all right", grouped(row.checked)),
        wrong => format!("{}, **{} wrong**", grouped(row.checked), grouped(wrong)),
    });
    out
}

impl Row {
    fn mean(&self) -> f64 {
        median(&self.means)
    }

    fn sorted_means(&self) -> Vec<f64> {
        sorted(&self.means)
    }

    /// So many of a hundred single events take at most that long.
    fn quantile(&self, percent: usize) -> f64 {
        let place = self.singles.len().saturating_sub(1) * percent / 100;
        sorted(&self.singles).get(place).copied().unwrap_or_default()
    }
}

/// What a size's other times are multiples of.
fn ours(rows: &[Row], size: Size) -> Option<&Row> {
    OURS.iter().find_map(|name| find(rows, name, size))
}

fn find<'a>(rows: &'a [Row], peer: &str, size: Size) -> Option<&'a Row> {
    rows.iter().find(|row| row.peer == peer && row.size == size)
}

fn table(title: &str, rows: &[Row], cell: &dyn Fn(&Row) -> String) -> String {
    let (mut sizes, mut peers): (Vec<Size>, Vec<&str>) = (Vec::new(), Vec::new());
    for row in rows {
        if !sizes.contains(&row.size) {
            sizes.push(row.size);
        }
        if !peers.contains(&row.peer) {
            peers.push(row.peer);
        }
    }
    let mut out = format!("\n### {title}\n\n| |");
    for size in &sizes {
        let _ = write!(out, " {size} |");
    }
    let _ = write!(out, "\n|---|{}", "---:|".repeat(sizes.len()));
    for peer in peers {
        let _ = write!(out, "\n| {peer} |");
        for size in &sizes {
            let _ = write!(out, " {} |", find(rows, peer, *size).map(cell).unwrap_or_default());
        }
    }
    out.push('\n');
    out
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

fn median(values: &[f64]) -> f64 {
    sorted(values).get(values.len() / 2).copied().unwrap_or_default()
}

fn times(multiple: f64) -> String {
    if multiple < 10.0 { format!("{multiple:.2}×") } else { format!("{multiple:.1}×") }
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        few if few < 1e3 => format!("{few:.0} ns"),
        some if some < 1e5 => format!("{:.2} µs", some / 1e3),
        more if more < 1e6 => format!("{:.0} µs", more / 1e3),
        many => format!("{:.2} ms", many / 1e6),
    }
}

fn size(bytes: isize) -> String {
    let bytes = bytes as f64;
    if bytes < 1e6 { format!("{:.0} kB", bytes / 1e3) } else { format!("{:.1} MB", bytes / 1e6) }
}
