//! What SPI, SPEI and SSI say, and what may be set for each of them.

use serde::Serialize;
use serde_json::Value;

use super::super::record::{completeness, figure, figures, span_of_years};
use super::{
    Distribution, Index, IndexRule, MonthlyRecord, Zeros, droughts, index_class, standardise,
};
use crate::domain::Finding;
use crate::indicators::catalogue::{Computed, Outcome, Setting, Settings, refuse};

pub(in crate::indicators::drought) const SCALE: Setting = Setting {
    name: "scale",
    meaning: "months taken together: 1, 3, 6, 12, 24 …",
    default: "3",
};
pub(in crate::indicators::drought) const ZEROS: Setting = Setting {
    name: "zeros",
    meaning: "what a value of zero is worth: mckee (share of zeros) or stagge (middle of the zeros)",
    default: "mckee",
};
pub(in crate::indicators::drought) const CALIBRATION: Setting = Setting {
    name: "calibration",
    meaning: "first and last year of the reference period, such as 1991-2020; all when not set",
    default: "",
};
pub(in crate::indicators::drought) const CLIP: Setting = Setting {
    name: "clip",
    meaning: "greatest absolute value of the index",
    default: "3.09",
};
pub(in crate::indicators::drought) const LEAST_YEARS: Setting = Setting {
    name: "least_years",
    meaning: "years that a calendar month needs in the reference period",
    default: "20",
};

/// Distributions by the words that set them.
pub(in crate::indicators::drought) const DISTRIBUTIONS: &[(&str, Distribution)] = &[
    ("gamma", Distribution::GammaThom),
    ("gamma-thom", Distribution::GammaThom),
    ("gamma-ml", Distribution::GammaLikelihood),
    ("gamma-pwm", Distribution::GammaMoments),
    ("pearson-3", Distribution::Pearson3),
    ("log-logistic", Distribution::LogLogistic),
    ("empirical", Distribution::Empirical),
];

/// The rule that the settings ask for, with this distribution.
pub(in crate::indicators::drought) fn rule(
    settings: &Settings<'_>,
    distribution: Distribution,
) -> Result<IndexRule, Box<Finding>> {
    let zeros = match settings.text("zeros") {
        Some(_) => settings.choice(
            "zeros",
            &[("mckee", Zeros::McKee), ("stagge", Zeros::Stagge)],
        )?,
        None => Zeros::McKee,
    };
    Ok(IndexRule {
        distribution,
        zeros,
        clip: settings.wanted_number("clip")?.abs(),
        calibration: span_of_years(settings, "calibration")?,
        least_values: settings.count("least_years")?.unwrap_or(20),
        most_zeros: if scale(settings)? == 1 { 0.5 } else { 1.0 },
    })
}

/// The setting of the months taken together.
pub(in crate::indicators::drought) fn scale(
    settings: &Settings<'_>,
) -> Result<usize, Box<Finding>> {
    match settings.count("scale")?.unwrap_or(3) {
        scale @ 1..=120 => Ok(scale),
        odd => Err(refuse(
            format!("scale is {odd}"),
            "set it to a number of months between 1 and 120, such as scale=3",
        )),
    }
}

#[derive(Serialize)]
struct MonthFit {
    month: usize,
    n: usize,
    zero_share: f64,
    #[serde(flatten)]
    parameters: super::fit::Parameters,
}

#[derive(Serialize)]
struct Event {
    start: String,
    last: String,
    months: usize,
    below_zero_since: String,
    lowest: f64,
    magnitude: f64,
    is_over: bool,
}

#[derive(Serialize)]
struct Found {
    month: Vec<String>,
    index: Vec<Option<f64>>,
    class: Vec<Option<String>>,
    accumulated: Vec<Option<f64>>,
    scale_months: usize,
    calibration: String,
    fit: Vec<MonthFit>,
    droughts: Vec<Event>,
    mean_index: Option<f64>,
    method: String,
}

/// The index of accumulated values under its own key.
///
/// # Errors
/// When no calendar month has enough values.
pub(in crate::indicators::drought) fn said(
    name: &str,
    accumulated: &MonthlyRecord,
    scale: usize,
    rule: &IndexRule,
    method: &str,
) -> Outcome {
    let index = standardise(accumulated, rule);
    let most = index.counts.iter().copied().max().unwrap_or(0);
    if index.fits.iter().all(Option::is_none) {
        return Err(refuse(
            format!(
                "{name} needs {} years of each calendar month, and the record has {most} at most",
                rule.least_values
            ),
            "give a longer record; --set least_years=… asks for the figure all the same",
        ));
    }
    let present: Vec<f64> = index
        .values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .collect();
    let found = Found {
        month: (0..accumulated.values.len())
            .map(|place| accumulated.label(place))
            .collect(),
        index: figures(&index.values),
        class: index
            .values
            .iter()
            .map(|value| index_class(*value))
            .collect(),
        accumulated: figures(&accumulated.values),
        scale_months: scale,
        calibration: calibration(accumulated, rule),
        fit: fits(&index),
        droughts: events(accumulated, &index.values),
        mean_index: figure(crate::indicators::stats::sample::mean(&present)),
        method: format!("{name}-{scale}, {method}, clipped at ±{}", rule.clip),
    };
    let mut computed = Computed::new(found, completeness(&accumulated.values))?;
    if let Some(values) = computed.result.remove("index") {
        computed.result.insert(name.to_owned(), values);
    }
    computed
        .result
        .insert("years_of_a_month".into(), Value::from(most));
    Ok(notes(&index, rule, most)
        .into_iter()
        .fold(computed, Computed::note))
}

fn calibration(record: &MonthlyRecord, rule: &IndexRule) -> String {
    let last = record.month_at(record.values.len().saturating_sub(1)).0;
    let years = rule.calibration.clone().unwrap_or(record.year..=last);
    format!("{}-{}", years.start(), years.end())
}

fn fits(index: &Index) -> Vec<MonthFit> {
    let known = index.fits.iter().enumerate().filter_map(|(place, fit)| {
        let fit = fit.as_ref()?;
        Some(MonthFit {
            month: place + 1,
            n: index.counts[place],
            zero_share: fit.zero_share,
            parameters: fit.parameters(),
        })
    });
    known.collect()
}

fn events(record: &MonthlyRecord, index: &[f64]) -> Vec<Event> {
    let said = droughts(index).into_iter().map(|drought| Event {
        start: record.label(drought.start),
        last: record.label(drought.last),
        months: drought.last - drought.start + 1,
        below_zero_since: record.label(drought.below_zero_since),
        lowest: drought.lowest,
        magnitude: drought.magnitude,
        is_over: drought.is_over,
    });
    said.collect()
}

fn notes(index: &Index, rule: &IndexRule, most: usize) -> Vec<String> {
    let mut notes = Vec::new();
    if most < 30 {
        notes.push(format!(
            "short record: {most} years of a calendar month; below 30 the index is uncertain, 50 are better"
        ));
    }
    let without: Vec<String> = index
        .fits
        .iter()
        .enumerate()
        .filter(|(place, fit)| fit.is_none() && index.counts[*place] > 0)
        .map(|(place, _)| (place + 1).to_string())
        .collect();
    if !without.is_empty() {
        notes.push(format!(
            "no index in the months {}: fewer than {} values, all equal, or more than {:.0} % zeros",
            without.join(", "),
            rule.least_values,
            100.0 * rule.most_zeros
        ));
    }
    notes
}
