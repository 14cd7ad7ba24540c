//! Quantiles of a sample, by the types 4 to 9 of Hyndman and Fan (1996).

use super::sample::float;

/// How a quantile lies between two ranked values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantileType {
    /// i / n.
    Type4,
    /// (i − 0.5) / n, Hazen.
    Type5,
    /// i / (n + 1), Weibull: the usage of hydrology.
    Type6,
    /// (i − 1) / (n − 1): the default of R, numpy and most tools.
    Type7,
    /// (i − 1/3) / (n + 1/3), median-unbiased.
    Type8,
    /// (i − 3/8) / (n + 1/4), Blom.
    Type9,
}

/// The words by which a quantile type is set.
pub const QUANTILE_TYPES: &[(&str, QuantileType)] = &[
    ("6", QuantileType::Type6),
    ("weibull", QuantileType::Type6),
    ("7", QuantileType::Type7),
    ("4", QuantileType::Type4),
    ("5", QuantileType::Type5),
    ("hazen", QuantileType::Type5),
    ("8", QuantileType::Type8),
    ("9", QuantileType::Type9),
    ("blom", QuantileType::Type9),
];

impl QuantileType {
    /// How a result names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Type4 => "type 4, i/n",
            Self::Type5 => "type 5 (Hazen), (i-0.5)/n",
            Self::Type6 => "type 6 (Weibull), i/(n+1)",
            Self::Type7 => "type 7, (i-1)/(n-1)",
            Self::Type8 => "type 8 (median-unbiased), (i-1/3)/(n+1/3)",
            Self::Type9 => "type 9 (Blom), (i-3/8)/(n+1/4)",
        }
    }

    /// Where the share `p` (0 to 1) lies among `n` ranked values: the rank from 0 below it, and the part of the way to
    /// the next. Beyond the ends it is the end.
    pub fn place(self, n: usize, p: f64) -> (usize, f64) {
        let count = float(n);
        // Rank from 1, as a real number: n·p + m.
        let rank = count * p
            + match self {
                Self::Type4 => 0.0,
                Self::Type5 => 0.5,
                Self::Type6 => p,
                Self::Type7 => 1.0 - p,
                Self::Type8 => (p + 1.0) / 3.0,
                Self::Type9 => p / 4.0 + 3.0 / 8.0,
            };
        // A rank that is whole but for rounding is whole: 0.95 · 8036 must not fall a value short.
        let fuzz = 4.0 * f64::EPSILON * count.max(1.0);
        let near = rank.round();
        let rank = if (rank - near).abs() <= fuzz {
            near
        } else {
            rank
        };
        if rank <= 1.0 || n <= 1 {
            return (0, 0.0);
        }
        if rank >= count {
            return (n - 1, 0.0);
        }
        let below = rank.floor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and n"
        )]
        (below as usize - 1, rank - below)
    }

    /// The share of `sorted` values below `value`, 0 to 1: the inverse of [`quantile`], with ties at their middle.
    /// NaN of no value.
    pub fn share_below(self, sorted: &[f64], value: f64) -> f64 {
        let n = float(sorted.len());
        let less = sorted.partition_point(|x| *x < value);
        let not_more = sorted.partition_point(|x| *x <= value);
        let rank = if not_more > less {
            float(less + not_more + 1) / 2.0
        } else if less == 0 {
            0.0
        } else if less == sorted.len() {
            n + 1.0
        } else {
            let (below, above) = (sorted[less - 1], sorted[less]);
            float(less) + (value - below) / (above - below)
        };
        let share = match self {
            Self::Type4 => rank / n,
            Self::Type5 => (rank - 0.5) / n,
            Self::Type6 => rank / (n + 1.0),
            Self::Type7 => (rank - 1.0) / (n - 1.0),
            Self::Type8 => (rank - 1.0 / 3.0) / (n + 1.0 / 3.0),
            Self::Type9 => (rank - 0.375) / (n + 0.25),
        };
        share.clamp(0.0, 1.0)
    }
}

/// Quantile at the share `p` (0 to 1) of `sorted` values of which none is missing; NaN of none.
pub fn quantile(sorted: &[f64], p: f64, kind: QuantileType) -> f64 {
    if sorted.is_empty() {
        return f64::NAN;
    }
    let (below, part) = kind.place(sorted.len(), p);
    let low = sorted[below];
    if part == 0.0 {
        low
    } else {
        low + part * (sorted[below + 1] - low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2.2: `quantile(c(1, 3, 4, 8, 20), 0.3, type = 4:9)`, by hand from the formulas.
    #[test]
    fn each_type_by_hand() {
        let sorted = [1.0, 3.0, 4.0, 8.0, 20.0];
        let expected = [
            (QuantileType::Type4, 2.0),
            (QuantileType::Type5, 3.0),
            (QuantileType::Type6, 2.6),
            (QuantileType::Type7, 3.2),
            (QuantileType::Type8, 1.0 + 2.0 * (1.5 + 1.3 / 3.0 - 1.0)),
            (QuantileType::Type9, 1.0 + 2.0 * (1.5 + 0.075 + 0.375 - 1.0)),
        ];
        for (kind, value) in expected {
            let found = quantile(&sorted, 0.3, kind);
            assert!(
                (found - value).abs() < 1e-12,
                "{kind:?}: {found} is not {value}"
            );
            assert!((kind.share_below(&sorted, found) - 0.3).abs() < 1e-12);
        }
    }
}
