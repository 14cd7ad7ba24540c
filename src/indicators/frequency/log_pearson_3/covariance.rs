//! How uncertain the moments of the expected moments algorithm are, with censoring and perception thresholds.
//!
//! Cohn, Lane & Stedinger (2001) give the covariance of the raw moments to first order; that of mean, variance and
//! skew follows by inverting a Gaussian quadrature (Cohn 2012, as in the reference program of Bulletin 17C), which
//! keeps the curvature that a first-order step would lose.

use super::super::optimise::inverse;
use super::derivative::{Gamma, of_moments_between};
use super::record::LogFlood;
use crate::indicators::stats::l_moments::count;
use crate::indicators::stats::pearson::Pearson3;

type Matrix = [[f64; 3]; 3];

/// Years that share a pair of perception thresholds, in decimal logarithms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Perceived {
    pub(super) years: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Mean, variance and skew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moments {
    pub(super) mean: f64,
    pub(super) variance: f64,
    pub(super) skew: f64,
}

impl From<Pearson3> for Moments {
    fn from(fitted: Pearson3) -> Self {
        Self {
            mean: fitted.mean,
            variance: fitted.standard_deviation.powi(2),
            skew: fitted.skew,
        }
    }
}

impl Moments {
    pub(super) fn pearson(self) -> Pearson3 {
        Pearson3 {
            mean: self.mean,
            standard_deviation: self.variance.sqrt(),
            skew: self.skew,
        }
    }

    fn raw(self) -> [f64; 3] {
        let second = self.variance + self.mean.powi(2);
        let third = self.skew * self.variance.powf(1.5) + 3.0 * second * self.mean
            - 2.0 * self.mean.powi(3);
        [self.mean, second, third]
    }

    fn from_raw([m1, m2, m3]: [f64; 3]) -> Self {
        let variance = m2 - m1 * m1;
        Self {
            mean: m1,
            variance,
            skew: (m3 - 3.0 * m2 * m1 + 2.0 * m1.powi(3)) / variance.powf(1.5),
        }
    }
}

/// Skew nearest to nothing that the covariance is computed at.
pub(super) const LEAST_SKEW: f64 = 0.063_245_55;
const MOST_SKEW: f64 = 1.41;

/// The pairs of thresholds and how many years have each.
pub(super) fn perceived(floods: &[LogFlood]) -> Vec<Perceived> {
    let mut found: Vec<Perceived> = Vec::new();
    for flood in floods {
        let (low, high) = (flood.threshold_low, flood.threshold_high);
        match found
            .iter_mut()
            .find(|group| group.low == low && group.high == high)
        {
            Some(group) => group.years += 1.0,
            None => found.push(Perceived {
                years: 1.0,
                low,
                high,
            }),
        }
    }
    found
}

/// Thresholds counted from the mean.
pub(super) fn centred(groups: &[Perceived], mean: f64) -> Vec<Perceived> {
    let shifted = groups.iter().map(|group| Perceived {
        years: group.years,
        low: group.low - mean,
        high: group.high - mean,
    });
    shifted.collect()
}

/// Covariance of the first three raw moments about the mean; thresholds are counted from the mean.
fn of_raw_moments(groups: &[Perceived], moments: Moments) -> Option<Matrix> {
    let moments = Moments {
        mean: 0.0,
        variance: moments.variance,
        skew: moments
            .skew
            .abs()
            .clamp(LEAST_SKEW, MOST_SKEW)
            .copysign(moments.skew),
    };
    let pearson = moments.pearson();
    let (mut spread, mut pull) = ([[0.0; 3]; 3], [[0.0; 3]; 3]);
    let mut all = 0.0;
    for group in groups {
        all += group.years;
        let (below, _) = pearson.tails(group.low);
        let (up_to_high, above) = pearson.tails(group.high);
        let shares = [below, (up_to_high - below).max(0.0), above];
        let inside = pearson.moments_between::<6>(group.low, group.high);
        let outside = |share: f64, low: f64, high: f64| {
            if share > 0.0 {
                pearson.moments_between::<3>(low, high)
            } else {
                [0.0; 3]
            }
        };
        let under = outside(below, f64::NEG_INFINITY, group.low);
        let over = outside(above, group.high, f64::INFINITY);
        let means = [under, [inside[0], inside[1], inside[2]], over];
        add_counts(&mut spread, group.years, shares, &means);
        for i in 0..3 {
            for j in 0..3 {
                let within = inside[i + j + 1] - inside[i] * inside[j];
                spread[i][j] += group.years * shares[1] * within;
            }
        }
        add_pull(&mut pull, group, shares, moments);
    }
    let mut rest = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            rest[i][j] = f64::from(u8::from(i == j)) - pull[i][j] / all;
        }
    }
    let a = inverse(rest)?;
    let transposed = [0, 1, 2].map(|i| [0, 1, 2].map(|j| a[j][i]));
    let covariance = product(&product(&a, &spread), &transposed);
    Some(covariance.map(|row| row.map(|x| x / (all * all))))
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let cell = |i: usize, j: usize| (0..3).map(|k| a[i][k] * b[k][j]).sum();
    [0, 1, 2].map(|i| [0, 1, 2].map(|j| cell(i, j)))
}

/// What the chance adds by which how many years fall below, between and above the thresholds.
fn add_counts(spread: &mut Matrix, years: f64, shares: [f64; 3], means: &[[f64; 3]; 3]) {
    for (a, below) in shares.iter().enumerate() {
        for (b, above) in shares.iter().enumerate() {
            let own = f64::from(u8::from(a == b));
            let covariance = years * below * (own - above);
            for i in 0..3 {
                for j in 0..3 {
                    spread[i][j] += means[a][i] * covariance * means[b][j];
                }
            }
        }
    }
}

/// How the moments expected outside the thresholds answer to the fitted raw moments.
fn add_pull(pull: &mut Matrix, group: &Perceived, shares: [f64; 3], moments: Moments) {
    const LEAST_SHARE: f64 = 1e-6;
    let of_raw = parameters_by_raw(moments);
    let mut add = |share: f64, low: f64, high: f64| {
        if share > LEAST_SHARE {
            let by_parameter = of_moments_between(gamma(moments), low, high);
            let by_raw = product(&by_parameter, &of_raw);
            for (row, more) in pull.iter_mut().flatten().zip(by_raw.iter().flatten()) {
                *row += group.years * share * more;
            }
        }
    };
    add(shares[0], f64::NEG_INFINITY, group.low);
    add(shares[2], group.high, f64::INFINITY);
}

/// Shift, shape and scale of the gamma variate with these moments.
fn gamma(moments: Moments) -> Gamma {
    let shape = 4.0 / moments.skew.powi(2);
    let scale = (moments.variance / shape).sqrt().copysign(moments.skew);
    Gamma {
        shift: moments.mean - shape * scale,
        shape,
        scale,
    }
}

/// Derivatives of shift, shape and scale by the raw moments: `[parameter][moment]`.
fn parameters_by_raw(moments: Moments) -> Matrix {
    let raw = moments.raw();
    let deviation = moments.variance.sqrt();
    let mut found = [[0.0; 3]; 3];
    for k in 0..3 {
        let h = 1e-5 * deviation.powi(i32::try_from(k).unwrap_or_default() + 1);
        let at = |step: f64| {
            let mut moved = raw;
            moved[k] += step;
            let gamma = gamma(Moments::from_raw(moved));
            [gamma.shift, gamma.shape, gamma.scale]
        };
        // Four points: the shape falls with the cube of a small skew.
        let (near, far) = ((at(h), at(-h)), (at(2.0 * h), at(-2.0 * h)));
        for (parameter, row) in found.iter_mut().enumerate() {
            let narrow = near.0[parameter] - near.1[parameter];
            let wide = far.0[parameter] - far.1[parameter];
            row[k] = (8.0 * narrow - wide) / (12.0 * h);
        }
    }
    found
}

/// The factor V with VᵀV = S in the order variance, mean, skew; `None` when S is no covariance.
fn factor(s: &Matrix) -> Option<Matrix> {
    if (0..3).any(|i| s[i][i].is_nan() || s[i][i] <= 0.0) {
        return None;
    }
    let mut v = [[0.0; 3]; 3];
    v[1][1] = s[1][1].sqrt();
    v[1][0] = s[1][0] / v[1][1];
    v[1][2] = s[1][2] / v[1][1];
    let first = s[0][0] - v[1][0].powi(2);
    if first <= 0.0 {
        return None;
    }
    v[0][0] = first.sqrt();
    v[0][2] = (s[2][0] - v[1][2] * v[1][0]) / v[0][0];
    let last = s[2][2] - v[1][2].powi(2) - v[0][2].powi(2);
    if last < 0.0 {
        return None;
    }
    v[2][2] = last.sqrt();
    Some(v)
}

/// Eight points and weights that carry the moments and their covariance: normal in mean and skew, gamma in variance.
pub(super) fn grid(at: Moments, covariance: &Matrix) -> Option<[(f64, Moments); 8]> {
    const MOST_SHAPE: f64 = 160.0;
    let v = factor(covariance)?;
    let alpha = at.variance.powi(2) / covariance[1][1];
    let beta = 1.0 / alpha.sqrt();
    let shape = alpha.min(MOST_SHAPE);
    let scale = beta * (alpha / shape).sqrt();
    // Two-point Gauss quadrature of a gamma distribution, counted from its mean.
    let root = (shape + 1.0).sqrt();
    let light = [
        ((1.0 - root) * scale, (root + 1.0) / (2.0 * root)),
        ((1.0 + root) * scale, (root - 1.0) / (2.0 * root)),
    ];
    let mut points = [(0.0, at); 8];
    for (place, point) in points.iter_mut().enumerate() {
        let side = |bit: usize| if place >> bit & 1 == 0 { -1.0 } else { 1.0 };
        let (of_variance, weight) = light[place >> 1 & 1];
        let z = [side(0), of_variance, side(2)];
        let moved = |j: usize| -> f64 { (0..3).map(|i| v[i][j] * z[i]).sum() };
        *point = (
            0.25 * weight,
            Moments {
                mean: at.mean + moved(0),
                variance: at.variance + moved(1),
                skew: at.skew + moved(2),
            },
        );
    }
    Some(points)
}

/// Weighted covariance of two columns.
pub(super) fn weighted_covariance(rows: &[(f64, f64, f64)]) -> f64 {
    let all: f64 = rows.iter().map(|(w, _, _)| w).sum();
    let x0 = rows.iter().map(|(w, x, _)| w * x).sum::<f64>() / all;
    let y0 = rows.iter().map(|(w, _, y)| w * y).sum::<f64>() / all;
    rows.iter()
        .map(|(w, x, y)| w * (x - x0) * (y - y0))
        .sum::<f64>()
        / all
}

const TRIANGLE: [(usize, usize); 6] = [(0, 0), (1, 0), (2, 0), (1, 1), (1, 2), (2, 2)];

fn triangle(s: &Matrix) -> [f64; 6] {
    TRIANGLE.map(|(i, j)| s[i][j])
}

fn square(t: &[f64; 6]) -> Matrix {
    let mut s = [[0.0; 3]; 3];
    for ((i, j), x) in TRIANGLE.into_iter().zip(t) {
        (s[i][j], s[j][i]) = (*x, *x);
    }
    s
}

/// Covariance of the raw moments that a covariance of mean, variance and skew carries, by quadrature.
fn carried(at: Moments, covariance: &Matrix) -> Option<[f64; 6]> {
    let points = grid(at, covariance)?;
    let raw = points.map(|(w, moments)| (w, moments.raw()));
    Some(TRIANGLE.map(|(i, j)| weighted_covariance(&raw.map(|(w, m)| (w, m[i], m[j])))))
}

/// Covariance of mean, variance and skew to first order: where the search begins.
fn first_order(at: Moments, of_raw: &Matrix) -> Matrix {
    let [m1, m2, m3] = at.raw();
    let v = at.variance;
    let third = 2.0 * m1.powi(3) - 3.0 * m1 * m2 + m3;
    let jacobian = [
        [1.0, 0.0, 0.0],
        [-2.0 * m1, 1.0, 0.0],
        [
            (6.0 * m1 * m1 - 3.0 * m2) / v.powf(1.5) + 3.0 * m1 * third / v.powf(2.5),
            -3.0 * m1 / v.powf(1.5) - 1.5 * third / v.powf(2.5),
            v.powf(-1.5),
        ],
    ];
    let transposed = [0, 1, 2].map(|i| [0, 1, 2].map(|j| jacobian[j][i]));
    product(&product(&jacobian, of_raw), &transposed)
}

/// Covariance of mean, variance and skew of a fit; thresholds are counted from the mean. `None` when the quadrature
/// cannot carry it.
pub(super) fn of_moments(groups: &[Perceived], moments: Moments) -> Option<Matrix> {
    let at = Moments {
        mean: 0.0,
        ..moments
    };
    let of_raw = of_raw_moments(groups, at)?;
    let target = triangle(&of_raw);
    let mut now = triangle(&first_order(at, &of_raw));
    factor(&square(&now))?;
    for _ in 0..100 {
        let reached = carried(at, &square(&now))?;
        let jacobian = jacobian(at, &now)?;
        let back = inverse(jacobian)?;
        let miss = [0, 1, 2, 3, 4, 5].map(|i| target[i] - reached[i]);
        let mut step =
            [0, 1, 2, 3, 4, 5].map(|i| (0..6).map(|j| back[i][j] * miss[j]).sum::<f64>());
        let mut halvings = 0;
        let next = loop {
            let next = [0, 1, 2, 3, 4, 5].map(|i| now[i] + step[i]);
            if factor(&square(&next)).is_some() {
                break next;
            }
            step = step.map(|x| 0.5 * x);
            halvings += 1;
            if halvings > 100 {
                return None;
            }
        };
        let is_done = halvings == 0 && step[5].abs() <= 1e-10 * now[5].abs().max(1e-6);
        now = next;
        if is_done {
            break;
        }
    }
    Some(square(&now))
}

fn jacobian(at: Moments, now: &[f64; 6]) -> Option<[[f64; 6]; 6]> {
    let s = square(now);
    let mut jacobian = [[0.0; 6]; 6];
    for (column, (i, j)) in TRIANGLE.into_iter().enumerate() {
        let mut h = 1e-4 * (s[i][i] * s[j][j]).sqrt();
        let moved = |step: f64| {
            let mut t = *now;
            t[column] += step;
            carried(at, &square(&t))
        };
        let (mut up, mut down) = (moved(h), moved(-h));
        for _ in 0..20 {
            if up.is_some() && down.is_some() {
                break;
            }
            h *= 0.1;
            (up, down) = (moved(h), moved(-h));
        }
        let (up, down) = (up?, down?);
        for (row, values) in jacobian.iter_mut().enumerate() {
            values[column] = (up[row] - down[row]) / (2.0 * h);
        }
    }
    Some(jacobian)
}

/// Mean square error of mean (0), variance (1) or skew (2) of a fit; across a skew of nothing it is taken between
/// both sides.
pub(super) fn mean_square_error(
    groups: &[Perceived],
    moments: Moments,
    which: usize,
) -> Option<f64> {
    let groups = centred(groups, moments.mean);
    let at = |skew: f64| {
        let moments = Moments { skew, ..moments };
        of_moments(&groups, moments).map(|covariance| covariance[which][which])
    };
    if moments.skew.abs() > LEAST_SKEW {
        return at(moments.skew);
    }
    let (below, above) = (at(-LEAST_SKEW)?, at(LEAST_SKEW)?);
    let share = (moments.skew + LEAST_SKEW) / (2.0 * LEAST_SKEW);
    Some((1.0 - share) * below + share * above)
}

/// Mean square error of the skew of `n` years by the formula of Bulletin 17B.
pub(super) fn formula_skew_mse(n: f64, skew: f64) -> f64 {
    let g = skew.abs();
    let a = if g <= 0.9 {
        -0.33 + 0.08 * g
    } else {
        -0.52 + 0.30 * g
    };
    let b = if g <= 1.5 { 0.94 - 0.26 * g } else { 0.55 };
    10_f64.powf(a - b * (n / 10.0).log10())
}

/// Which mean square error of the skew holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SkewError {
    /// The formula for the whole length: with low outliers.
    Formula,
    /// The formula, corrected by what censoring adds to first order.
    Adjusted,
}

/// Mean square error of the station's skew.
pub(super) fn skew_mse(groups: &[Perceived], moments: Moments, rule: SkewError) -> Option<f64> {
    let n: f64 = groups.iter().map(|group| group.years).sum();
    if rule == SkewError::Formula {
        return Some(formula_skew_mse(n, moments.skew));
    }
    let capped = n.min(150.0);
    let open = Perceived {
        years: capped,
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };
    let uncensored = mean_square_error(&[open], moments, 2)?;
    let correction = formula_skew_mse(capped, moments.skew) / uncensored;
    Some(correction * mean_square_error(groups, moments, 2)?)
}

/// Years in all.
pub(super) fn years(floods: &[LogFlood]) -> f64 {
    count(floods.len())
}
