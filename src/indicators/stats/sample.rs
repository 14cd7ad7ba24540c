//! Moments of a sample: mean, standard deviation, skew.

/// Mean, standard deviation (n − 1) and skew (n / ((n − 1)(n − 2)) · Σz³) of values of which none is missing.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Moments {
    /// Mean.
    pub mean: f64,
    /// Standard deviation with n − 1; NaN below two values.
    pub sd: f64,
    /// Skew; NaN below three values or without spread.
    pub skew: f64,
}

/// A count as a number; records are far below 2⁵³.
#[expect(
    clippy::cast_precision_loss,
    reason = "records are far below 2^53 values"
)]
pub(in crate::indicators) fn float(count: usize) -> f64 {
    count as f64
}

/// Mean of values of which none is missing; NaN of none.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / float(values.len())
}

/// Moments of values of which none is missing.
pub fn moments(values: &[f64]) -> Moments {
    let n = float(values.len());
    let mean = mean(values);
    let power = |exponent: i32| {
        values
            .iter()
            .map(|x| (x - mean).powi(exponent))
            .sum::<f64>()
    };
    let sd = (power(2) / (n - 1.0)).sqrt();
    Moments {
        mean,
        sd: if n > 1.0 { sd } else { f64::NAN },
        skew: if n > 2.0 && sd > 0.0 {
            n / ((n - 1.0) * (n - 2.0)) * power(3) / sd.powi(3)
        } else {
            f64::NAN
        },
    }
}

/// Ranks from 1, ties sharing their mean rank, of values of which none is missing.
pub fn average_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let same = |place: &usize| values[*place] == values[order[start]];
        let end = start
            + order[start..]
                .iter()
                .take_while(|place| same(place))
                .count()
                .max(1);
        for place in &order[start..end] {
            ranks[*place] = (float(start + end) + 1.0) / 2.0;
        }
        start = end;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_mean_rank() {
        assert_eq!(average_ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
    }
}
