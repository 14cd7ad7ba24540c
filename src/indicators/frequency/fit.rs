//! What all fits to annual maxima share: settings, limits and the shape of the result.

use serde_json::{Value, json};

use super::annual::{self, INCOMPLETE, LEAST_COVERAGE, Peaks, VALUES, YEAR_START};
use super::bootstrap::{self, Resampling};
use super::distribution::Distribution;
use super::plotting::{Position, ranks};
use super::record::{COMFORTABLE_YEARS, LEAST_YEARS, plausibility};
use crate::domain::Finding;
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};
use crate::indicators::stats::l_moments::{LMoments, count, of_sorted, sorted};

pub(super) const RETURN_PERIODS: Setting = Setting {
    name: "return_periods",
    meaning: "return periods in years, each above 1",
    default: "2,5,10,20,50,100",
};
pub(super) const EXCEEDANCE: Setting = Setting {
    name: "exceedance_probabilities",
    meaning: "probabilities of exceedance in a year, instead of return_periods: 0.01 is the flood of 100 years",
    default: "",
};
pub(super) const CONFIDENCE: Setting = Setting {
    name: "confidence",
    meaning: "share of the confidence interval, two-sided: 0.9 is 5 % to 95 %",
    default: "0.9",
};
const INTERVAL: Setting = Setting {
    name: "interval",
    meaning: "how the limits are found: bootstrap, parametric-bootstrap, delta, profile or none; which of them a method knows, its help says",
    default: "",
};
const RESAMPLES: Setting = Setting {
    name: "resamples",
    meaning: "number of resamples of a bootstrap",
    default: "1000",
};
const SEED: Setting = Setting {
    name: "seed",
    meaning: "seed of a bootstrap; the same seed gives the same limits",
    default: "1",
};
pub(super) const POSITION: Setting = Setting {
    name: "plotting_position",
    meaning: "weibull, gringorten or cunnane: where the observed peaks stand",
    default: "gringorten",
};

/// Number of settings that every fit knows.
pub(super) const FIT_COUNT: usize = 11;

/// Settings that every fit knows.
pub(super) const FIT_SETTINGS: [Setting; FIT_COUNT] = [
    RETURN_PERIODS,
    EXCEEDANCE,
    CONFIDENCE,
    INTERVAL,
    RESAMPLES,
    SEED,
    POSITION,
    YEAR_START,
    LEAST_COVERAGE,
    INCOMPLETE,
    VALUES,
];

/// [`FIT_SETTINGS`] and one more in front.
pub(super) const fn with_method(method: Setting) -> [Setting; FIT_COUNT + 1] {
    [
        method,
        RETURN_PERIODS,
        EXCEEDANCE,
        CONFIDENCE,
        INTERVAL,
        RESAMPLES,
        SEED,
        POSITION,
        YEAR_START,
        LEAST_COVERAGE,
        INCOMPLETE,
        VALUES,
    ]
}

/// What is asked of a fit.
pub(super) struct Request {
    pub(super) periods: Vec<f64>,
    /// Non-exceedance probabilities of the periods.
    pub(super) probabilities: Vec<f64>,
    pub(super) confidence: f64,
    pub(super) resampling: Resampling,
    interval: Option<String>,
}

/// A distribution and how it is fitted when nothing else is asked.
pub(super) struct Family<D> {
    pub(super) name: &'static str,
    /// By L-moments.
    pub(super) by_l_moments: fn(&LMoments) -> Option<D>,
}

/// A fitted distribution with its limits.
pub(super) struct Fit<D> {
    pub(super) distribution: D,
    pub(super) method: &'static str,
    /// Further figures, an object.
    pub(super) further: Value,
    pub(super) notes: Vec<String>,
    pub(super) interval: String,
    pub(super) limits: Vec<Option<(f64, f64)>>,
    pub(super) errors: Vec<Option<f64>>,
}

/// Mean and standard deviation by n − 1.
pub(super) fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let n = count(values.len());
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}

/// The return periods that were set, and their non-exceedance probabilities.
pub(super) fn periods(set: &Settings<'_>) -> Result<(Vec<f64>, Vec<f64>), Box<Finding>> {
    let given = set.numbers("exceedance_probabilities")?;
    if let Some(wrong) = given.iter().find(|p| **p <= 0.0 || **p >= 1.0) {
        return Err(refuse(
            format!("an exceedance probability of {wrong} is not between 0 and 1"),
            "set them such as exceedance_probabilities=0.5,0.1,0.01",
        ));
    }
    if !given.is_empty() {
        let periods = given.iter().map(|p| 1.0 / p).collect();
        return Ok((periods, given.iter().map(|p| 1.0 - p).collect()));
    }
    let periods = set.numbers("return_periods")?;
    if let Some(wrong) = periods.iter().find(|period| **period <= 1.0) {
        return Err(refuse(
            format!("a return period of {wrong} years cannot be: one year is exceeded every year"),
            "set return_periods above 1, such as return_periods=2,10,100",
        ));
    }
    let probabilities = periods.iter().map(|period| 1.0 - 1.0 / period).collect();
    Ok((periods, probabilities))
}

pub(super) fn confidence(set: &Settings<'_>) -> Result<f64, Box<Finding>> {
    let confidence = set.number("confidence")?.unwrap_or(0.9);
    if confidence > 0.0 && confidence < 1.0 {
        return Ok(confidence);
    }
    Err(refuse(
        format!("confidence is {confidence}, which is no share between 0 and 1"),
        "set it such as confidence=0.9",
    ))
}

impl Request {
    pub(super) fn new(set: &Settings<'_>) -> Result<Self, Box<Finding>> {
        let (periods, probabilities) = periods(set)?;
        Ok(Self {
            periods,
            probabilities,
            confidence: confidence(set)?,
            resampling: Resampling {
                resamples: set.count("resamples")?.unwrap_or(1000),
                seed: set.count("seed")?.unwrap_or(1) as u64,
            },
            interval: set.text("interval").map(str::to_owned),
        })
    }

    /// The kind of limits that was set, or the usual one of the method.
    pub(super) fn interval_or<'a>(
        &'a self,
        usual: &'a str,
        known: &[&'a str],
    ) -> Result<&'a str, Box<Finding>> {
        let Some(set) = self.interval.as_deref() else {
            return Ok(usual);
        };
        let found = known.iter().find(|word| word.eq_ignore_ascii_case(set));
        found.copied().ok_or_else(|| {
            refuse(
                format!("interval is \"{set}\", which this method does not know"),
                format!("set interval to one of: {}", known.join(", ")),
            )
        })
    }
}

impl<D: Distribution> Fit<D> {
    pub(super) fn new(distribution: D, method: &'static str) -> Self {
        Self {
            distribution,
            method,
            further: json!({}),
            notes: Vec::new(),
            interval: "none".to_owned(),
            limits: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Limits by a bootstrap with any fit of a sample.
    pub(super) fn bootstrap(
        &mut self,
        values: &[f64],
        request: &Request,
        interval: &str,
        fit: impl Fn(&[f64]) -> Option<D>,
    ) {
        self.interval = interval.to_owned();
        let (probabilities, resampling) = (&request.probabilities, request.resampling);
        let columns = match interval {
            "bootstrap" => {
                bootstrap::quantiles_of_samples(&sorted(values), probabilities, resampling, fit)
            }
            "parametric-bootstrap" => {
                let model = (self.distribution, values.len());
                bootstrap::quantiles_of_model(model, probabilities, resampling, fit)
            }
            _ => return,
        };
        self.take_limits(columns, request.confidence);
    }

    fn take_limits(&mut self, columns: Vec<Vec<f64>>, confidence: f64) {
        for mut column in columns {
            self.errors
                .push((column.len() > 1).then(|| mean_and_deviation(&column).1));
            self.limits.push(bootstrap::limits(&mut column, confidence));
        }
    }
}

/// The fit by L-moments with the limits of a bootstrap.
pub(super) fn by_l_moments<D: Distribution>(
    values: &[f64],
    request: &Request,
    family: &Family<D>,
) -> Result<Fit<D>, Box<Finding>> {
    let sample = sorted(values);
    let moments = of_sorted(&sample);
    let distribution = (family.by_l_moments)(&moments).ok_or_else(|| {
        refuse(
            format!(
                "no {} has the L-moments of these values (l2 {}, t3 {})",
                family.name, moments.l2, moments.t3
            ),
            "values that are all equal, or nearly so, have no distribution; look at the record",
        )
    })?;
    let mut fit = Fit::new(distribution, "l-moments");
    let known = ["bootstrap", "parametric-bootstrap", "none"];
    let interval = request.interval_or("bootstrap", &known)?.to_owned();
    if interval == "bootstrap" {
        let (probabilities, resampling) = (&request.probabilities, request.resampling);
        let columns = bootstrap::quantiles(&sample, probabilities, resampling, family.by_l_moments);
        fit.take_limits(columns, request.confidence);
        fit.interval = interval;
    } else {
        fit.bootstrap(values, request, &interval, |sample| {
            (family.by_l_moments)(&of_sorted(sample))
        });
    }
    Ok(fit)
}

/// Runs a fit over what `compute` was given.
pub(super) fn run<D: Distribution>(
    input: &Input,
    set: &Settings<'_>,
    family: &Family<D>,
    fit: impl FnOnce(&[f64], &Request) -> Result<Fit<D>, Box<Finding>>,
) -> Outcome {
    let peaks = annual::peaks(input, set)?;
    if let Some(refusal) = annual::too_short(&peaks, LEAST_YEARS, "a distribution of floods") {
        return Err(refusal);
    }
    let request = Request::new(set)?;
    let values = peaks.values();
    let fit = fit(&values, &request)?;
    let position = set.choice("plotting_position", Position::CHOICES)?;
    let mut result = json!({
        "distribution": family.name,
        "method": set.text("method").unwrap_or(fit.method),
        "n": values.len(),
        "l_moments": of_sorted(&sorted(&values)),
        "parameters": fit.distribution.parameters(),
        "upper_bound": fit.distribution.upper_bound(),
        "interval": fit.interval,
        "confidence": request.confidence,
        "quantiles": quantiles(&fit, &request, values.len()),
        "plotting_position": position.word(),
        "observed": observed(&peaks, position),
    });
    if let (Value::Object(result), Value::Object(further)) = (&mut result, fit.further) {
        result.extend(further);
    }
    let mut computed = peaks.say(Computed::new(result, peaks.completeness())?);
    computed.notes.extend(fit.notes);
    if let Some(bound) = fit.distribution.upper_bound() {
        computed = computed.note(format!(
            "the fitted distribution ends at {bound:.6}: no flood above that is possible by it"
        ));
    }
    Ok(said_of_length(computed, values.len(), &request.periods))
}

/// What the length of the record allows.
pub(super) fn said_of_length(mut computed: Computed, n: usize, periods: &[f64]) -> Computed {
    if n < COMFORTABLE_YEARS {
        computed = computed.note(format!(
            "{n} years: a short record, below {COMFORTABLE_YEARS}; the limits are wide for a reason"
        ));
    }
    let beyond: Vec<String> = periods
        .iter()
        .filter(|period| **period > 2.0 * count(n))
        .map(|period| format!("{period}"))
        .collect();
    if !beyond.is_empty() {
        computed = computed.note(format!(
            "beyond twice the {n} years of the record, and therefore pale or hidden in a window: T = {}",
            beyond.join(", ")
        ));
    }
    computed
}

fn quantiles<D: Distribution>(fit: &Fit<D>, request: &Request, n: usize) -> Vec<Value> {
    let rows = request
        .periods
        .iter()
        .zip(&request.probabilities)
        .enumerate();
    rows.map(|(i, (&period, &p))| {
        let limits = fit.limits.get(i).copied().flatten();
        json!({
            "return_period_years": period,
            "exceedance_probability": 1.0 / period,
            "value": fit.distribution.quantile(p),
            "standard_error": fit.errors.get(i).copied().flatten(),
            "low": limits.map(|limits| limits.0),
            "high": limits.map(|limits| limits.1),
            "plausibility": plausibility(period, n),
        })
    })
    .collect()
}

/// Every observed peak with the return period that it is drawn at.
pub(super) fn observed(peaks: &Peaks, position: Position) -> Vec<Value> {
    let values = peaks.values();
    let n = values.len();
    let rows = peaks.years.iter().zip(ranks(&values));
    rows.map(|(year, rank)| {
        let probability = position.exceedance(rank, n);
        json!({
            "year": year.year,
            "value": year.value,
            "rank": rank,
            "exceedance_probability": probability,
            "return_period_years": 1.0 / probability,
        })
    })
    .collect()
}
