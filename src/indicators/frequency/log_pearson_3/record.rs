//! What is known of the floods of each year: exactly, between bounds, or only that nothing above a threshold was seen.

use crate::domain::Finding;
use crate::indicators::catalogue::{Input, Settings, refuse};
use crate::indicators::frequency::annual::Peaks;

/// Logarithm that a flow of nothing takes until it is recognised as a low outlier.
pub(super) const LOG_OF_ZERO: f64 = -80.0;

/// What is known of the flood of one year, in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flood {
    /// Year, or the number of the row where the file names none.
    pub year: i32,
    /// The flood was at least this.
    pub low: f64,
    /// And at most this; equal to `low` when it is known exactly, infinite when it has no upper bound.
    pub high: f64,
    /// The lowest flood that would have been noticed that year.
    pub threshold_low: f64,
    /// The highest flood that could have been measured that year; infinite unless the gauge has an end.
    pub threshold_high: f64,
    /// Whether it belongs to the systematic record; a historical flood was written down because it was large.
    pub is_systematic: bool,
}

/// A year in decimal logarithms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LogFlood {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) threshold_low: f64,
    pub(super) threshold_high: f64,
    pub(super) is_systematic: bool,
}

impl LogFlood {
    pub(super) fn is_exact(&self) -> bool {
        self.low == self.high
    }
}

impl Flood {
    /// A flood known exactly, of a gauge that notices every flood.
    pub fn exact(year: i32, value: f64) -> Self {
        Self {
            year,
            low: value,
            high: value,
            threshold_low: 0.0,
            threshold_high: f64::INFINITY,
            is_systematic: true,
        }
    }

    pub(super) fn log(&self) -> LogFlood {
        let open = |x: f64| {
            if x > 0.0 {
                x.log10()
            } else {
                f64::NEG_INFINITY
            }
        };
        let is_exact = self.low == self.high;
        let end = |x: f64| {
            if is_exact && x <= 0.0 {
                LOG_OF_ZERO
            } else {
                open(x)
            }
        };
        LogFlood {
            low: end(self.low),
            high: end(self.high),
            threshold_low: open(self.threshold_low),
            threshold_high: open(self.threshold_high),
            is_systematic: self.is_systematic,
        }
    }
}

/// The floods of the annual maxima of a record: each exact.
pub fn of_peaks(peaks: &Peaks) -> Vec<Flood> {
    let years = peaks.years.iter();
    years
        .map(|year| Flood::exact(year.year, year.value))
        .collect()
}

/// The floods of a file of annual peaks with further columns, and of the settings that speak of whole periods.
pub(super) fn read(
    input: &Input,
    peaks: &Peaks,
    set: &Settings<'_>,
) -> Result<Vec<Flood>, Box<Finding>> {
    let points = input.single()?;
    let mut floods = Vec::new();
    if peaks.are_given {
        let columns = Columns::of(input, points.value.len())?;
        for (row, &value) in points.value.iter().enumerate() {
            let year = super::super::annual::year_of_row(points, row, peaks.rules.year_start);
            floods.extend(columns.flood(row, year, value)?);
        }
    } else {
        floods = of_peaks(peaks);
    }
    for text in texts(set, "historic_years") {
        let year: i32 = text.parse().map_err(|_| {
            refuse(
                format!("historic_years holds \"{text}\", which is no year"),
                "give years, such as historic_years=1889,1936",
            )
        })?;
        let mut known = floods.iter_mut().filter(|flood| flood.year == year);
        let Some(flood) = known.next() else {
            return Err(refuse(
                format!("historic_years names {year}, and the series has no flood that year"),
                "give the historical flood as a row of the series",
            ));
        };
        flood.is_systematic = false;
    }
    for text in texts(set, "perception_thresholds") {
        perceive(&mut floods, text)?;
    }
    floods.sort_by_key(|flood| flood.year);
    Ok(floods)
}

fn texts<'a>(set: &Settings<'a>, name: &str) -> impl Iterator<Item = &'a str> {
    let text = set.text(name).unwrap_or_default();
    text.split([',', ' ', ';']).filter(|part| !part.is_empty())
}

/// `1929-1945:21000`: in those years only floods above 21000 would have been noticed.
fn perceive(floods: &mut Vec<Flood>, text: &str) -> Result<(), Box<Finding>> {
    let parsed = || {
        let (years, threshold) = text.split_once(':')?;
        let (first, last) = years.split_once('-').unwrap_or((years, years));
        let threshold: f64 = threshold.trim().parse().ok()?;
        Some((
            first.trim().parse().ok()?,
            last.trim().parse().ok()?,
            threshold,
        ))
    };
    let found: Option<(i32, i32, f64)> = parsed();
    let Some((first, last, threshold)) = found.filter(|(a, b, t)| a <= b && *t >= 0.0) else {
        return Err(refuse(
            format!(
                "perception_thresholds holds \"{text}\", which is no span of years with a threshold"
            ),
            "give it such as perception_thresholds=1890-1928:21000",
        ));
    };
    for year in first..=last {
        let mut known = floods.iter_mut().filter(|flood| flood.year == year);
        if let Some(flood) = known.next() {
            flood.threshold_low = threshold;
        } else {
            floods.push(Flood {
                low: 0.0,
                high: threshold,
                threshold_low: threshold,
                is_systematic: false,
                ..Flood::exact(year, 0.0)
            });
        }
    }
    Ok(())
}

/// Further columns of a file of peaks.
struct Columns<'a> {
    low: Option<&'a [String]>,
    high: Option<&'a [String]>,
    threshold_low: Option<&'a [String]>,
    threshold_high: Option<&'a [String]>,
    kind: Option<&'a [String]>,
}

impl<'a> Columns<'a> {
    fn of(input: &'a Input, rows: usize) -> Result<Self, Box<Finding>> {
        let column = |name: &str| {
            let Some(found) = input.column(name) else {
                return Ok(None);
            };
            if found.len() == rows {
                return Ok(Some(found));
            }
            Err(refuse(
                format!(
                    "the column {name} has {} rows and the series {rows}",
                    found.len()
                ),
                "give every year once, each in a row of its own",
            ))
        };
        Ok(Self {
            low: column("low")?,
            high: column("high")?,
            threshold_low: column("threshold_low")?,
            threshold_high: column("threshold_high")?,
            kind: column("kind")?,
        })
    }

    fn flood(&self, row: usize, year: i32, value: f64) -> Result<Option<Flood>, Box<Finding>> {
        let at = |column: Option<&[String]>, name: &str| number(column, row, year, name);
        let (low, high) = (at(self.low, "low")?, at(self.high, "high")?);
        let threshold_low = at(self.threshold_low, "threshold_low")?;
        let threshold_high = at(self.threshold_high, "threshold_high")?.unwrap_or(f64::INFINITY);
        let is_systematic = self.is_systematic(row, year)?;
        let (low, high) = match (low, high) {
            (None, None) if !value.is_nan() => (value, value),
            (None, None) => match threshold_low {
                Some(threshold) if threshold > 0.0 => (0.0, threshold),
                // Nothing is known of this year, not even that nothing happened.
                _ => return Ok(None),
            },
            (low, high) => (low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY)),
        };
        let is_sound = low >= 0.0 && low <= high && low.is_finite();
        if !is_sound || threshold_low.is_some_and(|threshold| threshold > threshold_high) {
            return Err(refuse(
                format!("the flood of {year} lies between {low} and {high}, which cannot be"),
                "give 0 ≤ low ≤ high, and threshold_low below threshold_high",
            ));
        }
        Ok(Some(Flood {
            year,
            low,
            high,
            threshold_low: threshold_low.unwrap_or(0.0),
            threshold_high,
            is_systematic,
        }))
    }

    fn is_systematic(&self, row: usize, year: i32) -> Result<bool, Box<Finding>> {
        let text = self
            .kind
            .map_or("", |column| column[row].trim())
            .to_lowercase();
        if text.is_empty() || text.starts_with("syst") {
            return Ok(true);
        }
        if text.starts_with("hist") {
            return Ok(false);
        }
        Err(refuse(
            format!("the kind of {year} is \"{text}\""),
            "write systematic or historic; an empty kind is systematic",
        ))
    }
}

fn number(
    column: Option<&[String]>,
    row: usize,
    year: i32,
    name: &str,
) -> Result<Option<f64>, Box<Finding>> {
    let text = column.map_or("", |column| column[row].trim());
    if text.is_empty() {
        return Ok(None);
    }
    let parsed: Option<f64> = text.parse().ok().filter(|x: &f64| !x.is_nan());
    parsed.map(Some).ok_or_else(|| {
        refuse(
            format!("{name} of {year} is \"{text}\", which is no number"),
            "write a number with a decimal point, inf for no bound, or nothing",
        )
    })
}
