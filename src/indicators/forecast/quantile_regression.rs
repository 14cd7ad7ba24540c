//! Quantile regression: the line that a stated share of the values stays below, exactly.
//!
//! The sum of weighted absolute deviations is least at a vertex: a line through as many observations as it has
//! coefficients. From one vertex the search walks along the steepest edge to the best point of it, which is a vertex
//! again, until every edge leads up. That is the simplex method of Barrodale and Roberts (1974) as Koenker and
//! d'Orey (1987) gave it for quantiles, the method `br` of the R package quantreg.

use super::least_squares::{Design, Factors};

/// Tolerance of the slope of an edge, as a share of one observation.
const FLAT: f64 = 1e-9;

/// Coefficients of the `tau` quantile, 0 < tau < 1.
///
/// `start` are coefficients near the answer, such as those of least squares. `None` when there are fewer observations
/// than coefficients. Where several lines are equally good, one of them is given.
pub fn quantile_fit(
    design: &Design,
    factors: &Factors,
    y: &[f64],
    (tau, start): (f64, &[f64]),
) -> Option<Vec<f64>> {
    let mut walk = Walk::new(design, factors, y, (tau, start))?;
    // Each step goes down; the bound only guards against rounding.
    for _ in 0..50 * (y.len() + 10) {
        if !walk.step() {
            break;
        }
    }
    Some(factors.back(&walk.exact(y)))
}

struct Walk<'a> {
    q: &'a [Vec<f64>],
    /// Observations moved apart by less than they are measured to, so that no two lie on one line by chance.
    y: Vec<f64>,
    tau: f64,
    /// Observations that the line goes through.
    basis: Vec<usize>,
    /// Inverse of their rows: column k is the edge that leaves observation k of the basis.
    edges: Vec<Vec<f64>>,
    /// Coefficients on Q.
    at: Vec<f64>,
    residuals: Vec<f64>,
}

impl<'a> Walk<'a> {
    fn new(
        design: &Design,
        factors: &'a Factors,
        y: &[f64],
        (tau, start): (f64, &[f64]),
    ) -> Option<Self> {
        let q = factors.q.as_slice();
        if y.len() < q.len() || q.is_empty() {
            return None;
        }
        let scale = y.iter().fold(0.0_f64, |most, y| most.max(y.abs())) * 1e-11;
        let mut random = fastrand::Rng::with_seed(1);
        let moved: Vec<f64> = y.iter().map(|y| y + scale * random.f64()).collect();
        let distance: Vec<f64> = (0..y.len())
            .map(|row| (y[row] - design.predict(row, start)).abs())
            .collect();
        let basis = first_basis(q, &distance)?;
        let mut walk = Self {
            q,
            y: moved,
            tau,
            basis,
            edges: Vec::new(),
            at: Vec::new(),
            residuals: Vec::new(),
        };
        walk.settle()?;
        Some(walk)
    }

    /// Puts the line through the observations of the basis.
    fn settle(&mut self) -> Option<()> {
        let rows: Vec<Vec<f64>> = self
            .basis
            .iter()
            .map(|&row| self.q.iter().map(|q| q[row]).collect())
            .collect();
        self.edges = inverse(&rows)?;
        let y: Vec<f64> = self.basis.iter().map(|&row| self.y[row]).collect();
        self.at = self.edges.iter().map(|edge| dot(edge, &y)).collect();
        self.residuals.clone_from(&self.y);
        for (q, at) in self.q.iter().zip(&self.at) {
            for (residual, q) in self.residuals.iter_mut().zip(q) {
                *residual -= at * q;
            }
        }
        for &row in &self.basis {
            self.residuals[row] = 0.0;
        }
        Some(())
    }

    /// Walks along the steepest edge that leads down; says whether there was one.
    fn step(&mut self) -> bool {
        let p = self.basis.len();
        // What all observations off the line pull, and from it the slope of each edge in either direction.
        let mut pull = vec![0.0; p];
        for (pull, q) in pull.iter_mut().zip(self.q) {
            let weigh = |(q, residual): (&f64, &f64)| match residual.total_cmp(&0.0) {
                std::cmp::Ordering::Greater => self.tau * q,
                std::cmp::Ordering::Less => (self.tau - 1.0) * q,
                std::cmp::Ordering::Equal => 0.0,
            };
            *pull = q.iter().zip(&self.residuals).map(weigh).sum();
        }
        let mut steepest = (-FLAT, 0, 1.0);
        for k in 0..p {
            let along: f64 = (0..p).map(|j| pull[j] * self.edges[j][k]).sum();
            // Up along the edge the observation that is left comes to lie below the line, down above it.
            for (slope, sign) in [(1.0 - self.tau - along, 1.0), (self.tau + along, -1.0)] {
                if slope < steepest.0 {
                    steepest = (slope, k, sign);
                }
            }
        }
        let (slope, k, sign) = steepest;
        if slope >= -FLAT {
            return false;
        }
        let direction: Vec<f64> = (0..p).map(|j| sign * self.edges[j][k]).collect();
        let Some(enters) = self.best_on_edge(&direction, slope) else {
            return false;
        };
        let left = std::mem::replace(&mut self.basis[k], enters);
        if self.settle().is_some() {
            return true;
        }
        self.basis[k] = left;
        let _ = self.settle();
        false
    }

    /// The observation at which the way along an edge stops leading down: each that is passed takes |q · d| from the
    /// slope.
    fn best_on_edge(&self, direction: &[f64], slope: f64) -> Option<usize> {
        let mut met: Vec<(f64, usize, f64)> = Vec::new();
        for (row, residual) in self.residuals.iter().enumerate() {
            let speed: f64 = self.q.iter().zip(direction).map(|(q, d)| q[row] * d).sum();
            if *residual != 0.0 && speed != 0.0 && residual / speed > 0.0 {
                met.push((residual / speed, row, speed.abs()));
            }
        }
        met.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut slope = slope;
        for (_, row, change) in met {
            slope += change;
            if slope >= 0.0 && !self.basis.contains(&row) {
                return Some(row);
            }
        }
        None
    }

    /// Coefficients on Q of the line through the basis, with the observations as they were given.
    fn exact(&self, y: &[f64]) -> Vec<f64> {
        let y: Vec<f64> = self.basis.iter().map(|&row| y[row]).collect();
        self.edges.iter().map(|edge| dot(edge, &y)).collect()
    }
}

/// Observations near the starting line whose rows are independent.
fn first_basis(q: &[Vec<f64>], distance: &[f64]) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = (0..distance.len()).collect();
    order.sort_by(|&a, &b| distance[a].total_cmp(&distance[b]).then(a.cmp(&b)));
    let mut basis = Vec::new();
    let mut taken: Vec<Vec<f64>> = Vec::new();
    for row in order {
        let mut own: Vec<f64> = q.iter().map(|q| q[row]).collect();
        let length = dot(&own, &own).sqrt();
        for _ in 0..2 {
            for other in &taken {
                let along = dot(other, &own);
                own.iter_mut().zip(other).for_each(|(v, o)| *v -= along * o);
            }
        }
        let left = dot(&own, &own).sqrt();
        if left > 1e-4 * length {
            own.iter_mut().for_each(|value| *value /= left);
            taken.push(own);
            basis.push(row);
            if basis.len() == q.len() {
                return Some(basis);
            }
        }
    }
    None
}

/// Inverse of a small matrix by elimination with row exchanges; `None` when it has none.
fn inverse(rows: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = rows.len();
    let mut a: Vec<Vec<f64>> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let unit = (0..n).map(|j| if i == j { 1.0 } else { 0.0 });
            row.iter().copied().chain(unit).collect()
        })
        .collect();
    for k in 0..n {
        let best = (k..n).max_by(|&i, &j| a[i][k].abs().total_cmp(&a[j][k].abs()))?;
        a.swap(k, best);
        let pivot = a[k][k];
        if pivot.abs() < 1e-14 {
            return None;
        }
        a[k].iter_mut().for_each(|value| *value /= pivot);
        let row = a[k].clone();
        for (i, other) in a.iter_mut().enumerate() {
            let factor = other[k];
            if i != k && factor != 0.0 {
                other
                    .iter_mut()
                    .zip(&row)
                    .for_each(|(v, r)| *v -= factor * r);
            }
        }
    }
    Some(a.into_iter().map(|row| row[n..].to_vec()).collect())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
