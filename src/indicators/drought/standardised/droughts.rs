//! Classes of an index, and the droughts in it.

/// A drought by McKee: it starts with the first month at −1 or below, and is over with the first month at 0 or above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drought {
    /// Place of the month that starts it.
    pub start: usize,
    /// Place of the last month before it is over.
    pub last: usize,
    /// Place from which on the index was below 0 without a break, up to its start.
    pub below_zero_since: usize,
    /// Lowest index.
    pub lowest: f64,
    /// Sum of the index over its months, with the sign turned.
    pub magnitude: f64,
    /// Whether a month at 0 or above closed it; `false` when a missing month or the end of the record did.
    pub is_over: bool,
}

/// The droughts of an index, in order; a missing month ends one without closing it.
pub fn droughts(index: &[f64]) -> Vec<Drought> {
    let mut found: Vec<Drought> = Vec::new();
    let mut below_zero_since = None;
    let mut is_open = false;
    for (place, value) in index.iter().enumerate() {
        if value.is_nan() || *value >= 0.0 {
            if let (true, Some(drought)) = (is_open, found.last_mut()) {
                drought.is_over = !value.is_nan();
            }
            (is_open, below_zero_since) = (false, None);
            continue;
        }
        let since = *below_zero_since.get_or_insert(place);
        if let (true, Some(drought)) = (is_open, found.last_mut()) {
            drought.last = place;
            drought.lowest = drought.lowest.min(*value);
            drought.magnitude -= value;
        } else if *value <= -1.0 {
            is_open = true;
            found.push(Drought {
                start: place,
                last: place,
                below_zero_since: since,
                lowest: *value,
                magnitude: -value,
                is_over: false,
            });
        }
    }
    found
}

/// Class of an index as a stable word for programs and translations; `None` where it is missing.
pub fn class(index: f64) -> Option<&'static str> {
    Some(match index {
        index if index.is_nan() => return None,
        index if index >= 2.0 => "extremely-wet",
        index if index >= 1.5 => "very-wet",
        index if index >= 1.0 => "moderately-wet",
        index if index > -1.0 => "near-normal",
        index if index > -1.5 => "moderately-dry",
        index if index > -2.0 => "severely-dry",
        _ => "extremely-dry",
    })
}

/// Class of an index as a result says it.
pub fn index_class(index: f64) -> Option<String> {
    class(index).map(|word| word.replace('-', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drought_starts_at_minus_one_and_ends_at_zero() {
        let index = [0.3, -0.4, -1.2, -0.2, 0.0, -0.9, -1.0, f64::NAN, -1.5, -0.1];
        let found = droughts(&index);
        let spans: Vec<_> = found
            .iter()
            .map(|one| (one.below_zero_since, one.start, one.last))
            .collect();
        assert_eq!(spans, [(1, 2, 3), (5, 6, 6), (8, 8, 9)]);
        assert_eq!(
            found.iter().map(|one| one.is_over).collect::<Vec<_>>(),
            [true, false, false]
        );
        assert!((found[0].magnitude - 1.4).abs() < 1e-12);
    }

    #[test]
    fn a_missing_index_has_no_class() {
        assert_eq!(class(f64::NAN), None);
        assert_eq!(class(-1.0), Some("moderately-dry"));
        assert_eq!(class(-2.0), Some("extremely-dry"));
    }
}
