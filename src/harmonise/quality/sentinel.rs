//! Undeclared codes for "no value": nines that no river reaches.

use std::collections::BTreeMap;

use super::Control;
use crate::domain::{Cause, Finding, Findings, Reliability, Unit};

/// Marks values that are written with nines only (-999, 9999, 999.9 in any unit of the quantity), stand outside
/// all other values of the series, and differ from their neighbours by more than nine tenths of the series do from
/// one another. One alone is a sentinel only below zero where nothing else is; else it must occur twice.
pub(super) fn mark(control: &mut Control<'_>, findings: &mut Findings) {
    let value = &control.series.columns().value;
    let units: Vec<Unit> = Unit::ALL
        .into_iter()
        .filter(|unit| unit.measures(control.quantity()))
        .collect();
    let (low, high) = control.quantity().facts().plausible;
    let (nines, mut others): (Vec<usize>, Vec<usize>) = control
        .usable()
        .into_iter()
        .partition(|&row| units.iter().any(|unit| is_nines(unit.from_si(value[row]))));
    others.retain(|&row| (low..=high).contains(&value[row]));
    let Some(range) = Range::of(&others, value) else {
        return;
    };
    let mut by_value: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for row in nines {
        if range.is_outside(value[row]) && range.is_apart(row, &others, value) {
            by_value.entry(value[row].to_bits()).or_default().push(row);
        }
    }
    for rows in by_value.values() {
        let (first, last) = (rows[0], rows[rows.len() - 1]);
        let is_below_zero = value[first] < 0.0 && range.least >= 0.0;
        if rows.len() < 2 && !is_below_zero {
            continue;
        }
        let mut message =
            "this looks like a code for \"no value\" that the export does not declare".to_owned();
        if rows.len() > 1 {
            message.push_str(&format!(
                "; {} readings up to line {}",
                rows.len(),
                control.line(last)
            ));
        }
        findings.push(
            control
                .at(first, Finding::warning(Cause::Sentinel, message))
                .hint("ask the agency, and add the code to the profile's list of missing values"),
        );
        for &row in rows {
            control.mark(row, Reliability::Bad);
        }
    }
}

/// Whether a number is written with three or more nines and no other digit.
fn is_nines(value: f64) -> bool {
    let value = value.abs();
    [1.0, 10.0, 100.0].iter().any(|scale| {
        let scaled = value * scale;
        [999.0, 9_999.0, 99_999.0, 999_999.0, 9_999_999.0]
            .iter()
            .any(|&nines: &f64| (scaled - nines).abs() < 1e-9 * nines)
    })
}

/// Where the other values of a series lie.
struct Range {
    least: f64,
    greatest: f64,
    /// Distance of the fifth and the ninety-fifth percentile.
    spread: f64,
}

impl Range {
    fn of(rows: &[usize], value: &[f64]) -> Option<Self> {
        let mut sorted: Vec<f64> = rows.iter().map(|&row| value[row]).collect();
        let last = sorted.len().checked_sub(1)?;
        sorted.sort_unstable_by(f64::total_cmp);
        Some(Self {
            least: sorted[0],
            greatest: sorted[last],
            spread: sorted[last - last / 20] - sorted[last / 20],
        })
    }

    fn is_outside(&self, value: f64) -> bool {
        value < self.least || value > self.greatest
    }

    /// Whether the nearest other readings before and after are far away.
    fn is_apart(&self, row: usize, others: &[usize], value: &[f64]) -> bool {
        let next = others.partition_point(|&other| other < row);
        let neighbours = [next.checked_sub(1), Some(next)];
        neighbours
            .into_iter()
            .flatten()
            .filter_map(|at| others.get(at))
            .all(|&other| (value[other] - value[row]).abs() > self.spread)
    }
}

#[cfg(test)]
mod tests {
    use super::is_nines;

    #[test]
    fn nines_are_nines_in_any_place_of_the_point() {
        for (value, expect) in [
            (-999.0, true),
            (9999.0, true),
            (99.99, true),
            (-9.99, true),
            (-999.9, true),
            (99.0, false),
            (998.0, false),
            (0.0, false),
            (9989.0, false),
        ] {
            assert_eq!(is_nines(value), expect, "{value}");
        }
    }
}
