//! The last value known at given instants: a join of two series by time.

/// How far back a value may be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The value is looked for at the instant less so many milliseconds, such as the travel time from upstream.
    pub lag: i64,
    /// A value that is older than so many milliseconds then is none.
    pub tolerance: i64,
}

/// For each of the instants `at` (milliseconds, ascending), the last value at or before `at − lag` that is no older
/// than the tolerance; NaN where there is none.
///
/// *Units*: those of the series. *Missing data*: rows without a value are passed over, so that the value before
/// them counts until it is too old. An instant that is not in order gets what was known at the latest one before.
pub fn as_of(time: &[i64], value: &[f64], at: &[i64], lookup: &Lookup) -> Vec<f64> {
    let n = time.len().min(value.len());
    let (time, value) = (&time[..n], &value[..n]);
    let mut row = 0;
    let mut oldest_use = i64::MIN;
    let mut last = f64::NAN;
    let mut found = Vec::with_capacity(at.len());
    found.extend(at.iter().map(|at| {
        let wanted = at - lookup.lag;
        while row < n && time[row] <= wanted {
            if !value[row].is_nan() {
                last = value[row];
                oldest_use = time[row] + lookup.tolerance;
            }
            row += 1;
        }
        if wanted <= oldest_use { last } else { f64::NAN }
    }));
    found
}
