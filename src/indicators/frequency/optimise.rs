//! Minimising a smooth function of two or three numbers, and its curvature at the minimum.

/// Where a function is least, and how little it is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Minimum<const N: usize> {
    /// Where.
    pub at: [f64; N],
    /// The value there; infinite when nothing finite was found.
    pub value: f64,
    /// Whether the search came to rest.
    pub is_settled: bool,
}

/// The least value of `f` by the simplex of Nelder and Mead, begun at `start` with steps of `scale`. A point where
/// `f` is not finite counts as infinitely bad.
///
/// The search is begun anew from its own end until that gains nothing, which takes it out of the corners that a
/// simplex may fold into.
pub(super) fn minimise<const N: usize>(
    start: [f64; N],
    scale: [f64; N],
    f: impl Fn(&[f64; N]) -> f64,
) -> Minimum<N> {
    let g = |x: &[f64; N]| {
        let value = f(x);
        if value.is_finite() {
            value
        } else {
            f64::INFINITY
        }
    };
    let mut best = simplex(start, scale, &g);
    for _ in 0..8 {
        let again = simplex(best.at, scale.map(|step| step * 0.1), &g);
        let gain = best.value - again.value;
        if again.value < best.value {
            best = again;
        }
        if gain.is_nan() || gain <= 1e-12 * best.value.abs().max(1.0) {
            break;
        }
    }
    best
}

fn simplex<const N: usize>(
    start: [f64; N],
    scale: [f64; N],
    f: &impl Fn(&[f64; N]) -> f64,
) -> Minimum<N> {
    let mut corners: Vec<([f64; N], f64)> = vec![(start, f(&start))];
    for i in 0..N {
        let mut corner = start;
        corner[i] += scale[i];
        corners.push((corner, f(&corner)));
    }
    let mut is_settled = false;
    for _ in 0..2000 {
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (best, worst) = (corners[0].1, corners[N].1);
        if worst.is_finite()
            && worst - best <= 1e-13 * (best.abs() + 1e-3)
            && is_small(&corners, &scale)
        {
            is_settled = true;
            break;
        }
        step(&mut corners, f);
    }
    corners.sort_by(|a, b| a.1.total_cmp(&b.1));
    Minimum {
        at: corners[0].0,
        value: corners[0].1,
        is_settled,
    }
}

fn is_small<const N: usize>(corners: &[([f64; N], f64)], scale: &[f64; N]) -> bool {
    let best = &corners[0].0;
    corners
        .iter()
        .all(|(corner, _)| (0..N).all(|i| (corner[i] - best[i]).abs() <= 1e-7 * scale[i].abs()))
}

fn step<const N: usize>(corners: &mut [([f64; N], f64)], f: &impl Fn(&[f64; N]) -> f64) {
    let mut centre = [0.0; N];
    for (corner, _) in &corners[..N] {
        for i in 0..N {
            centre[i] += corner[i];
        }
    }
    let parts: f64 = (0..N).map(|_| 1.0).sum();
    let centre = centre.map(|sum| sum / parts);
    let worst = corners[N];
    let towards = |t: f64| {
        let mut point = centre;
        for i in 0..N {
            point[i] += t * (worst.0[i] - centre[i]);
        }
        (point, f(&point))
    };
    let reflected = towards(-1.0);
    if reflected.1 < corners[0].1 {
        let expanded = towards(-2.0);
        corners[N] = if expanded.1 < reflected.1 {
            expanded
        } else {
            reflected
        };
    } else if reflected.1 < corners[N - 1].1 {
        corners[N] = reflected;
    } else {
        let contracted = towards(if reflected.1 < worst.1 { -0.5 } else { 0.5 });
        if contracted.1 < worst.1.min(reflected.1) {
            corners[N] = contracted;
        } else {
            let best = corners[0].0;
            for corner in &mut corners[1..] {
                for (x, best) in corner.0.iter_mut().zip(&best) {
                    *x = best + 0.5 * (*x - best);
                }
                corner.1 = f(&corner.0);
            }
        }
    }
}

/// Second derivatives of `f` at `at` by central differences with steps `h`.
pub(super) fn hessian<const N: usize>(
    at: [f64; N],
    h: [f64; N],
    f: impl Fn(&[f64; N]) -> f64,
) -> [[f64; N]; N] {
    let moved = |i: usize, a: f64, j: usize, b: f64| {
        let mut point = at;
        point[i] += a * h[i];
        point[j] += b * h[j];
        f(&point)
    };
    let middle = f(&at);
    let mut second = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..N {
            second[i][j] = if i == j {
                // Five points: the likelihood is flat enough that three lose digits.
                let near = moved(i, 1.0, i, 0.0) + moved(i, -1.0, i, 0.0);
                let far = moved(i, 2.0, i, 0.0) + moved(i, -2.0, i, 0.0);
                (16.0 * near - far - 30.0 * middle) / (12.0 * h[i] * h[i])
            } else {
                let same = moved(i, 1.0, j, 1.0) + moved(i, -1.0, j, -1.0);
                let cross = moved(i, 1.0, j, -1.0) + moved(i, -1.0, j, 1.0);
                (same - cross) / (4.0 * h[i] * h[j])
            };
        }
    }
    second
}

/// The inverse of a matrix; `None` when it has none.
pub(super) fn inverse<const N: usize>(matrix: [[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let mut left = matrix;
    let mut right = [[0.0; N]; N];
    for (i, row) in right.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for column in 0..N {
        let pivot =
            (column..N).max_by(|&a, &b| left[a][column].abs().total_cmp(&left[b][column].abs()))?;
        if left[pivot][column] == 0.0 || left[pivot][column].is_nan() {
            return None;
        }
        left.swap(column, pivot);
        right.swap(column, pivot);
        let factor = left[column][column];
        for k in 0..N {
            left[column][k] /= factor;
            right[column][k] /= factor;
        }
        let (pivot_left, pivot_right) = (left[column], right[column]);
        for row in (0..N).filter(|row| *row != column) {
            let factor = left[row][column];
            for k in 0..N {
                left[row][k] -= factor * pivot_left[k];
                right[row][k] -= factor * pivot_right[k];
            }
        }
    }
    right
        .iter()
        .flatten()
        .all(|x| x.is_finite())
        .then_some(right)
}

/// `gᵀ C g`: variance of a figure whose derivatives are `g`.
pub(super) fn sandwich<const N: usize>(gradient: &[f64; N], covariance: &[[f64; N]; N]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        for j in 0..N {
            sum += gradient[i] * covariance[i][j] * gradient[j];
        }
    }
    sum
}

/// Where `f` crosses nothing between `inside`, where it is below, and `outside`, where it is not.
pub(super) fn crossing(mut inside: f64, mut outside: f64, f: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..60 {
        let middle = 0.5 * (inside + outside);
        if f(middle) < 0.0 {
            inside = middle;
        } else {
            outside = middle;
        }
        if (inside - outside).abs() <= 1e-9 * (inside.abs() + outside.abs()) {
            break;
        }
    }
    0.5 * (inside + outside)
}
