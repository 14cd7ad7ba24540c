//! Flood peaks that stand for themselves: two tops of one flood are one.

/// One flood: its top, and how far it reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flood {
    /// Step at which the series comes to the threshold.
    pub begins: usize,
    /// Step of the highest value, the first of equals.
    pub top: usize,
    /// Last step at or above the threshold.
    pub ends: usize,
    /// The highest value.
    pub peak: f64,
    /// Whether a value is missing next to the top, so that the true top may have been higher.
    pub is_cut: bool,
}

/// When two tops are two floods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Apart {
    /// A flood's top is at or above it.
    pub threshold: f64,
    /// Fewest steps from top to top.
    pub steps: usize,
    /// Between two tops the series falls to this share of the lower one, or below.
    pub dip: f64,
}

/// The separate floods of a series, in order; NaN is missing and ends none by itself.
///
/// Of two tops that are too near, or without a deep enough dip between them, the higher stands for both.
pub fn floods(values: &[f64], apart: Apart) -> Vec<Flood> {
    let mut kept: Vec<usize> = Vec::new();
    for top in tops(values, apart.threshold) {
        let mut top = top;
        while let Some(&before) = kept.last() {
            if are_apart(values, (before, top), apart) {
                break;
            }
            kept.pop();
            // The first of equals stands for both.
            if values[before] >= values[top] {
                top = before;
            }
        }
        kept.push(top);
    }
    kept.iter()
        .map(|&top| flood(values, top, apart.threshold))
        .collect()
}

/// Steps that are higher than the last other value before and not lower than the next other value behind.
fn tops(values: &[f64], threshold: f64) -> Vec<usize> {
    let mut found = Vec::new();
    let mut rising = f64::NEG_INFINITY;
    for (n, &value) in values.iter().enumerate() {
        if value.is_nan() {
            rising = f64::NEG_INFINITY;
            continue;
        }
        let next = values[n + 1..]
            .iter()
            .find(|next| next.is_nan() || **next != value);
        let is_top = value > rising && next.is_none_or(|next| next.is_nan() || *next < value);
        if is_top && value >= threshold {
            found.push(n);
        }
        rising = value;
    }
    found
}

fn are_apart(values: &[f64], (a, b): (usize, usize), apart: Apart) -> bool {
    let between = values[a..=b].iter().copied().fold(f64::INFINITY, f64::min);
    b - a >= apart.steps && between <= apart.dip * values[a].min(values[b])
}

fn flood(values: &[f64], top: usize, threshold: f64) -> Flood {
    let above = |n: &usize| values[*n] >= threshold;
    let gap = |n: Option<usize>| {
        n.and_then(|n| values.get(n))
            .is_some_and(|value| value.is_nan())
    };
    Flood {
        begins: (0..top).rev().take_while(above).last().unwrap_or(top),
        ends: (top + 1..values.len())
            .take_while(above)
            .last()
            .unwrap_or(top),
        peak: values[top],
        is_cut: gap(top.checked_sub(1)) || gap(Some(top + 1)),
        top,
    }
}
