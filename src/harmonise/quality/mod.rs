//! Quality control: doubtful readings are marked and named. No value is ever deleted or changed.
//!
//! | rule | mark | where it is from |
//! |---|---|---|
//! | outside what is physically possible | bad | [`Quantity::facts`]; range test of the QARTOD manuals |
//! | an undeclared code for "no value" | bad | `sentinel`; the archived minute values of real gauges hold runs of +9999 |
//! | a stage that stands still | suspect | `flat`; flat-line test of the QARTOD water-level manual, whole run marked |
//! | a jump by the factor of a unit or of a gauge zero, after which everything stands on that level | suspect | `step` |
//! | a negative discharge where no tide turns the flow | suspect | `negative` |
//! | one reading that jumps and comes back | suspect | `spike`; spike test of QARTOD, localised by a median of three |
//!
//! The rules look at neighbours, so a reading may be judged otherwise once more of its record is known: they are
//! for a whole series as it is about to be used, not for one file.

mod flat;
mod sentinel;
mod spike;
mod step;

use crate::domain::{Cause, Finding, Findings, Quality, Quantity, Reliability, Unit};
use crate::series::Series;

/// So many findings of one rule are given for one series; the rest is counted.
const MANY: usize = 20;

/// Thresholds of quality control.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// A stage that has one value for so long is suspect, minutes. 24 h: no river that moved before stands still
    /// for a whole day.
    pub flat_after_minutes: u32,
    /// A flat run is only suspect when at least this share of the readings just before it differed from the one
    /// before: at low flow a sensor with coarse steps stands still for good reasons.
    pub flat_moves: f64,
    /// A spike deviates by at least this many metres of stage: twenty steps of a sensor that reads to the cm.
    pub spike_stage_m: f64,
    /// A spike deviates by at least this share of its neighbours, for discharge and storage.
    pub spike_share: f64,
    /// A spike deviates by at least this many times what nine of ten readings of the series do.
    pub spike_noise: f64,
    /// Whether the tide turns the flow at the station, so that a negative discharge is real.
    pub tidal: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            flat_after_minutes: 1440,
            flat_moves: 0.25,
            spike_stage_m: 0.2,
            spike_share: 0.5,
            spike_noise: 6.0,
            tidal: false,
        }
    }
}

/// The series with its doubtful readings marked; each mark has a finding with file and line.
///
/// Readings that say "no value", and those that their agency calls bad, are left alone and judge no other.
pub fn control(series: &Series, rules: &Rules, findings: &mut Findings) -> Series {
    let mut control = Control::new(series);
    sentinel::mark(&mut control, findings);
    step::mark(&mut control, findings);
    control.implausible(findings);
    if !rules.tidal {
        control.negative(findings);
    }
    flat::mark(&mut control, rules, findings);
    flat::say_unmoved(&control, rules, findings);
    spike::mark(&mut control, rules, findings);
    control.done()
}

/// A series under control: what is marked so far.
struct Control<'a> {
    series: &'a Series,
    quality: Vec<u8>,
}

impl<'a> Control<'a> {
    fn new(series: &'a Series) -> Self {
        Self {
            series,
            quality: series.columns().quality.clone(),
        }
    }

    fn quantity(&self) -> Quantity {
        self.series.key.quantity
    }

    /// Rows that have a value which is not known to be false.
    fn usable(&self) -> Vec<usize> {
        let value = &self.series.columns().value;
        (0..value.len())
            .filter(|&row| {
                !value[row].is_nan()
                    && Quality::unpack(self.quality[row]).reliability != Reliability::Bad
            })
            .collect()
    }

    fn mark(&mut self, row: usize, reliability: Reliability) {
        let quality = Quality::unpack(self.quality[row]);
        let reliability = reliability.max(quality.reliability);
        self.quality[row] = Quality {
            reliability,
            ..quality
        }
        .pack();
    }

    /// A finding at a row, with its value as the person reads it.
    fn at(&self, row: usize, finding: Finding) -> Finding {
        let value = self.value_text(row);
        let finding = finding.entry(self.series.key.to_string()).text(&value);
        match self.series.reading(row) {
            Some(reading) => finding
                .file(reading.file)
                .line(reading.line)
                .column(reading.column),
            None => finding,
        }
    }

    fn value_text(&self, row: usize) -> String {
        let value = self.series.columns().value[row];
        // Three decimals are what agencies publish; the rest is the conversion's.
        let rounded = (value * 1e3).round() / 1e3;
        format!("{rounded} {}", self.quantity().facts().unit.symbol())
    }

    fn time(&self, row: usize) -> String {
        crate::domain::Instant::from_millis(self.series.columns().time[row]).to_string()
    }

    fn line(&self, row: usize) -> u32 {
        self.series.columns().line[row]
    }

    /// Counts what was not named one by one.
    fn rest(&self, count: usize, cause: Cause, findings: &mut Findings) {
        if count > MANY {
            let rest = count - MANY;
            findings.push(
                Finding::warning(cause, format!("{rest} more of this kind in this series"))
                    .entry(self.series.key.to_string()),
            );
        }
    }

    fn implausible(&mut self, findings: &mut Findings) {
        let (low, high) = self.quantity().facts().plausible;
        let value = &self.series.columns().value;
        let outside: Vec<usize> = self
            .usable()
            .into_iter()
            .filter(|&row| !(low..=high).contains(&value[row]))
            .collect();
        let runs: Vec<&[usize]> = outside.chunk_by(|a, b| b - a == 1).collect();
        for run in runs.iter().take(MANY) {
            let (first, last) = (run[0], run[run.len() - 1]);
            let unit = self.quantity().facts().unit;
            let mut message = format!(
                "{} is never outside {low} to {high} {}",
                self.quantity().word(),
                unit.symbol()
            );
            if run.len() > 1 {
                message.push_str(&format!(
                    "; {} readings up to line {}",
                    run.len(),
                    self.line(last)
                ));
            }
            findings.push(
                self.at(first, Finding::warning(Cause::Implausible, message))
                    .hint(hint_of(unit)),
            );
        }
        self.rest(runs.len(), Cause::Implausible, findings);
        for row in outside {
            self.mark(row, Reliability::Bad);
        }
    }

    /// Discharge below zero, where no tide turns the flow.
    fn negative(&mut self, findings: &mut Findings) {
        if self.quantity() != Quantity::Discharge {
            return;
        }
        let value = &self.series.columns().value;
        let below: Vec<usize> = self
            .usable()
            .into_iter()
            .filter(|&row| value[row] < 0.0)
            .collect();
        let runs: Vec<&[usize]> = below.chunk_by(|a, b| b - a == 1).collect();
        for run in runs.iter().take(MANY) {
            let (first, last) = (run[0], run[run.len() - 1]);
            let mut message =
                "the discharge is negative at a station that no tide reaches".to_owned();
            if run.len() > 1 {
                message.push_str(&format!(
                    "; {} readings up to line {}",
                    run.len(),
                    self.line(last)
                ));
            }
            findings.push(
                self.at(first, Finding::warning(Cause::Implausible, message))
                    .hint("ask the agency; where the flow does turn, write tidal = true to the station in basin.toml"),
            );
        }
        self.rest(runs.len(), Cause::Implausible, findings);
        for row in below {
            self.mark(row, Reliability::Suspect);
        }
    }

    fn done(self) -> Series {
        if self.quality == self.series.columns().quality {
            return self.series.clone();
        }
        let mut columns = self.series.columns().clone();
        columns.quality = self.quality;
        Series::new(
            self.series.key.clone(),
            columns,
            self.series.flags.clone(),
            self.series.files.clone(),
        )
    }
}

fn hint_of(unit: Unit) -> String {
    format!(
        "ask the agency; where all values are affected, the unit is not {}",
        unit.symbol()
    )
}
