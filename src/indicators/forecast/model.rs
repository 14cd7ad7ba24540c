//! The regression that a forecast is made with: values that were known at issue time, and what came a lead later.

use super::aligned::{quantile, real, sorted};
use super::least_squares::{Design, Factors};
use super::quantile_regression::quantile_fit;

/// A regressor: a value of a series some steps before the issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Place of the series among the columns.
    pub series: usize,
    /// Steps before the issue, 0 for the newest value that had arrived.
    pub back: usize,
}

/// What values are turned into before they are fitted, and back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Transform {
    /// As they are.
    None,
    /// Natural logarithm; values that are not above zero are missing.
    Log,
    /// (vˡ − 1)/l of Box and Cox, l not 0; values that are not above zero are missing.
    BoxCox(f64),
}

impl Transform {
    /// There.
    pub fn there(self, value: f64) -> f64 {
        match self {
            Self::None => value,
            Self::Log if value > 0.0 => value.ln(),
            Self::BoxCox(l) if value > 0.0 => (value.powf(l) - 1.0) / l,
            Self::Log | Self::BoxCox(_) => f64::NAN,
        }
    }

    /// And back.
    pub fn back(self, value: f64) -> f64 {
        match self {
            Self::None => value,
            Self::Log => value.exp(),
            Self::BoxCox(l) => (l * value + 1.0).max(0.0).powf(1.0 / l),
        }
    }
}

/// What is fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Place of the forecast series among the columns.
    pub target: usize,
    /// Steps from the issue to the time that is forecast.
    pub lead: usize,
    /// Steps before the issue of the newest target value that had arrived: what persistence says.
    pub latency: usize,
    /// Regressors beside the constant.
    pub terms: Vec<Term>,
    /// Levels of the band, ascending.
    pub levels: Vec<f64>,
    /// Transform of all series.
    pub transform: Transform,
}

/// Rows that have the target and every regressor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Step of the issue of each row.
    pub issued: Vec<usize>,
    /// Constant and regressors, transformed.
    pub design: Design,
    /// Target a lead later, transformed.
    pub y: Vec<f64>,
}

impl Plan {
    /// Constant and regressors known at a step, transformed; `None` when one is missing.
    pub fn known(&self, columns: &[Vec<f64>], issued: usize) -> Option<Vec<f64>> {
        let mut known = vec![1.0];
        for term in &self.terms {
            let value = *columns
                .get(term.series)?
                .get(issued.checked_sub(term.back)?)?;
            let value = self.transform.there(value);
            if value.is_nan() {
                return None;
            }
            known.push(value);
        }
        Some(known)
    }

    /// All rows of columns on one axis.
    pub fn rows(&self, columns: &[Vec<f64>]) -> Rows {
        let target = columns.get(self.target).map_or(&[][..], Vec::as_slice);
        let mut rows = Rows {
            design: Design {
                columns: vec![Vec::new(); self.terms.len() + 1],
            },
            ..Rows::default()
        };
        for issued in 0..target.len().saturating_sub(self.lead) {
            let y = self.transform.there(target[issued + self.lead]);
            let Some(known) = self.known(columns, issued).filter(|_| !y.is_nan()) else {
                continue;
            };
            rows.issued.push(issued);
            rows.y.push(y);
            for (column, value) in rows.design.columns.iter_mut().zip(known) {
                column.push(value);
            }
        }
        rows
    }
}

impl Rows {
    /// The rows that are wanted.
    #[must_use]
    pub fn only(&self, is_wanted: impl Fn(usize) -> bool) -> Self {
        let wanted: Vec<usize> = (0..self.y.len())
            .filter(|&row| is_wanted(self.issued[row]))
            .collect();
        let pick = |values: &[f64]| wanted.iter().map(|&row| values[row]).collect();
        Self {
            issued: wanted.iter().map(|&row| self.issued[row]).collect(),
            design: Design {
                columns: self
                    .design
                    .columns
                    .iter()
                    .map(|column| pick(column))
                    .collect(),
            },
            y: pick(&self.y),
        }
    }
}

/// A fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Coefficients of least squares: constant, then the terms.
    pub coefficients: Vec<f64>,
    /// Coefficients of each level of the band.
    pub bands: Vec<Vec<f64>>,
    /// Residuals of the fit, smallest first, transformed.
    pub residuals: Vec<f64>,
    /// Standard error of the residuals.
    pub residual_standard_error: f64,
    /// Smallest and largest of each regressor in the fit, transformed.
    pub ranges: Vec<(f64, f64)>,
}

/// A forecast for one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// By least squares.
    pub value: f64,
    /// By level, in order and never crossing.
    pub band: Vec<f64>,
    /// Whether a regressor lies outside what the fit saw.
    pub is_outside: bool,
}

impl Model {
    /// Fits rows; coefficients of an earlier fit, if given, are where the search for the bands starts.
    ///
    /// # Errors
    /// The place of a regressor that says nothing of its own; the number of regressors when there are too few rows.
    pub fn fit(plan: &Plan, rows: &Rows, before: Option<&Self>) -> Result<Self, usize> {
        let p = rows.design.columns.len();
        if rows.y.len() <= p {
            return Err(p);
        }
        let factors = rows.design.factors()?;
        let coefficients = factors.solve(&rows.y);
        let error = |row: usize| rows.y[row] - rows.design.predict(row, &coefficients);
        let residuals = sorted((0..rows.y.len()).map(error));
        let squares: f64 = residuals.iter().map(|r| r * r).sum();
        let bands = bands(plan, rows, &factors, (&coefficients, &residuals, before));
        let range = |column: &Vec<f64>| {
            column
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| {
                    (low.min(v), high.max(v))
                })
        };
        Ok(Self {
            residual_standard_error: (squares / real(rows.y.len() - p)).sqrt(),
            ranges: rows.design.columns.iter().map(range).collect(),
            coefficients,
            bands,
            residuals,
        })
    }

    /// Forecast from what was known, as [`Plan::known`] gives it.
    pub fn predict(&self, plan: &Plan, known: &[f64]) -> Prediction {
        let of = |coefficients: &[f64]| -> f64 {
            coefficients.iter().zip(known).map(|(b, x)| b * x).sum()
        };
        let mut band: Vec<f64> = self
            .bands
            .iter()
            .map(|b| plan.transform.back(of(b)))
            .collect();
        // Lines of unlike slope cross far from the middle; sorted, the band is one again.
        band.sort_unstable_by(f64::total_cmp);
        let outside = |(x, (low, high)): (&f64, &(f64, f64))| x < low || x > high;
        Prediction {
            value: plan.transform.back(of(&self.coefficients)),
            band,
            is_outside: known.iter().zip(&self.ranges).any(outside),
        }
    }
}

fn bands(
    plan: &Plan,
    rows: &Rows,
    factors: &Factors,
    (coefficients, residuals, before): (&[f64], &[f64], Option<&Model>),
) -> Vec<Vec<f64>> {
    let fit = |(place, &level): (usize, &f64)| {
        let earlier = before.and_then(|model| model.bands.get(place)).cloned();
        let start = earlier.unwrap_or_else(|| {
            let mut start = coefficients.to_vec();
            start[0] += quantile(residuals, level);
            start
        });
        quantile_fit(&rows.design, factors, &rows.y, (level, &start)).unwrap_or(start)
    };
    plan.levels.iter().enumerate().map(fit).collect()
}
