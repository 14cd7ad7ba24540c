//! Thinning to pixels without losing a crest.

/// M4 (Jugel et al., VLDB 2014): the first, smallest, largest and last point of every pixel column.
///
/// `time` ascends (unix seconds), NaN in `value` is a gap. `range` is what the plot shows, `columns` how many
/// pixels wide it is. Of what lies outside, one neighbour on each side stays, so that lines reach the border.
/// A gap between two columns stays as a NaN point; one that opens and closes within a pixel cannot be seen and goes.
/// Where there are no more than two points a column nothing is thinned. A mean is never drawn for a crest.
pub fn thin(time: &[f64], value: &[f64], range: (f64, f64), columns: usize) -> Vec<[f64; 2]> {
    let visible = visible(time, value, range);
    let Some(scale) = Columns::new(range, columns) else {
        return visible.collect();
    };
    if visible.len() <= columns.saturating_mul(2) {
        return visible.collect();
    }
    let mut thinned = Vec::with_capacity(columns.saturating_mul(4));
    let mut open: Option<Group> = None;
    let mut gap: Option<f64> = None;
    for point in visible {
        if point[1].is_nan() {
            gap.get_or_insert(point[0]);
            continue;
        }
        let column = scale.of(point[0]);
        match &mut open {
            Some(group) if group.column == column => {
                group.take(point);
                gap = None;
            }
            _ => {
                if let Some(group) = open.replace(Group::new(column, point)) {
                    group.put(&mut thinned);
                }
                if let Some(at) = gap.take() {
                    thinned.push([at, f64::NAN]);
                }
            }
        }
    }
    if let Some(group) = open {
        group.put(&mut thinned);
    }
    if let Some(at) = gap {
        thinned.push([at, f64::NAN]);
    }
    thinned
}

/// Bars of rain, one a pixel column: the highest of them, at its own time.
///
/// Adding up bars would make a taller storm of a narrower window, and their mean would hide the cloudburst; the
/// highest one is a depth that really fell within one step. Missing values have no bar.
pub fn thin_bars(time: &[f64], value: &[f64], range: (f64, f64), columns: usize) -> Vec<[f64; 2]> {
    let visible = visible(time, value, range).filter(|point| !point[1].is_nan());
    let Some(scale) = Columns::new(range, columns) else {
        return visible.collect();
    };
    let mut bars: Vec<(i64, [f64; 2])> = Vec::with_capacity(columns.saturating_add(2));
    for point in visible {
        let column = scale.of(point[0]);
        match bars.last_mut() {
            Some((last, highest)) if *last == column => {
                if point[1] > highest[1] {
                    *highest = point;
                }
            }
            _ => bars.push((column, point)),
        }
    }
    bars.into_iter().map(|(_, point)| point).collect()
}

/// The points in `range` and one neighbour on each side.
fn visible(
    time: &[f64],
    value: &[f64],
    range: (f64, f64),
) -> impl ExactSizeIterator<Item = [f64; 2]> {
    let n = time.len().min(value.len());
    let from = time[..n].partition_point(|&t| t < range.0);
    let to = time[..n].partition_point(|&t| t <= range.1).max(from);
    let rows = from.saturating_sub(1)..(to + 1).min(n);
    time[rows.clone()]
        .iter()
        .zip(&value[rows])
        .map(|(&t, &v)| [t, v])
}

/// From a time to its pixel column; what lies outside has the columns −1 and `n`.
#[derive(Clone, Copy)]
struct Columns {
    range: (f64, f64),
    per_second: f64,
    n: f64,
}

impl Columns {
    /// `None` when there is nothing to divide.
    fn new(range: (f64, f64), columns: usize) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "no screen is 2^53 pixels wide")]
        let n = columns as f64;
        let per_second = n / (range.1 - range.0);
        (per_second.is_finite() && per_second > 0.0).then_some(Self {
            range,
            per_second,
            n,
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "no screen is 2^53 pixels wide"
    )]
    fn of(self, time: f64) -> i64 {
        if time < self.range.0 {
            -1
        } else if time > self.range.1 {
            self.n as i64
        } else {
            // The right border itself belongs to the last column.
            let column = (time - self.range.0) * self.per_second;
            column.floor().min(self.n - 1.0) as i64
        }
    }
}

/// The four points of a column.
struct Group {
    column: i64,
    first: [f64; 2],
    low: [f64; 2],
    high: [f64; 2],
    last: [f64; 2],
}

impl Group {
    fn new(column: i64, point: [f64; 2]) -> Self {
        Self {
            column,
            first: point,
            low: point,
            high: point,
            last: point,
        }
    }

    fn take(&mut self, point: [f64; 2]) {
        if point[1] < self.low[1] {
            self.low = point;
        }
        if point[1] > self.high[1] {
            self.high = point;
        }
        self.last = point;
    }

    /// In the order of time, none twice.
    fn put(self, thinned: &mut Vec<[f64; 2]>) {
        let (earlier, later) = if self.low[0] <= self.high[0] {
            (self.low, self.high)
        } else {
            (self.high, self.low)
        };
        let mut end = self.first;
        thinned.push(end);
        for point in [earlier, later, self.last] {
            if point[0] > end[0] {
                thinned.push(point);
                end = point;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const WIDTH: usize = 20;

    /// Rising times with unequal steps, values with gaps among them.
    fn readings() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
        let reading = (
            1_u32..50,
            prop_oneof![9 => (-1e3_f64..1e3).boxed(), 1 => Just(f64::NAN).boxed()],
        );
        prop::collection::vec(reading, 0..600).prop_map(|readings| {
            let mut at = 0.0;
            readings
                .into_iter()
                .map(|(step, value)| {
                    at += f64::from(step);
                    (at, value)
                })
                .unzip()
        })
    }

    /// Written once more and plainly: the pixel that a time falls on.
    fn pixel(time: f64, range: (f64, f64)) -> i64 {
        if time < range.0 {
            return -1;
        }
        let columns = WIDTH as f64;
        if time > range.1 {
            return WIDTH as i64;
        }
        (((time - range.0) * (columns / (range.1 - range.0))) as i64).min(WIDTH as i64 - 1)
    }

    fn by_pixel(points: &[[f64; 2]], range: (f64, f64)) -> BTreeMap<i64, Vec<[f64; 2]>> {
        let mut pixels: BTreeMap<i64, Vec<[f64; 2]>> = BTreeMap::new();
        for point in points.iter().filter(|point| !point[1].is_nan()) {
            pixels
                .entry(pixel(point[0], range))
                .or_default()
                .push(*point);
        }
        pixels
    }

    fn extremes(points: &[[f64; 2]]) -> (f64, f64) {
        points
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| {
                (low.min(point[1]), high.max(point[1]))
            })
    }

    /// Whether a gap stands between the points of one pixel and those of the next that has any.
    fn gaps(points: &[[f64; 2]], range: (f64, f64)) -> Vec<(i64, i64)> {
        let mut gaps = Vec::new();
        let mut last = None;
        let mut is_open = false;
        for point in points {
            if point[1].is_nan() {
                is_open = true;
                continue;
            }
            let here = pixel(point[0], range);
            if let Some(last) = last
                && is_open
                && last != here
            {
                gaps.push((last, here));
            }
            last = Some(here);
            is_open = false;
        }
        gaps
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_crest_is_lost_and_no_gap_is_bridged((time, value) in readings(), cut in (0.0_f64..0.4, 0.6_f64..1.1)) {
            let end = time.last().copied().unwrap_or(1.0);
            let range = (end * cut.0, end * cut.1);
            let thinned = thin(&time, &value, range, WIDTH);
            let given: Vec<[f64; 2]> = time.iter().zip(&value).map(|(&t, &v)| [t, v]).collect();

            prop_assert!(thinned.is_sorted_by(|a, b| a[0] < b[0]));
            for point in thinned.iter().filter(|point| !point[1].is_nan()) {
                prop_assert!(given.contains(point));
            }
            let (before, after) = (by_pixel(&given, range), by_pixel(&thinned, range));
            for (column, points) in before.iter().filter(|(column, _)| (0..WIDTH as i64).contains(*column)) {
                let kept = &after[column];
                prop_assert_eq!(extremes(points), extremes(kept));
                prop_assert_eq!(points[0], kept[0]);
                prop_assert_eq!(points[points.len() - 1], kept[kept.len() - 1]);
                if thinned.len() > 2 * WIDTH + 2 {
                    prop_assert!(kept.len() <= 4);
                }
            }
            let inside = |gaps: Vec<(i64, i64)>| -> Vec<(i64, i64)> {
                gaps.into_iter().filter(|(a, b)| *a >= 0 && *b < WIDTH as i64).collect()
            };
            prop_assert_eq!(inside(gaps(&given, range)), inside(gaps(&thinned, range)));
        }

        #[test]
        fn the_highest_bar_of_a_pixel_stays((time, value) in readings()) {
            let range = (0.0, time.last().copied().unwrap_or(1.0));
            let given: Vec<[f64; 2]> = time.iter().zip(&value).map(|(&t, &v)| [t, v]).collect();
            let bars = by_pixel(&thin_bars(&time, &value, range, WIDTH), range);
            let before = by_pixel(&given, range);
            prop_assert_eq!(bars.len(), before.len());
            for (column, points) in before {
                prop_assert_eq!(bars[&column].len(), 1);
                prop_assert_eq!(bars[&column][0][1], extremes(&points).1);
            }
        }
    }

    #[test]
    fn one_neighbour_outside_each_border_stays() {
        let time: Vec<f64> = (0..1000).map(f64::from).collect();
        let thinned = thin(&time, &time, (100.0, 899.0), 10);
        assert_eq!(thinned[0], [99.0, 99.0]);
        assert_eq!(thinned[1], [100.0, 100.0]);
        assert_eq!(thinned.last(), Some(&[900.0, 900.0]));
        // 10 columns of a rising line: first and last of each, and the two neighbours.
        assert_eq!(thinned.len(), 22);
    }

    #[test]
    fn few_points_are_left_alone_and_nothing_is_no_fault() {
        let time = [0.0, 1.0, 2.0];
        assert_eq!(thin(&time, &[5.0, f64::NAN, 6.0], (0.0, 2.0), 100).len(), 3);
        assert!(thin(&[], &[], (0.0, 1.0), 100).is_empty());
        assert_eq!(thin(&time, &time, (1.0, 1.0), 100).len(), 3);
        assert_eq!(thin(&time, &time, (0.0, 2.0), 0).len(), 3);
    }
}
