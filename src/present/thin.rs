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
    start: f64,
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
            start: range.0,
            per_second,
            n,
        })
    }

    fn of(self, time: f64) -> i64 {
        let column = ((time - self.start) * self.per_second).floor();
        // The right border itself belongs to the last column.
        let is_on_border = column >= self.n && time <= self.start + self.n / self.per_second;
        #[expect(clippy::cast_possible_truncation, reason = "clamped to the columns")]
        let column = if is_on_border {
            self.n - 1.0
        } else {
            column.clamp(-1.0, self.n)
        } as i64;
        column
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
