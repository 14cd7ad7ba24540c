//! What was known upstream at an earlier hour, put beside each hour downstream.

/// For each of `times`, the value of the last reading at or before `time − lag`, if it is less than `fresh` old then;
/// NaN where there is none, or where that reading is missing.
///
/// All in milliseconds; both sides sorted. One walk over both sides.
pub fn lagged_join(
    times: &[i64],
    (read_at, values): (&[i64], &[f64]),
    (lag, fresh): (i64, i64),
) -> Vec<f64> {
    let mut joined = Vec::with_capacity(times.len());
    let readings = read_at.len().min(values.len());
    let mut next = 0;
    for time in times {
        let wanted = time - lag;
        while next < readings && read_at[next] <= wanted {
            next += 1;
        }
        let found = next
            .checked_sub(1)
            .filter(|&last| wanted - read_at[last] < fresh);
        joined.push(found.map_or(f64::NAN, |last| values[last]));
    }
    joined
}
