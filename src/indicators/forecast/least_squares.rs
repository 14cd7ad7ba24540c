//! Least squares by an orthogonal factorisation: regressors of a river are alike, and the normal equations would lose
//! half of the digits.

/// A design: rows of observations, columns of regressors, column by column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Design {
    /// One vector a regressor, all of one length and without missing values.
    pub columns: Vec<Vec<f64>>,
}

/// X = Q R of a design of full rank.
pub struct Factors {
    /// Orthonormal columns, as many as the design has.
    pub q: Vec<Vec<f64>>,
    /// Upper triangle, row by row.
    pub r: Vec<Vec<f64>>,
}

/// Share of a column's length that must be left after the others are taken off, else it says nothing of its own.
const OWN_SHARE: f64 = 1e-10;

impl Design {
    /// Observations.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Value that the coefficients give for a row.
    pub fn predict(&self, row: usize, coefficients: &[f64]) -> f64 {
        let terms = self.columns.iter().zip(coefficients);
        terms.map(|(column, b)| column[row] * b).sum()
    }

    /// Q R by twice-repeated Gram–Schmidt, which is as orthogonal as Householder's reflections.
    ///
    /// # Errors
    /// The place of the first column that the earlier ones make up.
    pub fn factors(&self) -> Result<Factors, usize> {
        let n = self.columns.len();
        let mut q: Vec<Vec<f64>> = Vec::with_capacity(n);
        let mut r = vec![vec![0.0; n]; n];
        for (j, column) in self.columns.iter().enumerate() {
            let mut own = column.clone();
            let length = norm(&own);
            for _ in 0..2 {
                for (i, other) in q.iter().enumerate() {
                    let along = dot(other, &own);
                    r[i][j] += along;
                    for (value, other) in own.iter_mut().zip(other) {
                        *value -= along * other;
                    }
                }
            }
            let left = norm(&own);
            if left.is_nan() || left <= OWN_SHARE * length {
                return Err(j);
            }
            r[j][j] = left;
            own.iter_mut().for_each(|value| *value /= left);
            q.push(own);
        }
        Ok(Factors { q, r })
    }
}

impl Factors {
    /// Coefficients of the least sum of squares for `y`.
    pub fn solve(&self, y: &[f64]) -> Vec<f64> {
        // One round of refinement: what the first solution leaves is projected again.
        let mut along: Vec<f64> = self.q.iter().map(|q| dot(q, y)).collect();
        let mut left = y.to_vec();
        for (q, along) in self.q.iter().zip(&along) {
            for (left, q) in left.iter_mut().zip(q) {
                *left -= along * q;
            }
        }
        for (q, along) in self.q.iter().zip(&mut along) {
            *along += dot(q, &left);
        }
        self.back(&along)
    }

    /// Solves R b = `along`.
    pub fn back(&self, along: &[f64]) -> Vec<f64> {
        let mut b = along.to_vec();
        for i in (0..b.len()).rev() {
            let known: f64 = (i + 1..b.len()).map(|j| self.r[i][j] * b[j]).sum();
            b[i] = (b[i] - known) / self.r[i][i];
        }
        b
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}
