//! Generalised logistic distribution: floods of given return periods from annual maxima, as in British practice.
//!
//! # What it tells
//! Location (the median flood), scale and shape, the flood of each return period with its confidence limits, and
//! whether the record is long enough to say it.
//! # Formula
//! F(x) = 1/(1 + (1 − k(x − ξ)/α)^(1/k)); the flood of T years is ξ + α/k (1 − (T − 1)^(−k)). By L-moments: k = −t3;
//! α = l2 sin(πk)/(πk); ξ = l1 − α(1/k − π/sin(πk)). `shape_k` is k in Hosking's sign (k < 0: heavy tail),
//! `shape_xi` = −k.
//! # Units
//! Those of the series. Return periods in years.
//! # Missing data
//! Of a record, annual maxima are formed as `annual-maxima` does, and its rule for incomplete years holds. Given peaks
//! without a value are left out.
//! # Limits
//! At least 10 years; below 30 it says that the record is short. Floods beyond 2n years are marked `greyed`, beyond 4n
//! `hidden`.
//! # Source
//! Hosking & Wallis 1997, A.7; Flood Estimation Handbook (1999), vol. 3.

use serde_json::Value;

use super::distribution::{Distribution, bent, straightened, three_parameters};
use super::fit::{self, FIT_SETTINGS, Family};
use crate::indicators::catalogue::{Indicator, Input, Outcome, Settings};
use crate::indicators::stats::l_moments::LMoments;

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "generalised-logistic",
    text: include_str!("generalised_logistic.rs"),
    settings: &FIT_SETTINGS,
    run,
};

/// Location, scale and shape of a generalised logistic distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeneralisedLogistic {
    /// Location ξ, the median, unit of the values.
    pub location: f64,
    /// Scale α, unit of the values.
    pub scale: f64,
    /// Shape k in Hosking's sign: below nothing a heavy tail, above it an upper bound.
    pub k: f64,
}

impl Distribution for GeneralisedLogistic {
    fn reduced(p: f64) -> f64 {
        p.ln() - (-p).ln_1p()
    }

    fn at(&self, reduced: f64) -> f64 {
        self.location + self.scale * bent(self.k, reduced)
    }

    fn cdf(&self, x: f64) -> f64 {
        let reduced = straightened(self.k, (x - self.location) / self.scale);
        1.0 / (1.0 + (-reduced).exp())
    }

    fn parameters(&self) -> Value {
        three_parameters(self.location, self.scale, self.k)
    }

    fn upper_bound(&self) -> Option<f64> {
        (self.k > 1e-9).then(|| self.location + self.scale / self.k)
    }

    fn return_period(&self, x: f64) -> f64 {
        1.0 + straightened(self.k, (x - self.location) / self.scale).exp()
    }
}

/// The generalised logistic with these L-moments; `None` when they are those of none.
pub fn from_l_moments(moments: &LMoments) -> Option<GeneralisedLogistic> {
    if !(moments.l2 > 0.0 && moments.t3.abs() < 1.0) {
        return None;
    }
    let k = -moments.t3;
    let turn = std::f64::consts::PI * k;
    if k.abs() < 1e-6 {
        return Some(GeneralisedLogistic {
            location: moments.l1,
            scale: moments.l2,
            k: 0.0,
        });
    }
    let scale = moments.l2 * turn.sin() / turn;
    Some(GeneralisedLogistic {
        location: moments.l1 - scale * (1.0 / k - std::f64::consts::PI / turn.sin()),
        scale,
        k,
    })
}

fn run(input: &Input, set: &Settings<'_>) -> Outcome {
    let family = Family {
        name: "generalised-logistic",
        by_l_moments: from_l_moments,
    };
    fit::run(input, set, &family, |values, request| {
        fit::by_l_moments(values, request, &family)
    })
}
