//! L-moments of a sample, unbiased: what fits by L-moments stand on, and no more moved by one large value than the
//! record itself.
//!
//! Formula and source stand with the indicator `l-moments`.

pub(in crate::indicators) use super::sample::float as count;

/// The first five L-moments of a sample; a ratio that the sample is too short for is NaN.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct LMoments {
    /// Mean.
    pub l1: f64,
    /// L-scale.
    pub l2: f64,
    /// L-skewness.
    pub t3: f64,
    /// L-kurtosis.
    pub t4: f64,
    /// Fifth ratio.
    pub t5: f64,
}

/// The L-moments of a sample sorted upwards without missing values.
pub fn of_sorted(sorted: &[f64]) -> LMoments {
    let n = sorted.len();
    let mut b = [0.0; 5];
    for (i, &x) in sorted.iter().enumerate() {
        let mut weight = 1.0;
        for (r, sum) in b.iter_mut().enumerate() {
            *sum += weight * x;
            weight *= if i > r && n > r + 1 {
                count(i - r) / count(n - 1 - r)
            } else {
                0.0
            };
        }
    }
    from_weighted_moments(b.map(|sum| sum / count(n)), n)
}

/// The L-moments of a sample in any order; missing values are left out.
pub fn of_sample(values: &[f64]) -> LMoments {
    of_sorted(&sorted(values))
}

/// The values that are there, sorted upwards.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

fn from_weighted_moments([b0, b1, b2, b3, b4]: [f64; 5], n: usize) -> LMoments {
    let l2 = 2.0 * b1 - b0;
    let ratio = |order: usize, moment: f64| {
        if n >= order && l2 > 0.0 {
            moment / l2
        } else {
            f64::NAN
        }
    };
    LMoments {
        l1: if n >= 1 { b0 } else { f64::NAN },
        l2: if n >= 2 { l2 } else { f64::NAN },
        t3: ratio(3, 6.0 * b2 - 6.0 * b1 + b0),
        t4: ratio(4, 20.0 * b3 - 30.0 * b2 + 12.0 * b1 - b0),
        t5: ratio(5, 70.0 * b4 - 140.0 * b3 + 90.0 * b2 - 20.0 * b1 + b0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1, 2, 3, 4: by hand l1 = 2.5, l2 = 5/6, t3 = 0.
    #[test]
    fn by_hand() {
        let found = of_sample(&[4.0, 1.0, 3.0, 2.0]);
        assert!((found.l1 - 2.5).abs() < 1e-15 && (found.l2 - 5.0 / 6.0).abs() < 1e-15);
        assert!(found.t3.abs() < 1e-15);
    }
}
