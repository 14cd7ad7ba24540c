//! Sums over a sliding window of time.

/// What lies in the window that ends at a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Sum of the values that are there; 0 where there are none.
    pub sum: f64,
    /// Rows with a value.
    pub present: usize,
    /// First row of the window; the last is the row that it ends at.
    pub from: usize,
}

/// For every row, the sum of the values in (t − `span`, t], t being the time of the row, given to `each` in order.
///
/// The window is the sum of two parts, each of them added up and never subtracted from, so that a dry window after
/// a storm is exactly 0 and a figure does not depend on what fell before the window. Time is that of the readings:
/// `span` is in its unit.
/// *Missing data*: rows without a value add nothing; [`Window::present`] says how many are there, and what is
/// enough is for the caller to say.
/// *Source*: the two-stack queue for sums without subtraction is folklore of stream processing; Tangwongsan, Hirzel
/// and Schneider 2015, *General incremental sliding-window aggregation*.
pub fn rolling_sums(time: &[i64], value: &[f64], span: i64, mut each: impl FnMut(usize, Window)) {
    let n = time.len().min(value.len());
    let (time, value) = (&time[..n], &value[..n]);
    // The window holds at least the row that it ends at.
    let span = span.max(1);
    // Sums from each row of the earlier part to its end; the earlier part is the rows before `turn`.
    let mut suffix: Vec<(f64, usize)> = Vec::new();
    let (mut from, mut turn, mut begun) = (0, 0, 0);
    let (mut later, mut later_present) = (0.0, 0);
    for row in 0..n {
        let amount = value[row];
        let is_there = !amount.is_nan();
        later += if is_there { amount } else { 0.0 };
        later_present += usize::from(is_there);
        let start = time[row] - span;
        while time[from] <= start {
            from += 1;
            if from > turn {
                // The earlier part is used up: what came since becomes the earlier part.
                begun = from - 1;
                turn = row + 1;
                add_up(&value[begun..turn], &mut suffix);
                (later, later_present) = (0.0, 0);
            }
        }
        let (earlier, earlier_present) = suffix.get(from - begun).copied().unwrap_or_default();
        let window = Window {
            sum: earlier + later,
            present: earlier_present + later_present,
            from,
        };
        each(row, window);
    }
}

/// Sum and number of values from each row to the end, and nothing behind it.
fn add_up(values: &[f64], suffix: &mut Vec<(f64, usize)>) {
    suffix.clear();
    suffix.resize(values.len() + 1, (0.0, 0));
    let (mut sum, mut present) = (0.0, 0);
    for (place, value) in suffix.iter_mut().zip(values).rev() {
        if !value.is_nan() {
            sum += value;
            present += 1;
        }
        *place = (sum, present);
    }
}
