//! Peaks of a record that belong to different floods.

/// What parts two floods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeakRule {
    /// Shortest time between two peaks, ms.
    pub apart: i64,
    /// Between two peaks the flow must fall below this share of the smaller one, 0 to 1.
    pub falls_to: f64,
}

impl Default for PeakRule {
    /// Five days, and three quarters of the smaller peak: the rule of the U.S. Water Resources Council (1976,
    /// Bulletin 17) without its term for the area of the catchment, which a basin file does not state.
    fn default() -> Self {
        Self {
            apart: 5 * 24 * 3_600_000,
            falls_to: 0.75,
        }
    }
}

/// Rows of the peaks of a record, in order of time, no two of them of one flood: of two that are not parted by `rule`
/// the higher one stays, the earlier of equal ones.
///
/// `time` ascends (ms); NaN in `value` is missing. A gap shows no fall: two peaks with nothing but a gap between them
/// count as parted when the gap is longer than the shortest time between two floods. The last row is no peak while it
/// is the highest since the last fall: the river may still rise.
pub fn flood_peaks(time: &[i64], value: &[f64], rule: PeakRule) -> Vec<usize> {
    let mut peaks = Vec::new();
    let mut open: Option<usize> = None;
    // Lowest value since the open peak, and the last row that had one.
    let mut lowest = f64::INFINITY;
    let mut last: Option<usize> = None;
    for row in 0..time.len().min(value.len()) {
        let flow = value[row];
        if flow.is_nan() {
            continue;
        }
        if let (Some(peak), Some(before)) = (open, last)
            && time[row] - time[before] > rule.apart
        {
            peaks.push(peak);
            open = None;
        }
        last = Some(row);
        match open {
            None => (open, lowest) = (Some(row), flow),
            Some(peak) => {
                let is_parted = lowest < rule.falls_to * value[peak].min(flow)
                    && time[row] - time[peak] >= rule.apart;
                if is_parted && is_rising(value, row) {
                    peaks.push(peak);
                    (open, lowest) = (Some(row), flow);
                } else if flow > value[peak] {
                    (open, lowest) = (Some(row), flow);
                } else {
                    lowest = lowest.min(flow);
                }
            }
        }
    }
    if let (Some(peak), Some(last)) = (open, last)
        && peak != last
    {
        peaks.push(peak);
    }
    peaks
}

/// Whether the row stands higher than the one before it that has a value.
fn is_rising(value: &[f64], row: usize) -> bool {
    let before = value[..row].iter().rfind(|before| !before.is_nan());
    before.is_some_and(|before| value[row] > *before)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    fn rows(values: &[f64]) -> Vec<usize> {
        let time: Vec<i64> = (0..).take(values.len()).map(|day| day * DAY).collect();
        flood_peaks(&time, values, PeakRule::default())
    }

    #[test]
    fn a_fall_and_five_days_part_two_floods() {
        let two = [1.0, 9.0, 4.0, 2.0, 2.0, 2.0, 3.0, 8.0, 3.0];
        assert_eq!(rows(&two), [1, 7]);
        let shallow = [1.0, 9.0, 8.0, 7.0, 7.0, 7.0, 7.5, 8.0, 3.0];
        assert_eq!(rows(&shallow), [1], "it never fell to three quarters");
        let close = [1.0, 9.0, 2.0, 8.0, 2.0, 1.0, 1.0];
        assert_eq!(rows(&close), [1], "two days are one flood");
    }

    #[test]
    fn a_later_higher_crest_of_the_same_flood_takes_its_place() {
        assert_eq!(rows(&[1.0, 5.0, 4.5, 6.0, 2.0, 1.0]), [3]);
    }

    #[test]
    fn a_gap_shows_no_fall_and_a_rise_is_no_peak_yet() {
        let n = f64::NAN;
        assert_eq!(rows(&[n, n, n]), Vec::<usize>::new());
        assert_eq!(
            rows(&[1.0, 9.0, n, n, 8.0, 1.0]),
            [1],
            "a short gap parts nothing"
        );
        assert_eq!(rows(&[1.0, 9.0, n, n, n, n, n, n, 8.0, 1.0]), [1, 8]);
        assert_eq!(rows(&[1.0, 2.0, 3.0]), Vec::<usize>::new());
    }
}
