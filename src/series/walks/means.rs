//! Time-weighted means of consecutive periods.

/// What a missing value between two readings does to the line through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtMissing {
    /// It is passed over: the line goes on to the next value, if that is near enough.
    Bridge,
    /// It breaks the line: the time from the value before it to the value after it is not covered.
    Break,
}

/// Where the line between two readings goes that lie in two periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtPeriodEnd {
    /// It is cut: each period gets its part, with the value interpolated at the border.
    Cut,
    /// It counts whole in the period of its earlier reading.
    Whole,
}

/// How readings become means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeanRule {
    /// Two readings further apart than so many milliseconds leave the time between them uncovered.
    pub longest_gap: i64,
    /// What a missing value does.
    pub at_missing: AtMissing,
    /// What the border of two periods does.
    pub at_period_end: AtPeriodEnd,
}

/// The mean of one period, over the time that is covered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeriodMean {
    /// Area under straight lines between readings over the covered time; NaN where nothing is covered.
    pub mean: f64,
    /// Covered time, milliseconds.
    pub covered: i64,
    /// Rows of the readings between which it is covered, `(first, behind the last)`; equal where nothing is.
    pub rows: (usize, usize),
}

/// Means of the periods between neighbouring `bounds` (milliseconds, ascending): the area under straight lines
/// between readings over the time that those lines cover.
///
/// *Missing data*: time before the first reading, after the last and across gaps is not covered, and no part of the
/// mean; whether enough is covered is for the caller to say. `value` gives the value of a row, NaN where it is
/// missing or must not be used.
/// *Source*: USGS TM 3-A8 (daily mean from unit values); WMO-No. 168, vol. I.
pub fn means(
    time: &[i64],
    value: impl Fn(usize) -> f64,
    bounds: &[i64],
    rule: &MeanRule,
) -> Vec<PeriodMean> {
    let mut walk = Walk {
        bounds,
        rule: *rule,
        found: vec![Area::default(); bounds.len().saturating_sub(1)],
        period: 0,
    };
    if !walk.found.is_empty() {
        walk.walk(time, value);
    }
    let done = walk.found.iter().map(|area| PeriodMean {
        mean: area.mean(),
        covered: area.millis,
        rows: area.rows,
    });
    done.collect()
}

/// Area under a line, kept as the departure from the first value so that a constant has exactly itself as mean.
#[derive(Clone, Copy, Debug, Default)]
struct Area {
    base: f64,
    departure: f64,
    millis: i64,
    rows: (usize, usize),
}

impl Area {
    #[inline(always)]
    fn add(&mut self, mean: f64, millis: i64, rows: (usize, usize)) {
        if self.millis == 0 {
            self.base = mean;
            self.rows.0 = rows.0;
        }
        self.departure += (mean - self.base) * millis as f64;
        self.millis += millis;
        self.rows.1 = rows.1 + 1;
    }

    fn mean(&self) -> f64 {
        if self.millis > 0 {
            self.base + self.departure / self.millis as f64
        } else {
            f64::NAN
        }
    }
}

/// A reading with a value, or the place where the line is broken.
#[derive(Clone, Copy)]
struct Point {
    time: i64,
    value: f64,
    row: usize,
}

struct Walk<'a> {
    bounds: &'a [i64],
    rule: MeanRule,
    found: Vec<Area>,
    period: usize,
}

impl Walk<'_> {
    fn walk(&mut self, time: &[i64], value: impl Fn(usize) -> f64) {
        let breaks = self.rule.at_missing == AtMissing::Break;
        let longest = self.rule.longest_gap;
        let mut before = Point {
            time: 0,
            value: f64::NAN,
            row: 0,
        };
        let mut row = 0;
        while row < time.len() {
            // Within one period nothing but the sums changes.
            let (from, to) = (self.bounds[self.period], self.bounds[self.period + 1]);
            let mut area = self.found[self.period];
            while let Some(&at) = time.get(row) {
                let value = value(row);
                if value.is_nan() {
                    if breaks {
                        before.value = f64::NAN;
                    }
                    row += 1;
                    continue;
                }
                let millis = at - before.time;
                // A comparison with a broken line is false as well.
                let mean = (before.value + value) * 0.5;
                if millis <= longest && !mean.is_nan() {
                    if before.time < from || at > to {
                        break;
                    }
                    area.add(mean, millis, (before.row, row));
                }
                before = Point {
                    time: at,
                    value,
                    row,
                };
                row += 1;
            }
            self.found[self.period] = area;
            if let Some(&at) = time.get(row) {
                let after = Point {
                    time: at,
                    value: value(row),
                    row,
                };
                self.cross(before, after);
                before = after;
                row += 1;
            }
        }
    }

    /// A line that does not lie within the period of the walk, and the period to go on with.
    #[inline(never)]
    fn cross(&mut self, before: Point, after: Point) {
        let last = self.found.len() - 1;
        while self.period < last && self.bounds[self.period + 1] <= before.time {
            self.period += 1;
        }
        if self.rule.at_period_end == AtPeriodEnd::Whole {
            let inside = self.bounds[self.period]..self.bounds[self.period + 1];
            if inside.contains(&before.time) {
                self.found[self.period].add(
                    (before.value + after.value) * 0.5,
                    after.time - before.time,
                    (before.row, after.row),
                );
            }
            return;
        }
        let at = |time: i64| match time {
            _ if time == before.time => before.value,
            _ if time == after.time => after.value,
            _ => {
                let share = (time - before.time) as f64 / (after.time - before.time) as f64;
                before.value + share * (after.value - before.value)
            }
        };
        loop {
            let start = self.bounds[self.period].max(before.time);
            let end = self.bounds[self.period + 1].min(after.time);
            if start < end {
                let mean = at(start).midpoint(at(end));
                self.found[self.period].add(mean, end - start, (before.row, after.row));
            }
            if self.period == last || self.bounds[self.period + 1] >= after.time {
                return;
            }
            self.period += 1;
        }
    }
}
